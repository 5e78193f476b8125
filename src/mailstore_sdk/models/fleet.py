"""What many servers answered, as data."""

from __future__ import annotations

from typing import Any, Generic, Literal, TypeVar

from pydantic import Field

from mailstore_sdk.models.base import Model
from mailstore_sdk.models.operations import StatusResult

R = TypeVar("R")


class FleetFailure(Model):
    """Why a server gave no result, as data.

    Attributes:
        type: Name of the exception's class, as `AuthenticationError`.
        message: Its text, without passwords.
    """

    type: str
    message: str


class FleetReport(Model, Generic[R]):
    """What became of a call on every server of a fleet.

    Every dict is in the order of the fleet's members, whichever answered first.

    Attributes:
        format: Version of this format; a number that grows when a key changes its meaning.
        total: How many servers were to be called.
        succeeded: How many have a result.
        failed: How many have a failure.
        took: Seconds from the first call to the last answer.
        results: What the call returned, by the servers' names.
        failures: Why there is no result, by the servers' names.
        seconds: How long each server took, by name; 0 if it was not tried.
    """

    format: Literal[1] = 1
    total: int
    succeeded: int
    failed: int
    took: float
    results: dict[str, R] = Field(default_factory=dict)
    failures: dict[str, FleetFailure] = Field(default_factory=dict)
    seconds: dict[str, float] = Field(default_factory=dict)

    def to_json(self) -> str:
        """The report as JSON text, with a line end at its end; `model_validate_json` of the class reads it again."""
        return self.model_dump_json(by_alias=True, indent=2) + "\n"


class FleetOperation(Model):
    """A long-running call on one server, which any process can wait for.

    Attributes:
        function: Name of the function.
        saved: What `client.resume()` takes; None if the call was finished at once. Holds the server's token.
        status: The status when it was written down.
    """

    function: str
    saved: dict[str, Any] | None = None
    status: StatusResult
