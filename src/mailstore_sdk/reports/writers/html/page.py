"""The page, put together."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from mailstore_sdk import findings as finding
from mailstore_sdk.findings import Acknowledgement, Findings
from mailstore_sdk.language import Language, Text, day, moment, number
from mailstore_sdk.reports.model import Report
from mailstore_sdk.reports.writers.html.cells import Cell, Table
from mailstore_sdk.reports.writers.html.charts import drawn
from mailstore_sdk.reports.writers.html.figures import Chart, charts
from mailstore_sdk.reports.writers.html.formats import amount_of
from mailstore_sdk.reports.writers.html.frame import inline, policy, template
from mailstore_sdk.reports.writers.html.history import history
from mailstore_sdk.reports.writers.html.sections import health_tables, sections, verification
from mailstore_sdk.reports.writers.html.words import EDITIONS, SEVERITIES, WORDS


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart in a language, with its figures for those who do not see it."""

    id: str
    title: str
    svg: Markup | None
    lacking: str
    notes: list[str]
    figures: Table


def rendered(
    report: Report,
    language: Language,
    older: Iterable[Report] | str | os.PathLike[str],
    found: Findings | None,
    acks: Iterable[Acknowledgement],
) -> str:
    """The page of a report; the arguments are those of `to_html`."""
    past = history(report, older)
    judged = finding.findings(report, past.newest, acks=acks) if found is None else found
    every = list(sections(report, language))
    words = {name: text.of(language) for name, text in WORDS.items()}
    scope = finding.scope_of(report)
    style, script = inline("style.css"), inline("sort.js")
    page: str = template("page.html").render(
        language=language,
        w=words,
        t=lambda text: text.of(language),
        count=lambda number_of: number(number_of).of(language),
        moment=lambda at: moment(at).of(language),
        day=lambda on: day(on).of(language),
        severities={name: text.of(language) for name, text in SEVERITIES.items()},
        report=report,
        edition=EDITIONS[report.edition].of(language),
        title=f"{words['report']}: {scope}" if scope else words["report"],
        found=judged,
        health=health_tables(report, judged.now, language),
        pictures=[_picture(chart, language) for chart in charts(report, judged, past)],
        sections=[one for one in every if one.of_edition],
        elsewhere=[one for one in every if not one.of_edition],
        verification=verification(report, language),
        left_out=[(name, reason.of(language)) for name, reason in past.left_out],
        style=style,
        script=script,
        policy=policy(style, script),
    )
    return page


def _picture(chart: Chart, language: Language) -> Picture:
    heads = ["", *(series.name.of(language) for series in chart.series)]
    rows = [
        [Cell(label.of(language)), *(_figure(chart, series.values[i], language) for series in chart.series)]
        for i, label in enumerate(chart.labels)
    ]
    return Picture(
        chart.id,
        chart.title.of(language),
        None if chart.lacking else Markup(drawn(chart, language)),  # noqa: S704  # escaped by ElementTree
        "" if chart.lacking is None else chart.lacking.of(language),
        [note.of(language) for note in chart.notes],
        Table(chart.title.of(language), heads, rows),
    )


def _figure(chart: Chart, value: float | None, language: Language) -> Cell:
    text: Text = WORDS["nothing"] if value is None else amount_of(value, chart.unit)
    return Cell(text.of(language), number=value is not None)
