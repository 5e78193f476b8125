"""Where in the bytes of an answer its result lies, so that the envelope is read with care and the result fast.

Nothing here looks at the result. Whoever does reads it as one JSON value of its own: if that succeeds, and what is
around it is JSON with `null` in its place, then the whole is JSON with this value. A place that was guessed wrong,
inside a text or a deeper object, is not JSON on one side or the other.
"""

from __future__ import annotations

import json
import math
from codecs import BOM_UTF8
from typing import Any, NoReturn, TypeAlias

from mailstore_sdk.transport.protocol import SUCCEEDED

RESULT = b'"result":'
AFTER = b'"logOutput"'  # the key behind the result on every server seen
AROUND = 4096  # bytes before and after the result; more is no usual envelope
SPACE = b" \t\r\n"
NOTHING = b"\0"  # begins and ends no JSON
Place: TypeAlias = tuple[int, int]
"""Where something begins and ends in the bytes of an answer."""


class KeyTwice(ValueError):
    """Which of the two values is meant, only the sender knows."""


def around(content: bytes) -> Place | None:
    """Where the result lies in an object that has one, as far as that can be told from the keys beside it."""
    start = content.find(RESULT, 0, AROUND) + len(RESULT)
    head = content[:start]
    # With one bracket before it, it is a key of the outermost object; a quote inside a text has a backslash before it.
    if start < len(RESULT) or head.count(b"{") != 1 or b"[" in head or head[-len(RESULT) - 1 :][:1] == b"\\":
        return None
    nearest = max(start, len(content) - AROUND)
    end = content.rfind(AFTER, nearest)
    if end < 0:
        end = content.rfind(b"}", nearest)
        return (start, end) if end > start else None
    while end > start and content[end - 1] in SPACE:
        end -= 1
    return (start, end - 1) if end - 1 > start and content[end - 1 : end] == b"," else None


def without_result(content: bytes, place: Place) -> dict[str, Any]:
    """The object with `null` in place of its result. Raises ValueError where it is none."""
    value = loads(content[: place[0]] + b"null" + content[place[1] :])
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return value


class Usual:
    """Finds the results of answers that say `succeeded`; what the last one had around its result is not read again."""

    def __init__(self) -> None:
        self._last = NOTHING, NOTHING, 1, 1

    def place(self, content: bytes) -> Place | None:
        """Where the result lies; None if the answer has to be read as a whole to know what it says."""
        head, tail, before, after = self._last
        end = len(content) - after
        if content.startswith(head) and content.endswith(tail) and before < end:
            return before, end
        found = around(content)
        if found is None:
            return None
        try:
            rest = without_result(content, found)
        except (ValueError, RecursionError):
            return None
        if rest.get("statusCode") != SUCCEEDED:
            return None
        if all(value is None or isinstance(value, int) for key, value in rest.items() if key != "statusCode"):
            # Texts are not kept: they are long, each another, and may hold what nobody should see.
            start, end = found
            self._last = content[:start], content[end:], start, len(content) - end
        return found


def loads(content: bytes, place: Place | None = None) -> Any:
    """JSON of which the outermost object has no key twice; inside of it the last one wins, as JSON readers have it."""
    text = _text(content, place)
    if text.lstrip(" \t\r\n")[:1] != "{":
        return DECODER.decode(text)
    try:
        return _STRICT.decode(text)
    except KeyTwice:
        pass
    keys = 0

    def outermost(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal keys
        keys = len(pairs)  # the outermost object is the last to be complete
        return dict(pairs)

    value = json.loads(text, parse_constant=_no_constant, parse_float=_finite, object_pairs_hook=outermost)
    if len(value) != keys:
        raise KeyTwice
    return value


def loads_result(content: bytes, place: Place) -> Any:
    """The result as JSON."""
    return DECODER.decode(_text(content, place))


def _text(content: bytes, place: Place | None) -> str:
    start, end = place or (len(BOM_UTF8) if content.startswith(BOM_UTF8) else 0, len(content))
    return str(memoryview(content)[start:end], "utf-8")


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise KeyTwice
    return found


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError("a number beyond what can be reckoned with")
    return number


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


DECODER = json.JSONDecoder(parse_constant=_no_constant, parse_float=_finite)
_STRICT = json.JSONDecoder(parse_constant=_no_constant, parse_float=_finite, object_pairs_hook=_no_key_twice)
