"""What goes over the wire: a request, a reply, and who carries them.

This is the seam below which the HTTP library lies. Whoever implements `Sender` (and `AsyncSender`) can carry requests:
``http.py`` does it with httpx, the emulator without any network.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A POST to the server.

    Attributes:
        path: Path below the server's address.
        body: Form fields, percent-encoded; may hold a secret, so it is not shown.
        repeatable: Whether sending it twice does no harm.
        hold: Seconds that the server may keep the answer back, on top of the timeout.
    """

    path: str
    body: bytes
    repeatable: bool
    hold: float = 0.0

    def __repr__(self) -> str:
        return f"Request(path={self.path!r}, body=<{len(self.body)} bytes>)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back."""

    status: int
    reason: str = ""
    content_type: str = ""
    retry_after: str | None = None
    content: bytes = b""

    def __repr__(self) -> str:
        return f"Reply(status={self.status}, content=<{len(self.content)} bytes>)"


class Sender(Protocol):
    """Carries requests; may be used by several threads at once."""

    def send(self, request: Request, timeout: float) -> Reply:
        """Send the request and give the whole reply within `timeout` seconds, or raise a TransportError."""
        ...

    def close(self) -> None:
        """Close the connections."""
        ...


class AsyncSender(Protocol):
    """Carries requests; may be used by several tasks at once."""

    async def send(self, request: Request, timeout: float) -> Reply:
        """Send the request and give the whole reply within `timeout` seconds, or raise a TransportError."""
        ...

    async def close(self) -> None:
        """Close the connections."""
        ...
