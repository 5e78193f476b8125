"""Look at an archive: at the server, or at a stored report. Whatever goes wrong, there are facts to show."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from mailstore_sdk.errors import ConfigurationError, MailStoreError, TransportError
from mailstore_sdk.findings import Acknowledgement, Rule, Thresholds
from mailstore_sdk.findings.thresholds import USUAL
from mailstore_sdk.monitoring.judging import facts, unknown
from mailstore_sdk.monitoring.services import FIXED, Facts, Name, Service
from mailstore_sdk.reports import Report, SectionName, collect, collect_async
from mailstore_sdk.reports.collect import edition_of
from mailstore_sdk.reports.entries import Edition
from mailstore_sdk.watch.verdict import checked
from mailstore_sdk.watch.words import length

if TYPE_CHECKING:
    from mailstore_sdk.client_kinds import AnyAsyncClient, AnyClient

LOOKED_AT: tuple[SectionName, ...] = (
    "server",
    "licence",
    "certificate",
    "stores",
    "profiles",
    "runs",
    "jobs",
    "job_runs",
    "service_status",
    "instances",
)
"""What a check asks for: a few calls, none of them one for each user or folder. The rest is for a daily report."""
CLOCKS = timedelta(minutes=5)  # by which those of two machines may differ


def check(
    client: AnyClient,
    *,
    thresholds: Thresholds = USUAL,
    acks: Iterable[Acknowledgement] = (),
    rules: Sequence[Rule] | None = None,
    known: Iterable[Name] = (),
) -> Facts:
    """Ask the server how everything is. It never raises what a server or the network does: that is a fact, too.

    Args:
        client: The server to ask, or the instance; a `SpeClient` watches the installation as a whole.
        thresholds: From when on something is bad.
        acks: What is acknowledged.
        rules: Only these rules; when left out, all.
        known: Names from an earlier look, shown as unknown when the server does not tell.
    """
    names = list(known)
    try:
        report = collect(client, sections=LOOKED_AT)
    except MailStoreError as error:
        return _not_answered(error, client, names)
    return facts(report, thresholds=thresholds, acks=acks, rules=rules, known=names)


async def check_async(
    client: AnyAsyncClient,
    *,
    thresholds: Thresholds = USUAL,
    acks: Iterable[Acknowledgement] = (),
    rules: Sequence[Rule] | None = None,
    known: Iterable[Name] = (),
) -> Facts:
    """Ask the server how everything is; see `check`."""
    names = list(known)
    try:
        report = await collect_async(client, sections=LOOKED_AT)
    except MailStoreError as error:
        return _not_answered(error, client, names)
    return facts(report, thresholds=thresholds, acks=acks, rules=rules, known=names)


def from_file(
    path: str | os.PathLike[str],
    max_age: timedelta,
    *,
    now: datetime | None = None,
    edition: Edition = "server",
    thresholds: Thresholds = USUAL,
    acks: Iterable[Acknowledgement] = (),
    rules: Sequence[Rule] | None = None,
    known: Iterable[Name] = (),
) -> Facts:
    """Answer from a stored report, so that no check asks the server. One that is stale or not there is unknown.

    Everything is judged for the moment at which the report was made: what ran since then is not in it.

    Args:
        path: The report, as `mailstore report` or `write_json` wrote it.
        max_age: How old it may be.
        now: The moment; when left out, now.
        edition: What is watched, where there is no report to tell it.
        thresholds: From when on something is bad.
        acks: What is acknowledged.
        rules: Only these rules; when left out, all.
        known: Names from an earlier look.

    Raises:
        ArgumentError: `now` has no time zone.
    """
    at = datetime.now(UTC) if now is None else checked(now)
    try:
        report = Report.load(path)
    except ConfigurationError as error:
        return failed(f"{os.fspath(path)}: {error}", now=at, edition=edition, known=known)
    except OSError as error:
        return failed(f"{os.fspath(path)}: {error.strerror}", now=at, edition=edition, known=known)
    found = facts(report, thresholds=thresholds, acks=acks, rules=rules, known=known)
    age = at - report.created
    if age > max_age:
        reason = f"the report is {length(age)} old, more than {length(max_age)}"
    elif age < -CLOCKS:
        reason = f"the report is from the future, by {length(-age)}: one of the clocks is wrong"
    else:
        aged = [_aged(service, age) for service in found.services]
        return found.model_copy(update={"services": aged})
    stale = failed(reason, now=at, edition=report.edition, known=found.names)
    return stale.model_copy(update={"created": report.created, "scope": found.scope})


def failed(
    reason: str,
    *,
    known: Iterable[Name] = (),
    edition: Edition = "server",
    now: datetime | None = None,
    server_down: bool = False,
) -> Facts:
    """What is to be shown when nothing could be had: the same services as ever, none of them ok.

    Args:
        reason: Why, on one line.
        known: What the services are called, from an earlier look; without, those that every archive has.
        edition: What is watched.
        now: The moment; when left out, now.
        server_down: Whether it is known that the server does not answer: then that service is critical.

    Raises:
        ArgumentError: `now` has no time zone.
    """
    names = list(known) or [Name(kind=kind) for kind in FIXED[edition]]
    return Facts(
        now=datetime.now(UTC) if now is None else checked(now),
        edition=edition,
        failure=unknown(names[0], reason).text,
        services=[
            unknown(name, reason, "critical" if server_down and name.kind == "server" else "unknown") for name in names
        ],
    )


def _not_answered(error: MailStoreError, client: AnyClient | AnyAsyncClient, known: list[Name]) -> Facts:
    down = isinstance(error, TransportError)
    return failed(f"{type(error).__name__}: {error}", known=known, edition=edition_of(client), server_down=down)


def _aged(service: Service, age: timedelta) -> Service:
    if service.kind != "server":
        return service
    metrics = [
        metric.model_copy(update={"value": max(round(age.total_seconds()), 0)})
        if metric.name == "report_age"
        else metric
        for metric in service.metrics
    ]
    return service.model_copy(update={"metrics": metrics})
