"""The emulator's time: the machine's, or one that tests move."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

from mailstore_sdk.errors import ConfigurationError

LAST = datetime(9000, 1, 1, tzinfo=UTC)  # far enough from the last moment that Python knows for every schedule


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
        self._lock = threading.Lock()  # many clients may sleep at once, and the time never goes back

    def __reduce__(self) -> tuple[type[ManualClock], tuple[datetime]]:
        # Who watches this clock watches no copy of it.
        return type(self), (datetime.fromtimestamp(self._now, UTC),)

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
        """Move the time on; it never goes back.

        Raises:
            ConfigurationError: It would be beyond the year 9000.
        """
        with self._lock:
            now = self._now + max(seconds, 0.0)
            if not now < LAST.timestamp():
                raise ConfigurationError(f"the clock cannot be moved by {seconds!r} seconds, beyond {LAST:%Y}")
            self._now = now
        for moved in self._watchers:
            moved()

    def watch(self, moved: Callable[[], object]) -> None:
        """Have something called after every move, for who waits in real time for this one to pass."""
        with self._lock:
            self._watchers = (*self._watchers, moved)

    def unwatch(self, moved: Callable[[], object]) -> None:
        """Have it called no more."""
        with self._lock:
            self._watchers = tuple(one for one in self._watchers if one != moved)
