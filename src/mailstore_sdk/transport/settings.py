"""How to reach the server, and how to make calls: two frozen sets of values, checked once."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NoReturn, TypeAlias

from mailstore_sdk.errors import ConfigurationError

if TYPE_CHECKING:
    import os
    import ssl
    from collections.abc import Sequence

    from pydantic import SecretStr

    from mailstore_sdk.transport.events import RequestEvent, ResponseEvent

ProtocolName = Literal["auto", "modern", "legacy"]
MOST_SECONDS = 2_147_483  # what fits into 31 bits as milliseconds
MAX_RESPONSE_BYTES = 512 * 1024 * 1024
Password: TypeAlias = "str | SecretStr | Callable[[], str | SecretStr]"  # noqa: S105  (a type)
HOST = re.compile(r"[\w.\-]+|\[?[0-9A-Fa-f:.]+(%[A-Za-z0-9]+)?\]?")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How to reach the server."""

    host: str = "127.0.0.1"
    port: int = 8463
    username: str = "admin"
    password: str = field(default="admin", repr=False)
    protocol: ProtocolName = "auto"
    verify: bool = True
    ca_file: str | os.PathLike[str] | None = None
    fingerprint: str | Sequence[str] | None = None
    ssl_context: ssl.SSLContext | None = None
    proxy: str | None = field(default=None, repr=False)
    trust_env: bool = True
    max_response_bytes: int = MAX_RESPONSE_BYTES

    def __post_init__(self) -> None:
        if not HOST.fullmatch(self.host):
            raise ConfigurationError(
                f"host {self.host!r} is not a host name or address; leave out https://, the port and the path"
            )
        if not 0 < self.port < 65536:
            raise ConfigurationError(f"port {self.port!r} is not between 1 and 65535")
        for name in ("username", "password"):
            try:
                getattr(self, name).encode()
            except UnicodeEncodeError:
                problem = f"{name} holds text that UTF-8 cannot carry"
            else:
                continue
            raise ConfigurationError(problem)
        if ":" in self.username:
            raise ConfigurationError("username holds a colon, which HTTP Basic authentication cannot carry")
        if self.protocol not in ("auto", "modern", "legacy"):
            raise ConfigurationError(f"protocol {self.protocol!r} is not auto, modern or legacy")
        if self.max_response_bytes < 1:
            raise ConfigurationError(f"max_response_bytes {self.max_response_bytes!r} is below 1")
        trust = [
            name
            for name, given in (
                ("verify=False", not self.verify),
                ("ca_file", self.ca_file is not None),
                ("fingerprint", self.fingerprint is not None),
                ("ssl_context", self.ssl_context is not None),
            )
            if given
        ]
        if len(trust) > 1:
            raise ConfigurationError(f"{' and '.join(trust)} contradict each other: give one")

    def __reduce__(self) -> NoReturn:
        raise TypeError("settings hold a password and cannot be pickled or copied")

    @property
    def credentials(self) -> str:
        """User name and password as HTTP Basic authentication carries them. A secret like the password itself."""
        return b64encode(f"{self.username}:{self.password}".encode()).decode("ascii")

    @property
    def url(self) -> str:
        """Where the server is, without a path."""
        bare = self.host.strip("[]")
        return f"https://[{bare}]:{self.port}" if ":" in bare else f"https://{bare}:{self.port}"


def revealed(password: Password) -> str:
    """The password itself; whoever holds it back until it is needed is asked now."""
    given: object = password() if callable(password) else password
    reveal = getattr(given, "get_secret_value", None)
    given = given if reveal is None else reveal()
    if isinstance(given, str):
        return given
    raise ConfigurationError("password is neither a str, nor a SecretStr, nor a function that gives one of them")


@dataclass(frozen=True, kw_only=True)
class Options:
    """How to make calls; `client.options()` gives a clone of the client with others.

    Attributes:
        timeout: Deadline in seconds of one exchange with all its tries.
        retries: How often an exchange may be repeated where that does no harm.
        poll_wait: Seconds that the server may hold one status poll.
        wait_timeout: Seconds to wait for a long-running call; None: as long as it takes.
        on_status: Called with every new status while the client waits for a long-running call.
        pause: Seconds between two polls where the server does not hold them; None: 0.1, then ever more, at most 1.
        outage: Seconds for which the server may be out of reach while a call waits for a long-running one without a
            `wait_timeout`; with one, that alone counts.
        cancel_on_interrupt: Whether an interrupted wait (Ctrl-C, a cancelled task) asks the server to stop, or leaves
            the long-running call to go on.
        pause_gc: Whether Python's cyclic garbage collector rests while an answer above 16 KB is read.
        on_request: Called before every try of a request; secrets are masked.
        on_response: Called after every try.
    """

    timeout: float = 30.0
    retries: int = 2
    poll_wait: float = 15.0
    wait_timeout: float | None = None
    on_status: Callable[[Any], object] | None = None
    pause: float | None = None
    outage: float = 600.0
    cancel_on_interrupt: bool = False
    pause_gc: bool = True
    on_request: Callable[[RequestEvent], object] | None = None
    on_response: Callable[[ResponseEvent], object] | None = None

    def __post_init__(self) -> None:
        if not 0 < self.timeout < MOST_SECONDS:
            raise ConfigurationError(f"timeout {self.timeout!r} is not a number of seconds above 0")
        if self.retries < 0:
            raise ConfigurationError(f"retries {self.retries!r} is below 0")
        if not 0 <= self.poll_wait < MOST_SECONDS:
            raise ConfigurationError(f"poll_wait {self.poll_wait!r} is not between 0 and {MOST_SECONDS} s")
        if self.wait_timeout is not None and not self.wait_timeout >= 0:
            raise ConfigurationError(f"wait_timeout {self.wait_timeout!r} is below 0")
        if not self.outage >= 0:
            raise ConfigurationError(f"outage {self.outage!r} is below 0")
