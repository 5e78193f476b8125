"""`mailstore doctor` where a step of the way fails: which one, what to do, and the exit code."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from mailstore_sdk.emulator import Emulator
from mailstore_sdk.emulator.demo import demo_installation
from mailstore_sdk.emulator.handlers import HANDLERS
from mailstore_sdk.emulator.server import EmulatorServer
from tests.cli.cli_process import reaching
from tests.cli.inside import Inside
from tests.transport.servers import Identity, Server, answering, page, silent, speaking_plainly

SECRET = "Kanarie7"
STATUS = b"HTTP/1.1 %s\r\nContent-Length: 0\r\n\r\n"


def failed(inside: Inside, *options: str, **variables: str) -> tuple[int, str, str]:
    """Exit code, the step that failed, and what to do; every step before it succeeded."""
    done = inside("doctor", *options, "--json", **variables)
    *before, last = json.loads(done.out)["steps"]
    assert {step["ok"] for step in before} <= {True}
    assert not last["ok"]
    assert SECRET not in done.out + done.err
    shown = inside("doctor", *options, **variables)
    assert shown.out.count("FAILED") == 1
    assert last["todo"] in shown.out
    return done.code, last["step"], last["todo"]


def test_a_name_without_an_address(inside: Inside) -> None:
    assert failed(inside, "archive.invalid")[:2] == (3, "name")


def test_a_port_that_nobody_listens_at(inside: Inside) -> None:
    code, step, todo = failed(inside, "127.0.0.1", "--port", "1")
    assert (code, step) == (3, "port")
    assert "MailStore Server Service Configuration" in todo


@pytest.mark.parametrize(
    ("behave", "tls", "code", "step"),
    [
        (speaking_plainly, False, 3, "tls"),
        (answering(page("<html>MailStore Web Access</html>")), True, 5, "api"),
        (answering(STATUS % b"401 Unauthorized"), True, 4, "login"),
        (answering(STATUS % b"403 Forbidden"), True, 4, "right"),
        (silent, True, 3, "api"),
    ],
)
def test_a_server_that_is_not_what_it_should_be(
    inside: Inside, behave: Callable[..., None], tls: bool, code: int, step: str
) -> None:
    identity = Identity() if tls else None
    variables = {"MAILSTORE_PASSWORD": SECRET, "MAILSTORE_PROTOCOL": "modern"}
    if identity:
        variables["MAILSTORE_FINGERPRINT"] = identity.fingerprint
    with Server(behave, identity) as server:
        found = failed(inside, "--port", str(server.port), "--timeout", "0.3", **variables)
    assert found[:2] == (code, step)


def test_a_certificate_that_is_not_trusted(inside: Inside, archive: EmulatorServer) -> None:
    code, step, todo = failed(inside, "--port", str(archive.port), MAILSTORE_PASSWORD=SECRET)
    assert (code, step) == (3, "certificate")
    assert f"mailstore trust 127.0.0.1 --port {archive.port}" in todo


def test_the_default_password_from_elsewhere(inside: Inside, to_archive: dict[str, str]) -> None:
    wrong = {**to_archive, "MAILSTORE_PASSWORD": SECRET}
    assert failed(inside, **wrong)[1] == "login"


def test_each_instance_without_provider_access_is_named(inside: Inside) -> None:
    made = demo_installation()
    made.instances["customer1"].provider_access = False
    with Emulator(made, edition="spe").serve() as server:
        done = inside("doctor", "--edition", "spe", **reaching(server))
    assert (done.code, done.err) == (1, "")
    assert "FAILED  instance     customer1: " in done.out
    assert "ok      instance     customer2: service provider access" in done.out


def test_an_administrator_of_an_spe_with_mfa_is_told_of_the_api_password(inside: Inside) -> None:
    made = demo_installation()
    made.administrators["admin"].mfa = True
    with Emulator(made, edition="spe").serve() as server:
        code, step, todo = failed(inside, "--edition", "spe", **reaching(server))
    assert (code, step) == (4, "login")
    assert "only his API password is accepted" in todo


def test_the_words_of_a_server_do_not_steer_the_terminal(
    inside: Inside, to_archive: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answer: dict[str, Any] = {"version": "9\x1b[2J\nFAILED", "machineName": None}
    monkeypatch.setitem(HANDLERS, "GetServerInfo", lambda *_: answer)
    done = inside("doctor", **to_archive)
    assert "\x1b" not in done.out
    assert "\nFAILED" not in done.out
