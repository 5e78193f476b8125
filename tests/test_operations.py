"""A long-running call can be watched, waited for, cancelled, and taken up again elsewhere."""

from __future__ import annotations

import itertools
import json
import pickle
import subprocess
import sys
from typing import Any

import pytest

from mailstore_sdk import Client, errors, models
from mailstore_sdk.emulator import ByPolls, ByTime, Emulator
from tests.scripted import Scripted, envelope, running

SECRET = "Geheim&Nis+7ü"
SAVED = {"protocol": "modern", "function": "VerifyStore", "token": "t", "url": "/api/get-status"}


def by_time(protocol: Any, seconds: float = 100) -> Emulator:
    return Emulator(protocol=protocol, tasks=ByTime(seconds))


def codes(statuses: Any) -> list[str]:
    return [status.status for status in statuses]


def test_begin_does_not_wait(emulator: Emulator) -> None:
    operation = emulator.client().begin_verify_store(1)

    assert (operation.function, operation.done, operation.status.status) == ("VerifyStore", False, "running")
    assert repr(operation) == "<Operation VerifyStore: running>"


def test_iteration_gives_every_status_and_the_final_one(emulator: Emulator) -> None:
    operation = emulator.client().begin_verify_store(1)

    statuses = list(operation)

    assert codes(statuses) == ["running", "succeeded"]
    assert operation.done
    assert operation.status == statuses[-1]


def test_iteration_gives_the_final_status_of_a_call_that_was_finished_at_once(protocol: Any) -> None:
    operation = Emulator(protocol=protocol, tasks=ByPolls(0)).client().begin_verify_store(1)

    assert codes(operation) == ["succeeded"]


def test_iteration_gives_no_status_twice(protocol: Any) -> None:
    statuses = list(by_time(protocol).client(poll_wait=1.0).begin_verify_store(1))

    assert [later for earlier, later in itertools.pairwise(statuses) if later == earlier] == []


def test_iteration_may_be_left_and_taken_up_again(protocol: Any) -> None:
    operation = Emulator(protocol=protocol, tasks=ByPolls(4)).client().begin_verify_store(1)

    first = next(iter(operation))

    assert codes([first, *operation]) == ["running", "running", "running", "succeeded"]


@pytest.mark.parametrize("code", ["failed", "cancelled", "somethingNew"])
def test_iteration_and_wait_raise_nothing_however_the_call_ends(code: str) -> None:
    end = envelope(statusCode=code, error={"message": "disk full", "details": None} if code == "failed" else None)
    client = Client(sender=Scripted(running(), end, running(), end), protocol="modern")

    assert codes(client.begin_verify_store(1)) == [code]
    assert client.begin_verify_store(1).wait().status == code


@pytest.mark.parametrize(
    ("end", "error", "text"),
    [
        ({"statusCode": "failed", "error": {"message": "disk full"}}, errors.OperationFailed, "disk full"),
        ({"statusCode": "failed", "error": {"message": "m"}, "statusText": "Giving up"}, errors.OperationFailed, "up"),
        ({"statusCode": "failed"}, errors.OperationFailed, "VerifyStore failed"),
        ({"statusCode": "somethingNew"}, errors.OperationFailed, "somethingNew"),
        ({"statusCode": "cancelled", "logOutput": "Stopped.\r\n"}, errors.OperationCancelled, "Stopped."),
    ],
)
def test_the_result_of_a_call_that_ended_badly_is_an_error_with_the_status(
    end: dict[str, Any], error: type[errors.OperationError], text: str
) -> None:
    operation = Client(sender=Scripted(running(), envelope(**end)), protocol="modern").begin_verify_store(1)

    with pytest.raises(error, match=text) as caught:
        operation.result()

    assert type(caught.value) is error
    assert caught.value.status == operation.status
    assert pickle.loads(pickle.dumps(caught.value)).status == operation.status


def test_the_result_is_that_of_the_method_that_waits(emulator: Emulator) -> None:
    operation = emulator.client().begin_verify_store(1)

    assert operation.result() == emulator.client().verify_store(1) == operation.status


def test_the_result_has_the_functions_model_however_the_answer_came() -> None:
    row = {"id": 1, "result": "failed", "startTime": "2026-05-01T15:22:47"}
    sender = Scripted(running(), envelope(result=[row]), envelope(result=[row]))
    client = Client(sender=sender, protocol="modern")
    later, at_once = (client.begin_get_worker_results("2026-05-01T00:00:00", "2026-06-01T00:00:00") for _ in "ab")

    assert later.result() == at_once.result() == [models.WorkerResult.model_validate(row)]


