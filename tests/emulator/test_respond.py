"""The emulator speaks as real servers do: paths, headers, credentials, envelopes, refusals."""

from __future__ import annotations

import codecs
import http.client
import json
import ssl
import tomllib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Literal

import pytest

from mailstore_sdk.emulator import Behaviour, Emulator, Request, Response
from mailstore_sdk.emulator.releases import Served
from mailstore_sdk.emulator.server import EmulatorServer
from tests.emulator.asking import ask, basic, payload

SPEC = Path(__file__).parents[2] / "spec"
ENVELOPE = [
    "error", "token", "statusVersion", "statusCode", "percentProgress", "statusText", "result", "logOutput",
]  # fmt: skip
FORM = "application/x-www-form-urlencoded"
SPAN = {"fromIncluding": "2026-01-04T00:00:00", "toExcluding": "2026-01-06T00:00:00"}


@pytest.mark.parametrize(
    ("function", "fields"), [("GetServerInfo", {}), ("GetUserInfo", {}), ("VerifyStore", {"id": "1"})]
)
def test_every_modern_answer_is_an_envelope_with_the_eight_keys_in_order(function: str, fields: dict[str, str]) -> None:
    assert list(payload(ask(Emulator(), f"/api/invoke/{function}", fields))) == ENVELOPE


def test_a_modern_answer_is_the_captured_one() -> None:
    assert ask(Emulator(behaviour=Behaviour(byte_order_mark="never")), "/api/invoke/GetServerInfo").content == (
        b'{"error":null,"token":null,"statusVersion":2,"statusCode":"succeeded","percentProgress":null,'
        b'"statusText":null,"result":{"version":"8.1.2.9268","machineName":"WIN2012MS"},"logOutput":null}'
    )


def test_a_legacy_answer_is_the_bare_result() -> None:
    answer = payload(ask(Emulator(), "/JSON/Invoke/GetServerInfo"))

    assert answer == {"version": "8.1.2.9268", "machineName": "WIN2012MS"}


@pytest.mark.parametrize("mark", ["always", "never"])
@pytest.mark.parametrize("path", ["/api/invoke/GetUsers", "/api/get-metadata", "/JSON/Invoke/GetUserList"])
def test_json_begins_with_a_byte_order_mark_if_wanted(path: str, mark: Literal["always", "never"]) -> None:
    body = ask(Emulator(behaviour=Behaviour(byte_order_mark=mark)), path).content

    assert body.startswith(codecs.BOM_UTF8) is (mark == "always")
    assert body.count(codecs.BOM_UTF8) == (mark == "always")


@pytest.mark.parametrize("path", ["/api/invoke/GetUsers", "/api/get-metadata", "/JSON/Invoke/GetUserList"])
def test_the_content_type_of_json_has_no_charset(path: str) -> None:
    assert ask(Emulator(), path).headers == {"content-type": "application/json"}


@pytest.mark.parametrize(
    "path",
    [
        "/api/invoke/GetServerInfo/",
        "//api//invoke///GetServerInfo",
        "/API/Invoke/GetServerInfo",
        "api/invoke/GetServerInfo",
    ],
)
def test_modern_paths_may_have_more_slashes_and_other_cases(path: str) -> None:
    assert payload(ask(Emulator(), path))["result"]["machineName"] == "WIN2012MS"


@pytest.mark.parametrize("path", ["/JSON/Invoke/GetServerInfo/", "//JSON//Invoke//GetServerInfo"])
def test_legacy_paths_may_have_more_slashes(path: str) -> None:
    assert payload(ask(Emulator(), path))["machineName"] == "WIN2012MS"


@pytest.mark.parametrize("path", ["/", "", "/api", "/api/invoke", "/api/invoke/GetUsers/more", "/XML/Invoke/GetUsers"])
def test_another_path_is_not_found(path: str) -> None:
    assert ask(Emulator(), path).status == 404


