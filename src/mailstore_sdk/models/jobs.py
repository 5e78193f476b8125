"""Scheduled jobs and their runs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from mailstore_sdk._generated.values import DayOfWeek
from mailstore_sdk.models.base import Model, UtcWithoutZone


class JobSchedule(Model):
    """When a job runs; the server sends only what the schedule uses. Source: answers of real servers.

    Attributes:
        time_zone_id: Windows name of the time zone that the schedule is in, as Pacific Standard Time.
        time: Time of the day, as `HH:MM:SS`.
        interval: Minutes between two runs. Unproven: read by one client. Known values: 5, 10, 15, 20, 30, 60, 120,
            180, 240, 360, 720.
        day_of_week: Known values: Sunday to Saturday. Unproven: read by one client.
        day_of_month: 1 to 31, or `Last`. Unproven: expected because SetJobSchedule takes it.
        date: The moment of a single run, without a zone of its own; text that is no date stays as it is. Unproven:
            expected because SetJobSchedule takes it.
    """

    time_zone_id: str | None = None
    time: str | None = None
    interval: int | None = None
    day_of_week: DayOfWeek | None = None
    day_of_month: int | str | None = None
    date: Annotated[datetime | str | None, Field(union_mode="left_to_right")] = None


class Job(Model):
    """A scheduled job. Source: answers of real servers.

    Attributes:
        id: Number of the job.
        name: Its name.
        action: Command of the API that it carries out, as text.
        owner: Administrator as whom it runs.
        creation_date_time_utc: When it was made, in UTC.
        last_start_date_time_utc: Start of the last run, in UTC. Unproven: supposed to be None before the first.
        last_complete_date_time_utc: End of the last run, in UTC. Unproven whether it may be None.
        next_start_date_time_utc: Start of the next run, in UTC. Unproven whether it may be None.
        enabled: Whether it runs by its schedule.
        schedule: When it runs.
    """

    id: int
    name: str
    action: str | None = None
    owner: str | None = None
    creation_date_time_utc: UtcWithoutZone | None = None
    last_start_date_time_utc: UtcWithoutZone | None = None
    last_complete_date_time_utc: UtcWithoutZone | None = None
    next_start_date_time_utc: UtcWithoutZone | None = None
    enabled: bool | None = None
    schedule: JobSchedule | None = None


class JobResult(Model):
    """One run of a job. Source: answers of real servers.

    Attributes:
        job_result_id: Number of the run.
        job_id: Number of the job.
        action: Command of the API that was carried out.
        start_time: Start, in the time zone asked for, without a zone of its own.
        complete_time: End, likewise.
        result: Only `succeeded` was seen; the values of WorkerResult are to be expected. It says that the job was
            carried out, not that its command succeeded.
    """

    job_result_id: int
    job_id: int
    action: str | None = None
    start_time: datetime | None = None
    complete_time: datetime | None = None
    result: str | None = None
