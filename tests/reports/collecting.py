"""Reports of emulated servers, at a fixed time."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

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


BOTH = pytest.mark.parametrize("ask", [of_server, of_server_async], ids=["sync", "async"])


def at(report: Report, moment: datetime = NOON) -> Report:
    """The report as if it had been made at that moment."""
    return report.model_copy(update={"created": moment})


def there(report: Report) -> set[str]:
    """The sections that have data."""
    return {name for name, section in report.sections() if section.data is not None}


def data(report: Report, name: str) -> Any:
    """The data of a section, which has to be there."""
    section = getattr(report, name)
    assert section.unavailable is None
    return section.data
