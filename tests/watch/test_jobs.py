"""How a scheduled job is: what GetJobs tells, and what its runs do."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from mailstore_sdk.models import Gap, Job, JobHealth, JobRun, JobRuns
from mailstore_sdk.watch import HealthRules, job_health
from tests.watch.facts import NOW
from tests.watch.servers import utc

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
LAST = utc(2026, 1, 5, 3, 30)


def job(last: datetime | None = LAST, **changed: Any) -> Job:
    """One that runs at half past three."""
    row: dict[str, Any] = {
        "id": 1,
        "name": "Verify",
        "enabled": True,
        "creation_date_time_utc": utc(2025, 1, 1),
        "last_start_date_time_utc": last,
        "last_complete_date_time_utc": last,
        "schedule": {"timeZoneId": "UTC", "time": "03:30:00"},
    }
    return Job(**{**row, **changed})


def told(result: str | None = "succeeded", start: datetime = LAST, **changed: Any) -> JobRuns:
    """The answer of `client.job_runs()` with one run."""
    row: dict[str, Any] = {"job_result_id": 1, "job_id": 1, "start_time": start, "complete_time": start}
    return JobRuns(start=NOW - 7 * DAY, end=NOW, runs=[JobRun(**{**row, "result": result, **changed})])


def state(found: JobHealth) -> tuple[str, str]:
    return found.state, found.severity


def test_a_job_that_succeeded_was_carried_out_and_more_is_not_said() -> None:
    found = job_health(job(next_start_date_time_utc=LAST + DAY), told(), NOW)

    assert state(found) == ("ok", "ok")
    assert found.reason == (
        "last run succeeded at 2026-01-05 03:30 UTC, which says that it was carried out, not that its command succeeded"
    )
    assert (found.last_start, found.last_end, found.last_result, found.next_start) == (
        LAST, LAST, "succeeded", LAST + DAY,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        ("completedWithWarnings", "warning"),
        ("failed", "error"),
        ("cancelled", "error"),
        ("new", "warning"),
        (None, "warning"),
    ],
)
def test_the_last_result_counts_until_there_is_another(result: str | None, expected: str) -> None:
    found = job_health(job(), told(result), NOW)

    assert state(found) == (expected, expected)
    assert (result or "without a result") in found.reason
    assert ("not known" in found.reason) == (result in ("new", None))
    assert job_health(job(), told(result, job_id=2), NOW).severity == "ok"
    assert job_health(job(), told(result, start=NOW + HOUR), NOW).severity == "ok"


@pytest.mark.parametrize(
    ("schedule", "gap"),
    [
        ({"time": "03:30:00"}, DAY + HOUR),
        ({"interval": 15}, timedelta(minutes=15)),
        ({"dayOfWeek": "Sunday", "time": "03:30:00"}, 7 * DAY + HOUR),
        ({"dayOfMonth": 1, "time": "03:30:00"}, 31 * DAY + HOUR),
        ({"dayOfMonth": "Last", "time": "03:30:00"}, 31 * DAY + HOUR),
        ({"dayOfMonth": 31, "time": "03:30:00"}, 62 * DAY + HOUR),
    ],
)
def test_a_job_is_overdue_after_the_longest_gap_of_its_schedule(schedule: dict[str, Any], gap: timedelta) -> None:
    scheduled = job(NOW - gap, schedule=schedule)
    margin = timedelta(minutes=30)

    for late, expected in (
        (margin, ("ok", "ok")),
        (margin + SECOND, ("overdue", "warning")),
        (DAY, ("overdue", "warning")),
        (DAY + SECOND, ("silent", "error")),
    ):
        assert state(job_health(scheduled, None, NOW + late)) == expected
        never = job(None, creation_date_time_utc=NOW - gap, schedule=schedule)
        assert (job_health(never, None, NOW + late).state == "never_run") == (late > margin)


@pytest.mark.parametrize(
    "schedule",
    [
        None,
        {},
        {"date": "2026-01-01T00:00:00"},
        {"dayOfMonth": "Last", "dayOfWeek": "Sunday"},
        {"interval": 2**63 - 1},
    ],
)
def test_a_schedule_that_tells_no_rhythm_is_never_overdue(schedule: dict[str, Any] | None) -> None:
    assert state(job_health(job(NOW - 300 * DAY, schedule=schedule), None, NOW)) == ("ok", "ok")


def test_a_job_that_is_turned_off_is_not_overdue_but_its_last_result_counts() -> None:
    off = job(NOW - 300 * DAY, enabled=False)

    assert state(job_health(off, None, NOW)) == ("disabled", "ok")
    assert state(job_health(off, told("failed"), NOW)) == ("error", "error")


def test_a_new_job_has_not_run_yet() -> None:
    new = job(datetime.min.replace(tzinfo=NOW.tzinfo), creation_date_time_utc=NOW - HOUR)  # what .NET has for never

    found = job_health(new, None, NOW)
    assert (state(found), found.reason, found.last_start) == (("ok", "ok"), "has not run yet", None)


def test_a_job_that_goes_on_is_running() -> None:
    def going_on(since: datetime) -> JobHealth:
        return job_health(job(since, last_complete_date_time_utc=since - DAY), None, NOW)

    assert state(going_on(NOW - HOUR)) == state(going_on(NOW - 2 * DAY - HOUR)) == ("running", "ok")
    for_days = going_on(NOW - 2 * DAY - HOUR - SECOND)
    assert (state(for_days), for_days.reason) == (("overdue", "warning"), "has been running since 2026-01-03 10:59 UTC")


@pytest.mark.parametrize("result", [None, "running"])
def test_a_run_that_the_server_lists_before_it_has_ended_is_no_result(result: str | None) -> None:
    begun = told(result, start=NOW - HOUR, complete_time=None)
    found = job_health(job(NOW - HOUR, last_complete_date_time_utc=LAST), begun, NOW)

    assert (state(found), found.last_result) == (("running", "ok"), None)


def test_a_run_without_an_end_whose_result_is_known_does_not_go_on() -> None:
    assert job_health(job(), told("failed", complete_time=None), NOW).severity == "error"


def test_without_runs_the_result_is_not_known() -> None:
    found = job_health(job(), None, NOW)

    assert (found.reason, found.last_result) == ("last started 2026-01-05 03:30 UTC; its result is not known", None)


def test_a_result_may_hide_in_a_gap() -> None:
    unread = Gap(start=LAST, end=LAST + timedelta(minutes=1), reason="GetJobResults: no.", error="ApiError")
    runs = told().model_copy(update={"gaps": [unread], "runs": []})

    assert state(job_health(job(), runs, NOW)) == ("unknown", "unknown")
    older = unread.model_copy(update={"start": LAST - HOUR, "end": LAST})
    assert state(job_health(job(), runs.model_copy(update={"gaps": [older]}), NOW)) == ("ok", "ok")


def test_rules_hold_for_jobs_too() -> None:
    rules = HealthRules(results={"failed": "warning"}, states={"overdue": "error"}, margin=timedelta(hours=3))

    assert job_health(job(), told("failed"), NOW, rules=rules).severity == "warning"
    assert job_health(job(NOW - DAY - 3 * HOUR), None, NOW, rules=rules).state == "ok"
    assert state(job_health(job(NOW - DAY - 5 * HOUR), None, NOW, rules=rules)) == ("overdue", "error")


def test_health_of_a_job_survives_its_own_json() -> None:
    found = job_health(job(), told(), NOW)

    assert JobHealth.model_validate_json(found.model_dump_json(by_alias=True)) == found
