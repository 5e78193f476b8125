"""`mailstore access plan` and `compare`: rights come in line with a list once, whatever happens on the way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mailstore_sdk.emulator import Emulator, Reset, Restart
from mailstore_sdk.emulator.server import EmulatorServer
from mailstore_sdk.workflows import Plan, Protocol
from tests.cli.cli_process import Run, reaching
from tests.cli.inside import Done, Inside
from tests.cli.terminal import at_terminal
from tests.workflows.plans import emulated, interrupting, new_user, plan_of, written

MARK = "Kanarie7-Zugriff"
HOSTILE = '=cmd|"x";,\'\x1b[2J\n1  DeleteUser'
LIST = """Benutzer;Archiv;Berechtigungen
ANN;bob;keine
nobody;bob;lesen
Jo\u0308rg;ann@example.com;"lesen, schreiben"
"""
EXPORT = """"Identity","User","AccessRights","IsInherited","Deny"
"bob@example.com","NT AUTHORITY\\SELF","FullAccess","False","False"
"bob","CONTOSO\\J\u00f6rg","FullAccess","False","False"
"bob","CONTOSO\\Domain Admins","FullAccess","True","True"
"""
SETTING = "SetUserPrivilegesOnFolder"


def start() -> Emulator:
    """Ann may read Bob's archive, and eve what has a name as nobody should give it."""
    emulator = emulated(
        ann={"ann": ["read"], "bob": ["read"]},
        bob={"bob": ["read"]},
        eve={HOSTILE: ["read"]},
        **{"Jörg": {}},
    )
    for name, user in emulator.state.users.items():
        user.email_addresses = [f"{name}@example.com"]
        user.password = MARK
    return emulator


def rights(emulator: Emulator) -> Any:
    return {name: user.privileges_on_folders for name, user in emulator.state.users.items()}


WANTED = {**rights(start()), "ann": {"ann": ["read"]}, "Jörg": {"ann": ["read", "write"]}}


@pytest.fixture(scope="module")
def running() -> Iterator[EmulatorServer]:
    with start().serve() as server:
        yield server


@pytest.fixture
def server(running: EmulatorServer, tmp_path: Path) -> Emulator:
    """The emulator as it was, and the lists in the folder."""
    reset(running.emulator)
    (tmp_path / "wanted.csv").write_bytes(LIST.encode("utf-8-sig"))
    (tmp_path / "exchange.csv").write_bytes(EXPORT.encode("utf-16"))
    return running.emulator


def reset(emulator: Any) -> None:
    emulator.state.users = start().state.users
    emulator.requests.clear()
    emulator.faults.clear()


@pytest.fixture
def reached(running: EmulatorServer) -> dict[str, str]:
    return {**reaching(running), "MAILSTORE_PASSWORD": MARK}


PLAN = ("access", "plan", "wanted.csv", "--yes", "--protocol-file", "p.jsonl")


def test_rights_become_as_wanted_and_a_second_run_changes_nothing(
    inside: Inside, server: Emulator, reached: dict[str, str]
) -> None:
    done = inside(*PLAN, **reached)

    assert (done.code, done.err, rights(server)) == (0, "", WANTED)
    assert done.out.splitlines()[0] == "access as wanted: 2 steps, 1 of them taking something away"
    assert "Note: line 3: 'nobody' is no user here\n" in done.out
    assert done.out.index('userName="Jörg"') < done.out.index('userName="ann"')  # giving first
    server.requests.clear()
    for protocol in ((), ("--protocol-file", "p.jsonl")):
        again = inside("access", "plan", "wanted.csv", *protocol, **reached)
        assert (again.code, again.out.splitlines()[-1]) == (0, "access as wanted: nothing to do")
    server.requests.assert_only_read()


