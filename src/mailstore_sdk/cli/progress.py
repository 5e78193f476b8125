"""What shows that a long call goes on: a bar on stderr, at a terminal only, so that stdout is the result alone."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from mailstore_sdk.cli.output import say
from mailstore_sdk.text import one_line

if TYPE_CHECKING:
    from mailstore_sdk.models import StatusResult
    from mailstore_sdk.reports import Progress as Step
    from mailstore_sdk.workflows import Plan, StepOutcome


@contextmanager
def watching(title: str, *, lines: bool = True) -> Iterator[Callable[[StatusResult], None]]:
    """Show a long-running call: a bar, and the lines that the server writes about it.

    Args:
        title: What runs.
        lines: Whether the lines are printed; not where stdout is for a program.
    """
    told = 0
    with _bar() as bar:
        task = None if bar is None else bar.add_task(one_line(title), total=100)
        if lines and bar is None:
            say(title)

        def show(status: StatusResult) -> None:
            nonlocal told
            for message in status.messages[told:] if lines else ():
                _line(bar, f"  {status.progress_percentage or 0:3.0f} %  {message.text}")
            told = len(status.messages)
            if bar is not None:
                bar.update(task, completed=status.progress_percentage or 0)

        yield show


@contextmanager
def following(
    plan: Plan, *, lines: bool = True
) -> Iterator[tuple[Callable[[StepOutcome], None], Callable[[int, StatusResult], None]]]:
    """Show how a plan gets on: a line for every step, and what runs long as `watching` shows it.

    Args:
        plan: What is carried out.
        lines: As of `watching`.
    """
    from mailstore_sdk.workflows.outcome import STOPPED, WORDS

    shown: dict[int, Callable[[StatusResult], None]] = {}
    with ExitStack() as open_:

        def status(number: int, told: StatusResult) -> None:
            if number not in shown:
                step = plan.steps[number - 1]
                shown[number] = open_.enter_context(watching(f"{step.function}({step.described})", lines=lines))
            shown[number](told)

        def ended(one: StepOutcome) -> None:
            open_.close()
            if lines and one.reason != STOPPED:
                say(f"  {one.step}  {one.function}  {WORDS[one.state]}{f': {one.reason}' if one.reason else ''}")

        yield ended, status


@contextmanager
def collecting() -> Iterator[Callable[[Step], None]]:
    """Show how far the collection of a report has got."""
    with _bar(transient=True) as bar:
        task = None if bar is None else bar.add_task("Collecting", total=None)

        def show(step: Step) -> None:
            if bar is not None:
                within = step.done / step.total if step.total else 0
                bar.update(task, description=step.section, total=step.sections, completed=step.sections_done + within)

        yield show


@contextmanager
def counting(title: str) -> Iterator[Callable[[int, int], None]]:
    """Show how many of how many things are done.

    Args:
        title: What is done with them.
    """
    with _bar(transient=True) as bar:
        task = None if bar is None else bar.add_task(title, total=None)

        def show(done: int, total: int) -> None:
            if bar is not None:
                bar.update(task, completed=done, total=total)

        yield show


def _bar(*, transient: bool = False) -> Any:
    """A bar at a terminal, else nothing; it stays where lines of the server's stand above it."""
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console  # loaded where it draws something
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    # stdout is left alone: it may be a file, and what is printed there must not land on stderr.
    return Progress(
        TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeElapsedColumn(),
        console=Console(stderr=True), redirect_stdout=False, redirect_stderr=False,
        transient=transient,
    )  # fmt: skip


def _line(bar: Any, text: str) -> None:
    if bar is not None and sys.stdout.isatty():
        from rich.text import Text

        bar.console.print(Text(one_line(text), style="dim"))  # above the bar, which stands on the same screen
    else:
        say(text)
