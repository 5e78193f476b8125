"""Many clients at once against the emulator over HTTPS: every answer right, no task lost, memory flat.

    python -m benchmarks.emulator_soak --clients 200 --seconds 60

The emulator runs in a process of its own. One client in ten speaks through `http.client` from a thread, the others are
`AsyncClient`s, each with a connection of its own. All of them make, change, look at and delete users of their own, read
lists, verify a store of their own by long polling, and cancel such a verification; whatever comes back is compared with
what that client did. It prints JSON, and ends with 1 if anything was wrong.
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import json
import multiprocessing
import random
import ssl
import statistics
import sys
import time
from base64 import b64encode
from collections import Counter
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlencode

from mailstore_sdk import AsyncClient, errors
from mailstore_sdk.emulator import Behaviour, ByTime, Emulator, Store

PLAIN = 10  # one client in so many is not ours
MESSAGES = 1_000  # in store 1; each further store has one more, so that no two verifications write the same
LONGEST_WAIT = 60.0  # seconds after which a task counts as lost
LONGEST_WARM_UP = 180.0  # seconds
FLAT = 0.02  # memory may be so much larger at the end than after the warm-up
REMEMBERED_CALLS, REMEMBERED_TASKS = 10_000, 2_000  # the emulator remembers at most so many: the warm-up fills that up
SHOWN = 20  # problems that are told in full


class Refusal(Exception):
    """The server said no."""


class Wrong(Exception):
    """An answer that is not right."""


class Lost(Exception):
    """A task that the server forgot, or that never ended."""


@dataclass(frozen=True)
class Outcome:
    """How a task ended, and what it wrote."""

    status: str
    lines: list[str]


class Speaker(Protocol):
    """A client."""

    async def call(self, function: str, **fields: str) -> Any:
        """The result of a call."""
        ...

    async def verify(self, store: int, *, cancel: bool) -> Outcome:
        """Verify a store to the end, or cancel that at once."""
        ...


class Ours:
    """A client of this project."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def call(self, function: str, **fields: str) -> Any:
        """The result of a call."""
        try:
            return await self._client.invoke(function, fields)
        except errors.ApiError as error:
            raise Refusal(str(error)) from error

    async def verify(self, store: int, *, cancel: bool) -> Outcome:
        """Verify a store to the end, or cancel that at once."""
        try:
            operation = await self._client.begin_verify_store(store)
            if cancel:
                await operation.cancel()
            status = await operation.wait(LONGEST_WAIT)
        except (errors.OperationTimeout, errors.ApiError) as error:
            raise Lost(str(error)) from error
        return Outcome(status.status, [message.text or "" for message in status.messages])


class Plain:
    """A client that is not of this project; it works in a thread, and keeps its connection."""

    def __init__(self, connection: dict[str, Any], pool: ThreadPoolExecutor) -> None:
        context = ssl.create_default_context(cafile=connection["ca_file"])
        self._connection = http.client.HTTPSConnection(
            connection["host"], connection["port"], timeout=LONGEST_WAIT, context=context
        )
        self._pool = pool

    async def call(self, function: str, **fields: str) -> Any:
        """The result of a call."""
        envelope = await self._post(f"/api/invoke/{function}", **fields)
        if envelope["statusCode"] != "succeeded":
            raise Refusal(envelope["error"]["message"])
        return envelope["result"]

    async def verify(self, store: int, *, cancel: bool) -> Outcome:
        """Verify a store to the end, or cancel that at once."""
        envelope = await self._post("/api/invoke/VerifyStore", id=store)
        if cancel:
            await self._post("/api/cancel-async", token=envelope["token"])
        end = time.monotonic() + LONGEST_WAIT
        while envelope["statusCode"] == "running":
            if time.monotonic() > end:
                raise Lost(f"still running: {envelope}")
            known = {"token": envelope["token"], "lastKnownStatusVersion": envelope["statusVersion"]}
            envelope = await self._post("/api/get-status", **known, millisecondsTimeout=15_000)
        return Outcome(envelope["statusCode"], str(envelope["logOutput"] or "").splitlines())

    async def _post(self, path: str, **fields: object) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._exchange, path, fields)

    def _exchange(self, path: str, fields: dict[str, object]) -> Any:
        headers = {
            "authorization": "Basic " + b64encode(b"admin:admin").decode(),
            "content-type": "application/x-www-form-urlencoded",
        }
        self._connection.request("POST", path, urlencode(fields).encode(), headers)
        response = self._connection.getresponse()
        content = response.read()
        if response.status == 404:
            raise Lost(content.decode())
        if response.status != 200:
            raise Wrong(f"HTTP {response.status} at {path}")
        return json.loads(content.decode("utf-8-sig"))


