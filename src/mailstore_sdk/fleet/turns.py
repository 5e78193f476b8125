"""Whose turn is next, and the results as they come: bounds for each member and in all, for threads and for tasks."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import AsyncGenerator, Callable, Collection, Coroutine, Generator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from queue import Empty, SimpleQueue
from typing import Any, Generic, TypeVar

K = TypeVar("K")
T = TypeVar("T")
R = TypeVar("R")
INTERRUPTIBLE = 0.5  # seconds that a thread waits at a time: on Windows, Ctrl-C does not end a wait


class Turns(Generic[K, T]):
    """Whose turn is next, where at most `each` items of one key may be under way.

    Keys that have begun go first, so that no more of them are open at once than items are under way. Used by the one
    thread or task that hands out the work; only `stopped` is read by others.

    Attributes:
        stopped: Whether nobody wants the results any more.
    """

    def __init__(self, items: Mapping[K, Collection[T]], each: int) -> None:
        self._not_begun = iter([(key, deque(some)) for key, some in items.items() if some])
        self._begun: dict[K, deque[T]] = {}
        self._under_way: Counter[K] = Counter()
        self._each = each
        self.stopped = False

    def take(self) -> tuple[K, T] | None:
        """The next item, which is under way from now on; None if there is none now."""
        key = next((begun for begun in self._begun if self._under_way[begun] < self._each), None)
        if key is None:
            try:
                key, items = next(self._not_begun)
            except StopIteration:
                return None
            self._begun[key] = items
        item = self._begun[key].popleft()
        if not self._begun[key]:
            del self._begun[key]
        self._under_way[key] += 1
        return key, item

    def drop(self, key: K, which: Callable[[T], bool]) -> list[T]:
        """Items of the key that have not had their turn, and now get none."""
        waiting = self._begun.pop(key, deque())
        kept = deque(item for item in waiting if not which(item))
        if kept:
            self._begun[key] = kept
        return [item for item in waiting if which(item)]

    def ended(self, key: K) -> bool:
        """An item of the key has ended; whether the key has none left."""
        self._under_way[key] -= 1
        if self._under_way[key] or key in self._begun:
            return False
        del self._under_way[key]
        return True


def as_completed(
    method: Callable[[K, T], R], turns: Turns[K, T], concurrency: int
) -> Generator[tuple[K, T, R], None, None]:
    """The results as they come, from threads; whoever reads them says `turns.ended(key)` before the next one."""
    under_way: dict[Future[R], tuple[K, T]] = {}
    with ThreadPoolExecutor(concurrency, thread_name_prefix="mailstore-fleet") as pool:
        try:
            # Not before the `try`: where that begins with `while True`, Python 3.11 and 3.12 pass over its `finally` if
            # Ctrl-C is noticed as the loop goes round.
            done: SimpleQueue[Future[R]] = SimpleQueue()
            while True:
                while len(under_way) < concurrency and (turn := turns.take()):
                    future = pool.submit(method, *turn)
                    under_way[future] = turn
                    future.add_done_callback(done.put)
                if not under_way:
                    return
                try:
                    future = done.get(timeout=INTERRUPTIBLE)
                except Empty:
                    continue
                yield *under_way.pop(future), future.result()
        finally:
            turns.stopped = True  # before the pool waits for those under way
            for future in under_way:
                future.cancel()


async def as_completed_async(
    method: Callable[[K, T], Coroutine[Any, Any, R]], turns: Turns[K, T], concurrency: int
) -> AsyncGenerator[tuple[K, T, R], None]:
    """The results as they come, from tasks; whoever reads them says `turns.ended(key)` before the next one."""
    under_way: dict[asyncio.Task[R], tuple[K, T]] = {}
    done: asyncio.Queue[asyncio.Task[R]] = asyncio.Queue()
    try:
        while True:
            while len(under_way) < concurrency and (turn := turns.take()):
                task = asyncio.create_task(method(*turn))
                under_way[task] = turn
                task.add_done_callback(done.put_nowait)
            if not under_way:
                return
            task = await done.get()
            yield *under_way.pop(task), task.result()
    finally:
        turns.stopped = True
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
