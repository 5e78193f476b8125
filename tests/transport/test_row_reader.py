"""Rows out of an answer in pieces: the same ones wherever it is cut, in constant memory, and nothing unnoticed."""

from __future__ import annotations

import codecs
import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailstore_sdk.transport import row_reader
from mailstore_sdk.transport.answers import TOO_LARGE
from mailstore_sdk.transport.row_reader import RowReader, plain
from tests.transport.scripted import envelope

MOST = 1_000_000
CHUNK = 16_384
TRICKY = ['},{"', '"result":[', "],[", "\\", '\\"},{"id":1', "ä\u20ac\U0001f600", "", "NaN", "\ufeff"]
TEXTS = st.sampled_from(TRICKY) | st.text(st.characters(codec="utf-8"), max_size=8)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
VALUES = st.recursive(
    SCALARS, lambda one: st.lists(one, max_size=3) | st.dictionaries(TEXTS | st.just("result"), one, max_size=3)
)
ROWS = st.lists(st.dictionaries(TEXTS, VALUES, max_size=3), max_size=6) | st.lists(VALUES, max_size=5)
FORMS: list[dict[str, Any]] = [
    {"separators": (",", ":"), "ensure_ascii": False},
    {"separators": (",", ":")},
    {"indent": 1, "ensure_ascii": False},
    {"separators": (" ,\r\n", "\t: ")},
]
SOME: list[Any] = [
    {"id": "1:1", "subject": '},{"id":"', "result": [{"result": []}]},
    {"id": "1:2", "to": ["ä\U0001f600", {"id": 2}, {"id": 3}]},
    {"id": "1:3", "subject": "\\\"'],", "size": -1.5e-3},
    {"id": None},
]
OTHERS: list[Any] = [12, -0.5, 1e22, "a", "", None, True, [], [[1], [2]], {}, "\U0001f600"]


def content_of(listed: list[Any], *, enveloped: bool, form: dict[str, Any], mark: bool = False) -> bytes:
    """An answer in that form."""
    whole: Any = envelope(statusText='"result":[{', error={"result": [1]}, result=listed) if enveloped else listed
    return (codecs.BOM_UTF8 if mark else b"") + json.dumps(whole, **form).encode()


def reader_of(content: bytes, *, most: int = MOST, parse: Any = plain) -> RowReader[Any]:
    return RowReader(parse, enveloped=content.lstrip(codecs.BOM_UTF8).lstrip()[:1] == b"{", most=most)


def read(content: bytes, cuts: list[int], **settings: Any) -> tuple[list[Any], RowReader[Any]]:
    """The rows of an answer that comes in pieces, cut at these places, and the reader at the end."""
    reader = reader_of(content, **settings)
    found: list[Any] = []
    places = [0, *sorted(cut for cut in cuts if cut < len(content)), len(content)]
    for begin, end in pairwise(places):
        found += reader.feed(content[begin:end])
    return found + reader.finish(), reader


def rest_of(reader: RowReader[Any]) -> Any:
    return json.loads(reader.rest.removeprefix(codecs.BOM_UTF8))


@pytest.mark.parametrize("listed", [SOME, OTHERS, [], SOME[:1]], ids=["rows", "others", "empty", "one"])
@pytest.mark.parametrize("form", FORMS, ids=["compact", "escaped", "indented", "odd"])
@pytest.mark.parametrize("enveloped", [True, False], ids=["modern", "legacy"])
def test_the_rows_are_the_same_wherever_the_answer_is_cut(listed: list[Any], form: Any, enveloped: bool) -> None:
    content = content_of(listed, enveloped=enveloped, form=form, mark=True)
    for cut in range(len(content)):
        found, reader = read(content, [cut])
        assert (found, reader.problem) == (listed, None)
        assert rest_of(reader) == (
            envelope(statusText='"result":[{', error={"result": [1]}, result=[]) if enveloped else []
        )
    assert read(content, list(range(len(content))))[0] == listed


@given(ROWS, st.sampled_from(FORMS), st.booleans(), st.booleans(), st.lists(st.integers(0, 400)))
def test_any_rows_cut_anywhere_are_those_of_the_whole(
    listed: list[Any], form: Any, enveloped: bool, mark: bool, cuts: list[int]
) -> None:
    content = content_of(listed, enveloped=enveloped, form=form, mark=mark)
    found, reader = read(content, cuts)
    assert (found, reader.problem, reader.found) == (listed, None, True)
    assert rest_of(reader) == json.loads(content_of([], enveloped=enveloped, form=form))


