"""Rows that were read from bytes are the models that they would be otherwise, down to what is asked for rarely."""

from __future__ import annotations

import copy
import json
import pickle
from contextlib import suppress
from typing import Any

import pydantic
import pytest
from pydantic import ValidationError

from mailstore_sdk import models
from mailstore_sdk.models import parsing

ROW = {"userName": "a", "fullName": "A", "distinguishedName": None, "mfaStatus": "Disabled"}
COMPLETE, SHORT, LONG = ROW, {"userName": "a"}, {**ROW, "new": 1}


def made_lean(model: models.User) -> bool:
    try:
        object.__getattribute__(model, "__pydantic_fields_set__")
    except AttributeError:
        return True
    return False


def read(*rows: Any) -> list[models.User]:
    content = json.dumps(rows).encode()
    found: list[models.User] = parsing.reader("list[User]")(content, 0, len(content))
    return found


@pytest.mark.skipif(
    pydantic.VERSION.startswith("2.11."), reason="takes the classes' own validators, whatever the schema"
)
def test_complete_rows_are_made_without_what_is_asked_for_rarely() -> None:
    assert made_lean(read(COMPLETE)[0])
    assert not made_lean(read(SHORT)[0])
    assert not made_lean(read(LONG)[0])


@pytest.mark.parametrize("row", [COMPLETE, SHORT, LONG])
def test_a_row_is_the_model_that_it_would_be_otherwise(row: dict[str, Any]) -> None:
    same = models.User.model_validate(row)
    for ask in (
        lambda one: one == same,
        lambda one: same == one,
        lambda one: one.model_fields_set == same.model_fields_set,
        lambda one: one.model_extra == same.model_extra,
        lambda one: repr(one) == repr(same),
        lambda one: hash(one) == hash(same) if not one.model_extra else True,
        lambda one: dict(one) == dict(same),
        lambda one: one.model_dump(exclude_unset=True) == same.model_dump(exclude_unset=True),
        lambda one: one.model_dump_json(by_alias=True) == same.model_dump_json(by_alias=True),
        lambda one: pickle.loads(pickle.dumps(one)) == same,
        lambda one: copy.deepcopy(one) == copy.copy(one) == same,
        lambda one: one.model_copy(update={"full_name": "B"}) == same.model_copy(update={"full_name": "B"}),
    ):
        (one,) = read(row)
        assert ask(one)


def test_rows_share_nothing() -> None:
    first, second = read(COMPLETE, COMPLETE)
    first.model_fields_set.clear()
    assert second.model_fields_set == {*models.User.model_fields}


def test_an_attribute_that_is_none_is_none() -> None:
    with pytest.raises(AttributeError, match="no_such"):
        read(COMPLETE)[0].no_such  # type: ignore[attr-defined]  # noqa: B018


def test_a_long_list_is_read_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "PIECE", 100)
    rows = [COMPLETE, SHORT, LONG, {**ROW, "fullName": "}"}] * 20
    content = json.dumps(rows).encode()
    assert len(list(parsing.pieces(content, 0, len(content)))) > 10
    assert read(*rows) == [models.User.model_validate(row) for row in rows]


@pytest.mark.parametrize("piece", range(1, 120))
def test_a_list_is_read_as_it_is_or_not_at_all_wherever_it_is_cut(piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "PIECE", piece)
    rows = [{"userName": "},{", "new": [{"a": 1}, {"b": "]},{"}]}, {"userName": "a"}] * 2
    content = json.dumps(rows, separators=(",", ":")).encode()
    with suppress(ValidationError):
        found = parsing.reader("list[User]")(content, 0, len(content))
        assert found == [models.User.model_validate(row) for row in rows]


@pytest.mark.parametrize(
    "content", [b'[{"userName":"a"},]', b'[,{"userName":"a"}]', b'[{"userName":"a"}],[]', b"[1]", b"{}", b""]
)
def test_what_is_no_list_of_rows_is_refused(content: bytes) -> None:
    with pytest.raises(ValidationError):
        parsing.reader("list[User]")(content, 0, len(content))
