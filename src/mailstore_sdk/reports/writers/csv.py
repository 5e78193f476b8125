"""A report as CSV, a table a file, so that a spreadsheet opens it right, German Excel included.

What the server sends may have been written by anybody who can send mail or rename himself, and a spreadsheet runs what
begins like a formula. So such a text gets an apostrophe in front, and texts are quoted (the advice of OWASP on CSV
injection); a number stays a number. A spreadsheet that takes another character for the delimiter would begin a cell in
the middle of a text, so what looks like a formula after a comma, semicolon or tab gets its apostrophe too.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mailstore_sdk.reports.tables import TABLES, TableName, table

if TYPE_CHECKING:
    from mailstore_sdk.reports.model import Report

SIGNS = r"=+\-@\uff1d\uff0b\uff0d\uff20"  # the full-width ones too
FORMULA = re.compile(rf"[\t\r\n]|\s*[{SIGNS}]")
FORMULA_WITHIN = re.compile(rf"([,;\t][\s\"]*)(?=[{SIGNS}])")
NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")


def to_csv(report: Report, name: TableName, *, delimiter: str = ";", decimal: Literal[",", "."] = ",") -> str:
    """A table of a report as CSV, lines ended by CR LF.

    Times are UTC, as `2026-01-05 22:04:00`. Of a section that is not there the only column says why.

    Args:
        report: The report.
        name: Which table: a section, or one of `rights`, `service_messages`, `gaps`, `sections`.
        delimiter: Between two cells; German Excel wants a semicolon.
        decimal: What stands in numbers that are not whole; German Excel wants a comma.

    Returns:
        The text, without a byte order mark; `write_csv` puts one in front.

    Raises:
        ArgumentError: There is no such table.
    """
    columns, rows = table(report, name)
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(columns)
    writer.writerows([cell(value, decimal) for value in row] for row in rows)
    return text.getvalue()


def write_csv(
    report: Report,
    folder: str | os.PathLike[str],
    *,
    tables: Iterable[TableName] | None = None,
    delimiter: str = ";",
    decimal: Literal[",", "."] = ",",
) -> list[Path]:
    """Write tables as files `users.csv`, `stores.csv` and so on, in UTF-8 with a byte order mark, as Excel wants it.

    Args:
        report: The report.
        folder: Where to; it is made if there is none, and files of those names in it are replaced.
        tables: Which ones; all when left out.
        delimiter: Between two cells.
        decimal: What stands in numbers that are not whole.

    Returns:
        The files, in the order of the tables.

    Raises:
        ArgumentError: There is no such table.
        OSError: A file cannot be written.
    """
    where = Path(folder)
    where.mkdir(parents=True, exist_ok=True)
    files = []
    for name in TABLES if tables is None else tables:
        file = where / f"{name}.csv"
        file.write_bytes(to_csv(report, name, delimiter=delimiter, decimal=decimal).encode("utf-8-sig"))
        files.append(file)
    return files


def cell(value: Any, decimal: str) -> int | str:
    """A value as a spreadsheet reads it, and never as a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return str(value).replace(".", decimal)
    if isinstance(value, datetime):
        moment = value if value.tzinfo is None else value.astimezone(UTC).replace(tzinfo=None)
        return moment.isoformat(sep=" ", timespec="seconds")
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = text.replace("\0", "")  # spreadsheets end a cell there, or refuse the file
    if NUMBER.fullmatch(text):
        return text
    text = FORMULA_WITHIN.sub(r"\1'", text)
    return f"'{text}" if FORMULA.match(text) else text
