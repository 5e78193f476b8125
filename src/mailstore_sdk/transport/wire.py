"""What goes over the wire: a request, a reply, and who carries them.

This is the seam below which the HTTP library lies. Whoever implements `Sender` (and `AsyncSender`) can carry requests:
`http.py` and `async_http.py` do it over HTTPS, the emulator without any network.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    asynccontextmanager,
    contextmanager,
)
from dataclasses import dataclass
from typing import Protocol

from mailstore_sdk.transport.packing import Unpacker


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
class Head:
    """The beginning of what comes back."""

    status: int
    reason: str = ""
    content_type: str = ""
    retry_after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming(Head):
    """An answer that is under way.

    Attributes:
        chunks: Its content as it comes in; may raise a TransportError at any point.
    """

    chunks: Iterator[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class AsyncIncoming(Head):
    """An answer that is under way, in an event loop.

    Attributes:
        chunks: Its content as it comes in; may raise a TransportError at any point.
    """

    chunks: AsyncIterator[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(Head):
    """What came back.

    Attributes:
        cut: Whether it was larger than allowed: then `content` is only its beginning.
    """

    content: bytes = b""
    cut: bool = False

    def __repr__(self) -> str:
        return f"Reply(status={self.status}, content=<{len(self.content)} bytes>)"


class Body:
    """The answer as it comes in, up to the size that is allowed.

    Args:
        most: The size in bytes; of a packed answer, that of what is in it.
        packed: How the server says that it has packed the answer, which it has not been asked to do.

    Raises:
        BadPacking: It is packed in a way that nobody can unpack.
    """

    def __init__(self, most: int, packed: str = "") -> None:
        self._left = most
        self._chunks: list[bytes] = []
        self._unpacker = Unpacker(packed) if packed else None
        self.cut: bool = False

    def takes(self, chunk: bytes) -> bool:
        """Keep it; False if the answer is too large, and only its beginning is kept."""
        if self._unpacker is None:
            return self._keeps(chunk)
        return all(self._keeps(piece) for piece in self._unpacker.pieces(chunk))

    def content(self) -> bytes:
        """What came in."""
        if self._unpacker is not None and not self.cut:
            self._unpacker.finish()
        return b"".join(self._chunks)

    def _keeps(self, chunk: bytes) -> bool:
        self._left -= len(chunk)
        if self._left < 0:
            self.cut = True
            self._chunks = [*self._chunks, chunk][:1]
            return False
        self._chunks.append(chunk)
        return True


class Sender(Protocol):
    """Carries requests; may be used by several threads at once."""

    def send(self, request: Request, timeout: float) -> Reply:
        """Send the request and give the whole reply within `timeout` seconds, or raise a TransportError."""
        ...

    def stream(self, request: Request, timeout: float, silence: float) -> AbstractContextManager[Incoming]:
        """Send the request and give the reply as it comes in; leaving the context early ends the connection.

        A sender that inherits this and no more gives what `send` gives, in one piece.

        Args:
            request: What to send.
            timeout: Seconds until the reply begins.
            silence: Seconds that may pass between two pieces of it; there is no limit for the whole.

        Raises:
            TransportError: The reply did not begin; or, from its chunks, it did not end.
        """
        return _in_one_piece(self, request, timeout)

    def close(self) -> None:
        """Close the connections."""
        ...


class AsyncSender(Protocol):
    """Carries requests; may be used by several tasks at once."""

    async def send(self, request: Request, timeout: float) -> Reply:
        """Send the request and give the whole reply within `timeout` seconds, or raise a TransportError."""
        ...

    def stream(self, request: Request, timeout: float, silence: float) -> AbstractAsyncContextManager[AsyncIncoming]:
        """Send the request and give the reply as it comes in, as `Sender.stream` does."""
        return _in_one_piece_async(self, request, timeout)

    async def close(self) -> None:
        """Close the connections."""
        ...


@contextmanager
def _in_one_piece(sender: Sender, request: Request, timeout: float) -> Iterator[Incoming]:
    reply = sender.send(request, timeout)
    yield Incoming(
        status=reply.status,
        reason=reply.reason,
        content_type=reply.content_type,
        retry_after=reply.retry_after,
        chunks=iter((reply.content,)),
    )


@asynccontextmanager
async def _in_one_piece_async(sender: AsyncSender, request: Request, timeout: float) -> AsyncIterator[AsyncIncoming]:
    reply = await sender.send(request, timeout)
    yield AsyncIncoming(
        status=reply.status,
        reason=reply.reason,
        content_type=reply.content_type,
        retry_after=reply.retry_after,
        chunks=_one(reply.content),
    )


async def _one(content: bytes) -> AsyncIterator[bytes]:
    yield content
