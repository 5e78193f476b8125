"""From the entries of a report to the cells of a table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mailstore_sdk.language import Language, Text, number
from mailstore_sdk.models.base import Model
from mailstore_sdk.reports.entries import Entry, FolderRight, Part
from mailstore_sdk.reports.writers.html.columns import OTHER, Column
from mailstore_sdk.reports.writers.html.formats import amount_of, at, decimal, sortable
from mailstore_sdk.reports.writers.html.words import WORDS, word
from mailstore_sdk.text import one_line

MINUTE, HOUR, DAY = 60, 3_600, 86_400
NAMES = {
    DAY: Text("days", "Tage"),
    HOUR: Text("hours", "Stunden"),
    MINUTE: Text("minutes", "Minuten"),
    1: Text("seconds", "Sekunden"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell.

    Attributes:
        text: What is shown.
        value: By what it is sorted, where that is not the text.
        number: Whether it stands at the right.
        look: A class that colours it; empty for none.
    """

    text: str
    value: str | None = None
    number: bool = False
    look: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        caption: What it is.
        heads: What stands above the columns.
        rows: Cells, as many as heads; the first one names the row.
        note: What has to be known to read it.
        sortable: Whether its rows have no order of their own.
    """

    caption: str
    heads: list[str]
    rows: list[list[Cell]] = field(default_factory=list)
    note: str = ""
    sortable: bool = True


def table(
    caption: Text,
    columns: Sequence[Column],
    entries: Iterable[Part | Model],
    language: Language,
    note: Text | None = None,
) -> Table:
    """The table of some entries; columns in which the server told nothing of any of them are left out.

    Args:
        caption: What it is.
        columns: Its columns.
        entries: Its rows.
        language: In which language.
        note: What has to be known to read it.
    """
    told = list(entries)
    shown = [*columns, OTHER] if any(getattr(one, "other", None) for one in told) else list(columns)
    paths = [column.path.split(".") for column in shown]
    values = [[_value(one, path) for path in paths] for one in told]
    # The first column names the row, and stays.
    kept = [i for i in range(len(shown)) if i == 0 or any(row[i] is not None and row[i] != {} for row in values)]
    return Table(
        caption.of(language),
        [shown[i].title.of(language) for i in kept],
        [[cell(row[i], shown[i], language) for i in kept] for row in values],
        "" if note is None else note.of(language),
    )


def sheet(caption: Text, columns: Sequence[Column], entry: Part, language: Language) -> Table:
    """A single entry, a field a row."""
    whole = table(caption, columns, [entry], language)
    rows = [[Cell(head), one] for head, one in zip(whole.heads, whole.rows[0], strict=True)]
    return Table(whole.caption, [WORDS["setting"].of(language), WORDS["value"].of(language)], rows, sortable=False)


def settings(caption: Text, told: dict[str, Any], language: Language) -> Table:
    """Settings under the server's own keys."""
    column = Column("", Text("", ""), "plain")
    rows = [[Cell(one_line(key)), cell(value, column, language)] for key, value in told.items()]
    return Table(caption.of(language), [WORDS["setting"].of(language), WORDS["value"].of(language)], rows)


def cell(value: Any, column: Column, language: Language) -> Cell:
    """A value as it is shown in a column."""
    if value is None or value in ({}, [], ""):
        return Cell(WORDS["nothing"].of(language))
    if isinstance(value, bool):
        return Cell(WORDS["yes" if value else "no"].of(language))
    if isinstance(value, datetime):
        return Cell(at(value).of(language), sortable(value))
    if isinstance(value, int | float):
        return Cell(_number(value, column).of(language), f"{value:g}" if isinstance(value, float) else str(value), True)
    if column.kind == "word" and isinstance(value, str):
        return Cell(word(value).of(language), look=f"w-{value}" if value.isidentifier() else "")
    return Cell(one_line("; ".join(_texts(value, column, language))))


def _number(value: float, column: Column) -> Text:
    if column.kind == "bytes":
        return amount_of(value, "bytes")
    if column.kind == "MB":
        return amount_of(value, "MB")
    if column.kind == "seconds":
        return _length(value)
    if column.kind == "plain":
        return Text(str(value), str(value))
    return number(value) if isinstance(value, int) else decimal(value, 1)


def _length(seconds: float) -> Text:
    """In the largest unit of which there are two; never rounded where it is whole."""
    unit = next(unit for unit in NAMES if unit == 1 or seconds >= 2 * unit)
    amount = seconds / unit
    shown = number(int(amount)) if amount == int(amount) else decimal(amount, 1)
    return shown + Text(" ", " ") + NAMES[unit]


def _texts(value: Any, column: Column, language: Language) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            if isinstance(one, FolderRight):
                rights = ", ".join(word(right).of(language) for right in one.privileges)
                yield f"{one.folder}: {rights}"
            elif isinstance(one, str):
                yield word(one).of(language) if column.kind == "word" else one
            else:
                yield json.dumps(one, ensure_ascii=False)
    else:
        yield value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _value(entry: Part | Model, path: Sequence[str]) -> Any:
    """What is there; nothing where what it belongs to is not there either."""
    value: Any = entry
    for name in path:
        value = None if value is None else getattr(value, name)
    return value.model_dump(by_alias=True) if isinstance(value, Entry) else value
