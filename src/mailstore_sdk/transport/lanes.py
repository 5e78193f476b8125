"""Connections lent out one at a time, so that nobody who makes a call waits for a lock that others hold.

A pool that all share costs more the more calls are under way: each one looks through all connections under one lock.
Here whoever makes a call takes a lane, which has one connection at most, and gives it back. The one used last goes out
first, so that as few connections as possible are kept, and those are warm.
"""

from __future__ import annotations

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
        self._left = threading.BoundedSemaphore(most)
        self.all: list[L] = []

    def take(self, timeout: float) -> L | None:
        """A lane, or None if none became free in so many seconds."""
        # The first try costs less than one that could wait.
        if not self._left.acquire(blocking=False) and not self._left.acquire(timeout=timeout):
            return None
        try:
            return self._free.pop()
        except IndexError:
            lane = self._make()
            self.all.append(lane)
            return lane

    def give_back(self, lane: L) -> None:
        """The lane may be lent out again."""
        self._free.append(lane)
        self._left.release()


class AsyncLanes(Generic[L]):
    """The lanes of an asynchronous client; see `Lanes`."""

    def __init__(self, make: Callable[[], L], most: int = MOST) -> None:
        from asyncio import Semaphore  # not loaded for a synchronous client

        self._make = make
        self._free: deque[L] = deque()
        self._left = Semaphore(most)
        self.all: list[L] = []

    async def take(self) -> L:
        """A lane, as soon as one is free."""
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
