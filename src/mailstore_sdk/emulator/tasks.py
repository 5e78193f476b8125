"""Long-running calls of the emulator: what they write, and when they get on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

STEP = 5  # percent between two statuses of a task that goes by time
FIRST_VERSION = 2  # every immediate answer captured from real servers has statusVersion 2


class Beat(NamedTuple):
    """A point that a task goes through: percent, and how many of its lines are written by then."""

    percent: int
    lines: int


@dataclass(frozen=True, kw_only=True)
class Script:
    """What a task does.

    Attributes:
        lines: All lines that it writes.
        beats: The points before its end, in order.
        finish: Called once, when it ends well; gives the function's result.
        stop: Called once, when it is cancelled.
    """

    lines: Sequence[str]
    beats: Sequence[Beat]
    finish: Callable[[], Any] = lambda: None
    stop: Callable[[], object] = lambda: None


def brief(*lines: str, finish: Callable[[], Any] = lambda: None, stop: Callable[[], object] = lambda: None) -> Script:
    """A script whose first line stands there until it ends."""
    return Script(lines=lines, beats=[Beat(0, 1)], finish=finish, stop=stop)


class View(NamedTuple):
    """Where a task stands; `news` grows with every change."""

    percent: int
    lines: int
    finished: bool
    news: int


class Advance(Protocol):
    """When a task gets on."""

    def view(self, task: Task, now: float) -> View:
        """Where the task stands."""
        ...

    def next_change(self, task: Task, now: float) -> float | None:
        """When there will be news without anybody asking; None if only asking brings news."""
        ...


@dataclass(frozen=True)
class ByPolls:
    """The task is finished when somebody asks for the n-th time; 0: when the call itself is answered."""

    polls: int = 2

    def view(self, task: Task, now: float) -> View:
        """Where the task stands: evenly spread over its beats."""
        if task.polls >= self.polls:
            return View(100, len(task.script.lines), True, task.polls)
        beats = task.script.beats or [Beat(0, 0)]
        beat = beats[max(task.polls - 1, 0) * len(beats) // max(self.polls - 1, 1)]
        return View(beat.percent, beat.lines, False, task.polls)

    def next_change(self, task: Task, now: float) -> float | None:
        """Only asking brings news."""
        return None


@dataclass(frozen=True)
class ByTime:
    """The task is finished after so many seconds of the emulator's clock."""

    seconds: float

    def view(self, task: Task, now: float) -> View:
        """Where the task stands: percent by time, lines by the beats reached."""
        passed = now - task.started
        if passed >= self.seconds:
            return View(100, len(task.script.lines), True, 1000)
        percent = int(passed / self.seconds * 100) // STEP * STEP
        lines = max((beat.lines for beat in task.script.beats if beat.percent <= percent), default=0)
        return View(percent, lines, False, percent)

    def next_change(self, task: Task, now: float) -> float | None:
        """When the next step of percent is reached."""
        if now - task.started >= self.seconds:
            return None
        steps = int((now - task.started) / self.seconds * 100) // STEP + 1
        # A hair later, so that rounding never finds the step not yet reached.
        return task.started + min(steps * STEP / 100, 1.0) * self.seconds + 0.001


@dataclass
class Task:
    """A long-running call under way."""

    function: str
    token: str
    script: Script
    advance: Advance
    started: float
    polls: int = 0
    cancelled: View | None = None
    finished: bool = False
    result: Any = None

    def cancel(self, now: float) -> None:
        """Stop here, unless it is finished already."""
        if not self.cancelled and not self.look(now).finished:
            self.cancelled = self.advance.view(self, now)
            self.script.stop()

    def look(self, now: float) -> View:
        """Where the task stands; the first look that finds it finished carries out what it leaves behind."""
        if self.cancelled is not None:
            return self.cancelled._replace(news=self.cancelled.news + 1)
        view = self.advance.view(self, now)
        if view.finished and not self.finished:
            self.finished = True
            self.result = self.script.finish()
        return view

    def status(self, now: float) -> str:
        """`running`, `succeeded` or `cancelled`; the last word is our choice, a real server's is not known."""
        if self.cancelled is not None:
            return "cancelled"
        return "succeeded" if self.look(now).finished else "running"

    def version(self, now: float) -> int:
        """The statusVersion."""
        return FIRST_VERSION + self.look(now).news
