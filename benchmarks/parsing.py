"""From the bytes of an answer to models, against `json.loads` of the same bytes: time, and peak memory."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.canned import BYTE_ORDER_MARK, USER_INFO, envelope, folder_statistics, users
from benchmarks.measure import Line, fresh, in_turn, ratio, resident

NAME = "parsing"
SDK, RAW, JSON = "SDK", ".raw", "json.loads"
ROWS = {"GetUsers": users, "GetFolderStatistics": folder_statistics}
WHOLE = 100_000
AT_MOST = {WHOLE: 2.0, 1000: 1.55}
MEMORY_AT_MOST = 2.0


def run(rounds: int, *, short: bool = False) -> list[Line]:
    """Large answers in fresh processes, since memory once taken is not given back; small ones in turn in this one."""
    rounds = max(3, rounds // 4)
    lines: list[Line] = []
    for function in ROWS:
        found: dict[str, list[dict[str, Any]]] = {SDK: [], RAW: [], JSON: []}
        for _ in range(rounds):
            for way, each in found.items():
                each.append(fresh(__name__, function, way, WHOLE))
        for what, bound in (("time", AT_MOST[WHOLE]), ("peak memory", MEMORY_AT_MOST)):
            took = {way: [one[what] for one in each] for way, each in found.items()}
            lines += against_json(f"{function}, {WHOLE:,} rows, {what}", took, bound)
    small: dict[str, tuple[str, Any, int, float]] = {
        f"{function}, 1,000 rows": (function, made(1000), 20, AT_MOST[1000]) for function, made in ROWS.items()
    }
    small["GetUserInfo"] = ("GetUserInfo", USER_INFO, 2000, 0.8)
    for what, (function, result, often, bound) in small.items():
        content = envelope(result)
        times = in_turn({way: (reader(function, way, content), often) for way in (SDK, RAW, JSON)}, rounds * 4)
        lines += against_json(what, {way: one.cpu for way, one in times.items()}, bound)
    return lines


def against_json(what: str, took: dict[str, list[float]], bound: float) -> list[Line]:
    """The SDK's ratio with models, which has to hold, and that of its plain data."""
    return [
        ratio(NAME, f"{what}: SDK / json.loads", took[SDK], took[JSON], at_most=bound),
        ratio(NAME, f"{what}: .raw / json.loads", took[RAW], took[JSON]),
    ]


def reader(function: str, way: str, content: bytes) -> Callable[[], object]:
    """What makes models of the bytes, or JSON."""
    if way == JSON:
        return lambda: json.loads(content.removeprefix(BYTE_ORDER_MARK))
    from mailstore_sdk import outcomes
    from mailstore_sdk._generated.functions import BY_NAME
    from mailstore_sdk.transport import answers
    from mailstore_sdk.transport.flow import MODERN
    from mailstore_sdk.transport.protocol import UNREAD, Asked
    from mailstore_sdk.transport.wire import Reply

    reply = Reply(status=200, content_type="application/json", content=content)
    if way == RAW:
        asked = Asked(function=function)
        return lambda: answers.decode(asked, reply)
    read = outcomes.reader(BY_NAME[function].result)
    if read is None:
        raise ValueError(f"{function} has no models")

    def in_one_step() -> object:
        value = answers.in_one_step(MODERN, reply, read, pause_gc=True)
        if value is UNREAD:
            raise ValueError("that answer takes the careful way")
        return value

    return in_one_step


def main(function: str, way: str, count: str) -> None:
    """Read one large answer in this process, and say in JSON what it took."""
    content = envelope(ROWS[function](int(count)))
    reader(function, way, envelope(ROWS[function](2)))()  # what is loaded and built once
    # What making the content took at its peak must not hide what reading it takes.
    forget = Path("/proc/self/clear_refs")
    if forget.exists():
        forget.write_text("5", encoding="ascii")
    before, _ = resident()
    read = reader(function, way, content)
    begin = time.process_time()
    kept = read()
    taken = time.process_time() - begin
    _, most = resident()
    assert kept is not None
    print(json.dumps({"time": taken, "peak memory": most - before}))


if __name__ == "__main__":
    main(*sys.argv[1:])
