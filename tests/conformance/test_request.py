"""Modern: what a request looks like, and which ones are turned away."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.conformance.conftest import Start
from tests.conformance.facts import fact
from tests.conformance.wire import FORM, PATIENCE, Curl

SPAN = {"fromIncluding": "2026-01-04T00:00:00", "toExcluding": "2026-01-06T00:00:00"}


@fact("Q1", "stated")
def test_plain_http_gets_no_answer(start: Start) -> None:
    address = start().address
    with socket.create_connection((address.host, address.port), timeout=PATIENCE) as connection:
        connection.sendall(b"GET /api/get-metadata HTTP/1.1\r\nhost: localhost\r\n\r\n")
        try:
            said = connection.recv(100)
        except ConnectionResetError:
            said = b""

    assert not said.startswith(b"HTTP/")


@fact("Q3", "stated")
def test_a_client_that_does_not_trust_the_certificate_refuses(start: Start) -> None:
    address = start().address
    connection = http.client.HTTPSConnection(address.host, address.port, timeout=PATIENCE)

    with pytest.raises(ssl.SSLCertVerificationError):
        connection.request("GET", "/api/get-metadata")
    connection.close()


@fact("Q4", "stated")
@pytest.mark.parametrize(("method", "status"), [("POST", 200), ("GET", 405), ("PUT", 405), ("DELETE", 405)])
def test_every_call_is_a_post(start: Start, method: str, status: int) -> None:
    body = None if method in ("GET", "DELETE") else b""

    assert start().send("/api/invoke/GetUsers", method=method, body=body).status == status


@fact("Q5", "seen in clients")
@pytest.mark.parametrize(("body", "status"), [(b"", 200), (None, 411)], ids=["length 0", "no length"])
@pytest.mark.parametrize("path", ["/api/invoke/GetUsers", "/api/get-metadata"])
def test_a_post_without_a_length_is_turned_away(start: Start, path: str, body: bytes | None, status: int) -> None:
    assert start().send(path, body=body).status == status


@fact("Q6", "stated")
@pytest.mark.parametrize("user", ["jürgen:paßwort", "ops:with:colons", "o'brien:пароль"])
def test_credentials_are_utf_8_before_base64(start: Start, user: str) -> None:
    talk = start()
    name, _, password = user.partition(":")

    talk.result("CreateUser", userName=name, privileges="admin", password=password)

    assert talk.send("/api/invoke/GetUsers", user=user).status == 200
    assert talk.send("/api/invoke/GetUsers", user=user + "x").status == 401


@fact("Q7", "stated")
def test_a_request_without_credentials_is_challenged(start: Start) -> None:
    answer = start().send("/api/invoke/GetUsers", user="")

    assert answer.status == 401
    assert answer.headers["www-authenticate"].startswith("Basic realm=")


@fact("Q7", "stated")
def test_a_client_that_waits_for_the_challenge_gets_in(start: Start) -> None:
    talk = start()

    # curl with --anyauth asks without credentials first, and goes by the challenge.
    answer = Curl().run(talk.address, "/api/invoke/GetUsers", "--anyauth", "--user=admin:admin", "--data=")

    assert answer.json["statusCode"] == "succeeded"


@fact("Q8", "documented")
@pytest.mark.parametrize(("edition", "status"), [("server", 200), ("spe", 401)])
def test_the_list_of_functions_is_open_to_anybody_on_server_but_not_on_spe(
    start: Start, edition: str, status: int
) -> None:
    talk = start(edition=edition)

    assert talk.send("/api/get-metadata", user="").status == status
    assert talk.send("/api/get-metadata", user="admin:wrong").status == status
    assert talk.send("/api/get-metadata").status == 200


@fact("Q9", "documented")
@pytest.mark.parametrize("edition", ["server", "spe"])
@pytest.mark.parametrize(
    ("host", "status"), [("localhost", 200), ("127.0.0.1", 200), ("mailstore.example.com", 401), ("192.0.2.1", 401)]
)
def test_the_default_credentials_work_by_a_local_name_only(start: Start, edition: str, host: str, status: int) -> None:
    talk = start(edition=edition)
    function = "GetEnvironmentInfo" if edition == "spe" else "GetUsers"
    headers = {"host": f"{host}:{talk.address.port}"}

    assert talk.send(f"/api/invoke/{function}", headers=headers).status == status


@fact("Q9", "documented")
def test_other_credentials_work_by_any_name(start: Start) -> None:
    talk = start()
    talk.result("SetUserPassword", userName="admin", password="another")

    answer = talk.send("/api/invoke/GetUsers", headers={"host": "mailstore.example.com"}, user="admin:another")

    assert answer.status == 200


@fact("Q10", "stated")
def test_arguments_are_form_fields_in_utf_8(start: Start) -> None:
    talk = start()
    name = "Jürgen Müller-Lüdenscheidt & Söhne = 100 % + ł 漢 🙂"

    talk.result("SetUserFullName", userName="johndoe", fullName=name)

    assert talk.result("GetUserInfo", userName="johndoe")["fullName"] == name


@fact("Q10", "stated")
def test_a_json_body_has_no_arguments(start: Start) -> None:
    body = json.dumps({"userName": "johndoe"}).encode()

    answer = start().send("/api/invoke/GetUserInfo", body=body, headers={"content-type": "application/json"})

    assert answer.json["error"]["message"] == "Missing API argument userName."


@fact("Q11", "stated")
def test_a_bool_is_true_or_false_in_lower_case(start: Start) -> None:
    talk = start()

    assert [talk.call("GetStores", includeSize=value)["statusCode"] for value in ("true", "false")] == ["succeeded"] * 2
    for wrong in ("True", "FALSE", "1", "yes", ""):
        assert "includeSize" in talk.refusal("GetStores", includeSize=wrong)


@fact("Q12", "stated")
def test_a_number_is_decimal_text(start: Start) -> None:
    talk = start()

    talk.result("RenameStore", id="1", name="renamed")

    assert [store["name"] for store in talk.result("GetStores") if store["id"] == 1] == ["renamed"]
    for wrong in ("0x1", "1.0", "one", ""):
        assert "id" in talk.refusal("RenameStore", id=wrong, name="other")


@fact("Q13", "stated")
def test_json_is_text_in_one_field(start: Start) -> None:
    talk = start()
    config = {**talk.result("GetComplianceConfiguration"), "legalHoldEnabled": True}

    talk.result("SetComplianceConfiguration", config=json.dumps(config))

    assert talk.result("GetComplianceConfiguration") == config
    assert "config" in talk.refusal("SetComplianceConfiguration", config="{legalHoldEnabled: true}")
    assert talk.result("GetComplianceConfiguration") == config


@fact("Q14", "stated")
def test_a_list_is_one_text_with_commas(start: Start) -> None:
    talk = start()

    talk.result("SetUserEmailAddresses", userName="johndoe", emailAddresses="a@example.com,b@example.com")

    assert talk.result("GetUserInfo", userName="johndoe")["emailAddresses"] == ["a@example.com", "b@example.com"]


@fact("Q15", "seen in clients")
@pytest.mark.parametrize("ending", ["Z", "+01:00", ".000", ".5"])
def test_a_date_has_neither_zone_nor_fraction(start: Start, ending: str) -> None:
    talk = start()
    wrong = {**SPAN, "fromIncluding": SPAN["fromIncluding"] + ending}

    assert talk.result("GetWorkerResults", **SPAN) != []
    assert talk.refusal("GetWorkerResults", **wrong) == "String was not recognized as a valid DateTime."


@fact("Q16", "stated")
def test_times_are_in_the_zone_that_is_asked_for(start: Start) -> None:
    talk = start()

    def starts(**fields: str) -> set[str]:
        return {row["startTime"] for row in talk.result("GetWorkerResults", **SPAN, **fields)}

    utc = starts(timeZoneID="UTC")

    assert starts(timeZoneID="W. Europe Standard Time") == {_later(moment, hours=1) for moment in utc}
    talk.emulator.state.time_zone = "Tokyo Standard Time"
    there = {
        "fromIncluding": _later(SPAN["fromIncluding"], hours=9),
        "toExcluding": _later(SPAN["toExcluding"], hours=9),
    }
    local = {row["startTime"] for row in talk.result("GetWorkerResults", **there, timeZoneID="$Local")}
    assert local == {_later(moment, hours=9) for moment in utc}


@fact("Q16", "stated")
def test_the_span_asked_for_is_in_that_zone_too(start: Start) -> None:
    talk = start()
    first = min(row["startTime"] for row in talk.result("GetWorkerResults", **SPAN, timeZoneID="UTC"))

    def found(begin: str, zone: str) -> int:
        span = {"fromIncluding": begin, "toExcluding": _later(begin, seconds=1)}
        return len(talk.result("GetWorkerResults", **span, timeZoneID=zone))

    assert found(first, "UTC") == 1
    assert found(first, "W. Europe Standard Time") == 0
    assert found(_later(first, hours=1), "W. Europe Standard Time") == 1


def _later(moment: str, **difference: float) -> str:
    return (datetime.fromisoformat(moment) + timedelta(**difference)).isoformat(timespec="seconds")


@fact("Q17", "stated")
def test_zero_false_and_empty_text_are_values(start: Start) -> None:
    talk = start()
    talk.result("SetUserFullName", userName="johndoe", fullName="")

    assert talk.result("GetUserInfo", userName="johndoe")["fullName"] == ""
    assert {store["statisticsSize"] for store in talk.result("GetStores", includeSize="false")} == {None}
    assert None not in {store["statisticsSize"] for store in talk.result("GetStores")}
    assert "0" in talk.refusal("RenameStore", id="0", name="nothing")


@fact("Q18", "documented")
@pytest.mark.parametrize(
    ("function", "argument", "value", "empty"),
    [
        ("SetUserFullName", "fullName", "Somebody", None),
        ("SetUserDistinguishedName", "distinguishedName", "CN=Somebody", None),
        ("SetUserEmailAddresses", "emailAddresses", "a@example.com", []),
    ],
)
def test_what_is_left_out_is_removed(start: Start, function: str, argument: str, value: str, empty: Any) -> None:
    talk = start()
    talk.result(function, **{"userName": "asmith", argument: value})
    before = talk.result("GetUserInfo", userName="asmith")[argument]

    talk.result(function, userName="asmith")

    assert before in (value, [value])
    assert talk.result("GetUserInfo", userName="asmith")[argument] == empty


@fact("Q19", "stated")
def test_names_of_arguments_are_not_uniform(start: Start) -> None:
    functions = start(version="25.3").functions()

    assert {"timeZoneID", "profileID"} <= set(functions["GetWorkerResults"])
    assert {"timeZoneId", "jobId"} <= set(functions["GetJobResults"])
    assert "timeZoneId" in functions["CreateJob"]


def test_both_clients_are_there(start: Start) -> None:
    """So that a machine without curl fails here and says so, instead of passing by."""
    talk = start()

    assert replace(talk, client=Curl()).send("/api/get-metadata", headers={"content-type": FORM}).status == 200
