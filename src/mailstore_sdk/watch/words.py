"""Moments and lengths of time in a sentence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

UNITS = ((timedelta(days=1), "day"), (timedelta(hours=1), "hour"), (timedelta(minutes=1), "minute"))


def moment(at: datetime) -> str:
    """A moment, to the minute."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def length(passed: timedelta) -> str:
    """A length of time, in the largest unit of which there are two, rounded down."""
    for unit, name in UNITS:
        if passed >= 2 * unit:
            return f"{passed // unit} {name}s"
    seconds = max(int(passed.total_seconds()), 0)
    return f"{seconds} second{'s' * (seconds != 1)}"


def many(count: int, name: str) -> str:
    """So many of it."""
    return f"{count} {name}{'s' * (count != 1)}"
