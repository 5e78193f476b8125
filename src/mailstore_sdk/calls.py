"""What can be done with a whole server and with an instance alike, beyond the methods that are generated."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self, TypeVar

from mailstore_sdk import concurrency as bounded
from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.caller import AsyncCaller, Caller, with_fixed
from mailstore_sdk.operations import AsyncOperation, Operation, resumed, unknown_function
from mailstore_sdk.transport import Options

if TYPE_CHECKING:
    from mailstore_sdk.models import StatusResult
    from mailstore_sdk.streaming import AsyncRows, Rows
    from mailstore_sdk.transport.events import RequestEvent, ResponseEvent

T = TypeVar("T")
R = TypeVar("R")
_UNCHANGED: Any = object()


def _changed(options: Options, **given: Any) -> Options:
    return replace(options, **{name: value for name, value in given.items() if value is not _UNCHANGED})


class Calls(Caller):
    """What can be done with a whole server and with an instance alike."""

    def options(
        self,
        *,
        timeout: float = _UNCHANGED,
        wait_timeout: float | None = _UNCHANGED,
        retries: int = _UNCHANGED,
        poll_wait: float = _UNCHANGED,
        on_status: Callable[[StatusResult], object] | None = _UNCHANGED,
        outage: float = _UNCHANGED,
        cancel_on_interrupt: bool = _UNCHANGED,
        pause_gc: bool = _UNCHANGED,
        on_request: Callable[[RequestEvent], object] | None = _UNCHANGED,
        on_response: Callable[[ResponseEvent], object] | None = _UNCHANGED,
    ) -> Self:
        """A clone of this client that makes its calls otherwise, over the same connections.

        Args:
            timeout: Deadline in seconds of one exchange with all its tries.
            wait_timeout: Seconds to wait for a long-running call; None: as long as it takes.
            retries: How often an exchange may be repeated where that does no harm.
            poll_wait: Seconds that the server may hold one status poll.
            on_status: Called with every new status while a call waits for a long-running one.
            outage: Seconds for which the server may be out of reach while a call waits for a long-running one and has
                no `wait_timeout`; 600 at first.
            cancel_on_interrupt: Whether Ctrl-C during a wait asks the server to stop the long-running call, or leaves
                it to go on, which is so at first.
            pause_gc: Whether Python's cyclic garbage collector rests, in all threads, while an answer above 16 KB is
                read, which is so at first.
            on_request: Called before every try of a request; secrets are masked in what it is given.
            on_response: Called after every try, with its duration and outcome.
        """
        return self._with(_changed(
            self.transport.options, timeout=timeout, wait_timeout=wait_timeout, retries=retries, poll_wait=poll_wait,
            on_status=on_status, outage=outage, cancel_on_interrupt=cancel_on_interrupt, pause_gc=pause_gc,
            on_request=on_request, on_response=on_response,
        ))  # fmt: skip

    def invoke(self, function: str, arguments: Mapping[str, object] | None = None) -> Any:
        """Call any function by its name, also one that the SDK does not know.

        Args:
            function: The function's name.
            arguments: By their wire names; None is not sent.

        Returns:
            JSON: the bare result; of a long-running call the final status, as `.raw` gives it.

        Raises:
            UnknownFunctionError: The server has no such function.
            ApiError: The server refused.
        """
        return self.begin(function, arguments).plain_result()

    def begin(self, function: str, arguments: Mapping[str, object] | None = None) -> Operation[Any]:
        """Call any function by its name, and do not wait for one that runs long.

        Args:
            function: The function's name.
            arguments: By their wire names; None is not sent.

        Returns:
            The call, which is `done` where the server answered at once.

        Raises:
            UnknownFunctionError: The server has no such function.
            ApiError: The server refused.
        """
        known = BY_NAME.get(function) or unknown_function(function)
        answer = self.transport.call(
            function, BY_NAME.get(function), with_fixed(function, self._fixed, arguments or {})
        )
        return Operation(self.transport, known, answer)

    def stream(self, function: str, arguments: Mapping[str, object] | None = None) -> Rows[Any]:
        """Call a function that gives a list, and give its rows one by one while the answer comes in.

        Memory does not grow with the answer, and the first row is there long before the last one. The call is made when
        the first row is asked for. `timeout` is the deadline for the beginning of the answer, and then the longest
        silence; there is no limit for the whole. `max_response_bytes` bounds each row. If the call runs long, its rows
        come when it is finished, all at once.

        Args:
            function: The function's name.
            arguments: By their wire names; None is not sent.

        Returns:
            An iterator, to be closed by whoever stops early: models where the function's typed method gives models,
            else JSON.

        Raises:
            ArgumentError: The function gives no list, or an argument does not fit; nothing was sent.
            ApiError: From the iterator, also after its last row: the server refused, or failed on its way.
            ResponseError: From the iterator: the answer is no list, or ends too soon, or a row is not of its shape.
            TransportError: From the iterator: the server could not be reached, or the answer broke off. A function that
                only reads is tried again before the first row, and never after it.
        """
        known = BY_NAME.get(function) or unknown_function(function)
        return self._stream(known, with_fixed(function, self._fixed, arguments or {}))

    def map(self, method: Callable[[T], R], items: Iterable[T], *, concurrency: int = 8) -> Iterator[R]:
        """Call a method for every item, several at a time, and give the results in the order of the items.

        Args:
            method: A method of this client, or anything that takes an item.
            items: Read as needed, never more than `concurrency` ahead.
            concurrency: How many calls may be under way.

        Raises:
            Exception: What a call raised, where its result would have come; calls not yet begun are dropped then.
        """
        bounded.check(concurrency)
        return bounded.mapped(method, items, concurrency)

    def resume(self, operation_json: str | Mapping[str, Any]) -> Operation[Any]:
        """Take up a long-running call again, from what `Operation.to_json()` gave, in this process or another.

        Raises:
            ConfigurationError: That is not the JSON of an operation.
        """
        function, answer = resumed(operation_json)
        return Operation(self.transport, function, answer)


class AsyncCalls(AsyncCaller):
    """What can be done with a whole server and with an instance alike."""

    def options(
        self,
        *,
        timeout: float = _UNCHANGED,
        wait_timeout: float | None = _UNCHANGED,
        retries: int = _UNCHANGED,
        poll_wait: float = _UNCHANGED,
        on_status: Callable[[StatusResult], object] | None = _UNCHANGED,
        outage: float = _UNCHANGED,
        cancel_on_interrupt: bool = _UNCHANGED,
        pause_gc: bool = _UNCHANGED,
        on_request: Callable[[RequestEvent], object] | None = _UNCHANGED,
        on_response: Callable[[ResponseEvent], object] | None = _UNCHANGED,
    ) -> Self:
        """A clone of this client that makes its calls otherwise, over the same connections; see `Client.options`."""
        return self._with(_changed(
            self.transport.options, timeout=timeout, wait_timeout=wait_timeout, retries=retries, poll_wait=poll_wait,
            on_status=on_status, outage=outage, cancel_on_interrupt=cancel_on_interrupt, pause_gc=pause_gc,
            on_request=on_request, on_response=on_response,
        ))  # fmt: skip

    async def invoke(self, function: str, arguments: Mapping[str, object] | None = None) -> Any:
        """Call any function by its name, also one that the SDK does not know; see `Client.invoke`."""
        return await (await self.begin(function, arguments)).plain_result()

    async def begin(self, function: str, arguments: Mapping[str, object] | None = None) -> AsyncOperation[Any]:
        """Call any function by its name, and do not wait for one that runs long; see `Client.begin`."""
        known = BY_NAME.get(function) or unknown_function(function)
        answer = await self.transport.call(
            function, BY_NAME.get(function), with_fixed(function, self._fixed, arguments or {})
        )
        return AsyncOperation(self.transport, known, answer)

    def stream(self, function: str, arguments: Mapping[str, object] | None = None) -> AsyncRows[Any]:
        """Give the rows of a list one by one while the answer comes in; see `Client.stream`."""
        known = BY_NAME.get(function) or unknown_function(function)
        return self._stream(known, with_fixed(function, self._fixed, arguments or {}))

    def map(self, method: Callable[[T], Awaitable[R]], items: Iterable[T], *, concurrency: int = 8) -> AsyncIterator[R]:
        """Call a method for every item, several at a time, and give the results in the order of the items.

        Args:
            method: A method of this client, or any coroutine function that takes an item.
            items: Read as needed, never more than `concurrency` ahead.
            concurrency: How many calls may be under way.

        Raises:
            Exception: What a call raised, where its result would have come; the other calls are cancelled then.
        """
        bounded.check(concurrency)
        return bounded.mapped_async(method, items, concurrency)

    def resume(self, operation_json: str | Mapping[str, Any]) -> AsyncOperation[Any]:
        """Take up a long-running call again; see `Client.resume`."""
        function, answer = resumed(operation_json)
        return AsyncOperation(self.transport, function, answer)
