"""Time in maintenance windows does not count, also in the nights in which clocks change."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from mailstore_sdk.watch.maintenance import Maintenance
from tests.watch.servers import utc

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)


def read(text: str | None, zone: ZoneInfo | None = BERLIN) -> Maintenance:
    found = Maintenance.read(text, zone)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "windows"),
    [
        (None, []),
        ("", []),
        ("22:00-06:00", [(22, 6)]),
        ("1:00-2:00", [(1, 2)]),
        ("01:00-02:00,12:00-13:00", [(1, 2), (12, 13)]),
        ("01:00 - 02:00; 12:00-13:00", [(1, 2), (12, 13)]),
    ],
)
def test_windows_are_read(text: str | None, windows: list[tuple[int, int]]) -> None:
    assert list(read(text).windows) == [(time(begin), time(end)) for begin, end in windows]


@pytest.mark.parametrize("text", ["24:00-25:00", "nightly", "22:00", "22:00-06:00 Mo-Fr", "22-06"])
def test_what_is_no_window_is_not_guessed(text: str) -> None:
    assert Maintenance.read(text, BERLIN) is None


@pytest.mark.parametrize(
    ("text", "moment", "until"),
    [
        ("22:00-06:00", utc(2026, 1, 5, 20, 59), None),
        ("22:00-06:00", utc(2026, 1, 5, 21), utc(2026, 1, 6, 5)),
        ("22:00-06:00", utc(2026, 1, 6, 4, 59), utc(2026, 1, 6, 5)),
        ("22:00-06:00", utc(2026, 1, 6, 5), None),
        ("12:00-12:00", utc(2026, 1, 5, 11), None),
        # Summer time begins: the night has one hour less, and 02:00 to 03:00 is not there at all.
        ("22:00-06:00", utc(2026, 3, 29, 3, 59), utc(2026, 3, 29, 4)),
        ("02:00-03:00", utc(2026, 3, 29, 1), None),
        # It ends: 02:00 to 03:00 is there twice.
        ("02:00-03:00", utc(2026, 10, 25, 0), utc(2026, 10, 25, 2)),
        ("02:00-03:00", utc(2026, 10, 25, 1, 59), utc(2026, 10, 25, 2)),
        ("02:00-03:00", utc(2026, 10, 25, 2), None),
    ],
)
def test_whether_a_moment_is_in_a_window(text: str, moment: datetime, until: datetime | None) -> None:
    assert read(text).until(moment) == until
    assert read(text, None).until(moment) is None


@pytest.mark.parametrize(
    ("text", "moment", "hours", "expected"),
    [
        ("", utc(2026, 1, 5, 12), 5, utc(2026, 1, 5, 17)),
        ("22:00-06:00", utc(2026, 1, 5, 12), 5, utc(2026, 1, 5, 17)),
        ("22:00-06:00", utc(2026, 1, 5, 20), 1, utc(2026, 1, 5, 21)),
        ("22:00-06:00", utc(2026, 1, 5, 20), 2, utc(2026, 1, 6, 6)),
        ("22:00-06:00", utc(2026, 1, 5, 23), 1, utc(2026, 1, 6, 6)),
        ("22:00-06:00", utc(2026, 1, 5, 20), 18, utc(2026, 1, 7, 6)),
        ("22:00-02:00,01:00-06:00", utc(2026, 1, 5, 20), 2, utc(2026, 1, 6, 6)),
        ("22:00-06:00", utc(2026, 3, 28, 20), 2, utc(2026, 3, 29, 5)),
        ("22:00-06:00", utc(2026, 10, 24, 19), 2, utc(2026, 10, 25, 6)),
        ("02:00-03:00", utc(2026, 3, 29, 0), 3, utc(2026, 3, 29, 3)),
        ("02:00-03:00", utc(2026, 10, 24, 23), 3, utc(2026, 10, 25, 4)),
    ],
)
def test_when_so_much_time_has_passed_outside_of_the_windows(
    text: str, moment: datetime, hours: int, expected: datetime
) -> None:
    assert read(text).later(moment, hours * HOUR) == expected
    # Who does not know the zone waits longer, never shorter.
    latest = read(text, None).later(moment, hours * HOUR)
    assert latest is not None
    assert latest >= expected


@pytest.mark.parametrize("zone", [BERLIN, None])
def test_who_may_never_run_is_never_late(zone: ZoneInfo | None) -> None:
    assert read("00:00-12:00,12:00-00:00", zone).later(utc(2026, 1, 5), HOUR) is None
