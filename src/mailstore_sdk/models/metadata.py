"""What a server says of its own functions."""

from __future__ import annotations

from pydantic import Field

from mailstore_sdk.models.base import Model


class ArgumentMetadata(Model):
    """An argument of a function. Source: the vendor's documentation.

    Attributes:
        name: Its name on the wire.
        type: Known values: string, number, bool, json.
        nullable: False if the argument must be given.
    """

    name: str
    type: str
    nullable: bool


class FunctionMetadata(Model):
    """A function that the server has. Source: the vendor's documentation.

    Attributes:
        name: The function's name.
        args: Its arguments, in order.
    """

    name: str
    args: list[ArgumentMetadata] = Field(default_factory=list)
