"""Scheduled jobs."""

from __future__ import annotations

from datetime import date, datetime
from typing import assert_type

from mailstore_sdk import AsyncClient, AsyncInstanceClient, Client, InstanceClient, models


def on_a_server(client: Client) -> None:
    assert_type(client.get_job_results(date(2026, 1, 1), datetime(2026, 2, 1), job_id=1), list[models.JobResult])
    client.run_job_async(1)
    client.set_job_schedule(1, "UTC", time="03:30:00", day_of_week="Sunday")


def on_an_instance(instance: InstanceClient) -> None:
    assert_type(instance.get_job_results(date(2026, 1, 1), datetime(2026, 2, 1), job_id=1), list[models.JobResult])
    instance.run_job_async(1)
    instance.set_job_schedule(1, "UTC", time="03:30:00", day_of_week="Sunday")


async def on_a_server_asynchronously(client: AsyncClient) -> None:
    assert_type(await client.get_job_results(date(2026, 1, 1), datetime(2026, 2, 1), job_id=1), list[models.JobResult])
    await client.run_job_async(1)
    await client.set_job_schedule(1, "UTC", time="03:30:00", day_of_week="Sunday")


async def on_an_instance_asynchronously(instance: AsyncInstanceClient) -> None:
    assert_type(
        await instance.get_job_results(date(2026, 1, 1), datetime(2026, 2, 1), job_id=1), list[models.JobResult]
    )
    await instance.run_job_async(1)
    await instance.set_job_schedule(1, "UTC", time="03:30:00", day_of_week="Sunday")


def fields(client: Client) -> None:
    for job in client.get_jobs():
        assert_type(job, models.Job)
        assert_type(job.id, int)
        assert_type(job.schedule, models.JobSchedule | None)
    assert_type(
        [run.result for run in client.get_job_results("2026-01-01T00:00:00", date(2026, 2, 1))], list[str | None]
    )
