"""Two generations of the API: paths, answers, long-running calls, names."""

from __future__ import annotations

import re

import pytest

from tests.conformance.conftest import Start
from tests.conformance.facts import fact

UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
MODERN = ["9.0", "22.3", "25.3"]


@fact("G1", "stated")
@pytest.mark.parametrize(
    ("options", "legacy", "modern"),
    [
        ({"version": "8.1"}, 200, 404),
        *(({"version": version}, 404, 200) for version in MODERN),
        *(({"version": version, "edition": "spe"}, 404, 200) for version in MODERN),
    ],
    ids=str,
)
def test_old_servers_speak_legacy_and_newer_ones_and_spe_modern(
    start: Start, options: dict[str, str], legacy: int, modern: int
) -> None:
    talk = start(**options)
    function = "GetEnvironmentInfo" if "edition" in options else "GetServerInfo"

    assert talk.send(f"/JSON/Invoke/{function}").status == legacy
    assert talk.send(f"/api/invoke/{function}").status == modern


@fact("G2", "documented")
@fact("G3", "documented")
def test_a_legacy_call_gives_the_bare_result(start: Start) -> None:
    answer = start(version="8.1").send("/JSON/Invoke/GetServerInfo")

    assert answer.json == {"version": "8.1.2.9268", "machineName": "WIN2012MS"}


@fact("G4", "documented")
def test_a_failed_legacy_call_is_a_500_with_the_message_as_plain_text(start: Start) -> None:
    answer = start(version="8.1").send("/JSON/Invoke/GetUserInfo", {})

    assert (answer.status, answer.body) == (500, b"Missing API argument userName.")
    assert answer.headers["content-type"].split(";")[0] == "text/plain"


@fact("G5", "documented")
def test_a_long_legacy_call_gives_a_status_url_to_ask_again_and_again(start: Start) -> None:
    talk = start(version="8.1")

    ticket = talk.legacy("VerifyStore", id=1)
    statuses = [talk.send(ticket["statusUrl"]).json["status"] for _ in range(2)]

    assert set(ticket) == {"statusUrl", "statusToken"}
    assert re.fullmatch(UUID, ticket["statusToken"])
    assert ticket["statusUrl"] == f"/JSON/Status/{ticket['statusToken']}"
    assert statuses == ["running", "succeeded"]


@fact("G6", "documented")
@fact("G7", "open")
@pytest.mark.parametrize("path", ["/api/cancel-async", "/api/get-metadata", "/api/get-status"])
def test_a_legacy_server_can_neither_cancel_nor_list_its_functions(start: Start, path: str) -> None:
    assert start(version="8.1").send(path, {"token": "1"}).status == 404


@fact("G8", "documented")
@pytest.mark.parametrize(
    "path",
    [
        "/api/invoke/GetUsers",
        "/api/invoke/GetUsers/",
        "//api//invoke//GetUsers",
        "/api/invoke/GetUsers//",
        "/API/Invoke/GetUsers",
    ],
)
def test_a_modern_call_has_its_path_with_or_without_more_slashes(start: Start, path: str) -> None:
    assert start().send(path).json["statusCode"] == "succeeded"


@fact("G9", "documented, captured")
def test_a_modern_call_gives_an_envelope_of_eight_keys(start: Start) -> None:
    envelope = start(version="9.0").call("GetServerInfo")

    assert len(envelope) == 8
    assert envelope["result"]["version"] == "9.0.0.9702"


@fact("G10", "documented")
def test_a_long_modern_call_gives_a_token_to_ask_for(start: Start) -> None:
    talk = start()

    envelope = talk.call("VerifyStore", id=1)

    assert envelope["statusCode"] == "running"
    assert re.fullmatch(UUID, envelope["token"])
    assert talk.poll(envelope["token"])["token"] == envelope["token"]


@fact("G11", "documented")
def test_a_modern_call_can_be_cancelled(start: Start) -> None:
    talk = start(stuck=True)
    token = talk.call("VerifyStore", id=1)["token"]

    assert talk.send("/api/cancel-async", {"token": token}).status == 200

    assert talk.poll(token)["statusCode"] != "running"


@fact("G12", "documented")
@pytest.mark.parametrize("method", ["POST", "GET"])
@pytest.mark.parametrize("path", ["/api/get-metadata", "/api/get-metadata/", "//api/get-metadata"])
def test_a_modern_server_lists_its_functions(start: Start, method: str, path: str) -> None:
    answer = start().send(path, method=method, body=b"" if method == "POST" else None)

    assert "GetUsers" in [function["name"] for function in answer.json]


@fact("G13", "documented")
def test_the_list_of_users_is_named_otherwise_in_the_legacy_api(start: Start) -> None:
    talk = start(protocol="both")

    assert [user["userName"] for user in talk.legacy("GetUserList")] == [
        user["userName"] for user in talk.result("GetUsers")
    ]
    assert talk.send("/JSON/Invoke/GetUsers").status == talk.send("/api/invoke/GetUserList").status == 404
    assert talk.legacy("GetUserInfo", userName="johndoe")["userName"] == "johndoe"


@fact("G14", "open")
@pytest.mark.parametrize(("options", "status"), [({"protocol": "both"}, 200), ({"version": "25.3"}, 404)], ids=str)
def test_whether_a_newer_server_answers_legacy_calls_is_chosen(
    start: Start, options: dict[str, str], status: int
) -> None:
    talk = start(**options)

    assert talk.send("/JSON/Invoke/GetServerInfo").status == status
    assert talk.send("/api/invoke/GetServerInfo").status == 200


@fact("G15", "stated")
def test_the_xml_variant_is_not_there(start: Start) -> None:
    assert start(protocol="both").send("/XML/Invoke/GetServerInfo").status == 404
