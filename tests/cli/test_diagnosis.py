"""`mailstore doctor` where a step of the way fails: which one, what to do, and the exit code."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
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


def office(folder: Path, server: EmulatorServer, more: str = "") -> dict[str, str]:
    """A profile of the server, in a file beside the test."""
    path = folder / "config.toml"
    path.write_text(f'[office]\nhost = "localhost"\nport = {server.port}\n{more}', encoding="utf-8")
    path.chmod(0o600)
    return {"MAILSTORE_CONFIG": str(path), "MAILSTORE_PROFILE": "office"}


def test_the_command_that_trusts_can_be_copied_and_names_the_profile(
    inside: Inside, archive: EmulatorServer, tmp_path: Path
) -> None:
    variables = office(tmp_path, archive)
    done = inside("doctor", **variables)  # without a password: nobody is asked before the certificate is trusted
    assert (done.code, done.err) == (3, "")
    command = f"mailstore trust localhost --port {archive.port} --profile office"
    assert done.out.endswith(f"Compare the certificate on the server and trust it: {command}\n")
    told = inside("info", MAILSTORE_PASSWORD=SECRET, **variables)
    assert (told.code, told.out, told.err.count("\n")) == (3, "", 1)
    assert told.err.endswith(f"Compare it on the server and trust it: {command}\n")
    assert "fingerprint" not in done.out + told.err


def test_another_certificate_than_the_trusted_one_is_told_by_commands_too(
    inside: Inside, archive: EmulatorServer
) -> None:
    given = ["--port", str(archive.port), "--fingerprint", ":".join(["AB"] * 32)]
    done = inside("doctor", *given)
    told = inside("report", *given, MAILSTORE_PASSWORD=SECRET)
    assert (done.code, told.code) == (3, 3)
    for each in (done.out, told.err):
        assert "shows another certificate than the trusted one" in each
        assert each.endswith(f"mailstore trust 127.0.0.1 --port {archive.port}\n")
        assert "Which one is trusted, --fingerprint says." in each
        assert "fingerprint=" not in each


@pytest.mark.parametrize(
    ("no_keyring", "said"),
    [(None, ": mailstore profile set-password office\n"), ("there is none", "log in at the MailStore Client?\n")],
)
def test_a_wrong_password_of_a_profile_names_the_command_that_corrects_it_where_it_would(
    inside: Inside, archive: EmulatorServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_keyring: Any, said: str
) -> None:
    monkeypatch.setattr("mailstore_sdk.passwords.no_keyring", lambda _: no_keyring)
    variables = office(tmp_path, archive, f'fingerprint = "{archive.fingerprint}"\n')
    done = inside("doctor", MAILSTORE_PASSWORD=SECRET, **variables)
    assert done.code == 4
    assert done.out.endswith(said)


def test_a_port_that_does_not_answer_is_changed_in_the_profile(
    inside: Inside, archive: EmulatorServer, tmp_path: Path
) -> None:
    variables = office(tmp_path, archive)
    done = inside("doctor", "--port", "1", **variables)
    assert done.code == 3
    assert "Is 1 the right port (to change it: mailstore profile set office --port PORT)?" in done.out
    changed = inside("profile", "set", "office", "--port", str(archive.port), **variables)
    assert changed.out == f"Profile office in {tmp_path / 'config.toml'} has port {archive.port}.\n"


def test_who_did_not_say_which_server_is_told_so_before_a_password_is_missed(inside: Inside, tmp_path: Path) -> None:
    done = inside("info", MAILSTORE_CONFIG=str(tmp_path / "config.toml"))
    assert done.code == 2
    assert done.err.startswith("mailstore: no profile and no MAILSTORE_HOST: this machine; no password of admin@127.0")


@pytest.mark.parametrize(
    ("options", "variables", "said"),
    [
        ([], {}, "no profile and no MAILSTORE_HOST: this machine"),
        ([], {"MAILSTORE_PORT": "2"}, "MAILSTORE_PORT, no profile and no MAILSTORE_HOST: this machine"),
        (["localhost:1"], {}, "--host, --port"),
        (["x:1"], {"MAILSTORE_USER": "b"}, "--host, --port; MAILSTORE_USER is not read: is MAILSTORE_USERNAME meant?"),
        (
            ["x:1"],
            {"MAILSTORE_PASWORD": "b"},
            "--host, --port; MAILSTORE_PASWORD is not read: is MAILSTORE_PASSWORD meant?",
        ),
        (["x:1"], {"MAILSTORE_OFFICE_PASSWORD": "b"}, "--host, --port"),
        (["--port", "1"], {"MAILSTORE_HOST": "localhost"}, "MAILSTORE_HOST, --port"),
    ],
)
def test_the_first_line_tells_who_says_which_server(
    inside: Inside, options: list[str], variables: dict[str, str], said: str
) -> None:
    done = inside("doctor", *options, **variables)
    assert done.out.splitlines()[0] == f"ok      settings     {said}"


def test_the_first_line_names_the_profile_and_what_comes_before_it(
    inside: Inside, archive: EmulatorServer, tmp_path: Path
) -> None:
    variables = office(tmp_path, archive)
    where = f"profile office of {tmp_path / 'config.toml'}"
    for options, said in (([], where), (["--port", "1"], f"--port, {where}")):
        first = inside("doctor", *options, **variables).out.splitlines()[0]
        assert first == f"ok      settings     {said}"


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
