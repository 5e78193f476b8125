"""How profiles and jobs are, judged from their runs."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pydantic import Field

from mailstore_sdk.models.base import Model, Utc
from mailstore_sdk.models.runs import Gap
from mailstore_sdk.severity import Severity

HealthState: TypeAlias = (
    Literal[
        "ok",
        "warning",
        "error",
        "overdue",
        "silent",
        "never_run",
        "running",
        "maintenance",
        "manual",
        "disabled",
        "unknown",
    ]
    | str
)
"""How a profile or a job is; the set may grow."""


class ProfileHealth(Model):
    """How a profile is.

    Attributes:
        profile_id: Number of the profile.
        name: Its name.
        state: ok; warning or error: what its latest runs ended with, or that none succeeded for long; overdue: later
            than usual; silent: no run for too long; never_run: none in all of the span; running; maintenance: in one of
            its maintenance windows; manual: does not run by itself; unknown: what matters could not be read.
        severity: How bad that is: ok, warning, unknown or error.
        reason: The same in words, one line.
        automatic: Whether it runs by itself; None if the server does not tell.
        last_start: Start of its last run, in UTC; None if there is none in the span.
        last_end: End of its last run that ended, in UTC.
        last_result: Result of its last run, in the server's word.
        last_success: End of its last run that was ok, or had warnings only, in UTC.
        runs: Number of runs that ended within the time for silence (24 hours unless set otherwise).
        messages: Number of messages that they took in.
        results: How often they had which result.
        usual_duration: Median duration of the last runs, in seconds; None if there is none.
        pause: Pause between two runs, in seconds.
        maintenance_windows: When it does not run, as the server has it.
        overdue_at: From when it is overdue by its own rhythm, in UTC; None if that cannot be told.
        silent_at: From when it is silent, in UTC; None if that is not watched, or it never ran.
    """

    profile_id: int
    name: str
    state: HealthState
    severity: Severity
    reason: str
    automatic: bool | None = None
    last_start: Utc | None = None
    last_end: Utc | None = None
    last_result: str | None = None
    last_success: Utc | None = None
    runs: int = 0
    messages: int = 0
    results: dict[str, int] = Field(default_factory=dict)
    usual_duration: float | None = None
    pause: int | None = None
    maintenance_windows: str | None = None
    overdue_at: Utc | None = None
    silent_at: Utc | None = None


class JobHealth(Model):
    """How a job is. That a run succeeded says that the job was carried out, not that its command succeeded.

    Attributes:
        job_id: Number of the job.
        name: Its name.
        state: ok, warning, error, overdue, silent, never_run, running, disabled or unknown, as for a profile.
        severity: How bad that is: ok, warning, unknown or error.
        reason: The same in words, one line.
        enabled: Whether it runs by its schedule; None if the server does not tell.
        last_start: Start of its last run, in UTC; None if it never ran.
        last_end: End of its last run, in UTC.
        last_result: Result of its last run, in the server's word.
        next_start: When its schedule starts it next, in UTC.
    """

    job_id: int
    name: str
    state: HealthState
    severity: Severity
    reason: str
    enabled: bool | None = None
    last_start: Utc | None = None
    last_end: Utc | None = None
    last_result: str | None = None
    next_start: Utc | None = None


class Health(Model):
    """How all profiles and jobs are at a moment.

    Attributes:
        now: The moment, in UTC.
        severity: The worst of all.
        text: One line that names everything that is not ok, the worst first.
        profiles: In the order given.
        jobs: In the order given.
        unassigned: How often runs that ended within the time for silence, and belong to none of the profiles, had which
            result: rows without a profile, as of a temporary one, and those of deleted profiles.
        gaps: What of the runs could not be read.
    """

    now: Utc
    severity: Severity
    text: str
    profiles: list[ProfileHealth] = Field(default_factory=list)
    jobs: list[JobHealth] = Field(default_factory=list)
    unassigned: dict[str, int] = Field(default_factory=dict)
    gaps: list[Gap] = Field(default_factory=list)
