"""What every monitoring format is made from: services, each with a state, a line of text and measured values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from pydantic import Field

from mailstore_sdk.models.base import Utc
from mailstore_sdk.reports.entries import Edition, Part
from mailstore_sdk.severity import Severity

State = Literal["ok", "warning", "unknown", "critical"]
"""How a service is."""
STATES: tuple[State, ...] = ("ok", "warning", "unknown", "critical")
"""From good to bad, as `severity.SEVERITIES`: what is not known may be bad; what is known to be bad is worse."""
OF_SEVERITY: dict[Severity, State] = {"ok": "ok", "warning": "warning", "unknown": "unknown", "error": "critical"}
CODES: dict[State, int] = {"ok": 0, "warning": 1, "critical": 2, "unknown": 3}
"""The numbers of the states: the exit codes of plugins for Nagios, which others have taken over."""

Kind = Literal[
    "server",
    "licence",
    "certificate",
    "profiles",
    "stores",
    "jobs",
    "instances",
    "findings",
    "profile",
    "store",
    "job",
    "instance",
]
"""What a service is about: the archive as a whole, all of a kind together, or one profile, store, job or instance."""
TITLES: dict[Kind, str] = {
    "server": "Server",
    "licence": "Licence",
    "certificate": "Certificate",
    "profiles": "Profiles",
    "stores": "Stores",
    "jobs": "Jobs",
    "instances": "Instances",
    "findings": "Findings",
    "profile": "Profile",
    "store": "Store",
    "job": "Job",
    "instance": "Instance",
}
OF_ALL: dict[Kind, Kind] = {"profile": "profiles", "store": "stores", "job": "jobs", "instance": "instances"}
"""Which service sums up those of each kind."""
FIXED: dict[Edition, tuple[Kind, ...]] = {
    "server": ("server", "licence", "certificate", "profiles", "stores", "jobs", "findings"),
    "instance": ("server", "certificate", "profiles", "stores", "jobs", "findings"),
    "spe": ("server", "certificate", "instances", "findings"),
}
"""The services that each edition always has, whatever is in the archive."""

Unit: TypeAlias = Literal["", "s", "B", "%"]
"""Seconds, bytes, percent, or a plain number."""


class Metric(Part):
    """A measured value.

    Attributes:
        name: What was measured, in letters and underscores.
        value: The value, in the unit.
        unit: s (seconds), B (bytes), % or nothing: a number of things.
        warning: From which value on it is a warning; None: it decides nothing.
        critical: From which value on it is critical.
        lower: Whether it is bad below these values, not above.
        minimum: The least that it can be.
        maximum: The most that it can be.
        help: What was measured, in words.
    """

    name: str
    value: float | int
    unit: Unit = ""
    warning: float | int | None = None
    critical: float | int | None = None
    lower: bool = False
    minimum: float | int | None = 0
    maximum: float | int | None = None
    help: str


class Name(Part):
    """What a service is called.

    Attributes:
        kind: What it is about.
        id: Of which profile, store, job or instance; None of the archive as a whole.
        label: Its name as the server has it, on one line; None where there is none.
        public: The same without what may name a person, for where everybody can read it.
    """

    kind: Kind
    id: str | None = None
    label: str | None = None
    public: str | None = None

    # The number is in the name: two profiles can have the same name, and a format that knows fewer letters than the
    # server does can make two names one.
    @property
    def key(self) -> str:
        """What tells it from all others, as `profile:3`; it does not change when the profile is renamed."""
        return self.kind if self.id is None else f"{self.kind}:{self.id}"

    @property
    def name(self) -> str:
        """What people read, as `Profile 3 Exchange`."""
        return " ".join(part for part in (TITLES[self.kind], self.id, self.label) if part)


class Service(Name):
    """One thing that is watched.

    Attributes:
        kind: What it is about.
        id: Of which profile, store, job or instance; None of the archive as a whole.
        label: Its name as the server has it, on one line; None where there is none.
        public: The same without what may name a person, for where everybody can read it.
        state: How it is.
        text: Why, on one line.
        metrics: What was measured.
    """

    state: State
    text: str
    metrics: list[Metric] = Field(default_factory=list)


class Facts(Part):
    """What is known of an archive at a moment, for every monitoring format.

    Attributes:
        now: The moment.
        created: When the report was made; None if there is none.
        edition: What is watched.
        scope: Which archive that is: name of the server, and of the instance; None if it is not known.
        failure: Why nothing is known, on one line; None if something is.
        services: In a fixed order: those of the archive as a whole, then each profile, store, job and instance.
    """

    now: Utc
    created: Utc | None = None
    edition: Edition = "server"
    scope: str | None = None
    failure: str | None = None
    services: list[Service]

    @property
    def state(self) -> State:
        """The worst of all."""
        return worst(service.state for service in self.services)

    @property
    def bad(self) -> list[Service]:
        """Those that are not ok, the worst first; one that sums up others only if none of those is as bad.

        Of what is equally bad, what does not work comes before what might be better.
        """
        singles = {(OF_ALL[one.kind], one.state) for one in self.services if one.kind in OF_ALL}
        told = [one for one in self.services if one.state != "ok" and (one.kind, one.state) not in singles]
        return sorted(told, key=lambda one: (-STATES.index(one.state), one.kind == "findings"))

    @property
    def names(self) -> list[Name]:
        """What the services are called, to show the same ones when nothing is known of them."""
        return [Name(kind=one.kind, id=one.id, label=one.label, public=one.public) for one in self.services]

    def of(self, kind: Kind) -> list[Service]:
        """The services of a kind."""
        return [service for service in self.services if service.kind == kind]

    def counts(self) -> dict[State, int]:
        """How many services are in each state, the worst first."""
        return {state: sum(one.state == state for one in self.services) for state in reversed(STATES)}


def worst(states: Iterable[State]) -> State:
    """The worst of them; of none it is ok."""
    return STATES[max(map(STATES.index, states), default=0)]
