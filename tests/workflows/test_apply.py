"""A plan is carried out once, whatever happens on the way."""

from __future__ import annotations

import asyncio
import copy
from pathlib import Path
from typing import Any

import pytest

from mailstore_sdk.emulator import Emulator, HtmlPage, HttpError, InvalidJson, Reset, Restart, Truncated
from mailstore_sdk.errors import ArgumentError, ConfigurationError
from mailstore_sdk.workflows import Limits, Plan, Protocol, Step, StepOutcome, apply, apply_async, preview, undo
from tests.workflows.plans import (
    SECRETS,
    crashed,
    emulated,
    named,
    new_user,
    plan_of,
    provision,
    right,
    state_of,
    written,
)

ORDER = ["CreateUser", "SetUserFullName", "SetUserPrivilegesOnFolder", "SetUserPrivilegesOnFolder"]


def before() -> Emulator:
    return emulated(a={"b": ["read"], "a": ["read"]}, b={"b": ["read"]})


@pytest.fixture
def server() -> Emulator:
    return before()


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The state after an undisturbed run."""
    emulator = before()
    with emulator.client() as client:
        apply(provision(emulator), client, tmp_path_factory.mktemp("plain") / "p.jsonl", secrets=SECRETS)
    return state_of(emulator)


def test_the_planned_calls_are_sent_in_their_order_and_no_other_changes_anything(
    server: Emulator, tmp_path: Path
) -> None:
    seen: list[StepOutcome] = []
    with server.client() as client:
        outcome = apply(provision(server), client, tmp_path / "p.jsonl", secrets=SECRETS, on_step=seen.append)

    assert outcome.complete
    assert outcome.sent == 4
    assert seen == outcome.steps
    assert written(server) == ORDER
    assert {one.function for one in server.requests} - {*ORDER} == {"get-metadata", "GetUsers", "GetUserInfo"}
    server.requests.assert_called("CreateUser", userName="new", password=SECRETS["password of new"])
    assert server.state.users["new"].full_name == "Ada Neu"
    assert server.state.users["a"].privileges_on_folders == {"a": ["read"]}


def test_the_asynchronous_twin_does_the_same(server: Emulator, tmp_path: Path, wanted: Any) -> None:
    server.faults.add("SetUserFullName", Reset(), times=1)

    async def run() -> tuple[bool, int]:
        async with server.async_client(retries=0) as client:
            first = await apply_async(provision(server), client, tmp_path / "p.jsonl", secrets=SECRETS)
            plan = Protocol.load(tmp_path / "p.jsonl").plan
            second = await apply_async(plan, client, tmp_path / "p.jsonl", secrets=SECRETS)
            return first.complete, second.sent

    assert asyncio.run(run()) == (False, 2)
    assert written(server) == ORDER
    assert state_of(server) == wanted


def test_a_preview_says_what_a_run_will_do_and_only_reads(server: Emulator, tmp_path: Path) -> None:
    plan = provision(server)
    server.state.users["a"].privileges_on_folders.pop("b")
    with server.client() as client:
        seen = preview(plan, client, tmp_path / "p.jsonl", limits=Limits(max_steps=2))
        server.requests.assert_only_read()
        assert [*tmp_path.iterdir()] == []
        done = apply(plan, client, tmp_path / "p.jsonl", limits=Limits(max_steps=2), secrets=SECRETS)

    assert [one.state for one in seen.steps] == ["planned", "planned", "left", "left"]
    assert [one.state for one in done.steps] == ["done", "done", "left", "left"]
    assert seen.preview
    assert seen.sent == 0
    assert seen.stopped == done.stopped == "max_steps is 2"
    assert "2 would be carried out" in str(seen)


def test_a_preview_knows_what_earlier_steps_would_have_changed(server: Emulator, tmp_path: Path) -> None:
    plan = plan_of(server, right("a", "b", ["read"], []), right("a", "b", [], ["write"]), right("a", "b", [], ["read"]))
    with server.client() as client:
        seen = preview(plan, client)
        done = apply(plan, client, tmp_path / "p.jsonl")

    assert [one.state for one in seen.steps] == ["planned", "planned", "conflict"]
    assert [one.state for one in done.steps] == ["done", "done", "conflict"]


def test_a_preview_looks_at_what_earlier_runs_did(server: Emulator, tmp_path: Path) -> None:
    plan, file = provision(server), tmp_path / "p.jsonl"
    with server.client() as client:
        apply(plan, client, file, limits=Limits(max_steps=1), secrets=SECRETS)
        length = file.stat().st_size
        seen = preview(plan, client, file)
        with pytest.raises(ConfigurationError, match="another plan"):
            preview(plan_of(server), client, file)

    assert [one.state for one in seen.steps] == ["before", "planned", "planned", "planned"]
    assert file.stat().st_size == length


def test_what_somebody_else_made_is_not_said_to_have_the_secret_that_was_given(
    server: Emulator, tmp_path: Path
) -> None:
    plan = provision(server)
    with server.client() as client:
        client.create_user("new", password="another")
        outcome = apply(plan, client, tmp_path / "p.jsonl", secrets=SECRETS)

    assert [one.state for one in outcome.steps] == ["conflict", "left", "left", "done"]
    assert "nothing tells whether with the secret that was given" in outcome.steps[0].reason
    assert server.state.users["new"].password == "another"


@pytest.mark.parametrize("same_file", [True, False])
def test_a_second_run_changes_nothing_and_says_so(server: Emulator, tmp_path: Path, same_file: bool) -> None:
    plan = provision(server) if same_file else plan_of(server, right("a", "b", ["read"], []))
    with server.client() as client:
        apply(plan, client, tmp_path / "p.jsonl", secrets=SECRETS)
        server.requests.clear()
        again = apply(plan, client, tmp_path / ("p.jsonl" if same_file else "q.jsonl"), secrets=SECRETS)

    server.requests.assert_only_read()
    assert again.complete
    assert again.sent == 0
    assert "nothing to do" in str(again)


def test_a_crash_at_any_moment_is_gone_on_from_and_no_call_comes_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wanted: Any
) -> None:
    moments = 0
    for at in range(1, 200):
        emulator, file = before(), tmp_path / f"{at}.jsonl"
        plan = provision(emulator)
        with emulator.client() as client:
            if not crashed(client, at, monkeypatch, plan, file, secrets=SECRETS):
                break
            moments += 1
        with emulator.client() as client:
            outcome = apply(plan, client, file, secrets=SECRETS)
            assert apply(plan, client, file, secrets=SECRETS).sent == 0
        assert outcome.complete, at
        assert written(emulator) == ORDER, at
        assert state_of(emulator) == wanted, at

    assert moments == 2 * (1 + 4 * 4)  # before and after: the head; of each step a look, two lines and a call


@pytest.mark.parametrize("step", range(4))
@pytest.mark.parametrize(
    "fault",
    [
        Reset(),
        Reset(carried_out=False),
        Restart(carried_out=True),
        HtmlPage(status=502, carried_out=True),
        HttpError(status=504, carried_out=True),
        HttpError(status=503),
        HttpError(status=401),
        InvalidJson(),
        Truncated(),
    ],
    ids=repr,
)
def test_a_lost_answer_ends_the_run_and_the_next_one_looks_first(
    server: Emulator, tmp_path: Path, fault: Any, step: int, wanted: Any
) -> None:
    plan = provision(server)
    with server.client(retries=0) as client:
        apply(plan, client, tmp_path / "p.jsonl", limits=Limits(max_steps=step), secrets=SECRETS)
        server.faults.add(ORDER[step], fault, times=1)
        broken = apply(plan, client, tmp_path / "p.jsonl", secrets=SECRETS)
        server.requests.clear()
        resumed = apply(plan, client, tmp_path / "p.jsonl", secrets=SECRETS)

    assert broken.stopped
    assert [one.state for one in broken.steps[step + 1 :]] == ["left"] * (3 - step)
    assert resumed.complete
    assert state_of(server) == wanted
    carried_out = getattr(fault, "carried_out", True) and fault not in (HttpError(status=401), HttpError(status=503))
    assert written(server) == ORDER[step + 1 if carried_out else step :]
    assert broken.steps[step].state == ("failed" if fault == HttpError(status=401) else "unknown")


def test_without_a_connection_nothing_is_sent_and_the_run_ends(server: Emulator, tmp_path: Path) -> None:
    with server.client(retries=0) as client:
        server.faults.add("*", Reset(carried_out=False), times=1)
        outcome = apply(provision(server), client, tmp_path / "p.jsonl", secrets=SECRETS)

    assert {one.state for one in outcome.steps} == {"left"}
    assert "could not be looked at" in outcome.steps[0].reason
    assert written(server) == []


def test_a_refusal_leaves_its_group_and_goes_on_with_the_others(server: Emulator, tmp_path: Path) -> None:
    plan = plan_of(
        server, new_user("a2"), named("x"), right("x", "x", [], ["read"], "x"), right("a", "b", ["read"], [])
    )
    server.faults.add("CreateUser", HttpError(status=404), times=1)
    with server.client() as client:
        outcome = apply(plan, client, tmp_path / "p.jsonl", secrets={"password of a2": "p"})

    assert [one.state for one in outcome.steps] == ["failed", "left", "left", "done"]
    assert "User 'x' does not exist." in outcome.steps[1].reason
    assert outcome.steps[2].reason == "it needs step 2"
    assert outcome.stopped is None


def test_what_somebody_has_changed_meanwhile_is_left_alone(server: Emulator, tmp_path: Path) -> None:
    plan = plan_of(server, right("a", "b", ["read"], ["read", "write"], "g"), right("b", "a", [], ["read"], "g"))
    server.state.users["a"].privileges_on_folders["b"] = ["read", "delete"]
    with server.client() as client:
        outcome = apply(plan, client, tmp_path / "p.jsonl")

    assert [one.state for one in outcome.steps] == ["conflict", "left"]
    assert '["read", "delete"]' in outcome.steps[0].reason
    assert written(server) == []


def test_more_removals_than_allowed_stop_the_run_before_the_first_one(server: Emulator, tmp_path: Path) -> None:
    steps = [right("b", "a", [], ["read"]), right("a", "b", ["read"], []), right("a", "a", ["read"], [])]
    plan = plan_of(server, *steps)
    with server.client() as client:
        seen = preview(plan, client, limits=Limits(max_removals=1))
        outcome = apply(plan, client, tmp_path / "p.jsonl", limits=Limits(max_removals=1))
        first = written(server)
        raised = apply(plan, client, tmp_path / "p.jsonl", limits=Limits(max_removals=2))

    assert [one.state for one in outcome.steps] == ["done", "left", "left"]
    assert outcome.stopped == seen.stopped == "steps that take something away: 2; max_removals is 1"
    assert [one.step for one in outcome.left] == [2, 3]
    assert len(first) == 1
    assert raised.complete
    assert raised.sent == 2


def test_a_few_steps_at_a_time_come_to_the_same_end(server: Emulator, tmp_path: Path, wanted: Any) -> None:
    plan = provision(server)
    with server.client() as client:
        runs = [
            apply(plan, client, tmp_path / "p.jsonl", limits=Limits(max_steps=1), secrets=SECRETS) for _ in range(5)
        ]

    assert [run.sent for run in runs] == [1, 1, 1, 1, 0]
    assert written(server) == ORDER
    assert state_of(server) == wanted


def test_undo_takes_back_what_was_carried_out_in_reverse_order(server: Emulator, tmp_path: Path) -> None:
    plan, first = provision(server), copy.deepcopy(state_of(server))
    server.state.users["a"].privileges_on_folders.pop("b")  # so the last step is needed no more
    with server.client() as client:
        apply(plan, client, tmp_path / "p.jsonl", secrets=SECRETS)
        way_back = undo(tmp_path / "p.jsonl")
        server.requests.clear()
        outcome = apply(way_back, client, tmp_path / "undo.jsonl")

    assert [step.function for step in way_back.steps] == ["SetUserPrivilegesOnFolder", "DeleteUser"]
    assert [step.removes for step in way_back.steps] == [True, True]
    assert way_back.notes == [
        'step 2 of the plan cannot be taken back: SetUserFullName(userName="new", fullName="Ada Neu")'
    ]
    assert outcome.complete
    assert state_of(server).keys() == first.keys()


def test_undo_of_undo_is_the_plan_again_and_leaves_alone_what_was_changed_since(
    server: Emulator, tmp_path: Path
) -> None:
    plan = plan_of(server, right("a", "b", ["read"], []), right("b", "a", [], ["read", "write"]))
    with server.client() as client:
        apply(plan, client, tmp_path / "1.jsonl")
        server.state.users["b"].privileges_on_folders["a"] = ["delete"]
        back = apply(undo(tmp_path / "1.jsonl"), client, tmp_path / "2.jsonl")
        again = undo(tmp_path / "2.jsonl")

    assert [one.state for one in back.steps] == ["conflict", "done"]
    assert [step.model_dump(exclude={"reason"}) for step in again.steps] == [
        plan.steps[0].model_dump(exclude={"reason"})
    ]


def test_undo_names_what_nobody_knows_yet(server: Emulator, tmp_path: Path) -> None:
    server.faults.add("SetUserPrivilegesOnFolder", Reset(), times=1)
    with server.client() as client:
        apply(plan_of(server, right("a", "b", ["read"], [])), client, tmp_path / "p.jsonl")

    assert undo(tmp_path / "p.jsonl").notes == [
        "step 1 of the plan: whether it was carried out is not known; run the plan again first"
    ]


def without_check() -> Step:
    return Step(
        function="SetUserPassword",
        arguments={"userName": "a"},
        secrets={"password": "a"},
        reason="asked for one",
        check=None,
    )


@pytest.mark.parametrize("carried_out", [True, False])
def test_what_cannot_be_looked_at_waits_for_somebody_who_knows(
    server: Emulator, tmp_path: Path, carried_out: bool
) -> None:
    plan, file, secrets = plan_of(server, without_check()), tmp_path / "p.jsonl", {"a": "secret"}
    server.faults.add("SetUserPassword", Reset(carried_out=carried_out), times=1)
    with server.client() as client:
        states = [apply(plan, client, file, secrets=secrets).steps[0].state for _ in range(3)]
        assert len(server.requests.calls("SetUserPassword")) == 1
        settled = apply(plan, client, file, secrets=secrets, settled={1: carried_out})
        after = apply(plan, client, file, secrets=secrets)

    assert states == ["unknown"] * 3
    assert settled.complete
    assert settled.sent == (not carried_out)
    assert after.sent == 0
    assert server.state.users["a"].password == "secret"


def test_what_does_not_fit_is_told_before_anything_is_sent(server: Emulator, tmp_path: Path) -> None:
    plan, file = provision(server), tmp_path / "p.jsonl"
    elsewhere = plan.model_copy(update={"server": "https://elsewhere.example:8463"})
    with server.client() as client:
        with pytest.raises(ArgumentError, match="secrets that were not given: 'password of new'"):
            apply(plan, client, file)
        with pytest.raises(ConfigurationError, match="the plan is for https://elsewhere"):
            apply(elsewhere, client, file, secrets=SECRETS)
        with pytest.raises(ArgumentError, match="the outcome of step 2 is not unknown"):
            apply(plan, client, file, secrets=SECRETS, settled={2: True})

    assert len(server.requests) == 0


def test_an_instance_is_another_server(tmp_path: Path) -> None:
    spe = Emulator(edition="spe")
    with spe.spe_client() as client:
        one, other = client.instance("customer1"), client.instance("customer2")
        plan = Plan(
            title="t", server=f"{client.transport.settings.url} customer1", steps=[right("jdoe", "boss", [], ["read"])]
        )
        outcome = apply(plan, one, tmp_path / "p.jsonl")
        with pytest.raises(ConfigurationError, match="customer2"):
            apply(plan, other, tmp_path / "q.jsonl")

    assert outcome.complete
    assert spe.instances["customer1"].users["jdoe"].privileges_on_folders["boss"] == ["read"]
    spe.requests.assert_called("SetUserPrivilegesOnFolder", instanceID="customer1", times=1)


def test_servers_up_to_8_are_understood_and_their_silence_about_rights_is_no_answer(tmp_path: Path) -> None:
    emulator = Emulator(protocol="legacy")
    plan = plan_of(
        emulator, right("asmith", "johndoe", [], ["read"]), named("asmith", "Anna").model_copy(update={"group": None})
    )
    emulator.state.users["asmith"].full_name = None
    with emulator.client() as client:
        outcome = apply(plan, client, tmp_path / "p.jsonl")
        assert apply(plan, client, tmp_path / "q.jsonl").sent == 0

    assert [one.state for one in outcome.steps] == ["conflict", "done"]
    assert outcome.steps[0].reason == "GetUserInfo says nothing about it, and the plan was made for []"
    assert emulator.state.users["asmith"].full_name == "Anna"
