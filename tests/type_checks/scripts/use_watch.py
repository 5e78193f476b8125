"""Runs and health as a monitoring script uses them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import assert_type

from mailstore_sdk import AsyncClient, Client, SpeClient, models
from mailstore_sdk.watch import HealthRules, Severity, health, profile_health, worst


def check(client: Client) -> Severity:
    now = datetime.now(UTC)
    runs = client.runs(now - timedelta(days=7), now)
    assert_type(runs, models.Runs)
    ends = [run.complete_time for run in runs.runs]
    assert_type(ends, list[datetime | None])
    rules = HealthRules(limits={3: timedelta(days=1)}, results={"cancelled": "warning"})
    found = health(
        client.get_profiles(), runs, now, jobs=client.get_jobs(), job_runs=client.job_runs(runs.start, now), rules=rules
    )
    alone = [profile_health(profile, runs, now) for profile in client.get_profiles()]
    return worst([found.severity, *(one.severity for one in alone)])


async def check_async(client: AsyncClient) -> bool:
    now = datetime.now(UTC)
    runs = await client.runs(now - timedelta(days=7), now, profile_id=3)
    return runs.complete


def check_instance(client: SpeClient) -> list[models.Gap]:
    now = datetime.now(UTC)
    return client.instance("customer1").runs(now - timedelta(days=7), now).gaps
