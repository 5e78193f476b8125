"""The server of the soak: an emulator that misbehaves by a seed, and writes down which fault struck which call."""

from __future__ import annotations

import time
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any
from urllib.parse import parse_qs

from mailstore_sdk.emulator import (
    ByTime,
    Delay,
    Emulator,
    ExpireToken,
    Fault,
    HtmlPage,
    HttpError,
    Reset,
    Restart,
    Store,
    Truncated,
)
from mailstore_sdk.emulator.exchange import Exchange
from mailstore_sdk.emulator.fault_registry import Faults
from mailstore_sdk.emulator.faults import AnswerFault
from mailstore_sdk.emulator.messages import Request
from mailstore_sdk.emulator.tasks import Task

TIMEOUT, POLL_WAIT = 10.0, 2.0  # seconds
TOO_LATE = 3 * TIMEOUT
KINDS = ("VerifyStore", "RunProfile", "RecoverStore")  # the last one has a secret, for which the client remembers more
BEGINS: list[tuple[Fault, float]] = [
    (Reset(), 0.01),
    (Reset(carried_out=False), 0.01),
    (HttpError(status=503), 0.01),
    (HttpError(status=500, carried_out=True), 0.005),
    (Truncated(), 0.005),
    (Delay(seconds=0.2), 0.02),
    (Delay(seconds=TOO_LATE), 0.002),
    (ExpireToken(after_polls=0), 0.005),
]
POLLS: list[tuple[Fault, float]] = [
    (Reset(), 0.02),
    (Reset(after_bytes=20), 0.01),
    (HttpError(status=503, retry_after=0), 0.01),
    (HtmlPage(status=502), 0.01),
    (HttpError(status=500), 0.002),
    (Truncated(), 0.003),
    (Delay(seconds=0.2), 0.02),
    (Delay(seconds=TOO_LATE), 0.0003),
    (Restart(), 0.0003),
]


@dataclass
class Struck:
    """What the server knows of one call.

    Attributes:
        asked: How often it was asked to begin it.
        begun: How often it did.
        fault: What struck the request to begin it, as JSON.
        expired: Whether its token was to be forgotten.
        polls: What struck the requests for its status, by kind.
    """

    asked: int = 0
    begun: int = 0
    fault: dict[str, Any] | None = None
    expired: bool = False
    polls: Counter[str] = field(default_factory=Counter)


class Picking(Faults):
    """Remembers what it picked last."""

    picked: AnswerFault | None = None

    def pick(self, function: str) -> AnswerFault | None:
        """The fault of this request, if one strikes."""
        self.picked = super().pick(function)
        return self.picked


class Watched(Emulator):
    """An emulator that writes down which fault struck which call. A request is answered in one thread alone."""

    def __init__(self, operations: int, seed: int) -> None:
        super().__init__(tasks=ByTime(0.2))
        self._picking = Picking(self.lock, self.clock_now, self.front_ends.faults_changed, seed)
        self.faults = self._picking
        self.world.begun = self._begun
        self.calls: dict[int, Struck] = {}
        self.restarted_at: list[float] = []
        self.asked = 0
        self._by_token: dict[str, int] = {}
        self._current = 0
        for number in range(operations):
            self._furnish(number)
        for function in KINDS:
            for fault, probability in BEGINS:
                self.faults.add(function, fault, probability=probability)
        for fault, probability in POLLS:
            self.faults.add("get-status", fault, probability=probability)

    def clock_now(self) -> float:
        """Its time, whichever clock it has."""
        return self.clock.now()

    def exchange(self, request: Request) -> Exchange:
        """A request that came in, and the fault that strikes it."""
        made = super().exchange(request)
        fault = self._picking.picked
        if made.function in KINDS:
            self._current = int(parse_qs(request.body.decode())["id"][0])
            call = self.calls.setdefault(self._current, Struck())
            call.asked += 1
            call.fault = None if fault is None else fault.model_dump()
        elif made.function == "get-status":
            self.asked += 1
            token = parse_qs(request.body.decode()).get("token", [request.path.rpartition("/")[2]])[0]
            if fault is not None:
                self.calls[self._by_token[token]].polls[_named(fault)] += 1
        return made

    def restart(self) -> None:
        """Restart, and remember when: each process reads the same monotonic clock."""
        self.restarted_at.append(time.monotonic())
        super().restart()

    def _begun(self, task: Task) -> None:
        self.faults.begun(task)
        call = self.calls[self._current]
        call.begun += 1
        call.expired = task.expires_after is not None
        self._by_token[task.token] = self._current

    def _furnish(self, number: int) -> None:
        """Every call has a store or a profile of its own, so that it can be told from all others."""
        identity = number + 1
        if kind_of(identity) == "RunProfile":
            self.state.profiles[identity] = {**deepcopy(self.state.profiles[1]), "id": identity}
        else:
            self.state.stores[identity] = Store(id=identity, name=f"store{identity}", file_group=identity, messages=300)


def _named(fault: AnswerFault) -> str:
    """A kind of fault, as finely as what it entails differs."""
    if isinstance(fault, HttpError | HtmlPage):
        return f"{type(fault).__name__} {fault.status}"
    if isinstance(fault, Delay):
        return "Delay, too late" if fault.seconds > TIMEOUT else "Delay"
    return type(fault).__name__


def kind_of(number: int) -> str:
    """Which function a call is of; profile 1 is there at first."""
    return KINDS[number % len(KINDS)]


def serve(pipe: Connection, operations: int, seed: int) -> None:
    """The emulator's process: tells how to reach it, serves until it is told to stop, and tells what it knows."""
    emulator = Watched(operations, seed)
    with emulator.serve() as server:
        pipe.send(server.connection)
        pipe.recv()
        now = emulator.clock_now()
        pipe.send({
            "calls": emulator.calls,
            "restarts": emulator.restarted_at,
            "polls": emulator.asked,
            "running": sum(task.status(now) == "running" for task in emulator.world.tasks.values()),
        })  # fmt: skip
