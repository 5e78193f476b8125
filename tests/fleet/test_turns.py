"""How much is under way at once, what an early end leaves behind, and when connections are opened and closed."""

from __future__ import annotations

import _thread
import asyncio
import threading
from collections.abc import Iterator
from contextlib import ExitStack, aclosing, closing
from typing import Any

import pytest

from mailstore_sdk import AsyncFleet, AsyncInstanceClient, Client, Fleet
from mailstore_sdk.emulator import Emulator, Never
from mailstore_sdk.emulator.server import EmulatorServer
from mailstore_sdk.fleet.turns import Turns
from tests.fleet.conftest import Kind

NAMES = [f"server{number}" for number in range(6)]


class Gauge:
    """How many are inside at once, in all and by name, and in which order they came."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside: list[str] = []
        self.most, self.most_of_one = 0, 0
        self.order: list[str] = []

    def enter(self, name: str) -> None:
        with self._lock:
            self._inside.append(name)
            self.order.append(name)
            self.most = max(self.most, len(self._inside))
            self.most_of_one = max(self.most_of_one, self._inside.count(name))

    def leave(self, name: str) -> None:
        with self._lock:
            self._inside.remove(name)


@pytest.fixture
def servers() -> Iterator[dict[str, EmulatorServer]]:
    with ExitStack() as stack:
        yield {name: stack.enter_context(Emulator().serve()) for name in NAMES[:3]}


def connections(server: EmulatorServer) -> int:
    return len(server._server.connections())


def emulated() -> dict[str, Client]:
    return {name: Emulator().client() for name in NAMES}


def test_threads_are_bounded_in_all_and_on_one_server() -> None:
    gauge, together = Gauge(), threading.Barrier(4)

    def call(_: Client, name: str) -> None:
        gauge.enter(name)
        together.wait(5)  # breaks unless so many calls run at the same time
        gauge.leave(name)

    fleet = Fleet(emulated(), concurrency=4, per_server=2)
    results = list(fleet.map(call, {name: [name] * 4 for name in NAMES}))

    assert [result.error for result in results] == [None] * 24
    assert (gauge.most, gauge.most_of_one) == (4, 2)


def test_tasks_are_bounded_in_all_and_on_one_server() -> None:
    gauge = Gauge()

    async def call(_: Any, name: str) -> None:
        gauge.enter(name)
        for _turn in range(10):
            await asyncio.sleep(0)
        gauge.leave(name)

    async def run() -> list[Any]:
        fleet = AsyncFleet({name: Emulator().async_client() for name in NAMES}, concurrency=4, per_server=2)
        return [result async for result in fleet.map(call, {name: [name] * 4 for name in NAMES})]

    assert [result.error for result in asyncio.run(run())] == [None] * 24
    assert (gauge.most, gauge.most_of_one) == (4, 2)


def test_instances_of_one_installation_are_one_server() -> None:
    gauge = Gauge()

    async def call(instance: AsyncInstanceClient) -> None:
        gauge.enter(instance.instance_id)
        for _turn in range(10):
            await asyncio.sleep(0)
        gauge.leave(instance.instance_id)

    async def run() -> int:
        spe = Emulator(edition="spe").async_spe_client()
        fleet = AsyncFleet({str(number): spe.instance(str(number)) for number in range(9)}, per_server=3)
        return (await fleet.collect(call)).succeeded

    assert (asyncio.run(run()), gauge.most) == (9, 3)


def test_servers_that_have_begun_go_first() -> None:
    turns = Turns({"a": [1, 2, 3], "b": [], "c": [4, 5], "d": [6]}, each=2)

    assert [turns.take() for _ in range(4)] == [("a", 1), ("a", 2), ("c", 4), ("c", 5)]
    assert not turns.ended("c")
    assert not turns.ended("a")
    assert turns.take() == ("a", 3)
    assert turns.ended("c")
    assert [turns.take(), turns.take()] == [("d", 6), None]


def test_what_is_dropped_never_has_its_turn() -> None:
    turns = Turns({"a": [1, 2, 3, 4]}, each=1)
    turns.take()

    assert turns.drop("a", lambda item: item != 3) == [2, 4]
    assert not turns.ended("a")
    assert turns.take() == ("a", 3)
    assert turns.drop("a", lambda _: True) == []
    assert turns.ended("a")
    assert turns.take() is None


def test_connections_are_the_fleets_own_and_closed_with_their_server(
    kind: Kind, servers: dict[str, EmulatorServer]
) -> None:
    clients = {name: kind.client(**server.connection) for name, server in servers.items()}
    fleet = kind.fleet(clients, concurrency=1)
    open_ones: list[int] = []

    results = kind.listed(
        fleet.map(kind.call(lambda _: open_ones.append(sum(map(connections, servers.values())))),
                  dict.fromkeys(servers, range(2)))
    )  # fmt: skip

    assert [result.failure for result in results] == [None] * 6
    # At most one server's connection is open, and one that its server has not yet seen closed.
    assert max(open_ones) <= 2
    assert kind.done(fleet.collect(lambda client: client.get_server_info())).failed == 0


def test_a_broken_off_run_begins_nothing_more(kind: Kind) -> None:
    emulators = {name: Emulator() for name in NAMES}
    fleet = kind.fleet({name: kind.emulated(emulator) for name, emulator in emulators.items()}, concurrency=2)
    results = fleet.each(lambda client: client.get_server_info())

    async def first() -> None:
        async with aclosing(results) as these:
            await anext(these)

    if isinstance(fleet, Fleet):
        with closing(results):
            next(results)
    else:
        asyncio.run(first())

    assert sum(bool(list(emulator.requests)) for emulator in emulators.values()) <= 3


def test_ctrl_c_ends_waiting_threads_with_their_next_request() -> None:
    fleet = Fleet({"north": Emulator(tasks=Never()).client(poll_wait=0)})
    waiting: list[threading.Thread] = []

    def call(client: Client) -> object:
        waiting.append(threading.current_thread())
        operation = client.begin_verify_store(1)
        _thread.interrupt_main()
        return operation.wait()  # for ever

    with pytest.raises(KeyboardInterrupt):
        list(fleet.each(call))
    waiting[0].join(10)
    assert not waiting[0].is_alive()


def test_the_deadline_holds_for_each_request_of_a_call() -> None:
    emulator = Emulator(tasks=Never())
    fleet = Fleet({"north": emulator.client(poll_wait=0)})

    [result] = fleet.each(lambda client: client.verify_store(1), deadline=0.2)

    assert result.failure is not None
    assert result.failure.message.startswith("under way when the 0.2 s")
