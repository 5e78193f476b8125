"""All runs of a span, each once, however few a server gives at a time; and what it does not give."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from mailstore_sdk import errors
from mailstore_sdk.emulator import Behaviour, Delay, Emulator, HttpError, JobRun, Refuse, Seed
from tests.watch.servers import BERLIN, every, ran, utc

FUNCTION = "GetWorkerResults"
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("limit", [None, 1, 7, 50, 1000])
def test_every_run_comes_once_and_in_order_whatever_the_limit(limit: int | None) -> None:
    starts = every(timedelta(minutes=97), utc(2026, 1, 1), utc(2026, 2, 1))
    with ran(starts, limit=limit).client() as client:
        found = client.runs(utc(2026, 1, 1), utc(2026, 2, 1))

    assert [run.start_time for run in found.runs] == starts
    assert found.complete
    assert (found.start, found.end) == (utc(2026, 1, 1), utc(2026, 2, 1))


def test_what_begins_at_the_end_of_the_span_is_not_in_it() -> None:
    with ran([utc(2026, 1, 1), utc(2026, 1, 2) - timedelta(seconds=1), utc(2026, 1, 2)]).client() as client:
        assert [run.id for run in client.runs(utc(2026, 1, 1), utc(2026, 1, 2)).runs] == [1, 2]


@pytest.mark.parametrize("limit", [3, 4, 5])
def test_runs_of_the_same_second_at_a_seam_come_once(limit: int) -> None:
    # The span is halved at noon, and then at six.
    noon, six = utc(2026, 1, 1, 12), utc(2026, 1, 1, 6)
    starts = [six, six, six, noon - timedelta(seconds=1), noon, noon, noon, noon + MINUTE]
    emulator = ran(starts, limit=limit)
    with emulator.client() as client:
        found = client.runs(utc(2026, 1, 1), utc(2026, 1, 2))

    assert [run.id for run in found.runs] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert {call.arguments["fromIncluding"] for call in emulator.requests.calls(FUNCTION)} >= {"2026-01-01T12:00:00"}


def test_a_server_that_takes_the_end_for_a_part_of_the_window_gives_no_run_twice(monkeypatch: Any) -> None:
    noon = utc(2026, 1, 1, 12)
    emulator = ran([noon - MINUTE, noon, noon, noon + MINUTE], limit=3)
    own = emulator.state.worker_runs.own
    inclusive = lambda start, end: [run for run in own if start <= run.start <= end]  # noqa: E731
    monkeypatch.setattr(emulator.state.worker_runs, "between", inclusive)
    with emulator.client() as client:
        found = client.runs(utc(2026, 1, 1), utc(2026, 1, 2))

    assert ([run.id for run in found.runs], found.gaps) == ([1, 2, 3, 4], [])


@pytest.mark.parametrize("zone", ["UTC", BERLIN, "America/Los_Angeles", "Asia/Kolkata"])
@pytest.mark.parametrize(
    "day", [utc(2026, 3, 28, 12), utc(2026, 10, 24, 12), utc(2026, 3, 7, 20), utc(2026, 10, 31, 20)]
)
@pytest.mark.parametrize("limit", [None, 1])
def test_no_run_is_lost_or_moved_in_the_nights_in_which_clocks_change(
    zone: str, day: datetime, limit: int | None
) -> None:
    starts = every(timedelta(minutes=20), day, day + timedelta(hours=24))
    with ran(starts, limit=limit, zone=zone).client() as client:
        found = client.runs(day, day + timedelta(hours=24))

    assert [(run.start_time, run.complete_time) for run in found.runs] == [(start, start + MINUTE) for start in starts]
    assert found.complete


def test_a_span_may_be_given_in_any_zone() -> None:
    with ran([utc(2026, 1, 1, 9)]).client() as client:
        there = timezone(timedelta(hours=5, minutes=30))
        start = datetime(2026, 1, 1, 14, 30, tzinfo=there)

        assert len(client.runs(start, start + timedelta(seconds=1)).runs) == 1
        assert client.runs(start + timedelta(seconds=1), start + timedelta(hours=1)).runs == []


def test_parts_of_a_second_at_the_ends_of_a_span_lose_nothing() -> None:
    with ran([utc(2026, 1, 1, 9)]).client() as client:
        half = timedelta(milliseconds=500)
        found = client.runs(utc(2026, 1, 1, 9) + half, utc(2026, 1, 1, 9) + half)

    assert len(found.runs) == 1
    assert found.end - found.start == timedelta(seconds=1)


def test_an_empty_span_is_not_asked_for() -> None:
    emulator = ran([utc(2026, 1, 1)])
    with emulator.client() as client:
        assert client.runs(utc(2026, 1, 1), utc(2026, 1, 1)).calls == 0
    assert len(emulator.requests) == 0


def test_runs_without_a_profile_are_among_them() -> None:
    with ran([utc(2026, 1, 1)], profile_id=None, profile_name=None).client() as client:
        (run,) = client.runs(utc(2026, 1, 1), utc(2026, 1, 2)).runs

    assert (run.profile_id, run.profile_name, run.result) == (None, None, "succeeded")


def test_one_call_gives_the_runs_of_all_profiles_or_those_of_one_profile_or_user() -> None:
    emulator = Emulator(Seed(profiles=30, years=1, users=1, runs_per_day=1), protocol="modern")
    with emulator.client() as client:
        found = client.runs(utc(2025, 12, 1), utc(2026, 1, 1))
        one = client.runs(utc(2025, 12, 1), utc(2026, 1, 1), profile_id=7)
        nobody = client.runs(utc(2025, 12, 1), utc(2026, 1, 1), user_name="nobody")

    assert (found.calls, len({run.profile_id for run in found.runs} - {None})) == (1, 30)
    assert (one.calls, {run.profile_id for run in one.runs}) == (1, {7})
    assert nobody.runs == []


def test_a_minute_with_too_many_runs_is_a_gap_and_hides_no_other() -> None:
    busy = utc(2026, 1, 10, 17, 23)
    starts = every(timedelta(hours=1), utc(2026, 1, 1), utc(2026, 2, 1))
    emulator = ran([*starts, *[busy + timedelta(seconds=number) for number in range(20)]], limit=10)
    with emulator.client() as client:
        found = client.runs(utc(2026, 1, 1), utc(2026, 2, 1))

    (gap,) = found.gaps
    assert (gap.start, gap.end) == (busy, busy + MINUTE)
    assert gap.reason == "GetWorkerResults: Nullable object must have a value."
    assert gap.error == "ApiError"
    assert [run.start_time for run in found.runs] == starts


def test_gaps_next_to_each_other_are_one() -> None:
    starts = every(timedelta(seconds=10), utc(2026, 1, 1, 8), utc(2026, 1, 1, 9))
    with ran(starts, limit=5).client() as client:
        found = client.runs(utc(2026, 1, 1), utc(2026, 1, 2))

    assert [(gap.start, gap.end) for gap in found.gaps] == [(utc(2026, 1, 1, 8), utc(2026, 1, 1, 9))]
    assert found.runs == []


def test_when_the_calls_are_used_up_the_rest_is_a_gap_and_says_so() -> None:
    starts = every(timedelta(minutes=1), utc(2026, 1, 1), utc(2026, 1, 3))
    emulator = ran(starts, limit=60)
    with emulator.client() as client:
        found = client.runs(utc(2026, 1, 1), utc(2026, 1, 3), most_calls=20)

    assert found.calls == len(emulator.requests.calls(FUNCTION)) == 20
    (gap,) = found.gaps
    assert (gap.end, gap.error) == (utc(2026, 1, 3), None)
    assert gap.reason == "not asked for: 20 calls were made"
    assert [run.start_time for run in found.runs] == every(timedelta(minutes=1), utc(2026, 1, 1), gap.start)


def test_a_limit_once_learned_is_not_run_into_again() -> None:
    starts = every(timedelta(minutes=10), utc(2025, 1, 1), utc(2026, 1, 1))
    emulator = ran(starts, limit=1000)
    with emulator.client() as client:
        found = client.runs(utc(2025, 1, 1), utc(2026, 1, 1))

    refused = [call for call in emulator.requests.calls(FUNCTION) if call.outcome != "succeeded"]
    assert found.complete
    # 64 windows of 821 rows; six were too large, and each time it was asked whether the server answers at all.
    assert (len(refused), found.calls) == (6, 64 + 6 + 6)


def test_one_failure_that_passes_costs_two_calls_more() -> None:
    emulator = ran([utc(2026, 1, 1, 9)])
    emulator.faults.add(FUNCTION, HttpError(status=500), times=1)
    with emulator.client(retries=0) as client:
        found = client.runs(utc(2026, 1, 1), utc(2026, 1, 2))

    assert (len(found.runs), found.gaps, found.calls) == (1, [], 4)


def test_a_window_that_takes_too_long_is_halved() -> None:
    emulator = ran([utc(2026, 1, 1, 9), utc(2026, 1, 1, 15)])
    emulator.faults.add(FUNCTION, Delay(seconds=60), times=1)
    with emulator.client(timeout=30, retries=0) as client:
        found = client.runs(utc(2026, 1, 1), utc(2026, 1, 2))

    assert ([run.id for run in found.runs], found.gaps) == ([1, 2], [])


@pytest.mark.parametrize("answer", ["challenge", "failed"])
def test_a_wrong_password_stops_it_at_once(answer: Any) -> None:
    emulator = ran(every(timedelta(hours=1), utc(2026, 1, 1), utc(2026, 2, 1)), limit=5)
    emulator.world.behaviour = Behaviour(wrong_credentials=answer, worker_results_limit=5)
    refused = pytest.raises((errors.AuthenticationError, errors.ApiError))
    with emulator.client(password="wrong", protocol="modern") as client, refused as caught:
        client.runs(utc(2026, 1, 1), utc(2026, 2, 1))
    if answer == "challenge":
        assert isinstance(caught.value, errors.AuthenticationError)
    # A failed envelope may mean anything, so it takes a second call, for a time in which nothing ran.
    assert len(emulator.requests.calls(FUNCTION)) == (1 if answer == "challenge" else 2)


def test_a_password_changed_meanwhile_stops_it() -> None:
    emulator = ran(every(timedelta(minutes=1), utc(2026, 1, 1), utc(2026, 1, 2)), limit=100)

    def change(_: object) -> None:
        if len(emulator.requests.calls(FUNCTION)) == 15:
            emulator.state.users["admin"].password = "other"

    with emulator.client().options(on_response=change) as client, pytest.raises(errors.AuthenticationError):
        client.runs(utc(2026, 1, 1), utc(2026, 1, 2))
    assert len(emulator.requests.calls(FUNCTION)) == 16


def test_a_server_out_of_reach_stops_it() -> None:
    emulator = ran([utc(2026, 1, 1)])
    emulator.faults.add("*", Refuse())
    with emulator.client(protocol="modern", retries=0) as client, pytest.raises(errors.ConnectError):
        client.runs(utc(2026, 1, 1), utc(2026, 2, 1))
    assert len(emulator.requests) == 0


def test_a_server_that_answers_nothing_any_more_stops_it() -> None:
    emulator = ran([utc(2026, 1, 1)])
    emulator.faults.add(FUNCTION, Delay(seconds=60))
    with emulator.client(timeout=30) as client, pytest.raises(errors.RequestTimeout):
        client.runs(utc(2026, 1, 1), utc(2026, 2, 1))


def test_a_server_that_refuses_everything_is_an_error_and_not_one_large_gap() -> None:
    emulator = ran([utc(2026, 1, 1)])
    emulator.faults.add(FUNCTION, HttpError(status=500))
    with emulator.client(retries=0) as client, pytest.raises(errors.ApiError, match="GetWorkerResults"):
        client.runs(utc(2026, 1, 1), utc(2026, 2, 1))
    assert len(emulator.requests.calls(FUNCTION)) == 2


@pytest.mark.parametrize("tokens", ["usual", "always"])
def test_whether_the_server_answers_with_a_token_makes_no_difference(tokens: Any) -> None:
    emulator = ran(every(timedelta(hours=1), utc(2026, 1, 1), utc(2026, 1, 4)), limit=10)
    emulator.world.behaviour = Behaviour(tokens=tokens, worker_results_limit=10)
    with emulator.client() as client:
        assert len(client.runs(utc(2026, 1, 1), utc(2026, 1, 4)).runs) == 72


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (datetime(2026, 1, 1), utc(2026, 1, 2), "start has no time zone"),
        (utc(2026, 1, 1), datetime(2026, 1, 2), "end has no time zone"),
        (utc(2026, 1, 2), utc(2026, 1, 1), "end 2026-01-01 00:00:00 is before start 2026-01-02 00:00:00"),
        ("2026-01-01", utc(2026, 1, 2), "start must be a datetime, not str"),
        (utc(2026, 1, 1), datetime.max.replace(tzinfo=timezone(-timedelta(hours=1))), "end is beyond the calendar"),
        (utc(2026, 1, 1), datetime.max.replace(tzinfo=UTC), "end is beyond the calendar"),
    ],
)
def test_a_span_that_is_none_is_refused_before_anything_is_sent(start: Any, end: Any, words: str) -> None:
    emulator = ran([])
    with emulator.client() as client:
        for read in (client.runs, client.job_runs):
            with pytest.raises(errors.ArgumentError, match=words):
                read(start, end)
    assert len(emulator.requests) == 0


@pytest.mark.parametrize("calls", [0, -1])
def test_a_bound_that_lets_nothing_through_is_refused(calls: int) -> None:
    with ran([]).client() as client, pytest.raises(errors.ArgumentError, match="most_calls"):
        client.runs(utc(2026, 1, 1), utc(2026, 1, 2), most_calls=calls)


def test_all_of_the_calendar_can_be_asked_for() -> None:
    with ran([utc(2026, 1, 1)], limit=1).client() as client:
        found = client.runs(datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC, microsecond=0))

    assert len(found.runs) == 1


def test_runs_of_jobs_are_read_alike() -> None:
    emulator = ran([])
    starts = every(timedelta(hours=1), utc(2026, 10, 24, 12), utc(2026, 10, 25, 12))
    emulator.state.time_zone = BERLIN
    emulator.state.job_runs = [
        JobRun(id=number, job_id=number % 2, action="VerifyStores", start=start, complete=start)
        for number, start in enumerate(starts, start=1)
    ]
    emulator.faults.add("GetJobResults", HttpError(status=500), times=1)
    with emulator.client(retries=0) as client:
        found = client.job_runs(utc(2026, 10, 24, 12), utc(2026, 10, 25, 12))
        one = client.job_runs(utc(2026, 10, 24, 12), utc(2026, 10, 25, 12), job_id=1)

    assert [run.start_time for run in found.runs] == starts
    assert (found.gaps, found.calls) == ([], 4)
    assert [run.job_result_id for run in one.runs] == list(range(1, 25, 2))


def test_runs_of_an_instance_are_read_alike() -> None:
    emulator = Emulator(Seed(instances=2, years=1, users=1), edition="spe", behaviour=Behaviour(worker_results_limit=9))
    with emulator.spe_client() as client:
        instance = client.instance("customer2")
        found = instance.runs(utc(2025, 12, 1), utc(2025, 12, 8))
        jobs = instance.job_runs(utc(2025, 12, 10), utc(2025, 12, 12))

    own = emulator.instances["customer2"].worker_runs.between(utc(2025, 12, 1), utc(2025, 12, 8))
    assert [run.id for run in found.runs] == [run.id for run in own]
    assert found.calls > 1
    assert len(jobs.runs) == 6


@pytest.mark.anyio
async def test_asynchronous_clients_read_the_same() -> None:
    starts = every(timedelta(hours=1), utc(2026, 1, 1), utc(2026, 1, 8))
    emulator = ran(starts, limit=10)
    with emulator.client() as client:
        expected = client.runs(utc(2026, 1, 1), utc(2026, 1, 8))
        jobs = client.job_runs(utc(2026, 1, 1), utc(2026, 1, 8))
    async with emulator.async_client() as client:
        assert await client.runs(utc(2026, 1, 1), utc(2026, 1, 8)) == expected
        assert await client.job_runs(utc(2026, 1, 1), utc(2026, 1, 8)) == jobs
    async with emulator.async_client(password="wrong") as client:
        with pytest.raises(errors.AuthenticationError):
            await client.runs(utc(2026, 1, 1), utc(2026, 1, 8))


@pytest.mark.anyio
async def test_asynchronous_clients_of_an_instance_read_the_same() -> None:
    emulator = Emulator(edition="spe")
    async with emulator.async_spe_client() as client:
        found = await client.instance("customer1").runs(utc(2026, 1, 4), utc(2026, 1, 6))

    assert [run.result for run in found.runs] == ["succeeded", "completedWithErrors", "failed"]


def test_what_was_read_survives_its_own_json() -> None:
    busy = [utc(2026, 1, 1, 9)] * 3
    with ran([*busy, utc(2026, 1, 1, 12)], limit=2).client() as client:
        found = client.runs(utc(2026, 1, 1), utc(2026, 1, 2))

    assert found.gaps
    assert type(found).model_validate_json(found.model_dump_json(by_alias=True)) == found
    assert '"startTime":"2026-01-01T12:00:00Z"' in found.model_dump_json(by_alias=True)
