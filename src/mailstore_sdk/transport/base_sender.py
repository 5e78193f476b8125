"""What both senders have in common: where the server is, what each request says, and when none may be sent."""

from __future__ import annotations

import ipaddress
import os
import warnings
from typing import Any, TypedDict

from mailstore_sdk._version import __version__
from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.transport import tls
from mailstore_sdk.transport.engine import httpcore
from mailstore_sdk.transport.holder import Holder
from mailstore_sdk.transport.proxy import proxy_for
from mailstore_sdk.transport.settings import Settings
from mailstore_sdk.transport.wire import Request

KEPT = 30.0  # seconds for which an idle connection is kept


class BaseSender(Holder):
    """What both senders know."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._process = os.getpid()
        self._closed = self._unclosed = False
        self._ssl_context = tls.context(settings)
        self._proxy = proxy_for(settings)
        self._origin = httpcore.Origin(b"https", _host(settings), settings.port)
        self._headers = [
            (b"Host", _authority(self._origin)),
            (b"Authorization", f"Basic {settings.credentials}".encode()),
            (b"Content-Type", b"application/x-www-form-urlencoded"),
            (b"Accept", b"application/json, text/plain"),
            (b"Accept-Encoding", b"identity"),  # nothing to unpack, and so nothing that grows in doing so
            (b"User-Agent", f"mailstore-sdk/{__version__}".encode()),
        ]

    @property
    def proxied(self) -> bool:
        """Whether the server is reached through a proxy: then a handshake without it may meet somebody else."""
        return self._proxy is not None

    def _begin(self) -> None:
        """Check that a request may be sent now."""
        if self._closed:
            raise ConfigurationError("the client is closed")
        if os.getpid() != self._process:
            raise ConfigurationError(
                "the client was made in another process, and connections cannot be shared: make one in each process"
            )
        self._unclosed = True

    def _request(self, request: Request) -> httpcore.Request:
        origin = self._origin
        return httpcore.Request(
            b"POST",
            httpcore.URL(scheme=origin.scheme, host=origin.host, port=origin.port, target=request.path.encode()),
            headers=[*self._headers, (b"Content-Length", b"%d" % len(request.body))],
            content=request.body,
        )

    def __del__(self) -> None:
        # A child of fork has nothing of its own to close.
        if getattr(self, "_unclosed", False) and os.getpid() == self._process:
            warnings.warn(
                f"unclosed client of {self._settings.url}: close() it, or use it in a with statement",
                ResourceWarning,
                stacklevel=2,
                source=self,
            )


class HeadFields(TypedDict):
    """What an answer begins with, as `wire.Head` takes it."""

    status: int
    reason: str
    content_type: str
    retry_after: str | None


def read_head(response: httpcore.Response) -> tuple[HeadFields, str]:
    """What an answer begins with, and how it is packed."""
    content_type, retry_after, packed = "", None, ""
    for name, value in response.headers:
        lower = name.lower()
        if lower == b"content-type":
            content_type = value.decode("latin-1")
        elif lower == b"content-encoding":
            packed = value.decode("latin-1").strip().lower()
        elif lower == b"retry-after":
            retry_after = value.decode("latin-1")
    head = HeadFields(
        status=response.status,
        reason=response.extensions.get("reason_phrase", b"").decode("ascii", errors="ignore"),
        content_type=content_type,
        retry_after=retry_after,
    )
    return head, "" if packed == "identity" else packed


def at_rest(connection: Any) -> bool:
    """Whether a connection (or the one in a pool) can carry a further request.

    It cannot if it is still busy with one that was given up, at its end, or if more has come than the last answer: that
    would be taken for the beginning of the next one. The engine does not look for it, and shows it nowhere.
    """
    if isinstance(connection, httpcore.ConnectionPool | httpcore.AsyncConnectionPool):
        return all(map(at_rest, connection.connections))
    if not connection.is_idle() or connection.has_expired():
        return False
    while (inner := getattr(connection, "_connection", None)) is not None:
        connection = inner
    return not any(connection._h11_state.trailing_data)


def _host(settings: Settings) -> bytes:
    host = settings.host.strip("[]")
    try:
        if ":" in host:
            ipaddress.IPv6Address(host)
        elif host.rpartition(".")[2].isdigit():
            ipaddress.IPv4Address(host)
        elif not host.isascii():
            import idna  # what httpx takes for it as well; hardly anybody needs it

            return idna.encode(host)
        return host.encode("ascii")
    except ValueError:  # of which idna's errors are a kind
        problem = f"host {settings.host!r} is not a host name or address"
    raise ConfigurationError(problem)


def _authority(origin: httpcore.Origin) -> bytes:
    host = origin.host.partition(b"%")[0]  # what is behind it is an interface of this computer (RFC 6874)
    host = b"[%b]" % host if b":" in host else host
    return host if origin.port == 443 else b"%b:%d" % (host, origin.port)
