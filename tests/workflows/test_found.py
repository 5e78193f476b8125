"""What a step finds only right before it is sent, and how one thing is told from another that looks the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from mailstore_sdk.emulator import Emulator
from mailstore_sdk.workflows import Call, Check, Look, Need, Plan, Step, apply, preview, undo
from tests.workflows.plans import MARK, plan_of

ID = Look(function="GetProfiles", path=[{"name": "new"}, "id"])


def creating() -> Step:
    return Step(
        function="CreateProfile",
        arguments={"properties": {"name": "new", "connector": "IMAP"}},
        reason="is wanted",
        check=Check(function="GetProfiles", path=[{"name": "new"}], kind="count", before=0, after=1),
        undo=Call(function="DeleteProfile", found={"id": ID}, removes=True),
        group="new",
    )


def starting(**more: Any) -> Step:
    return Step(
        function="SetProfileServerSideExecution",
        arguments={"automatic": True},
        found={"id": ID},
        reason="is wanted",
        check=Check(
            function="GetProfiles",
            path=[{"name": "new"}, "serverSideExecution", "automatic"],
            kind="flag",
            before=False,
            after=True,
        ),
        group="new",
        **more,
    )


@pytest.fixture
def server() -> Emulator:
    return Emulator(version="25.3")


def test_a_number_that_an_earlier_step_brings_is_read_before_the_call(server: Emulator, tmp_path: Path) -> None:
    plan = plan_of(server, creating(), starting())
    assert Plan.from_json(plan.to_json()) == plan
    with server.client() as client:
        seen = preview(plan, client)
        server.requests.assert_only_read()
        done = apply(plan, client, tmp_path / "p.jsonl")
        back = apply(undo(tmp_path / "p.jsonl"), client, tmp_path / "u.jsonl")

    assert [one.state for one in seen.steps] == ["planned", "planned"]
    assert (done.complete, back.complete) == (True, True)
    server.requests.assert_called("SetProfileServerSideExecution", id=2, automatic=True, times=1)
    server.requests.assert_called("DeleteProfile", id=2, times=1)
    assert "id=(from GetProfiles)" in str(plan)
    assert '"begun","reason":"id=2"' in (tmp_path / "p.jsonl").read_text(encoding="utf-8")
    assert [*server.state.profiles] == [1]


@pytest.mark.parametrize("names", [[], ["new", "new"]])
def test_what_cannot_be_found_is_not_guessed(server: Emulator, tmp_path: Path, names: list[str]) -> None:
    for number, name in enumerate(names, 7):
        server.state.profiles[number] = {**server.state.profiles[1], "id": number, "name": name}
    step = starting().model_copy(update={"check": None})
    with server.client() as client:
        outcome = apply(plan_of(server, step), client, tmp_path / "p.jsonl")

    assert outcome.steps[0].state == "conflict"
    assert outcome.steps[0].reason.startswith("id cannot be found: GetProfiles says")
    server.requests.assert_only_read()


def test_a_need_says_in_words_what_it_is(server: Emulator, tmp_path: Path) -> None:
    need = Need(function="GetProfiles", path=[{"name": "gone"}], kind="count", expected=1, why="the other profile")
    with server.client() as client:
        outcome = apply(plan_of(server, creating().model_copy(update={"needs": [need]})), client, tmp_path / "p.jsonl")
    assert outcome.steps[0].reason == "the other profile: it needs 1, and GetProfiles says 0"


@pytest.mark.parametrize(
    ("looked", "value"),
    [
        ({"path": [{"name": "a"}], "kind": "count"}, 2),
        ({"path": [{"name": "a"}], "kind": "count", "apart": {"id": 1}}, 1),
        ({"path": [{"name": "a"}, "id"], "apart": {"id": 1}}, 2),
        ({"path": [{"name": "A"}, "id"], "apart": {"id": 1}}, 2),
        ({"path": [{"details": {"host": "h"}}, "id"]}, 3),
        ({"path": [{"details": {"host": "h", "port": None, "text": ""}}, "id"]}, 3),
        ({"path": [{"details": {"host": "h", "size": 1}}, "id"]}, None),
    ],
)
def test_one_is_told_from_another(looked: Any, value: Any) -> None:
    answer = [{"id": 1, "name": "a"}, {"id": 2, "name": "a"}, {"id": 3, "details": {"host": "h", "password": "***"}}]
    assert Look(function="GetProfiles", **looked).value(answer) == value


@pytest.mark.parametrize(
    ("value", "met"), [(True, True), ("true", True), (1, True), (False, False), (None, False), ("no", False)]
)
def test_a_flag_is_on_or_off_however_it_is_told(value: Any, met: bool) -> None:
    need = Need(function="GetProfiles", path=["x"], kind="flag", expected=True)
    assert need.met(need.value({"x": value})) is met


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda: Call(function="DeleteProfile", found={"number": ID}), "is no argument, or is given as well"),
        (lambda: Call(function="DeleteProfile", arguments={"id": 1}, found={"id": ID}), "or is given as well"),
        (
            lambda: Call(function="SetProfileServerSideExecution", arguments={"id": 1}, found={"automatic": ID}),
            "only a number or a text can be found",
        ),
        (lambda: Look(function="GetProfiles", path=[{"details": {"password": MARK}}]), "a secret stands in the values"),
        (lambda: Need(function="GetProfiles", path=["x"], kind="flag", expected=1), "is true or false"),
    ],
)
def test_what_makes_no_sense_is_refused(make: Any, problem: str) -> None:
    with pytest.raises(ValidationError, match=problem) as caught:
        make()
    assert MARK not in str(caught.value)
