"""How time and memory grow with users, messages and concurrency, as charts in docs/performance.

The exponent says how: cost ~ number ** exponent, so 1 is linear and 0 constant. Each answer is read in a process of its
own, since memory once taken is not given back.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import math
import sys
import time
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from statistics import linear_regression, median
from typing import TYPE_CHECKING, Any

from benchmarks import charts, streaming
from benchmarks.canned import BYTE_ORDER_MARK, envelope, users
from benchmarks.layers import Ready
from benchmarks.measure import Candidate, Line, fresh, in_turn, resident
from benchmarks.opponents import HEADERS, trusting
from benchmarks.server import Running, running

if TYPE_CHECKING:
    from mailstore_sdk import AsyncClient

NAME = "growth"
FOLDER = Path(__file__).resolve().parent.parent / "docs" / "performance"
SDK, JSON = "SDK, models", "http.client and json.loads"
STREAMED = {
    "json.loads of the whole": streaming.WHOLE,
    "streamed as dicts": streaming.ROWS,
    "streamed as models": streaming.MODELS,
}
USERS = (100, 1000, 10_000, 100_000)
MESSAGES = (1000, 10_000, 100_000, 1_000_000)
WIDTHS = (1, 2, 4, 8, 16, 32, 64, 128)
LATENCY = 0.02
LINEAR, CONSTANT = 1.1, 0.1  # the exponents up to which it is that
VISIBLE = 0.1  # MB; what is less cannot be told from what a process takes anyway
Found = dict[str, list[tuple[float, float]]]


def run(rounds: int, *, short: bool = False) -> list[Line]:
    """The exponents; the charts are drawn unless it is short."""
    rounds = max(3, rounds // 4)
    few = 3 if short else None
    time_of_users, memory_of_users = by_users(USERS[:few], rounds)
    time_of_messages, memory_of_messages = by_messages(MESSAGES[:few], rounds)
    cpu, rate = by_width(WIDTHS[:few], rounds)
    if not short:
        draw("users-time", "GetUsers: time", ("users", "ms of CPU"), time_of_users, "µs a user")
        draw("users-memory", "GetUsers: memory", ("users", "MB at most"), memory_of_users, "kB a user")
        draw("messages-time", "GetMessages: time", ("messages", "ms of CPU"), time_of_messages, "µs a message")
        what = "MB at most, the process included"
        draw("messages-memory", "GetMessages: memory", ("messages", what), memory_of_messages, "kB a message")
        draw("concurrency-cpu", "map: CPU of a call", ("calls at once", "ms of CPU"), cpu, "µs for each more at once")
        most = {f"{what}: {max(y for _, y in points):,.0f} at most": points for what, points in rate.items()}
        allowed = {"as the latency of 20 ms allows": [(width, width / LATENCY) for width in WIDTHS]}
        axes = ("calls at once", "calls a second")
        charts.growth(FOLDER / "concurrency-rate.svg", "map: calls a second", axes, {**most, **allowed})
    flat = {what: CONSTANT if way != streaming.WHOLE else None for what, way in STREAMED.items()}
    return [
        *(exponent_line(f"users, time: {what}", points, LINEAR) for what, points in time_of_users.items()),
        *(exponent_line(f"messages, time: {what}", points, LINEAR) for what, points in time_of_messages.items()),
        *(exponent_line(f"messages, memory: {what}", memory_of_messages[what], most) for what, most in flat.items()),
        *(exponent_line(f"concurrency, CPU of a call: {what}", points, CONSTANT) for what, points in cpu.items()),
    ]


def by_users(numbers: Sequence[int], rounds: int) -> tuple[Found, Found]:
    """GetUsers by the SDK and by the cheapest client there is: ms of CPU, and MB that come on top."""
    spent: Found = {SDK: [], JSON: []}
    memory: Found = {SDK: [], JSON: []}
    for number in numbers:
        with running(users=number) as server:
            for way in (SDK, JSON):
                said = [fresh(__name__, server.port, server.ca_file, way) for _ in range(rounds)]
                spent[way].append((number, median(one["time"] for one in said) * 1000))
                most = median(one["memory"] for one in said)
                memory[way] += [(number, most)] if most >= VISIBLE else []
    return spent, memory


def by_messages(numbers: Sequence[int], rounds: int) -> tuple[Found, Found]:
    """GetMessages in each way: ms of CPU, and MB of the process at its peak."""
    spent: Found = {what: [] for what in STREAMED}
    memory: Found = {what: [] for what in STREAMED}
    for number in numbers:
        with running(messages=number) as server:
            for what, way in STREAMED.items():
                said = [fresh(streaming.__name__, server.port, server.ca_file, way) for _ in range(rounds)]
                spent[what].append((number, median(one["time"] for one in said) * 1000))
                memory[what].append((number, median(one["memory"] for one in said)))
    return spent, memory


def by_width(widths: Sequence[int], rounds: int) -> tuple[Found, Found]:
    """`map` over GetUserInfo in threads and in an event loop: ms of CPU a call, and calls a second."""
    from mailstore_sdk import Client

    spent: Found = {"sync": [], "async": []}
    rate: Found = {"sync": [], "async": []}
    with running(LATENCY) as server, Client(**server.settings) as client, asyncio.Runner() as loop:
        asynchronous = loop.run(connected(server))
        for width in widths:
            names = ["jdoe"] * max(64, 4 * width)

            def sync_map(names: list[str] = names, width: int = width) -> None:
                for _ in client.map(client.get_user_info, names, concurrency=width):
                    pass

            async def async_map(names: list[str] = names, width: int = width) -> None:
                async for _ in asynchronous.map(asynchronous.get_user_info, names, concurrency=width):
                    pass

            def run_async(many: Callable[[], Coroutine[Any, Any, None]] = async_map) -> None:
                loop.run(many())

            candidates: dict[str, Candidate] = {"sync": sync_map, "async": run_async}
            for candidate in candidates.values():
                candidate()  # so that the connections are there
            for way, times in in_turn({way: (call, 1) for way, call in candidates.items()}, rounds).items():
                spent[way].append((width, median(times.cpu) / len(names) * 1000))
                rate[way].append((width, len(names) / median(times.wall)))
        loop.run(asynchronous.close())
    return spent, rate


async def connected(server: Running) -> AsyncClient:
    """A client of this event loop."""
    from mailstore_sdk import AsyncClient

    return AsyncClient(**server.settings)


def draw(name: str, title: str, axes: tuple[str, str], found: Found, unit: str) -> None:
    """A chart whose legend says how steep each line is."""
    series = {f"{what}: {steep(points, unit)}": points for what, points in found.items()}
    charts.growth(FOLDER / f"{name}.svg", title, axes, series)


def steep(points: Sequence[tuple[float, float]], unit: str) -> str:
    """The slope, from the first point to the last, and the exponent."""
    power = exponent(points)
    if abs(power) <= CONSTANT:
        return f"constant, exponent {power:z.2f}"
    (first, low), (last, high) = points[0], points[-1]
    return f"{(high - low) / (last - first) * 1000:.3g} {unit}, exponent {power:z.2f}"


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The slope of the line through the logarithms, in the last decade: before, what each call costs flattens it."""
    last = [(math.log(x), math.log(y)) for x, y in points if x * 10 >= points[-1][0]]
    return linear_regression([x for x, _ in last], [y for _, y in last]).slope


