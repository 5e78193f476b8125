"""A part of a report that is either there, or not to be had for a reason that is told."""

from __future__ import annotations

from typing import Generic, Literal, Self, TypeVar

from pydantic import Field, model_validator

from mailstore_sdk.errors import (
    AuthenticationError,
    MailStoreError,
    OperationCancelled,
    OperationError,
    OperationTimeout,
    ResponseError,
    TransportError,
    UnknownFunctionError,
    UnsupportedError,
)
from mailstore_sdk.reports.entries.base import Part

T = TypeVar("T")

Cause = (
    Literal[
        "notAsked",
        "notInThisEdition",
        "notSeen",
        "unknownFunction",
        "noRight",
        "refused",
        "failed",
        "cancelled",
        "noAnswer",
        "unreadable",
    ]
    | str
)
"""Why something is not there."""

CAUSES: tuple[tuple[type[MailStoreError], Cause], ...] = (
    (UnknownFunctionError, "unknownFunction"),
    (UnsupportedError, "unknownFunction"),
    (AuthenticationError, "noRight"),
    (OperationCancelled, "cancelled"),
    (OperationTimeout, "noAnswer"),
    (OperationError, "failed"),
    (TransportError, "noAnswer"),
    (ResponseError, "unreadable"),
)


class Unavailable(Part):
    """Why a section is not there.

    Attributes:
        cause: Known values: notAsked (left out on purpose, or the report is older than the section), notInThisEdition,
            notSeen (there was no connection of its own to look at), unknownFunction (an older server), noRight,
            refused (the server said no), failed and cancelled (of a long-running call), noAnswer, unreadable.
        reason: The same in words, the server's where there are some.
        function: The function that was called; None if none was.
    """

    cause: Cause
    reason: str
    function: str | None = None

    @classmethod
    def because(cls, error: MailStoreError, function: str | None) -> Self:
        """What an error says."""
        return cls(cause=cause_of(error), reason=str(error), function=function)


class Problem(Part):
    """What is missing in a section that is there.

    Attributes:
        key: Of what, as the name of a user; None if of the section as a whole.
        cause: As of `Unavailable`.
        reason: The same in words.
        function: The function that was called.
    """

    key: str | None = None
    cause: Cause
    reason: str
    function: str | None = None


NOT_ASKED = Unavailable(cause="notAsked", reason="it was not asked for")


class Section(Part, Generic[T]):
    """A part of a report: `data`, or, where there is none, why it is `unavailable`.

    Attributes:
        data: What the server told; None: see `unavailable`.
        unavailable: Why there is no data; None where there is.
        problems: What is missing in the data, as the details of a user who was deleted in the meantime.
    """

    data: T | None = None
    unavailable: Unavailable | None = None
    problems: list[Problem] = Field(default_factory=list)

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.data is None) == (self.unavailable is None):
            raise ValueError("has to have either data or the reason why it is unavailable")
        return self


def cause_of(error: MailStoreError) -> Cause:
    """The word for what went wrong."""
    return next((cause for kind, cause in CAUSES if isinstance(error, kind)), "refused")
