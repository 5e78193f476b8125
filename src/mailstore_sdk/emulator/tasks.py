"""Long-running calls of the emulator: what they write, and when they get on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from mailstore_sdk.emulator.messages import Refused

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
        stop: Called once, when it does not, with what it ends as: `cancelled` or `failed`.
    """

    lines: Sequence[str]
    beats: Sequence[Beat]
    finish: Callable[[], Any] = lambda: None
    stop: Callable[[str], object] = lambda _: None


def brief(
    *lines: str, finish: Callable[[], Any] = lambda: None, stop: Callable[[str], object] = lambda _: None
) -> Script:
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


@dataclass(frozen=True)
class Never:
    """The task stands still at its beginning."""

    def view(self, task: Task, now: float) -> View:
        """Its first beat."""
        beat = next(iter(task.script.beats), Beat(0, 0))
        return View(beat.percent, beat.lines, False, 0)

    def next_change(self, task: Task, now: float) -> float | None:
        """There will never be news."""
        return None


@dataclass
class Task:
    """A long-running call under way.

    Attributes:
        polls: How often somebody asked, where only asking brings news.
        asked: How often somebody asked.
        fails_at: Percent at which it fails, if it does.
        problem: The message with which it fails.
        expires_after: How often it can be asked for before its token is forgotten.
        ended: When it came to its end, and as what, and where it stood.
        lines_told: How many lines there were at each statusVersion told.
    """

    function: str
    token: str
    script: Script
    advance: Advance
    started: float
    polls: int = 0
    asked: int = 0
    fails_at: int | None = None
    problem: str = ""
    expires_after: int | None = None
    cancelling: View | None = None
    ended: End | None = None
    result: Any = None
    lines_told: dict[int, int] = field(default_factory=dict)

    def cancel(self, now: float, *, late: bool = False) -> None:
        """Stop here, or, `late`, at the next news, unless it is finished by then."""
        view = self.look(now)
        if self.ended is None:
            self.cancelling = view
            if not late:
                self._end("cancelled", view, now)

    def look(self, now: float) -> View:
        """Where the task stands; the first look that finds it at its end carries out what it leaves behind."""
        if self.ended is not None:
            return self.ended.view
        view = self.advance.view(self, now)
        if self.fails_at is not None and view.percent >= self.fails_at:
            return self._end("failed", view._replace(percent=self.fails_at), now)
        if view.finished:
            return self._end("succeeded", view, now)
        if self.cancelling is not None and view.news > self.cancelling.news:
            return self._end("cancelled", view, now)
        return view

    def status(self, now: float) -> str:
        """`running`, `succeeded`, `failed` or `cancelled`; the last word is a guess: a real server's is not known."""
        self.look(now)
        return "running" if self.ended is None else self.ended.status

    def version(self, now: float) -> int:
        """The statusVersion."""
        return FIRST_VERSION + self.look(now).news

    def _end(self, status: str, view: View, now: float) -> View:
        if status != "succeeded":  # an end that its own course did not bring is news as well
            view = view._replace(news=view.news + 1)
        # Marked first: what it leaves behind may fail, and is never carried out twice.
        self.ended = End(status, view, now)
        if status != "succeeded":
            self.script.stop(status)
            return view
        try:
            self.result = self.script.finish()
        except Refused as refusal:
            self.problem = str(refusal)
            self.ended = End("failed", view, now)
        return view


class End(NamedTuple):
    """How, where and when a task ended."""

    status: str
    view: View
    at: float
