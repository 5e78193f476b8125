"""A scripted year of an archive: every rule fires where it should, and stays silent where it should not.

Its runs are those of the emulator's own timetable; what goes wrong is put into them afterwards.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mailstore_sdk import Client
from mailstore_sdk.emulator import Behaviour, Emulator, ManualClock, Seed, WorkerRun
from mailstore_sdk.models import Health, JobRuns, Profile, Run, Runs
from mailstore_sdk.watch import health, profile_health
from tests.watch.servers import BERLIN, utc

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BEGIN, END = utc(2026, 1, 1), utc(2027, 1, 1)
HOURLY, NIGHTLY, WINDOWED, FAILING, STOPPED, NEW, MANUAL = range(1, 8)
ZONE = ZoneInfo("Europe/Berlin")
NAMES = ("Hourly", "Nightly", "Windowed", "Failing", "Stopped", 'New | "2026"', "Manual")
PAUSES = (3_540, 86_340, 3_540, 3_540, 7_140, 7_140, None)
SUMMER, WINTER = utc(2026, 3, 29, 1), utc(2026, 10, 25, 1)


@dataclass(frozen=True)
class Year:
    """What the server told at the end of the year."""

    emulator: Emulator
    profiles: list[Profile]
    runs: Runs
    job_runs: JobRuns

    def at(self, now: datetime) -> Health:
        """How everything was at a moment, by what could be known then."""
        known = self.runs.model_copy(update={"end": now, "start": max(BEGIN, now - 30 * DAY)})
        return health(self.profiles, known, now, zone=ZONE)

    def states(self, number: int, step: timedelta, start: datetime, end: datetime) -> list[tuple[datetime, str]]:
        """From when a profile was in which state, judged by the runs of ten days."""
        profile = next(one for one in self.profiles if one.id == number)
        own = self.of(number)

        def judged() -> Iterator[tuple[datetime, str]]:
            now = start
            while now < end:
                since = max(BEGIN, now - 10 * DAY)
                first, last = (bisect_left(own, moment, key=lambda run: run.start_time) for moment in (since, now))
                known = Runs.model_construct(start=since, end=now, runs=own[first:last], gaps=[])
                yield now, profile_health(profile, known, now, zone=ZONE).state
                now += step

        return [(next(group)[0], state) for state, group in groupby(judged(), key=lambda one: one[1])]

    def of(self, number: int) -> list[Run]:
        """The runs of a profile."""
        return [run for run in self.runs.runs if run.profile_id == number]

    def ends(self, number: int) -> list[datetime]:
        """When the runs of a profile ended."""
        return [run.complete_time for run in self.of(number) if run.complete_time]


@pytest.fixture(scope="module")
def year() -> Year:
    """A year that passed week by week on a server in Berlin that fails on more than 1,000 rows."""
    clock = ManualClock(BEGIN)
    emulator = Emulator(
        Seed(users=1, profiles=0, jobs=0, years=1, end=BEGIN),
        clock=clock,
        protocol="modern",
        behaviour=Behaviour(worker_results_limit=1_000),
    )
    emulator.state.time_zone = BERLIN
    with emulator.client() as client:
        for name, pause in zip(NAMES[:NEW], PAUSES[:NEW], strict=True):
            create(client, name, pause, windows="22:00-06:00" if name == "Windowed" else None)
        create(client, NAMES[-1], None)
        client.create_job("Verify", "VerifyStores", "admin", BERLIN, time="02:30:00")
        while clock.now() < END.timestamp():
            clock.advance(7 * 86_400)
            emulator.run_due()
        spoil(emulator)
        return Year(emulator, client.get_profiles(), client.runs(BEGIN, END), client.job_runs(BEGIN, END))


def create(client: Client, name: str, pause: int | None, windows: str | None = None) -> None:
    execution: dict[str, Any] | None = None
    if pause is not None:
        execution = {"automatic": True, "automaticPauseBetweenExecutions": pause}
        if windows:
            execution["automaticMaintenanceWindows"] = windows
    client.create_profile(properties={"name": name, "connector": "IMAP", "serverSideExecution": execution})


def spoil(emulator: Emulator) -> None:
    """What went wrong in that year."""
    runs = emulator.state.worker_runs

    def lost(run: WorkerRun) -> bool:
        stopped = run.profile_id == STOPPED and utc(2026, 6, 1) <= run.start < utc(2026, 6, 8)
        return stopped or (run.profile_id == NEW and run.start < utc(2026, 9, 1))

    kept = [run for run in runs if not lost(run)]
    for run in kept:
        if run.profile_id == FAILING and utc(2026, 5, 4) <= run.start < utc(2026, 5, 6):
            run.result, run.items_archived = "failed", 0
        if run.profile_id == FAILING and run.start.date() == utc(2026, 7, 1).date() and run.start.hour == 12:
            run.result = "completedWithErrors"
        if run.profile_id == NIGHTLY and run.start.date() == utc(2026, 8, 3).date():
            run.result = "completedWithWarnings"
    runs.clear()
    for run in kept:
        runs.append(run)


def test_the_whole_year_is_read_each_run_once(year: Year) -> None:
    kept = sorted((run.start, run.id, run.result) for run in year.emulator.state.worker_runs if run.start < END)

    assert [(run.start_time, run.id, run.result) for run in year.runs.runs] == kept
    assert year.runs.complete
    assert len(kept) > 25_000
    assert len(year.job_runs.runs) == 365


def test_the_hourly_profile_is_never_wrong_in_all_of_the_year(year: Year) -> None:
    first = BEGIN + 3 * HOUR
    assert year.states(HOURLY, timedelta(hours=7, minutes=13), first, END) == [(first, "ok")]


def test_the_nightly_profile_is_never_overdue_and_tells_its_warning_until_the_next_night(year: Year) -> None:
    (warned,) = [run for run in year.runs.runs if run.result == "completedWithWarnings"]
    first = BEGIN + 2 * DAY
    assert warned.complete_time is not None
    found = year.states(NIGHTLY, timedelta(minutes=10), utc(2026, 8, 2), utc(2026, 8, 6))
    next_night = min(end for end in year.ends(NIGHTLY) if end > warned.complete_time)

    assert [state for _, state in found] == ["ok", "warning", "ok"]
    assert timedelta() <= found[1][0] - warned.complete_time < timedelta(minutes=10)
    assert timedelta() <= found[2][0] - next_night < timedelta(minutes=10)
    assert year.states(NIGHTLY, DAY, first, utc(2026, 8, 1)) == [(first, "ok")]


@pytest.mark.parametrize("change", [SUMMER, WINTER])
@pytest.mark.parametrize("number", [HOURLY, NIGHTLY, FAILING, STOPPED])
def test_in_the_nights_in_which_clocks_change_nothing_is_wrong(year: Year, change: datetime, number: int) -> None:
    start = change - 12 * HOUR

    assert year.states(number, timedelta(minutes=10), start, change + 12 * HOUR) == [(start, "ok")]


@pytest.mark.parametrize(
    ("night", "begin", "end"),
    [
        (utc(2026, 2, 10), utc(2026, 2, 9, 21), utc(2026, 2, 10, 5)),
        (utc(2026, 3, 29), utc(2026, 3, 28, 21), utc(2026, 3, 29, 4)),
        (utc(2026, 7, 10), utc(2026, 7, 9, 20), utc(2026, 7, 10, 4)),
        (utc(2026, 10, 25), utc(2026, 10, 24, 20), utc(2026, 10, 25, 5)),
    ],
)
def test_a_night_in_a_maintenance_window_is_no_silence(
    year: Year, night: datetime, begin: datetime, end: datetime
) -> None:
    found = year.states(WINDOWED, timedelta(minutes=10), night - 12 * HOUR, night + 12 * HOUR)

    assert found == [(night - 12 * HOUR, "ok"), (begin, "maintenance"), (end, "ok")]


def test_a_profile_that_stops_is_overdue_within_hours_silent_after_a_day_and_ok_when_it_runs_again(year: Year) -> None:
    found = year.states(STOPPED, timedelta(minutes=10), utc(2026, 5, 20), utc(2026, 6, 20))
    last = max(end for end in year.ends(STOPPED) if end < utc(2026, 6, 1, 1))
    again = min(end for end in year.ends(STOPPED) if end > utc(2026, 6, 8))

    assert [state for _, state in found] == ["ok", "overdue", "silent", "ok"]
    overdue, silent, ok = (moment for moment, _ in found[1:])
    # Two hours and a minute, a minute of grace and the margin of half an hour.
    assert timedelta() <= overdue - (last + timedelta(hours=2, minutes=31)) <= timedelta(minutes=10)
    assert timedelta() < silent - (last + DAY) <= timedelta(minutes=10)
    assert timedelta() <= ok - again <= timedelta(minutes=10)


def test_a_profile_that_fails_for_two_days_is_in_error_all_the_time_and_ok_soon_after(year: Year) -> None:
    found = year.states(FAILING, timedelta(minutes=10), utc(2026, 5, 3), utc(2026, 5, 10))

    # Its runs are an hour apart, and it does not turn ok between two of them.
    assert [state for _, state in found] == ["ok", "error", "ok"]
    assert utc(2026, 5, 4) <= found[1][0] <= utc(2026, 5, 4, 1, 10)
    assert utc(2026, 5, 6) <= found[2][0] <= utc(2026, 5, 6, 1, 10)


def test_a_single_bad_run_is_told_until_the_next(year: Year) -> None:
    found = year.states(FAILING, timedelta(minutes=10), utc(2026, 6, 30), utc(2026, 7, 3))

    assert [state for _, state in found] == ["ok", "error", "ok"]
    assert timedelta(minutes=50) <= found[2][0] - found[1][0] <= timedelta(minutes=70)


def test_a_profile_that_begins_in_september_never_ran_until_then(year: Year) -> None:
    found = year.states(NEW, HOUR, BEGIN + HOUR, utc(2026, 9, 10))

    assert [state for _, state in found] == ["unknown", "never_run", "ok"]
    assert found[1][0] == BEGIN + DAY + HOUR
    assert utc(2026, 9, 1) <= found[2][0] <= utc(2026, 9, 1, 4)


def test_all_together_name_who_is_wrong_at_the_time(year: Year) -> None:
    may, june, november = (year.at(moment) for moment in (utc(2026, 5, 5, 12), utc(2026, 6, 4), utc(2026, 11, 22)))

    assert {one.name for one in may.profiles if one.severity != "ok"} >= {"Failing", 'New | "2026"'}
    assert [(one.name, one.state) for one in june.profiles if one.severity != "ok"] == [
        ("Stopped", "silent"), ('New | "2026"', "never_run"),
    ]  # fmt: skip
    assert june.text.startswith('2 of 7 profiles: profile "Stopped" error: has not run for 3 days')
    assert (november.severity, november.text) == ("ok", "7 profiles: nothing is wrong")
    assert november.profiles[MANUAL - 1].state == "manual"
