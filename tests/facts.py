"""What is known of the API's functions, from `data/functions.json`: the yardstick that no generator has touched."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class KnownArgument:
    """An argument, as it is known.

    Attributes:
        values: The known values, as text.
        wrapper_default: What the vendor's wrapper sends when the caller says nothing; None: it sends nothing.
    """

    name: str
    type: str
    required: bool
    secret: bool
    values: tuple[str, ...]
    wrapper_default: Any


@dataclass(frozen=True)
class KnownFunction:
    """A function, as it is known.

    Attributes:
        arguments: None where they are not known, or only in part.
        scope: Where the Service Provider Edition has it: instance, system, unknown, or nowhere.
    """

    name: str
    arguments: tuple[KnownArgument, ...] | None
    server: bool
    scope: str
    since: str
    long_running: str
    read_only: bool
    evidence: str
    result: dict[str, Any] | None

    @property
    def python_name(self) -> str:
        return snake(self.name)


def snake(name: str) -> str:
    """The Python name, written down apart from the generator: `timeZoneID` → `time_zone_id`."""
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+", name)
    return "_".join(words).lower()


def _argument(entry: dict[str, Any]) -> KnownArgument:
    values = entry.get("values", [])
    if isinstance(values, str):  # in words, such as "1 to 31, or Last"
        values = re.findall(r"\d+|[A-Z]\w*", values)
    return KnownArgument(
        name=entry["name"],
        type=entry["type"],
        required=entry["required"],
        secret=entry.get("secret", False),
        values=tuple(map(str, values)),
        wrapper_default=entry.get("wrapper_default"),
    )


def _function(name: str, entry: dict[str, Any]) -> KnownFunction:
    listed = isinstance(entry["arguments"], list)
    return KnownFunction(
        name=name,
        arguments=tuple(_argument(argument) for argument in entry["arguments"]) if listed else None,
        server="server" in entry["products"],
        scope=entry.get("spe_scope", ""),
        since=entry["since"],
        long_running=entry["long_running"],
        read_only=entry["read_only"],
        evidence=entry["evidence"],
        result=entry["result"],
    )


_FILE = Path(__file__).parent / "data" / "functions.json"
KNOWN = {name: _function(name, entry) for name, entry in json.loads(_FILE.read_text(encoding="utf-8")).items()}
CALLABLE = {name: function for name, function in KNOWN.items() if function.arguments is not None}
KNOWN_VALUES = {
    name: {argument.name: argument.values for argument in function.arguments or () if argument.values}
    for name, function in CALLABLE.items()
    if any(argument.values for argument in function.arguments or ())
}
