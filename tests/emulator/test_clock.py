"""The emulator's time: one that tests move, and what becomes of it in copies, in threads and at the end of time."""

from __future__ import annotations

import copy
import threading
from datetime import UTC, datetime

import pytest

from mailstore_sdk.emulator import ByTime, Emulator, ManualClock
from mailstore_sdk.emulator.clock import SystemClock
from mailstore_sdk.errors import ConfigurationError

DAY = 86_400.0


def test_a_clock_that_is_moved_by_hand_never_goes_back() -> None:
    clock = ManualClock()
    start = clock.now()

    clock.sleep(-5)
    clock.advance(-5)

    assert clock.now() == start


def test_no_move_is_lost_when_many_clients_sleep_at_once() -> None:
    clock = ManualClock()
    start = clock.now()

    def sleep_often() -> None:
        for _ in range(2_000):
            clock.sleep(1)

    threads = [threading.Thread(target=sleep_often) for _ in range(8)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert clock.now() - start == 16_000


@pytest.mark.parametrize("seconds", [1e12, 1e300, float("inf"), float("nan")])
def test_a_clock_is_not_moved_beyond_what_dates_can_say(seconds: float) -> None:
    emulator = Emulator(protocol="modern")
    start = emulator.clock.now()
    assert isinstance(emulator.clock, ManualClock)

    with pytest.raises(ConfigurationError, match="beyond 9000"):
        emulator.clock.advance(seconds)

    assert emulator.clock.now() == start
    assert emulator.client().get_users()


def test_who_watches_a_clock_watches_no_copy_of_it() -> None:
    clock = ManualClock(datetime(2026, 3, 1, tzinfo=UTC))
    seen: list[float] = []
    clock.watch(lambda: seen.append(clock.now()))

    other = copy.deepcopy(clock)
    other.advance(DAY)

    assert seen == []
    assert (other.now() - clock.now(), clock.now()) == (DAY, datetime(2026, 3, 1, tzinfo=UTC).timestamp())


def test_another_emulator_may_take_over_what_a_served_one_holds() -> None:
    first = Emulator(clock=ManualClock())
    with first.serve():
        first.client(protocol="modern").create_user("new")

        second = Emulator(first.state)

    assert "new" in second.state.users


def test_a_client_made_before_the_server_is_served_goes_by_its_new_time(monkeypatch: pytest.MonkeyPatch) -> None:
    emulator = Emulator(tasks=ByTime(3_600))
    client = emulator.client(protocol="legacy")
    emulator.use_machine_time()
    passed = [datetime(2026, 11, 1, tzinfo=UTC).timestamp()]
    monkeypatch.setattr(SystemClock, "now", lambda _: passed[-1])
    monkeypatch.setattr(SystemClock, "sleep", lambda _, seconds: passed.append(passed[-1] + seconds))

    assert client.verify_store(1).status == "succeeded"
    assert passed[-1] - passed[0] == pytest.approx(3_600, abs=5)
