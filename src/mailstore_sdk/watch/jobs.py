"""How a scheduled job is, judged from what GetJobs tells and from its runs.

That a run succeeded says that the job was carried out, not that its command succeeded (documented): what a command does
shows elsewhere, as in the state of the archive stores.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from mailstore_sdk.models import Job, JobHealth, JobRun, JobRuns
from mailstore_sdk.watch.rules import LONGEST, USUAL, HealthRules
from mailstore_sdk.watch.verdict import Noticed, checked, first_gap, gap_words, of_state, verdict
from mailstore_sdk.watch.words import length, moment

HOUR = timedelta(hours=1)
CARRIED_OUT = "which says that it was carried out, not that its command succeeded"


def job_health(job: Job, runs: JobRuns | None, now: datetime, *, rules: HealthRules = USUAL) -> JobHealth:
    """Judge how a job is at a moment.

    Jobs run seldom, so the last result counts until there is another one.

    Args:
        job: As GetJobs gives it.
        runs: Of all jobs, or of this one; without, results are not known.
        now: The moment, with a time zone; what ended later is not looked at.
        rules: What counts as how bad; of the lengths of time `margin`, and `silence` for how late is silent.

    Raises:
        ArgumentError: `now` has no time zone.
    """
    own = [run for run in runs.runs if run.job_id == job.id] if runs else []
    facts = _Facts(job, own, runs, checked(now), rules)
    found = verdict(_noticed(facts))
    return JobHealth(
        job_id=job.id,
        name=job.name,
        state=found.state,
        severity=found.severity,
        reason=found.reason,
        enabled=job.enabled,
        last_start=facts.last_start,
        last_end=facts.last_end,
        last_result=facts.last.result if facts.last else None,
        next_start=_past_year_one(job.next_start_date_time_utc),
    )


@dataclass(frozen=True)
class _Facts:
    """What follows from a job and its runs."""

    job: Job
    own: list[JobRun]
    runs: JobRuns | None
    now: datetime
    rules: HealthRules

    @cached_property
    def last(self) -> JobRun | None:
        """The newest run that has ended; one without an end goes on, unless its result says that it does not."""
        known = [run for run in self.own if run.start_time and (run.complete_time or run.result in self.rules.results)]
        ended = [run for run in known if _end(run, self.now) <= self.now]
        return max(ended, key=lambda run: (_end(run, self.now), run.job_result_id), default=None)

    @cached_property
    def last_start(self) -> datetime | None:
        told = _until(_past_year_one(self.job.last_start_date_time_utc), self.now)
        return _later(told, self.last.start_time if self.last else None)

    @cached_property
    def last_end(self) -> datetime | None:
        told = _until(_past_year_one(self.job.last_complete_date_time_utc), self.now)
        return _later(told, self.last.complete_time if self.last else None)

    @cached_property
    def going_on(self) -> bool:
        return self.last_start is not None and (self.last_end is None or self.last_end < self.last_start)

    @cached_property
    def due(self) -> datetime | None:
        """When it should have begun again, at the latest; None if its schedule does not say so."""
        since = self.last_start or _past_year_one(self.job.creation_date_time_utc)
        gap = _longest_gap(self.job)
        return since + gap if since and gap else None


def _noticed(facts: _Facts) -> Iterator[Noticed]:
    rules, last = facts.rules, facts.last
    severity = rules.of_result(last.result) if last else "ok"
    if last and severity != "ok":
        strange = "" if last.result in rules.results else " (a result that is not known)"
        yield Noticed(severity, severity, f"last run {_result(last)}{strange} at {moment(_end(last, facts.now))}")
    if facts.job.enabled is False:
        yield of_state("disabled", facts.rules, "does not run by its schedule")
        return
    yield from _missing(facts)
    yield _calm(facts)


def _missing(facts: _Facts) -> Iterator[Noticed]:
    rules = facts.rules
    gap = first_gap(facts.runs.gaps, facts.last_start or facts.runs.start, facts.now) if facts.runs else None
    if gap:
        yield of_state("unknown", facts.rules, gap_words(gap))
    if facts.due is None:
        return
    late = facts.now - facts.due
    if late <= (rules.silence if facts.going_on else rules.margin):
        return
    if facts.last_start is None:
        yield of_state("never_run", facts.rules, f"never ran, and should have by {moment(facts.due)}")
    elif facts.going_on:
        yield of_state("overdue", facts.rules, f"has been running since {moment(facts.last_start)}")
    else:
        state = "overdue" if late <= rules.silence else "silent"
        yield of_state(state, facts.rules, f"overdue for {length(late)}: last started {moment(facts.last_start)}")


def _calm(facts: _Facts) -> Noticed:
    if facts.going_on and facts.last_start:
        return of_state("running", facts.rules, f"has been running since {moment(facts.last_start)}")
    if facts.last:
        said = f", {CARRIED_OUT}" if facts.last.result == "succeeded" else ""
        return Noticed("ok", "ok", f"last run {_result(facts.last)} at {moment(_end(facts.last, facts.now))}{said}")
    if facts.last_start:
        return Noticed("ok", "ok", f"last started {moment(facts.last_start)}; its result is not known")
    return Noticed("ok", "ok", "has not run yet")


def _longest_gap(job: Job) -> timedelta | None:
    """How far two starts lie apart at most; an hour more where the clocks may be put back between them."""
    schedule = job.schedule
    if schedule is None or schedule.date is not None:
        return None
    if schedule.interval is not None:
        return timedelta(minutes=min(schedule.interval, LONGEST // timedelta(minutes=1)))
    if schedule.day_of_month is not None and schedule.day_of_week is None:
        # Of the 31st there is none in every other month, and of the 29th and 30th none in February.
        return timedelta(days=31 if _day(schedule.day_of_month) <= 28 else 62) + HOUR
    if schedule.day_of_month is not None:
        return None
    if schedule.day_of_week is not None:
        return timedelta(days=7) + HOUR
    return timedelta(days=1) + HOUR if schedule.time is not None else None


def _day(day_of_month: int | str) -> int:
    text = str(day_of_month)
    return int(text) if text.isdecimal() else 1  # the last day of a month is there in every month


def _result(run: JobRun) -> str:
    return run.result or "without a result"


def _end(run: JobRun, otherwise: datetime) -> datetime:
    return run.complete_time or run.start_time or otherwise


def _until(found: datetime | None, now: datetime) -> datetime | None:
    return found if found is None or found <= now else None


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((found for found in (one, other) if found), default=None)


def _past_year_one(found: datetime | None) -> datetime | None:
    """.NET writes the first moment of the calendar for never."""
    return None if found is None or found.year == 1 else found
