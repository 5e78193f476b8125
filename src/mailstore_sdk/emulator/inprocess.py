"""Carry requests to the emulator by a function call: no socket, no certificate, no waiting.

What goes wrong with connections over HTTPS is an error here, of the same class as there. Where a server would let time
pass, the emulator's clock sleeps.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from mailstore_sdk.emulator import messages
from mailstore_sdk.emulator.delivery import pieces
from mailstore_sdk.errors import ConnectError, RequestTimeout, TlsError, TransportError
from mailstore_sdk.transport import Reply, Request, Settings
from mailstore_sdk.transport.wire import AsyncIncoming, Body, Incoming

if TYPE_CHECKING:
    from mailstore_sdk.emulator.emulator import Emulator

T = TypeVar("T")


class EmulatorSender:
    """A `Sender` whose server is an emulator in this process."""

    def __init__(self, emulator: Emulator, settings: Settings) -> None:
        self._emulator = emulator
        self._settings = settings

    def send(self, request: Request, timeout: float) -> Reply:
        """Answer the request."""
        return self._run(_carry(self._emulator, self._settings, request, timeout))

    @contextmanager
    def stream(self, request: Request, timeout: float, silence: float) -> Iterator[Incoming]:
        """Answer the request piece by piece."""
        answer = self._run(_answered(self._emulator, self._settings, request, _Patience(timeout)))
        yield Incoming(**_head(answer), chunks=self._chunks(answer, silence))

    def _chunks(self, answer: messages.Response, silence: float) -> Iterator[bytes]:
        for step in _delivered(self._emulator, self._settings, answer, silence):
            if isinstance(step, bytes):
                yield step
            else:
                self._emulator.clock.sleep(step)

    def _run(self, steps: Generator[float, None, T]) -> T:
        while True:
            try:
                seconds = next(steps)
            except StopIteration as done:
                value: T = done.value
                return value
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
        return await self._run(_carry(self._emulator, self._settings, request, timeout))

    @asynccontextmanager
    async def stream(self, request: Request, timeout: float, silence: float) -> AsyncIterator[AsyncIncoming]:
        """Answer the request piece by piece; other tasks get a turn before each."""
        await asyncio.sleep(0)
        answer = await self._run(_answered(self._emulator, self._settings, request, _Patience(timeout)))
        yield AsyncIncoming(**_head(answer), chunks=self._chunks(answer, silence))

    async def _chunks(self, answer: messages.Response, silence: float) -> AsyncIterator[bytes]:
        for step in _delivered(self._emulator, self._settings, answer, silence):
            if isinstance(step, bytes):
                await asyncio.sleep(0)
                yield step
            else:
                await self._emulator.clock.sleep_async(step)

    async def _run(self, steps: Generator[float, None, T]) -> T:
        while True:
            try:
                seconds = next(steps)
            except StopIteration as done:
                value: T = done.value
                return value
            await self._emulator.clock.sleep_async(seconds)

    async def close(self) -> None:
        """Nothing is open."""


def _carry(emulator: Emulator, settings: Settings, request: Request, timeout: float) -> Generator[float, None, Reply]:
    """Yield the seconds to let pass, and return the reply, or raise what the network would have come to."""
    patience = _Patience(timeout)
    answer = yield from _answered(emulator, settings, request, patience)
    delivery = answer.delivery
    if delivery.cut_after is not None:
        raise _broken(settings)
    body = Body(settings.max_response_bytes)
    for chunk in pieces(answer, emulator.lock):
        if not body.takes(chunk):
            break
    content = body.content()
    if delivery.bytes_per_second is not None:
        yield from patience.spend(len(content) / delivery.bytes_per_second)
    return Reply(**_head(answer), content=content, cut=body.cut)


def _answered(
    emulator: Emulator, settings: Settings, request: Request, patience: _Patience
) -> Generator[float, None, messages.Response]:
    """Yield the seconds to let pass until the answer begins, and return it."""
    if emulator.faults.refusing():
        raise ConnectError(f"no connection to {_where(settings)}: Connection refused")
    if emulator.faults.expired_certificate():
        raise TlsError(f"the certificate of {_where(settings)} is not trusted: it expired")
    exchange = emulator.exchange(_incoming(request, settings))
    waited = 0.0
    answer = exchange.answer()
    while isinstance(answer, messages.Hold):
        yield from patience.spend(answer.seconds)
        waited += answer.seconds
        answer = exchange.answer(waited)
    yield from patience.spend(answer.delivery.delay)
    if answer.delivery.cut_after == 0:
        raise _broken(settings)
    return answer


def _delivered(
    emulator: Emulator, settings: Settings, answer: messages.Response, silence: float
) -> Generator[float | bytes, None, None]:
    """Yield the answer piece by piece, and the seconds to let pass before each."""
    delivery = answer.delivery
    left = delivery.cut_after
    for piece in pieces(answer, emulator.lock):
        if delivery.bytes_per_second is not None:
            yield from _Patience(silence).spend(len(piece) / delivery.bytes_per_second)
        if left is not None and len(piece) >= left:
            yield piece[:left]
            raise _broken(settings)
        left = None if left is None else left - len(piece)
        yield piece
    if left is not None:
        raise _broken(settings)


def _head(answer: messages.Response) -> dict[str, Any]:
    return {
        "status": answer.status,
        "content_type": answer.headers.get("content-type", ""),
        "retry_after": answer.headers.get("retry-after"),
    }


def _broken(settings: Settings) -> TransportError:
    return TransportError(
        f"the connection to {_where(settings)} broke before the whole answer had arrived; "
        "whether the call was carried out is not known"
    )


def _where(settings: Settings) -> str:
    return f"{settings.host}:{settings.port}"


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
