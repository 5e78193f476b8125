"""The models read what real servers sent, keep what they do not know, and give it back unchanged."""

from __future__ import annotations

import ast
import copy
import inspect
import json
import pickle
from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from mailstore_sdk import models
from mailstore_sdk._generated.functions import ALL, BY_NAME
from mailstore_sdk.errors import ResponseError
from mailstore_sdk.models import parsing
from mailstore_sdk.models.base import Model
from mailstore_sdk.transport.protocol import Message, Status

SAMPLES: dict[str, dict[str, list[Any]]] = json.loads(
    (Path(__file__).parent.parent / "data" / "samples.json").read_text(encoding="utf-8")
)
MODELS = [getattr(models, name) for name in models.__all__]


def samples(generation: str) -> list[Any]:
    return [
        pytest.param(function, sample, id=f"{function}-{number}")
        for function, known in SAMPLES.items()
        for number, sample in enumerate(known.get(generation, []))
        if sample is not None
    ]


def parsed(function: str, sample: Any) -> Any:
    return parsing.parse(function, BY_NAME[function].result, sample)


def dumped(value: Any) -> Any:
    return TypeAdapter(Any).dump_python(value, mode="json", by_alias=True, exclude_unset=True)


def objects(value: Any) -> Iterator[Model]:
    """The models in a result, also the nested ones."""
    if isinstance(value, list):
        for item in value:
            yield from objects(item)
    elif isinstance(value, Model):
        yield value
        for _, field in value:
            yield from objects(field)


@pytest.mark.parametrize(("function", "sample"), samples("modern"))
def test_a_captured_answer_comes_back_unchanged_from_its_model(function: str, sample: Any) -> None:
    assert dumped(parsed(function, sample)) == sample


def test_a_function_that_answers_null_returns_nothing() -> None:
    null = {function for function, known in SAMPLES.items() if known["modern"] == [None]}

    assert null
    assert {BY_NAME[function].result for function in null} == {"none"}


@pytest.mark.parametrize(("function", "sample"), samples("modern"))
def test_a_captured_answer_holds_no_key_that_the_model_does_not_know(function: str, sample: Any) -> None:
    assert [extra for found in objects(parsed(function, sample)) for extra in found.model_extra or {}] == []


@pytest.mark.parametrize(("function", "sample"), samples("legacy"))
def test_an_answer_of_8_x_becomes_the_same_model_with_its_texts_as_lists(function: str, sample: Any) -> None:
    lists = {key: sample[key].split(",") for key in BY_NAME[function].legacy.lists}

    assert dumped(parsed(function, sample)) == {**sample, **lists}


def test_every_model_that_a_function_returns_has_a_sample() -> None:
    wanted = {function.name for function in ALL if function.result not in ("none", "json", "status")}

    assert wanted <= SAMPLES.keys()


@pytest.mark.parametrize(("function", "sample"), samples("modern"))
def test_a_key_that_a_newer_server_sends_is_kept(function: str, sample: Any) -> None:
    newer = copy.deepcopy(sample)
    for entry in newer if isinstance(newer, list) else [newer]:
        entry["addedIn2030"] = {"deep": [1, None]}

    assert dumped(parsed(function, newer)) == newer


@pytest.mark.parametrize(
    ("model", "least"),
    [
        (models.User, {"userName": "jdoe"}),
        (models.UserInfo, {"userName": "jdoe"}),
        (models.FolderPrivileges, {"folder": "jdoe"}),
        (models.Store, {"id": 1, "name": "2012-07"}),
        (models.WorkerResult, {"id": 1, "result": "succeeded", "startTime": "2026-04-03T21:26:48"}),
        (models.ServerInfo, {"version": "9.0.0.9702", "machineName": "MAILSTORE"}),
        (models.StatusMessage, {"text": "Verifying..."}),
        (models.StatusResult, {"status": "running"}),
        (models.ArgumentMetadata, {"name": "id", "type": "number", "nullable": False}),
        (models.FunctionMetadata, {"name": "GetUsers"}),
    ],
)
def test_only_what_identifies_an_entry_must_be_there(model: type[Model], least: dict[str, Any]) -> None:
    assert dumped(model.model_validate(least)) == least
    for key in least:
        with pytest.raises(ValidationError):
            model.model_validate({name: value for name, value in least.items() if name != key})


def test_what_a_server_leaves_out_is_none_or_an_empty_list() -> None:
    info = models.UserInfo.model_validate({"userName": "jdoe"})

    assert (info.full_name, info.login_privileges, info.privileges_on_folders) == (None, None, None)
    assert (info.email_addresses, info.pop3_user_names, info.privileges) == ([], [], [])