@pytest.mark.parametrize("path", ["/api/invoke/GetUsers", "/api/get-status", "/JSON/Invoke/GetUserList"])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_anything_but_post_is_refused(path: str, method: str) -> None:
    answer = ask(Emulator(), path, method=method)

    assert (answer.status, answer.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_the_list_of_functions_can_be_got_and_posted_alone(method: str) -> None:
    answer = ask(Emulator(), "/api/get-metadata", method=method)

    assert (answer.status, answer.headers["allow"]) == (405, "GET, POST")


def test_the_list_of_functions_is_the_same_by_get() -> None:
    emulator = Emulator()
    got = emulator.respond(Request(method="GET", path="/api/get-metadata"))

    assert isinstance(got, Response)
    assert payload(got) == payload(ask(emulator, "/api/get-metadata"))


@pytest.mark.parametrize("path", ["/api/invoke/GetUsers", "/api/get-metadata", "/JSON/Invoke/GetUserList"])
def test_a_post_without_a_length_is_refused(path: str) -> None:
    answer = Emulator().respond(Request(method="POST", path=path, headers={"authorization": basic()}))

    assert isinstance(answer, Response)
    assert answer.status == 411


@pytest.mark.parametrize(
    "path", ["/api/invoke/GetUsers", "/api/get-status", "/JSON/Invoke/GetUserList", "/JSON/Status/x"]
)
@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Basic",
        basic("admin", "wrong"),
        basic("nobody", "admin"),
        basic("admin", ""),
        basic().replace("Basic", "Bearer"),
        "Basic !!!",
        "Basic /w==",
        "Basic ü",
    ],
)
def test_wrong_credentials_are_answered_with_a_challenge(path: str, authorization: str) -> None:
    answer = ask(Emulator(), path, authorization=authorization)

    assert answer.status == 401
    assert answer.headers["www-authenticate"].startswith("Basic ")


def test_credentials_are_utf_8_and_the_password_may_hold_a_colon() -> None:
    emulator = Emulator()
    emulator.state.users["admin"].password = "пароль:ü"

    assert ask(emulator, "/api/invoke/GetUsers", authorization=basic("admin", "пароль:ü")).status == 200


def test_who_has_no_password_does_not_get_in_with_an_empty_one() -> None:
    emulator = Emulator()
    emulator.client().create_user("boss", privileges=["admin"])

    assert ask(emulator, "/api/invoke/GetUsers", authorization=basic("boss", "")).status == 401
    assert ask(emulator, "/api/invoke/GetUsers", authorization=basic("asmith", "")).status == 401


@pytest.mark.parametrize("path", ["/api/invoke/GetUsers", "/JSON/Invoke/GetUserList"])
def test_a_user_who_is_no_administrator_is_forbidden(path: str) -> None:
    emulator = Emulator()
    emulator.state.users["johndoe"].password = "secret"

    assert ask(emulator, path, authorization=basic("johndoe", "secret")).status == 403


@pytest.mark.parametrize("authorization", ["", basic("admin", "wrong"), basic()])
def test_the_list_of_functions_is_for_anybody_and_is_the_specification(authorization: str) -> None:
    types = {"list": "string", "datetime": "string", "time": "string", "duration": "number"}
    areas = [path for path in sorted(SPEC.glob("*.toml")) if path.name not in ("values.toml", "since.toml")]
    expected = [
        {
            "name": name,
            "args": [
                {
                    "name": argument["name"],
                    "type": types.get(argument["type"], argument["type"]),
                    "nullable": bool(argument.get("optional") or "default" in argument),
                }
                for argument in function.get("arguments", [])
                if isinstance(argument, dict)
            ],
        }
        for area in areas
        for name, function in tomllib.loads(area.read_text(encoding="utf-8")).items()
        if function["products"].get("server")
    ]

    assert payload(ask(Emulator(), "/api/get-metadata", authorization=authorization)) == expected


