"""Passwords appear in nothing that a person may see, in whatever form and place a server echoes them."""

from __future__ import annotations

import html
import json
import logging
import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote, quote_plus

import pytest

from mailstore_sdk import AsyncClient, Client
from mailstore_sdk.emulator import Emulator
from mailstore_sdk.errors import ArgumentError, ConfigurationError, MailStoreError, OperationError
from mailstore_sdk.transport import AsyncTransport, Options, Reply, Request, Settings, Transport
from mailstore_sdk.transport.redact import Cleaner
from tests.transport.leaks import everything_in
from tests.transport.scripted import (
    PASSWORD,
    SECRET_WORD,
    TOKEN,
    ScriptedSender,
    envelope,
    json_reply,
    running,
    scripted,
    text_reply,
)

ACCOUNT = PASSWORD
ARGUMENT = PASSWORD.replace(SECRET_WORD, "Zweitwort8")
SECRETS = pytest.mark.parametrize("secret", [ACCOUNT, ARGUMENT], ids=["account", "argument"])
WORDS = re.compile(f"{SECRET_WORD}|Zweitwort8")

FORMS: dict[str, Callable[[str], str]] = {
    "plain": lambda secret: secret,
    "JSON": lambda secret: json.dumps(secret),
    "JSON with letters as they are": lambda secret: json.dumps(secret, ensure_ascii=False),
    "JSON as .NET writes it": lambda secret: "".join(
        letter if letter.isascii() and letter.isalnum() else f"\\u{ord(letter):04X}" for letter in secret
    ),
    "form": quote_plus,
    "URL": lambda secret: quote(secret, safe=""),
    "URL with slashes": quote,
    "URL in lower case": lambda secret: _lower_escapes(quote(secret, safe="")),
    "form in lower case": lambda secret: _lower_escapes(quote_plus(secret)),
    "HTML": html.escape,
    "HTML as .NET writes it": lambda secret: html.escape(secret).replace("&#x27;", "&#39;").replace("ä", "&#228;"),
}

PLACES: dict[str, Callable[[str], Reply]] = {
    "message": lambda said: json_reply(envelope(statusCode="failed", error={"message": said})),
    "message without an object": lambda said: json_reply(envelope(statusCode="failed", error=said)),
    "details": lambda said: json_reply(envelope(statusCode="failed", error={"message": "No.", "details": said})),
    "statusText of a failure": lambda said: json_reply(envelope(statusCode="failed", statusText=said)),
    "statusText of another end": lambda said: json_reply(envelope(statusCode="cancelled", statusText=said)),
    "statusCode": lambda said: json_reply(envelope(statusCode=said)),
    "HTTP 500": lambda said: text_reply(500, said),
    "HTTP 404": lambda said: text_reply(404, said),
    "reason": lambda said: Reply(status=500, reason=said),
    "HTML": lambda said: text_reply(500, f"<html><p>{said}</p></html>", "text/html"),
    "no JSON": lambda said: text_reply(200, f"Error: {said}"),
    "Latin-1": lambda said: text_reply(200, f"Fehler für {said}".encode("latin-1")),
    "Latin-1 text": lambda said: text_reply(500, said.encode("latin-1"), "text/plain; charset=iso-8859-1"),
    "no envelope": lambda said: json_reply({"error": said, said: [said]}),
    "running without a token": lambda said: json_reply(envelope(statusCode="running", statusText=said)),
}

ENDS: dict[str, Callable[[str], list[Reply]]] = {
    "message": lambda said: [json_reply(envelope(statusCode="failed", error={"message": said, "details": said}))],
    "statusText": lambda said: [json_reply(envelope(statusCode="failed", statusText=said))],
    "logOutput": lambda said: [json_reply(envelope(statusCode="failed", logOutput=f"one\r\nno: {said}\r\n"))],
    "logOutput in parts": lambda said: [
        json_reply(running(statusVersion=3, logOutput=f"one\r\nno: {said[:5]}")),
        json_reply(envelope(statusCode="failed", logOutput=f"{said[5:]}\r\n")),
    ],
    "result": lambda said: [json_reply(envelope(statusCode="cancelled", result={"said": [said]}))],
    "no envelope": lambda said: [json_reply({"said": said})],
    "no JSON": lambda said: [text_reply(200, said)],
    "HTTP 500": lambda said: [text_reply(500, said)],
}


