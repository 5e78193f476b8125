"""A fleet of asynchronous clients; the calls run in tasks of one event loop."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Mapping
from concurrent.futures import CancelledError  # an Exception, as asyncio's is not
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, TypeVar, overload

from mailstore_sdk.base_client import AsyncBaseClient
from mailstore_sdk.calls import AsyncCalls
from mailstore_sdk.fleet.members import Members, from_profiles
from mailstore_sdk.fleet.result import FleetResult
from mailstore_sdk.fleet.run import FleetCall, FleetRun, Progress, report, written_down
from mailstore_sdk.fleet.turns import as_completed_async
from mailstore_sdk.models.fleet import FleetOperation, FleetReport

if TYPE_CHECKING:
    from mailstore_sdk.async_client import AsyncClient
    from mailstore_sdk.models import StatusResult
    from mailstore_sdk.operations import AsyncOperation
    from mailstore_sdk.transport import AsyncSender

A = TypeVar("A", bound=AsyncCalls)
D = TypeVar("D", bound=AsyncBaseClient)
T = TypeVar("T")
R = TypeVar("R")


class AsyncFleet(Members[A]):
    """Many servers, each under a name; as `Fleet`, for asynchronous clients.

    Args:
        members: Clients by name.
        concurrency: How many calls may be under way in all.
        per_server: How many calls may be under way on one server.

    Raises:
        ConfigurationError: A bound is below 1.
    """

    @overload
    @classmethod
    def from_profiles(  # pyright: ignore[reportOverlappingOverload]  # `client` is no setting
        cls, *patterns: str, client: type[D], concurrency: int = 32, per_server: int = 2, **settings: Any
    ) -> AsyncFleet[D]: ...

    @overload
    @classmethod
    def from_profiles(
        cls, *patterns: str, concurrency: int = 32, per_server: int = 2, **settings: Any
    ) -> AsyncFleet[AsyncClient]: ...

    @classmethod
    def from_profiles(
        cls,
        *patterns: str,
        client: type[Any] | None = None,
        concurrency: int = 32,
        per_server: int = 2,
        **settings: Any,
    ) -> AsyncFleet[Any]:
        """A fleet of the servers in `config.toml`; see `Fleet.from_profiles`.

        A prompt for a password blocks the loop.
        """
        from mailstore_sdk.async_client import AsyncClient

        members = from_profiles(client or AsyncClient, patterns, settings)
        return AsyncFleet(members, concurrency=concurrency, per_server=per_server)

    def each(
        self, call: Callable[[A], Awaitable[R]], *, deadline: float | None = None, on_progress: Progress | None = None
    ) -> AsyncGenerator[FleetResult[R], None]:
        """Make a call on every server, and give the results as they come; see `Fleet.each`.

        What is under way when somebody breaks off, or at the deadline, is cancelled.
        """
        return self._results(lambda client, _: call(client), self._run(None, deadline, on_progress))

    def map(
        self,
        call: Callable[[A, T], Awaitable[R]],
        items: Mapping[str, Collection[T]],
        *,
        deadline: float | None = None,
        on_progress: Progress | None = None,
    ) -> AsyncGenerator[FleetResult[R], None]:
        """Make a call for every item of every server, and give the results as they come; see `Fleet.map`."""
        return self._results(call, self._run(items, deadline, on_progress))

    async def collect(
        self, call: Callable[[A], Awaitable[R]], *, deadline: float | None = None, on_progress: Progress | None = None
    ) -> FleetReport[R]:
        """Make a call on every server, and give the results together, as data for JSON; see `Fleet.collect`."""
        begin = time.monotonic()
        results = [result async for result in self.each(call, deadline=deadline, on_progress=on_progress)]
        return report(self.names, results, time.monotonic() - begin)

    async def begin(
        self,
        call: Callable[[A], Awaitable[AsyncOperation[Any]]],
        *,
        deadline: float | None = None,
        on_progress: Progress | None = None,
    ) -> FleetReport[FleetOperation]:
        """Begin a long-running call on every server; see `Fleet.begin`."""

        async def begun(client: A) -> FleetOperation:
            operation = await call(client)
            if operation.done:
                await operation.result()
            return written_down(operation)

        return await self.collect(begun, deadline=deadline, on_progress=on_progress)

    def wait(
        self,
        operations: Mapping[str, FleetOperation],
        *,
        deadline: float | None = None,
        on_progress: Progress | None = None,
    ) -> AsyncGenerator[FleetResult[StatusResult], None]:
        """Wait for long-running calls, and give their final statuses as they come; see `Fleet.wait`."""

        async def ended(client: A, begun: FleetOperation) -> StatusResult:
            if begun.saved is None:
                return begun.status
            operation = client.resume(begun.saved)
            await operation.result()
            return operation.status

        return self.map(ended, {name: [one] for name, one in operations.items()}, deadline=deadline,
                        on_progress=on_progress)  # fmt: skip

    async def _results(
        self, call: Callable[[A, Any], Awaitable[R]], run: FleetRun[A]
    ) -> AsyncGenerator[FleetResult[R], None]:
        opened: dict[int, AsyncSender] = {}
        closings: set[asyncio.Task[None]] = set()

        def connected(key: int, member: A) -> A:
            if key not in opened and (made := member.transport.new_sender()):
                opened[key] = made
            clone = member.options()
            clone.transport = clone.transport.with_sender(opened.get(key, member.transport.sender))
            return clone

        async def one(key: int, of: FleetCall) -> FleetResult[R]:
            if run.left <= 0:
                return run.failed(of, run.not_begun())
            begin = time.monotonic()
            limit = asyncio.timeout(run.left if run.left < float("inf") else None)
            try:
                async with limit:
                    value = await call(connected(key, self._members[of.name]), of.item)
            except Exception as error:
                return run.failed(of, run.cut_off() if limit.expired() else error, time.monotonic() - begin)
            except asyncio.CancelledError:
                task = asyncio.current_task()
                if task is None or task.cancelling():
                    raise
                # Something that the call waited for was cancelled: that ends this call, and not the run.
                return run.failed(of, CancelledError("cancelled from within"), time.monotonic() - begin)
            return FleetResult(name=of.name, item=of.item, seconds=time.monotonic() - begin, returned=value)

        run.begin()
        try:
            async with aclosing(as_completed_async(one, run.turns, self._concurrency)) as answers:
                async for key, of, result in answers:
                    last, known = run.results(key, of, result)
                    if last and key in opened:
                        # On the side: in a busy loop, waiting for it would hold up whose turn is next.
                        closing = asyncio.create_task(opened.pop(key).close())
                        closings.add(closing)
                        closing.add_done_callback(closings.discard)
                    for each in run.told(known):
                        yield each
        finally:
            await asyncio.gather(*closings, *(sender.close() for sender in opened.values()))
