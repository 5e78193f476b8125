"""What all parts of a report have in common, and how an answer of the server becomes one.

The parts are the report's own, not the models of answers: what a report file holds stays readable when those change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    SerializerFunctionWrapHandler,
    model_serializer,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from mailstore_sdk.errors import is_deep
from mailstore_sdk.models.base import Model, camel_case
from mailstore_sdk.reports import docstrings
from mailstore_sdk.transport.redact import MASK, SECRET_NAME, without_secrets

E = TypeVar("E", bound="Entry")
TOO_DEEP = "(nested too deeply to be kept)"
# A secret as it stands in a text: `--password=…`, `--password …`, `"passphrase": "…"`. It ends at the first blank
# outside of quotation marks, as a password may hold whatever else separates; in them one may be escaped, the last lack.
NAME = re.compile(r"[\w-]+")
ASSIGNED = re.compile(r"""["']?\s*[=:]\s*""")
BEHIND = re.compile(r"\s+(?!-)")
VALUE = re.compile(r"""(?:"(?:[^"\\]|\\.?)*(?:"|\Z)|'(?:[^'\\]|\\.?)*(?:'|\Z)|[^\s"'])+""", re.DOTALL)
IN_URL = re.compile(r"(?<=://)[^\s/?#@:]*:[^\s/?#]*(?=@)")  # user and password


class Part(BaseModel):
    """A part of a report. Keys that a later SDK added are passed over; instances cannot be changed."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        alias_generator=camel_case,
        populate_by_name=True,
        extra="ignore",
        frozen=True,
    )
    _writes_all: ClassVar[bool] = True

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        schema = handler(core)
        described = handler.resolve_ref_schema(schema)
        names = {field.alias or name: name for name, field in cls.model_fields.items()}
        text, fields = docstrings.parts(cls)
        described["description"] = text
        for key, one in described["properties"].items():
            one.pop("title", None)
            one.pop("default", None)  # what is not written was not told, and is not the default
            one["description"] = fields[names[key]]
        if cls._writes_all:
            described["required"] = list(described["properties"])
        return schema


class Entry(Part):
    """What the server told of one thing.

    A field that the server did not send is not written to JSON, and None there says that the server sent null: only so
    can a later comparison know what is new and what was merely not told by an older server.

    Attributes:
        other: What the server sent besides, under its own keys, secrets masked.
    """

    # How two reports are compared: the fields that tell one thing from others; those whose change is growth; those that
    # change all the time; lists whose words come and go one by one; others whose order means nothing; those where
    # nothing sent means that there is nothing, or all of them if the server's version is still the same; and whether
    # what is identified otherwise is simply another one.
    identity: ClassVar[tuple[str, ...]] = ()
    measured: ClassVar[frozenset[str]] = frozenset()
    passing: ClassVar[frozenset[str]] = frozenset()
    sets: ClassVar[frozenset[str]] = frozenset()
    unordered: ClassVar[frozenset[str]] = frozenset()
    none_when_absent: ClassVar[frozenset[str]] = frozenset()
    silence_means_none: ClassVar[bool] = True
    as_a_whole: ClassVar[bool] = False

    _writes_all: ClassVar[bool] = False

    other: dict[str, Any] = Field(default_factory=dict)

    @model_serializer(mode="wrap")
    def _what_was_told(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        written: dict[str, Any] = handler(self)
        told = self.model_fields_set
        for name, field in type(self).model_fields.items():
            if name not in told:
                written.pop(name, None)
                written.pop(field.alias or name, None)
        return written

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        told = self.model_fields_set
        return ((name, value) for name, value in super().__repr_args__() if name in told)

    @property
    def key(self) -> str:
        """What tells it from the others of its kind."""
        return " ".join(str(getattr(self, name)) for name in self.identity)


def entry(kind: type[E], *answers: Model, more: Mapping[str, object] | None = None, only_known: bool = False) -> E:
    """What the server answered as an entry.

    Args:
        kind: The class of the entry; what it has no field for is left out, unless the SDK does not know the key.
        *answers: The answer, or a part of it; or several, of which a later one counts more.
        more: Fields that are filled from elsewhere.
        only_known: Whether keys that the SDK does not know are left out.
    """
    fields: dict[str, Any] = {}
    other: dict[str, Any] = {}
    for answer in answers:
        told = _told(answer, kind.model_fields)
        other |= told.pop("other", {})
        fields |= told
    if other and not only_known:
        fields["other"] = other
    return kind.model_validate({**fields, **(more or {})})


def settings(answer: Model) -> dict[str, Any]:
    """An answer under the server's own keys, as `kept`."""
    fields = type(answer).model_fields
    sent = {fields[name].alias or name: getattr(answer, name) for name in fields if name in answer.model_fields_set}
    return kept({**sent, **(answer.model_extra or {})})


def kept(told: Mapping[str, Any]) -> dict[str, Any]:
    """What a server told, secrets masked, and without what could not be written as JSON again."""
    found: dict[str, Any] = without_secrets({key: TOO_DEEP if is_deep(one) else one for key, one in told.items()})
    cleaned: dict[str, Any] = _cleaned(found)
    return cleaned


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        # Half a pair of surrogates has no place in UTF-8; and a connection string has a secret in it, not above it.
        return without_secrets_in_text(value.encode(errors="replace").decode())
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    return {_cleaned(key): _cleaned(one) for key, one in value.items()} if isinstance(value, dict) else value


def without_secrets_in_text(text: str) -> str:
    """A text, as the command of a job or a connection string, with the values of what sounds secret masked."""
    return IN_URL.sub(MASK, "".join(_masked(text)))


def _masked(text: str) -> Iterator[str]:
    """The text in parts, in time that grows with its length alone."""
    done = 0
    for name in NAME.finditer(text):
        if name.start() < done or not SECRET_NAME.search(name[0]):
            continue
        begin = ASSIGNED.match(text, name.end()) or (BEHIND.match(text, name.end()) if name[0][0] == "-" else None)
        value = VALUE.match(text, begin.end()) if begin else None
        if value:
            yield text[done : value.start()]
            yield MASK
            done = value.end()
    yield text[done:]


def _told(answer: Model, wanted: Iterable[str]) -> dict[str, Any]:
    """What the server sent, by the Python names of the fields."""
    # A key that the SDK does not know may have the name of a field, and hold anything.
    sent = answer.model_fields_set & type(answer).model_fields.keys()
    fields = {name: _plain(getattr(answer, name)) for name in wanted if name in sent}
    if answer.model_extra:
        fields["other"] = kept(answer.model_extra)
    return fields


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return _told(value, type(value).model_fields)
    return [_plain(one) for one in value] if isinstance(value, list) else value
