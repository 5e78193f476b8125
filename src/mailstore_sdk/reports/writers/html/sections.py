"""The sections of a report as tables, each with what is missing in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from mailstore_sdk.findings import report_health
from mailstore_sdk.language import Language, Text
from mailstore_sdk.reports.entries import (
    JobRunEntry,
    Part,
    RunEntry,
    RunsOfJobs,
    RunsOfProfiles,
    ServiceStatusEntry,
    SettingsEntry,
)
from mailstore_sdk.reports.model import Report, SectionName
from mailstore_sdk.reports.section import NOT_ASKED, Problem, Unavailable
from mailstore_sdk.reports.wording import SECTION_TITLES
from mailstore_sdk.reports.writers.html.cells import Cell, Table, settings, sheet, table
from mailstore_sdk.reports.writers.html.columns import COLUMNS
from mailstore_sdk.reports.writers.html.words import CAUSES, WORDS, word
from mailstore_sdk.severity import SEVERITIES
from mailstore_sdk.text import one_line

R = TypeVar("R", bound=RunEntry | JobRunEntry)
MOST_RUNS = 200
"""Of a year there may be a hundred thousand; all of them are in the JSON and in the CSV."""


@dataclass(frozen=True, slots=True)
class Lack:
    """Why something is not there.

    Attributes:
        key: Of what, as the name of a user; empty if of a section as a whole.
        cause: In words of the page.
        reason: In words of the server or the SDK, mostly English; empty where they add nothing.
        function: The function that was called; empty if none was.
    """

    key: str
    cause: str
    reason: str
    function: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A section.

    Attributes:
        id: Its name.
        title: Its title.
        unavailable: Why it has no data; None where it has.
        tables: What it has.
        problems: What is missing in it.
        of_edition: Whether the edition has such a thing.
    """

    id: str
    title: str
    unavailable: Lack | None
    tables: list[Table] = field(default_factory=list)
    problems: list[Lack] = field(default_factory=list)
    of_edition: bool = True


def sections(report: Report, language: Language) -> Iterator[Shown]:
    """All sections in the report's order.

    Args:
        report: The report.
        language: In which language.
    """
    for name, section in report.sections():
        gone = section.unavailable
        yield Shown(
            name,
            SECTION_TITLES[name].of(language),
            None if gone is None else _lack(gone, language),
            [] if gone else list(_tables(name, section.data, language)),
            [_lack(one, language) for one in section.problems],
            gone is None or gone.cause != "notInThisEdition",
        )


def health_tables(report: Report, now: datetime, language: Language) -> list[Table]:
    """How profiles and jobs are, the worst first, and which runs could not be read.

    Args:
        report: The report.
        now: The moment for which it is judged.
        language: In which language.
    """
    found = report_health(report, now)
    profiles = sorted(found.profiles, key=lambda one: (-SEVERITIES.index(one.severity), one.profile_id))
    jobs = sorted(found.jobs, key=lambda one: (-SEVERITIES.index(one.severity), one.job_id))
    gaps = [gap for runs in (report.runs.data, report.job_runs.data) if runs is not None for gap in runs.gaps]
    made = []
    if profiles:
        made.append(table(WORDS["profile_health"], COLUMNS["profile_health"], profiles, language))
    if jobs:
        made.append(table(WORDS["job_health"], COLUMNS["job_health"], jobs, language, WORDS["job_note"]))
    if gaps:
        made.append(table(WORDS["gaps"], COLUMNS["gaps"], gaps, language, WORDS["gap_note"]))
    return made


def verification(report: Report, language: Language) -> Table | None:
    """How the verification of a store ended; None if none was asked for."""
    told = report.verification
    if told is None:
        return None
    percent = "\u2013" if told.progress_percentage is None else f"{told.progress_percentage:g} %"
    rows = [
        [Cell(WORDS["store"].of(language)), Cell(str(told.store))],
        [Cell(WORDS["overall"].of(language)), Cell(word(told.status).of(language), look=f"w-{told.status}")],
        [Cell(WORDS["progress"].of(language)), Cell(percent)],
        *([Cell(f"{WORDS['line'].of(language)} {i}"), Cell(one_line(line.text))]
          for i, line in enumerate(told.messages, 1)),
    ]  # fmt: skip
    heads = [WORDS["setting"].of(language), WORDS["value"].of(language)]
    return Table(WORDS["verification"].of(language), heads, rows, sortable=False)


def _tables(name: SectionName, data: Any, language: Language) -> Iterator[Table]:
    caption = SECTION_TITLES[name]
    if isinstance(data, SettingsEntry):
        yield settings(caption, data.settings, language)
    elif isinstance(data, RunsOfProfiles | RunsOfJobs):
        yield _runs(name, data, language)
    elif isinstance(data, ServiceStatusEntry):
        yield table(WORDS["service_servers"], COLUMNS["service_servers"], data.servers, language)
        yield table(WORDS["service_messages"], COLUMNS["service_messages"], data.messages, language)
    elif isinstance(data, list):
        yield table(caption, COLUMNS[name], data, language)
    else:
        yield sheet(caption, COLUMNS[name], data, language)


def _runs(name: SectionName, data: RunsOfProfiles | RunsOfJobs, language: Language) -> Table:
    note = Text("{start} to {end}.", "{start} bis {end}.").filled(start=data.start, end=data.end)
    shown: Sequence[Part] = newest(data.runs, MOST_RUNS)
    if len(shown) < len(data.runs):
        note += Text(
            " {most} of {all} runs, first of all those that did not succeed; the JSON and the CSV have all of them.",
            " {most} von {all} Läufen, vor allem die nicht erfolgreichen; JSON und CSV enthalten alle.",
        ).filled(most=len(shown), all=len(data.runs))
    if name == "job_runs":
        note += Text(" ", " ") + WORDS["job_note"]
    return table(SECTION_TITLES[name], COLUMNS[name], shown, language, note)


def newest(runs: Sequence[R], most: int) -> Sequence[R]:
    """The newest runs, newest first; where there are too many, those that did not succeed before all others."""
    by_time: list[R] = sorted(runs, key=lambda run: (run.start_time is not None, run.start_time), reverse=True)
    if len(by_time) <= most:
        return by_time
    bad = [run for run in by_time if run.result != "succeeded"][:most]
    good = [run for run in by_time if run.result == "succeeded"][: most - len(bad)]
    chosen = {id(run) for run in (*bad, *good)}
    return [run for run in by_time if id(run) in chosen]


def _lack(told: Unavailable | Problem, language: Language) -> Lack:
    cause = CAUSES.get(told.cause, Text(one_line(told.cause), one_line(told.cause)))
    reason = "" if told.reason == NOT_ASKED.reason else one_line(told.reason)
    key = one_line(told.key or "") if isinstance(told, Problem) else ""
    return Lack(key, cause.of(language), reason, told.function or "")