def _lower_escapes(text: str) -> str:
    parts = text.split("%")
    return parts[0] + "".join(f"%{part[:2].lower()}{part[2:]}" for part in parts[1:])


def shown(error: BaseException) -> list[str]:
    """What can be read of the secrets, whatever form the rest of them has."""
    return WORDS.findall(everything_in(error))


def error_of(call: Callable[[], object]) -> MailStoreError:
    with pytest.raises(MailStoreError) as caught:
        call()
    return caught.value


@SECRETS
@pytest.mark.parametrize("form", FORMS)
def test_no_error_shows_a_secret_in_any_form(secret: str, form: str) -> None:
    client = scripted(text_reply(500, f"Cannot do {FORMS[form](secret)} here."), password=ACCOUNT)
    error = error_of(lambda: client.set_user_password("johndoe", ARGUMENT))
    assert shown(error) == []
    assert "Cannot do" in str(error)


def test_no_error_shows_the_header_that_holds_the_password() -> None:
    credentials = b64encode(f"admin:{ACCOUNT}".encode()).decode()
    client = scripted(text_reply(500, f"Bad request. Authorization: Basic {credentials}"), password=ACCOUNT)
    assert credentials not in everything_in(error_of(client.get_users))


@SECRETS
@pytest.mark.parametrize("place", PLACES)
def test_no_error_shows_a_secret_from_any_place(secret: str, place: str) -> None:
    client = scripted(PLACES[place](secret), password=ACCOUNT)
    error = error_of(lambda: client.set_user_password("johndoe", ARGUMENT))
    assert shown(error) == []


def test_a_result_of_the_wrong_shape_does_not_show_a_secret() -> None:
    client = scripted(json_reply(envelope(result={"version": 5, "machineName": ACCOUNT})), password=ACCOUNT)
    assert shown(error_of(client.get_server_info)) == []


@SECRETS
@pytest.mark.parametrize("place", ["HTTP 500", "HTTP 404", "HTML", "no JSON"])
def test_no_error_of_an_old_server_shows_a_secret(secret: str, place: str) -> None:
    client = scripted(PLACES[place](secret), password=ACCOUNT, protocol="legacy")
    assert shown(error_of(lambda: client.set_user_password("johndoe", ARGUMENT))) == []


@SECRETS
@pytest.mark.parametrize("end", ENDS)
def test_no_error_of_a_long_running_call_shows_a_secret(secret: str, end: str) -> None:
    client = scripted(json_reply(running()), *ENDS[end](secret), password=ACCOUNT)
    error = error_of(lambda: client.set_user_password("johndoe", ARGUMENT))
    assert shown(error) == []


@SECRETS
@pytest.mark.parametrize("place", ["message", "HTTP 500", "HTML"])
def test_a_call_that_cannot_be_cancelled_shows_no_secret(secret: str, place: str) -> None:
    transport = scripted(json_reply(running()), PLACES[place](secret), password=ACCOUNT).transport
    ticket = transport.call("Anything", None, {"password": ARGUMENT}).ticket
    assert ticket
    assert shown(error_of(lambda: transport.cancel(ticket))) == []


@SECRETS
def test_no_status_of_an_old_server_shows_a_secret(secret: str) -> None:
    final = {"status": "failed", "messages": [{"type": "line", "text": f"no: {secret}"}], "result": secret}
    client = scripted(json_reply(TOKEN), json_reply(final), password=ACCOUNT, protocol="legacy")
    error = error_of(lambda: client.set_user_password("johndoe", ARGUMENT))
    assert isinstance(error, OperationError)
    assert shown(error) == []


def test_an_operation_on_paper_holds_no_password() -> None:
    log = running(statusVersion=3, logOutput=f"Connected as admin:{ACCOUNT}\r\n", statusText=ACCOUNT)
    operation = scripted(json_reply(log), password=ACCOUNT).begin_verify_store(1)
    text = f"{operation.to_json()} {json.loads(operation.to_json())} {operation!r} {operation.status!r}"
    assert WORDS.findall(text) == []
    assert "Connected as admin" in text


