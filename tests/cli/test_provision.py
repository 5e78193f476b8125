"""Users from a list, as an administrator types it."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mailstore_sdk.emulator import Emulator, Reset, SystemClock
from mailstore_sdk.emulator.server import EmulatorServer
from tests.cli import hostile
from tests.cli.cli_process import Run, quiet, reaching
from tests.cli.inside import Inside
from tests.cli.terminal import at_terminal
from tests.workflows.provisioned import LIST, MARK, server, written

FILE, MADE, PROTOCOL = "people.csv", "made.csv", "people.jsonl"
TYPED = ("provision", FILE, "--passwords-to", MADE)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[EmulatorServer]:
    """The server, and the list in the folder."""
    emulator = server()
    (tmp_path / FILE).write_bytes(LIST)
    with Emulator(emulator.state, protocol="modern", clock=SystemClock()).serve() as running:
        yield running


@pytest.fixture
def reached(served: EmulatorServer) -> dict[str, str]:
    """Environment variables with which the command reaches it."""
    return reaching(served)


def secrets(folder: Path) -> list[str]:
    """Every password that must not be seen."""
    with (folder / MADE).open(encoding="utf-8-sig", newline="") as opened:
        made = [row["password"] for row in csv.DictReader(opened, delimiter=";")]
    assert made
    return [MARK, *made]


def test_users_are_created_and_a_second_time_there_is_nothing_to_do(
    inside: Inside, mailstore: Run, served: EmulatorServer, reached: dict[str, str], tmp_path: Path
) -> None:
    done = mailstore("-vv", *TYPED, "--yes", "--protocol-file", PROTOCOL, **reached)
    assert done.returncode == 0
    assert "Passwords: made.csv\nProtocol: people.jsonl\n" in done.stdout
    assert done.stdout.endswith("12 carried out\nTo take it back: mailstore plan undo people.jsonl\n")
    for secret in secrets(tmp_path):
        assert secret not in done.stdout + done.stderr + (tmp_path / PROTOCOL).read_text(encoding="utf-8")

    users = served.emulator.state.users
    assert users["jörg"].password == f"{MARK}-pass&="
    assert [users["ada"].password] == secrets(tmp_path)[1:]
    served.emulator.requests.clear()
    for typed in (TYPED, (*TYPED, "--protocol-file", PROTOCOL)):
        again = inside(*typed, "--yes", **reached)
        assert (again.code, again.err) == (0, "")
        assert "nothing to do" in again.out
    served.emulator.requests.assert_only_read()


def test_a_dry_run_sends_nothing_and_makes_no_password(
    inside: Inside, served: EmulatorServer, reached: dict[str, str], tmp_path: Path
) -> None:
    done = inside(*TYPED, "--dry-run", **reached)
    assert (done.code, done.err) == (0, "")
    assert done.out.endswith("12 would be carried out\nNothing was changed.\n")
    as_json = inside(*TYPED, "--dry-run", "--json", **reached)
    assert json.loads(as_json.out)["outcome"]["steps"][0]["state"] == "planned"
    written_plan = inside(*TYPED, "-o", "plan.json", **reached)
    assert written_plan.code == 0
    assert MARK not in done.out + as_json.out + written_plan.out + (tmp_path / "plan.json").read_text("utf-8")
    served.emulator.requests.assert_only_read()
    assert not (tmp_path / MADE).exists()


def test_in_a_pipe_nobody_is_asked_and_nothing_is_done(
    inside: Inside, served: EmulatorServer, reached: dict[str, str], tmp_path: Path
) -> None:
    done = inside(*TYPED, **reached)
    assert (done.code, done.err) == (2, "mailstore: CreateUser may change something on the server: say --yes\n")
    assert inside(*TYPED, "--yes", "--read-only", **reached).code == 2
    served.emulator.requests.assert_only_read()
    assert not (tmp_path / MADE).exists()


@pytest.mark.parametrize("same_file", [True, False])
@pytest.mark.parametrize("function", ["CreateUser", "SetUserEmailAddresses"])
def test_a_lost_answer_is_gone_on_from_by_saying_the_same_again(
    inside: Inside, served: EmulatorServer, reached: dict[str, str], tmp_path: Path, function: str, same_file: bool
) -> None:
    served.emulator.faults.add(function, Reset(), times=1)
    broken = inside(*TYPED, "--yes", "--protocol-file", PROTOCOL, **reached)
    assert broken.code == 1
    assert "outcome unknown" in broken.out
    assert broken.out.endswith(
        "To go on: mailstore plan apply people.jsonl\nOr say the same again: then nobody is asked for the passwords.\n"
    )
    passwords = (tmp_path / MADE).read_bytes()

    resumed = inside(*TYPED, "--yes", "--protocol-file", PROTOCOL if same_file else "other.jsonl", **reached)
    assert resumed.code == 0
    assert (tmp_path / MADE).read_bytes() == passwords
    calls = written(served.emulator)
    assert (len(calls), len({*calls})) == (12, 12)
    assert [served.emulator.state.users["ada"].password] == secrets(tmp_path)[1:]


def test_limits_are_those_of_every_plan(inside: Inside, served: EmulatorServer, reached: dict[str, str]) -> None:
    few = inside(*TYPED, "--yes", "--max-steps", "1", **reached)
    assert (few.code, len(written(served.emulator))) == (1, 1)
    none = inside(*TYPED, "--yes", "--max-removals", "0", "--protocol-file", PROTOCOL, **reached)
    assert none.code == 1
    assert "max_removals is 0" in none.out
    assert served.emulator.state.users["bob"].email_addresses == ["info@example.com", "bob@example.com"]


def test_the_options_say_what_rows_do_not(inside: Inside, served: EmulatorServer, reached: dict[str, str]) -> None:
    Path("few.csv").write_text(f"user;privileges;password\nroot;admin;\nada;;\ncid;;{MARK}\n", encoding="utf-8")
    options = ("--login-privileges", "imap", "--own-archive", "none", "--set-passwords", "--all-archives", "--yes")
    refused = inside("provision", "few.csv", *options, **reached)
    assert (refused.code, refused.out) == (2, "")
    assert "line 2: privileges: the row would make an administrator of a new user; say --allow-admins" in refused.err

    done = inside("provision", "few.csv", *options, "--allow-admins", **reached)
    users = served.emulator.state.users
    assert (done.code, MARK in done.out) == (0, False)
    assert (users["root"].privileges, users["ada"].login_privileges) == (["admin"], ["imap"])
    assert (users["ada"].privileges_on_folders, users["cid"].password) == ({}, MARK)
    assert served.emulator.requests.calls("GetFolderStatistics")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "mailstore: people.csv: it is empty"),
        (b"user;mail\nada;x\nADA;\n", "line 3: user 'ADA' is in line 2 already"),
        (b"user;mail\nada;bob@example.com\n", "line 2: address 'bob@example.com' belongs to user 'bob'"),
        (f"ada;{MARK}\n".encode(), "line 1: no column user (or Benutzer); the first line has to name the columns"),
        (f"user;password\nada;{MARK}\x00".encode(), "line 2: that is no text"),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_done(
    inside: Inside, served: EmulatorServer, reached: dict[str, str], content: bytes, problem: str
) -> None:
    Path(FILE).write_bytes(content)
    done = inside(*TYPED, "--yes", **reached)
    assert (done.code, done.out) == (2, "")
    assert problem in done.err
    assert MARK not in done.err
    served.emulator.requests.assert_only_read()


def test_a_folder_that_is_not_there_is_told_before_anything_is_done(
    inside: Inside, served: EmulatorServer, reached: dict[str, str]
) -> None:
    done = inside("provision", FILE, "--passwords-to", "no/made.csv", "--yes", **reached)
    assert done.code != 0
    assert done.err.count("\n") == 1
    assert "no/made.csv" in done.err
    served.emulator.requests.assert_only_read()


def test_names_neither_steer_the_terminal_nor_are_taken_for_formulas(served: EmulatorServer, tmp_path: Path) -> None:
    """At a terminal, with names as nobody should have them."""
    name = '=a="b", c;[bold]d'
    served.emulator.state.users["bob"].full_name = hostile.NAME
    (tmp_path / FILE).write_text(f'user;full name\n"{name.replace(chr(34), chr(34) * 2)}";\'+x\nbob;Bob\n', "utf-8")
    variables: dict[str, Any] = {**quiet(tmp_path), **reaching(served), "COLUMNS": "200"}
    code, screen = at_terminal([*TYPED, "--protocol-file", PROTOCOL], [("Go on? [y/N]:", "y")], tmp_path, **variables)

    assert code == 0, screen
    assert "[bold]d" in re.sub(r"[\s│]", "", screen)  # shown, and not taken for markup
    assert hostile.OVERRIDE not in screen
    assert "\nmailstore: all is well" not in screen
    assert (served.emulator.state.users[name].full_name, served.emulator.state.users["bob"].full_name) == ("+x", "Bob")
    assert "Passwords: made.csv" in screen
    assert secrets(tmp_path)[1] not in screen


def test_no_answers_nothing_at_a_terminal(served: EmulatorServer, tmp_path: Path) -> None:
    variables = {**quiet(tmp_path), **reaching(served)}
    code, screen = at_terminal(TYPED, [("Go on? [y/N]:", "n")], tmp_path, **variables)

    assert (code, "Aborted" in screen) == (1, True)
    served.emulator.requests.assert_only_read()
    assert {file.name for file in tmp_path.iterdir()} == {FILE}
