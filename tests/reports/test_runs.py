"""Runs are read a month at a time, and are in the report as if they had been read at once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from mailstore_sdk.models import Run, Runs
from mailstore_sdk.reports.entries import RunEntry, RunsOfProfiles
from mailstore_sdk.reports.runs import PART, read_runs
from mailstore_sdk.reports.steps import Context, Steps
from tests.reports.collecting import NOON

BEGIN = NOON.replace(microsecond=500)
BORDER = NOON + PART


def read(end: datetime) -> tuple[RunsOfProfiles, list[tuple[int, int]]]:
    """What becomes of a run over the end of the first month that a server tells in both."""
    ticks: list[tuple[int, int]] = []

    def ask(start: datetime, end: datetime) -> Steps[Runs]:
        over = Run(id=7, result="succeeded", start_time=BORDER - timedelta(hours=1), complete_time=BORDER)
        last = Run(id=int(start.timestamp()), result="succeeded", start_time=end - timedelta(minutes=1))
        yield from ()
        return Runs(start=start, end=end, runs=[over, last])

    def tick(done: int, total: int) -> None:
        ticks.append((done, total))

    context = Context(edition="server", instance_id=None, start=BEGIN, end=end, tick=tick)
    reading = read_runs(ask, RunsOfProfiles, RunEntry, "id", context)
    with pytest.raises(StopIteration) as stopped:
        next(reading)
    return stopped.value.value, ticks


def test_a_run_over_the_end_of_a_month_is_told_once() -> None:
    found, ticks = read(NOON + 2 * PART)
    assert [run.id for run in found.runs].count(7) == 1
    assert len(found.runs) == 3
    assert ticks == [(1, 2), (2, 2)]


def test_months_meet_at_full_seconds_and_the_span_stays_as_it_was_asked_for() -> None:
    found, ticks = read(BORDER + timedelta(seconds=1))
    assert (found.start, found.end) == (BEGIN, BORDER + timedelta(seconds=1))
    assert len(ticks) == 2
