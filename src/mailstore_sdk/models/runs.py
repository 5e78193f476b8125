"""Runs over any span of time, with what of the span could not be read."""

from __future__ import annotations

from pydantic import Field

from mailstore_sdk.models.base import Model, Utc
from mailstore_sdk.models.jobs import JobResult
from mailstore_sdk.models.profiles import WorkerResult


class Run(WorkerResult):
    """One run of a profile, its times in UTC. Source: answers of real servers.

    Attributes:
        id: Number of the run, for GetWorkerResultReport.
        user_name: User as whom the profile ran.
        profile_id: Number of the profile; a few real rows lack it, together with the name.
        profile_name: Name of the profile.
        result: As of WorkerResult.
        items_archived: Number of messages that the run took in.
        start_time: Start, in UTC.
        complete_time: End, in UTC; None if the server gives none.
        machine_name: Machine that ran the profile.
    """

    start_time: Utc
    complete_time: Utc | None = None


class JobRun(JobResult):
    """One run of a job, its times in UTC. Source: answers of real servers.

    Attributes:
        job_result_id: Number of the run.
        job_id: Number of the job.
        action: Command of the API that was carried out.
        start_time: Start, in UTC.
        complete_time: End, in UTC; None if the server gives none.
        result: As of JobResult: that the job was carried out, not that its command succeeded.
    """

    start_time: Utc | None = None
    complete_time: Utc | None = None


class Gap(Model):
    """A part of a span of which the server gave nothing.

    Attributes:
        start: Its begin, in UTC.
        end: Its end, in UTC, itself not in it.
        reason: Why, in words; the server's own where it said something.
        error: Name of the exception, as `ApiError`; None if the server was not asked.
    """

    start: Utc
    end: Utc
    reason: str
    error: str | None = None


class Runs(Model):
    """The runs of profiles in a span of time.

    Attributes:
        start: Begin of the span, in UTC, to the second.
        end: End of the span, in UTC, to the second, itself not in it.
        runs: By start and number, each once.
        gaps: What could not be read, in order; empty if everything could.
        calls: How often the server was asked.
    """

    start: Utc
    end: Utc
    runs: list[Run] = Field(default_factory=list)
    gaps: list[Gap] = Field(default_factory=list)
    calls: int = 0

    @property
    def complete(self) -> bool:
        """Whether all of the span could be read."""
        return not self.gaps


class JobRuns(Model):
    """The runs of jobs in a span of time.

    Attributes:
        start: Begin of the span, in UTC, to the second.
        end: End of the span, in UTC, to the second, itself not in it.
        runs: By start and number, each once. That one succeeded says that the job was carried out, not that its
            command succeeded (documented).
        gaps: What could not be read, in order; empty if everything could.
        calls: How often the server was asked.
    """

    start: Utc
    end: Utc
    runs: list[JobRun] = Field(default_factory=list)
    gaps: list[Gap] = Field(default_factory=list)
    calls: int = 0

    @property
    def complete(self) -> bool:
        """Whether all of the span could be read."""
        return not self.gaps
