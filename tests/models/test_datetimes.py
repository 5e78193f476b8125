"""Moments in UTC know it; the others have no zone. On the wire both look as the server writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from pydantic import ValidationError

from mailstore_sdk import models
from tests.models.evidence import EVIDENCE, RESULTS, WITH_Z, dumped, full, objects, parsed, parsed_row

JOB = EVIDENCE["GetJobs"]["modern"][0][0]
CREDENTIAL = EVIDENCE["GetCredentials"]["modern"][0][0]


@pytest.mark.parametrize("function", RESULTS)
def test_times_are_in_utc_where_the_name_or_the_server_says_so_and_without_zone_elsewhere(function: str) -> None:
    for model in objects(parsed_row(function, full(function))):
        for name, field in type(model).model_fields.items():
            value = getattr(model, name)
            if isinstance(value, datetime):
                utc = name.endswith("_utc") or field.alias in WITH_Z
                assert value.tzinfo is (UTC if utc else None), f"{type(model).__name__}.{name}"


def test_a_time_in_utc_is_the_moment_that_the_server_meant() -> None:
    job = parsed("GetJobs", [JOB])[0]

    assert job.creation_date_time_utc == datetime(2019, 3, 19, 10, 42, 40, tzinfo=UTC)
    assert job.model_dump()["creation_date_time_utc"] == job.creation_date_time_utc


def test_a_time_in_the_zone_asked_for_has_no_zone() -> None:
    run = parsed("GetJobResults", EVIDENCE["GetJobResults"]["modern"][0])[0]

    assert run.start_time == datetime(2026, 5, 2, 3, 30, 4)
    assert run.start_time.tzinfo is None


def test_the_expiry_of_a_certificate_is_in_utc_and_keeps_its_z() -> None:
    credential = parsed("GetCredentials", [CREDENTIAL])[0]

    assert credential.settings.certificate_expiration_date == datetime(2026, 7, 15, 10, 58, 1, tzinfo=UTC)
    assert dumped(credential) == CREDENTIAL


@pytest.mark.parametrize(
    "text", ["2026-05-02T10:30:04", "2026-05-02T10:30:04Z", "2026-05-02T12:30:04+02:00", "2026-05-02T10:30:04+00:00"]
)
def test_however_a_moment_in_utc_is_written_it_is_the_same_and_dumped_without_zone(text: str) -> None:
    job = models.Job.model_validate({**JOB, "nextStartDateTimeUtc": text})

    assert job.next_start_date_time_utc == datetime(2026, 5, 2, 10, 30, 4, tzinfo=UTC)
    assert dumped(job)["nextStartDateTimeUtc"] == "2026-05-02T10:30:04"


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 5, 2, 10, 30, 4),
        datetime(2026, 5, 2, 10, 30, 4, tzinfo=UTC),
        datetime(2026, 5, 2, 12, 30, 4, tzinfo=timezone(timedelta(hours=2))),
    ],
)
def test_a_moment_put_in_by_hand_is_dumped_in_utc_without_zone(moment: datetime) -> None:
    job = models.Job.model_validate(JOB).model_copy(update={"next_start_date_time_utc": moment})

    assert dumped(job) == {**JOB, "nextStartDateTimeUtc": "2026-05-02T10:30:04"}


def test_the_first_moment_of_the_calendar_which_stands_for_never_in_dot_net_is_read() -> None:
    job = models.Job.model_validate({**JOB, "lastStartDateTimeUtc": "0001-01-01T00:00:00"})

    assert job.last_start_date_time_utc == datetime.min.replace(tzinfo=UTC)
    assert dumped(job)["lastStartDateTimeUtc"] == "0001-01-01T00:00:00"


def test_a_moment_that_utc_has_no_name_for_is_refused() -> None:
    with pytest.raises(ValidationError, match="beyond the calendar in UTC"):
        models.Job.model_validate({**JOB, "lastStartDateTimeUtc": "0001-01-01T00:00:00+01:00"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2026-05-02T03:30:00", datetime(2026, 5, 2, 3, 30)), ("on Mondays", "on Mondays")],
)
def test_the_date_of_a_schedule_which_nobody_has_seen_is_read_if_it_is_one(text: str, expected: Any) -> None:
    schedule = models.JobSchedule.model_validate({"date": text})

    assert schedule.date == expected
    assert dumped(schedule) == {"date": text}


@pytest.mark.parametrize("day", [31, "31", "Last"])
def test_the_day_of_a_schedule_stays_as_it_was_sent(day: Any) -> None:
    assert dumped(models.JobSchedule.model_validate({"dayOfMonth": day})) == {"dayOfMonth": day}
