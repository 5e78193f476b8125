"""`mailstore stores repair-plan`, and long-running steps of any plan, as a user types them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mailstore_sdk.emulator import ByTime, Emulator, FailHalfway, InvalidJson, Restart, SystemClock
from mailstore_sdk.emulator.server import EmulatorServer
from mailstore_sdk.emulator.state import Store
from mailstore_sdk.transport import Transport
from mailstore_sdk.workflows import Plan, Protocol, Step
from tests.cli import hostile
from tests.cli.cli_process import quiet, reaching
from tests.cli.inside import Done, Inside
from tests.cli.session import at_one_terminal
from tests.cli.terminal import at_terminal

NOTHING = "Note: No archive store needs a repair.\nrepair archive stores: nothing to do\n"
REPAIR = ("UpgradeStore", "RetryOpenStores", "RebuildSelectedStoreIndexes", "VerifyStore")


@pytest.fixture(scope="module")
def running() -> Iterator[EmulatorServer]:
    with Emulator(version="22.3", tasks=ByTime(0.02), clock=SystemClock()).serve() as server:
        yield server


@pytest.fixture
def server(running: EmulatorServer) -> EmulatorServer:
    """Store 1 is fine, store 2 has to be upgraded, and the name of store 3 is as nobody should give it."""
    running.emulator.reset()
    state = running.emulator.state
    state.users["admin"].password = hostile.CANARY
    state.stores[2].needs_upgrade = True
    state.stores[2].indexes_to_rebuild = {"johndoe"}
    state.stores[3] = Store(id=3, name=hostile.NAME, file_group=3, messages=5)
    return running


class Shell:
    """Types commands for one server."""

    def __init__(self, inside: Inside, server: EmulatorServer) -> None:
        self.inside = inside
        self.variables = {**reaching(server), "MAILSTORE_PASSWORD": hostile.CANARY}

    def __call__(self, typed: str, *more: str) -> Done:
        done = self.inside(*typed.split(), *more, **self.variables)
        assert hostile.CANARY not in done.out + done.err
        assert "\x1b" not in done.out
        return done


@pytest.fixture
def shell(inside: Inside, server: EmulatorServer) -> Shell:
    return Shell(inside, server)


def sent(server: EmulatorServer) -> list[str]:
    return [one.function for one in server.emulator.requests if one.function in (*REPAIR, "CompactStore")]


def test_the_plan_is_shown_and_nothing_is_sent(shell: Shell, server: EmulatorServer, tmp_path: Path) -> None:
    dry = shell("stores repair-plan --dry-run")
    asked = shell("stores repair-plan")
    written = shell("stores repair-plan -o plan.json --store 2 --no-verify")
    nothing = shell("stores repair-plan --store 1 --yes")

    assert (dry.code, dry.err) == (0, "")
    assert dry.out.index("UpgradeStore") < dry.out.index("RebuildSelectedStoreIndexes") < dry.out.index("VerifyStore")
    assert dry.out.endswith("repair archive stores: 3 would be carried out\nNothing was changed.\n")
    assert asked.code == 2
    assert asked.err.endswith("say --yes\n")
    assert written.code == 0
    assert [step.function for step in Plan.load("plan.json").steps] == [
        "UpgradeStore", "RebuildSelectedStoreIndexes"
    ]  # fmt: skip
    assert nothing.out == NOTHING
    server.emulator.requests.assert_only_read()
    assert [file.name for file in tmp_path.glob("*.json*")] == ["plan.json"]


def test_stores_are_repaired_and_the_second_run_changes_nothing(shell: Shell, server: EmulatorServer) -> None:
    done = shell("stores repair-plan --yes --protocol-file p.jsonl")
    again = shell("stores repair-plan --yes --protocol-file p.jsonl")
    later = shell("plan apply p.jsonl --yes")

    assert done.code == 0
    for line in (
        "Protocol: p.jsonl",
        "UpgradeStore(id=2)",
        "    0 %  Upgrading archive store 2012-07...",
        "  1  UpgradeStore  carried out: Finished.",
        "  3  VerifyStore  carried out: Finished. No errors have been found.",
        "repair archive stores: 3 carried out",
        "Read again: GetStores names no error, no upgrade and no rebuild that is due.",
    ):
        assert f"\n{line}\n" in done.out
    assert (again.code, again.out) == (0, NOTHING)
    assert (later.code, "3 carried out before" in later.out) == (0, True)
    assert sent(server) == ["UpgradeStore", "RebuildSelectedStoreIndexes", "VerifyStore"]
    assert hostile.CANARY not in Path("p.jsonl").read_text(encoding="utf-8")


def test_programs_get_the_outcome_and_what_was_read_again(shell: Shell, server: EmulatorServer) -> None:
    server.emulator.state.stores[3].error = f"{hostile.CLEAR}The path was not found.\nforged"
    found: Any = shell("stores repair-plan --yes --json")
    told = json.loads(found.out)

    assert (found.code, found.err.count("\n")) == (1, 1)
    assert found.err.startswith("mailstore: Protocol: repair-archive-stores-")
    assert told["complete"] is False
    states = [one["state"] for one in told["outcome"]["steps"]]
    assert states == ["done", "failed", "done", "done", "left"]
    assert len(told["readAgain"]) == 1
    assert "The path was not found." in told["readAgain"][0]
    assert any("no call mends a folder that is missing" in note for note in told["plan"]["notes"])
    assert shell("stores repair-plan --store 3 --yes").out.count("forged") == 2
    for line in shell("stores repair-plan --store 3 --yes --jsonl").out.splitlines():
        assert json.loads(line)["state"] in ("failed", "left")


def test_a_wait_that_breaks_is_gone_on_with(shell: Shell, server: EmulatorServer) -> None:
    server.emulator.faults.add("get-status", InvalidJson(), times=1)
    broken = shell("stores repair-plan --yes --protocol-file p.jsonl")
    shown = shell("plan show p.jsonl")
    resumed = shell("stores repair-plan --yes --protocol-file p.jsonl")

    assert broken.code == 1
    assert "still running on the server" in broken.out
    assert broken.out.endswith("To go on: mailstore plan apply p.jsonl\n")
    assert "running" in shown.out
    assert resumed.code == 0
    assert "Gone on with: the plan of" in resumed.out
    assert sent(server) == ["UpgradeStore", "RebuildSelectedStoreIndexes", "VerifyStore"]


def test_a_restarted_server_leaves_a_state_unknown_that_somebody_settles(shell: Shell, server: EmulatorServer) -> None:
    server.emulator.faults.add("get-status", Restart(), times=1)
    lost = shell("stores repair-plan --yes --protocol-file p.jsonl")
    again = shell("plan apply p.jsonl --yes")
    resumed = shell("plan apply p.jsonl --yes --settled 1=no")

    assert lost.code == again.code == 1
    assert "outcome unknown: look at the server and its log, then settle the step" in lost.out
    for told in (lost.out, again.out):
        assert "\nOnce the server is surely not at step 1 any more: add --settled 1=no\n" in told
    assert "Read again: " in lost.out
    assert resumed.code == 0
    assert not server.emulator.state.stores[2].needs_upgrade


def test_an_interrupted_wait_says_how_to_go_on(
    shell: Shell, server: EmulatorServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Transport, "follow", interrupt)
        ended = shell("stores repair-plan --yes --protocol-file p.jsonl")
    resumed = shell("plan apply p.jsonl --yes")

    assert ended.code == 130
    assert ended.err == (
        "mailstore: interrupted: the server goes on with step 1: To go on: mailstore plan apply p.jsonl\n"
    )
    assert resumed.code == 0
    assert sent(server).count("UpgradeStore") == 1


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def test_what_nobody_can_read_is_settled_by_somebody(shell: Shell, server: EmulatorServer) -> None:
    step = Step(function="CompactStore", arguments={"id": 1}, reason="gives back space", check=None)
    url = f"https://127.0.0.1:{server.port}"
    Path("plan.json").write_text(Plan(title="space", server=url, steps=[step]).to_json(), encoding="utf-8")
    server.emulator.faults.add("get-status", Restart(), times=1)

    lost = shell("plan apply plan.json --yes")
    wrong = [shell(f"plan apply plan.protocol.jsonl --yes --settled {text}") for text in ("1", "x=yes", "1=perhaps")]
    other = shell("plan apply plan.protocol.jsonl --yes --settled 2=yes")
    settled = shell("plan apply plan.protocol.jsonl --yes --settled 1=yes")

    assert lost.code == 1
    assert "look at the server and its log" in lost.out
    assert "\nOnce you know what became of step 1: add --settled 1=yes, or =no\n" in lost.out
    assert [one.code for one in (*wrong, other)] == [2, 2, 2, 2]
    assert all("say the number of a step and yes or no" in one.err for one in wrong)
    assert settled.code == 0
    assert sent(server) == ["CompactStore"]


def test_a_verification_that_fails_is_told_and_fails(shell: Shell, server: EmulatorServer) -> None:
    server.emulator.faults.add("VerifyStore", FailHalfway(message="Message 17 is damaged."), times=1)
    done = shell("stores repair-plan --yes")

    assert done.code == 1
    assert "not carried out: VerifyStore failed: Message 17 is damaged." in done.out


def test_bad_input_is_told_before_anything_is_asked_or_changed(shell: Shell, server: EmulatorServer) -> None:
    no_store = shell("stores repair-plan --store 9 --yes")
    before = shell("stores --json repair-plan --yes")
    listed = shell("stores --jsonl")

    assert (no_store.code, no_store.out) == (2, "")
    assert no_store.err == "mailstore: there is no archive store 9; there are: 1, 2, 3\n"
    assert (before.code, before.err) == (2, "mailstore: options belong behind repair-plan, not before it\n")
    assert len(listed.out.splitlines()) == 3
    assert sent(server) == []


def test_at_a_terminal_it_asks_and_draws_a_bar(server: EmulatorServer, tmp_path: Path) -> None:
    variables = {**quiet(tmp_path), **reaching(server), "MAILSTORE_PASSWORD": hostile.CANARY, "COLUMNS": "200"}
    refused = at_terminal(["stores", "repair-plan"], [("Go on? [y/N]: ", "n")], tmp_path, **variables)
    assert sent(server) == []
    done = at_terminal(["-vv", "stores", "repair-plan"], [("Go on? [y/N]: ", "y")], tmp_path, **variables)
    (listed,) = at_one_terminal(["stores"], tmp_path, **variables)

    assert refused[0] == 1
    assert done[0] == 0
    assert "UpgradeStore(id=2) ━" in done[1]
    assert "3  VerifyStore  carried out: Finished. No errors have been found." in done[1]
    assert "Read again: GetStores names no error, no upgrade and no rebuild that is due." in done[1]
    assert "[bold]x[/bold]" in listed[1]
    for screen in (refused[1], done[1], listed[1]):
        assert hostile.CANARY not in screen
        assert hostile.OVERRIDE not in screen
    (file,) = tmp_path.glob("repair-archive-stores-*.jsonl")
    assert Protocol.load(file).complete
