"""From form fields to values, with the server's own words for what does not fit where they are known."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from mailstore_sdk.emulator.messages import Refused
from mailstore_sdk.function import Argument, Function

T = TypeVar("T")
NUMBER = re.compile(r"-?[0-9]{1,18}")
WIRE_DATETIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}", re.ASCII)


@dataclass(frozen=True)
class Arguments:
    """The arguments of a call, checked against the specification, each read as what it is.

    Attributes:
        values: By their names on the wire.
        caller: Who makes the call.
    """

    values: Mapping[str, Any]
    caller: str = ""

    def text(self, name: str) -> str:
        """A string that must be there."""
        return self._of(name, str)

    def number(self, name: str) -> int:
        """A number that must be there."""
        return self._of(name, int)

    def flag(self, name: str) -> bool:
        """A boolean that must be there."""
        return self._of(name, bool)

    def config(self, name: str = "config") -> dict[str, Any]:
        """A JSON object that must be there; other JSON is refused: our choice."""
        if not isinstance(self.values.get(name), dict):
            raise Refused(f"API argument {name} is not a JSON object.")
        return self._of(name, dict)

    def optional(self, name: str, kind: type[T]) -> T | None:
        """A value that may be left out."""
        value = self.values.get(name)
        return value if isinstance(value, kind) else None

    def items(self, name: str) -> list[str] | None:
        """A list that may be left out."""
        return self.optional(name, list)

    def moment(self, name: str) -> datetime:
        """A date and time without a zone that must be there."""
        return self._of(name, datetime)

    def _of(self, name: str, kind: type[T]) -> T:
        value = self.values.get(name)
        if not isinstance(value, kind):
            raise missing(name)
        return value


def missing(name: str) -> Refused:
    """Captured from a real server."""
    return Refused(f"Missing API argument {name}.")


def read(function: Function[Any], body: bytes, caller: str = "") -> Arguments:
    """The arguments in a request's body, each one that a server can make sense of."""
    values = decode(function, body)
    for argument in function.arguments:
        if argument.name in values:
            _check(argument, values[argument.name])
    return Arguments(values, caller)


def decode(function: Function[Any], body: bytes) -> dict[str, Any]:
    """The values in a request's body. Ones that the function does not have are passed over: our choice."""
    fields = form(body)
    for argument in function.arguments:
        if argument.required and argument.name not in fields:
            raise missing(argument.name)
    return {
        argument.name: DECODERS[argument.type](argument.name, fields[argument.name])
        for argument in function.arguments
        if argument.name in fields
    }


def _check(argument: Argument, value: Any) -> None:
    """What a real server says to names that are empty, to doublets and to words that it does not know is not known.

    All that is refused: our choice, since a slip in a script should be found. That a server knows more words than the
    specification is possible.
    """
    if argument.type == "string" and argument.required and not argument.secret and not value.strip():
        raise Refused(f"API argument {argument.name} is empty.")
    words = value if argument.type == "list" else [value]
    if argument.values and not set(words) <= set(argument.values):
        raise Refused(f"API argument {argument.name} has no value like that.")
    if argument.type == "list" and (len(set(words)) < len(words) or not all(word.strip() for word in words)):
        raise Refused(f"API argument {argument.name} names something twice, or nothing.")


def form(body: bytes) -> dict[str, str]:
    """The form fields in a request's body."""
    try:
        return dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict"))
    except ValueError:
        raise Refused("The request's body is not a form in UTF-8.") from None


def _string(_: str, text: str) -> str:
    return text


def _number(name: str, text: str) -> int:
    if not NUMBER.fullmatch(text):
        raise Refused(f"API argument {name} is not a number.")
    return int(text)


def _bool(name: str, text: str) -> bool:
    if text not in ("true", "false"):
        raise Refused(f"API argument {name} is neither true nor false.")
    return text == "true"


def _list(_: str, text: str) -> list[str]:
    return text.split(",") if text else []


def _datetime(_: str, text: str) -> datetime:
    # Captured: with Z, an offset or a fraction a real server says just this.
    problem = Refused("String was not recognized as a valid DateTime.")
    if not WIRE_DATETIME.fullmatch(text):
        raise problem
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise problem from None


def _json(name: str, text: str) -> Any:
    try:
        value = json.loads(text)
        # What could not be sent back is not taken: half a character, or a number that is none.
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        raise Refused(f"API argument {name} is not JSON.") from None
    return value


DECODERS: dict[str, Callable[[str, str], Any]] = {
    "string": _string,
    "number": _number,
    "bool": _bool,
    "list": _list,
    "datetime": _datetime,
    "time": _string,
    "duration": _number,
    "json": _json,
}