def test_a_missing_argument_is_refused_in_the_captured_words() -> None:
    envelope = payload(ask(Emulator(), "/api/invoke/GetUserInfo"))

    assert envelope["statusCode"] == "failed"
    assert envelope["result"] is None
    assert envelope["error"]["message"] == "Missing API argument userName."
    assert envelope["error"]["details"].startswith("System.Exception: Missing API argument userName.\r\n")
    assert envelope["error"]["details"].count("\n") == envelope["error"]["details"].count("\r\n")


@pytest.mark.parametrize(
    ("function", "fields", "message"),
    [
        ("GetUserInfo", {}, "Missing API argument userName."),
        ("GetUserInfo", {"username": "admin"}, "Missing API argument userName."),
        ("SetUserPassword", {"userName": "admin"}, "Missing API argument password."),
        ("GetWorkerResults", {"toExcluding": SPAN["toExcluding"]}, "Missing API argument fromIncluding."),
        ("GetUserInfo", {"userName": "nobody"}, "User 'nobody' does not exist."),
        ("VerifyStore", {"id": "1.5"}, "API argument id is not a number."),
        ("VerifyStore", {"id": "9" * 5000}, "API argument id is not a number."),
        ("VerifyStore", {"id": ""}, "API argument id is not a number."),
        ("GetStores", {"includeSize": "True"}, "API argument includeSize is neither true nor false."),
    ],
)
def test_a_refusal_is_an_envelope_on_modern_and_text_with_http_500_on_legacy(
    function: str, fields: dict[str, str], message: str
) -> None:
    legacy = ask(Emulator(), f"/JSON/Invoke/{function}", fields)

    assert payload(ask(Emulator(), f"/api/invoke/{function}", fields))["error"]["message"] == message
    assert (legacy.status, legacy.content.decode()) == (500, message)
    assert legacy.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    "moment",
    [
        "2026-01-04T00:00:00Z",
        "2026-01-04T00:00:00.000",
        "2026-01-04T00:00:00+01:00",
        "2026-01-04",
        "2026-13-01T00:00:00",
        "",
    ],
)
@pytest.mark.parametrize("argument", ["fromIncluding", "toExcluding"])
def test_a_time_with_zone_or_fraction_is_refused_in_the_captured_words(argument: str, moment: str) -> None:
    envelope = payload(ask(Emulator(), "/api/invoke/GetWorkerResults", {**SPAN, argument: moment}))

    assert envelope["error"]["message"] == "String was not recognized as a valid DateTime."


@pytest.mark.parametrize(
    "body", [b"userName=\xfc", b"userName=%fc", b"\xff", b"userName=%ed%a0%80", "userName=ü".encode()], ids=repr
)
def test_a_body_that_is_no_form_in_utf_8_is_refused(body: bytes) -> None:
    problem = "The request's body is not a form in UTF-8."

    assert payload(ask(Emulator(), "/api/invoke/GetUserInfo", body=body))["error"]["message"] == problem
    assert ask(Emulator(), "/JSON/Invoke/GetUserInfo", body=body).content.decode() == problem


@pytest.mark.parametrize(
    ("protocol", "modern", "legacy"), [("modern", 200, 404), ("legacy", 404, 200), ("both", 200, 200)]
)
def test_the_emulator_speaks_the_generations_that_it_is_told_to(protocol: Served, modern: int, legacy: int) -> None:
    emulator = Emulator(protocol=protocol)

    assert ask(emulator, "/api/invoke/GetServerInfo").status == modern
    assert ask(emulator, "/api/get-metadata").status == modern
    assert ask(emulator, "/JSON/Invoke/GetServerInfo").status == legacy


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/invoke/GetUsers", 200),
        ("/api/invoke/GetUserList", 404),
        ("/JSON/Invoke/GetUserList", 200),
        ("/JSON/Invoke/GetUsers", 404),
        ("/api/invoke/NoSuchFunction", 404),
        ("/JSON/Invoke/NoSuchFunction", 404),
    ],
)
def test_a_function_has_one_name_a_generation(path: str, status: int) -> None:
    assert ask(Emulator(), path).status == status


