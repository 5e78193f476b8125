"""What a plan may hold, and what it shows."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.workflows import Call, Check, Plan, Step
from tests.workflows.plans import MARK, named, new_user, right

SECRET = f"{MARK}-secret"
PROFILE: Any = {"name": "p", "connector": {"password": None}}


def plan(*steps: Step, **more: Any) -> Plan:
    return Plan(title="test", server="https://archive.example:8463", steps=list(steps), **more)


def test_a_plan_comes_through_json_unchanged() -> None:
    whole = plan(new_user(), named(), right("ä=,\"'", "Ω\n", ["read"], []), notes=["a note"])

    text = whole.to_json()

    assert Plan.from_json(text) == whole
    assert json.loads(text)["steps"][0]["secrets"] == {"password": "password of new"}


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("SetUserPassword", {"userName": "a", "password": SECRET}),
        ("CreateProfile", {"properties": {"a": [{"imapPassword": SECRET}]}}),
        ("CreateProfile", {"properties": json.dumps({"token": SECRET})}),
    ],
)
def test_no_secret_may_stand_in_a_plan_and_the_refusal_does_not_show_it(
    function: str, arguments: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError, match="a secret, and none may stand in a plan") as caught:
        Call(function=function, arguments=arguments)

    assert SECRET not in str(caught.value)
    text = (
        plan()
        .to_json()
        .replace(
            '"steps": []',
            f'"steps": [{json.dumps({"function": function, "arguments": arguments, "reason": "r", "check": None})}]',
        )
    )
    with pytest.raises(ConfigurationError, match=r"that is not a plan: steps\.0: Value error") as refused:
        Plan.from_json(text)
    assert SECRET not in f"{refused.value!r} {refused.value.__cause__!r} {refused.value.__context__!r}"


def test_a_secret_has_its_place_also_within_json() -> None:
    call = Call(
        function="CreateProfile",
        arguments={"properties": PROFILE, "raw": True},
        secrets={"properties/connector/password": "mailbox"},
    )

    filled = call.filled({"mailbox": SECRET})

    assert filled["properties"]["connector"] == {"password": SECRET}
    assert SECRET not in f"{call!r} {call} {call.described} {call.to_json()}"
    assert "properties/connector/password=***" in call.described


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        ({"function": "GetUsers"}, "not a function that changes something"),
        ({"function": "DropTables"}, "not a function that changes something"),
        ({"function": "DeleteUser", "arguments": {"name": "a"}}, "DeleteUser has no argument 'name'"),
        ({"function": "DeleteUser"}, "userName must be given"),
        ({"function": "DeleteUser", "arguments": {"userName": 7}}, "userName must be a str"),
        ({"function": "SetUserPassword", "secrets": {"x/y": "n"}, "arguments": {"userName": "a"}}, "no place 'x/y'"),
        ({"function": "DeleteUser", "arguments": {"userName": "a"}, "sudo": True}, "Extra inputs"),
    ],
)
def test_a_call_that_could_not_be_made_is_refused(call: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        Call.model_validate(call)


@pytest.mark.parametrize(
    ("check", "problem"),
    [
        ({"function": "DeleteUser", "before": 1, "after": 2}, "'DeleteUser' is not a function that only reads"),
        ({"function": "GetUserInfo", "before": 1, "after": 2}, "userName must be given"),
        ({"function": "GetUsers", "before": "a", "after": "a"}, "nothing is different after the step"),
        ({"function": "GetUsers", "kind": "set", "before": ["none"], "after": []}, "nothing is different"),
        ({"function": "GetUsers", "kind": "exists", "before": None, "after": True}, "is true or false"),
        (
            {"function": "GetProfiles", "arguments": {"raw": True}, "path": ["password"], "before": 1, "after": 2},
            "secret",
        ),
    ],
)
def test_a_check_that_could_tell_nothing_is_refused(check: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        Check.model_validate(check)


def rights(before: list[str], after: list[str], folder: str = "b") -> Check:
    path: list[Any] = ["privilegesOnFolders", {"folder": folder}, "privileges"]
    arguments: dict[str, Any] = {"userName": "a"}
    return Check(function="GetUserInfo", arguments=arguments, path=path, kind="set", before=[*before], after=[*after])


@pytest.mark.parametrize(
    ("folders", "state"),
    [
        ([{"folder": "b", "privileges": ["write", "read"]}], "after"),
        ([{"folder": "b", "privileges": "read,write"}], "after"),
        ([{"folder": "B", "privileges": ["read", "write"]}], "after"),
        ([{"folder": "B", "privileges": ["read", "write"]}, {"folder": "b", "privileges": []}], "before"),
        ([{"folder": "b", "privileges": ["none"]}], "before"),
        ([{"folder": "b", "privileges": []}, {"folder": "b", "privileges": []}], "other"),
        ([], "before"),
        ([{"folder": "b", "privileges": ["delete"]}], "other"),
        ([7, {"folder": 7}], "before"),
        (None, "other"),
    ],
)
def test_a_check_knows_what_is_there(folders: Any, state: str) -> None:
    assert rights([], ["read", "write"]).state({"privilegesOnFolders": folders}) == state


def test_the_table_has_a_line_a_step_whatever_a_name_holds() -> None:
    hostile = right("a\n1  DeleteUser\x1b[2J\u202e", "b", ["read"], [])
    whole = plan(new_user(), hostile, notes=["first\nsecond"])

    text = str(whole)
    assert hostile.described.isprintable()

    assert len(text.splitlines()) == 5
    assert all(line.isprintable() for line in text.splitlines())
    assert text.splitlines()[0] == "test: steps: 2; of them, take something away: 1 (https://archive.example:8463)"
    assert text.splitlines()[-1] == "note: first second"
    assert 'userName="new", password=***' in text
    assert whole.table()[1][1][3:5] == ["yes", "yes"]


def test_an_empty_plan_says_that_there_is_nothing_to_do() -> None:
    assert str(plan()) == "test: nothing to do (https://archive.example:8463)"


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"format": 2, "title": "t", "server": "s", "steps": []}', "[" * 100_000]
)
def test_what_is_no_plan_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match="that is not a plan"):
        Plan.from_json(text)


def test_a_name_that_looks_like_json_is_a_name() -> None:
    name = '{"password": "x"}'
    found = plan(new_user(name), named(name), right(name, name, [], ["read"]))

    assert Plan.from_json(found.to_json()) == found
