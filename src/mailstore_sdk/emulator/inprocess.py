"""Carry requests to the emulator by a function call: no socket, no certificate, no waiting.

What goes wrong with connections over HTTPS is an error here, of the same class as there. Where a server would let time
pass, the emulator's clock sleeps.
"""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from typing import TYPE_CHECKING

from mailstore_sdk.emulator import messages
from mailstore_sdk.errors import ConnectError, RequestTimeout, TlsError, TransportError
from mailstore_sdk.transport import Reply, Request, Settings
from mailstore_sdk.transport.wire import Body

if TYPE_CHECKING:
    from mailstore_sdk.emulator.emulator import Emulator


class EmulatorSender:
    """A `Sender` whose server is an emulator in this process."""

    def __init__(self, emulator: Emulator, settings: Settings) -> None:
        self._emulator = emulator
        self._settings = settings

    def send(self, request: Request, timeout: float) -> Reply:
        """Answer the request."""
        steps = _carry(self._emulator, self._settings, request, timeout)
        while True:
            try:
                seconds = next(steps)
            except StopIteration as done:
                reply: Reply = done.value
                return reply
            self._emulator.clock.sleep(seconds)

    def close(self) -> None:
        """Nothing is open."""


class AsyncEmulatorSender:
    """An `AsyncSender` whose server is an emulator in this process."""

    def __init__(self, emulator: Emulator, settings: Settings) -> None:
        self._emulator = emulator
        self._settings = settings

    async def send(self, request: Request, timeout: float) -> Reply:
        """Answer the request; other tasks get a turn first, as with a network."""
        await asyncio.sleep(0)
        steps = _carry(self._emulator, self._settings, request, timeout)
        while True:
            try:
                seconds = next(steps)
            except StopIteration as done:
                reply: Reply = done.value
                return reply
            await self._emulator.clock.sleep_async(seconds)

    async def close(self) -> None:
        """Nothing is open."""


def _carry(emulator: Emulator, settings: Settings, request: Request, timeout: float) -> Generator[float, None, Reply]:
    """Yield the seconds to let pass, and return the reply, or raise what the network would have come to."""
    where = f"{settings.host}:{settings.port}"
    if emulator.faults.refusing():
        raise ConnectError(f"no connection to {where}: Connection refused")
    if emulator.faults.expired_certificate():
        raise TlsError(f"the certificate of {where} is not trusted: it expired")
    exchange = emulator.exchange(_incoming(request, settings))
    patience = _Patience(timeout)
    waited = 0.0
    answer = exchange.answer()
    while isinstance(answer, messages.Hold):
        yield from patience.spend(answer.seconds)
        waited += answer.seconds
        answer = exchange.answer(waited)
    delivery = answer.delivery
    yield from patience.spend(delivery.delay)
    if delivery.cut_after is not None:
        raise TransportError(
            f"the connection to {where} broke before the whole answer had arrived; "
            "whether the call was carried out is not known"
        )
    body = Body(settings.max_response_bytes)
    for chunk in answer.chunks():
        if not body.takes(chunk):
            break
    content = body.content()
    if delivery.bytes_per_second is not None:
        yield from patience.spend(len(content) / delivery.bytes_per_second)
    return Reply(
        status=answer.status,
        content_type=answer.headers.get("content-type", ""),
        retry_after=answer.headers.get("retry-after"),
        content=content,
        cut=body.cut,
    )


class _Patience:
    """The seconds that the client waits for one answer."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._left = timeout

    def spend(self, seconds: float) -> Generator[float, None, None]:
        """Wait, though no longer than the client does."""
        if seconds > 0:
            yield min(seconds, self._left)
        self._left -= seconds
        if self._left < 0:
            raise RequestTimeout(f"the server did not answer within {self._timeout:.3g} s")


def _incoming(request: Request, settings: Settings) -> messages.Request:
    headers = {
        "host": f"{settings.host}:{settings.port}",
        "authorization": f"Basic {settings.credentials}",
        "content-length": str(len(request.body)),
    }
    return messages.Request(method="POST", path=request.path, headers=headers, body=request.body)
