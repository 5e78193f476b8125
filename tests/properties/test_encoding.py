"""Any value of any argument is form fields or an ArgumentError; what is accepted, the emulator reads as what it was."""

from __future__ import annotations

import enum
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from mailstore_sdk import models
from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.emulator import arguments
from mailstore_sdk.errors import ArgumentError
from mailstore_sdk.function import Argument, ArgumentType, Function, Legacy
from mailstore_sdk.transport import encoding, redact
from tests.properties import inputs
from tests.properties.calls import MARKS, SECRETS

KINDS: list[ArgumentType] = ["string", "number", "bool", "list", "datetime", "time", "duration", "json"]


class Word(str, enum.Enum):  # noqa: UP042  (StrEnum is its value when it is written; this one is not)
    """Text that `str()` spells otherwise."""

    FIRST = "first"
    NUMBER = "7"
    MOMENT = "2026-01-31T23:59:59"
    JSON = "{}"


class Number(enum.IntEnum):
    """A number with a name."""

    SEVEN = 7


class NotAMoment(datetime):
    """As the NaT of pandas, which is a datetime and is none."""

    def isoformat(self, *_: object, **__: object) -> str:
        return "NaT"


class Shouting(str):
    """Text that is written otherwise than it is."""

    __slots__ = ()

    def __str__(self) -> str:
        return self.upper()

    def __format__(self, _: str) -> str:
        return self.upper()


texts = st.text(max_size=20) | inputs.half | inputs.secrets
plain = (
    st.none() | st.booleans() | inputs.numbers | texts | st.binary(max_size=5) | st.complex_numbers() | st.decimals()
    | st.fractions() | st.uuids() | st.dates() | st.times() | st.times(timezones=st.timezones()) | st.timedeltas()
    | st.datetimes() | st.datetimes(timezones=st.timezones()) | st.datetimes(timezones=st.just(UTC))
    | st.sampled_from([*Word, *Number, Shouting("shy"), NotAMoment(2026, 1, 31)])
    | st.sampled_from([object(), type, int, models.User, len, ..., range(3)])
    | st.builds(models.User, user_name=texts) | st.builds(models.StatusResult, status=texts, result=texts)
)  # fmt: skip
keys = st.text(max_size=5) | st.integers() | st.floats() | st.none() | st.binary(max_size=2)
anything = inputs.deep | st.recursive(
    plain,
    lambda parts: (
        st.lists(parts, max_size=4)
        | st.lists(parts, max_size=4).map(tuple)
        | st.lists(parts, max_size=4).map(iter)
        | st.frozensets(st.text(max_size=3), max_size=3)
        | st.dictionaries(keys, parts, max_size=4)
    ),
    max_leaves=8,
)


def encoded(name: str, function: Function[Any] | None, values: Mapping[str, object]) -> dict[str, str] | None:
    """The fields, which are a form that says the same; or None, if the values were refused without being shown."""
    fields, refusal = None, None
    try:
        fields = encoding.fields(name, function, values)
    except ArgumentError as error:
        refusal = error
    if fields is None:
        assert not [mark for mark in MARKS.values() if mark in f"{refusal} {refusal!r}"]
        assert vars(refusal) == {}
        return None
    assert {type(text) for pair in fields.items() for text in pair} <= {str}
    body = encoding.body(fields)
    assert body.isascii()
    assert dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=bool(body))) == fields
    return fields


@given(function=st.sampled_from(list(BY_NAME.values())), data=st.data())
def test_any_values_of_any_function_are_fields_or_refused(function: Function[Any], data: st.DataObject) -> None:
    encoded(function.name, function, {a.name: data.draw(anything, label=a.name) for a in function.arguments})


@pytest.mark.parametrize("kind", [*KINDS, None])
def test_any_value_of_a_type_is_a_field_or_refused(kind: ArgumentType | None) -> None:
    @given(value=anything)
    @example(value=Word.NUMBER)
    @example(value=Word.MOMENT)
    @example(value=["half \ud800"])
    @example(value=NotAMoment(2026, 1, 31))
    def property_(value: object) -> None:
        encoded("Test", of(kind) if kind else None, {"value": value})

    property_()


@given(name=st.text(max_size=10) | st.integers(), key=st.text(max_size=10) | st.integers(), value=anything)
@example(name="GetUsers", key=5, value="text")
def test_any_names_are_of_a_function_and_an_argument_or_refused(name: Any, key: Any, value: object) -> None:
    fields = encoded(name, None, {key: value})
    if fields:
        for part in (name, key):
            assert part.isascii()
            assert part.isidentifier()


