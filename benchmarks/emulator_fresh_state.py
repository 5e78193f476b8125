"""What a fresh state costs each test: python benchmarks/emulator_fresh_state.py [rounds]. Prints medians as JSON.

`in_process`: a new emulator. `https`: a new emulator behind the server that runs already. With `first_answer` a new
client's first answer is in the time, too; over HTTPS that means a new connection with its TLS handshake.
"""

from __future__ import annotations

import json
import platform
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from mailstore_sdk import Client, SpeClient
from mailstore_sdk.emulator import Edition, Emulator
from mailstore_sdk.emulator.server import EmulatorServer

ROUNDS = 300
EDITIONS: tuple[Edition, ...] = ("server", "spe")


def median(work: Callable[[], object], rounds: int) -> float:
    """Milliseconds that the work takes, once it was done for the first time."""
    work()
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return round(statistics.median(times) * 1000, 3)


def in_process(edition: Edition) -> None:
    """A new emulator, a client and its first answer."""
    emulator = Emulator(edition=edition)
    if edition == "spe":
        emulator.spe_client().get_environment_info()
    else:
        emulator.client(protocol="modern").get_server_info()


def over_https(server: EmulatorServer, edition: Edition) -> None:
    """A new emulator behind the running server, a client and its first answer."""
    server.emulator = Emulator(edition=edition)
    if edition == "spe":
        with SpeClient(**server.connection) as provider:
            provider.get_environment_info()
    else:
        with Client(**server.connection, protocol="modern") as client:
            client.get_server_info()


def swapped(server: EmulatorServer, edition: Edition) -> None:
    """A new emulator behind the running server."""
    server.emulator = Emulator(edition=edition)


def measured(edition: Edition, rounds: int) -> dict[str, Any]:
    """The medians of an edition, in milliseconds."""
    with Emulator(edition=edition).serve() as server:
        return {
            "in_process_ms": median(lambda: Emulator(edition=edition), rounds),
            "in_process_first_answer_ms": median(lambda: in_process(edition), rounds),
            "https_ms": median(lambda: swapped(server, edition), rounds),
            "https_first_answer_ms": median(lambda: over_https(server, edition), rounds),
        }


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    figures = {edition: measured(edition, number) for edition in EDITIONS}
    print(json.dumps({"python": platform.python_version(), "rounds": number, **figures}, indent=2))
