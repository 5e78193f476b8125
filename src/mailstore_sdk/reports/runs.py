"""The runs of a long span as a part of a report, without more memory than they need.

A busy server has a hundred thousand runs a year. They are read month by month, so that no answer is held that is larger
than need be, and what is the same in many rows is kept once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from mailstore_sdk.reports.entries import Gap, JobRunEntry, RunEntry, RunsOfJobs, RunsOfProfiles
from mailstore_sdk.reports.entries.base import without_secrets_in_text
from mailstore_sdk.reports.steps import Context, Steps

if TYPE_CHECKING:
    from mailstore_sdk.models import JobRuns, Runs

Whole = TypeVar("Whole", RunsOfProfiles, RunsOfJobs)
PART = timedelta(days=31)


def read_runs(
    ask: Callable[[datetime, datetime], Steps[Runs] | Steps[JobRuns]],
    whole: type[Whole],
    row: type[RunEntry | JobRunEntry],
    number: str,
    context: Context,
) -> Steps[Whole]:
    """The runs of all profiles, or jobs, at once, each once.

    Args:
        ask: Reads them.
        whole: What they become.
        row: What each becomes.
        number: The field that tells a run from all others.
        context: The span.
    """
    parts = list(_parts(context.start, context.end))
    rows: list[Any] = []
    gaps: list[Gap] = []
    same: dict[object, object] = {}
    before: set[int] = set()
    for done, (start, end) in enumerate(parts, 1):
        answer = yield from ask(start, end)
        # Nobody has seen whether a server tells a run over the end of a month in both.
        rows += [_row(row, one, same) for one in answer.runs if getattr(one, number) not in before]
        before = {getattr(one, number) for one in answer.runs}
        gaps += [Gap(start=gap.start, end=gap.end, reason=gap.reason) for gap in answer.gaps]
        context.tick(done, len(parts))
    return whole(start=context.start, end=context.end, runs=rows, gaps=gaps)


def _parts(start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Parts of the span that meet at full seconds, since the API knows no smaller ones."""
    start = start.replace(microsecond=0)
    while True:
        until = min(start + PART, end)
        yield start, until
        if until >= end:
            return
        start = until


def _row(kind: type[Any], answer: Any, same: dict[object, object]) -> Any:
    """A row of the report from one of the answer, which pydantic has checked: that need not be done again."""
    values = {}
    for name in kind.model_fields:
        value = getattr(answer, name)
        if isinstance(value, str):
            value = without_secrets_in_text(value) if name == "action" else value
            value = same.setdefault(value, value)
        values[name] = value
    return kind.model_construct(same.setdefault(kind, set(values)), **values)
