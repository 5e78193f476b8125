"""The figures that charts are drawn of: only what a report tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal

from mailstore_sdk.findings import Findings
from mailstore_sdk.language import Text, day, number
from mailstore_sdk.reports.entries import RunsOfProfiles
from mailstore_sdk.reports.model import Report
from mailstore_sdk.reports.section import Section
from mailstore_sdk.reports.writers.html.forecast import NEEDED, forecasts
from mailstore_sdk.reports.writers.html.formats import Unit, amount_of, decimal
from mailstore_sdk.reports.writers.html.history import History
from mailstore_sdk.reports.writers.html.words import CAUSES, SEVERITIES, WORDS, word
from mailstore_sdk.severity import SEVERITIES as FROM_GOOD_TO_BAD
from mailstore_sdk.text import one_line

MOST_BARS = 20
MOST_DAYS = 366
DAY = timedelta(days=1)
KNOWN = ("succeeded", "completedWithWarnings", "completedWithErrors", "failed", "cancelled", "disconnected")
METHODS = {
    "linear": Text("forecast, linear", "Prognose, linear"),
    "compound": Text("forecast, compound", "Prognose, prozentual"),
}

Kind = Literal["bars", "columns", "line"]
"""Bars to the right, one for each label; columns by day, stacked; or lines over time."""


@dataclass(frozen=True, slots=True)
class Series:
    """Values that belong together, one for each label.

    Attributes:
        name: What they are.
        look: A class that colours them.
        values: None where nothing is known.
    """

    name: Text
    look: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn.

    Attributes:
        id: Its name in the page.
        title: What it shows.
        kind: How it is drawn.
        unit: What is counted.
        labels: What the values are of.
        series: The values.
        moments: Of lines, when each value was.
        looks: Of bars, a class that colours each; empty: all alike.
        notes: What has to be known to read it.
        lacking: Why there is nothing to draw; None where there is.
    """

    id: str
    title: Text
    kind: Kind
    unit: Unit = "count"
    labels: Sequence[Text] = ()
    series: Sequence[Series] = ()
    moments: Sequence[datetime] = ()
    looks: Sequence[str] = ()
    notes: list[Text] = field(default_factory=list)
    lacking: Text | None = None


def charts(report: Report, found: Findings, past: History) -> list[Chart]:
    """All charts; those of sections that the edition does not have are left out."""
    every = [
        _severities(found),
        _of(report.stores, _stores, "size-by-store", Text("Size by archive store", "Größe je Archivspeicher"), "bars"),
        _of(report.archives, _archives, "size-by-archive", Text("Size by archive", "Größe je Archiv"), "bars"),
        _of(report.instances, _instances, "size-by-instance", Text("Size by instance", "Größe je Instanz"), "bars")
        if report.edition == "spe"
        else None,
        _of(report.runs, _messages, "messages", Text("Messages a day", "Nachrichten pro Tag"), "columns"),
        _of(report.runs, _results, "results", Text("Results of runs a day", "Ergebnisse der Läufe pro Tag"), "columns"),
        _growth(past),
    ]
    return [chart for chart in every if chart is not None]


def _of(
    section: Section[Any], drawn: Callable[[Any, str, Text], Chart], name: str, title: Text, kind: Kind
) -> Chart | None:
    gone = section.unavailable
    if gone is None:
        return drawn(section.data, name, title)
    if gone.cause == "notInThisEdition":
        return None
    cause = CAUSES.get(gone.cause, Text(one_line(gone.cause), one_line(gone.cause)))
    return Chart(name, title, kind, lacking=WORDS["unavailable"] + Text(": ", ": ") + cause)


def _severities(found: Findings) -> Chart:
    counts = Counter(finding.severity for finding in found.active)
    bad = [one for one in reversed(FROM_GOOD_TO_BAD) if one != "ok" or counts[one]]
    known = len(found.findings) - len(found.active)
    return Chart(
        "findings-by-severity",
        Text("Findings by severity", "Befunde nach Schweregrad"),
        "bars",
        labels=[*(SEVERITIES[one] for one in bad), WORDS["acknowledged"]],
        series=[Series(WORDS["findings"], "count", [*(counts[one] for one in bad), known])],
        looks=[*(f"w-{one}" for one in bad), "w-acknowledged"],
    )


