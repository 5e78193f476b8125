"""Charts as SVG files, small, the same for the same figures, readable on a light and on a dark page."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

Points = Sequence[tuple[float, float]]
SVG = "http://www.w3.org/2000/svg"
LIGHT = ("#1f5fa8", "#b4500a", "#2f7d4f")
DARK = ("#7ab3f0", "#f0a468", "#7fd0a0")
FONT = "system-ui, sans-serif"


def growth(file: Path, title: str, axes: tuple[str, str], series: Mapping[str, Points]) -> None:
    """Draw lines over two logarithmic axes, on which what is linear rises by 45 degrees a decade.

    Args:
        file: Where the chart is written.
        title: Above it.
        axes: What is counted to the right, and what upwards.
        series: By what stands in the legend; no number in it is 0.
    """
    import pygal
    from pygal.style import Style

    style = Style(
        background="transparent",
        plot_background="transparent",
        foreground="#444",
        foreground_strong="#222",
        foreground_subtle="#888",
        guide_stroke_color="#bbb",
        major_guide_stroke_color="#bbb",
        colors=LIGHT[: len(series)],
        font_family=FONT,
        label_font_size=12,
        major_label_font_size=12,
        stroke_width="2",
    )
    steps = _steps([y for points in series.values() for _, y in points])
    chart = pygal.XY(
        style=style,
        js=[],
        logarithmic=True,
        width=720,
        height=420,
        margin_right=40,
        dots_size=3,
        legend_at_bottom=True,
        legend_at_bottom_columns=1,
        truncate_legend=-1,
        x_title=axes[0],
        y_title=axes[1],
        x_value_formatter=_number,
        value_formatter=_number,
        x_labels=sorted({x for points in series.values() for x, _ in points}),
        y_labels=steps,
        range=(steps[0], steps[-1] * 1.01),  # a label at the very end is not drawn
    )
    chart.uuid = file.stem  # else it is drawn by lot
    chart.title = title
    chart.config.css.append(f"inline:{_dark(f'#chart-{file.stem}', len(series))}")
    for name, points in series.items():
        chart.add(name, list(points))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(_plain(chart.render_tree()) + "\n", encoding="utf-8")


def _steps(values: Sequence[float]) -> list[float]:
    """Numbers from just below the values to just above: powers of ten; with what lies between where those are few."""
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    digits = (1, 2, 5) if high - low <= 2 else (1,)
    steps = [digit * 10.0**exponent for exponent in range(low, high + 1) for digit in digits]
    first = max(step for step in steps if step <= min(values))
    last = min((step for step in steps if step >= max(values)), default=steps[-1])
    return [step for step in steps if first <= step <= last]


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"


def _dark(chart: str, count: int) -> str:
    """What is different on a dark page."""
    rules = [
        f"{chart} .title,{chart} text,{chart} .axis text,{chart} .axis text.major,{chart} .legends .legend text"
        "{fill:#ddd}",
        f"{chart} .axis .line,{chart} .axis .guide.line,{chart} .axis .major.guide.line{{stroke:#555}}",
        *(f"{chart} .color-{i}{{stroke:{DARK[i]};fill:{DARK[i]}}}" for i in range(count)),
    ]
    return f"@media (prefers-color-scheme: dark){{{''.join(rules)}}}"


def _plain(root: Any) -> str:
    """The picture alone: no script, no date of making, no invisible data for a script."""
    for parent in list(root.iter()):
        for child in list(parent):
            if not isinstance(child.tag, str) or child.tag.endswith(("script", "desc")):
                parent.remove(child)
    ElementTree.register_namespace("", SVG)
    return ElementTree.tostring(root, encoding="unicode")
