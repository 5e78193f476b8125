"""When jobs start next, and when the maintenance windows of profiles are over."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from mailstore_sdk.emulator import Job, State
from mailstore_sdk.emulator.schedule import DAYS, Window, next_start, outside, windows
from mailstore_sdk.emulator.zones import known_zone


@pytest.mark.parametrize(
    ("text", "moment", "expected"),
    [
        ("", "2026-01-05T23:00", "2026-01-05T23:00"),
        ("22:00-23:00", "2026-01-05T22:00", "2026-01-05T23:00"),
        ("22:00-23:00", "2026-01-05T23:00", "2026-01-05T23:00"),
        ("22:00-02:00", "2026-01-05T23:00", "2026-01-06T02:00"),
        ("22:00-02:00", "2026-01-05T01:00", "2026-01-05T02:00"),
        ("22:00-02:00, 02:00-03:00", "2026-01-05T23:00", "2026-01-06T03:00"),
        ("00:00-12:00,12:00-00:00", "2026-01-05T23:00", None),
    ],
)
def test_maintenance_windows_push_a_run_to_their_end(text: str, moment: str, expected: str | None) -> None:
    closed, zone = windows(text), known_zone("UTC", "UTC")
    assert closed is not None
    assert zone is not None

    later = outside(datetime.fromisoformat(moment).replace(tzinfo=UTC), closed, zone)

    assert (later and f"{later:%Y-%m-%dT%H:%M}") == expected


@pytest.mark.parametrize("text", ["22:00", "22-23", "25:00-26:00", "22:00-23:00,", 5, ["22:00-23:00"]])
def test_text_that_is_no_maintenance_window_is_none(text: Any) -> None:
    assert windows(text) is None
    assert windows("22:00-23:00") == [Window(datetime(1, 1, 1, 22).time(), datetime(1, 1, 1, 23).time())]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-10-25T00:10", "2026-10-25T00:30"),  # 02:10 for the first time
        ("2026-10-25T00:45", "2026-10-25T00:45"),  # 02:45
        ("2026-10-25T01:10", "2026-10-25T01:30"),  # 02:10 for the second time
        ("2026-03-29T00:45", "2026-03-29T01:30"),  # 01:45; there is no 02:30, which is taken as 03:30
    ],
)
def test_a_window_is_never_over_before_the_moment_asked_for(moment: str, expected: str) -> None:
    closed, zone = windows("22:00-02:30"), known_zone("Europe/Berlin", "UTC")
    assert closed is not None
    assert zone is not None

    later = outside(datetime.fromisoformat(moment).replace(tzinfo=UTC), closed, zone)

    assert later is not None
    assert f"{later:%Y-%m-%dT%H:%M}" == expected


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("year", range(2024, 2032))
@pytest.mark.parametrize("day_of_month", ["31", "Last"])
def test_the_31st_on_a_given_weekday_is_found_however_far_away(day: str, year: int, day_of_month: str) -> None:
    created = datetime(year, 1, 1, tzinfo=UTC)
    schedule = {"timeZoneId": "UTC", "dayOfMonth": day_of_month, "dayOfWeek": day}
    job = Job(id=1, name="Rare", action="Ping", owner="admin", created=created, schedule=schedule)

    start = next_start(job, created, State())

    assert start is not None
    assert f"{start:%A}" == day