def exponent_line(what: str, points: Sequence[tuple[float, float]], at_most: float | None) -> Line:
    """The exponent as a figure; as it comes from medians, there are no quartiles."""
    value = exponent(points)
    return Line(benchmark=NAME, what=f"{what}, exponent", value=value, low=value, high=value, at_most=at_most)


def main(port: str, ca_file: str, way: str) -> None:
    """Read one answer of GetUsers in this process, and say in JSON what it took."""
    server = Running(int(port), ca_file)
    forget = Path("/proc/self/clear_refs")
    if way == SDK:
        from mailstore_sdk import Client

        Client(sender=Ready(envelope(users(2))), protocol="modern").get_users()  # what is built once
        client = Client(**server.settings)
        client.get_server_info()  # the connection
        read: Callable[[], object] = client.get_users
    else:
        connection = http.client.HTTPSConnection("127.0.0.1", server.port, context=trusting(server))
        connection.connect()

        def read() -> object:
            connection.request("POST", "/api/invoke/GetUsers", b"", HEADERS)
            return json.loads(connection.getresponse().read().removeprefix(BYTE_ORDER_MARK))

    if forget.exists():
        forget.write_text("5", encoding="ascii")  # the peak begins anew
    before, _ = resident()
    begin = time.process_time()
    kept = read()
    taken = time.process_time() - begin
    _, most = resident()
    assert kept is not None
    print(json.dumps({"time": taken, "memory": most - before}))


if __name__ == "__main__":
    main(*sys.argv[1:])
