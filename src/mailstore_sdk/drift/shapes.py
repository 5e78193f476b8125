"""The shape of JSON: which keys there are and which types, and nothing of what they hold.

Most keys are names that the vendor chose, but an object may also be a table whose keys are data, such as the names of
users. So a key is recorded only if a model declares it, or if it looks like a name that a programmer chose, is found
nowhere in the answers as a value, and its object does not look like a table; all others together are `*`. That rule is
our choice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from mailstore_sdk.drift.expected import ANYTHING, Expected
from mailstore_sdk.models import ShapeDifference

MAX_DEPTH = 10
MAX_KEYS = 64
MAX_PLACES = 2000
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,47}")
MAX_DIGITS = 3
OTHER_KEYS = "*"
CUT = "…"


@dataclass
class Shape:
    """All that was seen at one place.

    Attributes:
        kinds: Types of JSON.
        keys: What was seen under each key of objects.
        objects: How many objects there were.
        present: How many of them had a key.
        items: What was seen in lists.
    """

    kinds: set[str] = field(default_factory=set)
    keys: dict[str, Shape] = field(default_factory=dict)
    objects: int = 0
    present: Counter[str] = field(default_factory=Counter)
    items: Shape | None = None

    def always(self, key: str) -> bool:
        """Whether every object had the key."""
        return self.present[key] == self.objects

    def as_json(self) -> Any:
        """The shape as `models.FunctionShape` describes it."""
        found = self._alternatives()
        return found[0] if len(found) == 1 else {"|": found}

    def _alternatives(self) -> list[Any]:
        found: list[Any] = sorted(self.kinds - {"object", "list"})
        if "object" in self.kinds:
            found.append({
                name if name == OTHER_KEYS or self.always(name) else f"{name}?": below.as_json()
                for name, below in self.keys.items()
            })  # fmt: skip
        if self.items is not None:
            found.append(self.items._alternatives())
        return found


class Recorder:
    """Records the shapes of the answers of one function.

    Args:
        data: Values of all answers, folded to one case: what is among them is not recorded as a key.
        expected: What the function should answer; keys that it declares are recorded in any case.
    """

    def __init__(self, data: frozenset[str], expected: Expected) -> None:
        self.shape: Shape = Shape()
        self._data = data
        self._expected = expected
        self._places = 0

    def record(self, answer: Any) -> None:
        """Record an answer."""
        self._record(self.shape, answer, self._expected, 0)

    def _record(self, shape: Shape, value: Any, expected: Expected, depth: int) -> None:
        if depth > MAX_DEPTH:
            shape.kinds.add(CUT)
            return
        shape.kinds.add(kind(value))
        if isinstance(value, list):
            shape.items = shape.items or Shape()
            for item in value:
                self._record(shape.items, item, expected.items or ANYTHING, depth + 1)
        elif isinstance(value, dict):
            shape.objects += 1
            named = self._names(value, expected)
            shape.present.update(set(named.values()))
            for key, name in named.items():
                below = shape.keys.get(name) or self._place(shape, name)
                if below is not None:
                    where = expected.keys.get(key) or expected.mapped or ANYTHING
                    self._record(below, value[key], where, depth + 1)

    def _place(self, shape: Shape, name: str) -> Shape | None:
        """A place for what lies under a key, as long as the record is not too long."""
        self._places += 1
        if self._places > MAX_PLACES:
            shape.kinds.add(CUT)
            return None
        return shape.keys.setdefault(name, Shape())

    def _names(self, owner: dict[str, Any], expected: Expected) -> dict[str, str]:
        """Under which name each key of an object is recorded."""
        keys_are_data = expected.mapped is not None or is_table(owner)
        return {
            key: key if key in expected.keys or not (keys_are_data or self._is_data(key)) else OTHER_KEYS
            for key in owner
        }

    def _is_data(self, key: str) -> bool:
        chosen = NAME.fullmatch(key) and sum(map(str.isdigit, key)) <= MAX_DIGITS
        return not chosen or key.casefold() in self._data


def is_table(owner: dict[str, Any]) -> bool:
    """Whether the keys of an object look like data: very many, or all with the same keys below."""
    below = {frozenset(value) if isinstance(value, dict) else None for value in owner.values()}
    return len(owner) > MAX_KEYS or (len(owner) > 1 and len(below) == 1 and None not in below)


def kind(value: Any) -> str:
    """The type of a JSON value."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int | float):
        return "number"
    return "string" if isinstance(value, str) else "list" if isinstance(value, list) else "object"


def texts(value: Any) -> Iterator[str]:
    """Every text in a JSON value that is not a key, folded to one case."""
    rest = [value]
    while rest:
        here = rest.pop()
        if isinstance(here, str):
            yield here.casefold()
        elif isinstance(here, dict | list):
            rest.extend(here.values() if isinstance(here, dict) else here)


def differences(shape: Shape, expected: Expected, path: str = "") -> Iterator[ShapeDifference]:
    """Where a shape is not what a model says.

    Args:
        shape: What was seen.
        expected: What the model takes.
        path: Where that is.
    """
    if not expected.kinds:
        return
    if shape.kinds - {CUT} - expected.kinds:
        wanted, got = _types(expected.kinds), _types(shape.kinds)
        yield ShapeDifference(kind="different", path=path, expected=wanted, found=got)
    if shape.objects and "object" in expected.kinds and not expected.open:
        yield from _key_differences(shape, expected, path)
    if shape.items is not None and expected.items is not None:
        yield from differences(shape.items, expected.items, f"{path}[]")


def _key_differences(shape: Shape, expected: Expected, path: str) -> Iterator[ShapeDifference]:
    for name, declared in expected.keys.items():
        place = f"{path}.{name}".lstrip(".")
        required = name in expected.required
        wanted = f"{_types(declared.kinds)}, {'required' if required else 'optional'}"
        below = shape.keys.get(name)
        if below is None:
            if CUT not in shape.kinds:
                yield ShapeDifference(kind="missing" if required else "absent", path=place, expected=wanted)
            continue
        if required and not shape.always(name):
            got = f"{_types(below.kinds)}, optional"
            yield ShapeDifference(kind="different", path=place, expected=wanted, found=got)
        yield from differences(below, declared, place)
    for name, below in shape.keys.items():
        if name not in expected.keys:
            place = f"{path}.{name}".lstrip(".")
            if expected.mapped is None:
                yield ShapeDifference(kind="extra", path=place, found=_types(below.kinds))
            else:
                yield from differences(below, expected.mapped, place)


def _types(kinds: set[str] | frozenset[str]) -> str:
    return " | ".join(sorted(kinds)) or "anything"
