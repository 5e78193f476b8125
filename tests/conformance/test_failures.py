"""Modern: how calls fail."""

from __future__ import annotations

import re

import pytest

from tests.conformance.conftest import Start
from tests.conformance.facts import fact

SPAN = {"fromIncluding": "2026-01-04T00:00:00", "toExcluding": "2026-01-06T00:00:00"}


@fact("F1", "captured")
@pytest.mark.parametrize(("function", "fields"), [("GetUserInfo", {}), ("GetUserInfo", {"userName": "none"})], ids=str)
def test_a_failed_call_has_a_message_and_details_with_a_stack_trace(
    start: Start, function: str, fields: dict[str, str]
) -> None:
    answer = start().send(f"/api/invoke/{function}", fields)

    error = answer.json["error"]
    assert (answer.status, answer.json["statusCode"], answer.json["result"]) == (200, "failed", None)
    assert set(error) == {"message", "details"}
    first, *trace = error["details"].removesuffix("\r\n").split("\r\n")
    assert first == f"System.Exception: {error['message']}"
    assert trace
    assert all(re.match(r"   at [\w.]+\(.*\)", line) for line in trace)
    assert "\n" not in error["details"].replace("\r\n", "")


@fact("F2", "captured")
@pytest.mark.parametrize(
    ("function", "fields", "argument"),
    [
        ("GetUserInfo", {}, "userName"),
        ("VerifyStore", {}, "id"),
        ("CreateUser", {"privileges": "login"}, "userName"),
        ("GetWorkerResults", {"fromIncluding": SPAN["fromIncluding"]}, "toExcluding"),
    ],
)
def test_an_argument_that_is_missing_is_named(
    start: Start, function: str, fields: dict[str, str], argument: str
) -> None:
    assert start().refusal(function, **fields) == f"Missing API argument {argument}."


@fact("F3", "captured")
def test_a_nullable_object_must_have_a_value(start: Start) -> None:
    talk = start(behaviour={"folder_statistics": "fail"})

    assert talk.refusal("GetFolderStatistics") == "Nullable object must have a value."


@fact("F4", "captured")
def test_an_argument_out_of_range_is_refused(start: Start) -> None:
    message = start().refusal("GetWorkerResults", **SPAN, profileID=0)

    assert message.startswith("Specified argument was out of the range of valid values")


@fact("F5", "captured")
@pytest.mark.parametrize("moment", ["2026-01-04", "04.01.2026 00:00:00", "2026-02-30T00:00:00", "", "yesterday"])
def test_a_date_that_is_none_is_refused(start: Start, moment: str) -> None:
    fields = {**SPAN, "fromIncluding": moment}

    assert start().refusal("GetWorkerResults", **fields) == "String was not recognized as a valid DateTime."


@fact("F6", "documented")
@pytest.mark.parametrize("user", ["", "admin:wrong", "nobody:admin"])
def test_on_a_current_server_wrong_credentials_fail_the_call(start: Start, user: str) -> None:
    talk = start(behaviour={"wrong_credentials": "failed"})

    envelope = talk.send("/api/invoke/GetUsers", user=user).json

    assert (envelope["statusCode"], envelope["result"]) == ("failed", None)
    assert envelope["error"]["message"]
    assert talk.send("/api/get-metadata", user=user).status == 200


@fact("F7", "documented")
@pytest.mark.parametrize("edition", ["server", "spe"])
@pytest.mark.parametrize("path", ["/api/invoke/GetTimeZones", "/api/get-status", "/api/cancel-async"])
@pytest.mark.parametrize("user", ["", "admin:wrong", "nobody:admin"])
def test_on_spe_and_older_servers_wrong_credentials_are_a_401(start: Start, edition: str, path: str, user: str) -> None:
    answer = start(edition=edition).send(path, {"token": "1"}, user=user)

    assert answer.status == 401
    assert answer.headers["www-authenticate"].startswith("Basic ")


@fact("F8", "seen in clients")
@pytest.mark.parametrize("protocol", ["modern", "legacy"])
def test_somebody_who_is_no_administrator_gets_a_403(start: Start, protocol: str) -> None:
    talk = start(protocol="both")
    talk.result("SetUserPassword", userName="johndoe", password="right")
    path = "/api/invoke/GetStores" if protocol == "modern" else "/JSON/Invoke/GetStores"

    assert talk.send(path, user="johndoe:right").status == 403
    assert talk.send(path, user="johndoe:wrong").status == 401


@fact("F9", "documented")
@pytest.mark.parametrize("token", ["243fc983-89c3-19ef-196a-000000000000", "x", ""])
def test_an_unknown_token_is_a_404(start: Start, token: str) -> None:
    assert start().send("/api/get-status", {"token": token}).status == 404


@fact("F9", "documented")
def test_a_token_expires(start: Start) -> None:
    talk = start(still=True, behaviour={"token_lifetime": 60})
    token = talk.call("VerifyStore", id=1)["token"]
    while talk.poll(token)["statusCode"] == "running":
        pass

    talk.emulator.clock.advance(61)

    assert talk.send("/api/get-status", {"token": token}).status == 404


@fact("F9", "documented")
def test_a_server_that_was_restarted_knows_no_token(start: Start) -> None:
    talk = start()
    token = talk.call("VerifyStore", id=1)["token"]

    talk.emulator.restart()

    assert talk.send("/api/get-status", {"token": token}).status == 404


@fact("F10", "open")
@pytest.mark.parametrize(("switch", "status"), [("not found", 404), ("failed", 200)])
@pytest.mark.parametrize("function", ["NoSuchFunction", "getusers", "GetEnvironmentInfo"])
def test_an_unknown_function_is_a_404_or_fails(start: Start, switch: str, status: int, function: str) -> None:
    answer = start(behaviour={"unknown_function": switch}).send(f"/api/invoke/{function}")

    assert answer.status == status
    if status == 200:
        assert answer.json["statusCode"] == "failed"
