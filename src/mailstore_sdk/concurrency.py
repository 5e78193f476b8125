"""Many calls at once, bounded, their results in order."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Iterable
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from mailstore_sdk.errors import ConfigurationError

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")
R = TypeVar("R")


def check(concurrency: int, name: str = "concurrency") -> None:
    """Refuse a bound that lets nothing through."""
    if concurrency < 1:
        raise ConfigurationError(f"{name} {concurrency!r} is below 1")


def mapped(method: Callable[[T], R], items: Iterable[T], concurrency: int) -> Generator[R, None, None]:
    """The results in the order of the items, from threads; at most `concurrency` calls are under way."""
    from concurrent.futures import ThreadPoolExecutor

    waiting = iter(items)
    under_way: deque[Future[R]] = deque()
    with ThreadPoolExecutor(concurrency, thread_name_prefix="mailstore-map") as pool:
        try:
            under_way.extend(pool.submit(method, item) for item in islice(waiting, concurrency))
            while under_way:
                result = under_way.popleft().result()
                under_way.extend(pool.submit(method, item) for item in islice(waiting, 1))
                yield result
        finally:
            for future in under_way:
                future.cancel()


async def mapped_async(
    method: Callable[[T], Awaitable[R]], items: Iterable[T], concurrency: int
) -> AsyncGenerator[R, None]:
    """The results in the order of the items, from tasks; at most `concurrency` calls are under way."""
    import asyncio

    async def call(item: T) -> R:
        return await method(item)

    waiting = iter(items)
    under_way = deque(asyncio.ensure_future(call(item)) for item in islice(waiting, concurrency))
    try:
        while under_way:
            result = await under_way[0]
            under_way.popleft()
            under_way.extend(asyncio.ensure_future(call(item)) for item in islice(waiting, 1))
            yield result
    finally:
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