def _stores(data: Any, name: str, title: Text) -> Chart:
    return _largest(name, title, "bytes", [(f"{one.name} ({one.id})", one.statistics_size) for one in data])


def _archives(data: Any, name: str, title: Text) -> Chart:
    return _largest(name, title, "bytes", [(one.folder, one.size) for one in data])


def _instances(data: Any, name: str, title: Text) -> Chart:
    sizes = [(one.instance_id, one.statistics.total_size_mb if one.statistics else None) for one in data]
    return _largest(name, title, "MB", sizes)


def _largest(name: str, title: Text, unit: Unit, sizes: Iterable[tuple[str, int | None]]) -> Chart:
    told = list(sizes)
    known = sorted(((size, label) for label, size in told if size is not None), key=lambda one: (-one[0], one[1]))
    if not known:
        return Chart(name, title, "bars", lacking=Text("The server tells no size.", "Der Server nennt keine Größe."))
    notes = []
    if len(known) > MOST_BARS:
        rest = sum(size for size, _ in known[MOST_BARS:])
        notes.append(
            Text(
                "The {most} largest of {all}; the others have {rest} together.",
                "Die {most} größten von {all}; die übrigen haben zusammen {rest}.",
            ).filled(most=MOST_BARS, all=len(known), rest=amount_of(rest, unit))
        )
    if len(known) < len(told):
        notes.append(
            Text("Size not known: {count}.", "Größe nicht bekannt: {count}.").filled(count=len(told) - len(known))
        )
    shown = known[:MOST_BARS]
    labels = [Text("{name}", "{name}").filled(name=label) for _, label in shown]
    size = Text("Size", "Größe")
    return Chart(name, title, "bars", unit, labels, [Series(size, "size", [size for size, _ in shown])], notes=notes)


def _messages(data: RunsOfProfiles, name: str, title: Text) -> Chart:
    days = _Days.of(data)
    if not days.days:
        return Chart(name, title, "columns", lacking=NO_SPAN)
    counted: Counter[date] = Counter()
    for run in data.runs:
        counted[run.start_time.date()] += run.items_archived or 0
    silent = sum(run.items_archived is None for run in data.runs)
    notes = list(days.notes)
    if silent:
        notes.append(
            Text(
                "Runs that do not tell how many messages they took in, and are not counted: {count}.",
                "Läufe, die nicht sagen, wie viele Nachrichten sie archivierten, und nicht gezählt sind: {count}.",
            ).filled(count=silent)
        )
    values = days.values(counted)
    return Chart(name, title, "columns", "count", days.labels, [Series(MESSAGES, "messages", values)], notes=notes)


def _results(data: RunsOfProfiles, name: str, title: Text) -> Chart:
    days = _Days.of(data)
    if not days.days:
        return Chart(name, title, "columns", lacking=NO_SPAN)
    by_result: dict[str, Counter[date]] = {}
    for run in data.runs:
        by_result.setdefault(run.result, Counter())[run.start_time.date()] += 1
    known = [one for one in KNOWN if one in by_result]
    others = sorted(by_result.keys() - set(KNOWN))
    series = [Series(word(one), f"w-{one}", days.values(by_result[one])) for one in known]
    if others:  # any number of words, so one colour for all of them; the table of runs has each
        together = sum((by_result[one] for one in others), Counter[date]())
        names = Text("other: {words}", "andere: {words}").filled(words=", ".join(others[:5]))
        series.append(Series(names, "w-other", days.values(together)))
    if not series:
        return Chart(name, title, "columns", lacking=Text("Nothing ran.", "Es lief nichts."), notes=days.notes)
    return Chart(name, title, "columns", "count", days.labels, series, notes=days.notes)


