"""Every switch of the emulator's behaviour, and what is so while it is left alone."""

from __future__ import annotations

import codecs
from typing import Any, Literal

import pytest
from pydantic import ValidationError

from mailstore_sdk import errors
from mailstore_sdk.emulator import Behaviour, ByPolls, ByTime, Emulator, ManualClock, Response
from tests.emulator.asking import ask, basic, payload

FOREIGN = "archive.example.com:8463"


def begin(emulator: Emulator) -> Any:
    return payload(ask(emulator, "/api/invoke/VerifyStore", {"id": "1"}))


def poll(emulator: Emulator, token: str, known: int = 0) -> Response:
    return ask(emulator, "/api/get-status", {"token": token, "lastKnownStatusVersion": str(known)})


def test_a_switch_that_there_is_not_and_a_wrong_position_are_refused() -> None:
    with pytest.raises(ValidationError, match="cancel"):
        Behaviour.model_validate({"cancel": "never"})
    with pytest.raises(ValidationError, match="cancelled"):
        Behaviour.model_validate({"cancelled": "late"})


def test_most_answers_begin_with_a_byte_order_mark_and_some_do_not() -> None:
    emulator = Emulator()
    marked = [ask(emulator, "/api/invoke/GetUsers").content.startswith(codecs.BOM_UTF8) for _ in range(100)]

    assert 50 < sum(marked) < 100


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8463", "127.0.0.1:8463", "127.0.0.1", "[::1]:8463", None])
def test_the_default_credentials_work_by_a_local_name(host: str | None) -> None:
    assert ask(Emulator(), "/api/invoke/GetUsers", host=host).status == 200


@pytest.mark.parametrize("host", [FOREIGN, "192.0.2.7:8463", "localhost.example.com", "localhost.:8463"])
def test_the_default_credentials_work_by_no_other_name(host: str) -> None:
    assert ask(Emulator(), "/api/invoke/GetUsers", host=host).status == 401
    anywhere = Emulator(behaviour=Behaviour(default_credentials="anywhere"))
    assert ask(anywhere, "/api/invoke/GetUsers", host=host).status == 200


def test_a_password_of_ones_own_works_by_any_name() -> None:
    emulator = Emulator()
    emulator.state.users["admin"].password = "another"

    assert ask(emulator, "/api/invoke/GetUsers", authorization=basic(password="another"), host=FOREIGN).status == 200


def test_the_client_of_the_emulator_calls_it_by_the_name_that_it_was_given() -> None:
    with pytest.raises(errors.AuthenticationError):
        Emulator().client(host="archive.example.com").get_server_info()


@pytest.mark.parametrize("path", ["/api/invoke/GetUsers", "/api/get-status", "/JSON/Invoke/GetUserList"])
def test_wrong_credentials_may_be_answered_with_a_failed_envelope(path: str) -> None:
    emulator = Emulator(behaviour=Behaviour(wrong_credentials="failed"))
    answer = ask(emulator, path, authorization=basic(password="wrong"))

    if path == "/api/invoke/GetUsers":
        assert payload(answer)["statusCode"] == "failed"
        assert payload(answer)["result"] is None
    else:
        assert answer.status == 401


def test_the_list_of_functions_wants_credentials_on_a_provider_edition() -> None:
    emulator = Emulator(edition="spe")

    assert ask(emulator, "/api/get-metadata", authorization="").status == 401
    assert ask(emulator, "/api/get-metadata").status == 200


def test_an_unknown_function_may_be_answered_with_a_failed_envelope() -> None:
    emulator = Emulator(behaviour=Behaviour(unknown_function="failed"))
    envelope = payload(ask(emulator, "/api/invoke/NoSuchFunction"))

    assert envelope["statusCode"] == "failed"
    assert "NoSuchFunction" in envelope["error"]["message"]


def test_any_function_may_be_answered_with_a_token() -> None:
    emulator = Emulator(tasks=ByPolls(3), behaviour=Behaviour(tokens="always"))
    usual = Emulator()
    first = payload(ask(emulator, "/api/invoke/GetUsers"))

    assert (first["statusCode"], first["result"]) == ("running", None)
    for protocol in ("modern", "legacy"):
        client = emulator.client(protocol=protocol)
        client.create_user(protocol)
        assert [user.user_name for user in client.get_users()][-1] == protocol
        assert client.get_user_info("johndoe") == usual.client(protocol=protocol).get_user_info("johndoe")
        assert client.raw.GetServerInfo() == usual.client().raw.GetServerInfo()


def test_a_refusal_needs_no_token() -> None:
    emulator = Emulator(behaviour=Behaviour(tokens="always"))

    assert payload(ask(emulator, "/api/invoke/GetUserInfo"))["statusCode"] == "failed"


@pytest.mark.parametrize("log", ["whole", "news"])
def test_a_status_has_the_whole_log_or_what_is_new_since_the_one_that_is_known(log: Literal["whole", "news"]) -> None:
    whole = Emulator(tasks=ByPolls(0)).client().verify_store(1)
    emulator = Emulator(tasks=ByPolls(4), behaviour=Behaviour(log=log))
    seen = [begin(emulator)]
    while seen[-1]["statusCode"] == "running":
        seen.append(payload(poll(emulator, seen[0]["token"], seen[-1]["statusVersion"])))

    pieces = [envelope["logOutput"] or "" for envelope in seen]
    expected = "".join(f"{message.text}\r\n" for message in whole.messages)
    assert (pieces[-1] if log == "whole" else "".join(pieces)) == expected
    assert ("Verifying" in pieces[-1].splitlines()[0]) is (log == "whole")


