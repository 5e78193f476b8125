"""What the commands print: tables at a terminal, columns in a pipe, JSON for programs."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.text import one_line

UNITS = ("bytes", "kB", "MB", "GB", "TB", "PB")
Columns = Mapping[str, Callable[[Any], object]]
"""The columns of a table: by its title what stands in it."""


@dataclass(frozen=True, kw_only=True)
class Output:
    """For whom the output is: a person, or a program. For a program nothing else is on standard output."""

    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, and nothing else.")] = False
    as_lines: Annotated[bool, typer.Option("--jsonl", help="Print JSON, a line an item, and nothing else.")] = False

    def __post_init__(self) -> None:
        if self.as_json and self.as_lines:
            raise ConfigurationError("--json and --jsonl exclude each other")

    @property
    def for_programs(self) -> bool:
        """Whether a program reads it."""
        return self.as_json or self.as_lines

    def items(self, title: str, items: Iterable[Any], columns: Columns, whole: Any = None) -> None:
        """Things of a kind: a table, an array of JSON, or a line each.

        Args:
            title: Of the table.
            items: Models, or JSON.
            columns: Of the table.
            whole: What `--json` prints where that is more than the items.
        """
        if self.as_lines:
            for item in items:
                print_json(item, indent=None)
        elif self.as_json:
            print_json(list(items) if whole is None else whole)
        else:
            rows = [[shown(value(item)) for value in columns.values()] for item in items]
            table(title, list(columns), rows)

    def one(self, thing: Any, lines: Callable[[], None]) -> None:
        """One thing: for a person what `lines` prints."""
        if self.for_programs:
            print_json(thing, indent=None if self.as_lines else 2)
        else:
            lines()


def plain(thing: Any) -> Any:
    """A model, or several, as JSON without secrets: a profile holds passwords, if ones that cannot be used."""
    from mailstore_sdk.transport.redact import without_secrets

    if isinstance(thing, list):
        return [plain(item) for item in thing]
    dump = getattr(thing, "model_dump", None)
    return without_secrets(thing if dump is None else dump(mode="json", by_alias=True))


def print_json(thing: Any, indent: int | None = 2, *, masked: bool = True) -> None:
    """JSON on stdout; ASCII only, so that no character of the server's steers the terminal.

    Args:
        thing: A model, or several, or JSON.
        indent: None: on one line.
        masked: Whether what looks like a secret is masked; not for JSON that can hold none and only names them.
    """
    print(json.dumps(plain(thing) if masked else thing, indent=indent), flush=True)  # noqa: T201


def complain(text: str) -> None:
    """One line on stderr."""
    print(f"mailstore: {one_line(text)}", file=sys.stderr)  # noqa: T201


def log_to_stderr(level: int) -> None:
    """Have the SDK's log, and no other, on stderr."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.getLogger("mailstore_sdk")
    logger.addHandler(handler)
    logger.setLevel(level)
    logger.propagate = False


def say(text: str = "") -> None:
    """One line on stdout."""
    print(one_line(text), flush=True)  # noqa: T201


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table: drawn at a terminal, columns filled with blanks elsewhere."""
    cells = [[one_line(cell) for cell in row] for row in rows]
    if sys.stdout.isatty():
        from rich.console import Console  # loaded where it draws something
        from rich.table import Table
        from rich.text import Text

        drawn = Table(title=Text(one_line(title)), title_justify="left")
        for column in columns:
            drawn.add_column(column, overflow="fold")
        for row in cells:
            drawn.add_row(*(Text(cell) for cell in row))
        Console().print(drawn)
        return
    widths = [max(len(row[index]) for row in [list(columns), *cells]) for index in range(len(columns))]
    say(title)
    for row in [list(columns), *cells]:
        say("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def fields(title: str, values: Mapping[str, object]) -> None:
    """One thing with its properties, a line each; those that nobody knows are left out."""
    told = {name: shown(value) for name, value in values.items() if value is not None}
    width = max(map(len, told), default=0)
    say(title)
    for name, value in told.items():
        say(f"  {name.ljust(width)}  {value}".rstrip())


def shown(value: object) -> str:
    """A value as a cell shows it; moments are in UTC."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value if value.tzinfo is None else value.astimezone(UTC):%Y-%m-%d %H:%M}"
    if isinstance(value, list | tuple):
        return ", ".join(map(shown, value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)


def size(count: int | None) -> str | None:
    """A number of bytes for a person, in units of 1,000."""
    if count is None:
        return None
    figure, unit = float(count), 0
    while figure >= 999.5 and unit < len(UNITS) - 1:
        figure, unit = figure / 1000, unit + 1
    return f"{count} bytes" if unit == 0 else f"{figure:.3g} {UNITS[unit]}"