@pytest.mark.parametrize(
    ("model", "given", "field"),
    [
        (models.User, {"userName": "jdoe", "mfaStatus": "Enforced"}, "mfa_status"),
        (models.UserInfo, {"userName": "jdoe", "authentication": "passkey"}, "authentication"),
        (models.Store, {"id": 1, "name": "x", "requestedState": "frozen"}, "requested_state"),
        (models.WorkerResult, {"id": 1, "result": "paused", "startTime": "2026-04-03T21:26:48"}, "result"),
        (models.StatusResult, {"status": "paused"}, "status"),
    ],
)
def test_a_value_that_nobody_has_seen_yet_is_accepted(model: type[Model], given: dict[str, Any], field: str) -> None:
    assert getattr(model.model_validate(given), field) in given.values()


def test_rights_that_nobody_has_seen_yet_are_accepted() -> None:
    info = models.UserInfo.model_validate({"userName": "jdoe", "privileges": ["login", "teleport"]})

    assert info.privileges == ["login", "teleport"]


@pytest.mark.parametrize(
    ("text", "rights"), [("admin", ["admin"]), ("login, archive", ["login", "archive"]), ("", []), (",", [])]
)
def test_rights_in_one_text_become_a_list(text: str, rights: list[str]) -> None:
    assert models.UserInfo.model_validate({"userName": "jdoe", "privileges": text}).privileges == rights


@pytest.mark.parametrize("model", MODELS, ids=models.__all__)
def test_models_cannot_be_changed(model: type[Model]) -> None:
    instance = model.model_construct()
    field = next(iter(model.model_fields))

    with pytest.raises(ValidationError, match="frozen"):
        setattr(instance, field, "other")


@pytest.mark.parametrize("model", MODELS, ids=models.__all__)
def test_every_field_is_described_in_the_docstring(model: type[Model]) -> None:
    described = (inspect.getdoc(model) or "").partition("Attributes:")[2]

    assert [field for field in model.model_fields if f"\n    {field}: " not in described] == []


def test_fields_may_be_given_by_their_python_names() -> None:
    by_name = models.User(user_name="jdoe", full_name="John Doe")

    assert by_name == models.User.model_validate({"userName": "jdoe", "fullName": "John Doe"})
    assert dumped(by_name) == {"userName": "jdoe", "fullName": "John Doe"}


def test_times_are_datetimes_without_a_zone() -> None:
    run = models.WorkerResult.model_validate({"id": 1, "result": "failed", "startTime": "2026-05-01T15:22:47"})

    assert run.start_time == datetime(2026, 5, 1, 15, 22, 47)
    assert run.start_time.tzinfo is None


def test_models_survive_pickle_and_copy() -> None:
    sample = SAMPLES["GetUserInfo"]["modern"][0]
    info = parsed("GetUserInfo", {**sample, "addedIn2030": 1})

    assert pickle.loads(pickle.dumps(info)) == info == copy.deepcopy(info)


def test_a_status_becomes_a_model_whatever_it_tells() -> None:
    full = Status(status="failed", progress=85.5, messages=(Message("a"), Message("b", "error")), text="t", result=[1])

    assert dumped(parsing.status_result(full)) == {
        "status": "failed",
        "progressPercentage": 85.5,
        "messages": [{"type": "line", "text": "a"}, {"type": "error", "text": "b"}],
        "statusText": "t",
        "result": [1],
    }
    assert parsing.status_result(Status(status="running")).progress_percentage is None


def test_an_answer_of_another_shape_names_function_place_and_problem_but_no_value() -> None:
    rows = [{"userName": "jdoe"}, {"userName": ["pssst"]}]

    with pytest.raises(ResponseError) as caught:
        parsing.parse("GetUsers", "list[User]", rows)

    assert str(caught.value).startswith("GetUsers: the answer is not a list[User]: 1.userName: ")
    assert "pssst" not in str(caught.value)
    assert caught.value.payload == rows


def test_an_answer_with_many_problems_shows_the_first_three() -> None:
    with pytest.raises(ResponseError, match=r"; and 2 more$") as caught:
        parsing.parse("GetUsers", "list[User]", [{}] * 5)

    assert caught.value.reason.count("userName") == 3


def test_a_secret_answer_is_not_in_the_error() -> None:
    with pytest.raises(ResponseError) as caught:
        parsing.parse("GetCredentials", "ServerInfo", {"password": "pssst"}, secret=True)

    assert caught.value.payload is None
    assert "pssst" not in repr(caught.value)


def test_the_lazy_names_the_imports_and_the_public_names_agree() -> None:
    tree = ast.parse(Path(str(models.__file__)).read_text(encoding="utf-8"))
    imported = {
        alias.name: str(node.module)
        for block in ast.walk(tree)
        if isinstance(block, ast.If)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }

    assert imported == {name: f"mailstore_sdk.models.{area}" for name, area in models._MODULES.items()}
    assert list(models._MODULES) == models.__all__ == sorted(models.__all__) == dir(models)


def test_every_model_of_every_area_is_public() -> None:
    found = {
        name
        for area in set(models._MODULES.values())
        for name, value in vars(import_module(f"mailstore_sdk.models.{area}")).items()
        if isinstance(value, type) and issubclass(value, Model) and value is not Model
    }

    assert found == set(models.__all__)


def test_a_name_that_is_no_model_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        models.__getattr__("Nothing")
