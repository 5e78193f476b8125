"""Waiting for long-running calls: how soon their end is known, and how often the server is asked for that."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from benchmarks.measure import Line, counted, figures
from benchmarks.server import Running, running

NAME = "long poll"
FUNCTION = "BenchmarkTask"
SILENT = 30.0
WAIT = 15.0  # seconds that the server may hold a poll, as the SDK asks for


def run(rounds: int, *, short: bool = False) -> list[Line]:
    """The delays in milliseconds, and the counts, of a silent task and of one with news."""
    scale = 0.02 if short else 0.1  # of the silent task's time and of the polls' alike
    lines = []
    with running() as server:
        lines.append(figures(NAME, "end known after the end, sync, ms", sync_delays(server, rounds), **BOUND))
        delays = asyncio.run(async_delays(server, rounds))
        lines.append(figures(NAME, "end known after the end, async, ms", delays, **BOUND))
        for news in (0, 5):
            counts = waited(server, SILENT * scale, WAIT * scale, news)
            versions = 2 + news
            what = f"{SILENT:.0f} s task with {news} news"
            most = 4 if news == 0 else int(versions + SILENT / WAIT + 2)
            lines.append(counted(NAME, f"{what}: requests", counts["requests"], at_most=most))
            lines.append(counted(NAME, f"{what}: connections", counts["connections"], exactly=1))
    return lines


BOUND: dict[str, Any] = {"at_most": 10.0, "unit": " ms", "wall": True}


def sync_delays(server: Running, rounds: int) -> list[float]:
    """Milliseconds from the end on the server to the return of the call."""
    from mailstore_sdk import Client

    with Client(**server.settings) as client:
        return [late(client.invoke(FUNCTION, {"seconds": 0.1})) for _ in range(rounds)]


async def async_delays(server: Running, rounds: int) -> list[float]:
    """As `sync_delays`, in an event loop."""
    from mailstore_sdk import AsyncClient

    async with AsyncClient(**server.settings) as client:
        return [late(await client.invoke(FUNCTION, {"seconds": 0.1})) for _ in range(rounds)]


def late(status: Any) -> float:
    """Milliseconds since the end that the server has noted; the clock is the same in all processes."""
    return float(time.monotonic() - status["result"]["ended"]) * 1000


def waited(server: Running, seconds: float, poll_wait: float, news: int) -> dict[str, int]:
    """What the server counted during one task; the connection, made by a call before, stays the same."""
    from mailstore_sdk import Client

    server.counts()
    with Client(**server.settings, poll_wait=poll_wait) as client:
        client.get_server_info()
        before = server.counts()
        client.invoke(FUNCTION, {"seconds": seconds, "news": news})
        counts = server.counts()
    return {"requests": counts["requests"], "connections": before["connections"] + counts["connections"]}
