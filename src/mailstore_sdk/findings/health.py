"""How the profiles and jobs of a report are: the same judgement as of a server that is asked now."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import cast

from mailstore_sdk.models import Gap, Health, Job, JobRun, JobRuns, Profile, Run, Runs
from mailstore_sdk.reports import Report, entries
from mailstore_sdk.reports.entries import RunsOfJobs, RunsOfProfiles
from mailstore_sdk.watch import health
from mailstore_sdk.watch.rules import USUAL, HealthRules


def report_health(
    report: Report, now: datetime | None = None, rules: HealthRules = USUAL, zone: tzinfo | None = None
) -> Health:
    """Judge the profiles and jobs of a report.

    What the report does not have is not judged: without profiles or their runs there is no health of profiles, without
    jobs none of jobs.

    Args:
        report: The report.
        now: The moment; when left out, the one at which the report was made.
        rules: What counts as how bad, and for how long.
        zone: The time zone of the server, in which maintenance windows are meant.

    Returns:
        How each profile and each job is, and all of them together.

    Raises:
        ArgumentError: `now` has no time zone.
    """
    at = report.created if now is None else now
    profiles, runs, jobs, job_runs = report.profiles.data, report.runs.data, report.jobs.data, report.job_runs.data
    return health(
        [] if runs is None else cast(list[Profile], profiles or []),
        Runs(start=at, end=at) if runs is None else _runs(runs),
        at,
        jobs=cast(list[Job], jobs or []),
        job_runs=None if job_runs is None else _job_runs(job_runs),
        rules=rules,
        zone=zone,
    )


# What a report holds has the same fields, of the same types, as the answer that it was made from; and as there may be a
# million runs, they are neither copied nor checked again. Gaps are few, and become a part of the result.


def _runs(told: RunsOfProfiles) -> Runs:
    return Runs.model_construct(start=told.start, end=told.end, runs=cast(list[Run], told.runs), gaps=_gaps(told.gaps))


def _job_runs(told: RunsOfJobs) -> JobRuns:
    return JobRuns.model_construct(
        start=told.start, end=told.end, runs=cast(list[JobRun], told.runs), gaps=_gaps(told.gaps)
    )


def _gaps(told: list[entries.Gap]) -> list[Gap]:
    return [Gap(start=gap.start, end=gap.end, reason=gap.reason) for gap in told]
