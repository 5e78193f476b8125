"""Profiles and their runs: what a call does is seen by the next one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from mailstore_sdk import Client, errors
from mailstore_sdk.emulator import Behaviour, Emulator

SPAN = {"fromIncluding": "2000-01-01T00:00:00", "toExcluding": "2100-01-01T00:00:00"}
EVER = (datetime(2000, 1, 1), datetime(2100, 1, 1))


def newest(client: Client) -> Any:
    """The last run, among rows that come in no order."""
    return max(client.raw.GetWorkerResults(*EVER), key=lambda row: row["id"])


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


@pytest.mark.parametrize(
    ("changed", "ids"),
    [
        ({}, [102, 100, 101]),
        ({"fromIncluding": "2026-01-04T23:00:00"}, [102, 101]),
        ({"fromIncluding": "2026-01-04T23:00:01"}, [102]),
        ({"toExcluding": "2026-01-04T23:00:00"}, [100]),
        ({"toExcluding": "2026-01-04T23:00:01"}, [100, 101]),
        ({"fromIncluding": "2026-01-04T23:00:00", "toExcluding": "2026-01-04T23:00:00"}, []),
        ({"profileID": 1}, [102, 100, 101]),
        ({"profileID": 2}, []),
        ({"userName": "admin"}, [102, 100, 101]),
        ({"userName": "johndoe"}, []),
        ({"timeZoneID": "UTC"}, [102, 100, 101]),
    ],
)
def test_runs_are_those_of_the_span_the_profile_and_the_user(
    client: Client, changed: dict[str, Any], ids: list[int]
) -> None:
    runs = client.raw.GetWorkerResults(**{**SPAN, **changed})

    assert [run["id"] for run in runs] == ids


def test_a_run_is_told_in_the_captured_keys(client: Client) -> None:
    assert client.raw.GetWorkerResults(datetime(2026, 1, 4, 23), datetime(2026, 1, 5)) == [
        {
            "id": 101,
            "userName": "admin",
            "profileId": 1,
            "profileName": "Exchange Mailboxes",
            "result": "completedWithErrors",
            "itemsArchived": 4,
            "startTime": "2026-01-04T23:00:00",
            "completeTime": "2026-01-04T23:04:00",
            "machineName": "WIN2012MS",
        }
    ]


@pytest.mark.parametrize("changed", [{"profileID": 0}, {"userName": ""}])
def test_no_profile_and_no_user_are_refused_in_the_captured_words(client: Client, changed: dict[str, Any]) -> None:
    with pytest.raises(errors.ApiError, match="Specified argument was out of the range of valid values"):
        client.raw.GetWorkerResults(**{**SPAN, **changed})
