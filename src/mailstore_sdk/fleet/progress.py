"""How far a run over a fleet is, as one line of a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from mailstore_sdk.errors import ConfigurationError


@contextmanager
def progress_bar(title: str = "servers") -> Iterator[Callable[[int, int, int], None]]:
    """A line on standard error that shows how many servers are done and how many of them failed.

    What it gives is for `on_progress`; needs the extra `cli`. Where standard error is no terminal, only the last line
    is written.

    Args:
        title: What the line begins with.

    Raises:
        ConfigurationError: The extra is not installed.
    """
    try:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
    except ModuleNotFoundError as error:
        missing = error.name
    else:
        failures = TextColumn("{task.fields[failures]}", style="red")
        columns = TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), failures
        # Else what a script prints would follow the line to standard error, and be missing in its file.
        to_screen = sys.stdout.isatty()
        console = Console(stderr=True)
        with Progress(*columns, TimeElapsedColumn(), console=console, redirect_stdout=to_screen) as shown:
            line = shown.add_task(title, total=None, failures="")

            def tell(done: int, failed: int, total: int) -> None:
                shown.update(line, completed=done, total=total, failures=f"{failed} failed" if failed else "")

            yield tell
        return
    raise ConfigurationError(f"the progress bar needs {missing}: pip install 'mailstore-sdk[cli]'")
