"""The options with which a command reaches a server. A password is never one of them: process lists are public."""

from __future__ import annotations

import os
import shlex
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

import typer

from mailstore_sdk import environment
from mailstore_sdk.cli.address import parted
from mailstore_sdk.cli.completion import profile_names
from mailstore_sdk.cli.output import complain
from mailstore_sdk.errors import AuthenticationError, ConfigurationError, MailStoreError, TlsError
from mailstore_sdk.transport import tls

if TYPE_CHECKING:
    from mailstore_sdk.client import Client
    from mailstore_sdk.client_kinds import AnyClient, ArchiveClient
    from mailstore_sdk.spe import SpeClient
    from mailstore_sdk.transport.events import RequestEvent

    Whole: TypeAlias = Client | SpeClient

PANEL = "Connection (or MAILSTORE_HOST and so on, or a profile)"
ASKING = frozenset({"get-status", "get-metadata"})
ProfileName = Annotated[
    str | None,
    typer.Option(
        help="Profile in config.toml; where nobody says which server, it is `default`, if there is one.",
        envvar="MAILSTORE_PROFILE", show_envvar=False, rich_help_panel=PANEL, autocompletion=profile_names,
    ),
]  # fmt: skip
Host = Annotated[str | None, typer.Option(help="Name or address of the server.", rich_help_panel=PANEL)]
Port = Annotated[
    int | None, typer.Option(help="Port of the Administration API.", min=1, max=65535, rich_help_panel=PANEL)
]
Edition = Annotated[
    Literal["server", "spe"] | None,
    typer.Option(
        help="MailStore Server, or the Management Server of the Service Provider Edition.",
        envvar="MAILSTORE_EDITION", show_envvar=False, rich_help_panel=PANEL,
    ),
]  # fmt: skip
Instance = Annotated[
    str | None,
    typer.Option(
        help="Id of the instance; of the Service Provider Edition only.",
        envvar="MAILSTORE_INSTANCE", show_envvar=False, rich_help_panel=PANEL,
    ),
]  # fmt: skip
Username = Annotated[str | None, typer.Option(help="An administrator.", rich_help_panel=PANEL)]
PasswordStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input.", rich_help_panel=PANEL)
]
Protocol = Annotated[
    Literal["auto", "modern", "legacy"] | None,
    typer.Option(help="Generation of the API: version 9 and later, or up to 8.x.", rich_help_panel=PANEL),
]
CaFile = Annotated[str | None, typer.Option(help="File with the certificate to trust.", rich_help_panel=PANEL)]
Fingerprint = Annotated[
    str | None, typer.Option(help="SHA-256 fingerprint of the certificate to trust.", rich_help_panel=PANEL)
]
Timeout = Annotated[float | None, typer.Option(help="Seconds for one exchange.", rich_help_panel=PANEL)]
ReadOnly = Annotated[
    bool,
    typer.Option(
        "--read-only", help="Refuse every function that is not known to only read.",
        envvar="MAILSTORE_READ_ONLY", show_envvar=False, rich_help_panel=PANEL,
    ),
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Connection:
    """Which server, and as whom; the options of every command that calls one."""

    profile: ProfileName = None
    edition: Edition = None
    instance: Instance = None
    host: Host = None
    port: Port = None
    username: Username = None
    password_stdin: PasswordStdin = False
    protocol: Protocol = None
    ca_file: CaFile = None
    fingerprint: Fingerprint = None
    timeout: Timeout = None
    read_only: ReadOnly = False

    @contextmanager
    def archive(self, target: Target | None = None) -> Iterator[ArchiveClient]:
        """The server, or an instance.

        Raises:
            ConfigurationError: Of a Service Provider Edition no instance was named.
        """
        target = target or self.target()
        if target.edition == "spe" and target.instance is None:
            raise ConfigurationError("which instance? say --instance; `mailstore info` lists them")
        with self.any(target) as client:
            yield client  # type: ignore[misc]  # which is no SpeClient then

    @contextmanager
    def any(self, target: Target | None = None) -> Iterator[AnyClient]:
        """The instance that is named; if none is, the server, or the installation as a whole."""
        target = target or self.target()
        whole = _client(target)
        try:
            with whole:
                client: AnyClient = whole.options(on_request=refuse_writing) if target.read_only else whole
                yield client if target.instance is None else client.instance(target.instance)  # type: ignore[union-attr]
        except TlsError as error:
            told = tls.without_argument(str(error))
            if told == str(error):
                raise
            said = f" Which one is trusted, {target.trust} says." if target.trust else ""
            problem = f"{told}{said} Compare it on the server and trust it: {target.trusting}"
            failure: MailStoreError = TlsError(problem, certificate=error.certificate)
        except AuthenticationError as error:
            failure = AuthenticationError(f"{error}: {target.account}", error.http_status)
        else:
            return
        raise failure  # outside of the handler, so that the other is not shown with it

    def target(self, *, with_password: bool = True) -> Target:
        """What the options, else the environment, else the profile say.

        Args:
            with_password: Whether the password is needed; without, nobody is asked for it.
        """
        from mailstore_sdk import profiles  # not for --help

        names = ("host", "port", "username", "protocol", "ca_file", "fingerprint", "timeout")
        given = {name: value for name in names if (value := getattr(self, name)) is not None}
        if self.host is not None:
            host, port = parted(self.host, self.port)
            given |= {"host": host} if port is None else {"host": host, "port": port}
        settings = environment.settings(os.environ, given)
        if not with_password:
            settings["password"] = ""
        elif self.password_stdin:
            settings["password"] = sys.stdin.readline().rstrip("\r\n")
        name, found = self._profile(settings)
        origin = self._origin(name, given, settings)
        edition = self.edition or found.get("edition", "server")
        if name:
            if with_password and not self.password_stdin:
                settings.pop("password", None)  # the profile says whether the environment's is meant
            settings = profiles.settings(os.environ, name, settings, self.edition)
        else:
            settings.setdefault("port", profiles.PORTS[edition])
            if "password" not in settings:
                settings["password"] = self._password(settings, origin)
        instance = self.instance or found.get("instance")
        if instance is not None and edition != "spe":
            raise ConfigurationError(
                "only the Service Provider Edition has instances: say --edition spe, or no --instance"
            )
        if edition == "spe" and settings.pop("protocol", "modern") == "legacy":
            raise ConfigurationError("the Service Provider Edition never spoke protocol 'legacy'")
        read_only = self.read_only or found.get("read_only", False)
        return Target(edition, instance, settings, read_only, name, origin, self._trust(given))

    def _profile(self, settings: dict[str, Any]) -> tuple[str | None, dict[str, Any]]:
        """The name of the profile and what is in it, if one is named, or where nobody says which server is meant."""
        from mailstore_sdk import profiles

        if self.profile:
            return self.profile, profiles.profile(profiles.config_file(os.environ), self.profile)
        if "host" in settings or "port" in settings:
            return None, {}
        try:
            path = profiles.config_file(os.environ)
        except ConfigurationError:  # without platformdirs there are no profiles
            return None, {}
        found = profiles.read(path)
        return (profiles.DEFAULT, found[profiles.DEFAULT]) if profiles.DEFAULT in found else (None, {})

    @staticmethod
    def _password(settings: dict[str, Any], origin: str) -> str:
        from mailstore_sdk import passwords, profiles

        try:
            return passwords.password(os.environ, {}, profiles.account_of(settings))
        except ConfigurationError as error:
            problem = str(error)
        # Whoever forgot to say which server, as in a scheduled task of another user, has another problem than that.
        raise ConfigurationError(problem if "host" in settings else f"{origin}; {problem}")

    @staticmethod
    def _origin(profile: str | None, given: Mapping[str, Any], settings: Mapping[str, Any]) -> str:
        """Who says which server it is; the nearest first."""
        from mailstore_sdk import profiles

        keys = [key for key in ("host", "port") if key in settings]
        said = [f"--{key}" if key in given else f"MAILSTORE_{key.upper()}" for key in keys]
        if profile is not None:
            return ", ".join([*said, f"profile {profile} of {profiles.config_file(os.environ)}"])
        if "host" in settings:
            return ", ".join(said)
        return ", ".join([*said, "no profile and no MAILSTORE_HOST: this machine"])

    @staticmethod
    def _trust(given: Mapping[str, Any]) -> str:
        """Which option, or else variable, says whom to trust; nothing if none does."""
        options = [f"--{key.replace('_', '-')}" for key in environment.TLS_ARGUMENTS & given.keys()]
        return (options or [f"MAILSTORE_{key.upper()}" for key in environment.tls_settings(os.environ)] or [""])[0]


@dataclass(frozen=True)
class Target:
    """A server, or an instance, and the arguments of the client that reaches it.

    Attributes:
        edition: Of the server.
        instance: Id of the instance; None is the whole.
        settings: The arguments, the password among them.
        read_only: Whether only functions are called that read.
        profile: Name of the profile, if one is used.
        origin: Who says which server it is.
        trust: The option or variable that says whom to trust; empty if that is the profile, or nobody.
    """

    edition: Literal["server", "spe"]
    instance: str | None
    settings: dict[str, Any]
    read_only: bool
    profile: str | None
    origin: str
    trust: str

    @property
    def trusting(self) -> str:
        """The command that shows the certificate and trusts it, as it is typed."""
        host, port = self.settings.get("host", "127.0.0.1"), self.settings["port"]
        return f"mailstore trust {host} --port {port}{self.option}"

    @property
    def account(self) -> str:
        """As whom, and where."""
        from mailstore_sdk import profiles

        return profiles.account_of(self.settings)

    @property
    def option(self) -> str:
        """The option that names the profile, with a blank in front; nothing if there is none."""
        return "" if self.profile is None else f" --profile {shlex.quote(self.profile)}"

    def __repr__(self) -> str:
        return f"<Target {self.edition} {self.instance}>"  # the settings hold the password


def refuse_writing(event: RequestEvent) -> None:
    """Let nothing be sent that is not known to only read; the last line behind what the commands refuse earlier.

    Raises:
        ConfigurationError: It is not known to.
    """
    if event.function not in ASKING and not only_reads(event.function):
        raise refused(event.function)


def refused(function: str) -> ConfigurationError:
    """What is said of a call that is not made."""
    return ConfigurationError(f"{function} is refused: --read-only, or the profile, allows only functions that read")


def only_reads(function: str) -> bool:
    """Whether the specification says that a function changes nothing."""
    from mailstore_sdk._generated.functions import BY_NAME

    return function in BY_NAME and BY_NAME[function].read_only


def _client(target: Target) -> Whole:
    if target.edition == "spe":
        from mailstore_sdk.spe import SpeClient as kind  # noqa: N813  (either)
    else:
        from mailstore_sdk.client import Client as kind  # type: ignore[assignment]  # noqa: N813
    if target.settings.get("verify", True):
        return kind(**target.settings)
    complain(f"warning: {tls.UNVERIFIED}")  # in place of the warning, which would name a line of a program
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return kind(**target.settings)
