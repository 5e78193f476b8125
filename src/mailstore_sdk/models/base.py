"""What all models have in common: lenient about the server, strict about the reader."""

from __future__ import annotations

import re
from typing import ClassVar

from pydantic import BaseModel, ConfigDict


def camel_case(name: str) -> str:
    """The wire's name of a field: ``user_name`` → ``userName``, ``pop3_user_names`` → ``pop3UserNames``."""
    return re.sub(r"_([a-z0-9])", lambda match: match.group(1).upper(), name)


class Model(BaseModel):
    """A result of the server.

    Keys that the SDK does not know are kept (`model_extra`), so that nothing a newer server sends is lost. Instances
    cannot be changed. Fields may be given by their Python name or by the server's.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(
        alias_generator=camel_case,
        populate_by_name=True,
        extra="allow",
        frozen=True,
    )
