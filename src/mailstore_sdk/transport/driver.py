"""Run the flows: `Transport` with threads, `AsyncTransport` with asyncio. They alone send, wait and lock."""

from __future__ import annotations

import asyncio
import random as random_module
import threading
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.transport import encoding, flow
from mailstore_sdk.transport.flow import Flow, Pace, Session, Sleep
from mailstore_sdk.transport.holder import Holder
from mailstore_sdk.transport.settings import Options, Settings

if TYPE_CHECKING:
    from mailstore_sdk.function import Function
    from mailstore_sdk.transport.protocol import Answer, Protocol, Reader, Ticket
    from mailstore_sdk.transport.wire import AsyncSender, Reply, Sender

T = TypeVar("T")
DEFAULTS = Options()


class Transport(Holder):
    """Raw JSON in and out, without models; may be shared by threads.

    Args:
        settings: How to reach the server.
        options: How calls are made.
        sender: What carries the requests; HTTPS when left out.
        clock: Seconds, for deadlines.
        sleep: Lets seconds pass.
        random: Gives numbers from 0 to 1, for how long to pause between tries.
    """

    def __init__(
        self,
        settings: Settings,
        options: Options = DEFAULTS,
        sender: Sender | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
        random: Callable[[], float] = random_module.random,
    ) -> None:
        if sender is None:
            from mailstore_sdk.transport.http import HttpSender  # the HTTP library is loaded only where it is used

            sender = HttpSender(settings)
        self.settings = settings
        self.options = options
        self._sender = sender
        self._sleep = sleep
        self._session = Session(settings, clock=clock, random=random)
        self._detecting = threading.Lock()

    def with_options(self, options: Options) -> Self:
        """The same transport, over the same connections, that makes its calls otherwise."""
        clone = self._clone()
        clone.options = options
        return clone

    def invoke(self, function: str, arguments: Mapping[str, object] | None = None) -> Any:
        """Call any function and give its answer as the server sent it.

        Args:
            function: The function's name.
            arguments: By their wire names; None is not sent.

        Returns:
            On the modern protocol the whole envelope (of a long-running call the first one, with its token); on the
            legacy protocol the bare result.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.
            ResponseError: The answer is not what the API sends.
        """
        return self.call(function, BY_NAME.get(function), arguments or {}).payload

    def detect(self) -> Protocol:
        """The server's generation; asks the server once, if that is not known yet."""
        if self._session.protocol is None:
            with self._detecting:
                if self._session.protocol is None:
                    self._session.protocol = self._run(flow.detect(self._session, self.options))
        return self._session.protocol

    def call(
        self,
        name: str,
        function: Function[Any] | None,
        arguments: Mapping[str, object],
        read: Reader | None = None,
    ) -> Answer:
        """Call a function and read its answer, which may be a token; with `read`, it may be nothing but a `value`."""
        fields = encoding.fields(name, function, arguments)  # what does not fit is refused before anything is sent
        self.detect()
        return self._run(flow.invoke(self._session, self.options, name, function, fields, read))

    def poll(self, ticket: Ticket, hold: float = 0.0) -> Answer:
        """Ask once how a long-running call stands; the server may hold the answer for `hold` seconds."""
        return self._run(flow.poll(self._session, self.options, ticket, hold))

    def pace(self, wait: float | None) -> Pace:
        """How fast to poll, for at most `wait` seconds from now; None: for as long as the options say."""
        return Pace.start(self._session, self.options, self.options.wait_timeout if wait is None else wait)

    def follow(self, ticket: Ticket, pace: Pace) -> Answer | None:
        """Wait for the next status of a long-running call; None if a poll was lost, which may be repeated."""
        return self._run(flow.follow(self._session, ticket, pace))

    def cancel(self, ticket: Ticket) -> None:
        """Ask the server to stop a long-running call."""
        self._run(flow.cancel(self._session, self.options, ticket))

    def metadata(self) -> list[dict[str, Any]]:
        """The functions that the server says it has."""
        self.detect()
        return self._run(flow.metadata(self._session, self.options))

    def close(self) -> None:
        """Close the connections."""
        self._sender.close()

    def _run(self, steps: Flow[T]) -> T:
        reply: Reply | None = None
        failure: BaseException | None = None
        while True:
            try:
                step = steps.throw(failure) if failure else steps.send(reply)
            except StopIteration as done:
                value: T = done.value
                return value
            reply, failure = None, None
            try:
                if isinstance(step, Sleep):
                    self._sleep(step.seconds)
                else:
                    reply = self._sender.send(step.request, step.timeout)
            except BaseException as error:  # the flow has to end what it has begun, whatever happens
                failure = error