@pytest.mark.parametrize("log", ["whole", "news"])
def test_the_client_reads_both_kinds_of_log(log: Literal["whole", "news"]) -> None:
    lines = Emulator(tasks=ByPolls(0)).client().verify_store(1).messages

    assert Emulator(tasks=ByPolls(5), behaviour=Behaviour(log=log)).client().verify_store(1).messages == lines


def test_who_asks_again_from_the_start_gets_the_whole_log_where_only_news_are_told() -> None:
    emulator = Emulator(tasks=ByPolls(3), behaviour=Behaviour(log="news"))
    token = begin(emulator)["token"]
    pieces = [payload(poll(emulator, token))["logOutput"] for _ in range(3)]

    assert pieces[-1].startswith(pieces[0])


def test_a_call_is_cancelled_late_with_its_next_news() -> None:
    clock = ManualClock()
    emulator = Emulator(tasks=ByTime(100), clock=clock, behaviour=Behaviour(cancel="late"))
    token = begin(emulator)["token"]
    clock.advance(10)

    asked = payload(ask(emulator, "/api/cancel-async", {"token": token}))
    still = payload(poll(emulator, token))
    clock.advance(5.01)
    then = payload(poll(emulator, token))

    assert [one["statusCode"] for one in (asked, still, then)] == ["running", "running", "cancelled"]
    assert then["statusVersion"] > still["statusVersion"]


def test_a_call_that_ends_before_it_is_cancelled_late_has_succeeded() -> None:
    clock = ManualClock()
    emulator = Emulator(tasks=ByTime(100), clock=clock, behaviour=Behaviour(cancel="late"))
    token = begin(emulator)["token"]
    clock.advance(99)
    ask(emulator, "/api/cancel-async", {"token": token})
    clock.advance(1)

    assert payload(poll(emulator, token))["statusCode"] == "succeeded"


def test_a_call_that_cannot_be_cancelled_goes_on() -> None:
    emulator = Emulator(tasks=ByPolls(1), behaviour=Behaviour(cancel="refused"))
    token = begin(emulator)["token"]

    assert payload(ask(emulator, "/api/cancel-async", {"token": token}))["statusCode"] == "failed"
    assert payload(poll(emulator, token))["statusCode"] == "succeeded"


def test_the_client_that_cancels_sees_each_kind_of_end() -> None:
    for cancel, end in (("at once", "cancelled"), ("late", "cancelled")):
        emulator = Emulator(tasks=ByTime(100), behaviour=Behaviour.model_validate({"cancel": cancel}))
        operation = emulator.client().begin_verify_store(1)
        operation.cancel()
        assert operation.wait(1000).status == end
    refusing = Emulator(tasks=ByTime(100), behaviour=Behaviour(cancel="refused")).client().begin_verify_store(1)
    with pytest.raises(errors.ApiError, match="cannot be cancelled"):
        refusing.cancel()
    assert refusing.wait(1000).status == "succeeded"


def test_cancelling_may_be_answered_with_nothing() -> None:
    emulator = Emulator(tasks=ByPolls(9), behaviour=Behaviour(cancel_answer="empty"))
    token = begin(emulator)["token"]
    answer = ask(emulator, "/api/cancel-async", {"token": token})

    assert (answer.status, answer.content) == (200, b"")
    assert payload(poll(emulator, token))["statusCode"] == "cancelled"
    operation = emulator.client().begin_verify_store(1)
    operation.cancel()
    assert operation.wait(10).status == "cancelled"


def test_the_last_answer_may_be_empty() -> None:
    emulator = Emulator(tasks=ByPolls(2), behaviour=Behaviour(last_answer="empty"))
    token = begin(emulator)["token"]

    assert payload(poll(emulator, token))["statusCode"] == "running"
    assert (poll(emulator, token).status, poll(emulator, token).content) == (200, b"")


def test_a_token_is_forgotten_some_time_after_the_end_and_not_before() -> None:
    clock = ManualClock()
    emulator = Emulator(tasks=ByTime(5000), clock=clock, behaviour=Behaviour(token_lifetime=60))
    token = begin(emulator)["token"]
    statuses = []
    for passed in (4999, 1, 60, 1):
        clock.advance(passed)
        statuses.append(poll(emulator, token).status)

    assert statuses == [200, 200, 200, 404]


def test_the_client_calls_a_forgotten_token_lost() -> None:
    clock = ManualClock()
    emulator = Emulator(tasks=ByTime(10), clock=clock, behaviour=Behaviour(token_lifetime=5))
    operation = emulator.client().begin_verify_store(1)
    other = emulator.client().resume(operation.to_json())
    clock.advance(11)
    other.refresh()
    clock.advance(6)

    with pytest.raises(errors.OperationLost):
        operation.refresh()


def test_a_server_remembers_only_so_many_calls_that_have_ended() -> None:
    emulator = Emulator(tasks=ByPolls(0))
    tokens = [begin(emulator)["token"] for _ in range(3000)]

    assert len(emulator.world.tasks) < 2500
    assert poll(emulator, tokens[0]).status == 404
    assert poll(emulator, tokens[-1]).status == 200


def test_calls_that_run_are_never_forgotten_however_many_there_are() -> None:
    emulator = Emulator(tasks=ByTime(100))
    tokens = [begin(emulator)["token"] for _ in range(3000)]

    assert all(poll(emulator, token).status == 200 for token in tokens)
