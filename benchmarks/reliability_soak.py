"""10,000 long-running calls over HTTPS while the server misbehaves: none lost, none begun twice, nothing left behind.

    python -m benchmarks.reliability_soak --operations 10000 --seed 20261122

The emulator runs in a process of its own and strikes by a seed: connections reset, answers late, cut off or replaced by
5xx, tokens forgotten, the whole server restarted, when a call begins and when it is asked for. It writes down what
struck which call. Clients (threads that share a `Client`, tasks that share an `AsyncClient`, both protocols) begin one
call after the other, wait for its end, and write down what they got. In the end each call is compared with what struck
it: it has to end well, or with the error which that fault entails, and to be begun as often as that fault lets it be.
It prints JSON, and ends with 1 if anything was wrong. It reads /proc and asks glibc, and so runs on Linux alone.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from typing import IO, Any, Literal

from benchmarks.reliability_held import Rest, Usage, left_behind
from benchmarks.reliability_server import POLL_WAIT, TIMEOUT, Struck, kind_of, serve
from mailstore_sdk import AsyncClient, Client, errors

LONGEST_WAIT = 120.0  # seconds after which a call counts as lost
DROPPING = 1.0  # seconds after a restart within which the last connection is dropped on both sides
QUARTERS = 4  # after each of them all is at rest; the first one is the warm-up
# What a call may leave behind after the warm-up. Not nothing, as the connections open at rest come and go.
MOST_OBJECTS = 0.3
MOST_MALLOC_BYTES = 256
MOST_WAITS = 20  # how often the wait for one call is taken up again
SHOWN = 20  # problems that are told in full


@dataclass
class Lived:
    """What a client got of one call.

    Attributes:
        started: When it began, in seconds of the machine's clock.
        ended: When it ended.
        begin: The error that beginning it gave; None: it began.
        waits: The errors after which waiting was taken up again.
        final: What it ended as.
    """

    number: int
    started: float
    ended: float = 0.0
    begin: str | None = None
    waits: list[str] = field(default_factory=list)
    final: str = ""


class Work:
    """The calls that are still to be made, and the file with what became of the others.

    Attributes:
        until: The last call that is to be made for now.
        done: How many have ended.
    """

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._begun = 0
        self.until = 0
        self.done = 0

    def next(self) -> Lived | None:
        """The next call, if there is one now."""
        with self._lock:
            if self._begun == self.until:
                return None
            self._begun += 1
            return Lived(self._begun, time.monotonic())

    def ended(self, lived: Lived) -> None:
        """A call has ended; written to a file, so that it is not taken for memory that leaks."""
        lived.ended = time.monotonic()
        with self._lock:
            self._file.write(json.dumps(asdict(lived)) + "\n")
            self.done += 1


def calls_of(number: int) -> tuple[str, dict[str, Any]]:
    """The method that begins a call, and its arguments."""
    kind = kind_of(number)
    if kind == "RecoverStore":
        return "begin_recover_store", {"encryption_key": f"key-{number:08d}-secret"}
    return ("begin_verify_store" if kind == "VerifyStore" else "begin_run_profile"), {}


def told(problem: errors.MailStoreError) -> str:
    """An error as it is compared."""
    status = getattr(problem, "http_status", None)
    return type(problem).__name__ + (f" {status}" if status else "")


def work(client: Client, left: Work) -> None:
    """Make calls until none is left."""
    while (lived := left.next()) is not None:
        method, arguments = calls_of(lived.number)
        try:
            operation = getattr(client, method)(lived.number, **arguments)
        except errors.MailStoreError as problem:
            lived.begin = lived.final = told(problem)
            left.ended(lived)
            continue
        while not lived.final:
            try:
                lived.final = operation.wait(LONGEST_WAIT).status
            except errors.MailStoreError as problem:
                after(lived, problem)
        left.ended(lived)


async def work_async(client: AsyncClient, left: Work) -> None:
    """As `work`, in an event loop."""
    while (lived := left.next()) is not None:
        method, arguments = calls_of(lived.number)
        try:
            operation = await getattr(client, method)(lived.number, **arguments)
        except errors.MailStoreError as problem:
            lived.begin = lived.final = told(problem)
            left.ended(lived)
            continue
        while not lived.final:
            try:
                lived.final = (await operation.wait(LONGEST_WAIT)).status
            except errors.MailStoreError as problem:
                after(lived, problem)
        left.ended(lived)


def after(lived: Lived, problem: errors.MailStoreError) -> None:
    """A wait has failed: it is taken up again, unless there is nothing left to wait for."""
    if isinstance(problem, errors.OperationError) or len(lived.waits) >= MOST_WAITS:
        lived.final = told(problem)
    else:
        lived.waits.append(told(problem))


def allowed(lived: Lived, call: Struck, restarts: list[float]) -> str | None:
    """What is wrong with how a call ended, or None."""
    restarted = any(lived.started - DROPPING <= moment <= lived.ended for moment in restarts)
    if call.asked > 1 or call.begun > 1:
        return f"asked {call.asked} times, begun {call.begun} times"
    if call.asked == 0 and not (restarted and lived.begin == "TransportError"):
        return "never asked for"
    entailed, begun = _entailed(call.fault)
    if restarted and lived.begin == "TransportError":
        return None
    if call.begun != begun:
        return f"begun {call.begun} times instead of {begun}"
    if lived.begin != entailed:
        return f"{lived.begin} instead of {entailed}"
    if lived.begin is not None:
        return None
    entailed_waits = {"ResponseError": call.polls["Truncated"], "ApiError 500": call.polls["HttpError 500"]}
    waits = Counter(lived.waits)
    if any(number > entailed_waits.get(problem, 0) for problem, number in waits.items()):
        return f"{dict(waits)}, with {dict(call.polls)}"
    if lived.final == "OperationLost" and (call.expired or restarted):
        return None
    return None if lived.final == "succeeded" and not call.expired else f"{lived.final}, with {dict(call.polls)}"


def _entailed(fault: dict[str, Any] | None) -> tuple[str | None, int]:
    """The error that a fault of the beginning entails, and how often the call is begun nevertheless."""
    if fault is None or (fault["kind"] == "Delay" and fault["seconds"] < TIMEOUT):
        return None, 1
    begun = int(fault.get("carried_out", True))
    match fault["kind"]:
        case "HttpError":
            return f"ApiError {fault['status']}", begun
        case "Truncated":
            return "ResponseError", begun
        case "Delay":
            return "RequestTimeout", begun
        case _:
            return "TransportError", begun


async def soak(connection: dict[str, Any], pid: int, left: Work, operations: int, sharing: int) -> dict[str, Any]:
    """Let all clients work, and say what they held."""
    base = Usage.now(pid)
    settings = {**connection, "timeout": TIMEOUT, "poll_wait": POLL_WAIT}
    protocols: tuple[Literal["modern", "legacy"], ...] = ("modern", "modern", "modern", "legacy")
    synchronous = [Client(**settings, protocol=protocol) for protocol in protocols]
    asynchronous = [AsyncClient(**settings, protocol=protocol) for protocol in protocols]
    most = base
    rests: list[Rest] = []
    begin = time.monotonic()
    for quarter in range(1, QUARTERS + 1):
        left.until = operations * quarter // QUARTERS
        threads = [threading.Thread(target=work, args=(client, left)) for client in synchronous for _ in range(sharing)]
        for thread in threads:
            thread.start()
        tasks = [asyncio.create_task(work_async(client, left)) for client in asynchronous for _ in range(sharing)]
        while any(thread.is_alive() for thread in threads) or not all(task.done() for task in tasks):
            usage = Usage.now(pid)
            most = Usage(*map(max, asdict(most).values(), asdict(usage).values()))
            await asyncio.sleep(0.5)
        await asyncio.gather(*tasks)
        del threads, tasks
        rests.append(Rest.now(left.done))
        print(rests[-1], file=sys.stderr)
    took = time.monotonic() - begin
    # No public name: what a client remembers of the secrets of calls under way.
    sessions = [client.transport._session for client in synchronous]
    sessions += [client.transport._session for client in asynchronous]
    cleaners = sum(len(session.cleaners) for session in sessions)
    before_close = Usage.now(pid)
    for client in synchronous:
        client.close()
    for async_client in asynchronous:
        await async_client.close()
    end = Usage.now(pid)
    patience = time.monotonic() + 10
    while end != base and time.monotonic() < patience:
        await asyncio.sleep(0.1)
        end = Usage.now(pid)
    return {
        "seconds": round(took, 1),
        "operations_per_second": round(left.done / took, 1),
        "base": asdict(base),
        "most": asdict(most),
        "before_close": asdict(before_close),
        "end": asdict(end),
        "secrets_remembered": cleaners,
        "at_rest": [asdict(rest) for rest in rests],
        "left_behind_by_a_call": left_behind(rests[0], rests[-1]),
    }


def compared(lives: Iterator[Lived], known: dict[str, Any]) -> dict[str, Any]:
    """What became of the calls, and where that is not what the faults entail."""
    calls: dict[int, Struck] = known["calls"]
    finals: Counter[str] = Counter()
    problems: list[str] = []
    retaken = count = 0
    for lived in lives:
        count += 1
        finals[lived.final if lived.begin is None else f"not begun for the client: {lived.begin}"] += 1
        retaken += len(lived.waits)
        problem = allowed(lived, calls.get(lived.number, Struck()), known["restarts"])
        if problem:
            since = min((lived.started - moment for moment in known["restarts"] if moment < lived.ended), default=None)
            problems.append(f"{kind_of(lived.number)}: {problem}; {lived}, {since} s after a restart")
    struck: Counter[str] = Counter()
    for call in calls.values():
        struck.update({f"poll: {kind}": number for kind, number in call.polls.items()})
        if call.fault:
            struck[f"begin: {call.fault['kind']}"] += 1
        if call.expired:
            struck["begin: ExpireToken"] += 1
    return {
        "operations": count,
        "outcomes": dict(sorted(finals.items())),
        "faults": struck.total(),
        "faults_by_kind": dict(sorted(struck.items())),
        "restarts": len(known["restarts"]),
        "polls": known["polls"],
        "waits_taken_up_again": retaken,
        "begun_on_the_server": sum(call.begun for call in calls.values()),
        "begun_twice": sum(call.begun > 1 for call in calls.values()),
        "left_running_on_the_server": known["running"],
        "wrong": len(problems),
        "problems": problems[:SHOWN],
    }


def main() -> None:
    """Read the options, start the server, let the clients work, compare, and print JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--operations", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--sharing", type=int, default=5, help="threads or tasks that share a client (default: 5)")
    parser.add_argument(
        "--http", choices=("httpx", "httpx2"), default="httpx", help="the HTTP library (default: httpx)"
    )
    options = parser.parse_args()
    if options.http == "httpx":  # the SDK takes httpx2 where it is installed
        sys.modules["httpx2"] = None  # type: ignore[assignment]  # the import system's own way to say "not there"
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=serve, args=(there, options.operations, options.seed), daemon=True
    )
    process.start()
    with ExitStack() as stack:
        stack.callback(process.terminate)
        file = stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8"))
        left = Work(file)
        connection, pid = here.recv(), process.pid or 0
        held = asyncio.run(soak(connection, pid, left, options.operations, options.sharing))
        here.send("stop")
        known = here.recv()
        process.join()
        file.seek(0)
        result = compared((Lived(**json.loads(line)) for line in file), known)
    report = {"seed": options.seed, "library": f"{options.http} {version(options.http)}", **result, **held}
    report["right"] = (
        report["operations"] == options.operations
        and not report["wrong"]
        and report["base"] == report["end"]
        and not report["secrets_remembered"]
        and report["left_behind_by_a_call"]["objects"] <= MOST_OBJECTS
        and report["left_behind_by_a_call"]["blocks"] <= MOST_OBJECTS
        and report["left_behind_by_a_call"]["malloc_bytes"] <= MOST_MALLOC_BYTES
    )
    sys.stdout.write(json.dumps(report, indent=2) + "\n")
    sys.exit(0 if report["right"] else 1)


if __name__ == "__main__":
    main()
