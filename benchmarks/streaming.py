"""A big answer, GetMessages, row by row against `json.loads` of the whole, in fresh processes: time and peak memory."""

from __future__ import annotations

import http.client
import json
import ssl
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

from benchmarks.canned import BYTE_ORDER_MARK, MESSAGES
from benchmarks.measure import Line, figures, fresh, ratio, resident
from benchmarks.server import running
from mailstore_sdk import Client

NAME = "streaming"
WHOLE, ROWS, MODELS = "json.loads", "rows", "models"
COUNT, SHORT_COUNT = 430_000, 60_000


def run(rounds: int, *, short: bool = False) -> list[Line]:
    """The ratios, and how soon the first row is there."""
    count = SHORT_COUNT if short else COUNT
    found: dict[str, list[dict[str, Any]]] = {WHOLE: [], ROWS: [], MODELS: []}
    with running(messages=count) as server:
        for _ in range(max(3, rounds // 4)):
            for way, each in found.items():
                each.append(fresh(__name__, server.port, server.ca_file, way))
    assert all(one["rows"] == count for each in found.values() for one in each)
    values = {way: {what: [one[what] for one in each] for what in each[0]} for way, each in found.items()}
    lines: list[Line] = []
    for way, time_bound in ((ROWS, 1.0), (MODELS, None)):
        ours, plain_way = values[way], values[WHOLE]
        what = f"{count:,} messages as {way}"
        lines += [
            ratio(NAME, f"{what}: time / json.loads", ours["time"], plain_way["time"], at_most=time_bound),
            ratio(
                NAME,
                f"{what}: peak memory / json.loads",
                ours["memory"],
                plain_way["memory"],
                at_most=None if short else 0.1,  # what every process takes weighs too much beside a small answer
            ),
            figures(NAME, f"{what}: peak memory", ours["memory"], unit=" MB", at_most=41.0 if way == ROWS else None),
            figures(NAME, f"{what}: first row, ms", ours["first"], unit=" ms", at_most=50.0, wall=True),
        ]
    return lines


def whole(port: int, ca_file: str) -> list[Any]:
    """The rows of the answer by the cheapest client there is, and `json.loads` of all of it."""
    context = ssl.create_default_context(cafile=ca_file)
    connection = http.client.HTTPSConnection("127.0.0.1", port, context=context)
    connection.request("POST", f"/api/invoke/{MESSAGES}")
    content = connection.getresponse().read().removeprefix(BYTE_ORDER_MARK)
    connection.close()
    rows: list[Any] = json.loads(content)["result"]
    return rows


def main(port: str, ca_file: str, way: str) -> None:
    """Read the answer in this process, and say in JSON what it took."""
    client = Client(port=int(port), ca_file=ca_file, trust_env=False)
    arguments = {"folder": "jdoe"}
    ways: dict[str, Callable[[], Iterable[Any]]] = {
        WHOLE: lambda: whole(int(port), ca_file),
        ROWS: lambda: client.raw.stream(MESSAGES, arguments),
        MODELS: lambda: client.stream_messages("jdoe"),
    }
    # They send nothing, and load what is loaded once in a process: with models, pydantic.
    (client.stream_messages("jdoe") if way == MODELS else client.raw.stream(MESSAGES, arguments)).close()
    begin, begin_cpu = time.perf_counter(), time.process_time()
    rows = iter(ways[way]())
    next(rows)
    first = time.perf_counter() - begin
    number = 1 + sum(1 for _ in rows)
    taken = time.process_time() - begin_cpu
    _, most = resident()
    client.close()
    print(json.dumps({"time": taken, "first": first * 1000, "memory": most, "rows": number}))


if __name__ == "__main__":
    main(*sys.argv[1:])