def test_a_finished_call_is_not_asked_for_again(emulator: Emulator) -> None:
    operation = emulator.client().begin_verify_store(1)
    final = operation.wait()
    emulator.world.tasks.clear()

    assert operation.wait() == operation.refresh() == operation.result() == final
    operation.cancel()


def test_refresh_asks_once_and_lets_the_server_hold_nothing() -> None:
    sender = Scripted(running(), running(3, percentProgress=40), running(3, percentProgress=40))
    operation = Client(sender=sender, protocol="modern").begin_verify_store(1)

    begun, first, second = operation.status, operation.refresh(), operation.refresh()

    assert [status.progress_percentage for status in (begun, first, second)] == [None, 40, 40]
    assert operation.status == second
    polls = [fields for path, fields in sender.asked if path == "/api/get-status"]
    assert [(poll["lastKnownStatusVersion"], poll["millisecondsTimeout"]) for poll in polls] == [("2", "0"), ("3", "0")]


def test_refresh_sees_the_call_get_on(emulator: Emulator) -> None:
    operation = emulator.client().begin_verify_store(1)

    assert [operation.refresh().status, operation.done] == ["running", False]
    assert [operation.refresh().status, operation.done] == ["succeeded", True]


@pytest.mark.parametrize("pieces", [["A\r\n", "A\r\nB\r\n"], ["A\r\n", "B\r\n"]], ids=["all of it", "only news"])
def test_the_messages_are_all_there_whether_the_server_repeats_them_or_not(pieces: list[str]) -> None:
    sender = Scripted(running(logOutput=pieces[0]), running(3), envelope(logOutput=pieces[1]))

    status = Client(sender=sender, protocol="modern").verify_store(1)

    assert [message.text for message in status.messages] == ["A", "B"]


def test_a_cancelled_call_ends_as_cancelled() -> None:
    operation = by_time("modern").client().begin_verify_store(1)

    operation.cancel()

    assert not operation.done
    assert operation.wait().status == "cancelled"
    with pytest.raises(errors.OperationCancelled):
        operation.result()


def test_servers_up_to_8_x_cannot_cancel() -> None:
    operation = Emulator(protocol="legacy").client().begin_verify_store(1)

    with pytest.raises(errors.UnsupportedError, match="cannot cancel"):
        operation.cancel()
    assert operation.wait().status == "succeeded"


@pytest.mark.parametrize("method", ["wait", "result"])
@pytest.mark.parametrize("seconds", [0, 10])
def test_waiting_ends_with_the_time_given_and_may_be_taken_up_again(protocol: Any, method: str, seconds: float) -> None:
    emulator = by_time(protocol)
    operation = emulator.client().begin_verify_store(1)
    start = emulator.clock.now()

    with pytest.raises(errors.OperationTimeout, match="goes on") as caught:
        getattr(operation, method)(timeout=seconds)

    assert emulator.clock.now() - start == pytest.approx(seconds, abs=0.01)
    assert caught.value.status == operation.status
    assert pickle.loads(pickle.dumps(caught.value)).status.status == "running"
    assert operation.wait().status == "succeeded"


def test_a_call_that_is_finished_when_the_time_is_over_is_no_timeout(protocol: Any) -> None:
    emulator = Emulator(protocol=protocol, tasks=ByPolls(1))

    assert emulator.client().begin_verify_store(1).wait(timeout=0).status == "succeeded"
    assert emulator.client().options(wait_timeout=0).verify_store(1).status == "succeeded"


def test_wait_timeout_bounds_every_way_of_waiting(protocol: Any) -> None:
    client = by_time(protocol).client().options(wait_timeout=10)

    for wait in (
        lambda: client.begin_verify_store(1).wait(),
        lambda: client.begin_verify_store(1).result(),
        lambda: list(client.begin_verify_store(1)),
        lambda: client.verify_store(1),
        lambda: client.invoke("VerifyStore", {"id": 1}),
        lambda: client.raw.VerifyStore(1),
    ):
        with pytest.raises(errors.OperationTimeout):
            wait()
    assert client.begin_verify_store(1).wait(timeout=1000).status == "succeeded"


def test_on_status_is_told_every_status_of_a_call_that_waits(emulator: Emulator) -> None:
    seen: list[models.StatusResult] = []
    client = emulator.client().options(on_status=seen.append)

    final = client.verify_store(1)
    assert codes(seen) == ["running", "succeeded"]
    assert seen[-1] == final
    client.invoke("VerifyStore", {"id": 1})
    client.begin_verify_store(1).result()
    assert codes(seen) == ["running", "succeeded"] * 3


def test_on_status_is_told_no_status_twice(protocol: Any) -> None:
    seen: list[models.StatusResult] = []

    by_time(protocol).client(poll_wait=1.0).options(on_status=seen.append).verify_store(1)

    assert [later for earlier, later in itertools.pairwise(seen) if later == earlier] == []


