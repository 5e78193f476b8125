"""From a report, its health and its findings to services: the one judgement that every format shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from mailstore_sdk.findings import (
    Acknowledgement,
    Finding,
    Findings,
    Rule,
    Thresholds,
    findings,
    report_health,
    scope_of,
)
from mailstore_sdk.findings.thresholds import USUAL
from mailstore_sdk.models import Health, JobHealth, ProfileHealth
from mailstore_sdk.monitoring import measured
from mailstore_sdk.monitoring.assigned import BY_HEALTH, service_of
from mailstore_sdk.monitoring.people import People
from mailstore_sdk.monitoring.services import (
    FIXED,
    OF_ALL,
    OF_SEVERITY,
    STATES,
    Facts,
    Kind,
    Metric,
    Name,
    Service,
    State,
    worst,
)
from mailstore_sdk.reports import Report, SectionName
from mailstore_sdk.text import one_line
from mailstore_sdk.watch.words import length, many

SECTIONS: dict[Kind, SectionName] = {
    "server": "server",
    "licence": "licence",
    "certificate": "certificate",
    "profiles": "profiles",
    "stores": "stores",
    "jobs": "jobs",
    "instances": "instances",
}
"""Without which section nothing can be said about which service."""
NEVER_GROUPED = 10**9
NOT_TOLD = "(not told)"


def facts(
    report: Report,
    *,
    now: datetime | None = None,
    thresholds: Thresholds = USUAL,
    acks: Iterable[Acknowledgement] = (),
    rules: Sequence[Rule] | None = None,
    known: Iterable[Name] = (),
) -> Facts:
    """Judge every profile, store and job of a report, and the archive as a whole.

    A profile or a job is judged by its health, which turns ok by itself; all else by the findings. What is acknowledged
    is ok, and said. A part that the report could not get is unknown, never ok.

    Args:
        report: What to judge.
        now: The moment, with a time zone; when left out, the one at which the report was made.
        thresholds: From when on something is bad.
        acks: What is acknowledged.
        rules: Only these rules; when left out, all.
        known: Names from an earlier look, which are shown as unknown where the report has no list of their kind.

    Returns:
        The services, in an order that does not change.

    Raises:
        ArgumentError: `now` has no time zone.
    """
    # Each service needs its own finding, not one for all of them.
    single = thresholds.model_copy(update={"most": NEVER_GROUPED})
    found = findings(report, now=now, thresholds=single, acks=acks, rules=rules)
    judging = _Judging(report, found, thresholds, list(known))
    return Facts(
        now=found.now,
        created=report.created,
        edition=report.edition,
        scope=scope_of(report),
        services=list(judging.services()),
    )


@dataclass(slots=True)
class _Noticed:
    """What is to be said about a service."""

    bad: list[tuple[State, str]] = field(default_factory=list)
    known: list[str] = field(default_factory=list)

    def take(self, finding: Finding) -> None:
        """A finding about it."""
        ack = finding.acknowledged
        if ack is None:
            self.bad.append((OF_SEVERITY[finding.severity], finding.text.en))
        else:
            self.known.append(f"acknowledged until {ack.until}: {finding.text.en}")


@dataclass(frozen=True)
class _Judging:
    report: Report
    found: Findings
    thresholds: Thresholds
    known: list[Name]

    @property
    def now(self) -> datetime:
        return self.found.now

    @cached_property
    def health(self) -> Health:
        return report_health(self.report, self.now, self.thresholds.health, self.thresholds.zone)

    @cached_property
    def people(self) -> People:
        return People(self.report)

    @cached_property
    def by_key(self) -> dict[str, list[Finding]]:
        """The findings by the service that they are about."""
        there = {*self.kinds, *(f"{kind}:{one}" for kind, one in self.items)}
        found: dict[str, list[Finding]] = {}
        for finding in self.found.findings:
            found.setdefault(service_of(finding, there), []).append(finding)
        return found

    @cached_property
    def kinds(self) -> list[Kind]:
        """The services of the archive as a whole; a certificate that no connection of ours could see is not watched."""
        lack = self.report.certificate.unavailable
        unseen = lack is not None and lack.cause == "notSeen"
        return [kind for kind in FIXED[self.report.edition] if not (kind == "certificate" and unseen)]

    @cached_property
    def items(self) -> list[tuple[Kind, str]]:
        """What there is one by one, in the report's order."""
        report = self.report
        everything: list[tuple[Kind, Iterable[str]]] = [
            ("profile", (str(one.id) for one in report.profiles.data or ())),
            ("store", (str(one.id) for one in report.stores.data or ())),
            ("job", (str(one.id) for one in report.jobs.data or ())),
            ("instance", (one.instance_id for one in report.instances.data or ())),
        ]
        return [(kind, one) for kind, each in everything if OF_ALL[kind] in self.kinds for one in each]

    def services(self) -> Iterator[Service]:
        """All of them: first what sums up."""
        singles = list(self._singles())
        for kind in self.kinds:
            yield self._of_all(kind, [one for one in singles if OF_ALL[one.kind] == kind])
        yield from singles

    def _singles(self) -> Iterator[Service]:
        yield from self._missing("profile")
        of_profiles = {one.profile_id: one for one in self.health.profiles}
        for profile in self.report.profiles.data or ():
            yield self._judged("profile", str(profile.id), profile.name, of_profiles.get(profile.id))
        yield from self._missing("store")
        for store in self.report.stores.data or ():
            calm = store.requested_state or "state not told"
            metrics = measured.of_store(store, self.thresholds)
            yield self._service("store", str(store.id), store.name, self._told(f"store:{store.id}"), calm, metrics)
        yield from self._missing("job")
        of_jobs = {one.job_id: one for one in self.health.jobs}
        for job in self.report.jobs.data or ():
            yield self._judged("job", str(job.id), job.name, of_jobs.get(job.id))
        if "instances" in self.kinds:
            yield from self._missing("instance")
            for one in self.report.instances.data or ():
                calm = one.status or "state not told"
                told = self._told(f"instance:{one.instance_id}")
                metrics = measured.of_instance(one)
                yield self._service("instance", one.instance_id, one.display_name, told, calm, metrics)

    def _judged(self, kind: Kind, number: str, name: str, health: ProfileHealth | JobHealth | None) -> Service:
        """A profile or a job, whose health decides; an acknowledged finding about that health takes it back."""
        about = self.by_key.get(f"{kind}:{number}", [])
        told = self._noticed(one for one in about if one.rule not in BY_HEALTH)
        if health is None:
            lack = self.report.runs.unavailable
            told.bad.append(("unknown", f"its runs could not be had: {lack.reason if lack else 'no reason given'}"))
            return self._service(kind, number, name, told, "", ())
        judged = [one for one in about if one.rule in BY_HEALTH]
        if health.severity != "ok" and judged and all(one.acknowledged for one in judged):
            for one in judged:
                told.take(one)
        elif health.severity != "ok":
            told.bad.append((OF_SEVERITY[health.severity], health.reason))
        metrics = (
            measured.of_profile(health, self.now)
            if isinstance(health, ProfileHealth)
            else measured.of_job(health, self.now)
        )
        return self._service(kind, number, name, told, health.reason, metrics)

    def _missing(self, kind: Kind) -> Iterator[Service]:
        """Those that were there before, while the report has no list of them."""
        section = getattr(self.report, OF_ALL[kind])
        if section.unavailable is not None:
            for name in self.known:
                if name.kind == kind:
                    yield unknown(name, f"could not be had: {section.unavailable.reason}")

    def _of_all(self, kind: Kind, singles: Sequence[Service]) -> Service:
        section = SECTIONS.get(kind)
        lack = getattr(self.report, section).unavailable if section else None
        if lack is None:
            told = self._told(kind)
            told.bad.extend((one.state, f"{one.name}: {one.text}") for one in singles if one.state != "ok")
            return self._service(kind, None, None, told, self._calm(kind, singles), self._metrics(kind, singles))
        # Each single one would say the same again, and so does the finding that the section is missing.
        about = {one.key: one for one in self.by_key.get(kind, ())}
        missing = about.pop(f"section-missing:{section}", None)
        told = self._noticed(about.values())
        reason = f"could not be had: {lack.reason}"
        if missing is not None and missing.acknowledged:
            told.take(missing)
        else:
            told.bad.append(("unknown", reason))
        return self._service(kind, None, None, told, reason, ())

    def _calm(self, kind: Kind, singles: Sequence[Service]) -> str:
        """What there is to say about a service with which nothing is wrong."""
        report = self.report
        if kind == "server" and report.server.data is not None:
            server = report.server.data
            return f"version {server.version or NOT_TOLD} on {server.machine_name or NOT_TOLD}"
        if kind == "licence" and report.licence.data is not None:
            licence = report.licence.data
            used, most = (NOT_TOLD if one is None else one for one in (licence.named_users, licence.max_named_users))
            return f"{used} of {most} licences in use"
        if kind == "certificate" and report.certificate.data is not None:
            until = report.certificate.data.not_after
            return (
                "expiry not readable"
                if until is None
                else f"valid for {length(until - self.now)}, until {until:%Y-%m-%d}"
            )
        if kind == "findings":
            return f"nothing else found by {many(len(self.found.checked), 'rule')}"
        return f"{many(len(singles), kind.removesuffix('s'))}: nothing is wrong"

    def _metrics(self, kind: Kind, singles: Sequence[Service]) -> Iterator[Metric]:
        if kind == "server":
            age = max(round((self.now - self.report.created).total_seconds()), 0)
            yield Metric(name="report_age", value=age, unit="s", help="Age of the report when it was judged.")
        elif kind == "licence" and self.report.licence.data is not None:
            yield from measured.of_licence(self.report.licence.data, self.thresholds)
        elif kind == "certificate" and self.report.certificate.data is not None:
            yield from measured.of_certificate(self.report.certificate.data, self.thresholds, self.now)
        elif kind == "findings":
            for state in STATES[1:]:
                value = sum(OF_SEVERITY[one.severity] == state for one in self.found.active)
                yield Metric(name=state, value=value, help=f"Findings of all kinds, {state}.")
            known = len(self.found.findings) - len(self.found.active)
            yield Metric(name="acknowledged", value=known, help="Findings that are acknowledged.")
        else:
            yield Metric(name="count", value=len(singles), help=f"Number of {kind}.")
            bad = sum(one.state != "ok" for one in singles)
            yield Metric(name="not_ok", value=bad, help=f"Number of {kind} that are not ok.")
            yield from _sums(singles)

    def _told(self, key: str) -> _Noticed:
        return self._noticed(self.by_key.get(key, ()))

    def _noticed(self, about: Iterable[Finding]) -> _Noticed:
        told = _Noticed()
        for finding in about:
            told.take(finding)
        return told

    def _service(
        self, kind: Kind, of: str | None, name: str | None, told: _Noticed, calm: str, metrics: Iterable[Metric]
    ) -> Service:
        told.bad.sort(key=lambda one: -STATES.index(one[0]))
        texts = [text for _, text in told.bad] or [calm]
        label = None if name is None else " ".join(one_line(name).split())
        return Service(
            kind=kind,
            id=None if of is None else one_line(of),
            label=label,
            public=None if label is None else self.people.left_out(label),
            state=worst(state for state, _ in told.bad),
            text=one_line("; ".join(text for text in dict.fromkeys([*texts, *told.known]) if text)),
            metrics=list(metrics),
        )


def unknown(name: Name, reason: str, state: State = "unknown") -> Service:
    """A service of which nothing is known.

    Args:
        name: What it is called.
        reason: Why nothing is known.
        state: How it is shown; never ok.
    """
    return Service(kind=name.kind, id=name.id, label=name.label, public=name.public, state=state, text=one_line(reason))


def _sums(singles: Sequence[Service]) -> Iterator[Metric]:
    """What can be added up, where all of them tell it."""
    for name, of_all in (("messages", "Messages in all of them."), ("size", "Size of all of them.")):
        every: list[Any] = [metric for one in singles for metric in one.metrics if metric.name == name]
        if every and len(every) == len(singles):
            yield Metric(name=name, value=sum(one.value for one in every), unit=every[0].unit, help=of_all)
