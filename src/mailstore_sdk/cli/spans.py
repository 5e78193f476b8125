"""Lengths and moments, as somebody types them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from mailstore_sdk.errors import ConfigurationError

SPAN = "7d"
UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def span(since: str, until: str | None, now: datetime) -> tuple[datetime, datetime]:
    """From when until when.

    Args:
        since: A length before `now`, a day or a moment; without a zone it is one of this machine.
        until: Likewise; None is `now`.
        now: The moment from which lengths count.

    Raises:
        ConfigurationError: One of them is neither, or the end is not after the start.
    """
    start, end = moment(since, now), now if until is None else moment(until, now)
    if start >= end:
        raise ConfigurationError(f"--since {since} is not before --until {until or 'now'}")
    return start, end


def moment(text: str, now: datetime) -> datetime:
    """A moment in UTC, from a length before `now`, a day, or a moment."""
    ago = length(text)
    try:
        return now - ago if ago is not None else datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        problem = f"{text!r} is no length as 90m, 24h or 7d, no day as 2026-01-31, and no moment as 2026-01-31T08:00"
    raise ConfigurationError(problem)


def length(text: str) -> timedelta | None:
    """A length of time, as `2h`; None if it is none."""
    found = re.fullmatch(r"([0-9]{1,6})([mhdw])", text)
    return None if found is None else timedelta(**{UNITS[found[2]]: int(found[1])})
