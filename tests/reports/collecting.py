"""Reports of emulated servers, at a fixed time."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from mailstore_sdk.emulator import Emulator
from mailstore_sdk.reports import Report, collect, collect_async

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=1)


def of_server(emulator: Emulator, **options: Any) -> Report:
    with emulator.client(retries=0) as client:
        return collect(client, **{"runs_until": NOON, **options})


def of_spe(emulator: Emulator, instance: str | None = None, **options: Any) -> Report:
    with emulator.spe_client(retries=0) as client:
        asked = client if instance is None else client.instance(instance)
        return collect(asked, **{"runs_until": NOON, **options})


def of_server_async(emulator: Emulator, **options: Any) -> Report:
    async def ask() -> Report:
        async with emulator.async_client(retries=0) as client:
            return await collect_async(client, **{"runs_until": NOON, **options})

    return asyncio.run(ask())


def of_spe_async(emulator: Emulator, instance: str | None = None, **options: Any) -> Report:
    async def ask() -> Report:
        async with emulator.async_spe_client(retries=0) as client:
            asked = client if instance is None else client.instance(instance)
            return await collect_async(asked, **{"runs_until": NOON, **options})

    return asyncio.run(ask())


def at(report: Report, moment: datetime = NOON) -> Report:
    """The report as if it had been made at that moment."""
    return report.model_copy(update={"created": moment})