@pytest.mark.parametrize("path", ["/api/get-status", "/api/cancel-async", "/JSON/Status/no-such-token"])
@pytest.mark.parametrize("fields", [{"token": "no-such-token"}, {}])
def test_an_unknown_token_is_not_found(path: str, fields: dict[str, str]) -> None:
    assert ask(Emulator(), path, fields).status == 404


def test_a_user_of_8_x_has_his_rights_as_text_and_no_newer_keys() -> None:
    emulator = Emulator()
    emulator.state.users["johndoe"].privileges = ["login", "export"]

    assert payload(ask(emulator, "/JSON/Invoke/GetUserInfo", {"userName": "johndoe"})) == {
        "userName": "johndoe",
        "fullName": "John Doe",
        "distinguishedName": "",
        "authentication": "integrated",
        "emailAddresses": ["jdoe@example.com", "john@example.com"],
        "privileges": "login,export",
    }


def test_a_long_running_call_of_8_x_is_answered_with_the_tutorials_token() -> None:
    token = "243fc983-89c3-19ef-196a-dbe082894cc5"

    assert payload(ask(Emulator(), "/JSON/Invoke/VerifyStore", {"id": "2"})) == {
        "statusUrl": f"/JSON/Status/{token}",
        "statusToken": token,
    }


# The same over real HTTPS, with an HTTP client that knows nothing of this project.


@pytest.fixture(scope="module")
def served() -> Iterator[EmulatorServer]:
    with Emulator().serve() as running:
        yield running


def over_https(
    server: EmulatorServer, path: str, body: str | None = "", headers: dict[str, str] | None = None
) -> tuple[http.client.HTTPResponse, bytes]:
    """A response and its body; the body None sends no Content-Length."""
    context = ssl.create_default_context(cafile=server.ca_file)
    with closing(http.client.HTTPSConnection(server.host, server.port, context=context, timeout=10)) as connection:
        connection.putrequest("POST", path)
        for name, value in {"Authorization": basic(), "Content-Type": FORM, **(headers or {})}.items():
            connection.putheader(name, value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders((body or "").encode())
        response = connection.getresponse()
        return response, response.read()


def test_https_carries_status_headers_and_body_as_they_are(served: EmulatorServer) -> None:
    response, body = over_https(served, "//api/invoke/GetUserInfo/", "userName=johndoe")

    assert (response.status, response.getheader("content-type")) == (200, "application/json")
    assert body.startswith(codecs.BOM_UTF8)
    assert json.loads(body.decode("utf-8-sig"))["result"]["fullName"] == "John Doe"


@pytest.mark.parametrize(
    ("path", "body", "headers", "status"),
    [
        ("/api/invoke/GetUsers", "", {"Authorization": basic("admin", "wrong")}, 401),
        ("/api/get-metadata", "", {"Authorization": basic("admin", "wrong")}, 200),
        ("/api/invoke/GetUsers", None, {}, 411),
        ("/JSON/Invoke/GetUserInfo", "userName=nobody", {}, 500),
        ("/api/invoke/NoSuchFunction", "", {}, 404),
        ("/api/invoke/GetUsers", "", {"Authorization": "Basic ü"}, 401),
    ],
)
def test_https_refuses_as_the_pure_function_does(
    served: EmulatorServer, path: str, body: str | None, headers: dict[str, str], status: int
) -> None:
    response, _ = over_https(served, path, body, headers)

    assert response.status == status
    assert (response.getheader("www-authenticate") is not None) is (status == 401)


def test_an_authority_that_is_not_the_servers_own_is_not_enough(served: EmulatorServer) -> None:
    context = ssl.create_default_context()

    with (
        closing(http.client.HTTPSConnection(served.host, served.port, context=context, timeout=10)) as connection,
        pytest.raises(ssl.SSLCertVerificationError),
    ):
        connection.request("POST", "/api/get-metadata")
