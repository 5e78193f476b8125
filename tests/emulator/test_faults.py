"""Faults as data, what they do to an answer, and what the client makes of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter, ValidationError

from mailstore_sdk import emulator, errors
from mailstore_sdk.emulator import (
    ByPolls,
    ByTime,
    ContentType,
    Delay,
    Drip,
    Emulator,
    FailHalfway,
    Fault,
    HttpError,
    Huge,
    ManualClock,
    Refuse,
    Reset,
    Stuck,
    Truncated,
    WrongEncoding,
)
from mailstore_sdk.emulator.faults import AnswerFault, ConnectionFault, TaskFault
from mailstore_sdk.emulator.installation import Installation
from mailstore_sdk.emulator.messages import CHUNK, Rows, json_response
from tests.emulator.asking import invoke
from tests.emulator.fault_examples import EACH


def test_there_is_an_example_of_each_fault_here() -> None:
    assert [type(fault) for fault in EACH] == list(get_args(Fault))


@pytest.mark.parametrize("fault", EACH, ids=repr)
def test_a_fault_is_data_that_survives_json(fault: Fault) -> None:
    plain = json.loads(fault.model_dump_json())

    assert plain["kind"] == type(fault).__name__
    assert TypeAdapter[Any](Fault).validate_python(plain) == fault


@pytest.mark.parametrize("fault", EACH, ids=repr)
def test_a_fault_is_shown_as_it_is_written(fault: Fault) -> None:
    assert eval(repr(fault), dict(vars(emulator))) == fault
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
        (ContentType, {"value": " text/html"}),
        (ContentType, {"value": "text/html "}),
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

    answer = invoke(emulator, "GetServerInfo")
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
