"""What an emulated Service Provider Edition holds: administrators, servers, and instances with a state of their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from mailstore_sdk.emulator.messages import Refused
from mailstore_sdk.emulator.state import Described, Site, State


@dataclass(kw_only=True)
class Administrator(Described):
    """An administrator of the installation.

    Attributes:
        mfa: With multi-factor authentication the API accepts only the API password (documented).
    """

    user_name: str
    full_name: str = ""
    email_address: str = ""
    password: str = field(default="", repr=False)
    mfa: bool = False
    api_password: str | None = field(default=None, repr=False)

    def accepted(self) -> list[str]:
        """The passwords that the API accepts."""
        passwords = [] if self.mfa else [self.password]
        return passwords if self.api_password is None else [*passwords, self.api_password]


@dataclass(kw_only=True)
class InstanceState(State):
    """An instance.

    Attributes:
        config: Its settings, as GetInstanceConfiguration gives them.
        status: `running` (captured), `stopped` or `frozen` (our choice of words).
        provider_access: Whether the service provider may use functions on it.
        starts: How often its process was started.
    """

    config: dict[str, Any]
    status: str = "running"
    provider_access: bool = True
    starts: int = 1
    version: str = "25.3.1.23021"

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.config["instanceID"])

    @property
    def host(self) -> str:
        """Name of its Instance Host."""
        return str(self.config["instanceHost"])


@dataclass(kw_only=True)
class Installation(Site):
    """Everything that a call to a Management Server can see or change.

    Attributes:
        instance_hosts: By server name, as GetInstanceHosts gives them.
        client_access_servers: By server name, as GetClientAccessServers gives them.
        directories: Paths on each Instance Host.
    """

    version: str = "25.3.1.23021"
    server_name: str = "spe.example.com"
    administrators: dict[str, Administrator] = field(default_factory=dict)
    instances: dict[str, InstanceState] = field(default_factory=dict)
    instance_hosts: dict[str, dict[str, Any]] = field(default_factory=dict)
    client_access_servers: dict[str, dict[str, Any]] = field(default_factory=dict)
    directories: dict[str, list[str]] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=lambda: {"systemSmtp": {"password": None}})

    # What a real Management Server says in these refusals is not known: the texts are our choice.

    def administrator(self, name: str) -> Administrator:
        """The administrator, or a refusal."""
        if name not in self.administrators:
            raise Refused(f"System administrator '{name}' does not exist.")
        return self.administrators[name]

    def instance(self, name: str) -> InstanceState:
        """The instance, or a refusal."""
        if name not in self.instances:
            raise Refused(f"Instance '{name}' does not exist.")
        return self.instances[name]

    def selected(self, pattern: str, *, strict: bool) -> list[InstanceState]:
        """The instances that an instanceFilter selects (its syntax is documented).

        Args:
            pattern: Ids separated by blanks; `*`, `*host` and `*.status` stand for many.
            strict: Whether an id that there is not, and a filter that is empty, are refused.
        """
        words = pattern.split()
        if strict and not words:
            raise Refused("The instance filter is empty.")
        chosen: dict[str, InstanceState] = {}
        for word in words:
            chosen.update((instance.id, instance) for instance in self._matching(word, strict=strict))
        return list(chosen.values())

    def _matching(self, word: str, *, strict: bool) -> Iterable[InstanceState]:
        if not word.startswith("*"):
            return [self.instance(word)] if strict or word in self.instances else []
        rest = word.removeprefix("*")
        if not rest:
            return list(self.instances.values())
        if rest.startswith("."):
            return [instance for instance in self.instances.values() if instance.status == rest[1:]]
        return [instance for instance in self.instances.values() if instance.host == rest]