def test_a_dry_run_only_reads(inside: Inside, server: Emulator, reached: dict[str, str], tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    for typed in ("plan wanted.csv", "compare exchange.csv"):
        done = inside("access", *typed.split(), "--dry-run", **reached)
        assert (done.code, "Nothing was changed.\n" in done.out) == (0, True)
    server.requests.assert_only_read()
    assert sorted(tmp_path.iterdir()) == before


def test_a_plan_is_written_carried_out_and_undone(
    inside: Inside, server: Emulator, reached: dict[str, str], tmp_path: Path
) -> None:
    wrote = inside("access", "plan", "wanted.csv", "-o", "p.json", **reached)
    assert (wrote.code, written(server)) == (0, [])
    assert len(Plan.load(tmp_path / "p.json").steps) == 2

    assert inside("access", "apply", "p.json", "--yes", **reached).code == 0
    assert rights(server) == WANTED
    assert inside("access", "undo", "p.protocol.jsonl", "--yes", **reached).code == 0
    assert rights(server) == rights(start())


def test_a_plan_of_anything_else_is_refused(
    inside: Inside, server: Emulator, reached: dict[str, str], tmp_path: Path, running: EmulatorServer
) -> None:
    plan = plan_of(server, new_user()).model_copy(update={"server": running.url})
    (tmp_path / "p.json").write_text(plan.to_json(), encoding="utf-8")
    (tmp_path / "s.json").write_text(json.dumps({"password of new": "x"}), encoding="utf-8")
    done = inside("access", "apply", "p.json", "--yes", **reached)
    assert (done.code, done.err) == (
        2, "mailstore: the plan holds more than rights: CreateUser; see `mailstore plan`\n",
    )  # fmt: skip
    inside("plan", "apply", "p.json", "--yes", "--secrets", "s.json", **reached)
    server.requests.clear()
    assert inside("access", "undo", "p.protocol.jsonl", "--yes", **reached).code == 2
    assert list(server.requests) == []


def test_archives_are_opened_to_those_to_whom_exchange_opens_the_mailbox(
    inside: Inside, server: Emulator, reached: dict[str, str]
) -> None:
    done = inside("access", "compare", "exchange.csv", "--yes", **reached)

    assert (done.code, done.err) == (0, "")
    assert "Note: rows that do not count: 1 (inherited)\n" in done.out
    assert f"left alone, since no mailbox was named for them: the archives {HOSTILE[:5]}" in done.out
    after = rights(start())
    del after["ann"]["bob"]
    after["Jörg"]["bob"] = ["read"]
    assert rights(server) == after


def test_groups_domains_and_mailboxes_are_options_of_the_comparison(
    inside: Inside, server: Emulator, reached: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "e.csv").write_text("mailbox;trustee\nbob;A\\Group\neve;A\\bob\neve;B\\ann\n", encoding="utf-8")
    (tmp_path / "all.csv").write_text(f'Mailbox\nbob\n"{HOSTILE.replace(chr(34), chr(34) * 2)}"\n', encoding="utf-8")
    compare = ("access", "compare", "e.csv", "--json", "--dry-run")
    several = inside(*compare, **reached)
    assert (several.code, "several domains, say which one is meant: A, B" in several.err) == (2, True)

    def steps(*options: str) -> list[list[Any]]:
        done = inside(*compare, "--domain", "a", *options, **reached)
        return [list(step["arguments"].values()) for step in json.loads(done.out)["plan"]["steps"]]

    assert steps() == [["bob", "eve", ["read"]]]
    assert steps("--ignore", "a\\group", "--privilege", "write") == [
        ["bob", "eve", ["write"]],
        ["ann", "bob", ["none"]],
    ]
    assert steps("--mailboxes", "all.csv") == [["bob", "eve", ["read"]], ["eve", HOSTILE, ["none"]]]


def test_a_list_that_is_wrong_is_told_line_by_line_and_nothing_is_asked(
    inside: Inside, server: Emulator, reached: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "bad.csv").write_text(f"user;archive;privileges\n;bob;read\nann;bob;{MARK}\n", encoding="utf-8")
    done = inside("access", "plan", "bad.csv", "--yes", **reached)

    assert (done.code, done.out, done.err.splitlines()[0]) == (2, "", "mailstore: bad.csv: line 2: no user")
    assert len(done.err.splitlines()) == 2
    assert list(server.requests) == []
    (tmp_path / "bad.csv").write_text("user;archive;privileges\nann;bob;read\nANN;bob;none\n", encoding="utf-8")
    assert inside("access", "plan", "bad.csv", "--yes", **reached).err == "mailstore: line 3 contradicts line 2\n"
    server.requests.assert_only_read()


def test_limits_stop_before_the_first_removal_and_the_protocol_is_gone_on_with(
    inside: Inside, server: Emulator, reached: dict[str, str]
) -> None:
    stopped = inside(*PLAN, "--others", "remove", "--max-removals", "0", **reached)
    assert (stopped.code, rights(server)["ann"]) == (1, rights(start())["ann"])
    assert written(server) == [SETTING]

    assert inside(*PLAN, "--max-steps", "1", **reached).code == 0
    assert rights(server) == WANTED


def test_a_program_is_told_the_protocol_that_it_did_not_name(
    inside: Inside, server: Emulator, reached: dict[str, str], tmp_path: Path
) -> None:
    done = inside("access", "plan", "wanted.csv", "--yes", "--jsonl", **reached)

    (file,) = tmp_path.glob("access-as-wanted-*.jsonl")
    assert done.err.splitlines()[0] == f"mailstore: Protocol: {file.name}"
    assert [json.loads(line)["state"] for line in done.out.splitlines()] == ["done", "done"]
    assert Protocol.load(file).complete


@pytest.mark.parametrize("fault", [Reset(), Reset(carried_out=False), Restart(carried_out=True)], ids=repr)
@pytest.mark.parametrize("step", [0, 1])
def test_a_lost_answer_is_looked_at_and_sent_again_only_if_it_was_not_carried_out(
    inside: Inside, server: Emulator, reached: dict[str, str], fault: Any, step: int
) -> None:
    if step:
        inside(*PLAN, "--max-steps", "1", **reached)
    server.faults.add(SETTING, fault, times=1)
    lost = inside(*PLAN, **reached)
    assert (lost.code, "outcome unknown" in lost.out) == (1, True)

    assert inside(*PLAN, **reached).code == 0
    assert rights(server) == WANTED
    assert len(written(server)) == 2 + (not fault.carried_out)


def test_a_break_at_any_line_of_the_protocol_comes_to_the_same_end(
    inside: Inside, server: Emulator, reached: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, broken = tmp_path / "p.jsonl", 0
    for at in range(1, 100):
        reset(server)
        file.unlink(missing_ok=True)
        with monkeypatch.context() as patch:
            interrupting(at, patch)
            done: Done = inside(*PLAN, **reached)
        if done.code == 0:
            break
        broken += 1
        assert (done.code, done.err) == (130, "mailstore: interrupted: To go on: mailstore plan apply p.jsonl\n")
        assert inside(*PLAN, **reached).code == 0, at
        assert (rights(server), len(written(server))) == (WANTED, 2), at
    assert broken == 2 * (1 + 2 * 2)


def test_no_secret_and_nothing_that_steers_is_in_any_output_file_or_log(
    mailstore: Run, server: Emulator, reached: dict[str, str], tmp_path: Path
) -> None:
    cells = ";".join(f'"{name}"' for name in ("ann", HOSTILE.replace('"', '""'), "read"))
    (tmp_path / "wanted.csv").write_text(f"user;archive;privileges\n{cells}\n", encoding="utf-8")
    done = mailstore("-vv", *PLAN, **reached)

    assert (done.returncode, SETTING in done.stderr) == (0, True)
    assert rights(server)["ann"][HOSTILE] == ["read"]
    told = done.stdout + done.stderr
    assert not [text for text in (MARK, "\x1b", "\n1  DeleteUser") if text in told]
    assert [path.name for path in tmp_path.iterdir() if MARK in path.read_bytes().decode(errors="replace")] == []
    assert Protocol.load(tmp_path / "p.jsonl").plan.steps[0].arguments["folder"] == HOSTILE


def test_at_a_terminal_the_plan_is_shown_before_the_question(
    server: Emulator, reached: dict[str, str], tmp_path: Path
) -> None:
    question = "access as wanted (2 steps, 1 of them taking something away) may change something on the server. Go on? "
    typed = ["access", "plan", "wanted.csv"]
    code, screen = at_terminal(typed, [(f"{question}[y/N]: ", "n")], tmp_path, **reached)
    assert (code, written(server)) == (1, [])
    assert screen.index("┏") < screen.index("line 3: 'nobody' is no user here") < screen.index(question)

    code, screen = at_terminal(typed, [(f"{question}[y/N]: ", "y")], tmp_path, **reached)
    assert (code, rights(server)) == (0, WANTED)
    assert "To take it back: mailstore plan undo access-as-wanted-" in screen
