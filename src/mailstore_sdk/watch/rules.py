"""By which rules health is judged: one table of severities, and a few lengths of time."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from mailstore_sdk.severity import Severity

RESULTS: MappingProxyType[str, Severity] = MappingProxyType(
    {
        "succeeded": "ok",
        "completedWithWarnings": "warning",
        "completedWithErrors": "error",
        "failed": "error",
        "cancelled": "error",
        "disconnected": "error",
        "threadAbort": "error",
    }
)
"""How bad the known results are."""

STATES: MappingProxyType[str, Severity] = MappingProxyType(
    {
        "overdue": "warning",
        "silent": "error",
        "never_run": "error",
        "running": "ok",
        "maintenance": "ok",
        "manual": "ok",
        "disabled": "ok",
        "unknown": "unknown",
    }
)
"""How bad the states are that follow from no result."""


def _with_results(given: dict[str, Severity]) -> dict[str, Severity]:
    return {**RESULTS, **given}


def _with_states(given: dict[str, Severity]) -> dict[str, Severity]:
    unknown = ", ".join(sorted(given.keys() - STATES.keys()))
    if unknown:
        raise ValueError(f"no state of a profile or job has a severity of its own that is called {unknown}")
    return {**STATES, **given}


LONGEST = timedelta(days=36_500)  # nothing that is reckoned with it leaves the calendar
Length = Annotated[timedelta, Field(ge=timedelta(), le=LONGEST)]
Results = Annotated[dict[str, Severity], AfterValidator(_with_results)]
States = Annotated[dict[str, Severity], AfterValidator(_with_states)]


class HealthRules(BaseModel):
    """By which rules health is judged.

    A length of time is at most 36,500 days; in JSON it is a number of seconds, or text like `PT30M`.

    Attributes:
        results: How bad each result is; those left out stay as they are.
        unknown_result: How bad a result is that nobody has seen yet.
        states: How bad each state is that follows from no result; those left out stay as they are.
        failures: How long a bad run counts; after that it is forgotten, so that a profile turns ok by itself. The last
            run of one that runs by itself counts until it is overdue, if that is longer.
        silence: After how long without a run, or without one that succeeded, a profile is in error; one whose own
            rhythm is longer, after that.
        margin: How much later than usual a run may end.
        last_runs: Of how many of the last runs the usual duration is the median.
        limits: For how long a profile may be silent, by its number or name, in place of its rhythm and `silence`; also
            for one that does not run by itself.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")

    results: Results = Field(default_factory=lambda: {**RESULTS})
    unknown_result: Severity = "warning"
    states: States = Field(default_factory=lambda: {**STATES})
    failures: Length = timedelta(minutes=30)
    silence: Length = timedelta(hours=24)
    margin: Length = timedelta(minutes=30)
    last_runs: Annotated[int, Field(ge=1)] = 20
    limits: dict[int | str, Length] = Field(default_factory=dict)

    def of_result(self, result: str | None) -> Severity:
        """How bad a result is."""
        return self.unknown_result if result is None else self.results.get(result, self.unknown_result)

    def limit(self, number: int, name: str) -> timedelta | None:
        """For how long a profile may be silent; None: its own rhythm says so."""
        found = (self.limits[key] for key in (number, str(number), name) if key in self.limits)
        return next(found, None)


USUAL: HealthRules = HealthRules()
"""The rules that hold unless others are given."""
