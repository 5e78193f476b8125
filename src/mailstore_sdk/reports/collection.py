"""The course of a collection, without I/O: section by section, and what becomes of one that cannot be had."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from mailstore_sdk.errors import ApiError, ArgumentError, AuthenticationError, MailStoreError, TransportError
from mailstore_sdk.reports.entries import Edition
from mailstore_sdk.reports.model import SECTIONS, Report, SectionName
from mailstore_sdk.reports.section import Section, Unavailable
from mailstore_sdk.reports.sources import SOURCES, Found, Source, not_in
from mailstore_sdk.reports.steps import Context, Missing, Steps, ends_all
from mailstore_sdk.reports.versions import CURRENT

SPAN = timedelta(days=7)


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """How far a collection has got.

    Attributes:
        section: The section that is being asked for; the last one when all are done.
        sections_done: How many sections are done.
        sections: How many there are to ask for.
        done: How many things in the section are done, as users.
        total: How many there are; None where that is not known, or it is one call.
    """

    section: SectionName
    sections_done: int
    sections: int
    done: int = 0
    total: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What is to be collected.

    Attributes:
        edition: What the report is of.
        instance_id: Of which instance.
        wanted: The sections that the report is to have.
        start: Begin of the span whose runs are wanted, in UTC.
        end: Its end, itself not in it.
        on_progress: Told how far it has got.
    """

    edition: Edition
    instance_id: str | None
    wanted: frozenset[SectionName]
    start: datetime
    end: datetime
    on_progress: Callable[[Progress], object] | None

    @property
    def sections(self) -> tuple[SectionName, ...]:
        """Those of them that the edition has, in the report's order."""
        return tuple(name for name in SECTIONS if name in self.wanted and name in SOURCES[self.edition])


def plan(
    edition: Edition,
    instance_id: str | None,
    sections: Iterable[SectionName] | None,
    runs_since: datetime | timedelta,
    runs_until: datetime | None,
    on_progress: Callable[[Progress], object] | None,
) -> Plan:
    """What is to be collected; the arguments are those of `collect`.

    Raises:
        ArgumentError: There is no such section, or the span has no time zone or ends before it begins.
    """
    end = datetime.now(UTC) if runs_until is None else _in_utc("runs_until", runs_until)
    start = end - runs_since if isinstance(runs_since, timedelta) else _in_utc("runs_since", runs_since)
    if start > end:
        raise ArgumentError(f"runs_since {start:%Y-%m-%d %H:%M:%S} is after {end:%Y-%m-%d %H:%M:%S} (UTC)")
    if isinstance(sections, str):
        raise ArgumentError(f"sections has to be a list of names, as [{sections!r}]")
    wanted = set(SECTIONS if sections is None else sections)
    unknown = sorted(map(repr, wanted - set(SECTIONS)))
    if unknown:
        raise ArgumentError(f"there is no section {', '.join(unknown)}, but these: {', '.join(SECTIONS)}")
    return Plan(
        edition=edition,
        instance_id=instance_id,
        # Whose report it is has always to be told, and it is what shows at once whether the server answers.
        wanted=frozenset({*wanted, "server"}),
        start=start,
        end=end,
        on_progress=on_progress,
    )


def collection(plan: Plan) -> Steps[Report]:
    """Collect all sections.

    Raises:
        MailStoreError: The server could not be reached or refused the user, or nothing at all could be had of it.
    """
    sources = SOURCES[plan.edition]
    found: dict[SectionName, Section[Any]] = {
        name: Section(unavailable=not_in(plan.edition, name)) for name in plan.wanted - set(plan.sections)
    }
    first_error: MailStoreError | None = None
    for number, name in enumerate(plan.sections):
        at = Progress(section=name, sections_done=number, sections=len(plan.sections))
        _tell(plan, at)
        try:
            found[name] = yield from _section(plan, sources[name], at)
        except Missing as missing:
            error = missing.error
            # The first answer shows whether there is a server at all, and one that takes the user for what he says.
            nothing_yet = number == 0 and isinstance(error, AuthenticationError | TransportError)
            if nothing_yet or ends_all(error):
                raise error from None
            # Some servers refuse a wrong password in words; each further try might lock the user out.
            if first_error is not None and _nothing(plan, found) and _same_words(first_error, error):
                raise first_error from None
            first_error = first_error or error
            found[name] = Section(unavailable=Unavailable.because(error, missing.function))
    if first_error is not None and _nothing(plan, found):
        raise first_error
    _tell(plan, Progress(section=plan.sections[-1], sections_done=len(plan.sections), sections=len(plan.sections)))
    about = {"created": datetime.now(UTC), "edition": plan.edition, "instance_id": plan.instance_id}
    return Report.model_validate({"version": CURRENT, **about, **found})


def _section(plan: Plan, source: Source, at: Progress) -> Steps[Section[Any]]:
    context = Context(
        edition=plan.edition,
        instance_id=plan.instance_id,
        start=plan.start,
        end=plan.end,
        tick=lambda done, total: _tell(plan, replace(at, done=done, total=total)),
    )
    result = yield from source(context)
    if isinstance(result, Found):
        return Section(data=result.data, problems=list(result.problems))
    return Section(unavailable=result)


def _nothing(plan: Plan, found: Mapping[SectionName, Section[Any]]) -> bool:
    """Whether the API has told nothing yet; the certificate is seen without it."""
    return not any(name in found and found[name].data is not None for name in plan.sections if name != "certificate")


def _same_words(one: MailStoreError, other: MailStoreError) -> bool:
    return isinstance(one, ApiError) and isinstance(other, ApiError) and one.message == other.message


def _tell(plan: Plan, progress: Progress) -> None:
    if plan.on_progress is not None:
        plan.on_progress(progress)


def _in_utc(name: str, moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ArgumentError(f"{name} has no time zone")
    return moment.astimezone(UTC)
