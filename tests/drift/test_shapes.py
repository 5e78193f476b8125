"""Shapes of answers: what is recorded of them, what is not, and where they are not what a model says."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mailstore_sdk._generated.functions import ALL
from mailstore_sdk.drift.expected import Expected, expected, of_result
from mailstore_sdk.drift.shapes import CUT, MAX_DEPTH, MAX_PLACES, Recorder, differences, texts

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def shape_of(*answers: Any, result: str = "json", data: frozenset[str] = frozenset()) -> Any:
    recorder = Recorder(data, of_result(result))
    for answer in answers:
        recorder.record(answer)
    return recorder.shape.as_json()


@pytest.mark.parametrize(
    ("answers", "shape"),
    [
        (["x"], "string"),
        ([1], "number"),
        ([1.5], "number"),
        ([True], "bool"),
        ([None], "null"),
        (["2026-01-31T12:00:00"], "string"),
        ([[]], []),
        ([{}], {}),
        ([["a", 1, None]], ["null", "number", "string"]),
        ([[[1], ["a"]]], [["number", "string"]]),
        ([{"id": 1}], {"id": "number"}),
        ([[{"id": 1, "name": "a"}, {"id": 2}]], [{"id": "number", "name?": "string"}]),
        ([{"id": 1}, {"id": None}], {"id": {"|": ["null", "number"]}}),
        ([{"a": {"b": 1}, "c": 1}, None], {"|": ["null", {"a": {"b": "number"}, "c": "number"}]}),
        ([[1], None], {"|": ["null", ["number"]]}),
    ],
    ids=str,
)
def test_a_shape_is_key_names_and_types(answers: list[Any], shape: Any) -> None:
    assert shape_of(*answers) == shape


@pytest.mark.parametrize(
    "answer",
    [
        {"jdoe@example.com": 1},
        {"John Doe": 1},
        {"4711": 1},
        {"f81d4fae7dec11d0a76500a0c91e6bf6": 1},
        {"jdoe": 1},
        {"JDoe": 1},
        {"x" * 49: 1},
        {f"key{chr(97 + number // 26)}{chr(97 + number % 26)}": 1 for number in range(65)},
        {"asmith": {"size": 1}, "bjones": {"size": 2}},
    ],
    ids=lambda answer: next(iter(answer)),
)
def test_a_key_that_may_be_data_is_not_recorded(answer: dict[str, Any]) -> None:
    (name,) = shape_of(answer, data=frozenset({"jdoe"}))
    assert name == "*"


def test_a_key_that_a_model_declares_is_recorded_even_if_it_is_also_a_value() -> None:
    assert shape_of({"userName": "x"}, result="User", data=frozenset({"username"})) == {"userName": "string"}


def test_values_are_found_wherever_they_are() -> None:
    assert set(texts({"key": ["A", {"other": "B"}], "last": "C", "number": 1})) == {"a", "b", "c"}


def test_a_record_has_a_bounded_depth() -> None:
    deep: Any = 1
    for _ in range(MAX_DEPTH + 5):
        deep = {"below": deep}
    text = json.dumps(shape_of(deep), ensure_ascii=False)

    assert text.count("below") == MAX_DEPTH + 1
    assert CUT in text


def test_a_record_has_a_bounded_number_of_keys() -> None:
    names = [first + second + third for first in LETTERS for second in LETTERS for third in LETTERS]
    text = json.dumps(shape_of([{name: 1} for name in names]), ensure_ascii=False)

    assert text.count("number") == MAX_PLACES
    assert CUT in text


def unlike(result: str | Expected, *answers: Any) -> list[tuple[str | None, ...]]:
    wanted = of_result(result) if isinstance(result, str) else result
    recorder = Recorder(frozenset(), wanted)
    for answer in answers:
        recorder.record(answer)
    listed = differences(recorder.shape, wanted)
    return [(each.kind, each.path, each.expected, each.found) for each in listed]


STORE = {
    "id": 1, "name": "a", "requestedState": "normal", "error": None, "statisticsCount": 1, "statisticsSize": 2,
    "needsUpgrade": False, "searchIndexesNeedRebuild": False, "databasePath": "a", "contentPath": "b",
    "indexPath": "c", "type": "d",
}  # fmt: skip


def test_an_answer_as_the_model_says_differs_in_nothing() -> None:
    assert unlike("list[Store]", [STORE]) == []


def test_where_nothing_was_listed_nothing_differs() -> None:
    assert unlike("list[Store]", []) == []


def test_of_an_answer_without_a_model_nothing_differs() -> None:
    assert unlike("json", {"a": [1]}) == []


def test_undeclared_missing_and_other_keys_are_found_at_their_place() -> None:
    store = {**STORE, "id": "1", "colour": [1]}
    del store["name"], store["error"]

    assert unlike("list[Store]", [store]) == [
        ("different", "[].id", "number", "string"),
        ("missing", "[].name", "string, required", None),
        ("absent", "[].error", "null | string, optional", None),
        ("extra", "[].colour", None, "list"),
    ]


def test_a_required_key_that_is_not_always_there_is_a_difference() -> None:
    nameless = {key: value for key, value in STORE.items() if key != "name"}

    assert unlike("list[Store]", [STORE, nameless]) == [
        ("different", "[].name", "string, required", "string, optional")
    ]


def test_an_optional_key_that_is_not_always_there_is_no_difference() -> None:
    typeless = {key: value for key, value in STORE.items() if key != "type"}

    assert unlike("list[Store]", [STORE, typeless]) == []


def test_differences_are_found_below_objects_and_lists() -> None:
    user = {
        "userName": "a", "fullName": None, "distinguishedName": None, "authentication": "integrated",
        "mfaStatus": "Disabled", "emailAddresses": [1], "pop3UserNames": [], "privileges": [], "loginPrivileges": [],
        "privilegesOnFolders": [{"folder": None, "privileges": ["read"]}],
    }  # fmt: skip

    assert unlike("UserInfo", user) == [
        ("different", "emailAddresses[]", "string", "number"),
        ("different", "privilegesOnFolders[].folder", "string", "null"),
    ]


def test_keys_of_a_mapping_are_data_and_what_lies_below_is_compared() -> None:
    sizes = expected({"type": "object", "additionalProperties": {"type": "number"}}, {})
    recorder = Recorder(frozenset(), sizes)
    recorder.record({"asmith": 1})

    assert recorder.shape.as_json() == {"*": "number"}
    assert unlike(sizes, {"asmith": 1}) == []
    assert unlike(sizes, {"asmith": "1"}) == [("different", "*", "number", "string")]


def test_in_a_plain_object_any_key_may_be() -> None:
    plain = expected({"type": "object", "additionalProperties": True}, {})

    assert unlike(plain, {"host": "a", "port": 1}) == []
    assert unlike(plain, []) == [("different", "", "object", "list")]


def test_where_anything_may_be_nothing_differs() -> None:
    assert unlike(expected({"anyOf": [{}, {"type": "null"}]}, {}), "a") == []


def test_a_key_that_was_cut_off_is_not_missing() -> None:
    crowd = [first + second + third for first in LETTERS for second in LETTERS for third in LETTERS]
    recorder = Recorder(frozenset(), of_result("ServerInfo"))
    for name in crowd:
        recorder.record({name: 1})
    recorder.record({"version": "1", "machineName": "a"})

    assert {each.kind for each in differences(recorder.shape, of_result("ServerInfo"))} == {"extra"}


@pytest.mark.parametrize("result", sorted({f.result for f in ALL if f.read_only and f.result != "json"}))
def test_every_model_can_be_compared_with(result: str) -> None:
    wanted = of_result(result)
    assert wanted.kinds <= {"object", "list"}
    assert (wanted.items or wanted).keys