def test_a_log_with_a_masked_secret_still_begins_with_what_is_known() -> None:
    first = f"Connected as admin:{ACCOUNT}\r\n"
    client = scripted(
        json_reply(running(logOutput=first)), json_reply(envelope(logOutput=first + "done\r\n")), password=ACCOUNT
    )
    assert [message.text for message in client.verify_store(1).messages] == ["Connected as admin:***", "done"]


def test_secrets_of_a_function_that_nobody_knows_go_by_their_names() -> None:
    client = scripted(text_reply(500, f"{ARGUMENT} is too short"), password=ACCOUNT)
    error = error_of(lambda: client.invoke("BrandNewFunction", {"smtpPassword": ARGUMENT}))
    assert str(error) == "BrandNewFunction: *** is too short"


@pytest.mark.parametrize(
    "config", [{"smtp": [{"password": ARGUMENT}]}, json.dumps({"password": ARGUMENT})], ids=["mapping", "text"]
)
def test_secrets_inside_a_json_argument_go_by_their_names(config: object) -> None:
    client = scripted(text_reply(500, f"{ARGUMENT} is too short"), password=ACCOUNT)
    error = error_of(lambda: client.invoke("SetSmtpSettings", {"settings": config}))
    assert shown(error) == []


@pytest.mark.parametrize(
    "value", [5, ARGUMENT.encode(), [ARGUMENT], ARGUMENT + "\udc80"], ids=["int", "bytes", "list", "surrogate"]
)
def test_an_argument_that_cannot_be_sent_is_not_shown(value: Any) -> None:
    client = scripted(password=ACCOUNT)
    error = error_of(lambda: client.set_user_password("johndoe", value))
    assert isinstance(error, ArgumentError)
    assert shown(error) == []
    assert "password" in str(error)


def test_a_password_that_utf8_cannot_carry_is_refused_without_showing_it() -> None:
    """As a variable of the environment in another encoding gives it."""
    error = error_of(lambda: Client(password=ACCOUNT + "\udce4"))
    assert isinstance(error, ConfigurationError)
    assert shown(error) == []


def test_representations_hold_no_password() -> None:
    settings = Settings(password=ACCOUNT, proxy=f"http://user:{quote(ACCOUNT, safe='')}@proxy.example:3128")
    with Client(password=ACCOUNT, sender=ScriptedSender()) as client:
        objects: list[object] = [client, client.options(timeout=1), client.transport, client.raw, settings]
    objects += [Transport(settings, sender=ScriptedSender()), Options(), replace(settings, host="archive.example")]
    objects.append(Request(path="/", body=quote_plus(ARGUMENT).encode(), repeatable=False))
    objects.append(Reply(status=200, content=ARGUMENT.encode()))
    text = "\n".join(f"{one!r} {one!s}" for one in objects)
    assert WORDS.findall(text) == []
    assert "Client admin@https://127.0.0.1:8463" in text


@pytest.mark.anyio
async def test_representations_of_the_asynchronous_client_hold_no_password() -> None:
    async with AsyncClient(password=ACCOUNT) as client:
        text = f"{client!r} {client.transport!r} {client.raw!r} {client.transport.settings!r}"
    assert isinstance(client.transport, AsyncTransport)
    assert WORDS.findall(text) == []


def test_no_log_shows_a_secret(caplog: pytest.LogCaptureFixture) -> None:
    emulator = Emulator()
    emulator.state.users["admin"].password = ACCOUNT
    with caplog.at_level(logging.DEBUG), emulator.serve() as server:
        with Client(**server.connection, password=ACCOUNT) as client:
            client.set_user_password("johndoe", ARGUMENT)
        with Client(**server.connection, password=ARGUMENT) as stranger, pytest.raises(MailStoreError):
            stranger.get_users()
    credentials = b64encode(f"admin:{ACCOUNT}".encode()).decode()
    assert WORDS.findall(caplog.text) == []
    assert credentials not in caplog.text


def test_a_word_that_everybody_knows_is_not_masked() -> None:
    """Masking the password `admin` of the user `admin` in a message would tell which word it is."""
    client = scripted(text_reply(500, "User admin is busy."))
    assert error_of(client.get_users).args[1] == "User admin is busy."


def test_the_longest_secret_is_masked_first() -> None:
    assert Cleaner(["pass", "password"])("password, pass") == "***, ***"
