"""Scheduled jobs and their runs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

from mailstore_sdk.emulator.arguments import Arguments
from mailstore_sdk.emulator.handlers.registry import Known, wire
from mailstore_sdk.emulator.messages import Refused
from mailstore_sdk.emulator.state import Job, JobRun, State

SCHEDULE = ("timeZoneId", "date", "interval", "time", "dayOfWeek", "dayOfMonth")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LONGEST = 24 * 60  # minutes between two runs; the longest known value is half of it
A_YEAR = 366  # days: a last day of the month that falls on a given weekday may be far away


def get_jobs(state: State, _: Arguments) -> Any:
    """Keys and their order as captured; times that there are not yet are null, which is our choice."""
    return [
        {
            "id": job.id,
            "name": job.name,
            "action": job.action,
            "owner": job.owner,
            "creationDateTimeUtc": wire(job.created),
            "lastStartDateTimeUtc": wire(job.last_start),
            "lastCompleteDateTimeUtc": wire(job.last_complete),
            "nextStartDateTimeUtc": wire(next_start(job, state.now())),
            "enabled": job.enabled,
            "schedule": job.schedule,
        }
        for job in state.jobs.values()
    ]


def get_job_results(state: State, arguments: Arguments) -> Any:
    """Keys and their order as captured, newest first as there. Times are UTC whatever zone is asked for: our choice."""
    start, end = arguments.moment("fromIncluding"), arguments.moment("toExcluding")
    job = arguments.optional("jobId", int)
    return [
        {
            "jobResultId": run.id,
            "jobId": run.job_id,
            "action": run.action,
            "startTime": wire(run.start),
            "completeTime": wire(run.complete),
            "result": run.result,
        }
        for run in sorted(state.job_runs, key=lambda run: (run.start, run.id), reverse=True)
        if start <= run.start.astimezone(UTC).replace(tzinfo=None) < end and job in (None, run.job_id)
    ]


def create_job(state: State, arguments: Arguments) -> None:
    """Enabled from the start, its owner a user, its result null: all our choice, as the refusal's words are."""
    owner = state.user(arguments.text("owner"))
    if "admin" not in owner.privileges:
        raise Refused(f"User '{owner.user_name}' is no administrator.")
    number = max(state.jobs, default=0) + 1
    state.jobs[number] = Job(
        id=number,
        name=arguments.text("name"),
        action=arguments.text("action"),
        owner=owner.user_name,
        created=state.now(),
        schedule=_schedule(arguments),
    )


def rename_job(state: State, arguments: Arguments) -> None:
    """Two jobs may have the same name: our choice."""
    state.job(arguments.number("id")).name = arguments.text("name")


def set_job_enabled(state: State, arguments: Arguments) -> None:
    """A job that is off has no next start: our choice."""
    state.job(arguments.number("id")).enabled = arguments.flag("enabled")


def set_job_schedule(state: State, arguments: Arguments) -> None:
    """The whole schedule is replaced."""
    state.job(arguments.number("id")).schedule = _schedule(arguments)


def delete_job(state: State, arguments: Arguments) -> None:
    """The results of its runs stay: our choice."""
    del state.jobs[state.job(arguments.number("id")).id]


def run_job(state: State, arguments: Arguments) -> None:
    """It has ended when the call is answered, and its command is not carried out: our choice.

    That the run succeeded says that the job was carried out, not that its command was (documented).
    """
    job, now = state.job(arguments.number("id")), state.now()
    job.last_start = job.last_complete = now
    number = max((run.id for run in state.job_runs), default=0) + 1
    state.job_runs.append(JobRun(id=number, job_id=job.id, action=job.action, start=now, complete=now))


def cancel_job(state: State, arguments: Arguments) -> None:
    """No job ever runs long here."""
    state.job(arguments.number("id"))


def next_start(job: Job, now: datetime) -> datetime | None:
    """When its schedule starts it; every time is taken as UTC, which is our choice."""
    if not job.enabled:
        return None
    if "date" in job.schedule:
        once = datetime.fromisoformat(job.schedule["date"]).replace(tzinfo=UTC)
        return once if once > now else None
    if "interval" in job.schedule:
        step = timedelta(minutes=job.schedule["interval"])
        return job.created + ((now - job.created) // step + 1) * step
    return next((start for start in _starts(job.schedule, now) if start > now), None)


def _starts(schedule: dict[str, Any], now: datetime) -> Iterator[datetime]:
    clock = time.fromisoformat(schedule.get("time", "00:00:00"))
    weekday, day_of_month = schedule.get("dayOfWeek"), schedule.get("dayOfMonth")
    for days in range(A_YEAR):
        day = now.date() + timedelta(days=days)
        last = (day + timedelta(days=1)).day == 1
        if weekday not in (None, DAYS[day.weekday()]):
            continue
        if day_of_month is None or day_of_month == str(day.day) or (day_of_month == "Last" and last):
            yield datetime.combine(day, clock, UTC)


def _schedule(arguments: Arguments) -> dict[str, Any]:
    """Only the keys in use (captured); those of a date and a day of the month were not seen."""
    given = {name: arguments.values[name] for name in SCHEDULE if name in arguments.values}
    if "date" in given:
        given["date"] = arguments.moment("date").isoformat()
    if "interval" in given and not 1 <= given["interval"] <= LONGEST:
        raise Refused("API argument interval is out of range.")
    if "time" in given:
        try:
            given["time"] = time.fromisoformat(given["time"]).isoformat()
        except ValueError:
            raise Refused("API argument time is not a time of the day.") from None
    return given


HANDLERS: Known = {
    "GetJobs": get_jobs,
    "GetJobResults": get_job_results,
    "CreateJob": create_job,
    "RenameJob": rename_job,
    "SetJobEnabled": set_job_enabled,
    "SetJobSchedule": set_job_schedule,
    "DeleteJob": delete_job,
    "RunJobAsync": run_job,
    "CancelJobAsync": cancel_job,
}
