"""Emulated servers over HTTPS, and talks with them: nothing of ours is at the other end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any, TypeAlias

import pytest

from mailstore_sdk.emulator import Behaviour, ByPolls, ByTime, Emulator, ManualClock, Never
from tests.conformance.wire import CLIENTS, Address, HttpClient, Talk

Start: TypeAlias = Callable[..., Talk]
Serve: TypeAlias = Callable[[int, Emulator], Address]


@pytest.fixture(scope="session")
def serve() -> Iterator[Serve]:
    """Puts an emulator behind the n-th HTTPS server, of which there are as many as one test needs at once."""
    with ExitStack() as stack:
        running: list[Any] = []

        def swap(number: int, emulator: Emulator) -> Address:
            if number == len(running):
                running.append(stack.enter_context(emulator.serve()))
            running[number].emulator = emulator
            return Address(running[number].port, running[number].ca_file)

        yield swap


@pytest.fixture(params=list(CLIENTS))
def client(request: pytest.FixtureRequest) -> HttpClient:
    """Each of the HTTP clients, one after the other."""
    return CLIENTS[request.param]


@pytest.fixture
def start(client: HttpClient, serve: Serve) -> Start:
    """Starts emulated servers over HTTPS.

    A server is asked for by plain options: those of `Emulator`, `behaviour` as a dict, `polls` or `seconds` for how
    long calls run, `stuck=True` for calls that never end, and `still=True` for a clock that only the test moves.
    """
    begun: list[Talk] = []

    def begin(
        *,
        behaviour: dict[str, Any] | None = None,
        polls: int = 2,
        seconds: float | None = None,
        stuck: bool = False,
        still: bool = False,
        **options: Any,
    ) -> Talk:
        emulator = Emulator(
            behaviour=Behaviour(**(behaviour or {})),
            tasks=Never() if stuck else ByPolls(polls) if seconds is None else ByTime(seconds),
            clock=ManualClock() if still else None,
            **options,
        )
        begun.append(Talk(serve(len(begun), emulator), client, emulator))
        return begun[-1]

    return begin
