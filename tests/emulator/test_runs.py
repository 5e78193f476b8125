"""Profiles, jobs and their runs: what a call does is seen by the next one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from mailstore_sdk import Client, errors
from mailstore_sdk.emulator import Behaviour, Emulator, ManualClock

EVER = (datetime(2000, 1, 1), datetime(2100, 1, 1))
ZONE = "UTC"


def newest(client: Client) -> Any:
    """The last run, among rows that come in no order."""
    return max(client.raw.GetWorkerResults(*EVER), key=lambda row: row["id"])


@pytest.fixture
def client(emulator: Emulator) -> Client:
    """A client of the emulator, which holds nothing that needs closing."""
    return emulator.client()


def test_a_run_profile_has_a_result(emulator: Emulator, client: Client) -> None:
    operation = client.begin_run_profile(1)
    assert len(client.get_worker_results(*EVER)) == 3
    operation.result()

    run = newest(client)
    assert (run["id"], run["profileId"], run["profileName"], run["result"]) == (
        103,
        1,
        "Exchange Mailboxes",
        "succeeded",
    )
    assert run["startTime"] == "2026-01-05T09:00:00"
    assert "103" in str(client.get_worker_result_report(103))


def test_rows_come_in_no_order_but_in_the_same_one_every_time(client: Client) -> None:
    for _ in range(9):
        client.run_profile(1)

    first, again = ([row["id"] for row in client.raw.GetWorkerResults(*EVER)] for _ in range(2))
    assert first == again
    assert sorted(first) == list(range(100, 112))
    assert first not in (sorted(first), sorted(first, reverse=True))


def test_rows_that_are_too_many_to_be_kept_are_all_there_once() -> None:
    emulator = Emulator(protocol="modern")
    runs = emulator.state.worker_runs
    for number in range(103, 2_603):
        runs.append(replace(runs[0], id=number))

    told = [row["id"] for row in emulator.client().raw.GetWorkerResults(*EVER)]

    assert len(told) == 2_503
    assert set(told) == set(range(100, 2_603))


@pytest.mark.parametrize(("limit", "refused"), [(None, False), (3, False), (2, True), (0, True)])
def test_too_many_rows_are_refused_in_the_captured_words_if_the_server_is_such_a_one(
    limit: int | None, refused: bool
) -> None:
    client = Emulator(protocol="modern", behaviour=Behaviour(worker_results_limit=limit)).client()

    if refused:
        with pytest.raises(errors.ApiError, match=r"Nullable object must have a value\."):
            client.get_worker_results(*EVER)
        assert client.get_worker_results(*EVER, profile_id=2) == []
    else:
        assert len(client.get_worker_results(*EVER)) == 3


def test_a_cancelled_profile_run_has_the_captured_result() -> None:
    client = Emulator(protocol="modern").client()

    client.begin_run_profile(1).cancel()

    assert newest(client)["result"] == "cancelled"


def test_a_run_of_a_profile_that_is_not_saved_names_none(client: Client) -> None:
    client.run_temporary_profile(properties={"name": "Once", "connector": "IMAP"})

    run = newest(client)
    assert run["result"] == "succeeded"
    assert not {"profileId", "profileName"} & set(run)
    assert len(client.get_profiles()) == 1


def test_a_created_profile_is_listed_without_its_password_until_it_is_deleted(client: Client) -> None:
    execution = {"automatic": "true", "automaticPauseBetweenExecutions": "300"}
    details = {"host": "imap.example.com", "password": "secret"}
    client.create_profile(
        properties={"name": "New", "connector": "IMAP", "details": details, "serverSideExecution": execution}
    )

    assert client.raw.GetProfiles()[1] == {
        "id": 2,
        "version": 1,
        "owner": "admin",
        "name": "New",
        "connector": "IMAP",
        "details": {"host": "imap.example.com", "password": None},
        "serverSideExecution": {"automatic": True, "automaticPauseBetweenExecutions": 300},
    }
    client.delete_profile(2)
    assert [profile.id for profile in client.get_profiles()] == [1]


def test_what_is_left_out_of_the_execution_stays(client: Client) -> None:
    client.set_profile_server_side_execution(1, False)

    execution = client.raw.GetProfiles()[0]["serverSideExecution"]
    assert execution == {"automatic": False, "automaticPauseBetweenExecutions": 300}


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
