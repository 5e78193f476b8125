"""How `.raw` makes a call: plain data in the shapes of the original wrapper of 8.1, on both generations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mailstore_sdk import outcomes
from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.caller import with_fixed
from mailstore_sdk.errors import ConfigurationError, OperationLost, OperationTimeout
from mailstore_sdk.operations import TIME_OVER, interrupted, interrupted_async, unknown_function
from mailstore_sdk.transport.holder import Holder
from mailstore_sdk.transport.modern import GET_STATUS
from mailstore_sdk.transport.protocol import Answer, Status, Ticket

if TYPE_CHECKING:
    from mailstore_sdk.function import Function
    from mailstore_sdk.streaming import AsyncRows, Rows
    from mailstore_sdk.transport import AsyncTransport, Transport


def token_of(ticket: Ticket) -> dict[str, Any]:
    """The token as the original gave it, and, on the modern protocol, what it takes to poll."""
    token: dict[str, Any] = {"statusUrl": ticket.url, "statusToken": ticket.token}
    if ticket.protocol == "modern":
        token.update(statusVersion=ticket.version, logOutput=ticket.log)
    return token


def ticket_of(token: Mapping[str, Any]) -> Ticket:
    """What a token dict stands for."""
    given: object = token  # scripts without types pass anything
    if not isinstance(given, Mapping) or not {"statusUrl", "statusToken"} <= token.keys():
        raise ConfigurationError("a token is a dict with statusUrl and statusToken, as autoHandleToken=False gives it")
    modern = token["statusUrl"] == GET_STATUS
    return Ticket(
        protocol="modern" if modern else "legacy",
        function="GetStatus",
        token=token["statusToken"],
        url=token["statusUrl"],
        version=token.get("statusVersion", 0),
        log=token.get("logOutput", ""),
    )


def seen(token: dict[str, Any], answer: Answer) -> dict[str, Any]:
    """What GetStatus returns, in the order of the original; a modern token learns what was seen."""
    if answer.ticket is not None:
        token.update(token_of(answer.ticket))
    whole = answer.status.as_dict()
    return {"progressPercentage": whole.pop("progressPercentage"), "messages": whole.pop("messages"), **whole}


def finished_rows(function: Function[Any], status: Status) -> list[Any]:
    """The rows of a call that ran long."""
    from mailstore_sdk.streaming import as_list

    outcomes.check(function.name, status)
    return as_list(function, status.result)


def lost(problem: OperationLost, status: Status) -> OperationLost:
    """The problem with the last status known, as plain data."""
    return OperationLost(problem.function, problem.message, status.as_dict())


class RawCaller(Holder):
    """Makes calls through a transport and gives plain data."""

    def __init__(
        self, transport: Transport, fixed: Mapping[str, str] | None = None, *, auto_handle_token: bool = True
    ) -> None:
        self.transport = transport
        self._fixed = dict(fixed or {})
        self._auto_handle_token = auto_handle_token

    def GetStatus(self, token: dict[str, Any]) -> dict[str, Any]:  # noqa: N802  (the original's name)
        """Ask once how a long-running call stands.

        Args:
            token: What a function gave with `autoHandleToken=False`. On the modern protocol it is brought up to date.

        Returns:
            `progressPercentage` in percent, `messages`, `status`; and `result` when there is one.
        """
        ticket = ticket_of(token)
        try:
            return seen(token, self.transport.poll(ticket))
        except OperationLost as problem:
            raise lost(problem, ticket.status) from None

    def HandleToken(self, token: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        """Wait until a long-running call is finished and give its final status.

        Args:
            token: What a function gave with `autoHandleToken=False`.

        Returns:
            `status`, `progressPercentage` in percent, `messages`; and `result` when there is one.
        """
        ticket = ticket_of(token)
        return self._wait(ticket, ticket.status).as_dict()

    def CancelAsync(self, token: dict[str, Any]) -> None:  # noqa: N802
        """Ask the server to stop a long-running call; poll on until it has.

        Args:
            token: What a function gave with `autoHandleToken=False`.

        Raises:
            UnsupportedError: Servers up to 8.x cannot cancel.
        """
        self.transport.cancel(ticket_of(token))

    def stream(self, function: str, arguments: Mapping[str, object] | None = None) -> Rows[Any]:
        """Give the rows of a list one by one while the answer comes in, as plain data; see `Client.stream`.

        Args:
            function: The function's name, as the API has it.
            arguments: By their wire names; None is not sent.
        """
        from mailstore_sdk.streaming import Rows, plain_rows, streamed  # loaded when first used

        known = BY_NAME.get(function) or unknown_function(function)

        def waited(answer: Answer) -> list[Any]:
            status = answer.status if answer.ticket is None else self._wait(answer.ticket, answer.status)
            return finished_rows(known, status)

        given = with_fixed(function, self._fixed, arguments or {})
        reading = self.transport.reading(function, BY_NAME.get(function), given, plain_rows(known))
        return Rows(streamed(self.transport, reading, waited))

    def _call(
        self, function: Function[Any], arguments: Mapping[str, object], auto_handle_token: bool | None = None
    ) -> Any:
        answer = self.transport.call(function.name, function, {**self._fixed, **arguments})
        if answer.ticket is None:
            return outcomes.plain(function, answer.status)
        wait = self._auto_handle_token if auto_handle_token is None else auto_handle_token
        # A function that does not run long has no such argument: its callers want the result, token or not.
        if wait or function.long_running == "no":
            return outcomes.plain_or_problem(function, self._wait(answer.ticket, answer.status))
        return token_of(answer.ticket)

    def _wait(self, ticket: Ticket, status: Status) -> Status:
        pace = self.transport.pace(None)
        on_status = self.transport.options.on_status
        try:
            # Not before the `try`: one that begins with `while True` misses interrupts on Python 3.11 and 3.12.
            told: Status | None = None
            while True:
                answer = self.transport.follow(ticket, pace)
                if answer is not None:
                    status = answer.status
                    if on_status and status != told:
                        on_status(outcomes.status_result(status))
                    told = status
                    if answer.ticket is None:
                        return status
                    ticket = answer.ticket
                if pace.left <= 0:
                    raise OperationTimeout(ticket.function, TIME_OVER, status.as_dict())
        except OperationLost as problem:
            raise lost(problem, status) from None
        except KeyboardInterrupt as interrupt:
            interrupted(self.transport, ticket, interrupt)
            raise


class AsyncRawCaller(Holder):
    """Makes calls through a transport and gives plain data."""

    def __init__(self, transport: AsyncTransport, fixed: Mapping[str, str] | None = None) -> None:
        self.transport = transport
        self._fixed = dict(fixed or {})

    async def GetStatus(self, token: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        """Ask once how a long-running call stands, as `RawCaller.GetStatus` does."""
        ticket = ticket_of(token)
        try:
            return seen(token, await self.transport.poll(ticket))
        except OperationLost as problem:
            raise lost(problem, ticket.status) from None

    async def HandleToken(self, token: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        """Wait until a long-running call is finished and give its final status, as `RawCaller.HandleToken` does."""
        ticket = ticket_of(token)
        return (await self._wait(ticket, ticket.status)).as_dict()

    async def CancelAsync(self, token: dict[str, Any]) -> None:  # noqa: N802
        """Ask the server to stop a long-running call, as `RawCaller.CancelAsync` does."""
        await self.transport.cancel(ticket_of(token))

    def stream(self, function: str, arguments: Mapping[str, object] | None = None) -> AsyncRows[Any]:
        """Give the rows of a list one by one while the answer comes in, as plain data; see `Client.stream`."""
        from mailstore_sdk.streaming import AsyncRows, plain_rows, streamed_async  # loaded when first used

        known = BY_NAME.get(function) or unknown_function(function)

        async def waited(answer: Answer) -> list[Any]:
            status = answer.status if answer.ticket is None else await self._wait(answer.ticket, answer.status)
            return finished_rows(known, status)

        given = with_fixed(function, self._fixed, arguments or {})
        reading = self.transport.reading(function, BY_NAME.get(function), given, plain_rows(known))
        return AsyncRows(streamed_async(self.transport, reading, waited))

    async def _call(
        self, function: Function[Any], arguments: Mapping[str, object], auto_handle_token: bool | None = None
    ) -> Any:
        answer = await self.transport.call(function.name, function, {**self._fixed, **arguments})
        if answer.ticket is None:
            return outcomes.plain(function, answer.status)
        if auto_handle_token is False and function.long_running != "no":
            return token_of(answer.ticket)
        return outcomes.plain_or_problem(function, await self._wait(answer.ticket, answer.status))

    async def _wait(self, ticket: Ticket, status: Status) -> Status:
        from asyncio import CancelledError  # whoever waits here has loaded it; a synchronous client never does

        pace = self.transport.pace(None)
        on_status = self.transport.options.on_status
        try:
            told: Status | None = None
            while True:
                answer = await self.transport.follow(ticket, pace)
                if answer is not None:
                    status = answer.status
                    if on_status and status != told:
                        on_status(outcomes.status_result(status))
                    told = status
                    if answer.ticket is None:
                        return status
                    ticket = answer.ticket
                if pace.left <= 0:
                    raise OperationTimeout(ticket.function, TIME_OVER, status.as_dict())
        except OperationLost as problem:
            raise lost(problem, status) from None
        except CancelledError as interrupt:
            await interrupted_async(self.transport, ticket, interrupt)
            raise