@dataclass
class Tally:
    """What all clients together did, and what was wrong."""

    done: Counter[str] = field(default_factory=Counter)
    problems: Counter[str] = field(default_factory=Counter)
    shown: list[str] = field(default_factory=list)

    @property
    def tasks(self) -> int:
        """How many long-running calls came to their end."""
        return sum(number for kind, number in self.done.items() if kind.startswith("VerifyStore"))

    def note(self, kind: str, problem: BaseException) -> None:
        """A problem."""
        self.problems[kind] += 1
        if len(self.shown) < SHOWN:
            self.shown.append(f"{kind}: {type(problem).__name__}: {problem}"[:300])


class Work:
    """What one client does, again and again."""

    def __init__(self, number: int, speaker: Speaker, tally: Tally) -> None:
        self._number = number
        self._speaker = speaker
        self._tally = tally
        self._round = 0
        self._random = random.Random(number)

    async def until(self, over: Callable[[], bool]) -> None:
        """Work until it is over; what has begun then is brought to its end."""
        kinds: list[Callable[[], Awaitable[None]]] = [self._own_user, self._own_user, self._read, self._task]
        while not over():
            kind = self._random.choice([*kinds, self._cancel])
            try:
                await kind()
            except Wrong as problem:
                self._tally.note("wrong", problem)
            except Lost as problem:
                self._tally.note("lost", problem)
            except Exception as problem:  # whatever it is, it is told
                self._tally.note("error", problem)

    async def _call(self, function: str, **fields: str) -> Any:
        result = await self._speaker.call(function, **fields)
        self._tally.done[function] += 1
        return result

    async def _own_user(self) -> None:
        """From its making to its end, with a look after every step."""
        self._round += 1
        name, full_name = f"client{self._number}-{self._round}", f"Ünï {self._number} & {self._round}"
        address = f"{name}@example.com"
        await self._call("CreateUser", userName=name, privileges="login", fullName=full_name)
        self._right(await self._call("GetUserInfo", userName=name), userName=name, fullName=full_name)
        await self._call("SetUserEmailAddresses", userName=name, emailAddresses=f"{address},other@example.com")
        await self._call("SetUserFullName", userName=name, fullName=full_name + "!")
        changed = await self._call("GetUserInfo", userName=name)
        self._right(changed, fullName=full_name + "!", emailAddresses=[address, "other@example.com"])
        await self._call("DeleteUser", userName=name)
        try:
            await self._speaker.call("GetUserInfo", userName=name)
        except Refusal:
            self._tally.done["refused"] += 1
        else:
            raise Wrong(f"{name} is still there")

    async def _read(self) -> None:
        """Lists, in which everybody's users come and go, and others stay."""
        users = {user["userName"] for user in await self._call("GetUsers")}
        if not {"admin", "johndoe", "asmith"} <= users:
            raise Wrong(f"users are missing: {sorted(users)}")
        stores = await self._call("GetStores")
        self._right(stores[self._number], id=self._number + 1, name=f"store{self._number}")
        self._right(await self._call("GetServerInfo"), machineName="WIN2012MS")

    async def _task(self) -> None:
        """A verification of the own store has its own lines, and ends well."""
        outcome = await self._speaker.verify(self._number + 1, cancel=False)
        self._tally.done["VerifyStore"] += 1
        messages = str(MESSAGES + self._number)
        whole = "".join(outcome.lines).replace(".", "")
        if outcome.status != "succeeded" or f"{messages} messages" not in whole:
            raise Wrong(f"store {self._number + 1}: {outcome.status}, {outcome.lines}")
        if len(outcome.lines) < MESSAGES // 100 or "Finished" not in outcome.lines[-1]:
            raise Wrong(f"store {self._number + 1} was not verified to the end: {outcome.lines}")

    async def _cancel(self) -> None:
        """A verification that is cancelled ends so, unless it was faster."""
        outcome = await self._speaker.verify(self._number + 1, cancel=True)
        self._tally.done[f"VerifyStore {outcome.status}"] += 1
        if outcome.status not in ("cancelled", "succeeded"):
            raise Wrong(f"store {self._number + 1}: {outcome.status}")

    def _right(self, answer: dict[str, Any], **expected: object) -> None:
        seen = {key: answer.get(key) for key in expected}
        if seen != expected:
            raise Wrong(f"{seen} instead of {expected}")


def serve(pipe: Connection, stores: int, task_seconds: float) -> None:
    """The emulator's process: tells how to reach it, serves until it is told to stop, and tells what is left."""
    emulator = Emulator(version="25.3", tasks=ByTime(task_seconds), behaviour=Behaviour())
    emulator.state.stores.clear()
    for number in range(stores):
        name = f"store{number}"
        emulator.state.stores[number + 1] = Store(
            id=number + 1, name=name, file_group=number + 1, messages=MESSAGES + number, path=f"C:\\{name}"
        )
    with emulator.serve() as server:
        pipe.send(server.connection)
        pipe.recv()
        left = [task.token for task in emulator.world.tasks.values() if task.ended is None]
        pipe.send({"running": len(left), "users": sorted(emulator.state.users), "answers": emulator.world.answered})


