"""Jobs and automatic profiles run when the clock moves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mailstore_sdk import Client
from mailstore_sdk.emulator import Emulator, ManualClock, SystemClock
from mailstore_sdk.emulator.scheduler import MOST

EVER = (datetime(2000, 1, 1), datetime(2100, 1, 1))
HOUR, DAY = 3600, 86_400
BERLIN = "W. Europe Standard Time"
PAUSE = 300  # seconds between two runs of the demo's profile


def made(start: datetime = datetime(2026, 1, 5, 9, 0, tzinfo=UTC), **options: Any) -> tuple[Emulator, ManualClock]:
    """The demo server with a clock that is moved."""
    clock = ManualClock(start)
    emulator = Emulator(clock=clock, protocol="modern", **options)
    return emulator, clock


def starts(client: Client, job: int) -> list[datetime]:
    """When a job ran, in UTC, oldest first."""
    runs = client.get_job_results(*EVER, time_zone_id="UTC", job_id=job)
    return sorted(run.start_time for run in runs if run.start_time is not None)


def archived(emulator: Emulator) -> list[tuple[datetime, datetime]]:
    """Begin and end of the runs of profiles that the clock brought."""
    return [(run.start, run.complete) for run in emulator.state.worker_runs if run.id > 102]


def test_a_job_runs_at_its_time_and_not_before() -> None:
    emulator, clock = made()
    client = emulator.client()
    client.create_job("Nightly", "VerifyStores", "admin", "UTC", time="23:00:00")

    clock.advance(14 * HOUR - 1)
    assert starts(client, 2) == []
    clock.advance(1)
    assert starts(client, 2) == [datetime(2026, 1, 5, 23)]
    assert starts(client, 2) == [datetime(2026, 1, 5, 23)]
    (job,) = [job for job in client.get_jobs() if job.id == 2]
    assert job.last_start_date_time_utc == datetime(2026, 1, 5, 23, tzinfo=UTC)
    assert job.next_start_date_time_utc == datetime(2026, 1, 6, 23, tzinfo=UTC)


def test_missed_runs_of_several_jobs_are_made_up_in_the_order_of_time() -> None:
    emulator, clock = made()
    client = emulator.client()
    client.create_job("Noon", "VerifyStores", "admin", "UTC", time="12:00:00")
    client.create_job("Midnight", "VerifyStores", "admin", "UTC", time="00:00:00")

    clock.advance(2 * DAY)

    assert [run.id for run in emulator.state.job_runs] == [1]
    emulator.run_due()
    runs = [(run.job_id, run.start.day, run.start.hour) for run in emulator.state.job_runs if run.job_id > 1]
    assert runs == [(2, 5, 12), (3, 6, 0), (2, 6, 12), (3, 7, 0)]


def test_a_job_that_is_off_does_not_run_and_does_not_make_up_what_it_missed() -> None:
    emulator, clock = made()
    client = emulator.client()
    client.set_job_enabled(1, False)
    clock.advance(3 * DAY)
    client.set_job_enabled(1, True)

    assert len(starts(client, 1)) == 1
    clock.advance(DAY)
    assert len(starts(client, 1)) == 2


def test_a_job_with_a_date_runs_once() -> None:
    emulator, clock = made()
    client = emulator.client()
    client.create_job("Once", "VerifyStores", "admin", BERLIN, date=datetime(2026, 1, 6, 12))

    clock.advance(30 * DAY)

    assert starts(client, 2) == [datetime(2026, 1, 6, 11)]
    assert client.get_jobs()[1].next_start_date_time_utc is None


def test_a_jobs_command_is_really_carried_out() -> None:
    emulator, clock = made()
    client = emulator.client()
    client.create_job("Tidy", 'RenameStore --id=1 --name="Old mail"', "admin", "UTC", interval=60)
    client.create_job("Back up", "CreateBackup --path=D:\\Backup", "admin", "UTC", interval=60)
    client.create_job("Drop", "DetachStore --id=1", "admin", "UTC", interval=120)

    clock.advance(HOUR)
    assert client.get_stores()[0].name == "Old mail"
    clock.advance(HOUR)
    assert [store.id for store in client.get_stores()] == [2]


@pytest.mark.parametrize(
    "command",
    [
        "Brew",
        "",
        "RenameStore",
        "RenameStore --id=9 --name=New",
        "RenameStore --id=1 New",
        "RenameStore --id=1 --name=New now",
        "RenameStore --id=1 --name='New",
        "GetInstances --instanceFilter=*",
        "RunJobAsync --id=2",
    ],
)
def test_a_job_whose_command_fails_has_succeeded_and_changed_nothing(command: str) -> None:
    emulator, clock = made()
    client = emulator.client()
    client.create_job("Odd", "VerifyStores", "admin", "UTC", interval=60)
    emulator.state.jobs[2].action = command
    before = [store.name for store in client.get_stores()]

    clock.advance(HOUR)

    (run,) = client.get_job_results(*EVER, job_id=2)
    assert (run.result, [store.name for store in client.get_stores()]) == ("succeeded", before)


def test_a_job_run_by_hand_carries_its_command_out_now() -> None:
    emulator, _ = made()
    client = emulator.client()
    client.create_job("Tidy", "RenameStore --id=1 --name=New", "admin", "UTC", time="23:00:00")

    client.run_job_async(2)

    assert client.get_stores()[0].name == "New"
    assert starts(client, 2) == [datetime(2026, 1, 5, 9)]


def test_a_job_may_delete_itself() -> None:
    emulator, clock = made()
    client = emulator.client()
    client.create_job("Gone", "DeleteJob --id=2", "admin", "UTC", interval=60)

    clock.advance(5 * HOUR)

    assert (len(starts(client, 2)), [job.id for job in client.get_jobs()]) == (1, [1])


def test_a_command_sees_the_time_at_which_its_job_was_due() -> None:
    emulator, clock = made()
    client = emulator.client()
    client.create_job("Chain", "CreateJob --name=x --action=Ping --owner=admin --timeZoneId=UTC", "admin", "UTC",
                      time="23:00:00")  # fmt: skip

    clock.advance(DAY + 7)
    emulator.run_due()

    assert emulator.state.jobs[3].created == datetime(2026, 1, 5, 23, tzinfo=UTC)
    assert emulator.state.now() == datetime(2026, 1, 6, 9, 0, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "clock_time", "expected"),
    [
        # Clocks go forward on 29 March 2026 at 02:00, and back on 25 October at 03:00.
        (datetime(2026, 3, 27, 12), "12:00:00", ["28T11:00", "29T10:00", "30T10:00"]),
        (datetime(2026, 3, 27, 12), "02:30:00", ["28T01:30", "29T01:30", "30T00:30"]),
        (datetime(2026, 10, 23, 12), "12:00:00", ["24T10:00", "25T11:00", "26T11:00"]),
        (datetime(2026, 10, 23, 12), "02:30:00", ["24T00:30", "25T00:30", "26T01:30"]),
    ],
)
def test_a_schedule_follows_the_clocks_of_its_time_zone(start: datetime, clock_time: str, expected: list[str]) -> None:
    emulator, clock = made(start.replace(tzinfo=UTC))
    client = emulator.client()
    client.create_job("Daily", "VerifyStores", "admin", BERLIN, time=clock_time)

    clock.advance(3 * DAY)

    assert [f"{moment:%dT%H:%M}" for moment in starts(client, 2)] == expected


def test_an_interval_is_not_disturbed_when_the_clocks_change() -> None:
    emulator, clock = made(datetime(2026, 3, 28, 23, 0, tzinfo=UTC))
    client = emulator.client()
    client.create_job("Often", "VerifyStores", "admin", BERLIN, interval=60)

    clock.advance(4 * HOUR)

    assert starts(client, 2) == [datetime(2026, 3, 29, hour) for hour in range(4)]


def test_after_a_leap_of_ten_years_only_the_latest_runs_are_made_up() -> None:
    emulator, clock = made()
    client = emulator.client()
    client.create_job("Often", "VerifyStores", "admin", "UTC", interval=5)

    clock.advance(3650 * DAY)

    often, daily = starts(client, 2), starts(client, 1)
    assert (len(often), often[-1]) == (MOST, datetime(2036, 1, 3, 9))
    assert len(daily) == MOST + 1
    assert MOST - 1 <= len(archived(emulator)) <= MOST + 1


def test_nothing_is_made_up_of_the_time_before_the_server_started() -> None:
    emulator, clock = made()
    clock.advance(2 * DAY)
    emulator.reset()

    assert len(starts(emulator.client(), 1)) == 1


def test_a_clock_that_is_exchanged_runs_nothing() -> None:
    emulator = Emulator()
    emulator.use_machine_time()

    assert isinstance(emulator.clock, SystemClock)
    assert len(starts(emulator.client(), 1)) == 1
    assert archived(emulator) == []


def test_an_automatic_profile_runs_after_every_pause() -> None:
    emulator, clock = made()
    begin = datetime(2026, 1, 5, 9, tzinfo=UTC)
    clock.advance(PAUSE + 59)
    emulator.run_due()
    assert archived(emulator) == []

    clock.advance(1)
    emulator.run_due()
    first = begin + timedelta(seconds=PAUSE)
    assert archived(emulator) == [(first, first + timedelta(minutes=1))]

    clock.advance(2 * (PAUSE + 60))
    emulator.run_due()
    assert [start for start, _ in archived(emulator)] == [
        begin + timedelta(seconds=PAUSE + number * (PAUSE + 60)) for number in range(3)
    ]


def test_a_profile_that_is_no_longer_automatic_stops() -> None:
    emulator, clock = made()
    emulator.client().set_profile_server_side_execution(1, False)

    clock.advance(DAY)
    emulator.run_due()

    assert archived(emulator) == []


def test_an_automatic_profile_rests_in_its_maintenance_windows() -> None:
    emulator, clock = made(datetime(2026, 1, 5, 20, 0, tzinfo=UTC))
    emulator.state.time_zone = BERLIN
    emulator.client().set_profile_server_side_execution(
        1, True, automatic_pause_between_executions=3540, automatic_maintenance_windows="22:30-02:15"
    )

    clock.advance(8 * HOUR)
    emulator.run_due()

    # 22:30 to 02:15 in Berlin is 21:30 to 01:15 in UTC.
    assert [f"{start:%H:%M}" for start, _ in archived(emulator)] == ["20:59", "01:15", "02:15", "03:15"]


def test_an_automatic_profile_goes_on_after_a_window_on_the_night_when_the_clocks_go_back() -> None:
    emulator, clock = made(datetime(2026, 10, 24, 23, 0, tzinfo=UTC))
    emulator.state.time_zone = BERLIN
    emulator.client().set_profile_server_side_execution(
        1, True, automatic_pause_between_executions=540, automatic_maintenance_windows="22:00-02:30"
    )

    clock.advance(3 * HOUR)
    emulator.run_due()

    # 02:30 comes at 00:30 and at 01:30 UTC, and from 01:00 to 01:30 it is before 02:30 again.
    starts = [start for start, _ in archived(emulator)]
    assert [f"{start:%H:%M}" for start in starts] == ["00:30", "00:40", "00:50", "01:30", "01:40", "01:50"]


def test_every_running_instance_has_its_own_jobs_and_the_others_make_nothing_up() -> None:
    clock = ManualClock()
    spe = Emulator(edition="spe", clock=clock)
    client = spe.spe_client()
    before = {name: len(instance.job_runs) for name, instance in spe.instances.items()}

    clock.advance(2 * DAY)
    client.start_instances("customer3")
    grown = {name: len(instance.job_runs) - before[name] for name, instance in spe.instances.items()}

    assert grown == {"customer1": 2, "customer2": 2, "customer3": 0}
    clock.advance(DAY)
    spe.run_due()
    assert {name: len(instance.job_runs) - before[name] for name, instance in spe.instances.items()} == {
        "customer1": 3,
        "customer2": 3,
        "customer3": 1,
    }


def test_a_job_of_an_instance_reaches_no_function_of_the_whole_installation() -> None:
    clock = ManualClock()
    spe = Emulator(edition="spe", clock=clock)
    spe.instances["customer1"].jobs[1].action = "DeleteInstances --instanceFilter=*"

    clock.advance(DAY)
    spe.run_due()

    assert list(spe.instances) == ["customer1", "customer2", "customer3"]


def test_a_run_that_fills_the_current_store_begins_the_next_one() -> None:
    emulator, _ = made()
    emulator.state.stores[2].messages = 4_999_997
    client = emulator.client()

    client.run_profile(1)
    client.run_profile(1)

    assert [(store.name, store.requested_state, store.statistics_count) for store in client.get_stores()] == [
        ("DefaultFileGroup", "normal", 234),
        ("2012-07", "normal", 5_000_000),
        ("2026-01", "current", 3),
    ]


def test_a_run_without_a_current_store_begins_one() -> None:
    emulator, _ = made()
    emulator.state.stores[2].requested_state = "normal"
    emulator.state.stores[1].name = "2026-01"
    client = emulator.client()

    client.run_profile(1)

    assert [(s.name, s.statistics_count) for s in client.get_stores() if s.requested_state == "current"] == [
        ("2026-01-2", 3)
    ]
