"""Times in the zone asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from mailstore_sdk import Client, errors
from mailstore_sdk.emulator import Emulator, JobRun, WorkerRun
from mailstore_sdk.emulator.zones import asked_zone, in_utc, known_zone, windows_zones

EVER: dict[str, Any] = {"fromIncluding": "2000-01-01T00:00:00", "toExcluding": "2100-01-01T00:00:00"}
BERLIN = "W. Europe Standard Time"
PACIFIC = "Pacific Standard Time"


def ran(emulator: Emulator, *moments: datetime) -> None:
    """Leave just one run of a profile and of a job at each of these moments, in UTC."""
    runs, jobs = emulator.state.worker_runs, emulator.state.job_runs
    runs.clear()
    jobs.clear()
    for number, moment in enumerate(moments, start=1):
        at = moment.replace(tzinfo=UTC)
        runs.append(
            WorkerRun(
                id=number,
                user_name="admin",
                profile_id=1,
                profile_name="One",
                result="succeeded",
                items_archived=1,
                start=at,
                complete=at,
                machine_name="HERE",
            )
        )
        jobs.append(JobRun(id=number, job_id=1, action="VerifyStores", start=at, complete=at))


def told(client: Client, zone: str | None, span: dict[str, Any] = EVER) -> list[str]:
    """When runs of profiles began, in order; runs of jobs tell the same."""
    workers = sorted(row["startTime"] for row in client.raw.GetWorkerResults(**span, timeZoneID=zone))
    assert sorted(row["startTime"] for row in client.raw.GetJobResults(**span, timeZoneId=zone)) == workers
    return workers


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("UTC", ["2026-01-05T03:30:00", "2026-07-05T03:30:00"]),
        (BERLIN, ["2026-01-05T04:30:00", "2026-07-05T05:30:00"]),
        ("Europe/Berlin", ["2026-01-05T04:30:00", "2026-07-05T05:30:00"]),
        (PACIFIC, ["2026-01-04T19:30:00", "2026-07-04T20:30:00"]),
        ("India Standard Time", ["2026-01-05T09:00:00", "2026-07-05T09:00:00"]),
    ],
)
def test_times_are_told_in_the_zone_asked_for(
    emulator: Emulator, client: Client, zone: str, expected: list[str]
) -> None:
    ran(emulator, datetime(2026, 1, 5, 3, 30), datetime(2026, 7, 5, 3, 30))

    assert told(client, zone) == expected


@pytest.mark.parametrize("zone", ["$Local", None])
def test_the_servers_own_zone_is_meant_by_local_and_by_none(
    emulator: Emulator, client: Client, zone: str | None
) -> None:
    ran(emulator, datetime(2026, 1, 5, 3, 30))
    assert told(client, zone) == ["2026-01-05T03:30:00"]

    emulator.state.time_zone = PACIFIC
    assert told(client, zone) == ["2026-01-04T19:30:00"]


@pytest.mark.parametrize(
    ("zone", "start", "end", "found"),
    [
        (BERLIN, "2026-01-05T04:30:00", "2026-01-05T04:30:01", 1),
        (BERLIN, "2026-01-05T04:30:01", "2026-01-06T00:00:00", 0),
        (BERLIN, "2026-01-05T03:30:00", "2026-01-05T04:30:00", 0),
        ("UTC", "2026-01-05T03:30:00", "2026-01-05T03:30:01", 1),
        (PACIFIC, "2026-01-04T00:00:00", "2026-01-05T00:00:00", 1),
        (PACIFIC, "0001-01-01T00:00:00", "9999-12-31T23:59:59", 1),
        (BERLIN, "0001-01-01T00:00:00", "9999-12-31T23:59:59", 1),
    ],
)
def test_a_span_is_read_in_the_zone_asked_for(
    emulator: Emulator, client: Client, zone: str, start: str, end: str, found: int
) -> None:
    ran(emulator, datetime(2026, 1, 5, 3, 30))

    assert len(told(client, zone, {"fromIncluding": start, "toExcluding": end})) == found


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        ("2026-03-29T01:59:59", "00:59:59"),
        ("2026-03-29T02:30:00", "01:30:00"),  # there is no such time: taken as 03:30
        ("2026-03-29T03:30:00", "01:30:00"),
        ("2026-10-25T01:30:00", "23:30:00"),
        ("2026-10-25T02:30:00", "00:30:00"),  # there are two of it: taken as the first
        ("2026-10-25T03:00:00", "02:00:00"),
    ],
)
def test_doubtful_times_when_the_clocks_change_are_taken_by_the_clock_before(local: str, utc: str) -> None:
    zone = asked_zone("timeZoneId", BERLIN, "UTC")

    assert f"{in_utc(datetime.fromisoformat(local), zone):%H:%M:%S}" == utc


@pytest.mark.parametrize("zone", ["Middle-earth", "", "../UTC", "Europe", "utc\n"])
@pytest.mark.parametrize(
    ("function", "argument"), [("GetWorkerResults", "timeZoneID"), ("GetJobResults", "timeZoneId")]
)
def test_an_unknown_zone_is_refused_by_name(client: Client, function: str, argument: str, zone: str) -> None:
    with pytest.raises(errors.ApiError, match=f"API argument {argument} names no time zone"):
        client.invoke(function, {**EVER, argument: zone})


def test_every_zone_that_is_listed_can_be_asked_for(client: Client) -> None:
    zones = client.invoke("GetTimeZones")
    shown = {zone["id"]: zone["displayName"] for zone in zones}

    assert shown["$Local"] == "Time zone of the server: UTC"
    assert shown[BERLIN] == "(UTC+01:00) Europe/Berlin"
    assert shown["E. Australia Standard Time"].startswith("(UTC+10:00)")
    assert shown["AUS Eastern Standard Time"].startswith("(UTC+10:00)")
    assert len(shown) > 100
    for name in shown:
        assert known_zone(name, "UTC") is not None


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The core without the library that knows the Windows ids."""
    monkeypatch.setitem(sys.modules, "tzlocal.windows_tz", None)
    known: Any = (windows_zones, known_zone.__globals__["_zone"])
    for each in known:
        each.cache_clear()
    yield
    for each in known:
        each.cache_clear()


@pytest.mark.usefixtures("alone")
def test_utc_needs_no_library(emulator: Emulator, client: Client) -> None:
    ran(emulator, datetime(2026, 1, 5, 3, 30))

    assert told(client, "UTC") == told(client, "$Local") == ["2026-01-05T03:30:00"]
    assert [zone["id"] for zone in client.invoke("GetTimeZones")] == ["$Local", "UTC"]
    with pytest.raises(errors.ApiError, match="names no time zone"):
        client.raw.GetWorkerResults(**EVER, timeZoneID=BERLIN)
