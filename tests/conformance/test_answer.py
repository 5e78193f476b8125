"""Modern: what an answer looks like."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta

import pytest

from tests.conformance.conftest import Start
from tests.conformance.facts import fact
from tests.conformance.wire import BYTE_ORDER_MARK

ENVELOPE = [
    "error", "token", "statusVersion", "statusCode", "percentProgress", "statusText", "result", "logOutput",
]  # fmt: skip
CAPTURED = (
    b'{"error":null,"token":null,"statusVersion":2,"statusCode":"succeeded","percentProgress":null,"statusText":null,'
    b'"result":{"version":"9.0.0.9702","machineName":"MAILSTORE"},"logOutput":null}'
)
SPAN = {"fromIncluding": "2026-01-04T00:00:00", "toExcluding": "2026-01-06T00:00:00"}
LOCAL_TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}"


@fact("A1", "captured")
@pytest.mark.parametrize("path", ["/api/invoke/GetUsers", "/api/invoke/GetUserInfo", "/api/get-metadata"])
def test_json_comes_without_a_charset(start: Start, path: str) -> None:
    assert start().send(path).headers["content-type"] == "application/json"


@fact("A2", "captured")
def test_most_answers_begin_with_a_byte_order_mark_but_not_all(start: Start) -> None:
    talk = start()

    marked = [talk.send("/api/invoke/GetServerInfo").body.startswith(BYTE_ORDER_MARK) for _ in range(24)]

    assert 12 < marked.count(True) < 24


@fact("A2", "captured")
@pytest.mark.parametrize(("mark", "expected"), [("always", True), ("never", False)])
@pytest.mark.parametrize("path", ["/api/invoke/GetServerInfo", "/api/get-metadata"])
def test_the_byte_order_mark_can_be_chosen(start: Start, mark: str, expected: bool, path: str) -> None:
    talk = start(behaviour={"byte_order_mark": mark})

    assert {talk.send(path).body.startswith(BYTE_ORDER_MARK) for _ in range(9)} == {expected}


@fact("A3", "captured")
@pytest.mark.parametrize("edition", ["server", "spe"])
def test_every_answer_has_the_eight_keys_in_order_and_of_their_types(start: Start, edition: str) -> None:
    talk = start(edition=edition)
    scope = {"instanceID": "customer1"} if edition == "spe" else {}
    running = talk.call("VerifyStore", id=1, **scope)
    envelopes = [
        running,
        talk.call("GetUsers", **scope),
        talk.call("GetUserInfo", **scope),
        talk.poll(running["token"]),
        talk.wait(running),
    ]

    for envelope in envelopes:
        assert list(envelope) == ENVELOPE
        assert _is(envelope["error"], dict)
        assert _is(envelope["token"], str)
        assert type(envelope["statusVersion"]) is int
        assert type(envelope["statusCode"]) is str
        assert _is(envelope["percentProgress"], int, float)
        assert _is(envelope["statusText"], str)
        assert _is(envelope["logOutput"], str)


def _is(value: object, *types: type) -> bool:
    return value is None or type(value) in types


@fact("A4", "captured")
@pytest.mark.parametrize(
    ("function", "fields"),
    [("GetUsers", {}), ("GetUserInfo", {}), ("SetUserPassword", {"userName": "johndoe", "password": "x"})],
    ids=str,
)
def test_an_answer_that_ends_a_call_at_once_has_status_version_2(
    start: Start, function: str, fields: dict[str, str]
) -> None:
    assert start().call(function, **fields)["statusVersion"] == 2


@fact("A4", "captured")
def test_a_call_that_could_have_run_long_has_status_version_2_if_it_ends_at_once(start: Start) -> None:
    envelope = start(polls=0).call("VerifyStore", id=1)

    assert (envelope["statusCode"], envelope["statusVersion"]) == ("succeeded", 2)


@fact("A6", "captured")
def test_an_answer_is_the_captured_one_to_the_byte(start: Start) -> None:
    talk = start(version="9.0", behaviour={"byte_order_mark": "always"})
    talk.emulator.state.machine_name = "MAILSTORE"

    assert talk.send("/api/invoke/GetServerInfo").body == BYTE_ORDER_MARK + CAPTURED


@fact("A7", "documented")
@pytest.mark.parametrize("edition", ["server", "spe"])
def test_the_list_of_functions_is_a_bare_array(start: Start, edition: str) -> None:
    listed = start(edition=edition).send("/api/get-metadata").json

    assert {tuple(function) for function in listed} == {("name", "args")}
    arguments = [argument for function in listed for argument in function["args"]]
    assert {tuple(argument) for argument in arguments} == {("name", "type", "nullable")}
    assert {argument["type"] for argument in arguments} == {"string", "number", "bool", "json"}
    assert {type(argument["nullable"]) for argument in arguments} == {bool}


@fact("A7", "documented")
def test_an_argument_that_is_not_nullable_must_be_there(start: Start) -> None:
    talk = start()

    arguments = talk.functions()["GetWorkerResults"]

    assert [name for name, argument in arguments.items() if not argument["nullable"]] == list(SPAN)
    for name in SPAN:
        assert talk.refusal("GetWorkerResults", **{**SPAN, name: None}) == f"Missing API argument {name}."
    assert len(arguments) > len(SPAN)
    talk.result("GetWorkerResults", **SPAN)


@fact("A8", "documented")
@pytest.mark.parametrize("edition", ["server", "spe"])
def test_the_three_low_level_calls_are_not_listed(start: Start, edition: str) -> None:
    names = start(edition=edition).functions()

    assert not {name for name in names if "metadata" in name.lower() or "status" in name.lower()} - {
        "GetServiceStatus",
        "SendStatusReport",
    }
    assert not {"cancel-async", "CancelAsync"} & set(names)


@fact("A10", "stated")
def test_dates_have_no_offset(start: Start) -> None:
    talk = start()

    rows = talk.result("GetWorkerResults", **SPAN)
    jobs = talk.result("GetJobResults", **SPAN)

    moments = [row[key] for row in [*rows, *jobs] for key in ("startTime", "completeTime")]
    assert len(moments) > 2
    assert all(re.fullmatch(LOCAL_TIME, moment) for moment in moments)


@fact("A10", "stated")
def test_a_field_that_ends_in_utc_is_utc_and_any_other_is_in_the_zone_asked_for(start: Start) -> None:
    talk = start()
    job = talk.result("GetJobs")[0]
    span = {"fromIncluding": "2026-01-01T00:00:00", "toExcluding": "2026-02-01T00:00:00", "jobId": job["id"]}

    utc, tokyo = (talk.result("GetJobResults", **span, timeZoneId=zone)[0] for zone in ("UTC", "Tokyo Standard Time"))

    assert re.fullmatch(LOCAL_TIME, job["creationDateTimeUtc"])
    assert job["lastStartDateTimeUtc"] == utc["startTime"]
    assert datetime.fromisoformat(tokyo["startTime"]) - datetime.fromisoformat(utc["startTime"]) == timedelta(hours=9)


@fact("A11", "captured")
def test_keys_are_in_camel_case_except_those_of_credentials(start: Start) -> None:
    talk = start(version="25.3")

    usual = [talk.result("GetUsers"), talk.result("GetStores"), talk.result("GetWorkerResults", **SPAN)]
    credentials = talk.result("GetCredentials")

    assert all(key[0].islower() for row in usual for each in row for key in each)
    assert {"ID", "Type", "Description", "Settings"} == set(credentials[0])


@fact("A12", "captured")
def test_a_key_with_nothing_to_say_may_be_missing(start: Start) -> None:
    talk = start()

    assert "privilegesOnFolders" not in talk.result("GetUserInfo", userName="admin")
    assert "privilegesOnFolders" in talk.result("GetUserInfo", userName="johndoe")


@fact("A12", "captured")
def test_a_run_of_a_profile_that_is_not_saved_has_neither_its_id_nor_its_name(start: Start) -> None:
    talk = start(still=True)
    profile = dict(talk.result("GetProfiles", raw="true")[0])
    for key in ("id", "version"):
        del profile[key]

    talk.result("RunTemporaryProfile", properties=json.dumps(profile), raw="true")

    span = {"fromIncluding": "2026-01-01T00:00:00", "toExcluding": "2027-01-01T00:00:00"}
    rows = talk.result("GetWorkerResults", **span, timeZoneID="UTC")
    newest = max(rows, key=lambda row: str(row["startTime"]))
    assert not {"profileId", "profileName"} & set(newest)
    assert len([row for row in rows if {"profileId", "profileName"} <= set(row)]) == len(rows) - 1


@fact("A13", "captured")
def test_the_status_of_multi_factor_authentication_is_disabled_until_somebody_sets_it_up(start: Start) -> None:
    talk = start(version="25.3")

    def status() -> str:
        return str(talk.result("GetUserInfo", userName="johndoe")["mfaStatus"])

    assert {user["mfaStatus"] for user in talk.result("GetUsers")} == {"Disabled"}
    talk.result("InitializeMFA", userName="johndoe")
    assert status() != "Disabled"
    talk.result("DisableMFA", userName="johndoe")
    assert status() == "Disabled"
