"""Scheduled jobs and their runs."""

from __future__ import annotations

from contextlib import suppress
from datetime import time
from typing import Any

from mailstore_sdk.emulator.arguments import Arguments
from mailstore_sdk.emulator.handlers.commands import carry_out
from mailstore_sdk.emulator.handlers.registry import Handlers, wire_time
from mailstore_sdk.emulator.messages import Refused
from mailstore_sdk.emulator.schedule import next_start, schedule_problem
from mailstore_sdk.emulator.state import Job, JobRun, State
from mailstore_sdk.emulator.zones import asked_zone, in_utc

KEYS = ("timeZoneId", "date", "interval", "time", "dayOfWeek", "dayOfMonth")


def get_jobs(state: State, _: Arguments) -> Any:
    """Keys and their order as captured; times that there are not yet are null, which is our choice."""
    return [
        {
            "id": job.id,
            "name": job.name,
            "action": job.action,
            "owner": job.owner,
            "creationDateTimeUtc": wire_time(job.created),
            "lastStartDateTimeUtc": wire_time(job.last_start),
            "lastCompleteDateTimeUtc": wire_time(job.last_complete),
            "nextStartDateTimeUtc": wire_time(next_start(job, state.now(), state)),
            "enabled": job.enabled,
            "schedule": job.schedule,
        }
        for job in state.jobs.values()
    ]


def get_job_results(state: State, arguments: Arguments) -> Any:
    """Keys and their order as captured, newest first as there; times are in the zone asked for, as the span is."""
    zone = asked_zone("timeZoneId", arguments.optional("timeZoneId", str), state.time_zone)
    start, end = (in_utc(arguments.moment(name), zone) for name in ("fromIncluding", "toExcluding"))
    job = arguments.optional("jobId", int)
    return [
        {
            "jobResultId": run.id,
            "jobId": run.job_id,
            "action": run.action,
            "startTime": wire_time(run.start, zone),
            "completeTime": wire_time(run.complete, zone),
            "result": run.result,
        }
        for run in sorted(state.job_runs, key=lambda run: (run.start, run.id), reverse=True)
        if start <= run.start < end and job in (None, run.job_id)
    ]


def create_job(state: State, arguments: Arguments) -> None:
    """Enabled from the start, its owner a user, its result null: all our choice, as the refusal's words are."""
    owner = state.user(arguments.text("owner"))
    if not owner.is_administrator:
        raise Refused(f"User '{owner.user_name}' is no administrator.")
    number = max(state.jobs, default=0) + 1
    state.jobs[number] = Job(
        id=number,
        name=arguments.text("name"),
        action=arguments.text("action"),
        owner=owner.user_name,
        created=state.now(),
        schedule=_schedule(state, arguments),
    )


def rename_job(state: State, arguments: Arguments) -> None:
    """Two jobs may have the same name: our choice."""
    state.job(arguments.number("id")).name = arguments.text("name")


def set_job_enabled(state: State, arguments: Arguments) -> None:
    """A job that is off has no next start: our choice."""
    state.job(arguments.number("id")).enabled = arguments.flag("enabled")


def set_job_schedule(state: State, arguments: Arguments) -> None:
    """The whole schedule is replaced."""
    state.job(arguments.number("id")).schedule = _schedule(state, arguments)


def delete_job(state: State, arguments: Arguments) -> None:
    """The results of its runs stay: our choice."""
    del state.jobs[state.job(arguments.number("id")).id]


def run_job(state: State, arguments: Arguments) -> None:
    """Turned off or not: our choice. It has ended when the call is answered."""
    run(state, state.job(arguments.number("id")))


def run(state: State, job: Job) -> None:
    """Carry a job's command out now, at once: our choice.

    That the run succeeded says that the job was carried out, not that its command was (documented).
    """
    job.last_start = job.last_complete = now = state.now()
    number = max((run.id for run in state.job_runs), default=0) + 1
    state.job_runs.append(JobRun(id=number, job_id=job.id, action=job.action, start=now, complete=now))
    with suppress(Refused):
        carry_out(state, job.action, job.owner)


def cancel_job(state: State, arguments: Arguments) -> None:
    """No job ever runs long here."""
    state.job(arguments.number("id"))


def _schedule(state: State, arguments: Arguments) -> dict[str, Any]:
    """Only the keys in use (captured); those of a date and a day of the month were not seen."""
    given = {name: arguments.values[name] for name in KEYS if name in arguments.values}
    asked_zone("timeZoneId", arguments.text("timeZoneId"), state.time_zone)
    if "date" in given:
        given["date"] = arguments.moment("date").isoformat()
    problem = schedule_problem(given)
    if problem is not None:
        raise Refused(f"API argument {problem}.")
    if "time" in given:
        given["time"] = time.fromisoformat(given["time"]).isoformat()
    return given


HANDLERS: Handlers = {
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
