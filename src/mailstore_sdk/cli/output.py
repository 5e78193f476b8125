"""What the commands print: tables and a progress bar at a terminal, plain text elsewhere."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from mailstore_sdk.text import one_line

if TYPE_CHECKING:
    from mailstore_sdk.models import StatusResult


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
    console = Console()
    if console.is_terminal:
        drawn = Table(title=title, title_justify="left")
        for column in columns:
            drawn.add_column(column)
        for row in cells:
            drawn.add_row(*(Text(cell) for cell in row))
        console.print(drawn)
        return
    widths = [max(len(row[index]) for row in [list(columns), *cells]) for index in range(len(columns))]
    say(title)
    for row in [list(columns), *cells]:
        say("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


class Watcher(Protocol):
    """Takes every new status of a long-running call."""

    def __call__(self, status: StatusResult) -> None:
        """Show the status."""
        ...


@contextmanager
def progress(title: str) -> Iterator[Watcher]:
    """Shows a long-running call: a live bar at a terminal, the server's lines with the percentage elsewhere."""
    console = Console()
    if not console.is_terminal:
        yield _PlainProgress(title)
        return
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn(), console=console
    )
    with bar:
        task = bar.add_task(title, total=100)
        shown = 0

        def show(status: StatusResult) -> None:
            nonlocal shown
            for message in status.messages[shown:]:
                bar.console.print(Text("  " + one_line(message.text), style="dim"))
            shown = len(status.messages)
            bar.update(task, completed=status.progress_percentage or 0)

        yield show


class _PlainProgress:
    def __init__(self, title: str) -> None:
        say(title)
        self._shown = 0

    def __call__(self, status: StatusResult) -> None:
        for message in status.messages[self._shown :]:
            say(f"  {status.progress_percentage or 0:3.0f} %  {message.text}")
        self._shown = len(status.messages)
