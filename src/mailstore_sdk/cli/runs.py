"""`mailstore runs`: how profiles, or jobs, went over any span."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mailstore_sdk.cli.connection import Connection
from mailstore_sdk.cli.output import Columns, Output, complain
from mailstore_sdk.cli.spans import SPAN, span
from mailstore_sdk.errors import ConfigurationError

if TYPE_CHECKING:
    from mailstore_sdk.models import JobRuns, Runs

Since = Annotated[str, typer.Option(metavar="WHEN", help="From when on: a length (90m, 24h, 7d), a day or a moment.")]
Until = Annotated[
    str | None, typer.Option(metavar="WHEN", help="Until when, likewise: a length ago.", show_default="now")
]


def runs(
    connection: Connection,
    output: Output,
    since: Since = SPAN,
    until: Until = None,
    number: Annotated[
        int | None, typer.Option("--id", metavar="ID", help="Only of this profile, or job.", show_default=False)
    ] = None,
    user: Annotated[str | None, typer.Option(help="Only of this user; of profiles.")] = None,
    jobs: Annotated[bool, typer.Option("--jobs", help="Of the scheduled jobs instead.")] = False,
) -> None:
    """List the runs of the profiles, or jobs, with their results. What the server cannot tell is said on stderr."""
    if jobs and user is not None:
        raise ConfigurationError("--user is about profiles, not about --jobs")
    start, end = span(since, until, datetime.now(UTC))
    with connection.archive() as client:
        found: Runs | JobRuns
        if jobs:
            found = client.job_runs(start, end, job_id=number)
        else:
            found = client.runs(start, end, profile_id=number, user_name=user)
    columns = JOBS if jobs else PROFILES
    output.items("Runs of jobs" if jobs else "Runs of profiles", found.runs, columns, whole=found)
    for gap in found.gaps:
        complain(f"could not be read: {gap.start:%Y-%m-%d %H:%M} to {gap.end:%Y-%m-%d %H:%M} UTC ({gap.reason})")


def _duration(run: Any) -> str | None:
    if run.start_time is None or run.complete_time is None:
        return None
    minutes, seconds = divmod(round((run.complete_time - run.start_time).total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


PROFILES: Columns = {
    "Start (UTC)": lambda one: one.start_time,
    "Duration": _duration,
    "Profile": lambda one: one.profile_name if one.profile_name is not None else one.profile_id,
    "User": lambda one: one.user_name,
    "Result": lambda one: one.result,
    "Messages": lambda one: one.items_archived,
}
JOBS: Columns = {
    "Start (UTC)": lambda one: one.start_time,
    "Duration": _duration,
    "Job": lambda one: one.job_id,
    "Does": lambda one: one.action,
    "Result": lambda one: one.result,
}
