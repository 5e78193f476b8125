"""The emulator's time: the machine's, or one that tests move."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Seconds since 1970, and a way to wait."""

    def now(self) -> float:
        """Seconds since 1970."""
        ...

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        ...

    async def sleep_async(self, seconds: float) -> None:
        """Let time pass without blocking the event loop."""
        ...


class SystemClock:
    """The machine's own time."""

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)

    async def sleep_async(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


class ManualClock:
    """A time that stands still until somebody moves it; sleeping moves it, so nothing ever waits.

    Args:
        start: The first moment, a datetime with a zone.
    """

    def __init__(self, start: datetime = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)) -> None:
        self._now = start.timestamp()
        self._watchers: tuple[Callable[[], object], ...] = ()

    def now(self) -> float:
        """Seconds since 1970."""
        return self._now

    def sleep(self, seconds: float) -> None:
        """Move the time on."""
        self.advance(seconds)

    async def sleep_async(self, seconds: float) -> None:
        """Move the time on; other tasks get a turn first."""
        await asyncio.sleep(0)
        self.advance(seconds)

    def advance(self, seconds: float) -> None:
        """Move the time on."""
        self._now += max(seconds, 0.0)
        for moved in self._watchers:
            moved()

    def watch(self, moved: Callable[[], object]) -> None:
        """Have something called after every move, for who waits in real time for this one to pass."""
        self._watchers = (*self._watchers, moved)

    def unwatch(self, moved: Callable[[], object]) -> None:
        """Have it called no more."""
        self._watchers = tuple(one for one in self._watchers if one != moved)
