"""Connections lent out one at a time, so that nobody who makes a call waits for a lock that others hold.

A pool that all share costs more the more calls are under way: each one looks through all connections under one lock.
Here whoever makes a call takes a lane, which has one connection at most, and gives it back. The one used last goes out
first, so that as few connections as possible are kept, and those are warm.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from asyncio import Semaphore

L = TypeVar("L")
S = TypeVar("S", bound="threading.BoundedSemaphore | Semaphore")
MOST = 100


class _Lent(Generic[L, S]):
    """What both kinds of lanes have in common.

    Attributes:
        all: Those that were ever made.
    """

    def __init__(self, make: Callable[[], L], left: S) -> None:
        self._make = make
        self._left = left
        self._free: deque[L] = deque()
        self.all: list[L] = []

    def _free_or_new(self) -> L:
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

    def drained(self) -> Iterator[L]:
        """Take those that are not lent out, for good; several may do so at once."""
        with suppress(IndexError):
            while True:
                yield self._free.pop()


class Lanes(_Lent[L, threading.BoundedSemaphore]):
    """The lanes of a client.

    Args:
        make: Makes one; it connects when it is used for the first time.
        most: How many there may be; whoever wants one more waits.
    """

    def __init__(self, make: Callable[[], L], most: int = MOST) -> None:
        super().__init__(make, threading.BoundedSemaphore(most))

    def take(self, timeout: float) -> L | None:
        """A lane, or None if none became free in so many seconds."""
        # The first try costs less than one that could wait.
        if not self._left.acquire(blocking=False) and not self._left.acquire(timeout=timeout):
            return None
        return self._free_or_new()


class AsyncLanes(_Lent[L, "Semaphore"]):
    """The lanes of an asynchronous client; see `Lanes`."""

    def __init__(self, make: Callable[[], L], most: int = MOST) -> None:
        from asyncio import Semaphore  # not loaded for a synchronous client

        super().__init__(make, Semaphore(most))

    async def take(self) -> L:
        """A lane, as soon as one is free."""
        await self._left.acquire()
        return self._free_or_new()
