"""A list that somebody keeps in a spreadsheet, read from the CSV file that it was saved as.

Excel writes what its country is used to: in Germany semicolons and Windows-1252, or UTF-8 with a byte order mark;
PowerShell writes UTF-16 as well. Everything that is wrong is told at once, with line numbers, before anybody acts on
a part of it.
"""

from __future__ import annotations

import csv
import io
import os
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.text import cut
from mailstore_sdk.workflows.names import folded

DELIMITERS = (";", ",", "\t")
CALLED = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "UTF-8 or Windows-1252"}
# What begins a formula, and where CSV files of this SDK have an apostrophe before it; see reports/writers/csv.py.
SIGN = r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]"
PROTECTED = re.compile(rf"^'(?={SIGN})")
PROTECTED_WITHIN = re.compile(rf"([,;\t][\s\"]*)'(?={SIGN})")
SHOWN = 20  # problems; who has more has another problem


class SheetError(ConfigurationError):
    """A list cannot be used.

    Attributes:
        problems: All that is wrong, in the order of the lines, as `line 3: …`.
    """

    def __init__(self, name: str, problems: Sequence[str]) -> None:
        super().__init__(name, tuple(problems))

    @property
    def problems(self) -> tuple[str, ...]:
        """All that is wrong."""
        return tuple(self.args[1])

    @property
    def told(self) -> list[str]:
        """The same for a terminal, a line a problem."""
        return [f"{self.args[0]}: {problem}" for problem in self.problems]

    def _text(self) -> str:
        more = f"; and {len(self.problems) - SHOWN} more" if len(self.problems) > SHOWN else ""
        return f"{self.args[0]}: {'; '.join(self.problems[:SHOWN])}{more}"


class Line(NamedTuple):
    """A row.

    Attributes:
        number: In which line of the file it begins; the first is 1.
        cells: What stands in it, by the names of the columns; without blanks around it. Of a column that the file does
            not have, nothing.
    """

    number: int
    cells: dict[str, str]


class Sheet(NamedTuple):
    """A list.

    Attributes:
        name: Of the file, for messages.
        columns: The columns that it has, by their names here.
        lines: Its rows that are not empty.
    """

    name: str
    columns: frozenset[str]
    lines: list[Line]


def read_sheet(
    source: str | os.PathLike[str] | bytes,
    columns: Mapping[str, Sequence[str]],
    *,
    required: Sequence[str] = (),
    others: bool = False,
    verbatim: Collection[str] = (),
) -> Sheet:
    """Read a list from a CSV file.

    UTF-8, UTF-16 with a byte order mark, or else Windows-1252; semicolons, commas or tabs, whichever the first line has
    most of.

    Args:
        source: The file; or its bytes.
        columns: The names of the columns, and how else the first line may call them; letters' case does not matter.
        required: Which columns must be there, and have something in every row.
        others: Whether columns of other names are passed over; else they are an error, as a misspelt name is.
        verbatim: Columns whose cells are taken as they are, as passwords: blanks around them, and what looks like the
            apostrophe that protects from formulas, belong to them.

    Returns:
        The list.

    Raises:
        SheetError: It is no such list; all that is wrong is told.
        OSError: The file cannot be read.
    """
    name, content = (
        ("the list", source) if isinstance(source, bytes) else (os.fspath(source), Path(source).read_bytes())
    )
    text = _decoded(name, content)
    if "\0" in text:
        raise SheetError(name, [f"line {text[: text.index(chr(0))].count(chr(10)) + 1}: that is no text"])
    first, rows = _rows(name, text)
    if not rows:
        raise SheetError(name, ["it is empty"])
    (line, head), *rest = rows
    keys = _keys(name, line, head, columns, required, others)
    problems: list[str] = []
    found = []
    for number, row in rest:
        kinds = [*keys, *[None] * (len(row) - len(keys))]
        cells = [cell if key in verbatim else _plain(cell) for key, cell in zip(kinds, row, strict=False)]
        if not any(map(str.strip, cells)):
            continue
        if any(cells[len(keys) :]):
            problems.append(
                f"line {number}: {len(cells)} cells, and there are {len(keys)} columns ({first!r} in a name?)"
            )
            continue
        line_found = dict.fromkeys(columns, "") | {key: cell for key, cell in zip(keys, cells, strict=False) if key}
        problems += [f"line {number}: no {key}" for key in required if not line_found[key]]
        found.append(Line(number, line_found))
    if problems:
        raise SheetError(name, problems)
    return Sheet(name, frozenset(filter(None, keys)), found)


def _decoded(name: str, content: bytes) -> str:
    if content.startswith(BOM_UTF8):
        order = ["utf-8-sig"]
    elif content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        order = ["utf-16"]
    else:
        order = ["utf-8", "cp1252"]
    line = 0
    for encoding in order:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1  # without the byte order mark, which content has
    raise SheetError(name, [f"line {line}: that is no text in {CALLED[order[-1]]}"])


def _rows(name: str, text: str) -> tuple[str, list[tuple[int, list[str]]]]:
    """The delimiter; and the rows with the lines in which they begin, without what programs write before the first."""
    skipped = 0
    lines = text.splitlines(keepends=True)
    said = None
    for line in lines[:2]:
        plain = line.rstrip("\r\n").strip('"')
        if plain.lower().startswith("sep="):
            said = plain[4:]
            if len(said) != 1 or said.isspace() != (said == "\t"):
                raise SheetError(name, [f"line {skipped + 1}: {cut(plain)!r} names no character between two cells"])
        elif not plain.startswith("#TYPE "):
            break
        skipped += 1
    delimiter = said or _delimiter(lines[skipped] if skipped < len(lines) else "")
    reader = csv.reader(io.StringIO("".join(lines[skipped:]), newline=""), delimiter=delimiter, strict=True)
    rows = []
    begins = 1
    try:
        for row in reader:
            if row:
                rows.append((begins + skipped, row))
            begins = reader.line_num + 1
    except csv.Error as error:
        problem = f"line {begins + skipped}: {error}"
    else:
        return delimiter, rows
    raise SheetError(name, [problem])


def _delimiter(first: str) -> str:
    return max(DELIMITERS, key=first.count)  # the first of them where there is none, in a list of one column


def _keys(
    name: str, line: int, head: list[str], columns: Mapping[str, Sequence[str]], required: Sequence[str], others: bool
) -> list[str | None]:
    """What each column is; None for one that is passed over."""
    known = {folded(each): key for key, called in columns.items() for each in (key, *called)}
    keys = [known.get(folded(_plain(cell))) for cell in head]
    problems = []
    for key in columns:
        if keys.count(key) > 1:
            problems.append(f"line {line}: two columns are {key}")
        if key in required and key not in keys:
            problems.append(f"line {line}: no column {key}")
    strange = [cell for cell, key in zip(head, keys, strict=True) if key is None and cell.strip()]
    if strange and not others:
        problems += [f"line {line}: column {cut(cell.strip())!r} is none of {', '.join(columns)}" for cell in strange]
    if problems:
        raise SheetError(name, problems)
    return keys


def _plain(cell: str) -> str:
    """The cell without blanks around it, and without the apostrophes that CSV files of this SDK put before formulas."""
    return PROTECTED_WITHIN.sub(r"\1", PROTECTED.sub("", cell.strip())).strip()
