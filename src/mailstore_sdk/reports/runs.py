"""The runs in a span: the one place that knows how they are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mailstore_sdk.caller import AsyncCaller, Caller
    from mailstore_sdk.reports.steps import AskRuns


@dataclass(frozen=True, slots=True)
class Read:
    """What was read; its attributes are those of `models.Runs`."""

    start: datetime
    end: datetime
    runs: list[Any]
    gaps: list[Any] = field(default_factory=list)


def between(client: Caller, step: AskRuns) -> Read:
    """The runs of all profiles, or jobs, in one call."""
    return _read(step, client._call(step.function, _arguments(step)))


async def between_async(client: AsyncCaller, step: AskRuns) -> Read:
    """The runs of all profiles, or jobs, in one call."""
    return _read(step, await client._call(step.function, _arguments(step)))


def _arguments(step: AskRuns) -> dict[str, object]:
    # The two functions write the name of the zone's argument differently. In UTC no hour is missing or there twice.
    zone = next(name for name in step.function.by_name if name.lower() == "timezoneid")
    return {
        "fromIncluding": step.start.replace(microsecond=0),
        "toExcluding": step.end.replace(microsecond=0),
        zone: "UTC",
    }


def _read(step: AskRuns, rows: list[Any]) -> Read:
    number = "id" if rows and hasattr(rows[0], "id") else "job_result_id"
    ordered = sorted(rows, key=lambda row: (row.start_time or step.start.replace(tzinfo=None), getattr(row, number)))
    return Read(step.start, step.end, ordered)
