"""What one server answered, as it comes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from mailstore_sdk.models.fleet import FleetFailure

R = TypeVar("R")


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class FleetResult(Generic[R]):
    """What became of a call on one server, as soon as it is known.

    Attributes:
        name: Of the server.
        item: What the call was made for; None where it was made for the server as a whole.
        seconds: How long the call took, the making of the client included; 0 if it was not tried.
        error: What it raised; None if it succeeded.
        failure: The same as data.
        returned: What it returned, or None; `value` raises the error instead.
    """

    name: str
    seconds: float
    item: Any = None
    error: Exception | None = None
    failure: FleetFailure | None = None
    returned: R | None = field(default=None, repr=False)

    @property
    def value(self) -> R:
        """What the call returned.

        Raises:
            Exception: What it raised, if it failed.
        """
        if self.error is not None:
            raise self.error
        value: R = self.returned  # type: ignore[assignment]  # None only where R is None
        return value

    def __repr__(self) -> str:
        what = "succeeded" if self.failure is None else f"{self.failure.type}: {self.failure.message}"
        # Without the item, which may hold a password to be set.
        return f"<FleetResult {self.name}: {what}, {self.seconds:.2f} s>"
