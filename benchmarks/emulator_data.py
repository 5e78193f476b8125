"""What big archives cost the emulator: time to make them, and memory while long lists are sent over HTTPS.

    python -m benchmarks.emulator_data [--rows 1000000]

Every server is a process of its own, whose peak of resident memory is taken when it has sent the list to a client, in
this process, that only counts bytes and rows. Prints JSON: seconds, bytes, and megabytes of memory.
"""

from __future__ import annotations

import argparse
import base64
import http.client
import json
import multiprocessing
import resource
import ssl
import statistics
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any
from urllib.parse import urlencode

from mailstore_sdk.emulator import Emulator, Seed

AUTHORIZATION = "Basic " + base64.b64encode(b"admin:admin").decode()
CHUNK = 1 << 20
REPEATS = 5
KILOBYTES_A_MEGABYTE = 1024


def main() -> None:
    """Measure, and print JSON."""
    parser = argparse.ArgumentParser(description="What big archives cost the emulator.")
    parser.add_argument("--rows", type=int, default=1_000_000, help="users, and messages in one folder")
    rows = parser.parse_args().rows
    users = Seed(users=rows)
    folder = Seed(users=1, folders_per_user=1, messages_per_user=rows)
    archive = next(iter(folder.state().folders.archives()))
    figures = {
        "python": sys.version.split()[0],
        "rows": rows,
        "make_seconds": _median(lambda: users.state()),
        "get_user_info_seconds": _one_user(users),
        "dump_seconds": _median(Emulator(users).dump),
        "idle": _served(users, "GetServerInfo", {}, b'"version"'),
        "GetUsers": _served(users, "GetUsers", {}, b'"userName"'),
        "GetMessages": _served(folder, "GetMessages", {"folder": f"{archive}/Inbox"}, b'"id"'),
    }
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")


def _median(action: Callable[[], object]) -> float:
    seconds = []
    for _ in range(REPEATS):
        begin = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - begin)
    return round(statistics.median(seconds), 5)


def _one_user(seed: Seed) -> float:
    emulator = Emulator(seed, protocol="modern")
    names = [emulator.state.users.source.key(seed.users - number) for number in range(REPEATS + 1)]
    client = emulator.client()
    client.get_user_info(names.pop())  # the first call also makes the client's models
    return _median(lambda: client.get_user_info(names.pop()))


def _served(seed: Seed, function: str, arguments: dict[str, str], mark: bytes) -> dict[str, Any]:
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(seed, theirs))
    server.start()
    port, certificate, before = ours.recv()
    begin = time.perf_counter()
    size, found = _counted(port, certificate, function, arguments, mark)
    seconds = time.perf_counter() - begin
    ours.send(None)
    peak = ours.recv()
    server.join()
    return {
        "rows": found,
        "bytes": size,
        "seconds": round(seconds, 2),
        "memory_before_megabytes": before,
        "memory_peak_megabytes": peak,
    }


def _serve(seed: Seed, pipe: Connection) -> None:
    with Emulator(seed).serve() as server:
        pipe.send((server.port, server.ca_pem.decode(), _peak()))
        pipe.recv()
    pipe.send(_peak())


def _peak() -> int:
    """Megabytes of resident memory at most so far; Linux tells them in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // KILOBYTES_A_MEGABYTE


def _counted(port: int, certificate: str, function: str, arguments: dict[str, str], mark: bytes) -> tuple[int, int]:
    """Bytes of an answer, and how often something is in it."""
    context = ssl.create_default_context(cadata=certificate)
    connection = http.client.HTTPSConnection("127.0.0.1", port, context=context, timeout=600)
    headers = {"Authorization": AUTHORIZATION, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", f"/api/invoke/{function}", urlencode(arguments), headers)
    answer = connection.getresponse()
    size, found, end = 0, 0, b""
    while piece := answer.read(CHUNK):
        size += len(piece)
        found += (end + piece).count(mark)
        end = piece[-len(mark) + 1 :]
    connection.close()
    return size, found


if __name__ == "__main__":
    main()
