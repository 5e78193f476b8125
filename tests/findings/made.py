"""Small reports made by hand, and what a rule finds in them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from mailstore_sdk.findings import Findings, findings, rules
from mailstore_sdk.findings.rule import Rule
from mailstore_sdk.models.base import camel_case
from mailstore_sdk.reports import Report

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SERVER = {"version": "25.3.1.23021", "machineName": "ARCHIVE"}


def report(created: datetime = NOW, *, edition: str = "server", more: Any = None, **sections: Any) -> Report:
    """A report that has just these sections; a value that is a `dict` with `cause` is the reason why there is none."""
    told = {"server": SERVER, **sections}
    data: dict[str, Any] = {"version": 2, "created": created.isoformat(), "edition": edition, **(more or {})}
    for name, section in told.items():
        lacking = isinstance(section, dict) and "cause" in section
        data[camel_case(name)] = {"unavailable" if lacking else "data": section}
    return Report.model_validate(data)


def rule(name: str) -> Rule:
    """The rule of that id."""
    return next(one for one in rules()[0] if one.id == name)


def of_rule(name: str, made: Report, **options: Any) -> Findings:
    """What one rule finds."""
    return findings(made, rules=[rule(name)], **options)


def keys(found: Findings) -> list[str]:
    """Their keys."""
    return [finding.key for finding in found.findings]


def profile(number: int = 1, name: str = "Exchange", **changed: Any) -> dict[str, Any]:
    """A profile that runs by itself every hour."""
    usual = {
        "id": number,
        "name": name,
        "type": "I",
        "connector": "IMAP",
        "details": {"host": "mail.example.com", "userName": "svc@example.com"},
        "serverSideExecution": {"automatic": True, "automaticPauseBetweenExecutions": 3_540},
    }
    return {**usual, **changed}


def run(end: datetime, result: str = "succeeded", *, of: int | None = 1, items: int | None = 3) -> dict[str, Any]:
    """A run of a minute that ended then."""
    begun = end - timedelta(minutes=1)
    row = {"id": int(end.timestamp()), "profileId": of, "result": result, "itemsArchived": items}
    return {**row, "startTime": begun.isoformat(), "completeTime": end.isoformat()}


def runs(*rows: dict[str, Any], since: timedelta = 7 * DAY, gaps: Any = ()) -> dict[str, Any]:
    """The runs of the last week."""
    return {"start": (NOW - since).isoformat(), "end": NOW.isoformat(), "runs": list(rows), "gaps": list(gaps)}


def hourly(until: datetime = NOW, hours: int = 167, **changed: Any) -> list[dict[str, Any]]:
    """A run an hour, the last of which ended then."""
    return [run(until - number * HOUR, **changed) for number in reversed(range(hours))]


def gap(start: datetime, end: datetime) -> dict[str, Any]:
    """A time whose runs could not be read."""
    return {"start": start.isoformat(), "end": end.isoformat(), "reason": "Nullable object must have a value."}


def job(number: int = 1, name: str = "Verify", action: str = "VerifyStores", **changed: Any) -> dict[str, Any]:
    """A job that runs every day, and did so ten hours ago."""
    ran = (NOW - 10 * HOUR).isoformat()
    usual = {
        "id": number,
        "name": name,
        "action": action,
        "owner": "admin",
        "creationDateTimeUtc": (NOW - 300 * DAY).isoformat(),
        "lastStartDateTimeUtc": ran,
        "lastCompleteDateTimeUtc": ran,
        "enabled": True,
        "schedule": {"timeZoneId": "UTC", "time": "02:00:00"},
    }
    return {**usual, **changed}


def store(number: int = 1, name: str = "2026", state: str | None = "current", **changed: Any) -> dict[str, Any]:
    """An archive store."""
    return {"id": number, "name": name, "requestedState": state, "error": None, "statisticsCount": 100, **changed}


def user(name: str = "jdoe", **changed: Any) -> dict[str, Any]:
    """A user with an address and rights on his own archive."""
    usual = {
        "userName": name,
        "emailAddresses": [f"{name}@example.com"],
        "privileges": ["login"],
        "privilegesOnFolders": [{"folder": name, "privileges": ["read"]}],
    }
    return {**usual, **changed}


def admin(mfa: str | None = "Enabled") -> dict[str, Any]:
    """The administrator."""
    told = {} if mfa is None else {"mfaStatus": mfa}
    return {"userName": "admin", "emailAddresses": [], "privileges": ["admin"], **told}


def archives(*names: str, count: int | None = 10) -> list[dict[str, Any]]:
    """What the archives hold."""
    return [{"folder": name, "size": 1_000, **({} if count is None else {"count": count})} for name in names]
