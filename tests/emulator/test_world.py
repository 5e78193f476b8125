"""Long-running calls come to their end in time, whether or not somebody asks for them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from mailstore_sdk import errors
from mailstore_sdk.emulator import Behaviour, ByPolls, ByTime, Emulator, FailHalfway, ManualClock, Stuck

EVER = (datetime(2000, 1, 1), datetime(2100, 1, 1))


def test_what_a_call_leaves_behind_is_done_when_its_time_is_over_although_nobody_asks() -> None:
    clock = ManualClock()
    emulator = Emulator(tasks=ByTime(10), clock=clock, protocol="modern")
    client = emulator.client()
    client.begin_create_store("new")

    clock.advance(9)
    before = [store.name for store in client.get_stores()]
    clock.advance(2)

    assert "new" not in before
    assert "new" in [store.name for store in client.get_stores()]


@pytest.mark.parametrize("edition", ["server", "spe"])
def test_it_is_done_at_the_moment_at_which_the_call_ended(edition: str) -> None:
    clock = ManualClock()
    spe = edition == "spe"
    emulator = Emulator(edition="spe" if spe else "server", tasks=ByTime(10), clock=clock)
    (emulator.spe_client().instance("customer1") if spe else emulator.client(protocol="modern")).begin_run_profile(1)
    begin = datetime.fromtimestamp(clock.now(), UTC)

    clock.advance(60)
    emulator.run_due()

    state = emulator.instances["customer1"] if spe else emulator.state
    assert state.worker_runs[-1].complete == begin + timedelta(seconds=10)
    assert state.now() == begin + timedelta(seconds=60)


def test_a_token_is_forgotten_so_long_after_the_end_and_not_after_the_first_question() -> None:
    clock = ManualClock()
    emulator = Emulator(tasks=ByTime(10), clock=clock, behaviour=Behaviour(token_lifetime=5), protocol="modern")
    operation = emulator.client().begin_verify_store(1)

    clock.advance(20)

    with pytest.raises(errors.OperationLost):
        operation.refresh()


def test_a_call_that_is_cancelled_late_is_so_although_nobody_asks() -> None:
    clock = ManualClock()
    emulator = Emulator(tasks=ByTime(100), clock=clock, behaviour=Behaviour(cancel="late"), protocol="modern")
    client = emulator.client()
    client.begin_run_profile(1).cancel()

    clock.advance(30)
    emulator.run_due()

    assert emulator.state.worker_runs[-1].result == "cancelled"


def test_faults_of_long_running_calls_strike_in_time() -> None:
    clock = ManualClock()
    emulator = Emulator(tasks=ByTime(100), clock=clock, protocol="modern")
    client = emulator.client()
    emulator.faults.add("RunProfile", FailHalfway(percent=50), times=1)
    emulator.faults.add("CreateStore", Stuck())
    client.begin_run_profile(1)
    client.begin_create_store("never")

    clock.advance(200)

    assert max(client.raw.GetWorkerResults(*EVER), key=lambda row: row["id"])["result"] == "failed"
    assert "never" not in [store.name for store in client.get_stores()]


def test_a_call_that_needs_no_poll_has_ended_when_it_is_answered(protocol: str) -> None:
    emulator = Emulator(tasks=ByPolls(0))

    emulator.client(protocol=protocol).begin_create_store("new")

    assert "new" in [store.name for store in emulator.state.stores.values()]


def test_after_a_reset_no_call_of_before_ends_any_more() -> None:
    clock = ManualClock()
    emulator = Emulator(tasks=ByTime(10), clock=clock, protocol="modern")
    client = emulator.client()
    first = client.begin_create_store("first")
    emulator.reset()
    second = client.begin_create_store("second")

    clock.advance(20)

    assert json.loads(first.to_json())["token"] == json.loads(second.to_json())["token"], "the same in every run"
    assert [store.name for store in client.get_stores()][2:] == ["second"]


def test_what_ran_does_not_run_again_when_the_machines_clock_is_put_back() -> None:
    class Adjusted(ManualClock):
        def put_back(self, seconds: float) -> None:
            self._now -= seconds

    clock = Adjusted(datetime(2026, 1, 5, 3, 0, tzinfo=UTC))
    emulator = Emulator(clock=clock)
    clock.advance(3_600)  # the demo's job runs at 03:30
    emulator.run_due()
    before = len(emulator.state.job_runs)

    clock.put_back(7_200)
    emulator.run_due()
    clock.advance(7_200)
    emulator.run_due()

    assert (before, len(emulator.state.job_runs)) == (2, 2)
