"""How models are made of bytes: the same result as pydantic's own way, without what only others than a server need.

What is left out, the careful way through `parse` does: it reads again what is refused here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic_core import SchemaValidator, core_schema

Schema = Any  # pydantic's schemas are dictionaries, of a type for each kind
# In rows most texts are there once: looking for each among those read before takes longer than making it.
ROWS = core_schema.CoreConfig(cache_strings="keys")


def validator(adapter: TypeAdapter[Any], config: core_schema.CoreConfig | None = None) -> SchemaValidator:
    """What reads JSON into what the adapter is for."""
    return _built(_lean(adapter.core_schema), config)


class Rows:
    """Reads JSON lists of rows.

    A row that has all keys of the model and no others, as most have, is made without the set of its keys and without
    the dictionary for further ones, which are more than half of its memory; the model makes them when it is asked.
    """

    def __init__(self, rows: TypeAdapter[list[Any]], row: TypeAdapter[Any]) -> None:
        self._any = validator(rows, ROWS).validate_json
        made = _complete(_lean(row.core_schema))
        self._keys = made[0] if made else []
        self._complete = _built(core_schema.list_schema(made[1]), ROWS).validate_json if made else self._any

    def __call__(self, content: bytes) -> list[Any]:
        """The rows as models. Raises ValidationError."""
        first = content[: content.find(b"}")]
        # With further keys it would be refused, after all rows were looked at for all that is wrong with them.
        if self._keys and first.count(b'":') == len(self._keys) and all(key in first for key in self._keys):
            try:
                complete: list[Any] = self._complete(content)
            except ValueError:
                pass
            else:
                return complete
        rows: list[Any] = self._any(content)
        return rows


def _complete(schema: Schema) -> tuple[list[bytes], Schema] | None:
    """The keys of a model, and the schema of a row that has them all; None if the model is not a plain one."""
    if schema["type"] != "model" or schema["schema"]["type"] != "model-fields":
        return None
    model: type[BaseModel] = schema["cls"]
    fields: Mapping[str, Schema] = schema["schema"]["fields"]
    keys = {name: one.get("validation_alias", name) for name, one in fields.items()}
    # A dataclass is to pydantic's core a class of which it sets the attributes and nothing else.
    made = core_schema.dataclass_schema(
        model,
        core_schema.dataclass_args_schema(
            model.__name__,
            [
                core_schema.dataclass_field(name, _required(one["schema"]), validation_alias=keys[name])
                for name, one in fields.items()
            ],
            extra_behavior="forbid",
        ),
        [*fields],
    )
    return [f'"{key}"'.encode() for key in keys.values()], made


def _required(schema: Schema) -> Schema:
    return schema["schema"] if schema["type"] == "default" else schema


def _lean(schema: Schema) -> Schema:
    """The schema without tolerance, and with plain text for open sets of values, which takes the same."""
    if schema["type"] == "function-before":
        return _lean(schema["schema"])
    if schema["type"] == "union" and {choice["type"] for choice in schema["choices"]} == {"literal", "str"}:
        return core_schema.str_schema()
    lean = dict(schema)
    for inner in ("schema", "items_schema", "values_schema"):
        if inner in lean:
            lean[inner] = _lean(lean[inner])
    for several in ("choices", "definitions"):
        if several in lean:
            lean[several] = [_lean(one) for one in lean[several]]
    if "fields" in lean:
        lean["fields"] = {name: _lean(one) for name, one in lean["fields"].items()}
    return lean


def _built(schema: Schema, config: core_schema.CoreConfig | None) -> SchemaValidator:
    try:
        # Without what the classes have built for themselves: pydantic would take that in place of this schema.
        return SchemaValidator(schema, config, False)
    except TypeError:  # pydantic before 2.12; 2.11 takes that all the same, which is as right and slower
        return SchemaValidator(schema, config)
