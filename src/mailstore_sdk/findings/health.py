"""How the profiles and jobs of a report are: the same judgement as of a server that is asked now."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any, TypeVar

from mailstore_sdk.models import Gap, Health, Job, JobRun, JobRuns, Profile, Run, Runs
from mailstore_sdk.models.base import Model
from mailstore_sdk.reports import Report
from mailstore_sdk.reports.entries import Part, RunsOfJobs, RunsOfProfiles
from mailstore_sdk.watch import health
from mailstore_sdk.watch.rules import USUAL, HealthRules

M = TypeVar("M", bound=Model)


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
    """
    at = report.created if now is None else now
    profiles, runs, jobs, job_runs = report.profiles.data, report.runs.data, report.jobs.data, report.job_runs.data
    return health(
        [] if runs is None else [_same(Profile, one) for one in profiles or ()],
        Runs(start=at, end=at) if runs is None else _runs(runs),
        at,
        jobs=[_same(Job, one) for one in jobs or ()],
        job_runs=None if job_runs is None else _job_runs(job_runs),
        rules=rules,
        zone=zone,
    )


def _runs(told: RunsOfProfiles) -> Runs:
    gaps = [_same(Gap, gap) for gap in told.gaps]
    return Runs.model_construct(start=told.start, end=told.end, runs=[_same(Run, one) for one in told.runs], gaps=gaps)


def _job_runs(told: RunsOfJobs) -> JobRuns:
    gaps = [_same(Gap, gap) for gap in told.gaps]
    rows = [_same(JobRun, one) for one in told.runs]
    return JobRuns.model_construct(start=told.start, end=told.end, runs=rows, gaps=gaps)


def _same(kind: type[M], part: Part) -> M:
    """A part of a report as the model of the answer that it was made from.

    Its fields were checked when the report was read, and there may be a million runs: they are not checked again.
    """
    values: dict[str, Any] = {name: value for name, value in part.__dict__.items() if name in kind.model_fields}
    same: M = kind.model_construct(None, **values)
    return same
