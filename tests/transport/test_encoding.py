"""What is sent for each type of argument, to the byte; what is refused before anything is sent; and the way back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from enum import Enum, IntEnum, StrEnum
from types import MappingProxyType
from typing import Any

import pytest
from pydantic import BaseModel

from mailstore_sdk import Client
from mailstore_sdk.emulator import arguments
from mailstore_sdk.errors import ArgumentError
from mailstore_sdk.function import Argument, ArgumentType, Function, Legacy
from mailstore_sdk.models.base import Model
from mailstore_sdk.transport.encoding import body, fields
from tests.transport.scripted import ScriptedSender, envelope, json_reply


class Rule(Model):
    """As a result comes back to be sent again: Python names, aliases on the wire, fields that nobody set."""

    rule_name: str
    retention_days: int | None = None
    valid_from: datetime | None = None


class Anything(BaseModel):
    value: Any


class Level(IntEnum):
    HIGH = 3


class Plain(StrEnum):
    READ = "read"


class Mixed(str, Enum):  # noqa: UP042  (older scripts have these)
    READ = "read"


def some() -> Iterator[str]:
    yield from ("a", "b")


def taking(kind: ArgumentType, *, required: bool = True) -> Function[Any]:
    return Function(
        name="Try",
        summary="",
        arguments=(Argument(name="value", type=kind, required=required), Argument(name="more", type="string")),
        result="none",
        since="",
        evidence="none",
        legacy=Legacy(name="Try"),
    )


def sent(kind: ArgumentType, value: object) -> str:
    whole = body(fields("Try", taking(kind), {"value": value, "more": ""})).decode("ascii")
    return whole.removeprefix("value=").removesuffix("&more=")


@pytest.mark.parametrize(
    ("value", "wire"),
    [
        ("", ""),
        ("johndoe", "johndoe"),
        ("Jörg Straße", "J%C3%B6rg+Stra%C3%9Fe"),
        ("a b", "a+b"),
        ("1+1=2", "1%2B1%3D2"),
        ("Söhne & Co; 100%", "S%C3%B6hne+%26+Co%3B+100%25"),
        ("one\r\ntwo\n", "one%0D%0Atwo%0A"),
        ("a/b?c#d", "a%2Fb%3Fc%23d"),
        ("日本 😀", "%E6%97%A5%E6%9C%AC+%F0%9F%98%80"),
        (Plain.READ, "read"),
        (Mixed.READ, "read"),
    ],
)
def test_a_string_is_sent_as_utf8_in_a_form(value: str, wire: str) -> None:
    assert sent("string", value) == wire


@pytest.mark.parametrize(
    ("value", "wire"),
    [
        (0, "0"),
        (-5, "-5"),
        (2**63 - 1, "9223372036854775807"),
        (1.5, "1.5"),
        (-0.25, "-0.25"),
        (2.0, "2"),
        (-0.0, "0"),
        (1e15, "1000000000000000"),
        (0.1, "0.1"),
        (100.1, "100.1"),
        (1e-7, "0.0000001"),
        (1e-20, "0.00000000000000000001"),
        (Level.HIGH, "3"),
        ("-12.50", "-12.50"),
    ],
)
def test_a_number_is_sent_as_decimal_text_without_exponent(value: object, wire: str) -> None:
    assert sent("number", value) == wire


@pytest.mark.parametrize(("value", "wire"), [(True, "true"), (False, "false")])
def test_a_bool_is_sent_in_lower_case(value: bool, wire: str) -> None:
    assert sent("bool", value) == wire


@pytest.mark.parametrize(
    ("value", "wire"),
    [
        (["read", "write"], "read%2Cwrite"),
        (("read",), "read"),
        ([], ""),
        ({"read"}, "read"),
        (some(), "a%2Cb"),
        ([Plain.READ, Mixed.READ], "read%2Cread"),
        ("read,write", "read%2Cwrite"),
        ("", ""),
        (["Jörg @ home"], "J%C3%B6rg+%40+home"),
    ],
)
def test_a_list_is_sent_as_one_text_with_commas(value: object, wire: str) -> None:
    assert sent("list", value) == wire


@pytest.mark.parametrize(
    ("value", "wire"),
    [
        (datetime(2026, 1, 31, 23, 59, 59), "2026-01-31T23%3A59%3A59"),
        (datetime(2026, 1, 31, 23, 59, 59, 999_999), "2026-01-31T23%3A59%3A59"),
        (datetime(987, 1, 2), "0987-01-02T00%3A00%3A00"),
        (date(2026, 1, 31), "2026-01-31T00%3A00%3A00"),
        ("2026-01-31T23:59:59", "2026-01-31T23%3A59%3A59"),
    ],
)
def test_a_moment_is_sent_to_the_second_and_without_a_zone(value: object, wire: str) -> None:
    assert sent("datetime", value) == wire


@pytest.mark.parametrize(
    ("value", "decoded"),
    [
        ({"name": "Größe", "days": 0, "none": None}, {"name": "Größe", "days": 0, "none": None}),
        (MappingProxyType({"name": "a"}), {"name": "a"}),
        ({}, {}),
        ([1, {"a": []}], [1, {"a": []}]),
        ('{"ready": 1}', {"ready": 1}),
        (Rule(rule_name="ten years"), {"ruleName": "ten years"}),
        (Rule(rule_name="x", retention_days=None), {"ruleName": "x", "retentionDays": None}),
        (Rule(rule_name="x", valid_from=datetime(2026, 1, 31)), {"ruleName": "x", "validFrom": "2026-01-31T00:00:00"}),
        (Rule.model_validate({"ruleName": "x", "fromTheFuture": 1}), {"ruleName": "x", "fromTheFuture": 1}),
    ],
)
def test_json_is_sent_as_text_in_one_field(value: object, decoded: object) -> None:
    text = fields("Try", taking("json"), {"value": value, "more": ""})["value"]
    assert json.loads(text) == decoded


def test_json_text_holds_letters_as_they_are() -> None:
    assert fields("Try", taking("json"), {"value": {"ä": "ß"}, "more": ""})["value"] == '{"ä": "ß"}'


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("string", 5),
        ("string", b"bytes"),
        ("string", True),
        ("string", "lone \udc80 surrogate"),
        ("number", True),
        ("number", ""),
        ("number", "1e5"),
        ("number", "٣"),
        ("number", "1\n"),
        ("number", 2**63),
        ("number", 1e22),
        ("number", float("nan")),
        ("number", float("inf")),
        ("bool", 1),
        ("bool", "true"),
        ("list", 5),
        ("list", b"bytes"),
        ("list", {"a": 1}),
        ("list", ["one", "two, three"]),
        ("list", [1]),
        ("list", [None]),
        ("list", ["\udc80"]),
        ("datetime", datetime(2026, 1, 31, tzinfo=UTC)),
        ("datetime", time(12)),
        ("datetime", 1_769_900_000),
        ("datetime", "2026-01-31"),
        ("datetime", "2026-01-31T23:59:59Z"),
        ("datetime", "2026-01-31T23:59:59+01:00"),
        ("datetime", "2026-01-31T23:59:59.5"),
        ("datetime", "2026-01-31T23:59:59\n"),
        ("datetime", "202\uff16-01-31T23:59:59"),
        ("json", {"key": object()}),
        ("json", {"key": float("nan")}),
        ("json", {"key": "\udc80"}),
        ("json", Anything(value=object())),
    ],
)
def test_what_does_not_fit_the_type_is_refused_by_name(kind: ArgumentType, value: object) -> None:
    with pytest.raises(ArgumentError, match=r"^Try: value "):
        sent(kind, value)


@pytest.mark.parametrize("value", ["", 0, False, []])
def test_values_that_look_like_nothing_are_sent(value: object) -> None:
    assert "value" in fields("Unheard", None, {"value": value})


def test_none_is_not_sent() -> None:
    assert fields("Try", taking("number", required=False), {"value": None, "more": "x"}) == {"more": "x"}


@pytest.mark.parametrize(
    ("given", "missing"), [({}, "value, more"), ({"more": "x"}, "value"), ({"value": 1, "more": None}, "more")]
)
def test_required_arguments_that_are_missing_are_named(given: Mapping[str, object], missing: str) -> None:
    with pytest.raises(ArgumentError, match=rf"^Try: {missing} must be given$"):
        fields("Try", taking("number"), given)


BAD_NAMES = ["", "a/b", "../a", "a?b", "a#b", "a&b", "a=b", "a b", "a.b", "a%2Fb", "a\r\nX: y", "a\n", "Größe", "1a"]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_function_name_cannot_smuggle_parts_of_a_request(name: str) -> None:
    with pytest.raises(ArgumentError, match="is not the name of a function"):
        fields(name, None, {})


@pytest.mark.parametrize("name", BAD_NAMES)
def test_an_argument_name_cannot_smuggle_parts_of_a_form(name: str) -> None:
    with pytest.raises(ArgumentError, match=r"^Try: .* is not the name of an argument"):
        fields("Try", taking("string"), {"value": "", "more": "", name: ""})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("text", "text"),
        (True, "true"),
        (0, "0"),
        (1.5, "1.5"),
        (datetime(2026, 1, 31, 1, 2, 3), "2026-01-31T01:02:03"),
        (date(2026, 1, 31), "2026-01-31T00:00:00"),
        (["a", "b"], "a,b"),
        ({"a": 1}, '{"a": 1}'),
        (Rule(rule_name="x"), '{"ruleName": "x"}'),
    ],
)
def test_what_the_specification_does_not_know_goes_by_its_own_type(value: object, text: str) -> None:
    assert fields("Unheard", None, {"value": value}) == {"value": text}
    assert fields("Try", taking("string"), {"value": "", "more": "", "extra": value})["extra"] == text


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("string", "Jörg & Söhne = 100% + 1\r\n"),
        ("string", ""),
        ("number", 0),
        ("number", -12),
        ("bool", True),
        ("bool", False),
        ("list", ["read", "write"]),
        ("list", []),
        ("datetime", datetime(2026, 1, 31, 23, 59, 59)),
        ("json", {"a": [1, "ü", None]}),
    ],
)
def test_the_emulator_reads_what_the_client_sends(kind: ArgumentType, value: object) -> None:
    function = taking(kind)
    read = arguments.decode(function, body(fields("Try", function, {"value": value, "more": ""})))
    assert read["value"] == value


@pytest.mark.parametrize("protocol", ["modern", "legacy", "auto"])
def test_nothing_at_all_is_sent_where_an_argument_does_not_fit(protocol: Any) -> None:
    sender = ScriptedSender(json_reply([]), json_reply(envelope()))
    with Client(protocol=protocol, sender=sender) as client, pytest.raises(ArgumentError):
        client.invoke("VerifyStore", {"id": "one"})
    assert sender.requests == []
