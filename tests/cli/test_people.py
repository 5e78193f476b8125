"""`mailstore offboard` and `rename`, in a pipe and at a terminal."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from mailstore_sdk.emulator import Emulator, HttpError, Reset, SystemClock
from mailstore_sdk.emulator.handlers import HANDLERS
from mailstore_sdk.emulator.state import User
from tests.cli.cli_process import Run, quiet, reaching
from tests.cli.inside import Inside
from tests.cli.terminal import at_terminal
from tests.workflows.people import EVIL, sent, staffed, whole
from tests.workflows.plans import MARK

LEAVES = ("offboard", "ann", "--manager", "cid")
MARRIES = ("rename", "ann", "Anna=Müller")


@pytest.mark.parametrize("typed", [LEAVES, MARRIES], ids=" ".join)
def test_a_dry_run_tells_the_steps_and_the_run_takes_them(inside: Inside, typed: tuple[str, ...]) -> None:
    with staffed().serve() as server:
        seen = inside(*typed, "--dry-run", **reaching(server))
        server.emulator.requests.assert_only_read()
        done = inside(*typed, "--yes", "--protocol-file", "p.jsonl", **reaching(server))
        steps = sent(server.emulator)
        server.emulator.requests.clear()
        again = inside(*typed, "--yes", **reaching(server))

    assert (seen.code, seen.err) == (done.code, done.err) == (again.code, again.err) == (0, "")
    assert "Nothing was changed." in seen.out
    for text in (seen.out, done.out):
        assert [line.split()[1] for line in text.splitlines() if line[2:3].isdigit()][: len(steps)] == steps
    assert "nothing to do" in again.out
    server.emulator.requests.assert_only_read()
    assert MARK not in seen.out + done.out + again.out + Path("p.jsonl").read_text(encoding="utf-8")


def test_the_licence_is_told_before_and_after(inside: Inside) -> None:
    with staffed().serve() as server:
        done = inside(*LEAVES, "--yes", **reaching(server))

    assert "Note: named users of the licence in use now: 4 of 50" in done.out
    assert "Read again: named users of the licence in use: 3 of 50" in done.out.splitlines()


def test_a_licence_that_cannot_be_read_afterwards_makes_no_failure_of_it(inside: Inside) -> None:
    with staffed().serve() as server:
        usual = HANDLERS["DeleteUser"]

        def deleting(state: Any, arguments: Any) -> Any:
            server.emulator.faults.add("GetLicenseInformation", Reset())
            return usual(state, arguments)

        with patch.dict(HANDLERS, DeleteUser=deleting):
            done = inside(*LEAVES, "--yes", **reaching(server))

    assert done.code == 0
    assert "Read again: the licence could not be read" in done.out


def test_a_program_reads_one_document_and_nothing_else(inside: Inside) -> None:
    with staffed().serve() as server:
        told = json.loads(inside(*LEAVES, "--json", "--dry-run", **reaching(server)).out)
        renamed = json.loads(inside(*MARRIES, "--json", "--yes", **reaching(server)).out)
        left = json.loads(inside("offboard", "bob", "--no-manager", "--json", "--yes", **reaching(server)).out)

    assert [step["function"] for step in told["plan"]["steps"]][-1] == "DeleteUser"
    assert renamed["complete"]
    assert left["readAgain"] == ["named users of the licence in use: 3 of 50"]


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("offboard ann", "say who is to read the archive"),
        ("offboard ann --manager cid --no-manager", "say who is to read the archive"),
        ("offboard admin --manager cid --yes", "'admin' is the user as whom you are logged in"),
        ("offboard ann --manager cid", "say --yes"),
        ("offboard ann --manager cid --read-only --yes", "is refused"),
        ("rename ann bob --yes", "there is a user 'bob' already"),
        ("rename 'left long ago' cid --yes", "is no user here"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_is_sent(inside: Inside, typed: str, problem: str) -> None:
    with staffed().serve() as server:
        done = inside(*shlex.split(typed), **reaching(server))

    assert (done.code, done.out.count("carried out")) == (2, 0)
    assert problem in done.err
    server.emulator.requests.assert_only_read()


def test_a_rename_that_was_broken_off_is_gone_on_with(inside: Inside) -> None:
    with staffed().serve() as server:
        to = reaching(server)
        undisturbed = inside(*MARRIES, "--yes", "--max-steps", "1", "--protocol-file", "p.jsonl", **to)
        refused = inside(*MARRIES, "--yes", **to)
        limited = inside(*MARRIES, "--yes", "--continue", "--max-removals", "1", "--protocol-file", "q.jsonl", **to)
        done = inside("plan", "apply", "p.jsonl", "--yes", **to)
        state = whole(server.emulator)

    assert (undisturbed.code, limited.code, done.code) == (1, 1, 0)
    assert refused.code == 2
    assert "--continue" in refused.err
    assert "left" in limited.out
    assert "Anna=Müller" in state[0]
    assert "Anna=Müller/Inbox" in state[2]


def test_what_the_server_refuses_leaves_the_user_and_a_later_run_does_the_rest(inside: Inside) -> None:
    with staffed().serve() as server:
        server.emulator.faults.add("SetProfileServerSideExecution", HttpError(status=404), times=1)
        refused = inside(*LEAVES, "--yes", "--protocol-file", "p.jsonl", **reaching(server))
        there = "ann" in server.emulator.state.users
        done = inside(*LEAVES, "--yes", "--protocol-file", "p.jsonl", **reaching(server))

    assert (refused.code, there, done.code) == (1, True, 0)
    assert "ann" not in server.emulator.state.users


def test_no_secret_is_in_the_log(mailstore: Run, tmp_path: Path) -> None:
    with staffed().serve() as server:
        to = reaching(server)
        told = [mailstore("-vv", *typed, "--yes", **to) for typed in (MARRIES, ("offboard", "bob", "--no-manager"))]

    assert [one.returncode for one in told] == [0, 0]
    assert all(function in one.stderr for one, function in zip(told, ("RenameUser", "DeleteUser"), strict=True))
    assert MARK not in str(told)
    protocols = [*tmp_path.glob("*.jsonl")]
    assert len(protocols) == 2
    assert all(MARK not in file.read_text(encoding="utf-8") for file in protocols)


def test_an_instance_is_worked_on_alone(inside: Inside) -> None:
    with Emulator(edition="spe").serve() as server:
        to = {**reaching(server), "MAILSTORE_EDITION": "spe", "MAILSTORE_INSTANCE": "customer1"}
        renamed = inside("rename", "jdoe", "jd", "--yes", **to)
        left = inside("offboard", "jd", "--manager", "boss", "--yes", **to)

    assert (renamed.code, left.code) == (0, 0)
    assert [*server.emulator.instances["customer1"].users] == ["$archiveadmin", "boss"]
    assert [*server.emulator.instances["customer2"].users] == ["$archiveadmin", "jdoe", "boss"]


def test_at_a_terminal_somebody_is_asked_and_no_name_steers_it(tmp_path: Path) -> None:
    emulator = staffed(clock=SystemClock())
    emulator.state.users["bob"].privileges_on_folders[EVIL] = ["read"]
    emulator.state.users[EVIL] = User(user_name=EVIL, email_addresses=["evil@example.com"])
    emulator.state.folders.append(EVIL)
    with emulator.serve() as server:
        to: Any = {**quiet(tmp_path), **reaching(server)}
        no, screen = at_terminal([*LEAVES], [("Go on? [y/N]: ", "n")], tmp_path, **to)
        server.emulator.requests.assert_only_read()
        yes, gone = at_terminal(
            ["offboard", "evil@example.com", "--manager", "cid"], [("Go on? [y/N]: ", "y")], tmp_path, **to
        )

    assert (no, yes) == (1, 0)
    assert EVIL not in emulator.state.users
    for text in (screen, gone):
        assert "DeleteUser" in text
        assert "\nmailstore: all is well" not in text
        assert chr(0x202E) not in text


def test_a_protocol_is_gone_on_with_only_by_the_command_that_began_it(inside: Inside) -> None:
    with staffed().serve() as server:
        begun = inside(*LEAVES, "--yes", "--max-steps", "1", "--protocol-file", "p.jsonl", **reaching(server))
        sent_before = sent(server.emulator)
        other = inside("offboard", "cid", "--no-manager", "--yes", "--protocol-file", "p.jsonl", **reaching(server))
        rename = inside(*MARRIES, "--yes", "--protocol-file", "p.jsonl", **reaching(server))
        unchanged = sent(server.emulator)
        same = inside(*LEAVES, "--yes", "--protocol-file", "p.jsonl", **reaching(server))

    assert (begun.code, len(sent_before)) == (1, 1)
    for refused in (other, rename):
        assert refused.code == 2
        assert "p.jsonl is the protocol of another plan (offboard ann), which is not at its end" in refused.err
    assert unchanged == sent_before
    assert same.code == 0
    assert "Gone on with: the plan of " in same.out


def test_a_name_with_a_blank_is_not_taken_for_the_one_that_it_begins_with(inside: Inside) -> None:
    emulator = staffed()
    emulator.state.users["ann marie"] = User(user_name="ann marie", privileges_on_folders={"ann": ["read"]})
    emulator.state.folders.append("ann marie")
    with emulator.serve() as server:
        to = reaching(server)
        typed = ("--manager", "cid", "--yes", "--protocol-file", "p.jsonl")
        inside("offboard", "ann marie", *typed, "--max-steps", "1", **to)
        refused = inside("offboard", "ann", *typed, **to)
        inside("rename", "ann marie", "bob to be", "--yes", "--max-steps", "1", "--protocol-file", "q.jsonl", **to)
        other = inside("rename", "ann", "bob", "--yes", "--protocol-file", "q.jsonl", **to)

    for one, problem in (
        (refused, "the protocol of another plan (offboard ann marie)"),
        (other, "a user 'bob' already"),
    ):
        assert one.code == 2
        assert problem in one.err
    assert {"ann", "bob to be"} <= emulator.state.users.keys()


def test_people_whose_names_look_like_options_or_secrets_are_let_go_like_others(inside: Inside) -> None:
    for name in ("--yes", '{"password": "x"}', '[{"token": "abcd"}]'):
        emulator = staffed()
        emulator.state.users[name] = User(user_name=name, privileges_on_folders={name: ["read"]})
        emulator.state.folders.append(name)
        with emulator.serve() as server:
            to = reaching(server)
            renamed = inside("rename", "--yes", "--protocol-file", "q.jsonl", "--", name, f"{name} 2", **to)
            Path("q.jsonl").unlink()
            done = inside("offboard", "--manager", "cid", "--yes", "--", f"{name} 2", **to)

        assert (renamed.code, done.code, renamed.err, done.err) == (0, 0, "", "")
        assert f"{name} 2" not in emulator.state.users
        assert emulator.state.users["cid"].privileges_on_folders[f"{name} 2"] == ["read"]


def test_what_a_server_tells_and_no_plan_can_hold_is_a_message(inside: Inside) -> None:
    deep: Any = 1
    for _ in range(400):
        deep = {"a": deep}
    emulator = staffed()
    with emulator.serve() as server:
        emulator.state.profiles[5]["details"]["deep"] = deep
        noted = inside(*LEAVES, "--dry-run", **reaching(server))
        emulator.state.profiles[5]["details"] = {"targetUserFolder": "ann"}
        emulator.state.profiles[5]["serverSideExecution"] = {
            "automatic": True, "automaticPauseBetweenExecutions": {"x": 1},
        }  # fmt: skip
        refused = inside(*LEAVES, "--yes", **reaching(server))

    assert noted.code == 0
    assert "Note: not told: GetProfiles: nested beyond anything that the API sends" in noted.out
    assert refused.code == 2
    assert "mailstore: no plan can be made of what the server tells: " in refused.err
    emulator.requests.assert_only_read()
