"""The commands that only ask, in a pipe: plain text, or JSON and nothing else; no secret, nothing that steers."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from mailstore_sdk.cli.output import plain
from mailstore_sdk.emulator.handlers import HANDLERS
from mailstore_sdk.emulator.server import EmulatorServer
from tests.cli import hostile
from tests.cli.asking import INSTALLATION, NO_JSON, SERVER
from tests.cli.inside import Inside

WITH_JSON = [typed for typed in SERVER if not typed.startswith(NO_JSON)]


@pytest.mark.parametrize("typed", SERVER)
def test_a_person_sees_plain_text(inside: Inside, to_archive: dict[str, str], typed: str) -> None:
    code, expected = SERVER[typed]
    done = inside(*typed.split(), **to_archive)
    assert (done.code, done.err) == (code, "")
    assert re.search(expected, done.out)
    assert not re.search(r"[^\S\n ]|[\x1b\x07\u202e]", done.out)
    assert "\nmailstore: all is well" not in done.out
    assert hostile.CANARY not in done.out


@pytest.mark.parametrize("typed", WITH_JSON)
def test_a_program_reads_json_and_nothing_else(inside: Inside, to_archive: dict[str, str], typed: str) -> None:
    whole = inside(*typed.split(), "--json", **to_archive)
    assert (whole.code, whole.err) == (SERVER[typed][0], "")
    json.loads(whole.out)
    lines = inside(*typed.split(), "--jsonl", **to_archive)
    assert lines.code == SERVER[typed][0]
    assert [json.loads(line) for line in lines.out.splitlines()] != [[]]
    for shown in (whole.out, lines.out):
        assert shown.isascii()
        assert hostile.CANARY not in shown


@pytest.mark.parametrize("typed", INSTALLATION)
def test_a_service_provider_edition_is_asked_too(inside: Inside, to_installation: dict[str, str], typed: str) -> None:
    code, expected = INSTALLATION[typed]
    done = inside(*typed.split(), **to_installation)
    assert (done.code, done.err) == (code, "")
    assert expected in done.out
    assert json.loads(inside(*typed.split(), "--json", **to_installation).out)


def test_json_of_a_list_has_all_that_the_server_sent(inside: Inside, to_archive: dict[str, str]) -> None:
    listed = json.loads(inside("profiles", "--json", **to_archive).out)
    assert [each["name"] for each in listed] == [hostile.NAME, "Journal"]
    assert listed[0]["details"]["host"] == hostile.NAME
    lines = inside("profiles", "--jsonl", **to_archive).out.splitlines()
    assert [json.loads(line) for line in lines] == listed


def test_a_password_that_a_server_sends_is_masked_in_json() -> None:
    assert plain([{"details": {"password": hostile.CANARY}}]) == [{"details": {"password": "***"}}]


def test_what_could_not_be_read_is_said_beside_the_runs(
    inside: Inside, to_archive: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    usual: Any = HANDLERS["GetWorkerResults"]

    def fails_at_noon(context: Any, arguments: Any) -> Any:
        rows = usual(context, arguments)
        if any("T12:" in row["startTime"] for row in rows):
            raise RuntimeError("too many rows")
        return rows

    monkeypatch.setitem(HANDLERS, "GetWorkerResults", fails_at_noon)
    given = ("runs", "--since", "2026-01-03", "--until", "2026-01-05")
    done = inside(*given, **to_archive)
    assert done.code == 0
    assert "mailstore: could not be read: 2026-01-0" in done.err
    whole = json.loads(inside(*given, "--json", **to_archive).out)
    assert len(whole["gaps"]) == done.err.count("\n") > 0


def test_sessions_are_shown_whatever_they_look_like(
    inside: Inside, to_archive: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for answer in ([{"userName": "adm\x1bin", "since": 1}, {"ip": ["::1"]}], ["text"], {"a": {"b": 1}}, None):
        monkeypatch.setitem(HANDLERS, "GetActiveSessions", lambda *_, answer=answer: answer)
        table, whole = inside("sessions", **to_archive), inside("sessions", "--json", **to_archive)
        assert (table.code, table.err, whole.code) == (0, "", 0)
        assert "\x1b" not in table.out
        assert json.loads(whole.out) == ([] if answer is None else answer)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("users --json --jsonl", "--json and --jsonl exclude each other"),
        ("users --instance x", "only the Service Provider Edition has instances"),
        ("users --edition spe", "which instance? say --instance"),
        ("users --edition spe --protocol legacy", "never spoke protocol 'legacy'"),
        ("runs --since yesterday", "'yesterday' is no length as 90m, 24h or 7d"),
        ("runs --since 1h --until 2h", "--since 1h is not before --until 2h"),
        ("runs --jobs --user x", "--user is about profiles"),
        ("runs --since 999999w", "'999999w' is no length"),
        ("report --section nothing", "nothing"),
        ("describe GetUser", "'GetUser' is not known; is GetUsers or"),
        ("status nonsense", "that is not the token of a long-running call"),
        ("wait {}", "that is not the JSON of an operation"),
        ("doctor one --host two", "HOST and --host name different servers"),
    ],
)
def test_what_does_not_fit_is_one_line(inside: Inside, to_archive: dict[str, str], typed: str, said: str) -> None:
    done = inside(*typed.split(), **to_archive)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("mailstore: ")
    assert done.err.count("\n") == 1
    assert said in done.err


@pytest.mark.parametrize(
    "typed", [each for each in SERVER if not each.startswith(("functions", "describe", "profile"))]
)
def test_a_server_that_is_down_is_one_line_and_code_3(inside: Inside, typed: str) -> None:
    done = inside(*typed.split(), "--port", "1", "--timeout", "2", MAILSTORE_PASSWORD=hostile.CANARY)
    assert done.code == 3
    assert hostile.CANARY not in done.out + done.err
    if not typed.startswith("doctor"):  # which tells it as a step
        assert done.out == ""
        assert done.err.startswith("mailstore: no connection to 127.0.0.1:1")
        assert done.err.count("\n") == 1


def test_functions_need_no_server(inside: Inside) -> None:
    assert inside("functions", "--json").code == inside("describe", "getusers", "--json").code == 0
    told = json.loads(inside("describe", "SetUserPassword", "--json").out)
    assert (told["readOnly"], [each["secret"] for each in told["arguments"]]) == (False, [False, True])


def test_the_server_was_only_asked(archive: EmulatorServer) -> None:
    from mailstore_sdk._generated.functions import BY_NAME

    emulator: Any = archive.emulator
    called = {request.function for request in emulator.requests}
    assert {name for name in called if name in BY_NAME and not BY_NAME[name].read_only} == set()
