"""Jobs and their runs: what a call does is seen by the next one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from mailstore_sdk import Client
from mailstore_sdk.emulator import Emulator, ManualClock

EVER = (datetime(2000, 1, 1), datetime(2100, 1, 1))


ZONE = "UTC"


def newest(client: Client) -> Any:
    """The last run, among rows that come in no order."""
    return max(client.raw.GetWorkerResults(*EVER), key=lambda row: row["id"])


def test_a_created_job_is_listed_with_the_keys_of_its_schedule_in_use(client: Client) -> None:
    client.create_job("Nightly", "VerifyStores", "admin", ZONE, time="23:00:00")

    assert client.raw.GetJobs()[1] == {
        "id": 2,
        "name": "Nightly",
        "action": "VerifyStores",
        "owner": "admin",
        "creationDateTimeUtc": "2026-01-05T09:00:00",
        "lastStartDateTimeUtc": None,
        "lastCompleteDateTimeUtc": None,
        "nextStartDateTimeUtc": "2026-01-05T23:00:00",
        "enabled": True,
        "schedule": {"timeZoneId": "UTC", "time": "23:00:00"},
    }


@pytest.mark.parametrize(
    ("schedule", "start"),
    [
        ({"time": "08:00:00"}, "2026-01-06T08:00:00"),
        ({"time": "08:00:00", "day_of_week": "Friday"}, "2026-01-09T08:00:00"),
        ({"time": "08:00:00", "day_of_month": "5"}, "2026-02-05T08:00:00"),
        ({"time": "08:00:00", "day_of_month": "Last"}, "2026-01-31T08:00:00"),
        ({"date": datetime(2026, 3, 1, 12)}, "2026-03-01T12:00:00"),
        ({"date": datetime(2025, 3, 1, 12)}, None),
        ({"interval": 30}, "2026-01-05T09:30:00"),
    ],
)
def test_the_next_start_follows_the_schedule(client: Client, schedule: dict[str, Any], start: str | None) -> None:
    client.set_job_schedule(1, ZONE, **schedule)

    assert client.raw.GetJobs()[0]["nextStartDateTimeUtc"] == start


def test_a_job_that_ran_has_a_result_and_the_newest_comes_first(emulator: Emulator, client: Client) -> None:
    assert isinstance(emulator.clock, ManualClock)
    emulator.clock.advance(60)
    client.run_job_async(1)

    newest, oldest = client.get_job_results(*EVER, job_id=1)
    assert (newest.job_result_id, newest.job_id, newest.result) == (2, 1, "succeeded")
    assert newest.start_time == datetime(2026, 1, 5, 9, 1)
    assert oldest.job_result_id == 1
    assert client.get_jobs()[0].last_start_date_time_utc == datetime(2026, 1, 5, 9, 1, tzinfo=UTC)


def test_runs_of_jobs_are_those_of_the_span_and_the_job(client: Client) -> None:
    assert client.get_job_results(datetime(2026, 1, 5, 3, 30), datetime(2026, 1, 6))
    assert not client.get_job_results(datetime(2026, 1, 5, 3, 31), datetime(2026, 1, 6))
    assert not client.get_job_results(*EVER, job_id=2)


def test_a_job_can_be_renamed_turned_off_and_deleted(client: Client) -> None:
    client.rename_job(1, "Weekly")
    client.set_job_enabled(1, False)

    (job,) = client.get_jobs()
    assert (job.name, job.enabled, job.next_start_date_time_utc) == ("Weekly", False, None)

    client.delete_job(1)
    assert client.get_jobs() == []
    assert len(client.get_job_results(*EVER)) == 1
