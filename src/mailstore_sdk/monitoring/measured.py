"""One profile, store, job or instance of a report as a service, with what was measured."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from mailstore_sdk.findings import Thresholds
from mailstore_sdk.models import JobHealth, ProfileHealth
from mailstore_sdk.monitoring.services import Metric
from mailstore_sdk.reports.entries import CertificateEntry, InstanceEntry, LicenceEntry, StoreEntry


def of_profile(profile: ProfileHealth, now: datetime) -> Iterator[Metric]:
    """When it last ran, and what it took in within the time for silence."""
    if profile.last_end is not None:
        yield Metric(
            name="last_run_age",
            value=_seconds(profile.last_end, now),
            unit="s",
            warning=_from(profile.last_end, profile.overdue_at),
            critical=_from(profile.last_end, profile.silent_at),
            help="Time since the end of the last run.",
        )
    if profile.last_success is not None:
        yield Metric(
            name="last_success_age",
            value=_seconds(profile.last_success, now),
            unit="s",
            help="Time since the end of the last run that succeeded.",
        )
    yield Metric(name="runs", value=profile.runs, help="Runs that ended within the time for silence, a day mostly.")
    yield Metric(name="messages", value=profile.messages, help="Messages that these runs took in.")
    if profile.usual_duration is not None:
        yield Metric(name="usual_duration", value=profile.usual_duration, unit="s", help="Median duration of a run.")


def of_job(job: JobHealth, now: datetime) -> Iterator[Metric]:
    """When it last started, and when it does next."""
    if job.last_start is not None:
        yield Metric(
            name="last_start_age", value=_seconds(job.last_start, now), unit="s", help="Time since the last start."
        )
    if job.next_start is not None:
        yield Metric(
            name="next_start_in",
            value=_seconds(now, job.next_start),
            unit="s",
            minimum=None,
            help="Time until the next start; less than zero when it should have started.",
        )


def of_store(store: StoreEntry, thresholds: Thresholds) -> Iterator[Metric]:
    """What it holds."""
    if store.statistics_count is not None:
        # One that is not the current one grows no more.
        limit = thresholds.store_messages if store.requested_state == "current" else None
        yield Metric(name="messages", value=store.statistics_count, warning=limit, help="Messages in the store.")
    if store.statistics_size is not None:
        yield Metric(name="size", value=store.statistics_size, unit="B", help="Size of the store.")


def of_instance(instance: InstanceEntry) -> Iterator[Metric]:
    """What it holds; its size in megabytes, as the server gives it, since which ones is not known."""
    sizes = instance.statistics
    if sizes is not None and sizes.number_of_messages is not None:
        yield Metric(name="messages", value=sizes.number_of_messages, help="Messages in the instance.")
    if sizes is not None and sizes.total_size_mb is not None:
        yield Metric(name="size_megabytes", value=sizes.total_size_mb, help="Size of the instance, as the server says.")


def of_licence(licence: LicenceEntry, thresholds: Thresholds) -> Iterator[Metric]:
    """How much of it is used."""
    used, most = licence.named_users, licence.max_named_users
    if used is not None:
        yield Metric(name="used", value=used, maximum=most, help="Licensed users in use.")
    if used is not None and most:
        yield Metric(
            name="used_percent",
            value=round(used * 100 / most, 1),
            unit="%",
            warning=thresholds.licence_percent,
            critical=100,
            help="Licensed users in use, of those there are.",
        )


def of_certificate(certificate: CertificateEntry, thresholds: Thresholds, now: datetime) -> Iterator[Metric]:
    """How long it holds."""
    if certificate.not_after is not None:
        yield Metric(
            name="expires_in",
            value=_seconds(now, certificate.not_after),
            unit="s",
            warning=int(thresholds.certificate.total_seconds()),
            critical=0,
            lower=True,
            minimum=None,
            help="Time until the certificate expires; less than zero when it has.",
        )


def _seconds(start: datetime, end: datetime) -> int:
    return round((end - start).total_seconds())


def _from(start: datetime, end: datetime | None) -> int | None:
    return None if end is None else _seconds(start, end)
