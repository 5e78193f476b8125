"""One call after the other: GetUserInfo, with a parsed model, against every opponent."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from importlib.util import find_spec

from benchmarks.measure import Candidate, Line, counted, in_turn, ratio
from benchmarks.opponents import ASYNC_OPPONENTS, HTTPX, ONE_OPENER, STAND_IN, AsyncCall, made
from benchmarks.server import Running, running

NAME = "sequential"
SDK, ASYNC_SDK = "SDK", "async SDK"
BOUNDS = {HTTPX: 0.75}


def run(rounds: int, *, short: bool = False) -> list[Line]:
    """The ratios, and what the server counted."""
    calls = 40 if short else 100
    with running() as server:
        return [*measured(server, rounds, calls), *measured_async(server, rounds, calls)]


def measured(server: Running, rounds: int, calls: int) -> list[Line]:
    """The lines of the synchronous client."""
    from mailstore_sdk import Client

    server.counts()
    client = Client(**server.settings)
    constructed = server.counts()
    candidates = {name: (call, calls) for name, call in made(server).items()}
    for slow in (STAND_IN, ONE_OPENER):
        candidates[slow] = (candidates[slow][0], calls // 5)
    candidates[SDK] = (lambda: client.get_user_info("jdoe"), calls)
    for candidate, _ in candidates.values():
        candidate()
    server.counts()
    for _ in range(calls):
        client.get_user_info("jdoe")
    counts = server.counts()
    times = in_turn(candidates, rounds)
    client.close()
    ours = times[SDK].cpu
    others = [name for name in times if name not in (STAND_IN, ONE_OPENER, SDK)]
    return [
        ratio(NAME, f"{STAND_IN} / SDK", times[STAND_IN].cpu, ours, at_least=5.0),
        ratio(NAME, f"{ONE_OPENER}, a new connection a call / SDK", times[ONE_OPENER].cpu, ours),
        *(ratio(NAME, f"SDK / {name}", ours, times[name].cpu, at_most=BOUNDS.get(name)) for name in others),
        counted(NAME, "requests that a constructor sends", constructed["requests"], exactly=0),
        counted(NAME, "connections that a constructor makes", constructed["connections"], exactly=0),
        counted(NAME, f"requests for {calls} calls", counts["requests"], exactly=calls),
        counted(NAME, "connections made for further calls", counts["connections"], exactly=0),
    ]


def measured_async(server: Running, rounds: int, calls: int) -> list[Line]:
    """The lines of the asynchronous client; a turn is one run of the event loop, so that entering it hardly counts."""
    with asyncio.Runner() as loop:

        def batch(call: AsyncCall) -> Candidate:
            async def many() -> None:
                for _ in range(calls):
                    await call()

            return lambda: loop.run(many())

        stack = AsyncExitStack()
        candidates = {name: (batch(call), 1) for name, call in loop.run(entered(server, stack)).items()}
        for candidate, _ in candidates.values():
            candidate()
        times = in_turn(candidates, rounds)
        loop.run(stack.aclose())
    ours = times[ASYNC_SDK].cpu
    return [ratio(NAME, f"{ASYNC_SDK} / {name}", ours, times[name].cpu) for name in times if name != ASYNC_SDK]


async def entered(server: Running, stack: AsyncExitStack) -> dict[str, Callable[[], Awaitable[object]]]:
    """The asynchronous ways to make a call, open until the stack is closed."""
    from mailstore_sdk import AsyncClient

    client = await stack.enter_async_context(AsyncClient(**server.settings))
    calls: dict[str, AsyncCall] = {ASYNC_SDK: lambda: client.get_user_info("jdoe")}
    for name, (package, opened) in ASYNC_OPPONENTS.items():
        if find_spec(package):
            calls[name] = await stack.enter_async_context(opened(server))
    return calls
