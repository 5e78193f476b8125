"""Both clients on a clock that only they move, over a sender that plays any outcome."""

from __future__ import annotations

import copy
import inspect
from collections import deque
from typing import Any

from mailstore_sdk import AsyncClient, Client
from mailstore_sdk.errors import TransportError
from mailstore_sdk.transport import AsyncTransport, Options, Reply, Request, Settings, Transport
from tests.transport.scripted import AsyncScriptedSender, ScriptedSender, envelope, json_reply, running

Outcome = Reply | BaseException
STARTED = {
    "modern": json_reply(running(logOutput="begun\r\n")),
    "legacy": json_reply({"statusUrl": "/JSON/Status/t-1", "statusToken": "t-1"}),
}


def under_way(protocol: str, percent: int) -> Reply:
    """The answer to a poll while the call goes on."""
    if protocol == "modern":
        return json_reply(running(statusVersion=percent, percentProgress=percent, logOutput="begun\r\n"))
    return json_reply({"status": "running", "progressPercentage": percent, "messages": [{"text": "begun"}]})


def finished(protocol: str) -> Reply:
    """The answer to the last poll."""
    modern = envelope(token="t-1", statusVersion=100, logOutput="begun\r\n")
    return json_reply(modern if protocol == "modern" else {"status": "succeeded", "progressPercentage": 100})


class Clock:
    """Time that passes only by sleeping, or by what a request takes."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.sleeps: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.now += seconds

    async def sleep_async(self, seconds: float) -> None:
        self.sleep(seconds)


class Player(ScriptedSender):
    """Plays any outcome, exceptions of Python among them, and the last one for ever.

    Args:
        outcomes: In their order.
        clock: Is moved by `takes` seconds with every request, but never beyond what it may take.
        takes: Seconds.
    """

    def __init__(self, *outcomes: Outcome, clock: Clock | None = None, takes: float = 0.0) -> None:
        super().__init__()
        self._all = deque(outcomes)
        self._clock = clock or Clock()
        self._takes = takes

    def send(self, request: Request, timeout: float) -> Reply:
        self.requests.append(request)
        self.timeouts.append(timeout)
        self._clock.now += min(self._takes, timeout)
        outcome = self._all.popleft() if len(self._all) > 1 else self._all[0]
        if isinstance(outcome, Reply):
            return outcome
        raise copy.copy(outcome) if isinstance(outcome, TransportError) else outcome


def clocked(
    kind: str, sender: ScriptedSender, clock: Clock, protocol: Any = "modern", password: str = "admin", **options: Any
) -> Any:
    """The client of that kind; it tries each exchange once, unless told otherwise, and never pauses at random."""
    settings = Settings(protocol=protocol, password=password)
    chosen = Options(**{"retries": 0, **options})
    if kind == "sync":
        client = Client(sender=sender)
        client.transport = Transport(settings, chosen, sender, clock, clock.sleep, lambda: 1.0)
        return client
    asynchronous = AsyncClient(sender=AsyncScriptedSender(sender))
    asynchronous.transport = AsyncTransport(
        settings, chosen, AsyncScriptedSender(sender), clock, clock.sleep_async, lambda: 1.0
    )
    return asynchronous


async def done(value: Any) -> Any:
    """What a call gives, of whichever client."""
    return await value if inspect.isawaitable(value) else value


async def each(operation: Any) -> list[Any]:
    """The statuses that iterating over an operation gives."""
    if hasattr(operation, "__aiter__"):
        return [status async for status in operation]
    return list(operation)