MESSAGES = Text("Messages", "Nachrichten")
NO_SPAN = Text("The span is empty.", "Der Zeitraum ist leer.")


@dataclass(frozen=True, slots=True)
class _Days:
    """The days of a span in UTC, those of which not everything could be read among them."""

    days: list[date]
    unread: frozenset[date]
    notes: list[Text]

    @classmethod
    def of(cls, data: RunsOfProfiles) -> _Days:
        first, last = data.start.astimezone(UTC), data.end.astimezone(UTC) - datetime.resolution
        number_of = (last.date() - first.date()).days + 1
        begin = max(number_of - MOST_DAYS, 0)
        days = [first.date() + index * DAY for index in range(begin, number_of)]
        notes = []
        if begin:
            notes.append(Text("The last {most} days.", "Die letzten {most} Tage.").filled(most=MOST_DAYS))
        elif days and (first.time() != time() or data.end.astimezone(UTC).time() != time()):
            notes.append(
                Text(
                    "The first and the last day are not whole.", "Der erste und der letzte Tag sind nicht vollständig."
                )
            )
        unread = frozenset(one for one in days if any(_meets(gap.start, gap.end, one) for gap in data.gaps))
        if unread:
            notes.append(
                Text(
                    "Days of which not all runs could be read, and which are left out: {count}.",
                    "Tage, deren Läufe nicht alle lesbar waren und die fehlen: {count}.",
                ).filled(count=len(unread))
            )
        return cls(days, unread, notes)

    @property
    def labels(self) -> list[Text]:
        return [day(one) for one in self.days]

    def values(self, counted: Counter[date]) -> list[float | None]:
        return [None if one in self.unread else counted[one] for one in self.days]


def _meets(start: datetime, end: datetime, on: date) -> bool:
    begin = datetime.combine(on, time(), UTC)
    return start < begin + DAY and end > begin


def _growth(past: History) -> Chart:
    title = Text("Growth and forecast", "Wachstum und Prognose")
    known = [(one.at, one.size) for one in past.held]
    if len(known) < NEEDED:
        lacking = Text(
            "Growth needs at least two older reports that tell the size of everything; known so far: {count}.",
            "Für das Wachstum braucht es mindestens zwei ältere Berichte, die die Größe von allem nennen; bisher "
            "bekannt: {count}.",
        ).filled(count=max(len(known) - 1, 0))
        return Chart("growth", title, "line", past.unit, lacking=lacking)
    ahead = forecasts(known)
    moments = [at for at, _ in known] + ([at for at, _ in ahead[0].points] if ahead else [])
    blank: list[float | None] = [None] * (len(moments) - len(known))
    series = [Series(Text("size", "Größe"), "size", [*(float(size) for _, size in known), *blank])]
    notes = []
    for one in ahead:
        until, size = one.points[-1]
        series.append(
            Series(METHODS[one.method], f"f-{one.method}", [*[None] * len(known), *(s for _, s in one.points)])
        )
        rate = amount_of(one.rate, past.unit) if one.method == "linear" else decimal(one.rate, 3) + Text(" %", " %")
        notes.append(
            Text("{method}: {rate} a day, {size} on {until}.", "{method}: {rate} pro Tag, {size} am {until}.").filled(
                method=METHODS[one.method], rate=rate, size=amount_of(size, past.unit), until=until.date()
            )
        )
    if not ahead:
        notes.append(
            Text("Less than a day of history allows no forecast.", "Weniger als ein Tag erlaubt keine Prognose.")
        )
    else:
        notes.append(
            Text(
                "Both draw the past {count} reports on, by least squares, and know of nothing else.",
                "Beide schreiben die bisherigen {count} Berichte fort (kleinste Quadrate) und wissen sonst nichts.",
            ).filled(count=number(len(known)))
        )
    labels = [day(at.date()) for at in moments]
    return Chart("growth", title, "line", past.unit, labels, series, moments, notes=notes)
