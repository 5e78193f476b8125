"""Connections lent out one at a time, so that nobody who makes a call waits for a lock that others hold.

A pool that all share costs more the more calls are under way: each one looks through all connections under one lock.
Here whoever makes a call takes a lane, a carrier with one connection, and gives it back. The one used last goes out
first, so that as few connections as possible are kept, and those are warm.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

L = TypeVar("L")
MOST = 100


class Lanes(Generic[L]):
    """The lanes of a client.

    Args:
        make: Makes one; it connects when it is used for the first time.
        most: How many there may be; whoever wants one more waits.
    """

    def __init__(self, make: Callable[[], L], most: int = MOST) -> None:
        self._make = make
        self._free: deque[L] = deque()
        self.all: list[L] = []
        self._left = threading.BoundedSemaphore(most)

    def take(self, timeout: float) -> L | None:
        """A lane, or None if none became free in so many seconds."""
        # The first try costs less than one that could wait.
        if not self._left.acquire(blocking=False) and not self._left.acquire(timeout=timeout):
            return None
        return self._next()

    def give_back(self, lane: L) -> None:
        """The lane may be lent out again."""
        self._free.append(lane)
        self._left.release()

    def _next(self) -> L:
        try:
            return self._free.pop()
        except IndexError:
            lane = self._make()
            self.all.append(lane)
            return lane


class AsyncLanes(Generic[L]):
    """The lanes of an asynchronous client; see `Lanes`."""

    def __init__(self, make: Callable[[], L], most: int = MOST) -> None:
        self._make = make
        self._free: deque[L] = deque()
        self.all: list[L] = []
        self._left = asyncio.Semaphore(most)

    async def take(self, timeout: float) -> L | None:
        """A lane, or None if none became free in so many seconds."""
        if self._left.locked():
            try:
                async with asyncio.timeout(timeout):
                    await self._left.acquire()
            except TimeoutError:
                return None
        else:
            await self._left.acquire()
        if self._free:
            return self._free.pop()
        lane = self._make()
        self.all.append(lane)
        return lane

    def give_back(self, lane: L) -> None:
        """The lane may be lent out again."""
        self._free.append(lane)
        self._left.release()