@pytest.mark.parametrize("enveloped", [True, False], ids=["modern", "legacy"])
@pytest.mark.parametrize("listed", [SOME, OTHERS], ids=["rows", "others"])
def test_an_answer_that_ends_too_soon_is_noticed_wherever_it_ends(listed: list[Any], enveloped: bool) -> None:
    content = content_of(listed, enveloped=enveloped, form=FORMS[0])
    for end in range(len(content)):
        found, reader = read(content[:end], [end // 2])
        assert found == listed[: len(found)]
        if reader.problem is None:
            with pytest.raises(ValueError, match=r"Expecting|delimiter|Unterminated"):
                rest_of(reader)


WRONG = {
    "comma missing": b'{"a":1}{"a":2},{"a":3}]',
    "comma too many": b'{"a":1},,{"a":2}]',
    "comma at the end": b'{"a":1},]',
    "no number": b'{"a":1},{"a":NaN},{"a":3}]',
    "no row": b'{"a":1},Infinity,{"a":3}]',
    "beyond all numbers": b'{"a":1},{"a":1e999},{"a":3}]',
    "half a character": b'{"a":1},{"a":"\\ud83d"},{"a":3}]',
    "not UTF-8": b'{"a":1},{"a":"\xe4"},{"a":3}]',
    "bad escape": b'{"a":1},{"a":"\\x"},{"a":3}]',
    "control character": b'{"a":1},{"a":"\x01"},{"a":3}]',
    "mismatched": b'{"a":1},{"a":[3}],{"a":3}]',
    "too deep": b'{"a":1},' + b"[" * 200_000 + b"]" * 200_000 + b"]",
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_noticed_and_the_rows_before_it_are_given(wrong: bytes) -> None:
    content = b"[" + wrong
    step = max(len(content) // 40, 1)
    for cut in range(1, len(content), step):
        found, reader = read(content, [cut])
        assert found == [{"a": 1}]
        assert reader.problem is not None
        assert not reader.problem.misfit


@pytest.mark.parametrize("name", sorted(set(WRONG) - {"comma at the end", "bad escape", "too deep"}))
def test_what_is_wrong_is_noticed_long_before_the_end(name: str) -> None:
    """Else the rest of the answer, however long, would be kept."""
    reader = reader_of(b"[")
    assert reader.feed(b"[" + WRONG[name].removesuffix(b"]") + b',{"a":4},{"a":5},{"a":6}') == [{"a": 1}]
    assert reader.problem is not None


def refuses_three(listed: bytes) -> list[Any]:
    found = plain(listed)
    if {"a": 3} in found:
        raise ValueError("three")
    return found


def test_a_row_that_does_not_fit_is_shown_and_those_before_it_are_given() -> None:
    content = json.dumps([{"a": number} for number in range(6)], separators=(",", ":")).encode()
    for cut in range(1, len(content)):
        found, reader = read(content, [cut], parse=refuses_three)
        assert found == [{"a": 0}, {"a": 1}, {"a": 2}]
        assert reader.problem is not None
        assert (reader.problem.misfit, reader.problem.content) == (True, b'{"a":3}')
        assert reader.feed(b"more") == []


@pytest.mark.parametrize("form", FORMS, ids=["compact", "escaped", "indented", "odd"])
def test_no_more_is_kept_than_a_piece_and_a_row(form: Any) -> None:
    listed = [{"id": f"1:{number}", "subject": "x" * (number % 300), "to": ["a", "b"]} for number in range(20_000)]
    content = content_of(listed, enveloped=True, form=form)
    longest = max(len(json.dumps(row, **form)) for row in listed)
    calls: list[int] = []

    def counting(rows: bytes) -> list[Any]:
        calls.append(len(rows))
        return plain(rows)

    reader = reader_of(content, parse=counting)
    number = most = 0
    for begin in range(0, len(content), CHUNK):
        number += len(reader.feed(content[begin : begin + CHUNK]))
        most = max(most, len(reader.rest))
    assert number == len(listed)
    assert most <= 500 + 2 * longest
    assert max(calls) <= CHUNK + 2 * longest
    # Rows are read many at a time, and none twice.
    assert len(calls) <= 1.1 * len(content) / CHUNK
    assert sum(calls) <= 1.02 * len(content)


def test_a_row_far_larger_than_a_piece_costs_time_in_proportion(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = 0
    readable = row_reader._readable

    def counting(content: bytes) -> tuple[str, str]:
        nonlocal looked_at
        looked_at += len(content)
        return readable(content)

    monkeypatch.setattr(row_reader, "_readable", counting)
    content = content_of([{"body": "x" * 4_000_000}], enveloped=True, form=FORMS[0])
    found, reader = read(content, list(range(0, len(content), 1000)), most=2 * len(content))
    assert ([len(row["body"]) for row in found], reader.problem) == ([4_000_000], None)
    assert looked_at <= 4 * len(content)


@pytest.mark.parametrize("place", ["row", "head", "tail", "no rows"])
def test_no_part_may_be_larger_than_allowed(place: str) -> None:
    long = "x" * 5_000
    content = {
        "row": b'[{"a":1},{"a":"%b"}]' % long.encode(),
        "head": json.dumps(envelope(statusText=long, result=[1])).encode(),
        "tail": json.dumps(envelope(result=[1], logOutput=long)).encode(),
        "no rows": json.dumps(envelope(result=long)).encode(),
    }[place]
    _, reader = read(content, list(range(0, len(content), 100)), most=2_000)
    assert reader.problem
    assert reader.problem.reason == TOO_LARGE
    assert len(reader.problem.content) < 2_200


def test_all_rows_together_may_be_larger_than_allowed_for_one() -> None:
    listed = [{"a": "x" * 100}] * 1_000
    content = json.dumps(listed).encode()
    found, reader = read(content, list(range(0, len(content), 150)), most=400)
    assert (found, reader.problem) == (listed, None)


@pytest.mark.parametrize(
    "whole",
    [
        envelope(statusCode="failed", error={"message": "no"}, result=[{"a": 1}]),
        envelope(statusCode="running", token="t", result=[{"a": 1}]),
        envelope(result=None),
        envelope(result={"rows": [1, 2]}),
        envelope(result="[1,2]"),
        {},
        {"statusUrl": "/JSON/Status/x", "statusToken": "x"},
    ],
    ids=["failed", "running", "null", "object", "text", "nothing", "legacy token"],
)
def test_where_there_are_no_rows_the_answer_is_kept_as_it_is(whole: Any) -> None:
    content = json.dumps(whole).encode()
    for cut in range(len(content)):
        found, reader = read(content, [cut])
        assert (found, reader.found, reader.problem, reader.rest) == ([], False, None, content)


@pytest.mark.parametrize("content", [b"", b"  ", b"<html>", b"12", b"\xff\xfe", b'"a"', b"nul"])
@pytest.mark.parametrize("enveloped", [True, False], ids=["modern", "legacy"])
def test_what_is_neither_is_kept_as_it_is(content: bytes, enveloped: bool) -> None:
    reader: RowReader[Any] = RowReader(plain, enveloped=enveloped, most=MOST)
    assert reader.feed(content) + reader.finish() == []
    assert (reader.found, reader.problem, reader.rest) == (False, None, content)


def test_a_list_where_an_envelope_belongs_gives_no_rows_nor_the_other_way_round() -> None:
    for content, enveloped in ((b"[1,2]", True), (json.dumps(envelope(result=[1])).encode(), False)):
        reader: RowReader[Any] = RowReader(plain, enveloped=enveloped, most=MOST)
        assert reader.feed(content) + reader.finish() == []
        assert (reader.found, reader.rest) == (False, content)


def test_rows_are_given_as_soon_as_they_have_come() -> None:
    reader = reader_of(b"[")
    assert reader.feed(b'[{"a":1}') == [{"a": 1}]
    assert reader.feed(b',"b') == []
    assert reader.feed(b'",2') == ["b"]
    assert reader.feed(b"3]") == [23]


def test_of_a_key_that_is_in_a_row_twice_the_last_one_counts() -> None:
    assert read(b'[{"a":1,"a":2}]', [])[0] == [{"a": 2}]