@given(value=st.dictionaries(st.text(max_size=5), anything, max_size=3), around=st.sampled_from(["", " ", "\r\n\t"]))
@example(value={"password": SECRETS[1], "deep": inputs.nested(400, "list")}, around="")
@example(value={"password": SECRETS[1]}, around="\n")
def test_any_fields_can_be_shown_without_what_is_secret_in_them(value: dict[str, Any], around: str) -> None:
    fields = encoded("SetSmtpSettings", None, {"settings": {**value, "secret": SECRETS[1]}})
    assume(fields)
    assert fields
    text = around + fields["settings"] + around
    masked = redact.mask(None, {"settings": text})["settings"]
    assert SECRETS[1] in redact.inside(text)
    if SECRETS[1] not in value.values() and SECRETS[1] not in value:
        assert SECRETS[1] not in masked


@pytest.mark.parametrize("kind", [*KINDS, None])
@pytest.mark.parametrize("shape", ["list", "object"])
def test_a_value_that_is_too_deep_to_be_written_is_refused(kind: ArgumentType | None, shape: str) -> None:
    assert encoded("Test", of(kind) if kind else None, {"value": inputs.nested(100_000, shape)}) is None


@pytest.mark.parametrize("depth", [470, 5000, 100_000])
def test_an_argument_that_is_too_deep_to_look_into_is_not_shown(depth: int) -> None:
    text = f'{{"password": "{SECRETS[2]}", "deep": {"[" * depth}{"]" * depth}}}'
    assert SECRETS[2] not in redact.mask(None, {"settings": text})["settings"]


def of(kind: ArgumentType) -> Function[Any]:
    """A function with one argument, of this type."""
    return Function(
        name="Test", summary="", arguments=(Argument(name="value", type=kind),), result="json", since="",
        evidence="none", legacy=Legacy(name="Test"),
    )  # fmt: skip


def as_it_is(value: Any) -> Any:
    return value


def to_the_second(value: datetime) -> datetime:
    return (value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value).replace(microsecond=0)


words = inputs.utf8_text
# A list with nothing but empty text is on the wire as an empty list is.
lists = st.lists(words.filter(lambda word: "," not in word), max_size=5).filter(lambda items: items != [""])
json_texts = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | words,
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(words, parts, max_size=4),
    max_leaves=8,
)
# What the encoder takes, and what the server makes of it.
INVERSES: dict[str, tuple[ArgumentType, st.SearchStrategy[Any], Callable[[Any], Any]]] = {
    "text": ("string", words, as_it_is),
    "a member of an enumeration": ("string", st.sampled_from(Word), lambda word: word.value),
    "a whole number": ("number", st.integers(-(10**18) + 1, 10**18 - 1), as_it_is),
    "a float without a fraction": ("number", st.integers(-(2**53), 2**53).map(float), int),
    "a bool": ("bool", st.booleans(), as_it_is),
    "a list": ("list", lists, as_it_is),
    "a moment": ("datetime", st.datetimes(), to_the_second),
    "a day": ("datetime", st.dates(), lambda day: datetime(day.year, day.month, day.day)),
    "a time": ("time", st.times(), lambda time: time.isoformat("seconds")),
    "a time as text": ("time", words, as_it_is),
    "a duration": ("duration", st.integers(0, 10**9).map(lambda s: timedelta(seconds=s)), lambda d: d.total_seconds()),
    # None is not sent, and text is taken for JSON already.
    "JSON": ("json", json_texts.filter(lambda value: not isinstance(value, str | None)), as_it_is),
    "JSON as text": ("json", json_texts.map(json.dumps), json.loads),
}  # fmt: skip


@pytest.mark.parametrize("case", INVERSES)
def test_the_emulator_reads_what_the_caller_gave(case: str) -> None:
    kind, values, expected = INVERSES[case]

    @given(value=values)
    def property_(value: Any) -> None:
        fields = encoding.fields("Test", of(kind), {"value": value})
        assert arguments.decode(of(kind), encoding.body(fields)) == {"value": expected(value)}

    property_()


@given(moment=st.datetimes(timezones=st.timezones()))
@example(moment=datetime.min.replace(tzinfo=timezone(timedelta(hours=14))))
def test_the_emulator_reads_a_moment_with_a_zone_as_the_same_moment_in_utc(moment: datetime) -> None:
    zone = Argument(name="timeZoneId", type="string")
    function: Function[Any] = Function(
        name="Test", summary="", arguments=(Argument(name="value", type="datetime"), zone), result="json", since="",
        evidence="none", legacy=Legacy(name="Test"),
    )  # fmt: skip
    fields = encoded("Test", function, {"value": moment, "timeZoneId": "UTC"})
    if fields is None:  # beyond the calendar
        assert moment.year in (1, 9999)
        return
    assert arguments.decode(function, encoding.body(fields))["value"] == to_the_second(moment)


@given(fields=st.dictionaries(words, words, max_size=5))
def test_a_form_is_read_as_the_fields_that_it_was_made_of(fields: dict[str, str]) -> None:
    assert arguments.form(encoding.body(fields)) == fields
