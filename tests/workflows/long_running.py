"""Steps that run long, and a server for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mailstore_sdk.emulator import ByPolls, Emulator
from mailstore_sdk.workflows import Check, Protocol, Step

CALLS = ("UpgradeStore", "CompactStore", "VerifyStore", "CreateStore")


def upgrade(number: int = 1) -> Step:
    return Step(
        function="UpgradeStore",
        arguments={"id": number},
        reason="has to be upgraded",
        check=Check(function="GetStores", path=[{"id": number}, "needsUpgrade"], before=True, after=False),
        group=f"store {number}",
    )


def compact() -> Step:
    """Nothing that can be read tells whether it was carried out, and nobody said that it may be sent twice."""
    return Step(function="CompactStore", arguments={"id": 1}, reason="gives back space", check=None, group="store 1")


def verify() -> Step:
    return Step(
        function="VerifyStore", arguments={"id": 1}, reason="proof", check=None, group="store 1", repeatable=True
    )


def served(protocol: Any = "modern", **options: Any) -> Emulator:
    emulator = Emulator(protocol=protocol, tasks=options.pop("tasks", ByPolls(3)), **options)
    emulator.state.stores[1].needs_upgrade = True
    return emulator


def impatient(emulator: Emulator) -> Any:
    return emulator.client(retries=0).options(outage=0)


def sent(emulator: Emulator) -> list[str]:
    return [one.function for one in emulator.requests if one.function in CALLS]


def events(file: Path) -> list[tuple[int, str]]:
    return [(entry.step, entry.event) for entry in Protocol.load(file).entries]


def finish(emulator: Emulator) -> None:
    """Let every long-running call come to its end."""
    with emulator.lock:
        for task in emulator.world.tasks.values():
            task.polls = 99
            task.look(emulator.clock.now())
