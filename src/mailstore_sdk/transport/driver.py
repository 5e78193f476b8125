"""Run the flows: `Transport` with threads, `AsyncTransport` with asyncio. They alone send, wait and lock."""

from __future__ import annotations

import threading
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Generator, Iterator, Mapping
from contextlib import AsyncExitStack, ExitStack, nullcontext, suppress
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.transport import encoding, flow, retry
from mailstore_sdk.transport.flow import Flow, Pace, Session, Sleep
from mailstore_sdk.transport.holder import Holder
from mailstore_sdk.transport.settings import Options, Settings

if TYPE_CHECKING:
    from mailstore_sdk.function import Function
    from mailstore_sdk.transport.protocol import Answer, Protocol, Reader, Ticket
    from mailstore_sdk.transport.row_flow import Reading, RowKind
    from mailstore_sdk.transport.wire import AsyncSender, Head, Reply, Sender

T = TypeVar("T")
R = TypeVar("R")
AnySender = TypeVar("AnySender")
DEFAULTS = Options()


class _Driver(Holder, Generic[AnySender]):
    """What both transports have in common: all that sends nothing."""

    settings: Settings
    options: Options
    _sender: AnySender
    _session: Session

    @property
    def sender(self) -> AnySender:
        """What carries the requests; one for all clones, unless one was given another."""
        return self._sender

    def with_options(self, options: Options) -> Self:
        """The same transport, over the same connections, that makes its calls otherwise."""
        clone = self._clone()
        clone.options = options
        return clone

    def with_sender(self, sender: AnySender) -> Self:
        """The same transport, whose requests something else carries."""
        clone = self._clone()
        clone._sender = sender
        return clone

    def reading(
        self, name: str, function: Function[Any] | None, arguments: Mapping[str, object], kind: RowKind[R]
    ) -> Reading[R]:
        """A call that `rows` makes; what does not fit is refused now."""
        from mailstore_sdk.transport.row_flow import Reading  # loaded when first used

        return Reading(name, function, encoding.fields(name, function, arguments), kind)

    def pace(self, wait: float | None) -> Pace:
        """How fast to poll, for at most `wait` seconds from now; None: for as long as the options say."""
        return Pace.start(self._session, self.options, self.options.wait_timeout if wait is None else wait)


class Transport(_Driver["Sender"]):
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
        random: Callable[[], float] = retry.jitter,
    ) -> None:
        self._sender_given = sender is not None
        if sender is None:
            from mailstore_sdk.transport.http import HttpSender  # the HTTP library is loaded only where it is used

            sender = HttpSender(settings)
        self.settings = settings
        self.options = options
        self._sender = sender
        self._sleep = sleep
        self._session = Session(settings, clock=clock, random=random)
        self._detecting = threading.Lock()

    def new_sender(self) -> Sender | None:
        """Connections to the same server that whoever asks has to close; None where the sender was given."""
        if self._sender_given:
            return None
        from mailstore_sdk.transport.http import HttpSender

        return HttpSender(self.settings)

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
            # Who has waited for the answer to another's question as long as for one to his own asks for himself: else
            # a server that is silent would hold up as many threads one after the other.
            asking = self._detecting.acquire(timeout=self.options.timeout)
            try:
                if self._session.protocol is None:
                    self._session.protocol = self._run(flow.detect(self._session, self.options))
            finally:
                if asking:
                    self._detecting.release()
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
        call = flow.Call.prepare(self.detect(), name, function, fields)
        return self._run(flow.invoke(self._session, self.options, call, read))

    def rows(self, reading: Reading[R]) -> Generator[list[R], None, None]:
        """The rows of the answer as they come in, some at a time; closing it ends the connection."""
        from mailstore_sdk.transport.row_flow import Give, Open

        steps = reading.steps(self._session, self.options, self.detect())
        chunks: Iterator[bytes] = iter(())
        outcome: Head | bytes | None = None
        failure: BaseException | None = None
        with ExitStack() as answer:
            while True:
                try:
                    step = steps.throw(failure) if failure else steps.send(outcome)
                except StopIteration:
                    return
                finally:
                    outcome, failure = None, None
                try:
                    if isinstance(step, Give):
                        yield step.rows
                    elif isinstance(step, Open):
                        answer.close()  # that of the try before
                        sent = self._sender.stream(step.request, step.timeout, step.silence)
                        outcome = incoming = answer.enter_context(sent)
                        chunks = incoming.chunks
                    elif isinstance(step, Sleep):
                        self._sleep(step.seconds)
                    else:
                        outcome = next(chunks, None)
                except BaseException as error:  # the flow has to end what it has begun, whatever happens
                    failure = error

    def poll(self, ticket: Ticket, hold: float = 0.0) -> Answer:
        """Ask once how a long-running call stands; the server may hold the answer for `hold` seconds."""
        return self._run(flow.poll(self._session, self.options, ticket, hold))

    def follow(self, ticket: Ticket, pace: Pace) -> Answer | None:
        """Wait for the next status of a long-running call; None if a poll was lost, which may be repeated."""
        return self._run(flow.follow(self._session, ticket, pace))

    def cancel(self, ticket: Ticket) -> None:
        """Ask the server to stop a long-running call."""
        self._run(flow.cancel(self._session, self.options, ticket))

    def metadata(self) -> list[dict[str, Any]]:
        """The functions that the server says it has."""
        return self._run(flow.metadata(self._session, self.options, self.detect()))

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
            finally:
                reply, failure = None, None  # what this raises must not be held by the frame that it holds
            try:
                if isinstance(step, Sleep):
                    self._sleep(step.seconds)
                else:
                    reply = self._sender.send(step.request, step.timeout)
            except BaseException as error:  # the flow has to end what it has begun, whatever happens
                failure = error


