"""The models read what servers sent and declare what there is evidence for, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from mailstore_sdk import models
from mailstore_sdk._generated.functions import ALL, BY_NAME
from tests.models.evidence import (
    EVIDENCE,
    MODELS,
    RESULTS,
    changed,
    dumped,
    fields,
    full,
    objects,
    parsed,
    parsed_row,
    samples,
    snake_case,
)

# Must be there although nobody has published a row: every function names the server so.
CHOSEN = {("GetClientAccessServers", ("serverName",))}
# Not by the rule: a word of Python, and a name that the rule makes unreadable.
NAMED_OTHERWISE = {"from": "from_", "includeAttachmentsOfPDFs": "include_attachments_of_pdfs"}


def places(**known: Any) -> list[Any]:
    """The keys whose evidence is as given, as parameters of a test: function, path."""
    return [
        pytest.param(function, field.path, id=f"{function}-{'.'.join(field.path)}")
        for function in RESULTS
        for field in fields(function)
        if all(field.known.get(name, False) == value for name, value in known.items())
        and (function, field.path) not in CHOSEN
    ]


def keys(value: Any) -> Any:
    if isinstance(value, list):
        return [keys(item) for item in value]
    return {key: keys(item) for key, item in value.items()} if isinstance(value, dict) else None


def test_the_specification_names_the_model_that_there_is_evidence_for() -> None:
    typed = {function.name: function.result for function in ALL if function.result not in ("none", "json", "status")}

    assert typed == {function: EVIDENCE[function]["result"] for function in RESULTS}


def test_a_function_that_answers_null_returns_nothing() -> None:
    null = {function for function, known in EVIDENCE.items() if known.get("modern") == [None]}

    assert null
    assert {BY_NAME[function].result for function in null} == {"none"}


@pytest.mark.parametrize(("function", "sample"), samples("modern", "reconstructed"))
def test_an_answer_comes_back_unchanged_from_its_model(function: str, sample: Any) -> None:
    assert dumped(parsed(function, sample)) == sample


@pytest.mark.parametrize(("function", "sample"), samples("modern", "reconstructed"))
def test_an_answer_holds_no_key_that_the_model_does_not_know(function: str, sample: Any) -> None:
    assert [extra for found in objects(parsed(function, sample)) for extra in found.model_extra or {}] == []


@pytest.mark.parametrize(("function", "sample"), samples("legacy"))
def test_an_answer_of_8_x_becomes_the_same_model_with_its_texts_as_lists(function: str, sample: Any) -> None:
    lists = {key: sample[key].split(",") for key in BY_NAME[function].legacy.lists}

    assert dumped(parsed(function, sample)) == {**sample, **lists}


@pytest.mark.parametrize("function", RESULTS)
def test_a_model_declares_the_keys_of_the_evidence_at_every_depth_and_no_other(function: str) -> None:
    found = parsed_row(function, full(function))

    assert [extra for model in objects(found) for extra in model.model_extra or {}] == []
    assert keys(found.model_dump(mode="json", by_alias=True)) == keys(full(function))


@pytest.mark.parametrize("function", RESULTS)
def test_every_key_of_the_evidence_comes_back_unchanged_from_the_model(function: str) -> None:
    assert dumped(parsed_row(function, full(function))) == full(function)


@pytest.mark.parametrize(("function", "path"), places(nullable=True) + places(nullable="unknown"))
def test_a_key_that_is_not_seen_to_have_a_value_always_may_be_null(function: str, path: tuple[str, ...]) -> None:
    def clear(holder: dict[str, Any], key: str) -> None:
        holder[key] = None

    row = changed(full(function), path, clear)

    assert dumped(parsed_row(function, row)) == row


@pytest.mark.parametrize(("function", "path"), places(optional=True))
def test_a_key_that_was_seen_to_be_missing_may_be_missing(function: str, path: tuple[str, ...]) -> None:
    def remove(holder: dict[str, Any], key: str) -> None:
        del holder[key]

    row = changed(full(function), path, remove)

    assert row != full(function)
    assert dumped(parsed_row(function, row)) == row


def test_python_names_follow_from_the_servers() -> None:
    names = {str(field.alias): name for model in MODELS for name, field in model.model_fields.items()}

    assert {wire: name for wire, name in names.items() if name != snake_case(wire)} == NAMED_OTHERWISE


@pytest.mark.parametrize("value", ["1", "", 1, 0, True, False])
def test_a_setting_of_a_profile_seen_only_as_clients_send_it_stays_as_the_server_gives_it(value: Any) -> None:
    flag = models.ProfileDetails.model_validate({"excludeUnRead": value}).exclude_un_read

    assert (flag, type(flag)) == (value, type(value))


@pytest.mark.parametrize("value", ["pdf,docx", ["pdf", "docx"], [], None])
def test_file_types_seen_only_as_null_stay_as_the_server_gives_them(value: Any) -> None:
    assert models.IndexConfiguration.model_validate({"attachmentExtensions": value}).attachment_extensions == value