def test_a_call_that_the_server_forgot_is_lost(emulator: Emulator) -> None:
    operation = emulator.client().begin_verify_store(1)
    emulator.world.tasks.clear()

    for ask in (operation.wait, operation.result, operation.refresh):
        with pytest.raises(errors.OperationLost, match="outcome unknown"):
            ask()
    assert not operation.done


def test_a_refused_call_does_not_begin(emulator: Emulator) -> None:
    with pytest.raises(errors.ApiError, match="Archive store 99 does not exist"):
        emulator.client().begin_verify_store(99)


def test_an_operation_is_taken_up_by_another_client(protocol: Any) -> None:
    emulator = Emulator(protocol=protocol, tasks=ByPolls(3))
    operation = emulator.client().begin_verify_store(1)
    operation.refresh()

    resumed = emulator.client().resume(operation.to_json())
    again = emulator.client().resume(json.loads(operation.to_json()))

    assert (resumed.function, resumed.done, resumed.status.status) == ("VerifyStore", False, "running")
    assert resumed.result() == again.result() == operation.result()


def test_a_resumed_operation_remembers_what_was_written_before() -> None:
    begun = Client(sender=Scripted(running(logOutput="A\r\n")), protocol="modern").begin_verify_store(1)
    elsewhere = Client(sender=Scripted(envelope(logOutput="B\r\n")), protocol="modern")

    status = elsewhere.resume(begun.to_json()).wait()

    assert [message.text for message in status.messages] == ["A", "B"]


def test_a_resumed_operation_gives_the_functions_model() -> None:
    client = Client(sender=Scripted(envelope(result=[{"userName": "jdoe"}])), protocol="modern")

    assert client.resume({**SAVED, "function": "GetUsers"}).result() == [models.User(user_name="jdoe")]


def test_a_finished_operation_cannot_be_saved(emulator: Emulator) -> None:
    operation = emulator.client().begin_verify_store(1)
    operation.wait()

    with pytest.raises(errors.ConfigurationError, match="nothing to resume"):
        operation.to_json()


@pytest.mark.parametrize(
    "garbage",
    [
        "", "no JSON", "null", "[]", "{}", "1", '"text"', "[" * 100_000, None, 5, b"{}",
        {}, {**SAVED, "protocol": "soap"}, {**SAVED, "url": "https://evil.example/"}, {**SAVED, "token": 5},
        {**SAVED, "token": "\ud800"}, {**SAVED, "version": "2"}, {**SAVED, "more": 1},
    ],
    ids=lambda value: repr(value)[:40],
)  # fmt: skip
def test_what_is_no_saved_operation_is_refused(garbage: Any) -> None:
    with pytest.raises(errors.ConfigurationError):
        Client(sender=Scripted(), protocol="modern").resume(garbage)


def forms(text: str) -> list[str]:
    from base64 import b64encode
    from urllib.parse import quote, quote_plus

    return [text, quote(text), quote_plus(text), json.dumps(text)[1:-1], b64encode(f"admin:{text}".encode()).decode()]


def test_a_saved_operation_holds_no_password(emulator: Emulator) -> None:
    emulator.state.users["admin"].password = SECRET
    saved = emulator.client(password=SECRET).begin_verify_store(1).to_json()

    assert [form for form in forms(SECRET) if form in saved] == []


@pytest.mark.parametrize("key", ["logOutput", "statusText"])
def test_a_password_in_what_the_server_writes_is_masked(key: str) -> None:
    told: dict[str, Any] = {key: f"opened with {SECRET}"}
    answers = [running(**told), running(3, **told), envelope(statusCode="cancelled", **told)]
    operation = Client(password=SECRET, sender=Scripted(*answers), protocol="modern").begin_verify_store(1)

    shown = [operation.to_json(), repr(operation.status), repr(operation.refresh()), operation.to_json()]
    with pytest.raises(errors.OperationCancelled) as caught:
        operation.result()

    shown += [str(caught.value), repr(caught.value.args)]
    assert [form for form in forms(SECRET) for text in shown if form in text] == []


RESUME = """
import sys
from mailstore_sdk import Client

port, ca_file, saved = sys.argv[1:]
with Client(port=int(port), ca_file=ca_file, trust_env=False) as client:
    status = client.resume(saved).result()
    print(status.status, len(status.messages))
"""


def test_an_operation_is_taken_up_by_another_process(server: Any, protocol: Any) -> None:
    with Client(**server.connection, protocol=protocol) as client:
        saved = client.begin_verify_store(1).to_json()

    command = [sys.executable, "-c", RESUME, str(server.port), server.ca_file, saved]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    assert (done.stdout.split(), done.stderr) == (["succeeded", "8"], "")
