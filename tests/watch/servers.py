"""Emulated servers that ran just what a test says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from mailstore_sdk.emulator import Behaviour, Emulator, WorkerRun

BERLIN = "Europe/Berlin"


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment in UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def ran(starts: Iterable[datetime], *, limit: int | None = None, zone: str = "UTC", **changed: Any) -> Emulator:
    """A server on which profile 1 ran at these moments, each time for a minute; above `limit` rows it fails."""
    emulator = Emulator(protocol="modern", behaviour=Behaviour(worker_results_limit=limit))
    emulator.state.time_zone = zone
    emulator.state.worker_runs.clear()
    for number, start in enumerate(starts, start=1):
        row: dict[str, Any] = {
            "id": number,
            "user_name": "admin",
            "profile_id": 1,
            "profile_name": "Exchange Mailboxes",
            "result": "succeeded",
            "items_archived": 3,
            "start": start,
            "complete": start + timedelta(minutes=1),
            "machine_name": "HERE",
        }
        emulator.state.worker_runs.append(WorkerRun(**{**row, **changed}))
    return emulator


def every(step: timedelta, start: datetime, end: datetime) -> list[datetime]:
    """Moments at that distance from each other."""
    return [start + number * step for number in range((end - start) // step)]
