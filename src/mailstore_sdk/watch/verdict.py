"""What a judgement is put together from: things noticed, of which the worst decides."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from mailstore_sdk.errors import ArgumentError
from mailstore_sdk.models import Gap
from mailstore_sdk.severity import SEVERITIES, Severity
from mailstore_sdk.text import one_line
from mailstore_sdk.watch.rules import HealthRules
from mailstore_sdk.watch.words import moment


class Noticed(NamedTuple):
    """Something about a profile or a job."""

    state: str
    severity: Severity
    reason: str


def of_state(state: str, rules: HealthRules, reason: str) -> Noticed:
    """A state that follows from no result, as bad as the rules say."""
    return Noticed(state, rules.states[state], reason)


def verdict(noticed: Iterable[Noticed]) -> Noticed:
    """The worst, with the reasons of all that is as bad as a warning; of what is equally bad the first decides."""
    by_badness = sorted(noticed, key=lambda one: -SEVERITIES.index(one.severity))
    worst = by_badness[0]
    told = [one.reason for one in by_badness if one.severity != "ok"] or [one.reason for one in by_badness]
    return worst._replace(reason=one_line("; ".join(told)))


def first_gap(gaps: Iterable[Gap], start: datetime, end: datetime) -> Gap | None:
    """The first gap that has a part in that time."""
    return next((gap for gap in gaps if gap.start < end and gap.end > start), None)


def gap_words(gap: Gap) -> str:
    """What could not be read."""
    return f"the runs from {moment(gap.start)} to {moment(gap.end)} could not be read ({gap.reason})"


def checked(now: datetime) -> datetime:
    """The moment, in UTC.

    Raises:
        ArgumentError: It has no time zone.
    """
    if now.utcoffset() is None:
        raise ArgumentError("now has no time zone: give one, as datetime.now(UTC) has")
    return now.astimezone(UTC)
