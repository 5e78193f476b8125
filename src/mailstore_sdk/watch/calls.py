"""Runs over any span, as methods of the clients: the two drivers of the flow in `spans`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from mailstore_sdk._generated import functions
from mailstore_sdk.caller import AsyncCaller, Caller
from mailstore_sdk.errors import MailStoreError
from mailstore_sdk.function import Function
from mailstore_sdk.watch.spans import MOST_CALLS, Reading, Span, Window, window

if TYPE_CHECKING:
    from mailstore_sdk.models import Gap, JobRun, JobRuns, Run, Runs

R = TypeVar("R")
# The rows are those of the function; asked for in UTC, they are moments and no longer times without a zone.
RUNS: Function[Any] = replace(functions.GET_WORKER_RESULTS, result="list[Run]")
JOB_RUNS: Function[Any] = replace(functions.GET_JOB_RESULTS, result="list[JobRun]")


class RunCalls(Caller):
    """Reads the runs of profiles and jobs, of a server or of an instance."""

    def runs(
        self,
        start: datetime,
        end: datetime,
        *,
        profile_id: int | None = None,
        user_name: str | None = None,
        most_calls: int = MOST_CALLS,
    ) -> Runs:
        """Read the runs of profiles in a span of time, however many there are.

        Where the server fails on a part of the span, that part is halved, down to a minute; what cannot be read then
        is among the `gaps` of the result. A server that refuses everything is told from one that fails on too many
        rows by a second call, for a time in which nothing ran. Calls GetWorkerResults.

        Args:
            start: Start of the span, with a time zone.
            end: End of the span, itself not in it, with a time zone.
            profile_id: Only runs of this profile; all profiles take no more calls than one.
            user_name: Only runs of this user.
            most_calls: How often the server may be asked; what is left then is a gap.

        Returns:
            The runs in the order of their starts, each once, their times in UTC; and what could not be read.

        Raises:
            ArgumentError: A moment has no time zone, or the end is before the start.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            ApiError: The server refuses the call, whatever the span.
            TransportError: The server could not be reached, or answers nothing at all.
        """
        ask = partial(_profile_runs, profile_id, user_name)
        wanted, span = window(start, end), _span_of_runs(most_calls)
        _run(span.read(wanted), lambda part: self._call(RUNS, ask(part)))
        return _runs(wanted, span)

    def job_runs(
        self, start: datetime, end: datetime, *, job_id: int | None = None, most_calls: int = MOST_CALLS
    ) -> JobRuns:
        """Read the runs of jobs in a span of time, however many there are, as `runs` does.

        That a run succeeded says that the job was carried out, not that its command succeeded (documented).
        Calls GetJobResults.

        Args:
            start: Start of the span, with a time zone.
            end: End of the span, itself not in it, with a time zone.
            job_id: Only runs of this job.
            most_calls: How often the server may be asked; what is left then is a gap.

        Returns:
            The runs in the order of their starts, each once, their times in UTC; and what could not be read.

        Raises:
            ArgumentError: A moment has no time zone, or the end is before the start.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            ApiError: The server refuses the call, whatever the span.
            TransportError: The server could not be reached, or answers nothing at all.
        """
        ask = partial(_job_runs, job_id)
        wanted, span = window(start, end), _span_of_job_runs(most_calls)
        _run(span.read(wanted), lambda part: self._call(JOB_RUNS, ask(part)))
        return _runs_of_jobs(wanted, span)


class AsyncRunCalls(AsyncCaller):
    """Reads the runs of profiles and jobs, of a server or of an instance."""

    async def runs(
        self,
        start: datetime,
        end: datetime,
        *,
        profile_id: int | None = None,
        user_name: str | None = None,
        most_calls: int = MOST_CALLS,
    ) -> Runs:
        """Read the runs of profiles in a span of time, however many there are; see `Client.runs`."""
        ask = partial(_profile_runs, profile_id, user_name)
        wanted, span = window(start, end), _span_of_runs(most_calls)
        await _run_async(span.read(wanted), lambda part: self._call(RUNS, ask(part)))
        return _runs(wanted, span)

    async def job_runs(
        self, start: datetime, end: datetime, *, job_id: int | None = None, most_calls: int = MOST_CALLS
    ) -> JobRuns:
        """Read the runs of jobs in a span of time, however many there are; see `Client.job_runs`."""
        ask = partial(_job_runs, job_id)
        wanted, span = window(start, end), _span_of_job_runs(most_calls)
        await _run_async(span.read(wanted), lambda part: self._call(JOB_RUNS, ask(part)))
        return _runs_of_jobs(wanted, span)


def _run(reading: Reading[R], ask: Callable[[Window], list[R]]) -> None:
    rows: list[R] | None = None
    failure: MailStoreError | None = None
    while True:
        try:
            part = reading.throw(failure) if failure else next(reading) if rows is None else reading.send(rows)
        except StopIteration:
            return
        failure = None
        try:
            rows = ask(part)
        except MailStoreError as error:
            failure = error


async def _run_async(reading: Reading[R], ask: Callable[[Window], Awaitable[list[R]]]) -> None:
    rows: list[R] | None = None
    failure: MailStoreError | None = None
    while True:
        try:
            part = reading.throw(failure) if failure else next(reading) if rows is None else reading.send(rows)
        except StopIteration:
            return
        failure = None
        try:
            rows = await ask(part)
        except MailStoreError as error:
            failure = error


def _profile_runs(profile: int | None, user: str | None, part: Window) -> dict[str, object]:
    return {
        "fromIncluding": part.start, "toExcluding": part.end, "timeZoneID": "UTC", "profileID": profile,
        "userName": user,
    }  # fmt: skip


def _job_runs(job: int | None, part: Window) -> dict[str, object]:
    return {"fromIncluding": part.start, "toExcluding": part.end, "timeZoneId": "UTC", "jobId": job}


def _span_of_runs(most_calls: int) -> Span[Run]:
    return Span(lambda run: run.id, most_calls)


def _span_of_job_runs(most_calls: int) -> Span[JobRun]:
    return Span(lambda run: run.job_result_id, most_calls)


def _runs(wanted: Window, span: Span[Run]) -> Runs:
    from mailstore_sdk.models import Runs

    rows = sorted(span.rows.values(), key=lambda run: (run.start_time, run.id))
    return Runs(start=wanted.start, end=wanted.end, runs=rows, gaps=_gaps(span), calls=span.calls)


def _runs_of_jobs(wanted: Window, span: Span[JobRun]) -> JobRuns:
    from mailstore_sdk.models import JobRuns

    # A run without a start, which nobody has seen yet, comes first.
    rows = sorted(span.rows.values(), key=lambda run: (run.start_time or wanted.start, run.job_result_id))
    return JobRuns(start=wanted.start, end=wanted.end, runs=rows, gaps=_gaps(span), calls=span.calls)


def _gaps(span: Span[Any]) -> list[Gap]:
    from mailstore_sdk.models import Gap

    return [Gap(start=one.window.start, end=one.window.end, reason=one.reason, error=one.error) for one in span.unread]
