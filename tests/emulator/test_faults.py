"""Faults as data: which ones there are, where they may be planted, and when they strike."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter, ValidationError

from mailstore_sdk import errors
from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.emulator import (
    ByPolls,
    ByTime,
    ContentType,
    Delay,
    Drip,
    Edition,
    Emulator,
    ExpiredCertificate,
    ExpireToken,
    FailHalfway,
    Fault,
    HtmlPage,
    HttpError,
    Huge,
    InvalidJson,
    ManualClock,
    Planted,
    Refuse,
    Request,
    Reset,
    Response,
    Restart,
    Stuck,
    Truncated,
    WrongEncoding,
)
from mailstore_sdk.emulator.faults import AnswerFault, ConnectionFault, TaskFault
from mailstore_sdk.emulator.handlers import HANDLERS
from mailstore_sdk.emulator.installation import Installation
from mailstore_sdk.emulator.messages import CHUNK, Rows, json_response

EACH: list[Fault] = [
    Delay(seconds=1),
    HttpError(status=503, retry_after=1),
    Reset(after_bytes=3),
    Truncated(),
    InvalidJson(),
    ContentType(),
    HtmlPage(),
    WrongEncoding(),
    Drip(bytes_per_second=10),
    Huge(size=10),
    Restart(),
    Refuse(seconds=1),
    ExpiredCertificate(),
    Stuck(),
    FailHalfway(),
    ExpireToken(),
]


def ask(emulator: Emulator, function: str, body: bytes = b"") -> Response:
    """The answer to a call with these form fields."""
    headers = {"authorization": "Basic YWRtaW46YWRtaW4=", "content-length": str(len(body))}
    answer = emulator.respond(Request(method="POST", path=f"/api/invoke/{function}", headers=headers, body=body))
    assert isinstance(answer, Response)
    return answer


def strikes(emulator: Emulator, function: str, times: int) -> list[bool]:
    """Whether a planted HTTP 500 struck each of so many calls."""
    return [ask(emulator, function).status == 500 for _ in range(times)]


def test_there_is_an_example_of_each_fault_here() -> None:
    assert [type(fault) for fault in EACH] == list(get_args(Fault))


@pytest.mark.parametrize("fault", EACH, ids=repr)
def test_a_fault_is_data_that_survives_json(fault: Fault) -> None:
    plain = json.loads(fault.model_dump_json())

    assert plain["kind"] == type(fault).__name__
    assert TypeAdapter[Any](Fault).validate_python(plain) == fault


@pytest.mark.parametrize("fault", EACH, ids=repr)
def test_a_fault_is_shown_as_it_is_written(fault: Fault) -> None:
    assert eval(repr(fault)) == fault
    assert str(fault) == repr(fault)


@pytest.mark.parametrize("fault", EACH, ids=repr)
def test_each_fault_says_whether_the_call_was_carried_out(fault: Fault) -> None:
    words = ("carried out", "long-running call")
    assert any(word in (type(fault).__doc__ or "") for word in words)


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (Delay, {"seconds": 0}),
        (Delay, {"seconds": float("nan")}),
        (Delay, {"seconds": float("inf")}),
        (Drip, {"bytes_per_second": 0}),
        (HttpError, {"status": 200}),
        (HttpError, {"status": 600}),
        (HttpError, {"status": 503, "retry_after": -1}),
        (Reset, {"after_bytes": -1}),
        (Reset, {"after_bytes": 1, "carried_out": False}),
        (Reset, {"bytes": 1}),
        (ContentType, {"value": "a\r\nb: c"}),
        (WrongEncoding, {"encoding": "utf-9"}),
        (WrongEncoding, {"encoding": "rot13"}),
        (WrongEncoding, {"encoding": "undefined"}),
        (FailHalfway, {"percent": 101}),
        (Refuse, {"seconds": 0}),
    ],
)
def test_a_fault_that_cannot_be_is_refused_at_once(kind: Any, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        kind(**wrong)


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
        ask(emulator, name, b"instanceID=customer1&id=1&name=x")

    assert begun
    assert {BY_NAME[name].long_running for name in begun} <= {"likely", "documented"}


def test_a_fault_strikes_its_function_alone() -> None:
    emulator = Emulator()
    planted = emulator.faults.add("GetUsers", HttpError(status=500))

    assert ask(emulator, "GetServerInfo").status == 200
    assert planted.struck == 0
    assert strikes(emulator, "GetUsers", 2) == [True, True]
    assert planted.struck == 2


def test_a_fault_of_all_functions_strikes_each_of_them_and_what_is_none() -> None:
    emulator = Emulator()
    emulator.faults.add("*", HttpError(status=500))

    assert [ask(emulator, name).status for name in ("GetUsers", "GetServerInfo", "NoSuchFunction")] == [500] * 3


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

    assert [ask(emulator, "GetUsers").status for _ in range(3)] == [503, 502, 501]


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


def test_a_late_answer_moves_the_clock_by_as_much_as_the_client_waits() -> None:
    clock = ManualClock()
    emulator = Emulator(clock=clock)
    emulator.faults.add("GetServerInfo", Delay(seconds=20))
    start = clock.now()

    emulator.client(protocol="modern", timeout=25).get_server_info()
    arrived = clock.now() - start
    with pytest.raises(errors.RequestTimeout):
        emulator.client(protocol="modern", timeout=5).get_server_info()

    assert arrived == pytest.approx(20)
    assert clock.now() - start == pytest.approx(25)


def test_a_client_waits_for_as_long_as_the_server_asks_it_to() -> None:
    clock = ManualClock()
    emulator = Emulator(clock=clock)
    emulator.faults.add("GetServerInfo", HttpError(status=503, retry_after=7), times=1)
    start = clock.now()

    emulator.client(protocol="modern").get_server_info()

    assert clock.now() - start == pytest.approx(7)


def test_a_late_poll_is_late_after_it_was_held() -> None:
    clock = ManualClock()
    emulator = Emulator(clock=clock, tasks=ByTime(100))  # with news every five seconds
    client = emulator.client(protocol="modern", poll_wait=60)
    following = iter(client.begin_verify_store(1))
    emulator.faults.add("get-status", Delay(seconds=3), times=1)
    start = clock.now()

    next(following)

    assert clock.now() - start == pytest.approx(5 + 3, abs=0.01)


def test_a_call_that_fails_halfway_leaves_nothing_behind() -> None:
    emulator = Emulator(tasks=ByPolls(4))
    emulator.faults.add("RunProfile", FailHalfway(percent=20))
    runs = len(list(emulator.state.worker_runs))

    with emulator.client() as client, pytest.raises(errors.OperationFailed):
        client.run_profile(client.get_profiles()[0].id or 0)

    new = list(emulator.state.worker_runs)[runs:]
    assert [run.result for run in new] == ["failed"]


def test_a_stuck_call_can_be_cancelled() -> None:
    emulator = Emulator()
    emulator.faults.add("VerifyStore", Stuck())

    operation = emulator.client(protocol="modern").begin_verify_store(1)
    operation.cancel()

    with pytest.raises(errors.OperationCancelled):
        operation.result()


def test_a_huge_answer_is_made_while_it_is_sent() -> None:
    emulator = Emulator()
    emulator.faults.add("GetServerInfo", Huge(size=10 * CHUNK + 7))

    answer = ask(emulator, "GetServerInfo")
    pieces = [len(piece) for piece in answer.chunks()]

    assert not isinstance(answer.body, bytes)
    assert max(pieces) == CHUNK
    assert sum(pieces[1:]) == 10 * CHUNK + 7
    assert json.loads(answer.content.decode("utf-8-sig"))["statusCode"] == "succeeded"


def test_a_cut_answer_of_many_rows_is_not_made_to_its_end() -> None:
    made: list[int] = []

    def rows() -> Iterator[str]:
        for number in range(1_000_000):
            made.append(number)
            yield "x" * 100

    cut = Truncated(after_bytes=10).spoil(json_response(Rows(rows), byte_order_mark=False))

    assert cut.content == b'["xxxxxxxx'
    assert len(made) < 2_000


def test_an_answer_of_many_rows_is_recoded_piece_by_piece() -> None:
    def rows() -> Iterator[str]:
        return ("ä" for _ in range(CHUNK))

    recoded = WrongEncoding().spoil(json_response(Rows(rows), byte_order_mark=True))

    assert max(len(piece) for piece in recoded.chunks()) < 4 * CHUNK
    assert json.loads(recoded.content.decode("utf-16")) == ["ä"] * CHUNK


def test_the_three_sorts_of_faults_are_told_apart() -> None:
    sorts = [[sort for sort in (AnswerFault, ConnectionFault, TaskFault) if isinstance(fault, sort)] for fault in EACH]

    assert all(len(sort) == 1 for sort in sorts)


def test_a_spoilt_answer_on_spe_is_spoilt_for_one_instance_like_for_another() -> None:
    emulator = Emulator(edition="spe")
    assert isinstance(emulator.world.state, Installation)
    emulator.faults.add("GetUsers", HttpError(status=500), times=1)

    with emulator.spe_client() as client:
        with pytest.raises(errors.ApiError):
            client.instance("customer1").get_users()
        assert client.instance("customer1").get_users()
