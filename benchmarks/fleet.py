"""500 emulated servers on one machine, quick, slow and broken ones: what one process needs to call them all.

    python -m benchmarks.fleet --servers 500 --concurrency 32

Every server is an emulator of its own behind HTTPS, with a port and a certificate of its own, in processes apart from
the one that is measured. A seed says which of them are slow, hang, refuse connections, reset them, answer 503, have
another password or a certificate that the client does not trust. The clients, each trusting one fingerprint, ask every
server for its version, then those that answered ten times for a user, then begin a verification of a store everywhere
and wait for the ends. The failures have to be exactly the planted ones, and a wrong password has to have been sent
once. It prints JSON, and ends with 1 if anything was wrong. It reads /proc, and so runs on Linux alone.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import random
import sys
import threading
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from benchmarks.measure import resident
from benchmarks.reliability_held import sockets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mailstore_sdk.fleet import FleetResult

TIMEOUT = 5.0  # seconds
TASK = 3.0  # seconds that a verification takes
CALLS = 10
LATENCIES = (0.02, 0.2, 1.0)  # seconds
LATENCY_SHARES = (70, 20, 10)
PASSWORD, OTHER_PASSWORD = "admin", "yesterday's"
# What a server does, how many of a hundred do it, and the error that it entails.
ROLES: dict[str, tuple[int, str | None]] = {
    "answers": (76, None),
    "hangs": (4, "RequestTimeout"),
    "is busy": (4, "ApiError"),
    "refuses": (4, "ConnectError"),
    "resets": (4, "TransportError"),
    "password, 401": (3, "AuthenticationError"),
    "password, envelope": (2, "ApiError"),
    "is not trusted": (3, "TlsError"),
}


@dataclass
class Planned:
    """A server: what it does, and after how many seconds it answers."""

    name: str
    role: str
    latency: float


def plan(number: int, seed: int) -> list[Planned]:
    """The servers, in an order by the seed."""
    chance = random.Random(seed)
    shares = [share for share, _ in ROLES.values()]
    roles = chance.choices(list(ROLES), shares, k=number)
    latencies = chance.choices(LATENCIES, LATENCY_SHARES, k=number)
    return [
        Planned(f"server-{index:04}-", role, latency)
        for index, (role, latency) in enumerate(zip(roles, latencies, strict=True))
    ]


def waited(one: Planned) -> float:
    """Seconds that one call on the server takes at the least."""
    return TIMEOUT if one.role == "hangs" else one.latency if one.role == "answers" else 0.0


def serve(pipe: Connection, planned: list[Planned]) -> None:
    """The process of some servers: tells how to reach them, and in the end what they were asked."""
    from mailstore_sdk.emulator import Behaviour, ByTime, Delay, Emulator, HttpError, Refuse, Reset

    emulators = {}
    with ExitStack() as stack:
        reached = {}
        for one in planned:
            behaviour = Behaviour(wrong_credentials="failed" if one.role == "password, envelope" else "challenge")
            emulator = emulators[one.name] = Emulator(tasks=ByTime(TASK), behaviour=behaviour)
            server = stack.enter_context(emulator.serve())
            match one.role:
                case "hangs":
                    emulator.faults.add("GetServerInfo", Delay(seconds=20 * TIMEOUT))
                case "is busy":
                    emulator.faults.add("GetServerInfo", HttpError(status=503))
                case "resets":
                    emulator.faults.add("GetServerInfo", Reset())
                case "refuses":
                    emulator.faults.add("*", Refuse())
                case "answers":
                    emulator.faults.add("GetServerInfo", Delay(seconds=one.latency))
            reached[one.name] = {"host": server.host, "port": server.port, "trust_env": False}
            if one.role != "is not trusted":
                reached[one.name]["fingerprint"] = server.fingerprint
            if one.role.startswith("password"):
                reached[one.name]["password"] = OTHER_PASSWORD
        pipe.send(reached)
        while pipe.recv() == "asked":
            pipe.send({name: Counter(one.function for one in each.requests) for name, each in emulators.items()})
            for each in emulators.values():
                each.requests.clear()


class Watch:
    """The most sockets, threads and memory at once."""

    def __init__(self) -> None:
        self.sockets = self.threads = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def _look(self) -> None:
        while not self._ended.wait(0.02):
            self.sockets = max(self.sockets, sockets("self"))
            self.threads = max(self.threads, threading.active_count() - 1)

    @contextmanager
    def watching(self, into: dict[str, Any]) -> Iterator[None]:
        """Watch, and write down what the block took."""
        before = sockets("self")
        begin, begin_cpu = time.monotonic(), time.process_time()
        self._thread.start()
        try:
            yield
        finally:
            self._ended.set()
            self._thread.join()
        into |= {
            "seconds": round(time.monotonic() - begin, 2),
            "cpu_seconds": round(time.process_time() - begin_cpu, 2),
            "most_sockets": self.sockets - before,
            "most_threads": self.threads,
            "sockets_left": sockets("self") - before,
        }


def measured(
    reached: dict[str, dict[str, Any]], kind: str, library: str, concurrency: int, phases: int
) -> dict[str, Any]:
    """Call them all from this process, which has loaded nothing but the SDK."""
    if library == "httpx":  # the SDK takes httpx2 where it is installed
        sys.modules["httpx2"] = None  # type: ignore[assignment]  # the import system's own way to say "not there"
    import mailstore_sdk.transport.http  # noqa: F401  (loaded by whoever calls anything)
    from mailstore_sdk import AsyncClient, AsyncFleet, Client, Fleet

    asynchronous = kind == "async"
    make: Callable[..., Any] = AsyncClient if asynchronous else Client
    one = next(iter(reached.values()))
    make(**{**one, "fingerprint": "00" * 32})  # what the first client alone costs is not a server's share
    bare, _ = resident()
    begin_cpu = time.process_time()
    clients = {name: make(timeout=TIMEOUT, **settings) for name, settings in reached.items()}
    made = {"cpu_ms": 1000 * (time.process_time() - begin_cpu), "kB": 1000 * (resident()[0] - bare)}
    fleet: Any = (AsyncFleet if asynchronous else Fleet)(clients, concurrency=concurrency)
    found: dict[str, Any] = {
        "kind": kind,
        "library": f"{library} {version(library)}",
        "concurrency": concurrency,
        "a_client": {what: round(figure / len(clients), 2) for what, figure in made.items()},
    }

    def run(phase: str, results: Callable[[], Any]) -> list[FleetResult[Any]]:
        async def gathered() -> list[FleetResult[Any]]:
            return [result async for result in results()]

        found[phase] = {}
        with Watch().watching(found[phase]):
            every = asyncio.run(gathered()) if asynchronous else list(results())
        found[phase] |= {
            "calls": len(every),
            "failed": dict(Counter(result.failure.type for result in every if result.failure)),
            "cpu_ms_a_call": round(1000 * found[phase]["cpu_seconds"] / len(every), 2),
        }
        return every

    first = run("versions", lambda: fleet.each(lambda client: client.get_server_info()))
    found["outcomes"] = {result.name: result.failure and result.failure.type for result in first}
    if phases > 1:
        there = fleet.only(result.name for result in first if result.failure is None)
        users = dict.fromkeys(there.names, ["admin"] * CALLS)
        run("users", lambda: there.map(lambda client, name: client.get_user_info(name), users))
        begun = there.begin(lambda client: client.begin_verify_store(1))
        begun = asyncio.run(begun) if asynchronous else begun
        run("operations", lambda: there.wait(begun.results))
    now, most = resident()
    found["memory_MB"] = {"bare": round(bare, 1), "most": round(most, 1), "end": round(now, 1)}
    found["memory_kB_a_server"] = round(1000 * (most - bare) / len(clients), 1)
    return found


def client(pipe: Connection, *arguments: Any) -> None:
    """The process that is measured."""
    pipe.send(measured(*arguments))


def judged(
    planned: list[Planned], names: int, found: dict[str, Any], asked: dict[str, Counter[str]], phases: int
) -> list[str]:
    """What was not as planted."""
    outcomes: dict[str, str | None] = found.pop("outcomes")
    wrong: list[str] = []
    for one in planned:
        entailed = ROLES[one.role][1]
        for name in (f"{one.name}{alias}" for alias in range(names)):
            if outcomes[name] != entailed:
                wrong.append(f"{name} {one.role}: {outcomes[name]}")
        tries = 0 if one.role in ("refuses", "is not trusted") else 1
        if one.role in ("is busy", "resets"):
            tries = 3  # it is read only, and so tried again twice
        if asked[one.name]["GetServerInfo"] != tries * names:
            wrong.append(f"{one.name} {one.role}: asked {asked[one.name]['GetServerInfo']} times")
    for phase in ("users", "operations")[: 2 * (phases > 1)]:
        if found[phase]["failed"]:
            wrong.append(f"{phase}: {found[phase]['failed']}")
    wrong += [f"{phase}: {found[phase]['sockets_left']} sockets left" for phase in ("versions", "users", "operations")
              if phase in found and found[phase]["sockets_left"] > 0]  # fmt: skip
    return wrong


def main() -> None:
    """Start the servers, measure each way to call them in a process of its own, and print JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--servers", type=int, default=500)
    parser.add_argument("--concurrency", type=int, nargs="+", default=[32])
    parser.add_argument("--kind", choices=("sync", "async"), nargs="+", default=["sync", "async"])
    parser.add_argument("--http", choices=("httpx", "httpx2"), default="httpx", help="HTTP library (default: httpx)")
    parser.add_argument("--versions-only", action="store_true", help="one call on every server, and no more")
    parser.add_argument("--names", type=int, default=1, help="under how many names each server is called (default: 1)")
    parser.add_argument("--seed", type=int, default=20261122)
    options = parser.parse_args()
    planned = plan(options.servers, options.seed)
    phases = 1 if options.versions_only else 3
    context = multiprocessing.get_context("spawn")
    pipes: list[Connection] = []
    reached: dict[str, dict[str, Any]] = {}
    with ExitStack() as stack:
        for half in (planned[::2], planned[1::2]):
            here, there = context.Pipe()
            process = context.Process(target=serve, args=(there, half), daemon=True)
            process.start()
            stack.callback(process.terminate)
            pipes.append(here)
        for pipe in pipes:
            reached |= pipe.recv()
        reached = {f"{one.name}{alias}": reached[one.name] for alias in range(options.names) for one in planned}
        report: dict[str, Any] = {
            "servers": len(planned),
            "names_of_each": options.names,
            "seed": options.seed,
            "roles": dict(Counter(one.role for one in planned)),
            "seconds_one_after_the_other": round(options.names * sum(map(waited, planned)), 1),
            "runs": [],
        }
        right = True
        for kind in options.kind:
            for concurrency in options.concurrency:
                here, there = context.Pipe()
                arguments = (there, reached, kind, options.http, concurrency, phases)
                process = context.Process(target=client, args=arguments, daemon=True)
                process.start()
                found = here.recv()
                process.join()
                asked: dict[str, Counter[str]] = {}
                for pipe in pipes:
                    pipe.send("asked")
                    asked |= pipe.recv()
                found["wrong"] = judged(planned, options.names, found, asked, phases)
                right &= not found["wrong"]
                report["runs"].append(found)
                print(json.dumps(found), file=sys.stderr)
    report["right"] = right
    sys.stdout.write(json.dumps(report, indent=2) + "\n")
    sys.exit(0 if right else 1)


if __name__ == "__main__":
    main()
