"""What the emulator remembers of every request, without a secret, and assertions whose failures say what was called."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import pytest

from mailstore_sdk import Client
from mailstore_sdk.emulator import (
    Behaviour,
    ByPolls,
    ByTime,
    Emulator,
    HtmlPage,
    HttpError,
    ManualClock,
    Reset,
)
from mailstore_sdk.errors import ApiError, AuthenticationError, MailStoreError
from tests.emulator.asking import ask
from tests.emulator.recording.things import IMAP, SECRET


def test_a_request_is_remembered_with_all_that_tests_ask_for(emulator: Emulator, client: Client) -> None:
    with pytest.raises(ApiError):
        client.get_user_info("nobody")
    [request] = emulator.requests
    assert asdict(request) == {
        "function": "GetUserInfo",
        "arguments": {"userName": "nobody"},
        "status": 200,
        "outcome": "failed",
        "path": "/api/invoke/GetUserInfo",
        "username": "admin",
        "at": datetime.fromtimestamp(emulator.clock.now(), UTC),
        "digests": {},
    }


@pytest.mark.parametrize(
    ("protocol", "call", "written"),
    [
        ("modern", lambda c: c.get_user_info("johndoe"), 'GetUserInfo(userName="johndoe") -> 200 succeeded'),
        ("modern", lambda c: c.get_user_info("nobody"), 'GetUserInfo(userName="nobody") -> 200 failed'),
        ("legacy", lambda c: c.get_user_info("nobody"), 'GetUserInfo(userName="nobody") -> 500 failed'),
        ("legacy", lambda c: c.get_users(), "GetUserList() -> 200 succeeded"),
        ("legacy", lambda c: c.begin_verify_store(1), "VerifyStore(id=1, includeIndexes=true) -> 200 running"),
        ("modern", lambda c: c.begin_verify_store(1), "VerifyStore(id=1, includeIndexes=true) -> 200 running"),
        ("modern", lambda c: c.get_metadata(), "get-metadata() -> 200 succeeded"),
        ("modern", lambda c: c.set_user_password("asmith", SECRET),
            'SetUserPassword(userName="asmith", password=***) -> 200 succeeded'),
        ("modern", lambda c: c.invoke("Frobnicate", {"n": 5, "name": "x"}),
            'Frobnicate(n=5, name="x") -> 404 not found'),
        ("modern", lambda c: c.get_user_info("a\u202eb\nc"),
            'GetUserInfo(userName="a\\u202eb\\nc") -> 200 failed'),
        ("modern", lambda c: c.get_user_info("Jörg" * 100),
            f'GetUserInfo(userName="{("Jörg" * 100)[:119]}...) -> 200 failed'),
    ],
)  # fmt: skip
def test_a_request_is_shown_in_one_line(
    emulator: Emulator, protocol: Any, call: Callable[[Client], object], written: str
) -> None:
    with suppress(MailStoreError):
        call(emulator.client(protocol=protocol))
    assert repr(emulator.requests[-1]) == written


def test_a_refused_user_and_a_wrong_path_are_remembered_too(emulator: Emulator) -> None:
    with pytest.raises(AuthenticationError):
        emulator.client(protocol="modern", username="asmith", password=SECRET).get_users()
    ask(emulator, "/nowhere", authorization="Bearer x")
    refused, nowhere = emulator.requests
    assert (refused.username, repr(refused)) == ("asmith", "GetUsers() -> 401 unauthorized")
    assert (nowhere.username, nowhere.function, repr(nowhere)) == ("", "", "/nowhere -> 404 not found")


@pytest.mark.parametrize("path", ["/XML/Invoke/GetUsers", "/invoke/GetUsers", "/other/invoke/GetUsers"])
def test_a_path_that_is_none_of_the_apis_calls_no_function(emulator: Emulator, path: str) -> None:
    ask(emulator, path)

    assert emulator.requests.functions == [""]
    emulator.requests.assert_not_called("GetUsers")


def test_a_request_has_the_time_of_the_emulators_clock() -> None:
    clock = ManualClock(datetime(2026, 3, 1, tzinfo=UTC))
    emulator = Emulator(clock=clock)
    client = emulator.client(protocol="modern")
    client.get_users()
    clock.advance(90)
    client.get_users()
    assert [one.at for one in emulator.requests] == [
        datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 1, 0, 1, 30, tzinfo=UTC)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "fields", "body"),
    [
        ("/api/invoke/SetUserPassword", {"userName": "asmith", "password": SECRET}, None),
        ("/api/invoke/SetUserPassword", {"userName": "asmith", "newPassword": SECRET}, None),
        ("/api/invoke/Frobnicate", {"apiKey": SECRET}, None),
        ("/api/invoke/Frobnicate", {"anything": json.dumps([{"a": {"secret": {"deep": [SECRET]}}}])}, None),
        ("/api/invoke/CreateProfile", {"properties": json.dumps(IMAP), "raw": "true"}, None),
        ("/api/invoke/CreateProfile", {"properties": json.dumps(IMAP)[:-1], "raw": "true"}, None),
        ("/api/invoke/CreateProfile", {"properties": '{"password":"' + SECRET + '"' + "[" * 100_000}, None),
        ("/api/invoke/SetUserPassword", None, json.dumps({"password": SECRET}).encode()),
        ("/api/invoke/SetUserPassword", None, SECRET.encode("utf-16")),
        ("/api/get-status", {"token": SECRET}, None),
        ("/JSON/Status/" + SECRET.replace("/", ""), {}, None),
    ],
)  # fmt: skip
def test_no_secret_is_in_the_record(
    emulator: Emulator, path: str, fields: dict[str, str] | None, body: bytes | None
) -> None:
    ask(emulator, path, fields, body=body)
    [request] = emulator.requests
    texts = [repr(request), repr(asdict(request)), repr(emulator.requests)]
    with pytest.raises(AssertionError) as failure:
        emulator.requests.assert_called("GetUsers")
    for text in [*texts, str(failure.value)]:
        assert "heim" not in text


def test_what_is_no_secret_in_json_is_shown(emulator: Emulator) -> None:
    ask(emulator, "/api/invoke/CreateProfile", {"properties": json.dumps(IMAP), "raw": "true"})
    shown = {**IMAP, "details": {"password": "***", "port": 993, "oauth": [{"token": "***"}]}}
    assert json.loads(emulator.requests[-1].arguments["properties"]) == shown


def test_a_failure_shows_no_secret_that_was_wanted(emulator: Emulator, client: Client) -> None:
    client.set_user_password("asmith", "another")
    with pytest.raises(AssertionError) as failure:
        emulator.requests.assert_called("SetUserPassword", userName="asmith", password=SECRET)
    assert "heim" not in str(failure.value)
    assert "another secret" in str(failure.value)


def test_the_instance_of_an_spe_is_an_argument() -> None:
    emulator = Emulator(edition="spe")
    emulator.spe_client().instance("customer1").get_users()
    assert repr(emulator.requests[-1]) == 'GetUsers(instanceID="customer1") -> 200 succeeded'
    emulator.requests.assert_called("GetUsers", instanceID="customer1")
    with pytest.raises(AssertionError, match='wanted "customer2", was "customer1"'):
        emulator.requests.assert_called("GetUsers", instanceID="customer2")


def test_a_held_poll_is_remembered_once() -> None:
    emulator = Emulator(tasks=ByTime(100))
    begin = emulator.clock.now()
    emulator.client(protocol="modern").verify_store(1)
    # There is news at every 5 percent, and each poll is held until then.
    assert emulator.requests.functions == ["VerifyStore", *["get-status"] * 20]
    assert 4 < emulator.requests[1].at.timestamp() - begin < 6


@pytest.mark.parametrize(
    ("fault", "written"),
    [
        (HttpError(status=503), "503 service unavailable"),
        (Reset(), "cut off"),
        (Reset(after_bytes=20), "200 cut off"),
        (HtmlPage(), "200 unreadable"),
    ],
)
def test_a_fault_is_remembered_as_the_client_met_it(emulator: Emulator, fault: Any, written: str) -> None:
    client = emulator.client(protocol="modern", retries=0)
    emulator.faults.add("CreateUser", fault)
    with pytest.raises(MailStoreError):
        client.create_user("x")
    assert repr(emulator.requests[-1]) == f'CreateUser(userName="x") -> {written}'


def test_an_answer_without_an_envelope_is_called_empty() -> None:
    emulator = Emulator(tasks=ByPolls(1), behaviour=Behaviour(last_answer="empty"))
    with suppress(MailStoreError):
        emulator.client(protocol="modern").verify_store(1)
    assert emulator.requests[-1].outcome == "empty"


def test_the_requests_are_a_sequence(emulator: Emulator, client: Client) -> None:
    client.get_users()
    client.get_user_info("johndoe")
    client.get_user_info("asmith")
    requests = emulator.requests
    assert len(requests) == 3
    assert requests.functions == ["GetUsers", "GetUserInfo", "GetUserInfo"]
    assert requests[-1].arguments == {"userName": "asmith"}
    assert requests[1:] == list(requests)[1:] == requests.calls("GetUserInfo")
    assert requests[0] in requests
    requests.clear()
    assert (len(requests), list(requests)) == (0, [])


def test_a_reset_forgets_the_requests(emulator: Emulator, client: Client) -> None:
    client.get_users()
    emulator.reset()
    assert not emulator.requests


def test_a_function_goes_by_both_its_names(emulator: Emulator) -> None:
    emulator.client(protocol="legacy").get_users()
    emulator.client(protocol="modern").get_users()
    assert [one.function for one in emulator.requests.calls("GetUsers")] == ["GetUserList", "GetUsers"]
    emulator.requests.assert_called("GetUserList", times=2)


def test_requests_of_many_threads_are_all_remembered(emulator: Emulator, client: Client) -> None:
    def work() -> None:
        for _ in range(20):
            client.get_users()
            assert emulator.requests[-1].outcome == "succeeded"

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    emulator.requests.assert_called("GetUsers", times=160)


def test_the_oldest_requests_are_forgotten_and_no_assertion_passes_by_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mailstore_sdk.emulator.recording.requests.KEPT", 2)
    emulator = Emulator()
    client = emulator.client(protocol="modern")
    client.create_user("new")
    for name in ("new", "johndoe", "asmith"):
        client.get_user_info(name)
    requests = emulator.requests
    assert [one.arguments["userName"] for one in requests] == ["johndoe", "asmith"]
    with pytest.raises(AssertionError, match="CreateUser\\(\\) was called once in requests that are forgotten"):
        requests.assert_not_called("CreateUser")
    with pytest.raises(AssertionError, match="CreateUser \\(forgotten\\)"):
        requests.assert_only_read()
    with pytest.raises(AssertionError, match="1 of its calls are forgotten"):
        requests.assert_called("GetUserInfo", times=2)
    requests.clear()
    requests.assert_not_called("CreateUser")
    requests.assert_only_read()
