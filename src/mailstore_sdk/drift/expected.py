"""What a model takes at each place of an answer, read from its JSON schema."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from pydantic import TypeAdapter

from mailstore_sdk import models

Schema: TypeAlias = Mapping[str, Any]
KINDS = {
    "string": "string",
    "integer": "number",
    "number": "number",
    "boolean": "bool",
    "null": "null",
    "array": "list",
    "object": "object",
}
OF_CONSTANTS: dict[type, str] = {str: "string", int: "number", float: "number", bool: "bool", type(None): "null"}


@dataclass(frozen=True)
class Expected:
    """What may stand at one place; every place below is read when it is asked for, since models may hold themselves.

    Args:
        schemas: The alternatives.
        definitions: Schemas that others refer to.
    """

    schemas: tuple[Schema, ...]
    definitions: Schema

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Types of JSON that are taken; none at all where anything is."""
        found = [_kinds(schema) for schema in self.schemas]
        return frozenset().union(*found) if all(found) else frozenset()

    @cached_property
    def keys(self) -> dict[str, Expected]:
        """The keys of objects that are declared."""
        return {
            name: expected(below, self.definitions)
            for schema in self.schemas
            for name, below in schema.get("properties", {}).items()
        }

    @cached_property
    def required(self) -> frozenset[str]:
        """The keys that must be there."""
        return frozenset(name for schema in self.schemas for name in schema.get("required", ()))

    @cached_property
    def open(self) -> bool:
        """Whether an object may have any keys, with anything in them: plain dicts, not models."""
        objects = [schema for schema in self.schemas if schema.get("type") == "object"]
        return any("properties" not in schema and schema.get("additionalProperties") is True for schema in objects)

    @cached_property
    def mapped(self) -> Expected | None:
        """What lies under the keys of a mapping, whose keys are data."""
        return self._below("additionalProperties")

    @cached_property
    def items(self) -> Expected | None:
        """What a list holds."""
        return self._below("items")

    def _below(self, name: str) -> Expected | None:
        found = [schema[name] for schema in self.schemas if isinstance(schema.get(name), Mapping)]
        return expected({"anyOf": found}, self.definitions) if found else None


ANYTHING = Expected(({},), {})


def expected(schema: Schema, definitions: Schema) -> Expected:
    """What a schema takes."""
    return Expected(tuple(_alternatives(schema, definitions)), definitions)


@functools.cache
def of_result(shape: str) -> Expected:
    """What a function's result should look like.

    Args:
        shape: Name of a model, or `list[…]` of one; anything for `json`, whose shape is unknown.
    """
    if shape == "json":
        return ANYTHING
    listed = re.fullmatch(r"list\[(\w+)\]", shape)
    schema = TypeAdapter(getattr(models, listed.group(1) if listed else shape)).json_schema()
    definitions = schema.pop("$defs", {})
    return expected({"type": "array", "items": schema} if listed else schema, definitions)


def _alternatives(schema: Schema, definitions: Schema) -> Iterator[Schema]:
    if "$ref" in schema:
        yield from _alternatives(definitions[schema["$ref"].rsplit("/", 1)[1]], definitions)
        return
    several = next((schema[name] for name in ("anyOf", "oneOf", "allOf") if name in schema), None)
    if several is None:
        yield schema
        return
    for each in several:
        yield from _alternatives(each, definitions)


def _kinds(schema: Schema) -> frozenset[str]:
    if "type" in schema:
        return frozenset({KINDS[schema["type"]]})
    constants = [schema["const"]] if "const" in schema else schema.get("enum", ())
    return frozenset(OF_CONSTANTS[type(constant)] for constant in constants)
