"""Many calls at once: `map` over GetUserInfo, 32 wide, against 32 threads of the stand-in.

As installed is with httpx; `[fast]` is whatever that extra brings. Each runs in a process of its own, since a process
loads one of them.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import asdict
from importlib.util import find_spec
from typing import TYPE_CHECKING

from benchmarks.measure import Line, counted, figures, fresh, in_turn, ratio
from benchmarks.opponents import AsyncCall, aiohttp_session, stand_in
from benchmarks.server import Running, running

if TYPE_CHECKING:
    from mailstore_sdk import AsyncClient

NAME = "fanout"
WIDTH = 32
LATENCIES = (0, 5, 20)  # milliseconds
FAST = "[fast]"
INSTALLED = "as installed"
AT_LEAST = {INSTALLED: {"sync": 3.0, "async": 2.0}, FAST: {"sync": 3.0, "async": 4.0}}
STAND_IN, AIOHTTP = "stand-in", "aiohttp"


def run(rounds: int, *, short: bool = False) -> list[Line]:
    """The ratios for each latency, and how much of what the latency allows is reached."""
    calls = 160 if short else 2000
    ways = [INSTALLED, *([FAST] if find_spec("httpx2") else [])]
    latencies = LATENCIES[::2] if short else LATENCIES
    return [
        Line(**line)
        for way in ways
        for latency in latencies
        for line in fresh(__name__, way, latency, rounds, calls)["lines"]
    ]


def measured(server: Running, way: str, latency: int, rounds: int, calls: int) -> list[Line]:
    """The lines of one way at one latency."""
    from mailstore_sdk import Client

    call = stand_in(server)
    names = ["jdoe"] * calls
    few = max(calls // 10, WIDTH * 4)  # of the stand-in, which takes so long

    def stand_in_map() -> None:
        with ThreadPoolExecutor(WIDTH) as pool:
            list(pool.map(lambda _: call(), range(few)))

    with Client(**server.settings) as client, asyncio.Runner() as loop:
        asynchronous = loop.run(connected(server))

        def sync_map() -> None:
            for _ in client.map(client.get_user_info, names, concurrency=WIDTH):
                pass

        async def async_map() -> None:
            async for _ in asynchronous.map(asynchronous.get_user_info, names, concurrency=WIDTH):
                pass

        candidates: dict[str, Callable[[], object]] = {
            STAND_IN: stand_in_map,
            "sync": sync_map,
            "async": lambda: loop.run(async_map()),
        }
        stack = AsyncExitStack()
        if find_spec("aiohttp"):
            aiohttp_call = loop.run(stack.enter_async_context(aiohttp_session(server)))
            candidates[AIOHTTP] = lambda: loop.run(wide(aiohttp_call, calls))
        counts = {}
        for kind, candidate in candidates.items():
            server.counts()
            candidate()
            counts[kind] = server.counts()
        times = in_turn({kind: (candidate, 1) for kind, candidate in candidates.items()}, rounds)
        loop.run(asynchronous.close())
        loop.run(stack.aclose())
    per_call = {kind: calls if kind != STAND_IN else few for kind in candidates}
    cpu = {kind: [seconds / per_call[kind] for seconds in times[kind].cpu] for kind in candidates}
    lines: list[Line] = []
    for kind in ("sync", "async"):
        where = f"{kind} {way}, {latency} ms"
        bound = AT_LEAST[way][kind]
        lines.append(
            ratio(NAME, f"{where}: 32 threads of the stand-in / SDK", cpu[STAND_IN], cpu[kind], at_least=bound)
        )
        if kind == "async" and AIOHTTP in cpu:
            lines.append(ratio(NAME, f"{where}: SDK / aiohttp, {WIDTH} tasks", cpu[kind], cpu[AIOHTTP]))
        rates = [calls / seconds for seconds in times[kind].wall]
        if latency:
            possible = WIDTH / latency * 1000
            share = 0.8 if latency == LATENCIES[-1] else None
            reached = [rate / possible for rate in rates]
            lines.append(figures(NAME, f"{where}: share of width/latency", reached, at_least=share, wall=True))
        lines.append(figures(NAME, f"{where}: calls a second", rates, wall=True, unit="/s"))
        # The first call of all finds out the server's generation.
        requests = counts[kind]["requests"]
        lines.append(counted(NAME, f"{where}: requests for {calls} calls and a probe", requests, exactly=calls + 1))
        lines.append(counted(NAME, f"{where}: connections", counts[kind]["connections"], at_most=WIDTH))
    return lines


async def connected(server: Running) -> AsyncClient:
    """A client of this event loop."""
    from mailstore_sdk import AsyncClient

    return AsyncClient(**server.settings)


async def wide(call: AsyncCall, calls: int) -> None:
    """So many calls by tasks that take them from one another."""
    left = iter(range(calls))

    async def worker() -> None:
        for _ in left:
            await call()

    await asyncio.gather(*(worker() for _ in range(WIDTH)))


def main(way: str, latency: str, rounds: str, calls: str) -> None:
    """Measure in this process and say it in JSON."""
    if way == INSTALLED:
        sys.modules["httpx2"] = None  # type: ignore[assignment]  # as if it were not installed
    with running(int(latency) / 1000) as server:
        lines = measured(server, way, int(latency), int(rounds), int(calls))
    print(json.dumps({"lines": [asdict(line) for line in lines]}))


if __name__ == "__main__":
    main(*sys.argv[1:])
