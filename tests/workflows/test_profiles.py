"""A profile gets other settings or another password, by another profile in its place."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest

from mailstore_sdk.emulator import Emulator
from mailstore_sdk.emulator.handlers import HANDLERS
from mailstore_sdk.errors import ArgumentError, ResponseError
from mailstore_sdk.workflows import (
    Limits,
    Protocol,
    plan_profile_change,
    preview,
    read_profiles_async,
    undo,
)
from tests.workflows.profiles import (
    EXECUTION,
    HOST,
    MARK,
    NAME,
    NEW,
    OLD,
    ORDER,
    SECRETS,
    WRITING,
    another_host,
    another_password,
    applied,
    changing,
    emulated,
    running,
    state_of,
    there,
    written,
)


@pytest.fixture
def server() -> Emulator:
    return emulated()


@pytest.mark.parametrize("automatic", [True, False])
def test_a_setting_changes_and_everything_else_is_kept(tmp_path: Path, automatic: bool) -> None:
    server = emulated(automatic=automatic)
    before = state_of(server)
    plan = another_host(server)
    outcome = applied(server, plan, tmp_path / "p.jsonl")

    assert outcome.complete
    assert written(server) == (ORDER if automatic else [ORDER[0], ORDER[-1]])
    wanted = {**before[3], "id": 4, "version": 1}
    wanted["details"] = {**wanted["details"], "host": "mail.example.com", "password": NEW}
    assert state_of(server) == {1: before[1], 4: wanted}
    assert plan.steps[0].reason == 'details.host: "imap.example.com" -> "mail.example.com"'
    assert "its runs so far stay under id 3" in plan.notes[0]
    assert ('"begun","reason":"id=4"' in (tmp_path / "p.jsonl").read_text()) is automatic


def test_a_password_changes_and_nothing_else(server: Emulator, tmp_path: Path) -> None:
    before = state_of(server)
    plan = another_password(server)
    assert plan.secrets == [*SECRETS]
    assert applied(server, plan, tmp_path / "p.jsonl").complete

    assert state_of(server)[4] == {
        **before[3], "id": 4, "version": 1, "details": {**before[3]["details"], "password": NEW}
    }  # fmt: skip
    assert before[3]["details"]["password"] == OLD


def test_a_dry_run_tells_the_difference_and_only_reads(server: Emulator) -> None:
    plan = another_host(server)
    with server.client() as client:
        outcome = preview(plan, client)

    assert [one.state for one in outcome.steps] == ["planned"] * 4
    assert 'details.host: "imap.example.com" -> "mail.example.com"' in str(plan)
    server.requests.assert_only_read()


def test_a_second_run_changes_nothing_and_says_so(server: Emulator, tmp_path: Path) -> None:
    plan = another_host(server)
    applied(server, plan, tmp_path / "p.jsonl")
    after, calls = state_of(server), written(server)
    again = applied(server, plan, tmp_path / "p.jsonl")
    found = there(server)

    assert "nothing to do" in str(again)
    assert plan_profile_change(found, 4, {"details.host": "mail.example.com"}).steps == []
    assert plan_profile_change(found, NAME, {"details.host": "mail.example.com"}).steps == []
    assert (state_of(server), written(server)) == (after, calls)


def test_limits_stop_before_anything_is_deleted(server: Emulator, tmp_path: Path) -> None:
    plan = another_host(server)
    outcome = applied(server, plan, tmp_path / "p.jsonl", limits=Limits(max_removals=0))
    assert [one.state for one in outcome.steps] == ["done", "done", "done", "left"]
    assert [*state_of(server)] == [1, 3, 4]
    runs = [applied(server, plan, tmp_path / "p.jsonl", limits=Limits(max_steps=1)).sent for _ in range(2)]
    assert runs == [1, 0]


@pytest.mark.parametrize(
    ("texts", "after"),
    [
        (["serverSideExecution.automatic=false"], {**EXECUTION, "automatic": False}),
        (
            ["serverSideExecution.automaticPauseBetweenExecutions=600"],
            {**EXECUTION, "automaticPauseBetweenExecutions": 600},
        ),
        (["serverSideExecution.automaticMaintenanceWindows="], {**EXECUTION, "automaticMaintenanceWindows": ""}),
    ],
)
def test_automatic_runs_change_without_a_new_profile(
    server: Emulator, tmp_path: Path, texts: list[str], after: Any
) -> None:
    first = state_of(server)
    plan = changing(server, *texts)
    assert (plan.secrets, len(plan.steps)) == ([], 1)
    assert applied(server, plan, tmp_path / "p.jsonl").complete
    assert state_of(server)[3] == {**first[3], "serverSideExecution": after}
    assert changing(server, *texts).steps == []
    assert applied(server, undo(tmp_path / "p.jsonl"), tmp_path / "undo.jsonl").complete
    assert state_of(server) == first


def test_a_profile_run_by_hand_learns_to_run_by_itself(tmp_path: Path) -> None:
    server = emulated(automatic=False)
    plan = changing(server, "serverSideExecution.automatic=true")
    assert applied(server, plan, tmp_path / "p.jsonl").complete
    assert running(server) == [3]
    assert changing(emulated(automatic=False), "serverSideExecution.automatic=false").steps == []

    both = changing(emulated(automatic=False), "serverSideExecution.automatic=true", HOST)
    assert [step.function for step in both.steps] == [ORDER[0], ORDER[1], ORDER[3]]
    with pytest.raises(ArgumentError, match="cannot be taken away"):
        changing(emulated(), "serverSideExecution.automaticPauseBetweenExecutions=null")


def test_no_secret_is_anywhere_but_in_the_call(
    server: Emulator, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.state.profiles[3]["details"]["oauthToken"] = f"{MARK}-token"
    plan, file = another_password(server), tmp_path / "p.jsonl"
    names = [f"details.{key} of profile 3" for key in ("password", "oauthToken")]
    assert plan.secrets == names
    outcome = applied(server, plan, file, secrets=dict.fromkeys(names, NEW))

    assert outcome.complete
    assert state_of(server)[4]["details"]["oauthToken"] == NEW
    shown = [str(plan), repr(plan), plan.to_json(), str(outcome), file.read_text(encoding="utf-8"), caplog.text]
    shown += [repr(there(server)), undo(file).to_json(), repr(Protocol.load(file))]
    assert not any(MARK in text for text in shown)


@pytest.mark.parametrize(
    "name",
    ["a=b", "\"quoted\", 'so'", "a;b,c", "Bu\u0308ro", "BÜRO", "=1+1", "-x", "two\nlines", "\x1b[2J", "***", "3"],
)
def test_names_as_nobody_should_give_them(server: Emulator, tmp_path: Path, name: str) -> None:
    server.state.profiles[3]["name"] = name
    server.state.profiles[3]["details"]["comment"] = name
    server.state.profiles[7] = {**server.state.profiles[1], "id": 7, "name": name.swapcase()}
    plan = another_host(server)
    assert applied(server, plan, tmp_path / "p.jsonl").complete
    assert [one["name"] for one in state_of(server).values()] == ["Exchange Mailboxes", name.swapcase(), name]
    assert "\x1b" not in str(plan)
    assert str(plan).count("\n") < 9


def test_profiles_of_the_same_name_are_told_apart_by_their_ids(server: Emulator) -> None:
    server.state.profiles[1]["name"] = NAME
    found = there(server)
    assert found.find("3")["id"] == found.find(3)["id"] == 3
    with pytest.raises(ArgumentError, match="the profiles 1, 3 are called"):
        found.find(NAME)
    with pytest.raises(ArgumentError, match=r"there is no profile '9'; there are: 1 '.*, 3 '"):
        found.find("9")
    assert any("others are called so, too: 1 " in note for note in another_host(server).notes)


def test_servers_without_the_function_leave_the_old_profile_running(tmp_path: Path) -> None:
    server = emulated(version="9.0")
    first = state_of(server)
    outcome = applied(server, another_host(server), tmp_path / "p.jsonl")
    assert [one.state for one in outcome.steps] == ["done", "failed", "left", "left"]
    assert running(server) == [3]
    assert applied(server, undo(tmp_path / "p.jsonl"), tmp_path / "undo.jsonl").complete
    assert state_of(server) == first


@pytest.mark.parametrize("answer", [None, {}, ["x"], [{"name": "no id"}]])
def test_an_answer_that_is_no_list_of_profiles_is_told(monkeypatch: pytest.MonkeyPatch, answer: Any) -> None:
    monkeypatch.setitem(HANDLERS, "GetProfiles", lambda *_: answer)
    with pytest.raises(ResponseError, match="not a list of profiles"):
        there(emulated())


def test_the_asynchronous_twin_reads_the_same(server: Emulator) -> None:
    async def read() -> Any:
        async with server.async_client() as client:
            return await read_profiles_async(client)

    assert asyncio.run(read()).profiles == there(server).profiles
    server.requests.assert_only_read()
    assert {*WRITING} & {one.function for one in server.requests} == set()
