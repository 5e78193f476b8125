"""Bring a response to a client over HTTP, as its `Delivery` says: late, in drops, or not whole."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from mailstore_sdk.emulator.messages import HEALTHY, Response

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Send

DROPS_PER_SECOND = 20


class ClientGone(Exception):
    """The client does not wait for the answer any more."""


class Presence:
    """Whether the client of a request, whose body was read, is still there.

    Args:
        receive: What gives the messages of ASGI; the next one says that the client is gone.
    """

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._gone: asyncio.Future[Any] | None = None

    async def wait(self, seconds: float, event: asyncio.Future[None] | None = None) -> None:
        """Wait, or until the event.

        Raises:
            ClientGone: The client has gone meanwhile.
        """
        # Asked for only where somebody waits: most requests are answered at once.
        if self._gone is None:
            self._gone = asyncio.ensure_future(self._receive())
        gone = self._gone
        waited: set[asyncio.Future[Any]] = {gone} if event is None else {gone, event}
        await asyncio.wait(waited, timeout=max(seconds, 0.0), return_when=asyncio.FIRST_COMPLETED)
        if gone.done():
            raise ClientGone

    async def end(self) -> None:
        """Look no more."""
        if self._gone is not None:
            self._gone.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._gone


async def deliver(response: Response, send: Send, presence: Presence, lock: AbstractContextManager[object]) -> bool:
    """Send a response.

    Args:
        response: What is to be sent.
        send: What takes the messages of ASGI.
        presence: Of the client.
        lock: Held while a streamed body is made, piece by piece.

    Returns:
        Whether it was sent as a whole; otherwise the connection has to be reset.

    Raises:
        ClientGone: The client has gone meanwhile.
    """
    if response.delivery == HEALTHY and isinstance(response.body, bytes):
        await send(_start(response))
        await send({"type": "http.response.body", "body": response.body})
        return True
    await presence.wait(response.delivery.delay)
    limit = response.delivery.cut_after
    if limit is not None and isinstance(response.body, bytes):
        limit = min(limit, len(response.body) - 1)
    if limit is not None and limit <= 0:
        return False
    await send(_start(response))
    for piece in pieces(response, lock):
        if response.delivery.bytes_per_second is not None:
            await presence.wait(len(piece) / response.delivery.bytes_per_second)
        await send({"type": "http.response.body", "body": piece[:limit], "more_body": True})
        await presence.wait(0)
        if limit is not None:
            limit -= len(piece)
            if limit <= 0:
                return False
    if limit is not None:
        return False
    await send({"type": "http.response.body", "body": b""})
    return True


def _start(response: Response) -> Message:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in response.headers.items()]
    if isinstance(response.body, bytes):
        headers.append((b"content-length", b"%d" % len(response.body)))
    return {"type": "http.response.start", "status": response.status, "headers": headers}


def pieces(response: Response, lock: AbstractContextManager[object]) -> Iterator[bytes]:
    """The body in the pieces in which it is sent; drops, where it drips. The lock is held while each is made."""
    chunks = response.chunks()
    while True:
        with lock:
            piece = next(chunks, None)
        if piece is None:
            return
        speed = response.delivery.bytes_per_second
        size = len(piece) if speed is None else int(speed / DROPS_PER_SECOND)
        yield from _drops(piece, max(size, 1))


def _drops(piece: bytes, size: int) -> Iterator[bytes]:
    for begin in range(0, len(piece), size):
        yield piece[begin : begin + size]
