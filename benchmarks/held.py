"""Long-running calls on the benchmarks' server: they say when they ended, and polls without news are held."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import parse_qs

from benchmarks.canned import envelope, response

RUN = b"/api/invoke/BenchmarkTask"
GET_STATUS = b"/api/get-status"
Send = Callable[[bytes], None]


@dataclass(slots=True)
class Task:
    """A call that runs; every change of it is a version."""

    token: str
    version: int = 1
    ended: float | None = None
    holds: list[asyncio.TimerHandle] = field(default_factory=list)
    waiting: list[Send] = field(default_factory=list)

    def answer(self) -> bytes:
        """How it stands; the result of one that ended is when that was, on the clock that all processes share."""
        code = "running" if self.ended is None else "succeeded"
        result = None if self.ended is None else {"ended": self.ended}
        return response(envelope(result, token=self.token, statusVersion=self.version, statusCode=code))

    def advance(self, *, end: bool = False) -> None:
        """The next version, which all held polls are told."""
        self.version += 1
        if end:
            self.ended = time.monotonic()
        self.tell()

    def tell(self) -> None:
        """Answer the held polls."""
        for timer in self.holds:
            timer.cancel()
        waiting, self.waiting, self.holds = self.waiting, [], []
        for send in waiting:
            send(self.answer())


class Tasks:
    """Those of a server."""

    def __init__(self) -> None:
        self._by_token: dict[str, Task] = {}
        self._numbers = count(1)

    def start(self, body: bytes, send: Send) -> None:
        """Begin one that runs for `seconds` and has `news` on its way."""
        fields = {name: float(values[0]) for name, values in parse_qs(body.decode()).items()}
        task = Task(token=f"task-{next(self._numbers)}")
        self._by_token[task.token] = task
        loop = asyncio.get_running_loop()
        news = int(fields.get("news", 0))
        for number in range(news):
            loop.call_later(fields["seconds"] * (number + 1) / (news + 1), task.advance)
        loop.call_later(fields["seconds"], lambda: task.advance(end=True))
        send(task.answer())

    def poll(self, body: bytes, send: Send) -> None:
        """Answer at once if there are news, else when there are or when the time to wait is over."""
        fields = parse_qs(body.decode())
        task = self._by_token[fields["token"][0]]
        wait = float(fields["millisecondsTimeout"][0]) / 1000
        if task.version > int(fields["lastKnownStatusVersion"][0]) or wait == 0:
            send(task.answer())
            return
        task.waiting.append(send)
        task.holds.append(asyncio.get_running_loop().call_later(wait, task.tell))