class AsyncTransport(Holder):
    """Raw JSON in and out, without models; may be shared by tasks of one event loop.

    Args:
        settings: How to reach the server.
        options: How calls are made.
        sender: What carries the requests; HTTPS when left out.
        clock: Seconds, for deadlines.
        sleep: Lets seconds pass.
        random: Gives numbers from 0 to 1, for how long to pause between tries.
    """

    def __init__(
        self,
        settings: Settings,
        options: Options = DEFAULTS,
        sender: AsyncSender | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        random: Callable[[], float] = random_module.random,
    ) -> None:
        if sender is None:
            from mailstore_sdk.transport.http import AsyncHttpSender

            sender = AsyncHttpSender(settings)
        self.settings = settings
        self.options = options
        self._sender = sender
        self._sleep = sleep
        self._session = Session(settings, clock=clock, random=random)
        self._detecting = asyncio.Lock()

    def with_options(self, options: Options) -> Self:
        """The same transport, over the same connections, that makes its calls otherwise."""
        clone = self._clone()
        clone.options = options
        return clone

    async def invoke(self, function: str, arguments: Mapping[str, object] | None = None) -> Any:
        """Call any function and give its answer as the server sent it, as `Transport.invoke` does."""
        return (await self.call(function, BY_NAME.get(function), arguments or {})).payload

    async def detect(self) -> Protocol:
        """The server's generation; asks the server once, if that is not known yet."""
        if self._session.protocol is None:
            async with self._detecting:
                if self._session.protocol is None:
                    self._session.protocol = await self._run(flow.detect(self._session, self.options))
        return self._session.protocol

    async def call(
        self,
        name: str,
        function: Function[Any] | None,
        arguments: Mapping[str, object],
        read: Reader | None = None,
    ) -> Answer:
        """Call a function and read its answer, which may be a token; with `read`, it may be nothing but a `value`."""
        fields = encoding.fields(name, function, arguments)
        await self.detect()
        return await self._run(flow.invoke(self._session, self.options, name, function, fields, read))

    async def poll(self, ticket: Ticket, hold: float = 0.0) -> Answer:
        """Ask once how a long-running call stands; the server may hold the answer for `hold` seconds."""
        return await self._run(flow.poll(self._session, self.options, ticket, hold))

    def pace(self, wait: float | None) -> Pace:
        """How fast to poll, for at most `wait` seconds from now; None: for as long as the options say."""
        return Pace.start(self._session, self.options, self.options.wait_timeout if wait is None else wait)

    async def follow(self, ticket: Ticket, pace: Pace) -> Answer | None:
        """Wait for the next status of a long-running call; None if a poll was lost, which may be repeated."""
        return await self._run(flow.follow(self._session, ticket, pace))

    async def cancel(self, ticket: Ticket) -> None:
        """Ask the server to stop a long-running call."""
        await self._run(flow.cancel(self._session, self.options, ticket))

    async def metadata(self) -> list[dict[str, Any]]:
        """The functions that the server says it has."""
        await self.detect()
        return await self._run(flow.metadata(self._session, self.options))

    async def close(self) -> None:
        """Close the connections."""
        await self._sender.close()

    async def _run(self, steps: Flow[T]) -> T:
        reply: Reply | None = None
        failure: BaseException | None = None
        while True:
            try:
                step = steps.throw(failure) if failure else steps.send(reply)
            except StopIteration as done:
                value: T = done.value
                return value
            reply, failure = None, None
            try:
                if isinstance(step, Sleep):
                    await self._sleep(step.seconds)
                else:
                    reply = await self._sender.send(step.request, step.timeout)
            except BaseException as error:  # the flow has to end what it has begun, whatever happens
                failure = error
