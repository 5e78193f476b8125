"""A long-running call: watch it, wait for it, cancel it, or come back to it from another process."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Generator, Iterator, Mapping
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from mailstore_sdk import outcomes
from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.errors import ConfigurationError, MailStoreError, OperationLost, OperationTimeout
from mailstore_sdk.function import Function, Legacy
from mailstore_sdk.transport.holder import Holder
from mailstore_sdk.transport.observe import LOGGER
from mailstore_sdk.transport.protocol import Answer, Status, Ticket

if TYPE_CHECKING:
    from mailstore_sdk.models import StatusResult
    from mailstore_sdk.transport import AsyncTransport, Transport

R = TypeVar("R")
TIME_OVER = "the time to wait is over; the server goes on with it"


class _Progress(Holder, Generic[R]):
    """What both kinds of operation know: the call, its token while it runs, its last status."""

    _instead = "take to_json() along, and client.resume() there"

    def __init__(self, function: Function[R], answer: Answer) -> None:
        self._function = function
        self._ticket = answer.ticket
        self._status = answer.status
        self._ran_long = answer.ticket is not None

    @property
    def function(self) -> str:
        """Name of the function that runs."""
        return self._function.name

    @property
    def status(self) -> StatusResult:
        """The last status known; asks nothing of the server."""
        return outcomes.status_result(self._status)

    @property
    def done(self) -> bool:
        """Whether the call is known to be finished; asks nothing of the server."""
        return self._ticket is None

    def to_json(self) -> str:
        """The operation as JSON text, for `client.resume()` in this process or another.

        Holds the function's name, the server's token and what it has written so far; no password.

        Raises:
            ConfigurationError: The call is finished, so there is nothing to resume.
        """
        if self._ticket is None:
            raise ConfigurationError(f"{self.function} is finished: there is nothing to resume")
        return json.dumps(asdict(self._ticket))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.function}: {self._status.status}>"

    def _lost(self, problem: OperationLost) -> OperationLost:
        return OperationLost(problem.function, problem.message, self.status)

    def _take(self, answer: Answer) -> None:
        self._ticket = answer.ticket
        self._status = answer.status

    def _outcome(self) -> R:
        outcomes.check(self.function, self._status)
        value: R = outcomes.typed(self._function, self._status)
        return value

    def _plain_outcome(self) -> Any:
        outcomes.check(self.function, self._status)
        ran_long_unexpectedly = not self._function.arguments_known and self._ran_long
        return self._status.as_dict() if ran_long_unexpectedly else outcomes.plain(self._function, self._status)


class Operation(_Progress[R]):
    """A long-running call that a `begin_…` method started.

    Iterate over it for every new status, `wait()` for the end, or ask for the `result()`.
    """

    def __init__(self, transport: Transport, function: Function[R], answer: Answer) -> None:
        super().__init__(function, answer)
        self._transport = transport

    def refresh(self) -> StatusResult:
        """Ask the server once how the call stands, without waiting for news.

        Returns:
            The status, which is `status` from now on.
        """
        if self._ticket is not None:
            try:
                self._take(self._transport.poll(self._ticket))
            except OperationLost as problem:
                raise self._lost(problem) from None
        return self.status

    def wait(self, timeout: float | None = None) -> StatusResult:
        """Wait until the call is finished, well or not.

        A wait that is interrupted (Ctrl-C) leaves the call to go on on the server, unless `cancel_on_interrupt` is set;
        a note on the exception says how to take it up again.

        Args:
            timeout: Seconds to wait; None: the client's `wait_timeout`, which by default is without limit.

        Returns:
            The final status, which may be failed or cancelled.

        Raises:
            OperationTimeout: The time is over; the server goes on, and waiting may be taken up again.
            OperationLost: The server no longer knows the call.
        """
        for _ in self._changes(timeout, self._transport.options.on_status):
            pass
        return self.status

    def result(self, timeout: float | None = None) -> R:
        """Wait until the call is finished and give what the function returns.

        Args:
            timeout: Seconds to wait; None: the client's `wait_timeout`, which by default is without limit.

        Returns:
            What the method without `begin_` returns.

        Raises:
            OperationFailed: The server gave up; `status` holds its messages.
            OperationCancelled: The call was cancelled.
            OperationTimeout: The time is over; the server goes on.
            OperationLost: The server no longer knows the call.
        """
        self.wait(timeout)
        return self._outcome()

    def plain_result(self, timeout: float | None = None) -> Any:
        """As `result`, but plain data in the shapes of `.raw`."""
        self.wait(timeout)
        return self._plain_outcome()

    def cancel(self) -> None:
        """Ask the server to stop. It stops when it can: go on with `wait()` until the call is finished.

        Raises:
            UnsupportedError: Servers up to 8.x cannot cancel.
        """
        if self._ticket is not None:
            self._transport.cancel(self._ticket)

    def __iter__(self) -> Iterator[StatusResult]:
        """Every new status until the call is finished, the final one included; raises nothing for a failed call.

        `cancel_on_interrupt` is for an interrupt while this waits: one in the body of the loop looks like a `break`.
        """
        if self.done:
            yield self.status
        yield from self._changes(None)

    def _changes(
        self, timeout: float | None, on_status: Callable[[StatusResult], object] | None = None
    ) -> Iterator[StatusResult]:
        pace = self._transport.pace(timeout)
        told: Status | None = None
        try:
            while self._ticket is not None:
                answer = self._transport.follow(self._ticket, pace)
                if answer is not None:
                    self._take(answer)
                    if self._status != told:
                        told = self._status
                        if on_status:
                            on_status(self.status)
                        yield self.status
                if not self.done and pace.left <= 0:
                    raise OperationTimeout(self.function, TIME_OVER, self.status)
        except OperationLost as problem:
            raise self._lost(problem) from None
        except KeyboardInterrupt as interrupt:
            if self._ticket is not None:
                interrupted(self._transport, self._ticket, interrupt)
            raise


class AsyncOperation(_Progress[R]):
    """A long-running call that a `begin_…` method started.

    Iterate over it with `async for` for every new status, `wait()` for the end, or ask for the `result()`, which
    `await operation` gives as well.
    """

    def __init__(self, transport: AsyncTransport, function: Function[R], answer: Answer) -> None:
        super().__init__(function, answer)
        self._transport = transport

    async def refresh(self) -> StatusResult:
        """Ask the server once how the call stands, without waiting for news.

        Returns:
            The status, which is `status` from now on.
        """
        if self._ticket is not None:
            try:
                self._take(await self._transport.poll(self._ticket))
            except OperationLost as problem:
                raise self._lost(problem) from None
        return self.status

    async def wait(self, timeout: float | None = None) -> StatusResult:
        """Wait until the call is finished, well or not.

        A wait that is cancelled leaves the call to go on on the server, unless `cancel_on_interrupt` is set; a note on
        the exception says how to take it up again.

        Args:
            timeout: Seconds to wait; None: the client's `wait_timeout`, which by default is without limit.

        Returns:
            The final status, which may be failed or cancelled.

        Raises:
            OperationTimeout: The time is over; the server goes on, and waiting may be taken up again.
            OperationLost: The server no longer knows the call.
        """
        async for _ in self._changes(timeout, self._transport.options.on_status):
            pass
        return self.status

    async def result(self, timeout: float | None = None) -> R:
        """Wait until the call is finished and give what the function returns.

        Args:
            timeout: Seconds to wait; None: the client's `wait_timeout`, which by default is without limit.

        Returns:
            What the method without `begin_` returns.

        Raises:
            OperationFailed: The server gave up; `status` holds its messages.
            OperationCancelled: The call was cancelled.
            OperationTimeout: The time is over; the server goes on.
            OperationLost: The server no longer knows the call.
        """
        await self.wait(timeout)
        return self._outcome()

    async def plain_result(self, timeout: float | None = None) -> Any:
        """As `result`, but plain data in the shapes of `.raw`."""
        await self.wait(timeout)
        return self._plain_outcome()

    async def cancel(self) -> None:
        """Ask the server to stop. It stops when it can: go on with `wait()` until the call is finished.

        Raises:
            UnsupportedError: Servers up to 8.x cannot cancel.
        """
        if self._ticket is not None:
            await self._transport.cancel(self._ticket)

    def __await__(self) -> Generator[Any, Any, R]:
        return self.result().__await__()

    async def __aiter__(self) -> AsyncIterator[StatusResult]:
        """Every new status until the call is finished, the final one included; raises nothing for a failed call.

        `cancel_on_interrupt` is for a cancellation while this waits: one in the body of the loop looks like a `break`.
        """
        if self.done:
            yield self.status
        async for status in self._changes(None):
            yield status

    async def _changes(
        self, timeout: float | None, on_status: Callable[[StatusResult], object] | None = None
    ) -> AsyncIterator[StatusResult]:
        from asyncio import CancelledError  # whoever waits here has loaded it; a synchronous client never does

        pace = self._transport.pace(timeout)
        told: Status | None = None
        try:
            while self._ticket is not None:
                answer = await self._transport.follow(self._ticket, pace)
                if answer is not None:
                    self._take(answer)
                    if self._status != told:
                        told = self._status
                        if on_status:
                            on_status(self.status)
                        yield self.status
                if not self.done and pace.left <= 0:
                    raise OperationTimeout(self.function, TIME_OVER, self.status)
        except OperationLost as problem:
            raise self._lost(problem) from None
        except CancelledError as interrupt:
            if self._ticket is not None:
                await interrupted_async(self._transport, self._ticket, interrupt)
            raise


def interrupted(transport: Transport, ticket: Ticket, interrupt: BaseException) -> None:
    """After a wait was interrupted: cancel the call, if that is wanted, and say what has become of it."""
    cancelled = None
    if transport.options.cancel_on_interrupt:
        try:
            transport.cancel(ticket)
            cancelled = True
        except (MailStoreError, KeyboardInterrupt):  # whoever is in a hurry interrupts twice
            cancelled = False
    _tell(interrupt, ticket, cancelled)


async def interrupted_async(transport: AsyncTransport, ticket: Ticket, interrupt: BaseException) -> None:
    """As `interrupted`, in an event loop."""
    from asyncio import CancelledError

    cancelled = None
    if transport.options.cancel_on_interrupt:
        try:
            await transport.cancel(ticket)
            cancelled = True
        except (MailStoreError, CancelledError):
            cancelled = False
    _tell(interrupt, ticket, cancelled)


def _tell(interrupt: BaseException, ticket: Ticket, cancelled: bool | None) -> None:
    """A note on the exception and a line in the log; `cancelled` is None where nobody wanted that."""
    # Without the log so far, which may be long: the first poll brings it again.
    saved = json.dumps(asdict(replace(ticket, version=0, log="")))
    if cancelled:
        note = f"The server was asked to stop {ticket.function}; it stops when it can."
    else:
        how = "goes on" if cancelled is None else "could not be cancelled and goes on"
        note = f"{ticket.function} {how} on the server. To wait for it again: client.resume({saved!r})"
    LOGGER.warning("%s", note)
    interrupt.add_note(note)


def resumed(operation_json: str | Mapping[str, Any]) -> tuple[Function[Any], Answer]:
    """The function and the state that `to_json` wrote down."""
    try:
        saved = json.loads(operation_json) if isinstance(operation_json, str) else dict(operation_json)
        ticket = Ticket(**saved)
    except (TypeError, ValueError, RecursionError):
        raise ConfigurationError("that is not the JSON of an operation") from None
    function = BY_NAME.get(ticket.function) or unknown_function(ticket.function)
    return function, Answer(payload=None, status=ticket.status, ticket=ticket)


def unknown_function(name: str) -> Function[Any]:
    """A function that the specification does not know: its result stays JSON."""
    return Function(
        name=name, summary="", arguments_known=False, result="json", since="", evidence="none", legacy=Legacy(name=name)
    )
