"""Which faults may be armed for what, and when they strike."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from mailstore_sdk import errors
from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.emulator import (
    Edition,
    Emulator,
    ExpiredCertificate,
    FailHalfway,
    Fault,
    HttpError,
    ManualClock,
    Planted,
    Refuse,
    Reset,
    Stuck,
)
from mailstore_sdk.emulator.handlers import HANDLERS
from tests.emulator.asking import invoke


def strikes(emulator: Emulator, function: str, times: int) -> list[bool]:
    """Whether a planted HTTP 500 struck each of so many calls."""
    return [invoke(emulator, function).status == 500 for _ in range(times)]


@pytest.mark.parametrize(
    ("function", "fault", "options", "words"),
    [
        ("GetUserInf", Reset(), {}, "did you mean GetUserInfo"),
        ("", Reset(), {}, "no function"),
        ("GetUserInfo", Reset(), {"times": 0}, "times 0"),
        ("GetUserInfo", Reset(), {"probability": 0}, "probability 0"),
        ("GetUserInfo", Reset(), {"probability": 1.1}, r"probability 1\.1"),
        ("GetUserInfo", Refuse(), {}, "plant it for"),
        ("GetUserInfo", ExpiredCertificate(), {}, "plant it for"),
        ("*", Refuse(), {"times": 1}, "give seconds"),
        ("*", Refuse(), {"probability": 0.5}, "give seconds"),
        ("get-status", Stuck(), {}, "does not run long"),
        ("GetUsers", Reset, {}, "no fault"),
        ("GetUserInfo", FailHalfway(), {}, "GetUserInfo does not run long"),
    ],
)
def test_a_fault_that_could_not_strike_there_is_refused_at_once(
    function: str, fault: Fault, options: dict[str, Any], words: str
) -> None:
    emulator = Emulator()

    with pytest.raises(errors.ConfigurationError, match=words):
        emulator.faults.add(function, fault, **options)

    assert list(emulator.faults) == []


@pytest.mark.parametrize("edition", ["server", "spe"])
def test_no_function_runs_long_that_faults_of_long_running_calls_are_refused_for(edition: Edition) -> None:
    emulator = Emulator(edition=edition)
    begun: list[str] = []
    emulator.world.begun = lambda task: begun.append(task.function)

    for name in HANDLERS:
        invoke(emulator, name, b"instanceID=customer1&id=1&name=x")

    assert begun
    assert {BY_NAME[name].long_running for name in begun} <= {"likely", "documented"}


def test_a_fault_strikes_its_function_alone() -> None:
    emulator = Emulator()
    planted = emulator.faults.add("GetUsers", HttpError(status=500))

    assert invoke(emulator, "GetServerInfo").status == 200
    assert planted.struck == 0
    assert strikes(emulator, "GetUsers", 2) == [True, True]
    assert planted.struck == 2


def test_a_fault_of_all_functions_strikes_each_of_them_and_what_is_none() -> None:
    emulator = Emulator()
    emulator.faults.add("*", HttpError(status=500))

    assert [invoke(emulator, name).status for name in ("GetUsers", "GetServerInfo", "NoSuchFunction")] == [500] * 3


def test_a_function_is_struck_under_its_old_name_too() -> None:
    emulator = Emulator(protocol="legacy")
    planted = emulator.faults.add("GetUserList", Reset(), times=1)

    with emulator.client(protocol="legacy") as client:
        assert len(client.get_users()) == len(emulator.state.users)

    assert planted.function == "GetUsers"
    assert planted.struck == 1


def test_a_fault_strikes_as_often_as_it_is_meant_to() -> None:
    emulator = Emulator()
    planted = emulator.faults.add("GetUsers", HttpError(status=500), times=2)

    assert strikes(emulator, "GetUsers", 4) == [True, True, False, False]
    assert planted.struck == 2
    assert list(emulator.faults) == []


def test_the_fault_that_was_added_first_strikes_first() -> None:
    emulator = Emulator()
    emulator.faults.add("GetUsers", HttpError(status=503), times=1)
    emulator.faults.add("*", HttpError(status=502), times=1)
    emulator.faults.add("GetUsers", HttpError(status=501))

    assert [invoke(emulator, "GetUsers").status for _ in range(3)] == [503, 502, 501]


def test_a_probability_strikes_about_so_often_and_alike_in_every_run() -> None:
    runs = []
    for _ in range(2):
        emulator = Emulator()
        emulator.faults.add("GetUsers", HttpError(status=500), probability=0.3)
        runs.append(strikes(emulator, "GetUsers", 300))

    assert runs[0] == runs[1]
    assert 60 < sum(runs[0]) < 120


def test_after_a_reset_the_draws_begin_anew() -> None:
    emulator = Emulator()
    runs = []
    for _ in range(2):
        emulator.faults.add("GetUsers", HttpError(status=500), probability=0.5)
        runs.append(strikes(emulator, "GetUsers", 50))
        emulator.reset()

    assert runs[0] == runs[1]
    assert list(emulator.faults) == []


def test_a_client_that_only_reads_gets_through_where_one_request_in_five_is_lost() -> None:
    emulator = Emulator()
    emulator.faults.add("*", Reset(), probability=0.2)

    with emulator.client(retries=9) as client:
        names = {client.get_user_info("johndoe").user_name for _ in range(100)}

    assert names == {"johndoe"}
    assert len(emulator.requests) > 110


def test_a_planted_fault_ends_with_its_block_whatever_happens() -> None:
    emulator = Emulator()

    def fail() -> None:
        with emulator.faults.planted("GetUsers", HttpError(status=500)) as planted:
            armed.append(planted)
            assert list(emulator.faults) == armed
            assert strikes(emulator, "GetUsers", 1) == [True]
            raise ZeroDivisionError

    armed: list[Planted] = []
    with pytest.raises(ZeroDivisionError):
        fail()

    assert strikes(emulator, "GetUsers", 1) == [False]
    assert armed[0].struck == 1


def test_a_fault_can_be_taken_away_and_only_that_one() -> None:
    emulator = Emulator()
    first = emulator.faults.add("GetUsers", HttpError(status=500))
    second = emulator.faults.add("GetUsers", HttpError(status=500))

    emulator.faults.remove(first)
    emulator.faults.remove(first)

    assert list(emulator.faults) == [second]


def test_a_refusal_ends_by_the_emulators_clock() -> None:
    clock = ManualClock()
    emulator = Emulator(clock=clock)
    emulator.faults.add("*", Refuse(seconds=10))

    with emulator.client(retries=0) as client:
        with pytest.raises(errors.ConnectError):
            client.get_server_info()
        clock.advance(10)
        client.get_server_info()

    assert list(emulator.faults) == []


def test_counted_faults_strike_exactly_so_often_whoever_asks_at_once() -> None:
    emulator = Emulator()
    emulator.faults.add("GetServerInfo", HttpError(status=500), times=100)
    struck: list[bool] = []
    threads = [threading.Thread(target=lambda: struck.extend(strikes(emulator, "GetServerInfo", 50))) for _ in range(8)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(struck), sum(struck)) == (400, 100)
