"""From Python values to form fields. Source of the forms: the project's notes on the API, graded documented."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

from mailstore_sdk.errors import ArgumentError

if TYPE_CHECKING:
    from mailstore_sdk.function import ArgumentType, Function

WIRE_DATETIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}", re.ASCII)
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def fields(name: str, function: Function[Any] | None, arguments: Mapping[str, object]) -> dict[str, str]:
    """The form fields of a call; `None` is not sent, everything else is, empty text included.

    `function` is None where the SDK does not know the function: then each value's own type decides.
    """
    known = function.by_name if function else {}
    if function is None and not _is_name(name):
        raise ArgumentError(f"{name!r} is not the name of a function")
    for key in arguments:
        if key not in known and not _is_name(key):
            raise ArgumentError(f"{name}: {key!r} is not the name of an argument")
    encoded: dict[str, str] = {}
    for key, value in arguments.items():
        if value is None:
            continue
        argument = known.get(key)
        # Raised outside the handlers: what they caught knows the value, which may be a secret.
        text = problem = ""
        try:
            kind = argument.type if argument else _type_of(value)
            text = _encode(kind, _in_zone(value, arguments) if kind == "datetime" else value)
            text.encode()
        except UnicodeEncodeError:
            problem = "holds text that UTF-8 cannot carry"
        except _DoesNotFit as misfit:
            problem = str(misfit)
        if problem:
            raise ArgumentError(f"{name}: {key} {problem}")
        encoded[key] = text
    missing = [a.name for a in function.arguments if a.required and a.name not in encoded] if function else []
    if missing:
        raise ArgumentError(f"{name}: {', '.join(missing)} must be given")
    return encoded


def body(fields: Mapping[str, str]) -> bytes:
    """The fields as ``application/x-www-form-urlencoded``, UTF-8."""
    # What urlencode would make of them, without its care for what is no text.
    return "&".join([f"{quote_plus(name)}={quote_plus(text)}" for name, text in fields.items()]).encode("ascii")


def _is_name(given: object) -> bool:
    return isinstance(given, str) and NAME.fullmatch(given) is not None


class _DoesNotFit(Exception):
    """The value is not of the type; the text never holds the value, which may be a secret."""


def _type_of(value: object) -> ArgumentType:
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, date):
        return "datetime"
    items = value if isinstance(value, list | tuple) else [value]
    if any(isinstance(item, Mapping) or hasattr(item, "model_dump") for item in items):
        return "json"
    return "string" if isinstance(value, str) else "list"


def _in_zone(value: object, arguments: Mapping[str, object]) -> object:
    """A moment with a zone as one without, in the zone that the call asks for, if that one is known here.

    Zones go by Windows names, and `$Local` is the server's own: only UTC needs nobody's table.
    """
    if not isinstance(value, datetime) or value.tzinfo is None:
        return value
    asked_for = next((zone for name, zone in arguments.items() if name.lower() == "timezoneid"), None)
    if asked_for != "UTC":
        raise _DoesNotFit(
            f"has a time zone, and how far the one asked for ({asked_for}) is from it only the server knows: "
            'ask for "UTC", or convert it and drop tzinfo'
        )
    try:
        return value.astimezone(UTC).replace(tzinfo=None)
    except OverflowError:
        pass
    raise _DoesNotFit("is beyond the calendar in UTC")


def _encode(kind: ArgumentType, value: object) -> str:
    return str.__str__(ENCODERS[kind](value))  # of an enumeration its value, not its name


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise _DoesNotFit(f"must be a str, not {_name(value)}")
    return value


def _number(value: object) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool) and 2**63 <= abs(value) < math.inf:
        raise _DoesNotFit("is a number beyond 64 bits")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float) and math.isfinite(value):
        # Never with an exponent, and whole numbers without a fraction.
        return str(int(value)) if value.is_integer() else format(Decimal(repr(float(value))), "f")
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value):
        return value
    raise _DoesNotFit(f"must be a number, not {_name(value)}")


def _bool(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    raise _DoesNotFit(f"must be True or False, not {_name(value)}")


def _list(value: object) -> str:
    if isinstance(value, str):
        return value
    if not isinstance(value, Iterable) or isinstance(value, bytes | Mapping):
        raise _DoesNotFit(f"must be a sequence of str, not {_name(value)}")
    items = [_string(item) for item in value]
    if any("," in item for item in items):
        raise _DoesNotFit("has an item with a comma, which the API would take for two items")
    return ",".join(items)


def _datetime(value: object) -> str:
    text: object = value
    if isinstance(value, datetime):
        text = value.isoformat(timespec="seconds")
    elif isinstance(value, date):
        text = f"{value.isoformat()}T00:00:00"
    # Also what is a datetime by its class only, as the NaT of pandas.
    if isinstance(text, str) and WIRE_DATETIME.fullmatch(text):
        return text
    raise _DoesNotFit("must be a datetime, a date, or text like 2026-01-31T23:59:59")


def _time(value: object) -> str:
    if isinstance(value, time):
        if value.tzinfo is not None:
            raise _DoesNotFit("has a time zone, which the API does not take")
        return value.isoformat(timespec="seconds")
    if isinstance(value, str):
        return _string(value)
    raise _DoesNotFit(f"must be a time, or text like 23:59:00, not {_name(value)}")


def _duration(value: object) -> str:
    return _number(value.total_seconds() if isinstance(value, timedelta) else value)


def _json(value: object) -> str:
    if isinstance(value, str):
        return value
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, default=_plain)
    except (TypeError, ValueError, RecursionError):
        pass
    raise _DoesNotFit("cannot be written as JSON")


def _plain(value: object) -> object:
    """What json does not know: models, at any depth, as the server sent them and without what nobody has set."""
    dump = getattr(value, "model_dump", None)
    if dump is not None:
        return dump(mode="json", by_alias=True, exclude_unset=True)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError


def _name(value: object) -> str:
    return type(value).__name__


ENCODERS = {
    "string": _string, "number": _number, "bool": _bool, "list": _list, "datetime": _datetime, "time": _time,
    "duration": _duration, "json": _json,
}  # fmt: skip
