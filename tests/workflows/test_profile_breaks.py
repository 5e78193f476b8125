"""Whatever happens while a profile is replaced: nothing is lost, and no two run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mailstore_sdk.emulator import Emulator, HtmlPage, HttpError, InvalidJson, Reset, Restart, Truncated
from mailstore_sdk.errors import ArgumentError
from mailstore_sdk.workflows import (
    Limits,
    Outcome,
    Plan,
    plan_profile_change,
    plan_profile_password,
    undo,
)
from tests.workflows.plans import crashed, gone_on
from tests.workflows.profiles import (
    EXECUTION,
    HOST,
    ORDER,
    SECRETS,
    Watching,
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


@pytest.mark.parametrize("make", [another_host, another_password])
def test_a_crash_at_any_moment_is_gone_on_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Any) -> None:
    plain = emulated()
    applied(plain, make(plain), tmp_path / "plain.jsonl")
    moments = 0
    for at in range(1, 200):
        server, file = emulated(), tmp_path / f"{at}.jsonl"
        plan = make(server)
        with server.client() as client:
            if not crashed(Watching(server, client), at, monkeypatch, plan, file, secrets=SECRETS):
                break
            moments += 1
        with server.client() as client:
            outcome = _run(plan, Watching(server, client), file)
        assert outcome.complete, at
        assert written(server) == ORDER, at
        assert state_of(server) == state_of(plain), at

    assert moments > 40


def _run(plan: Plan, client: Any, file: Path) -> Outcome:
    return gone_on(plan, client, file, secrets=SECRETS)


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
    with server.client(retries=0) as client:
        resumed = gone_on(plan, client, file, secrets=SECRETS)

    assert broken.steps[step].state == "unknown"
    assert resumed.complete
    assert state_of(server) == state_of(plain)
    assert written(server) == ORDER[step + 1 if getattr(fault, "carried_out", True) else step :]


def test_a_profile_that_may_still_be_created_is_not_created_again(server: Emulator, tmp_path: Path) -> None:
    plan, file = another_password(server), tmp_path / "p.jsonl"
    server.faults.add("CreateProfile", Reset(carried_out=False), times=1)
    broken, meanwhile = applied(server, plan, file), applied(server, plan, file)
    settled = applied(server, plan, file, settled={1: False})

    assert [one.state for one in broken.steps] == ["unknown", "left", "left", "left"]
    assert [one.state for one in meanwhile.steps] == ["unknown", "left", "left", "left"]
    assert "the server may still be at it" in meanwhile.steps[0].reason
    assert settled.complete
    assert written(server).count("CreateProfile") == 2


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


@pytest.mark.parametrize("step", [2, 3])
def test_a_replacement_that_was_started_already_goes_on_running(server: Emulator, tmp_path: Path, step: int) -> None:
    plain = emulated()
    applied(plain, another_password(plain), tmp_path / "plain.jsonl")
    applied(server, another_password(server), tmp_path / "p.jsonl", limits=Limits(max_steps=step))
    plan = plan_profile_password(there(server), 3, replacement=4)
    assert applied(server, plan, tmp_path / "q.jsonl").complete
    if step == 2:  # both stood still, and nothing tells that one of them should run
        assert "profile 3 does not run by itself, perhaps because" in plan.notes[-1]
        back = plan_profile_change(there(server), 4, {"serverSideExecution.automatic": True})
        applied(server, back, tmp_path / "r.jsonl")
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
