"""Assertions about what was called: what they accept, and what their failures say."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from mailstore_sdk import Client
from mailstore_sdk.emulator import (
    ByPolls,
    Emulator,
)
from mailstore_sdk.errors import ApiError, ConfigurationError
from tests.emulator.asking import ask
from tests.emulator.recording.things import IMAP, SECRET


@pytest.mark.parametrize(
    ("call", "function", "arguments"),
    [
        (lambda c: c.create_user("x", privileges=["login", "admin"]),
            "CreateUser", {"userName": "x", "privileges": ["login", "admin"]}),
        (lambda c: c.create_user("x", privileges=["login", "admin"]),
            "CreateUser", {"privileges": "login,admin"}),
        (lambda c: c.create_user("x"), "CreateUser", {"privileges": None, "userName": ...}),
        (lambda c: c.begin_verify_store(1, include_indexes=False), "VerifyStore", {"includeIndexes": False, "id": 1}),
        (lambda c: c.set_user_password("asmith", SECRET), "SetUserPassword", {"password": SECRET}),
        (lambda c: c.set_user_password("asmith", SECRET), "SetUserPassword", {"password": ...}),
        (lambda c: c.get_worker_results(date(2026, 1, 1), datetime(2026, 2, 1), time_zone_id="UTC"),
            "GetWorkerResults", {"fromIncluding": datetime(2026, 1, 1), "toExcluding": date(2026, 2, 1)}),
        (lambda c: c.get_worker_results(date(2026, 1, 1), datetime(2026, 2, 1), time_zone_id="UTC"),
            "GetWorkerResults", {"fromIncluding": datetime(2026, 1, 1, tzinfo=UTC), "timeZoneID": "UTC"}),
        (lambda c: c.raw.CreateProfile(IMAP, raw=True), "CreateProfile", {"properties": dict(reversed(IMAP.items()))}),
        (lambda c: c.raw.CreateProfile(IMAP, raw=True), "CreateProfile", {"properties": json.dumps(IMAP), "raw": True}),
        (lambda c: c.verify_store(1), "get-status", {"millisecondsTimeout": 15_000}),
        (lambda c: c.get_metadata(), "get-metadata", {}),
    ],
)  # fmt: skip
def test_assert_called_takes_the_values_that_methods_take(
    emulator: Emulator, client: Client, call: Callable[[Client], object], function: str, arguments: dict[str, Any]
) -> None:
    call(client)
    [first, *_] = emulator.requests.assert_called(function, **arguments)
    assert first.function == function
    with pytest.raises(AssertionError, match="was called"):
        emulator.requests.assert_not_called(function, **arguments)


@pytest.mark.parametrize(
    ("arguments", "difference"),
    [
        ({"userName": "y"}, 'userName: wanted "y", was "x"'),
        ({"fullName": None}, 'fullName: wanted nothing, was "X"'),
        ({"distinguishedName": ...}, "distinguishedName: wanted any value, was not sent"),
        ({"userName": "x", "privileges": ["admin"]}, 'privileges: wanted "admin", was "login,admin"'),
    ],
)
def test_assert_called_says_what_is_different_in_the_nearest_call(
    emulator: Emulator, client: Client, arguments: dict[str, Any], difference: str
) -> None:
    client.create_user("x", full_name="X", privileges=["login", "admin"])
    with pytest.raises(AssertionError) as failure:
        emulator.requests.assert_called("CreateUser", **arguments)
    emulator.requests.assert_not_called("CreateUser", **arguments)
    lines = str(failure.value).splitlines()
    assert lines[0].endswith(" was not called.")
    start = lines.index("Nearest:")
    assert lines[start + 1].startswith('  CreateUser(userName="x", ')
    assert lines[start + 2 :][:2] == [f"    {difference}", "What was called (1):"]


def test_the_nearest_call_comes_first(emulator: Emulator, client: Client) -> None:
    client.create_user("a")
    client.create_user("b", full_name="B")
    with pytest.raises(AssertionError) as failure:
        emulator.requests.assert_called("CreateUser", userName="c", fullName="B")
    assert str(failure.value).splitlines()[2] == '  CreateUser(userName="b", fullName="B") -> 200 succeeded'


def test_a_failure_tells_all_that_was_called_and_polls_in_one_line(client: Client) -> None:
    emulator = Emulator(tasks=ByPolls(4))
    client = emulator.client(protocol="modern")
    client.get_users()
    client.get_users()
    client.verify_store(1)
    with pytest.raises(AssertionError) as failure:
        emulator.requests.assert_called("DeleteUser", userName="x")
    poll = "get-status(token=***, lastKnownStatusVersion={}, millisecondsTimeout=15000) -> 200 {}"
    assert str(failure.value).splitlines() == [
        'DeleteUser(userName="x") was not called.',
        "What was called (7):",
        "  [0] GetUsers() -> 200 succeeded, 2 times",
        "  [2] VerifyStore(id=1, includeIndexes=true) -> 200 running",
        f"  [3] {poll.format(4, 'running')}, 3 times",
        f"  [6] {poll.format(5, 'succeeded')}",
    ]


def test_a_failure_does_not_tell_thousands_of_calls(emulator: Emulator, client: Client) -> None:
    for number in range(60):
        client.create_user(f"u{number}")
    with pytest.raises(AssertionError) as failure:
        emulator.requests.assert_called("DeleteUser")
    lines = str(failure.value).splitlines()
    assert len(lines) == 2 + 1 + 40
    assert lines[2].strip() == "(20 more)"
    assert lines[-1] == '  [59] CreateUser(userName="u59") -> 200 succeeded'


@pytest.mark.parametrize(
    ("calls", "times", "problem"),
    [
        (0, 1, "was not called; wanted: once."),
        (2, 1, "was called 2 times; wanted: once."),
        (1, 3, "was called once; wanted: 3 times."),
        (1, 0, "was called once; wanted: 0 times."),
    ],
)
def test_assert_called_counts(emulator: Emulator, client: Client, calls: int, times: int, problem: str) -> None:
    for _ in range(calls):
        client.get_user_info("johndoe")
    client.get_user_info("asmith")
    emulator.requests.assert_called("GetUserInfo", userName="johndoe", times=calls)
    with pytest.raises(AssertionError) as failure:
        emulator.requests.assert_called("GetUserInfo", userName="johndoe", times=times)
    assert str(failure.value).splitlines()[0] == f'GetUserInfo(userName="johndoe") {problem}'


def test_nothing_called_is_said_so(emulator: Emulator) -> None:
    with pytest.raises(AssertionError) as failure:
        emulator.requests.assert_called("GetUsers")
    assert str(failure.value) == "GetUsers() was not called.\nNothing was called."


def test_a_dry_run_may_read_and_wait_but_not_write(emulator: Emulator, client: Client) -> None:
    client.get_metadata()
    client.get_users()
    emulator.requests.assert_only_read()
    with pytest.raises(ApiError):
        client.delete_user("nobody")
    with pytest.raises(AssertionError) as failure:
        emulator.requests.assert_only_read()
    lines = str(failure.value).splitlines()
    assert lines[:2] == [
        "Not only functions that read were called:", '  DeleteUser(userName="nobody") -> 200 failed'
    ]  # fmt: skip


@pytest.mark.parametrize("path", ["/api/invoke/Frobnicate", "/api/cancel-async"])
def test_what_nobody_knows_to_read_counts_as_writing(emulator: Emulator, path: str) -> None:
    ask(emulator, path, {"token": "x"})
    with pytest.raises(AssertionError):
        emulator.requests.assert_only_read()


def test_the_order_is_asserted_whatever_lies_in_between(emulator: Emulator, client: Client) -> None:
    client.get_users()
    client.get_user_info("johndoe")
    client.create_user("x")
    client.get_users()
    requests = emulator.requests
    requests.assert_order("GetUsers", "CreateUser")
    requests.assert_order("GetUserList", "CreateUser", "GetUsers")
    with pytest.raises(AssertionError) as failure:
        requests.assert_order("GetUsers", "CreateUser", "GetUserInfo")
    first = str(failure.value).splitlines()[0]
    assert first == "GetUserInfo was not called after GetUsers, CreateUser; wanted: GetUsers, CreateUser, GetUserInfo."
    with pytest.raises(AssertionError, match="GetUsers was not called after GetUsers, GetUsers; wanted"):
        requests.assert_order("GetUsers", "GetUsers", "GetUsers")


@pytest.mark.parametrize(
    ("check", "problem"),
    [
        (lambda r: r.assert_called("Createuser"), "no function 'Createuser'; did you mean CreateUser"),
        (lambda r: r.assert_not_called("DeleteUsr"), "no function 'DeleteUsr'; did you mean DeleteUser"),
        (lambda r: r.assert_not_called(""), "no function ''"),
        (lambda r: r.assert_order("GetUsers", "create_user"), "no function 'create_user'"),
        (lambda r: r.calls("GetUser"), "no function 'GetUser'"),
        (lambda r: r.assert_not_called("DeleteUser", username="x"),
            "DeleteUser has no argument 'username'; did you mean userName"),
        (lambda r: r.assert_called("GetUsers", userName="x"), "GetUsers has no argument 'userName'; it has instanceID"),
        (lambda r: r.assert_called("get-status", id=1), "get-status has no argument 'id'; it has token"),
        (lambda r: r.assert_not_called("DeleteUser", userName=7), "DeleteUser: userName must be a str"),
        (lambda r: r.assert_called("GetServerInfo", instanceID="c1"), "GetServerInfo has no argument 'instanceID'"),
        (lambda r: r.assert_not_called("VerifyStore", id=timedelta()), "VerifyStore: id must be a number"),
    ],
)  # fmt: skip
def test_a_slip_of_the_pen_never_passes(emulator: Emulator, check: Callable[[Any], object], problem: str) -> None:
    with pytest.raises(ConfigurationError) as error:
        check(emulator.requests)
    assert problem in str(error.value)


def test_a_function_that_only_the_server_knows_may_be_asserted_once_it_was_called(emulator: Emulator) -> None:
    ask(emulator, "/api/invoke/Frobnicate", {"n": "5"})
    emulator.requests.assert_called("Frobnicate", n=5)
    with pytest.raises(AssertionError):
        emulator.requests.assert_not_called("Frobnicate", n=5)
