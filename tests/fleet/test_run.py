"""What one run lends its calls, and what it says of those that came too late."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from mailstore_sdk import AsyncClient, AsyncFleet, Fleet
from mailstore_sdk.emulator import Emulator, Never
from mailstore_sdk.fleet.run import BoundedSender, Over
from mailstore_sdk.transport.wire import Incoming, Reply, Request
from tests.fleet.conftest import Kind

REQUEST = Request(path="/", body=b"", repeatable=True)


class Endless:
    """Carries requests to a server whose answer never ends."""

    def __init__(self) -> None:
        self.left = False

    def send(self, request: Request, timeout: float) -> Reply:
        raise NotImplementedError

    @contextmanager
    def stream(self, request: Request, timeout: float, silence: float) -> Iterator[Incoming]:
        try:
            yield Incoming(status=200, chunks=itertools.repeat(b"x"))
        finally:
            self.left = True

    def close(self) -> None:
        pass


class Waiting:
    """Waits for so many pieces."""

    def __init__(self, times: int) -> None:
        self._times = iter(range(times))

    def granted(self, timeout: float) -> float:
        if next(self._times, None) is None:
            raise Over("enough")
        return timeout


def test_a_stream_ends_with_the_piece_for_which_nobody_waits() -> None:
    endless = Endless()
    with BoundedSender(endless, Waiting(4)).stream(REQUEST, 1, 1) as incoming:
        assert [next(incoming.chunks) for _ in range(3)] == [b"x"] * 3
        with pytest.raises(Over):
            next(incoming.chunks)

    assert endless.left


def test_no_server_is_blamed_for_what_came_after_the_deadline(kind: Kind) -> None:
    with Emulator(tasks=Never()).serve() as server:
        fleet = kind.fleet({"north": kind.client(**server.connection)}, per_server=1)
        results = kind.listed(fleet.map(lambda client, _: client.verify_store(1), {"north": range(5)}, deadline=0.5))

    told = [result.failure.message.split(":")[0] for result in results if result.failure]
    assert told == ["under way when the 0.5 s for all servers were over", *["not begun"] * 4]


def test_what_is_cancelled_inside_of_a_call_is_a_failure_of_that_call_alone() -> None:
    async def call(client: AsyncClient, cancelled: bool) -> str:
        if cancelled:
            inner = asyncio.create_task(asyncio.sleep(60))
            inner.cancel()
            await inner
        return (await client.get_server_info()).version

    async def run() -> list[str]:
        fleet = AsyncFleet({"north": Emulator().async_client()}, per_server=1)
        results = [result async for result in fleet.map(call, {"north": [False, True, False]})]
        return [result.failure.type if result.failure else "" for result in results]

    assert asyncio.run(run()) == ["", "CancelledError", ""]


def test_a_client_that_is_kept_says_for_what_it_was_lent() -> None:
    [result] = Fleet({"north": Emulator().client()}).each(lambda client: client)

    with pytest.raises(Over, match="lent for one call of a fleet"):
        result.value.get_server_info()
