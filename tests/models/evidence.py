"""What is known of the results: ``tests/data/samples.json``.

For each function whose result somebody has seen: ``result``, the shape that the specification names; ``fields``, the
keys that there is evidence for (``nullable`` true, false or unknown; ``optional`` if the key may be missing;
``incomplete`` if the source says that there are more); ``modern`` and ``legacy``, answers of servers;
``reconstructed``, answers put together from the code of clients. Names and addresses in them are made up.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pydantic import TypeAdapter

from mailstore_sdk import models
from mailstore_sdk.models import parsing
from mailstore_sdk.models.base import Model

EVIDENCE: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parent.parent / "data" / "samples.json").read_text(encoding="utf-8")
)
MODELS: list[type[Model]] = [getattr(models, name) for name in models.__all__]
RESULTS = [function for function, known in EVIDENCE.items() if "fields" in known]

EXAMPLES: dict[str, Any] = {
    "string": "text",
    "string enum": "value",
    "string (GUID)": "7d019ba8-0000-0000-0000-000000000000",
    "string datetime": "2026-05-02T03:30:04",
    "string '0'/'1'": "1",
    "string or integer": "Last",
    "integer": 7,
    "integer (64 bit)": 2**40,
    "number": 8473,
    "boolean": True,
    "null": None,
    "unknown": {"anything": [1, None]},
    "array of string": ["a", "b"],
    "array of string enum": ["a", "b"],
    "array of string (type not seen)": ["a", "b"],
}
WITH_Z = {"CertificateExpirationDate"}


class Field(NamedTuple):
    """A key that there is evidence for, wherever it is in the answer."""

    path: tuple[str, ...]
    known: dict[str, Any]


def samples(*kinds: str) -> list[Any]:
    """The answers of the kinds, as parameters of a test: function, answer."""
    return [
        pytest.param(function, sample, id=f"{function}-{kind}-{number}")
        for function, known in EVIDENCE.items()
        for kind in kinds
        for number, sample in enumerate(known.get(kind, []))
        if sample is not None
    ]


def fields(function: str) -> list[Field]:
    """Every key of the function's result, at every depth."""

    def below(known: dict[str, Any], path: tuple[str, ...]) -> Iterator[Field]:
        for name, field in known.items():
            yield Field((*path, name), field)
            yield from below(field.get("fields", {}), (*path, name))

    return list(below(EVIDENCE[function]["fields"], ()))


def full(function: str) -> dict[str, Any]:
    """A row with every key that there is evidence for."""
    return {name: _example(name, known) for name, known in EVIDENCE[function]["fields"].items()}


def _example(name: str, known: dict[str, Any]) -> Any:
    kind = known["type"]
    if "fields" in known:
        inner = {key: _example(key, field) for key, field in known["fields"].items()}
        return [inner] if kind.startswith("array") else inner
    return EXAMPLES[kind] + "Z" if name in WITH_Z else copy.deepcopy(EXAMPLES[kind])


def parsed(function: str, answer: Any) -> Any:
    """The answer as the typed method gives it."""
    return parsing.parse(function, EVIDENCE[function]["result"], answer)


def parsed_row(function: str, row: dict[str, Any]) -> Any:
    """One row of the answer, or the answer where it is no list."""
    listed = EVIDENCE[function]["result"].startswith("list[")
    return parsed(function, [row])[0] if listed else parsed(function, row)


def dumped(value: Any) -> Any:
    """What an argument that is a model becomes on the wire."""
    return TypeAdapter(Any).dump_python(value, mode="json", by_alias=True, exclude_unset=True)


def objects(value: Any) -> Iterator[Model]:
    """The models in a result, also the nested ones."""
    if isinstance(value, list):
        for item in value:
            yield from objects(item)
    elif isinstance(value, Model):
        yield value
        for _, field in value:
            yield from objects(field)


def changed(value: Any, path: tuple[str, ...], change: Callable[[dict[str, Any], str], None]) -> Any:
    """A copy of the JSON in which the key at the path, in every row of every list on the way, is changed."""
    value = copy.deepcopy(value)
    rows = [value]
    for name in path[:-1]:
        inner = [row[name] for row in rows]
        rows = [item for found in inner for item in (found if isinstance(found, list) else [found])]
    for row in rows:
        change(row, path[-1])
    return value


def with_unknown_keys(value: Any) -> Any:
    """A copy of the JSON in which every object has a key more."""
    if isinstance(value, list):
        return [with_unknown_keys(item) for item in value]
    if isinstance(value, dict):
        return {**{key: with_unknown_keys(item) for key, item in value.items()}, "addedIn2030": {"deep": [1, None]}}
    return value


def snake_case(name: str) -> str:
    """The rule for Python names."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()
