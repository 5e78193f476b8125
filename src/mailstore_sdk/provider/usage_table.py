"""The usage as a table: for a terminal and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Literal, TypeAlias

from mailstore_sdk.provider.usage import SUMMED, Usage
from mailstore_sdk.reports.writers.csv import cell
from mailstore_sdk.text import one_line
from mailstore_sdk.workflows.parts import table_text
from mailstore_sdk.workflows.plan import noted

NOBODY = "(none)"
SUM, LEFT_OUT = "Sum", "Left out"

# Of CSV: the field, and what stands above it.
COLUMNS = {
    "customer": "Customer",
    "instance": "Instance",
    "alias": "Alias",
    "display_name": "Name",
    "status": "Status",
    "users": "Users",
    "service_users": "Service users (left out)",
    "archives": "Archives",
    "user_archives": "Archives of users",
    "archives_without_user": "Archives without a user",
    "catch_all": "Catch-all",
    "messages": "Messages",
    "messages_growth": "Messages more",
    "database_mb": "Database (MB)",
    "content_mb": "Content (MB)",
    "index_mb": "Index (MB)",
    "total_mb": "Total (MB)",
    "total_mb_growth": "MB more",
    "runs": "Runs in the month",
    "archived": "Archived by runs in the month",
    "last_success": "Last success (UTC)",
}
Shown: TypeAlias = Callable[[Any], str]


def csv_text(usage: Usage, delimiter: str, decimal: Literal[",", "."]) -> str:
    """The table as CSV."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, delimiter=delimiter, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([*COLUMNS.values(), "Problems"])
    for row in usage.rows:
        values = [_customer(usage, row), *(getattr(row, name) for name in list(COLUMNS)[1:]), "; ".join(row.problems)]
        writer.writerow([cell(value, decimal) for value in values])
    for first, figures in ((SUM, usage.totals), (LEFT_OUT, usage.totals.missing)):
        sums = [getattr(figures, name) if name in SUMMED else None for name in list(COLUMNS)[1:]]
        writer.writerow([cell(value, decimal) for value in (first, *sums, None)])
    return made.getvalue()


def rows(usage: Usage) -> tuple[list[str], list[list[str]]]:
    """Columns and rows for a terminal; the sums, and what they leave out, in the last rows."""
    names: dict[str, Shown] = {
        "Customer": lambda one: _customer(usage, one) or "",
        "Instance": lambda one: one.instance,
        "Status": lambda one: one.status or "",
    }
    more: dict[str, Shown] = {
        "Messages more": lambda one: _figure(one.messages_growth),
        "MB more": lambda one: _figure(one.total_mb_growth),
    }
    figures: dict[str, Shown] = {
        "Users": lambda one: _figure(one.users),
        "Archives (no user, catch-all)": lambda one: _figure(one.archives, one.archives_without_user, one.catch_all),
        "Messages": lambda one: _figure(one.messages),
        "MB (database, content, index)": lambda one: _figure(
            one.total_mb, one.database_mb, one.content_mb, one.index_mb
        ),
        **(more if usage.compared_with is not None else {}),
        "Archived": lambda one: _figure(one.archived),
    }
    found = [
        [*(shown(one) for shown in (*names.values(), *figures.values())), _day(one.last_success)] for one in usage.rows
    ]
    found.append([SUM, "", "", *(shown(usage.totals) for shown in figures.values()), ""])
    if any(getattr(usage.totals.missing, name) for name in _compared(usage)):
        found.append([LEFT_OUT, "", "", *(shown(usage.totals.missing) for shown in figures.values()), ""])
    return [*names, *figures, "Last success"], found


def remarks(usage: Usage) -> Iterator[str]:
    """What whoever reads the table has to know."""
    if not usage.month_over:
        yield f"{usage.month} is not over: runs are those until now"
    yield f"runs are those that began in {usage.month} ({usage.time_zone}); all else is of the moment of reading"
    yield "licences count archives, not users (documented)"
    if any(getattr(usage.totals.missing, name) for name in _compared(usage)):
        yield f"{LEFT_OUT}: so many instances did not tell a figure, and are not in its sum"
    left_out = ", ".join(usage.left_out)
    yield f"users{f' without {left_out}' if left_out else ''}; catch-all is the archive {usage.catch_all_name}"
    yield "MB as the server counts them: whether one is 1,000,000 or 1,048,576 bytes is not known"
    if usage.compared_with is not None:
        yield f"more: than in the usage of {usage.compared_with}"
    yield from usage.notes


def title(usage: Usage) -> str:
    """What stands above the table."""
    at = f", read at {usage.at:%Y-%m-%d %H:%M} UTC" if usage.at else ""
    return f"Usage of {usage.server} in {usage.month}{at}"


def text(usage: Usage) -> str:
    """The table, what is wrong, and what has to be known."""
    problems = [f"problem: {one_line(text)}" for text in usage.told]
    return "\n".join([title(usage), table_text(*rows(usage)), *problems, *noted(remarks(usage))])


def _compared(usage: Usage) -> list[str]:
    """The figures that there should be: without an earlier usage there is no growth."""
    return [name for name in SUMMED if usage.compared_with is not None or not name.endswith("_growth")]


def _customer(usage: Usage, row: Any) -> str | None:
    found: str | None = row.customer
    return NOBODY if found is None and usage.mapped else found


def _figure(first: int | None, *parts: int | None) -> str:
    """A figure, and in brackets what it is made of, as far as it was told."""
    told = ["?" if one is None else str(one) for one in (first, *parts)]
    if set(told) == {"?"}:
        return ""
    return f"{told[0]} ({', '.join(told[1:])})" if parts else told[0]


def _day(at: datetime | None) -> str:
    return "" if at is None else f"{at:%Y-%m-%d}"
