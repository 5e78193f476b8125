"""What goes wrong at the command line: one line, the right exit code, no traceback, no secret."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable

import pytest

from tests.cli.cli_process import Run
from tests.transport.servers import Identity, Server, answering, page, silent, speaking_plainly

SECRET = "geheim-4711"


def test_info_tells_server_and_protocol(mailstore: Run, connection: dict[str, str], protocol: str) -> None:
    done = mailstore("info", "--json", **connection)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["protocol"] == protocol
    assert f"MailStore Server 8.1.2.9268 on WIN2012MS (" in mailstore("info", **connection).stdout  # noqa: F541


def test_the_password_can_come_by_stdin(mailstore: Run, connection: dict[str, str]) -> None:
    connection.pop("MAILSTORE_PASSWORD")
    assert mailstore("info", "--password-stdin", stdin="admin\n", **connection).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "variables", "code", "text"),
    [
        (("info",), {"MAILSTORE_PASSWORD": SECRET}, 4, "the server refused user name and password (HTTP 401)"),
        (("info",), {"MAILSTORE_PASSWORD": ""}, 2, "no password of admin@127.0.0.1:"),
        (("info", "--port", "1"), {}, 3, "no connection to 127.0.0.1:1"),
        (("info",), {"MAILSTORE_CA_FILE": ""}, 3, "Compare it on the server and trust it: mailstore trust "),
        (("info", "--fingerprint", "00" * 32), {}, 3, "shows another certificate than the trusted one"),
        (("info", "--fingerprint", "zz"), {}, 2, "fingerprint is not a SHA-256 fingerprint"),
        (("info", "--ca-file", "missing.pem"), {}, 2, "ca_file 'missing.pem' does not exist"),
        (("info", "--host", "https://archive"), {}, 2, "is not a host name or address"),
        (("info",), {"MAILSTORE_VERIFY": "perhaps"}, 2, "MAILSTORE_VERIFY"),
        (("call", "NoSuchFunction", "--yes"), {}, 1, "Unknown function NoSuchFunction."),
        (("call", "GetUserInfo", "userName=nobody"), {}, 1, "User 'nobody' does not exist."),
        (("call", "GetUserInfo", "name=nobody"), {}, 2, "GetUserInfo has no argument 'name'; it has: userName"),
        (("call", "GetUserInfo", "nobody"), {}, 2, "'nobody' is not name=value"),
        (("call", "GetUserInfo"), {}, 2, "userName must be given"),
        (("call", "DeleteUser", "userName=johndoe"), {}, 2, "may change something on the server: say --yes"),
        (
            ("call", "SetUserPassword", "userName=nobody", f"password={SECRET}", "--yes"),
            {},
            1,
            "User 'nobody' does not exist.",
        ),
    ],
)
def test_a_failure_is_one_line_and_an_exit_code(
    mailstore: Run,
    connection: dict[str, str],
    arguments: tuple[str, ...],
    variables: dict[str, str],
    code: int,
    text: str,
) -> None:
    done = mailstore(*arguments, **{**connection, **variables})
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.startswith("mailstore: ")
    assert done.stderr.count("\n") == 1
    assert text in done.stderr
    assert SECRET not in done.stderr


@pytest.mark.parametrize(
    ("behave", "code", "text"),
    [
        (answering(page(f"<html>{SECRET}</html>")), 5, "is this the port of the Administration API (8463 on Server)?"),
        (answering(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"), 3, "broke before the whole answer had arrived"),
        (speaking_plainly, 3, "no TLS connection to 127.0.0.1:"),
        (silent, 3, "the server did not answer within 0.3 s"),
    ],
    ids=["HTML", "cut off", "no TLS", "silent"],
)
def test_a_server_that_misbehaves_is_one_line(
    mailstore: Run, behave: Callable[[Server, socket.socket], None], code: int, text: str
) -> None:
    identity = None if behave is speaking_plainly else Identity()
    variables = {"MAILSTORE_PASSWORD": SECRET, "MAILSTORE_PROTOCOL": "modern"}
    if identity:
        variables["MAILSTORE_FINGERPRINT"] = identity.fingerprint
    with Server(behave, identity) as server:
        done = mailstore("info", "--port", str(server.port), "--timeout", "0.3", **variables)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.startswith("mailstore: ")
    assert done.stderr.count("\n") == 1
    assert text in done.stderr
    assert SECRET not in done.stderr


def test_call_prints_the_answer_as_json(mailstore: Run, connection: dict[str, str]) -> None:
    done = mailstore("call", "GetUserInfo", "userName=johndoe", **connection)
    assert json.loads(done.stdout)["emailAddresses"] == ["jdoe@example.com", "john@example.com"]


def test_call_waits_for_a_long_running_function(mailstore: Run, connection: dict[str, str]) -> None:
    done = mailstore("call", "VerifyStore", "id=1", "includeIndexes=false", "--yes", **connection)
    status = json.loads(done.stdout)
    assert (status["status"], len(status["messages"])) == ("succeeded", 8)


def test_wrong_usage_is_exit_code_2(mailstore: Run) -> None:
    done = mailstore("info", "--port", "x")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--port" in done.stderr


def test_help_and_version(mailstore: Run) -> None:
    listed = mailstore("--help").stdout
    assert [command for command in ("demo", "emulator", "info", "call") if command not in listed] == []
    assert mailstore("--version").stdout.startswith("mailstore-sdk ")
