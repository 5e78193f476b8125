"""A profile is replaced, and nothing is lost whatever happens on the way."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest

from mailstore_sdk.emulator import Emulator, HtmlPage, HttpError, InvalidJson, Reset, Restart, Truncated
from mailstore_sdk.emulator.handlers import HANDLERS
from mailstore_sdk.errors import ArgumentError, ResponseError
from mailstore_sdk.workflows import (
    Limits,
    Outcome,
    Plan,
    Protocol,
    apply,
    plan_profile_change,
    plan_profile_password,
    preview,
    read_profiles_async,
    undo,
)
from tests.workflows.plans import Breaking, Crash
from tests.workflows.profiles import (
    EXECUTION,
    MARK,
    NAME,
    NEW,
    OLD,
    SECRETS,
    WRITING,
    Watching,
    applied,
    changing,
    emulated,
    running,
    state_of,
    there,
    written,
)

HOST = "details.host=mail.example.com"
ORDER = ["CreateProfile", "SetProfileServerSideExecution", "SetProfileServerSideExecution", "DeleteProfile"]


def another_password(emulator: Emulator) -> Plan:
    return plan_profile_password(there(emulator), 3)


def another_host(emulator: Emulator) -> Plan:
    return changing(emulator, HOST)


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


@pytest.mark.parametrize("make", [another_host, another_password])
def test_a_crash_at_any_moment_is_gone_on_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Any) -> None:
    plain = emulated()
    applied(plain, make(plain), tmp_path / "plain.jsonl")
    moments = 0
    for at in range(1, 200):
        server, file = emulated(), tmp_path / f"{at}.jsonl"
        plan = make(server)
        with server.client() as client, monkeypatch.context() as patch:
            breaking: Any = Breaking(Watching(server, client), at, patch)
            try:
                _run(plan, breaking, file)
            except Crash:
                moments += 1
            else:
                break
        with server.client() as client:
            outcome = _run(plan, Watching(server, client), file)
        assert outcome.complete, at
        assert written(server) == ORDER, at
        assert state_of(server) == state_of(plain), at

    assert moments > 40


def _run(plan: Plan, client: Any, file: Path) -> Outcome:
    return apply(plan, client, file, secrets=SECRETS)


@pytest.mark.parametrize("step", range(4))
@pytest.mark.parametrize(
    "fault",
    [Reset(), Reset(carried_out=False), HtmlPage(status=502, carried_out=True), InvalidJson(), Truncated()],
    ids=repr,
)
def test_a_lost_answer_is_looked_for_and_no_call_comes_twice(
    server: Emulator, tmp_path: Path, fault: Any, step: int
) -> None:
    plain = emulated()
    applied(plain, another_password(plain), tmp_path / "plain.jsonl")
    plan, file = another_password(server), tmp_path / "p.jsonl"
    applied(server, plan, file, limits=Limits(max_steps=step))
    server.faults.add(ORDER[step], fault, times=1)
    broken = applied(server, plan, file)
    server.requests.clear()
    resumed = applied(server, plan, file)

    assert broken.steps[step].state == "unknown"
    assert resumed.complete
    assert state_of(server) == state_of(plain)
    assert written(server) == ORDER[step + 1 if getattr(fault, "carried_out", True) else step :]


def test_a_restart_in_the_middle_loses_nothing(server: Emulator, tmp_path: Path) -> None:
    plan, file = another_password(server), tmp_path / "p.jsonl"
    server.faults.add("CreateProfile", Restart(carried_out=True), times=1)
    assert not applied(server, plan, file).complete
    assert applied(server, plan, file).complete
    assert [*state_of(server)] == [1, 4]


@pytest.mark.parametrize("step", range(4))
def test_a_refusal_deletes_nothing_and_everything_can_be_taken_back(
    server: Emulator, tmp_path: Path, step: int
) -> None:
    first = state_of(server)
    plan, file = another_host(server), tmp_path / "p.jsonl"
    applied(server, plan, file, limits=Limits(max_steps=step))
    server.faults.add(ORDER[step], HttpError(status=404), times=1)
    outcome = applied(server, plan, file)

    assert [one.state for one in outcome.steps[step:]] == ["failed", *["left"] * (3 - step)]
    assert (state_of(server)[3] == first[3]) is (step < 2)  # else it is stopped
    assert len(running(server)) == (0 if step == 2 else 1)
    back = applied(server, undo(file), tmp_path / "undo.jsonl")
    assert back.complete
    assert state_of(server) == first


def test_what_was_replaced_cannot_be_taken_back_and_the_new_one_goes_on(server: Emulator, tmp_path: Path) -> None:
    applied(server, another_host(server), tmp_path / "p.jsonl")
    after = state_of(server)
    outcome = applied(server, undo(tmp_path / "p.jsonl"), tmp_path / "undo.jsonl")

    assert [one.state for one in outcome.steps] == ["conflict", "left", "left"]
    assert state_of(server) == after


def _changes(server: Emulator) -> None:
    server.state.profiles[3]["details"]["host"] = "other.example.com"


def _deletes(server: Emulator) -> None:
    del server.state.profiles[3]


def _makes_a_third(server: Emulator) -> None:
    details = {**server.state.profiles[3]["details"], "host": "mail.example.com"}
    server.state.profiles[9] = {**server.state.profiles[3], "id": 9, "details": details, "serverSideExecution": None}


def _loses_a_setting(server: Emulator) -> None:
    del server.state.profiles[4]["unknown"]


@pytest.mark.parametrize(
    ("after", "meanwhile", "states", "why"),
    [
        (0, _changes, ["conflict", *["left"] * 3], "profile 3 as it was when the plan was made: it needs 1, and"),
        (0, _deletes, ["conflict", *["left"] * 3], "profile 3 as it was when the plan was made"),
        (1, _makes_a_third, ["before", "conflict", "left", "left"], "exactly one new profile with every setting"),
        (1, _loses_a_setting, ["before", "conflict", "left", "left"], "GetProfiles says 0"),
        (3, _changes, ["before", "before", "before", "conflict"], "profile 3 as it was"),
        (3, _makes_a_third, ["before", "before", "before", "conflict"], "GetProfiles says 2"),
        (3, _loses_a_setting, ["before", "before", "before", "conflict"], "GetProfiles says 0"),
        (1, _deletes, ["before", "already", "done", "already"], ""),
    ],
)
def test_what_somebody_does_meanwhile_stops_it(
    server: Emulator, tmp_path: Path, after: int, meanwhile: Any, states: list[str], why: str
) -> None:
    plan, file = another_host(server), tmp_path / "p.jsonl"
    applied(server, plan, file, limits=Limits(max_steps=after))
    meanwhile(server)
    outcome = applied(server, plan, file)

    assert [one.state for one in outcome.steps] == states
    assert why in "".join(one.reason for one in outcome.steps)
    assert (3 in state_of(server)) is (meanwhile is not _deletes)


def test_an_old_one_that_is_running_again_keeps_the_new_one_from_starting(server: Emulator, tmp_path: Path) -> None:
    plan, file = another_host(server), tmp_path / "p.jsonl"
    applied(server, plan, file, limits=Limits(max_steps=2))
    server.state.profiles[3]["serverSideExecution"]["automatic"] = True
    outcome = applied(server, plan, file)

    assert outcome.steps[2].reason == "profile 3 not running: it needs false, and GetProfiles says true"
    assert running(server) == [3]


def test_a_server_that_does_not_keep_the_automatic_runs_keeps_the_old_profile(server: Emulator, tmp_path: Path) -> None:
    plan, file = another_host(server), tmp_path / "p.jsonl"
    applied(server, plan, file, limits=Limits(max_steps=3))
    del server.state.profiles[4]["serverSideExecution"]["automaticPauseBetweenExecutions"]

    assert "the new profile running as it should" in applied(server, plan, file).steps[3].reason
    assert 3 in state_of(server)


@pytest.mark.parametrize("told", [None, {}, {"automatic": None}, {"automatic": "false"}])
def test_however_a_server_tells_that_a_profile_does_not_run(server: Emulator, tmp_path: Path, told: Any) -> None:
    plan, file = another_host(server), tmp_path / "p.jsonl"
    applied(server, plan, file, limits=Limits(max_steps=1))
    server.state.profiles[4]["serverSideExecution"] = told
    assert applied(server, plan, file).complete
    assert state_of(server)[4]["serverSideExecution"] == EXECUTION


@pytest.mark.parametrize("make", [another_host, another_password])
def test_run_anew_after_a_break_it_creates_no_third_one(server: Emulator, tmp_path: Path, make: Any) -> None:
    plain = emulated()
    applied(plain, make(plain), tmp_path / "plain.jsonl")
    applied(server, make(server), tmp_path / "p.jsonl", limits=Limits(max_steps=1))

    with pytest.raises(ArgumentError, match=r"profile 4 '.*' has these very settings already.*--replacement 4"):
        make(server)
    found = there(server)
    plan = (
        plan_profile_password(found, 3, replacement=4)
        if make is another_password
        else plan_profile_change(found, 3, {"details.host": "mail.example.com"}, replacement=4)
    )
    assert plan.secrets == []
    assert "which password profile 4 has cannot be read" in plan.notes
    assert applied(server, plan, tmp_path / "q.jsonl").complete
    assert state_of(server) == state_of(plain)


def test_a_replacement_must_be_one(server: Emulator, tmp_path: Path) -> None:
    found = there(server)
    with pytest.raises(ArgumentError, match=r"is no replacement of 3: .*connector: .*Exchange"):
        plan_profile_change(found, 3, {"details.host": "mail.example.com"}, replacement=1)
    with pytest.raises(ArgumentError, match="it is the profile itself"):
        plan_profile_password(found, 3, replacement=3)
    applied(server, another_host(server), tmp_path / "p.jsonl", limits=Limits(max_steps=2))
    plan = changing(server, HOST, replacement=4)
    assert "serverSideExecution.automatic=true" in plan.notes[-1]


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
