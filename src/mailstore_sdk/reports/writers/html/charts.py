"""Charts as inline SVG, drawn by pygal: its geometry alone, since how it looks is the page's, light and dark.

Of what pygal gives, only known elements and attributes are taken over: no script, no style, no comment with the day.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from typing import Any
from xml.etree import ElementTree

import pygal
from pygal.style import Style

from mailstore_sdk.language import Language, day, number
from mailstore_sdk.reports.writers.html.figures import Chart, Series
from mailstore_sdk.reports.writers.html.formats import amount_of, decimal, scale

# pygal puts a finder for its maps among the importers, of a kind that Python 3.11 warns of at every module that is not
# found, and that later ones pass over.
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != "pygal"]

WIDTH = 720
BAR = 26  # height of a bar with the space around it
MARGIN = 12
STEPS = 6  # marks of an axis
LEGENDS = 3  # in a line
LEGEND_LINE = 20
FEW = 6  # labels that stand beside each other
LONGEST_LABEL = 28
SECONDS = 86_400

ELEMENTS = {"svg", "g", "rect", "path", "circle", "text"}
ATTRIBUTES = {"x", "y", "width", "height", "rx", "ry", "cx", "cy", "r", "d", "transform", "class", "viewBox"}
LEFT_OUT = {"background", "tooltip", "tooltip-overlay"}
FRACTION = re.compile(r"\d+\.\d+")
COLOUR = re.compile(r"color-(\d+)")


def drawn(chart: Chart, language: Language) -> str:
    """The chart as an element `svg`.

    Args:
        chart: One that has something to draw.
        language: In which language its words are.
    """
    made = {"bars": _bars, "columns": _columns, "line": _line}[chart.kind](chart, language)
    made.uuid = chart.id  # else it is drawn by lot
    root = _cleaned(made.render_tree(), [series.look for series in chart.series])
    root.set("role", "img")
    root.set("aria-label", chart.title.of(language))
    for bar, look in zip(_bars_of(root), chart.looks, strict=False):
        bar.set("class", f"bar {look}")
    return ElementTree.tostring(root, encoding="unicode")


def _bars(chart: Chart, language: Language) -> Any:
    (series,) = chart.series
    values = [value or 0 for value in series.values]
    divisor, shown = _scaled(chart, values, language)
    made: Any = pygal.HorizontalBar(
        show_legend=False,
        height=70 + BAR * len(values),
        **{
            **_common(shown),
            "truncate_label": LONGEST_LABEL,
        },
    )
    if chart.unit == "count":
        made.y_labels = _whole(int(max(values)))
    # From below, so that the first one is on top.
    made.x_labels = [_label(one.of(language)) for one in reversed(chart.labels)]
    made.add("", [_point(chart, series, i, divisor, language) for i in reversed(range(len(values)))])
    return made


def _columns(chart: Chart, language: Language) -> Any:
    together = [
        sum(value or 0 for value in values) for values in zip(*(one.values for one in chart.series), strict=True)
    ]
    divisor, shown = _scaled(chart, together, language)
    many = len(chart.series) > 1
    lines = -(-len(chart.series) // LEGENDS)
    labels = [one.of(language) for one in chart.labels]
    every = max(-(-len(labels) // FEW), 1)
    made: Any = pygal.StackedBar(
        show_legend=many,
        height=300,
        show_minor_x_labels=False,
        # pygal leaves room for the first line of a legend only.
        **{**_common(shown), "margin_bottom": MARGIN + LEGEND_LINE * (lines - 1)},
    )
    made.x_labels = labels
    made.x_labels_major = labels[::every]
    for one in chart.series:
        points = [_point(chart, one, i, divisor, language) if one.values[i] else None for i in range(len(labels))]
        made.add(one.name.of(language), points)
    return made


def _line(chart: Chart, language: Language) -> Any:
    values = [value or 0 for one in chart.series for value in one.values]
    divisor, shown = _scaled(chart, values, language)
    made: Any = pygal.XY(
        show_legend=True,
        height=320,
        dots_size=3,
        x_value_formatter=lambda days: _date(chart, days, language),
        **_common(shown),
    )
    times = [at.timestamp() / SECONDS for at in chart.moments]
    width = (max(times) - min(times)) / (FEW - 1)
    made.x_labels = [min(times) + width * i for i in range(FEW)]
    for one in chart.series:
        points = [
            _point(chart, one, i, divisor, language, at) for i, at in enumerate(times) if one.values[i] is not None
        ]
        made.add(one.name.of(language), points)
    return made


def _common(shown: Callable[[float], str]) -> dict[str, Any]:
    style = Style(label_font_size=12, major_label_font_size=12, legend_font_size=13)
    return {
        "style": style,
        "js": [],
        "width": WIDTH,
        "margin": MARGIN,
        "margin_right": 2 * MARGIN,
        "value_formatter": shown,
        "max_scale": STEPS,
        "legend_at_bottom": True,
        "legend_at_bottom_columns": LEGENDS,
        "truncate_label": -1,
        "truncate_legend": -1,
        "include_x_axis": True,
    }


def _scaled(chart: Chart, values: Sequence[float], language: Language) -> tuple[int, Callable[[float], str]]:
    """By what values are divided, and how those of the axis are written."""
    divisor, unit = scale(max(values, default=0), chart.unit)

    def shown(value: float) -> str:
        text = number(int(value)) if value == int(value) else decimal(value, 1)
        return f"{text.of(language)} {unit}".rstrip()

    return divisor, shown


def _point(
    chart: Chart, series: Series, index: int, divisor: int, language: Language, at: float | None = None
) -> dict[str, Any]:
    """A value, with what a reader sees who points at it."""
    told = series.values[index] or 0
    names = [chart.labels[index].of(language), *([series.name.of(language)] if len(chart.series) > 1 else [])]
    label = f"{', '.join(names)}: {amount_of(told, chart.unit).of(language)}"
    value = told / divisor
    return {"value": value if at is None else (at, value), "label": label}


def _whole(most: int) -> list[int]:
    """Marks of an axis that counts things, of which there are whole ones only."""
    return [*range(0, most + 1, -(-most // STEPS) or 1)]


def _label(text: str) -> str:
    return text or " "  # pygal takes an empty one for none at all


def _date(chart: Chart, days: float, language: Language) -> str:
    first = chart.moments[0]
    return day(first.fromtimestamp(days * SECONDS, first.tzinfo).date()).of(language)


def _bars_of(root: ElementTree.Element) -> list[ElementTree.Element]:
    return [one for one in root.iter("g") if one.get("class") == "bar"][::-1]


def _cleaned(told: Any, looks: Sequence[str]) -> ElementTree.Element:
    """An element of pygal's, which may be one of lxml, with what in it is known."""
    made = ElementTree.Element(_tag(told))
    for key, value in told.attrib.items():
        if key in ATTRIBUTES and value:
            made.set(key, _look(value, looks) if key == "class" else _rounded(value))
    text = next((one.text for one in told if _tag(one) == "desc" and one.get("class") == "label"), None)
    if text:
        ElementTree.SubElement(made, "title").text = text
    if made.tag == "text":
        made.text = "".join(part for part in told.itertext() if part)
    for child in told:
        if _tag(child) in ELEMENTS and not LEFT_OUT & set(child.get("class", "").split()):
            made.append(_cleaned(child, looks))
    return made


def _tag(element: Any) -> str:
    """Its name; empty of a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _look(classes: str, looks: Sequence[str]) -> str:
    return COLOUR.sub(lambda found: looks[int(found[1])], classes)


def _rounded(value: str) -> str:
    return FRACTION.sub(lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), value)