def memory(pid: int) -> float:
    """Megabytes of a process that are in memory."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


@dataclass
class Course:
    """From the warm-up to the end.

    Attributes:
        seconds: How long it goes on after the warm-up.
        samples: Seconds since the beginning, and memory in MB.
        warm: When the warm-up was over, in seconds since the beginning.
    """

    seconds: float
    samples: list[tuple[float, float]] = field(default_factory=list)
    warm: float | None = None

    def over(self) -> bool:
        """Whether nothing is to be begun any more."""
        return self.warm is not None and self.samples[-1][0] >= self.warm + self.seconds

    async def watch(self, pid: int, tally: Tally) -> None:
        """Sample the memory once a second, and see when the warm-up is over."""
        begin = time.monotonic()
        while True:
            passed = time.monotonic() - begin
            self.samples.append((passed, memory(pid)))
            full = tally.tasks >= REMEMBERED_TASKS and sum(tally.done.values()) >= REMEMBERED_CALLS
            if self.warm is None and (full or passed >= LONGEST_WARM_UP):
                self.warm = passed
            await asyncio.sleep(1)


async def soak(connection: dict[str, Any], pid: int, clients: int, seconds: float) -> dict[str, Any]:
    """Let all clients work, and say how it went."""
    tally, course = Tally(), Course(seconds)
    context = ssl.create_default_context(cafile=connection["ca_file"])
    reach = {key: value for key, value in connection.items() if key != "ca_file"}
    plain = [number for number in range(clients) if number % PLAIN == 0]
    made = [AsyncClient(**reach, ssl_context=context) for _ in range(clients - len(plain))]
    begin = time.monotonic()
    with ThreadPoolExecutor(max_workers=len(plain)) as pool:
        ours = iter(made)
        speakers: list[Speaker] = [
            Plain(connection, pool) if number in plain else Ours(next(ours)) for number in range(clients)
        ]
        watcher = asyncio.create_task(course.watch(pid, tally))
        works = (Work(number, speaker, tally) for number, speaker in enumerate(speakers))
        await asyncio.gather(*(work.until(course.over) for work in works))
        took = time.monotonic() - begin
        watcher.cancel()
    for client in made:
        await client.close()
    return {
        "clients": clients,
        "seconds": round(took, 1),
        **_figures(tally, took),
        "memory": _flatness(course, pid),
    }


def _figures(tally: Tally, took: float) -> dict[str, Any]:
    calls = sum(tally.done.values())
    return {
        "calls": calls,
        "calls_per_second": round(calls / took),
        "errors": tally.problems["error"],
        "wrong_answers": tally.problems["wrong"],
        "lost_tasks": tally.problems["lost"],
        "by_kind": dict(sorted(tally.done.items())),
        "problems": tally.shown,
    }


def _flatness(course: Course, pid: int) -> dict[str, float]:
    """Memory in MB, and how it grew after the warm-up."""
    begin = course.warm or 0.0
    warm = [sample for sample in course.samples if sample[0] >= begin]
    slope = statistics.linear_regression(*zip(*warm, strict=True)).slope if len(warm) > 1 else 0.0
    return {
        "warm_up_seconds": round(begin, 1),
        "start_mb": round(course.samples[0][1], 1),
        "after_warm_up_mb": round(warm[0][1], 1),
        "end_mb": round(memory(pid), 1),
        "slope_kb_per_second": round(slope * 1024, 2),
    }


def main() -> None:
    """Read the options, start the server, let the clients work, and print JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60.0, help="seconds after the warm-up (default: 60)")
    parser.add_argument("--task-seconds", type=float, default=2.0, help="how long a verification runs (default: 2)")
    options = parser.parse_args()
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=serve, args=(there, options.clients, options.task_seconds), daemon=True
    )
    process.start()
    try:
        connection, pid = here.recv(), process.pid or 0
        report = asyncio.run(soak(connection, pid, options.clients, options.seconds))
        here.send("stop")
        left = here.recv()
        process.join()
    finally:
        process.terminate()
    report["left"] = left
    report["answers_per_second"] = round(left["answers"] / report["seconds"])
    used = report["memory"]
    report["right"] = not (
        report["errors"]
        or report["wrong_answers"]
        or report["lost_tasks"]
        or left["running"]
        or [user for user in left["users"] if user.startswith("client")]
        or used["end_mb"] > used["after_warm_up_mb"] * (1 + FLAT)
    )
    sys.stdout.write(json.dumps(report, indent=2) + "\n")
    sys.exit(0 if report["right"] else 1)


if __name__ == "__main__":
    main()
