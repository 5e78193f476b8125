"""Reports and facts made by hand, at a fixed time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from mailstore_sdk.errors import ConnectError
from mailstore_sdk.monitoring import Facts, facts, failed
from mailstore_sdk.reports import Report

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
WEEK = timedelta(days=7)
HOSTILE = 'Büro | "Nord"; 100 % \\ x\nC:\\neu \'s\'\u2028{a="b"} \u202egro'
ON_ONE_LINE = 'Büro | "Nord"; 100 % \\ x C:\\neu \'s\' {a="b"} gro'
PASSWORD = "canary-7f3a"


def profile(number: int = 1, name: str = "Exchange", **changed: Any) -> dict[str, Any]:
    """One that runs by itself."""
    rhythm = {"automatic": True, "automaticPauseBetweenExecutions": 300, "automaticMaintenanceWindows": None}
    return {"id": number, "name": name, "type": "I", "serverSideExecution": rhythm, **changed}


def run(number: int, ago: timedelta, result: str = "succeeded", items: int | None = 3) -> dict[str, Any]:
    """A run of a minute of a profile, and when it ended."""
    end = NOW - ago
    return {
        "id": int(end.timestamp()) + number,
        "profileId": number,
        "result": result,
        "itemsArchived": items,
        "startTime": end - timedelta(minutes=1),
        "completeTime": end,
    }


def steady(number: int = 1, result: str = "succeeded", ended: timedelta = timedelta()) -> list[dict[str, Any]]:
    """Runs every six minutes, of which the last ended so long ago."""
    return [run(number, ended + step * timedelta(minutes=6), result) for step in range(10)]


def there(data: Any) -> dict[str, Any]:
    return {"data": data}


def missing(reason: str, cause: str = "failed") -> dict[str, Any]:
    return {"unavailable": {"cause": cause, "reason": reason, "function": "X"}}


def runs(*rows: dict[str, Any]) -> dict[str, Any]:
    return there({"start": NOW - WEEK, "end": NOW, "runs": list(rows)})


def report(**changed: Any) -> Report:
    """Of a server with which nothing is wrong."""
    sections = {
        "server": there({"version": "25.3.1.23021", "machineName": "ARCHIVE"}),
        "licence": there({"namedUsers": 10, "maxNamedUsers": 50}),
        "certificate": there({"fingerprint": "AA:BB", "notAfter": NOW + timedelta(days=100)}),
        "stores": there([store()]),
        "profiles": there([profile()]),
        "runs": runs(*steady()),
        "jobs": there([job(1, "Check integrity", "VerifyStores"), job(2, "Save", "CreateBackup")]),
        "job_runs": there({"start": NOW - WEEK, "end": NOW, "runs": []}),
    }
    return Report.model_validate({"version": 2, "created": NOW, **sections, **changed})


def job(number: int, name: str, action: str) -> dict[str, Any]:
    """One that ran this morning, and runs again tomorrow."""
    return {
        "id": number,
        "name": name,
        "action": action,
        "enabled": True,
        "schedule": {"time": "03:30:00", "timeZoneId": "UTC"},
        "lastStartDateTimeUtc": datetime(2026, 1, 5, 3, 30, tzinfo=UTC),
        "lastCompleteDateTimeUtc": datetime(2026, 1, 5, 3, 40, tzinfo=UTC),
        "nextStartDateTimeUtc": datetime(2026, 1, 6, 3, 30, tzinfo=UTC),
    }


def store(number: int = 1, name: str = "2026", **changed: Any) -> dict[str, Any]:
    counted = {"statisticsCount": 1_000, "statisticsSize": 5_000_000}
    return {"id": number, "name": name, "requestedState": "current", "error": None, **counted, **changed}


def hostile() -> Facts:
    """Everything has a name that no format is glad of, and much is wrong."""
    made = report(
        profiles=there([profile(1, HOSTILE), profile(2, HOSTILE), profile(3, "'"), profile(4, "")]),
        runs=runs(*steady(1, "failed"), *steady(2), *steady(3), *steady(4)),
        stores=there([store(1, HOSTILE), store(2, HOSTILE, error=f"disk {HOSTILE}", requestedState="normal")]),
        jobs=there([job(1, HOSTILE, "VerifyStores"), job(2, "Save", "CreateBackup")]),
    )
    return facts(made)


def down(known: Facts | None = None) -> Facts:
    """Of a server that does not answer."""
    reason = f"{ConnectError.__name__}: no route to archive | 1\nsecond line \\n {HOSTILE}"
    return failed(reason, known=known.names if known else (), now=NOW, server_down=True)


def states(found: Facts) -> dict[str, str]:
    return {service.key: service.state for service in found.services}