class AsyncTransport(_Driver["AsyncSender"]):
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
        sleep: Callable[[float], Awaitable[object]] | None = None,
        random: Callable[[], float] = retry.jitter,
    ) -> None:
        import asyncio  # of no use to a synchronous client, and a quarter of what one costs to load

        self._sender_given = sender is not None
        if sender is None:
            from mailstore_sdk.transport.async_http import AsyncHttpSender

            sender = AsyncHttpSender(settings)
        self.settings = settings
        self.options = options
        self._sender = sender
        self._sleep = asyncio.sleep if sleep is None else sleep
        self._session = Session(settings, clock=clock, random=random)
        self._detecting = asyncio.Lock()

    def new_sender(self) -> AsyncSender | None:
        """Connections to the same server that whoever asks has to close; None where the sender was given."""
        if self._sender_given:
            return None
        from mailstore_sdk.transport.async_http import AsyncHttpSender

        return AsyncHttpSender(self.settings)

    async def invoke(self, function: str, arguments: Mapping[str, object] | None = None) -> Any:
        """Call any function and give its answer as the server sent it, as `Transport.invoke` does."""
        return (await self.call(function, BY_NAME.get(function), arguments or {})).payload

    async def detect(self) -> Protocol:
        """The server's generation; asks the server once, if that is not known yet."""
        if self._session.protocol is None:
            from asyncio import timeout

            asking = False
            with suppress(TimeoutError):
                async with timeout(self.options.timeout) if self._detecting.locked() else nullcontext():
                    asking = await self._detecting.acquire()
            try:
                if self._session.protocol is None:
                    self._session.protocol = await self._run(flow.detect(self._session, self.options))
            finally:
                if asking:
                    self._detecting.release()
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
        call = flow.Call.prepare(await self.detect(), name, function, fields)
        return await self._run(flow.invoke(self._session, self.options, call, read))

    async def rows(self, reading: Reading[R]) -> AsyncGenerator[list[R], None]:
        """The rows of the answer as they come in, as `Transport.rows` gives them."""
        from mailstore_sdk.transport.row_flow import Give, Open

        steps = reading.steps(self._session, self.options, await self.detect())
        chunks: AsyncIterator[bytes] | None = None
        outcome: Head | bytes | None = None
        failure: BaseException | None = None
        async with AsyncExitStack() as answer:
            while True:
                try:
                    step = steps.throw(failure) if failure else steps.send(outcome)
                except StopIteration:
                    return
                finally:
                    outcome, failure = None, None
                try:
                    if isinstance(step, Give):
                        yield step.rows
                    elif isinstance(step, Open):
                        await answer.aclose()
                        sent = self._sender.stream(step.request, step.timeout, step.silence)
                        outcome = incoming = await answer.enter_async_context(sent)
                        chunks = incoming.chunks
                    elif isinstance(step, Sleep):
                        await self._sleep(step.seconds)
                    elif chunks is not None:
                        outcome = await anext(chunks, None)
                except BaseException as error:  # the flow has to end what it has begun, whatever happens
                    failure = error

    async def poll(self, ticket: Ticket, hold: float = 0.0) -> Answer:
        """Ask once how a long-running call stands; the server may hold the answer for `hold` seconds."""
        return await self._run(flow.poll(self._session, self.options, ticket, hold))

    async def follow(self, ticket: Ticket, pace: Pace) -> Answer | None:
        """Wait for the next status of a long-running call; None if a poll was lost, which may be repeated."""
        return await self._run(flow.follow(self._session, ticket, pace))

    async def cancel(self, ticket: Ticket) -> None:
        """Ask the server to stop a long-running call."""
        await self._run(flow.cancel(self._session, self.options, ticket))

    async def metadata(self) -> list[dict[str, Any]]:
        """The functions that the server says it has."""
        return await self._run(flow.metadata(self._session, self.options, await self.detect()))

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
            finally:
                reply, failure = None, None  # what this raises must not be held by the frame that it holds
            try:
                if isinstance(step, Sleep):
                    await self._sleep(step.seconds)
                else:
                    reply = await self._sender.send(step.request, step.timeout)
            except BaseException as error:  # the flow has to end what it has begun, whatever happens
                failure = error
