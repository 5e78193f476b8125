"""Profiles and runs as a server gives them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from mailstore_sdk.models import Gap, Profile, Run, Runs
from tests.watch.servers import utc

NOW = utc(2026, 1, 5, 12)
WEEK = timedelta(days=7)


def profile(number: int = 1, name: str = "Exchange", *, pause: int | None = 300, windows: str | None = None) -> Profile:
    """One that runs by itself."""
    return Profile.model_validate(
        {
            "id": number,
            "name": name,
            "serverSideExecution": {
                "automatic": True,
                "automaticPauseBetweenExecutions": pause,
                "automaticMaintenanceWindows": windows,
            },
        }
    )


def by_hand(number: int = 1, name: str = "Exchange") -> Profile:
    """One that does not run by itself."""
    return Profile(id=number, name=name, server_side_execution=None)


def run(end: datetime, result: str = "succeeded", *, minutes: float = 1, **changed: Any) -> Run:
    """A run of profile 1 that ended then; its number is that of its end."""
    row: dict[str, Any] = {
        "id": int(end.timestamp()),
        "profile_id": 1,
        "result": result,
        "items_archived": 3,
        "start_time": end - timedelta(minutes=minutes),
        "complete_time": end,
    }
    return Run(**{**row, **changed})


def steady(until: datetime, *, step: timedelta = timedelta(minutes=6), count: int = 50, **changed: Any) -> list[Run]:
    """Runs of a minute each, the last of which ended then."""
    return [run(until - number * step, **changed) for number in reversed(range(count))]


def told(*runs: Run, now: datetime = NOW, since: datetime | None = None, gaps: Sequence[Gap] = ()) -> Runs:
    """The answer of `client.runs()` for a week, or since then."""
    return Runs(start=since or now - WEEK, end=now, runs=list(runs), gaps=list(gaps))
