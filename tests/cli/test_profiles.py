"""`mailstore profiles` in a pipe and at a terminal: what is asked, told and left alone."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mailstore_sdk.emulator import Emulator, Reset
from mailstore_sdk.emulator.server import EmulatorServer
from tests.cli.cli_process import COMMAND, ENVIRONMENT, quiet, reaching
from tests.cli.inside import Inside
from tests.cli.terminal import at_terminal
from tests.workflows.profiles import HOST, MARK, NAME, NEW, emulated, running, state_of, written

SECRET = "details.password of profile 3"


@pytest.fixture(scope="module")
def served() -> Iterator[EmulatorServer]:
    with emulated().serve() as running_server:
        yield running_server


@pytest.fixture
def server(served: EmulatorServer) -> Emulator:
    """The server as it was at first."""
    emulator: Any = served.emulator
    emulator.state.profiles = state_of(emulated())
    emulator.faults.clear()
    emulator.requests.clear()
    return emulator  # type: ignore[no-any-return]


@pytest.fixture
def reached(served: EmulatorServer) -> dict[str, str]:
    return reaching(served)


@pytest.fixture
def secrets(tmp_path: Path) -> str:
    (tmp_path / "secrets.json").write_text(json.dumps({SECRET: NEW}), encoding="utf-8")
    (tmp_path / "empty.json").write_text(json.dumps({SECRET: ""}), encoding="utf-8")
    return "secrets.json"


def test_the_listing_is_as_ever(inside: Inside, server: Emulator, reached: dict[str, str]) -> None:
    done = inside("profiles", **reached)
    assert (done.code, done.err) == (0, "")
    assert "automatically, pause 300 s" in done.out
    assert len(json.loads(inside("profiles", "--json", **reached).out)) == 2
    server.requests.assert_only_read()


def test_options_before_the_command_are_refused_since_another_server_would_be_changed(
    inside: Inside, server: Emulator, reached: dict[str, str]
) -> None:
    done = inside("profiles", "--host", "elsewhere.example", "set", "3", HOST, "--yes", **reached)
    assert (done.code, done.out) == (2, "")
    assert done.err == "mailstore: options belong behind set, not before it\n"
    assert [*server.requests] == []


def test_a_setting_is_changed_and_told_with_the_new_id(
    inside: Inside, server: Emulator, reached: dict[str, str], secrets: str, tmp_path: Path
) -> None:
    done = inside("profiles", "set", "3", HOST, "--yes", "--secrets", secrets, **reached)
    assert done.code == 0
    assert 'details.host: "imap.example.com" -> "mail.example.com"' in done.out
    assert done.out.endswith("Read again: the new profile has the id 4\n")
    assert "To take it back" not in done.out
    assert state_of(server)[4]["details"]["password"] == NEW
    (protocol,) = tmp_path.glob("*.jsonl")
    assert MARK not in done.out + done.err + protocol.read_text(encoding="utf-8")

    again = inside("profiles", "set", "4", HOST, "--yes", **reached)
    assert (again.code, again.err) == (0, "")
    assert "nothing to do" in again.out
    gone = inside("profiles", "set", "3", HOST, "--yes", **reached)
    assert gone.code == 2
    assert "there is no profile '3'; there are: 1 'Exchange Mailboxes', 4 " in gone.err


@pytest.mark.parametrize("typed", [("set", "3", HOST), ("set-password", "3"), ("set-password", NAME)])
def test_a_dry_run_asks_for_nothing_and_only_reads(
    inside: Inside, server: Emulator, reached: dict[str, str], tmp_path: Path, typed: tuple[str, ...]
) -> None:
    done = inside("profiles", *typed, "--dry-run", **reached)
    assert (done.code, done.err) == (0, "")
    assert "4 would be carried out\nNothing was changed.\n" in done.out
    server.requests.assert_only_read()
    assert [*tmp_path.glob("*.jsonl")] == []
    as_json = json.loads(inside("profiles", *typed, "--dry-run", "--json", **reached).out)
    assert len(as_json["plan"]["steps"]) == 4


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("set", "3", HOST), "may change something on the server: say --yes"),
        (("set", "3", HOST, "--yes"), f"the plan asks for secrets: '{SECRET}'; say --secrets FILE"),
        (("set", "3", HOST, "--yes", "--secrets", "empty.json"), f"the secrets lack '{SECRET}'"),
        (("set", "3", HOST, "--yes", "--read-only"), "is refused: --read-only"),
        (("set", "3", "details.hots=x", "--yes"), "meant is perhaps details.host"),
        (("set", "3", "details.ignoreSSLPolicyErrors=1", "--yes"), "certificate would not be looked at any more"),
        (("set", "3", f"details.password={MARK}", "--yes"), "details.password holds a secret"),
        (("set", "3", MARK, "--yes"), "setting 1 is not of the form key=value"),
        (("set-password", "3", "--replacement", "1", "--yes"), "is no replacement of 3"),
        (("import", "secrets.json", "--yes"), "that is not a file of profiles"),
        (("import", "nowhere.json", "--yes"), "nowhere.json"),
        (("export", "7"), "there is no profile '7'"),
        (("export", "-o", "secrets.json"), "is there already, and holds no profiles"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_nothing_is_sent(
    inside: Inside, server: Emulator, reached: dict[str, str], secrets: str, typed: tuple[str, ...], said: str
) -> None:
    first = state_of(server)
    done = inside("profiles", *typed, **reached)
    assert done.code == 2
    assert said in done.err
    assert done.err.count("\n") == 1
    assert MARK not in done.out + done.err
    assert (state_of(server), written(server)) == (first, [])


def test_a_break_is_gone_on_from_and_limits_hold(
    inside: Inside, server: Emulator, reached: dict[str, str], secrets: str
) -> None:
    run = ("profiles", "set-password", "3", "--yes", "--secrets", secrets, "--protocol-file", "p.jsonl")
    server.faults.add("CreateProfile", Reset(), times=1)
    broken = inside(*run, **reached)
    assert broken.code == 1
    assert "To go on: mailstore plan apply p.jsonl" in broken.out
    anew = inside("profiles", "set-password", "3", "--yes", "--secrets", secrets, **reached)
    assert anew.code == 2
    assert "--replacement 4" in anew.err
    limited = inside(*run, "--max-removals", "0", **reached)
    assert limited.code == 1
    assert [*state_of(server)] == [1, 3, 4]
    assert running(server) == [4]
    assert inside(*run, "--max-steps", "1", **reached).code == 0
    assert [*state_of(server)] == [1, 4]
    assert written(server).count("CreateProfile") == 1


def test_a_plan_is_written_and_carried_out_later(
    inside: Inside, server: Emulator, reached: dict[str, str], secrets: str, tmp_path: Path
) -> None:
    assert inside("profiles", "set-password", "3", "-o", "plan.json", **reached).code == 0
    server.requests.assert_only_read()
    assert MARK not in (tmp_path / "plan.json").read_text(encoding="utf-8")
    assert inside("plan", "apply", "plan.json", "--yes", "--secrets", secrets, **reached).code == 0
    assert state_of(server)[4]["details"]["password"] == NEW


def test_automatic_runs_change_in_place_and_can_be_taken_back(
    inside: Inside, server: Emulator, reached: dict[str, str]
) -> None:
    off = ("profiles", "set", NAME, "serverSideExecution.automatic=false", "--yes", "--protocol-file", "p.jsonl")
    done = inside(*off, **reached)
    assert (done.code, done.err) == (0, "")
    assert "To take it back: mailstore plan undo p.jsonl" in done.out
    assert running(server) == []
    assert inside("plan", "undo", "p.jsonl", "--yes", **reached).code == 0
    assert running(server) == [3]


def test_secrets_come_from_standard_input_behind_the_password(
    inside: Inside, server: Emulator, reached: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("admin\n" + json.dumps({SECRET: NEW})))
    variables = {name: value for name, value in reached.items() if name != "MAILSTORE_PASSWORD"}
    done = inside("profiles", "set-password", "3", "--yes", "--password-stdin", "--secrets", "-", "--json", **variables)
    assert (done.code, done.err.count("\n")) == (0, 1)
    assert done.err.startswith("mailstore: Protocol: ")
    assert json.loads(done.out)["complete"] is True
    assert state_of(server)[4]["details"]["password"] == NEW


def test_profiles_go_to_another_server(
    inside: Inside, server: Emulator, reached: dict[str, str], tmp_path: Path
) -> None:
    out = inside("profiles", "export", "3", "-o", "kept.json", **reached)
    assert (out.code, out.err) == (0, "")
    assert out.out == "Written: kept.json. Profiles: 1; secrets that their import will ask for: 1\n"
    assert inside("profiles", "export", "-o", "kept.json", **reached).code == 0
    printed = inside("profiles", "export", "3", **reached)
    assert printed.out.isascii()
    (tmp_path / "one.json").write_text(printed.out, encoding="utf-8")
    assert json.loads(inside("profiles", "export", "--jsonl", **reached).out.splitlines()[1])["secrets"] == [
        "details.password"
    ]
    assert json.loads(printed.out)["version"].startswith("25.3")
    assert MARK not in out.out + printed.out
    server.requests.assert_only_read()

    assert "nothing to do" in inside("profiles", "import", "kept.json", "--yes", **reached).out
    server.state.profiles = {}
    dry = inside("profiles", "import", "one.json", "--dry-run", "--owner", "nobody", **reached)
    assert "its owner 'nobody' is no user here" in dry.out
    assert state_of(server) == {}
    (tmp_path / "s.json").write_text(json.dumps({f"details.password of {NAME!r}": NEW}), encoding="utf-8")
    done = inside("profiles", "import", "one.json", "--yes", "--start", "--secrets", "s.json", **reached)
    assert (done.code, done.err) == (0, "")
    assert state_of(server)[1]["details"]["password"] == NEW
    assert state_of(server)[1]["serverSideExecution"]["automatic"] is True


def test_everything_wrong_in_a_file_is_told_a_line_each(
    inside: Inside, server: Emulator, reached: dict[str, str], tmp_path: Path
) -> None:
    inside("profiles", "export", "-o", "kept.json", **reached)
    server.state.profiles = {}
    file = json.loads((tmp_path / "kept.json").read_text(encoding="utf-8"))
    file["profiles"][0]["properties"]["details"]["password"] = MARK
    file["profiles"][1]["properties"]["id"] = 3
    (tmp_path / "kept.json").write_text(json.dumps(file), encoding="utf-8")
    done = inside("profiles", "import", "kept.json", "--yes", **reached)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 2)
    assert "the file: profile 1 ('Exchange Mailboxes'): details.password holds what may be a secret" in done.err
    assert MARK not in done.err
    assert written(server) == []


def test_an_instance_has_profiles_too(inside: Inside, to_installation: dict[str, str]) -> None:
    done = inside("profiles", "export", "--instance", "customer1", **to_installation)
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out)["version"] is None
    dry = inside(
        "profiles",
        "set",
        "1",
        "details.host=imap.example.com",
        "--instance",
        "customer1",
        "--dry-run",
        **to_installation,
    )
    assert "would be carried out" in dry.out


def test_at_a_terminal_the_password_is_asked_for_twice_and_not_shown(
    server: Emulator, reached: dict[str, str], tmp_path: Path
) -> None:
    typed = [
        ("Go on?", "y"),
        (f"{SECRET}: ", NEW),
        ("Repeat for confirmation: ", "wrong"),
        (f"{SECRET}: ", NEW),
        ("Repeat for confirmation: ", NEW),
    ]
    code, screen = at_terminal(["profiles", "set-password", "3"], typed, tmp_path, **quiet(tmp_path), **reached)
    assert code == 0
    assert "the new profile has the id 4" in screen
    assert MARK not in screen
    assert state_of(server)[4]["details"]["password"] == NEW


def test_at_a_terminal_a_no_changes_nothing(server: Emulator, reached: dict[str, str], tmp_path: Path) -> None:
    code, screen = at_terminal(
        ["profiles", "set", "3", HOST], [("Go on?", "n")], tmp_path, **quiet(tmp_path), **reached
    )
    assert code == 1
    assert "Aborted" in screen
    server.requests.assert_only_read()


def test_no_secret_is_in_the_log_nor_in_the_list_of_processes(
    server: Emulator, reached: dict[str, str], tmp_path: Path, secrets: str
) -> None:
    arguments = ["-vv", "profiles", "set-password", "3", "--yes", "--secrets", secrets]
    with subprocess.Popen(
        [*COMMAND, *arguments], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env={**ENVIRONMENT, **quiet(tmp_path), **reached},
    ) as process:  # fmt: skip
        listed = Path(f"/proc/{process.pid}/cmdline").read_bytes()
        shown, _ = process.communicate(timeout=60)
    assert process.returncode == 0, shown
    assert b"DEBUG CreateProfile" in shown
    assert MARK.encode() not in listed + shown
    assert state_of(server)[4]["details"]["password"] == NEW


def test_the_new_id_is_told_also_where_a_protocol_is_gone_on_with(
    inside: Inside, server: Emulator, reached: dict[str, str], secrets: str
) -> None:
    typed = ("profiles", "set-password", "3", "--yes", "--secrets", secrets, "--protocol-file", "p.jsonl")
    begun = inside(*typed, "--max-steps", "1", **reached)
    done = inside(*typed, **reached)

    assert (begun.code, done.code) == (1, 0)
    for one in (begun, done):
        assert "Read again: the new profile has the id 4\n" in one.out
    assert 3 not in state_of(server)
