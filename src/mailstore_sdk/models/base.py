"""What all models have in common: lenient about the server, strict about the reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, ConfigDict, PlainSerializer

from mailstore_sdk.transport.redact import SECRET_NAME


def camel_case(name: str) -> str:
    """The wire's name of a field: ``user_name`` → ``userName``, ``pop3_user_names`` → ``pop3UserNames``.

    Where the server writes it otherwise (``instanceID``), the field says so: ``Annotated[str, Field(alias=…)]``. The
    alias stands in the annotation because type checkers then still take the Python name for the constructor's.
    """
    return re.sub(r"_([a-z0-9])", lambda match: match.group(1).upper(), name)


def _in_utc(value: datetime) -> datetime:
    try:
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    except OverflowError:  # the first and the last day of the calendar, in some zones
        raise ValueError("is beyond the calendar in UTC") from None


def _without_zone(value: datetime) -> str:
    return _in_utc(value).replace(tzinfo=None).isoformat()


Utc = Annotated[datetime, AfterValidator(_in_utc)]
"""A moment in UTC that the server writes with ``Z``."""

UtcWithoutZone = Annotated[Utc, PlainSerializer(_without_zone, when_used="json")]
"""A moment in UTC that the server writes, and wants to read, without a zone: the fields with ``Utc`` in their name."""


class Model(BaseModel):
    """A result of the server.

    Keys that the SDK does not know are kept (`model_extra`), so that nothing a newer server sends is lost. Instances
    cannot be changed; `model_copy(update={…})` gives a changed one, with the Python names of the fields, and a function
    that takes it sends what was read together with the change. Fields may be given by their Python name or by the
    server's.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(
        alias_generator=camel_case,
        populate_by_name=True,
        extra="allow",
        frozen=True,
    )

    if not TYPE_CHECKING:  # type checkers are to know the fields alone

        def __getattr__(self, name: str) -> Any:
            # Reading makes a row with all its keys and no others without these (`wire`); few are ever asked for.
            if name == "__pydantic_fields_set__":
                made = set(type(self).model_fields)
            elif name == "__pydantic_extra__":
                made = {}
            elif name == "__pydantic_private__":
                made = None
            else:
                return super().__getattr__(name)
            object.__setattr__(self, name, made)
            return made

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        extra = self.model_extra or {}
        for name, value in super().__repr_args__():
            if not (name in extra and SECRET_NAME.search(name)):
                yield name, value
