"""What is looked at before a step is sent: whether it is needed, and whether what it needs is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from mailstore_sdk.emulator import Emulator, HttpError, Reset
from mailstore_sdk.workflows import Check, Entry, Limits, Need, Plan, Protocol, Step, apply, preview, undo
from tests.workflows.plans import emulated, named, plan_of, right

PROFILES: Any = {"raw": True}


def number_of(name: str, **more: Any) -> Check:
    return Check(function="GetProfiles", arguments=PROFILES, path=[{"name": name}], kind="count", **more)


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ([], "before"),
        (None, "before"),
        ("text", "before"),
        ([{"name": "a"}], "after"),
        ([{"name": "a"}, {"name": "b"}, 7], "after"),
        ([{"name": "A"}], "before"),  # another one: profiles are told apart as they are written
        ([{"name": "a"}, {"name": "a"}], "other"),
    ],
)
def test_elements_are_counted(answer: Any, state: str) -> None:
    assert number_of("a", before=0, after=1).state(answer) == state


def test_a_count_within_something_that_is_not_told_is_not_told() -> None:
    path: list[Any] = [{"id": 1}, "children", {"name": "a"}]
    check = Check(function="GetProfiles", arguments=PROFILES, path=path, kind="count", before=0, after=1)

    assert check.state([{"id": 1, "children": [{"name": "a"}]}]) == "after"
    assert check.state([{"id": 2}]) == "before"
    assert check.state({"id": 1}) == "other"


@pytest.mark.parametrize(
    ("look", "problem"),
    [
        ({"path": []}, "to count, the path ends with the values"),
        ({"path": ["name"]}, "to count, the path ends with the values"),
        ({"path": [{"name": "a"}], "expected": "1"}, "how many there are is a number"),
        ({"path": [{"name": "a"}], "expected": True}, "how many there are is a number"),
        ({"path": [{"name": "a"}], "expected": 1, "kind": "exists"}, "is true or false"),
        ({"function": "DeleteProfile", "path": [{"name": "a"}]}, "is not a function that only reads"),
    ],
)
def test_a_need_that_could_never_be_met_is_refused(look: dict[str, Any], problem: str) -> None:
    whole = {"function": "GetProfiles", "arguments": PROFILES, "kind": "count", "expected": 1, **look}
    with pytest.raises(ValidationError, match=problem):
        Need.model_validate(whole)


def exists(name: str, expected: bool = True) -> Need:
    return Need(function="GetUsers", path=[{"userName": name}], kind="exists", expected=expected)


def moved(group: str | None = "move") -> list[Step]:
    """The right of a becomes one of b; a's goes only when b's is there."""
    there = Need(
        function="GetUserInfo",
        arguments={"userName": "b"},
        path=["privilegesOnFolders", {"folder": "x"}, "privileges"],
        kind="set",
        expected=["read"],
    )
    taken = right("a", "x", ["read"], [], group).model_copy(update={"needs": [there]})
    return [right("b", "x", [], ["read"], group), taken]


@pytest.fixture
def server() -> Emulator:
    return emulated(a={"x": ["read"]}, b={})


def states(plan: Plan, server: Emulator, file: Path, **options: Any) -> list[str]:
    with server.client(retries=0) as client:
        return [one.state for one in apply(plan, client, file, **options).steps]


def test_what_takes_away_is_sent_once_the_replacement_is_there(server: Emulator, tmp_path: Path) -> None:
    plan = plan_of(server, *moved())
    with server.client() as client:
        seen = preview(plan, client)
    server.requests.assert_only_read()

    assert [one.state for one in seen.steps] == ["planned", "planned"]  # the first step would make what is needed
    assert states(plan, server, tmp_path / "p.jsonl") == ["done", "done"]
    assert server.state.users["a"].privileges_on_folders == {}
    assert Plan.from_json(plan.to_json()) == plan


def test_without_the_replacement_nothing_is_taken_away(server: Emulator, tmp_path: Path) -> None:
    alone = plan_of(server, moved()[1])
    with server.client() as client:
        outcome = apply(alone, client, tmp_path / "p.jsonl")
        seen = preview(alone, client)

    assert [one.state for one in (*outcome.steps, *seen.steps)] == ["conflict", "conflict"]
    assert outcome.steps[0].reason == 'it needs ["read"], and GetUserInfo says null'
    assert server.state.users["a"].privileges_on_folders == {"x": ["read"]}
    server.requests.assert_only_read()


@pytest.mark.parametrize("fault", [Reset(carried_out=False), HttpError(status=500)], ids=repr)
def test_what_is_needed_and_cannot_be_read_is_not_there(server: Emulator, tmp_path: Path, fault: Any) -> None:
    step = right("a", "x", ["read"], []).model_copy(update={"needs": [exists("b"), exists("gone", expected=False)]})
    plan = plan_of(server, step)
    server.faults.add("GetUsers", fault, times=1)

    assert states(plan, server, tmp_path / "p.jsonl") == ["left"]
    server.requests.assert_only_read()
    assert states(plan, server, tmp_path / "p.jsonl") == ["done"]


def test_what_is_needed_is_read_right_before_the_step_is_sent_also_by_a_later_run(
    server: Emulator, tmp_path: Path
) -> None:
    plan = plan_of(server, *moved())
    assert states(plan, server, tmp_path / "p.jsonl", limits=Limits(max_steps=1)) == ["done", "left"]
    server.state.users["b"].privileges_on_folders.clear()

    assert states(plan, server, tmp_path / "p.jsonl") == ["before", "conflict"]
    assert server.state.users["a"].privileges_on_folders == {"x": ["read"]}


def test_the_way_back_of_what_needed_something_needs_nothing(server: Emulator, tmp_path: Path) -> None:
    plan = plan_of(server, *moved())
    states(plan, server, tmp_path / "p.jsonl")

    assert [step.needs for step in undo(tmp_path / "p.jsonl").steps] == [[], []]
    assert states(undo(tmp_path / "p.jsonl"), server, tmp_path / "undo.jsonl") == ["done", "done"]
    assert server.state.users["a"].privileges_on_folders == {"x": ["read"]}
    assert server.state.users["b"].privileges_on_folders == {}


def test_a_protocol_is_complete_once_every_step_is_as_planned(server: Emulator, tmp_path: Path) -> None:
    plan = plan_of(server, *moved(), named("b", "Bea"))

    def told(*events: Any) -> bool:
        return Protocol(plan=plan, entries=[Entry(step=step, event=event) for step, event in events]).complete

    assert told((1, "done"), (2, "found"), (3, "already"))
    assert told((1, "failed"), (2, "begun"), (2, "unknown"), (1, "done"), (2, "found"), (3, "done"))
    assert not told((1, "done"), (2, "done"))
    for last in ("begun", "failed", "conflict", "unknown"):
        assert not told((1, "done"), (2, "done"), (3, "done"), (3, last))
    assert Protocol(plan=plan_of(server)).complete


def test_a_protocol_of_which_a_crash_left_the_beginning_has_not_begun(server: Emulator, tmp_path: Path) -> None:
    file, plan = tmp_path / "p.jsonl", plan_of(server, *moved())
    assert Protocol.found(file) is None
    states(plan, server, tmp_path / "p.jsonl")
    whole = file.read_bytes()
    head = whole.index(b"\n")

    for end in (0, 5, head - 1):
        file.write_bytes(whole[:end])
        assert Protocol.found(file) is None
        with server.client() as client:
            assert preview(plan, client, file).complete
    file.write_bytes(whole)
    found = Protocol.found(file)
    assert found is not None
    assert (found.plan, found.complete) == (plan, True)
