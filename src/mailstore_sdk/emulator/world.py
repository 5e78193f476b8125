"""The emulated server as a whole: what it holds, what it is, how it behaves, and the long-running calls under way."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from mailstore_sdk.emulator.behaviour import Behaviour
from mailstore_sdk.emulator.clock import Clock, ManualClock
from mailstore_sdk.emulator.editions import Edition, Metadata
from mailstore_sdk.emulator.installation import Installation
from mailstore_sdk.emulator.messages import Response, json_response
from mailstore_sdk.emulator.releases import Release, Served
from mailstore_sdk.emulator.scheduler import Scheduler
from mailstore_sdk.emulator.state import Site, State
from mailstore_sdk.emulator.tasks import Advance, Script, Task

WITHOUT_MARK = 8  # of so many JSON answers one has no byte order mark; how often real ones lack it is not known
MOST_ENDED = 1_000  # long-running calls that are remembered after their end


@dataclass(kw_only=True)
class World:
    """The emulated server.

    Attributes:
        state: What a MailStore Server holds, or a whole Service Provider Edition.
        release: Its version; None: all versions together.
        protocol: Which generations of the API it speaks.
        advance: How long-running calls get on.
        metadata: What is done to the list of functions before get-metadata gives it.
        begun: Told of every long-running call that begins, which it may change.
        woken: Told the token of every long-running call about which there is news that nobody could foresee.
        tasks: The long-running calls by token.
        answered: How many answers in JSON there were.
        next_sweep: At how many long-running calls the forgotten ones are cleared away.
        scheduler: What runs by the clock.
        next_news: When the long-running calls that go by time have news next, which call, and on what it works.
    """

    state: State | Installation
    release: Release | None
    protocol: Served
    behaviour: Behaviour
    advance: Advance
    clock: Clock
    metadata: Callable[[list[Metadata]], Sequence[Metadata]]
    begun: Callable[[Task], object]
    woken: Callable[[str], object]
    tasks: dict[str, Task] = field(default_factory=dict)
    answered: int = 0
    next_sweep: int = MOST_ENDED
    scheduler: Scheduler = field(init=False)
    next_news: list[tuple[float, str, Site]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.scheduler = Scheduler(self.clock.now())

    @property
    def edition(self) -> Edition:
        """Which edition it is."""
        return "spe" if isinstance(self.state, Installation) else "server"

    def run_due(self) -> None:
        """Get the long-running calls on that go by time, then run the jobs and profiles that are due by now."""
        while self.next_news and self.next_news[0][0] <= self.clock.now():
            moment, token, site = heapq.heappop(self.next_news)
            task = self.tasks.get(token)
            if task is not None:
                # What it leaves behind was done when it ended, whether or not somebody asks.
                site.clock = ManualClock(datetime.fromtimestamp(moment, UTC))
                task.look(moment)
                site.clock = self.clock
                self._expect_news(task, moment, site)
        self.scheduler.run_due(self.state, self.clock, self.behaviour)

    def json(self, payload: Any) -> Response:
        """A JSON response."""
        self.answered += 1
        mostly = self.behaviour.byte_order_mark == "mostly" and self.answered % WITHOUT_MARK != 0
        return json_response(payload, byte_order_mark=mostly or self.behaviour.byte_order_mark == "always")

    def begin(self, function: str, script: Script, site: Site) -> Task:
        """Start a long-running call.

        Args:
            function: The function's name.
            script: What it does.
            site: On what it works.
        """
        self._sweep()
        now = self.clock.now()
        task = Task(
            function=function,
            token=self.state.new_token(),
            script=script,
            advance=self.advance,
            started=now,
        )
        self.begun(task)
        self.tasks[task.token] = task
        task.look(now)  # one that needs no time ends here
        self._expect_news(task, now, site)
        return task

    def _expect_news(self, task: Task, now: float, site: Site) -> None:
        change = None if task.ended is not None else task.advance.next_change(task, now)
        if change is not None and change > now:
            heapq.heappush(self.next_news, (change, task.token, site))

    def forget_tasks(self) -> None:
        """Forget all long-running calls, wherever they are."""
        self.tasks.clear()
        self.next_news.clear()

    def task(self, token: str) -> Task | None:
        """The long-running call of a token, unless it is unknown, or ended too long ago."""
        task = self.tasks.get(token)
        if task is not None and self._expired(task):
            del self.tasks[token]
            return None
        return task

    def _expired(self, task: Task) -> bool:
        if task.expires_after is not None and task.asked >= task.expires_after:
            return True
        return task.ended is not None and self.clock.now() - task.ended.at > self.behaviour.token_lifetime

    def _sweep(self) -> None:
        """Forget what ended too long ago, and of the rest that ended the oldest, if they are too many."""
        if len(self.tasks) < self.next_sweep:
            return
        self.tasks = {token: task for token, task in self.tasks.items() if not self._expired(task)}
        ended = [token for token, task in self.tasks.items() if task.ended is not None]
        for token in ended[:-MOST_ENDED]:
            del self.tasks[token]
        self.next_sweep = max(MOST_ENDED, 2 * len(self.tasks))
