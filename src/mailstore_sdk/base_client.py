"""What the clients of all editions have in common: construction, options, and what no table can generate."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self, TypeVar

from mailstore_sdk import concurrency as bounded
from mailstore_sdk import environment, outcomes
from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.caller import AsyncCaller, Caller, with_fixed
from mailstore_sdk.operations import AsyncOperation, Operation, resumed, unknown_function
from mailstore_sdk.transport import AsyncTransport, Options, ProtocolName, Settings, Transport
from mailstore_sdk.transport.settings import MAX_RESPONSE_BYTES, revealed

if TYPE_CHECKING:
    import ssl

    from mailstore_sdk.models import FunctionMetadata, MetadataComparison, StatusResult
    from mailstore_sdk.streaming import AsyncRows, Rows
    from mailstore_sdk.transport import AsyncSender, Sender
    from mailstore_sdk.transport.events import RequestEvent, ResponseEvent
    from mailstore_sdk.transport.settings import Password

T = TypeVar("T")
R = TypeVar("R")
_UNCHANGED: Any = object()


def _changed(options: Options, **given: Any) -> Options:
    return replace(options, **{name: value for name, value in given.items() if value is not _UNCHANGED})


def _compared(edition: Literal["server", "spe"], listed: Sequence[FunctionMetadata]) -> MetadataComparison:
    from mailstore_sdk.drift import compare_metadata  # needs the models, and with them pydantic

    return compare_metadata(listed, edition)


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


class BaseClient(Calls):
    """A server that this client connects to; the arguments are described in `Client`."""

    edition: ClassVar[Literal["server", "spe"]] = "server"

    def __init__(
        self,
        host: str = "127.0.0.1",
        *,
        port: int = 8463,
        username: str = "admin",
        password: Password = "admin",  # noqa: S107  (the server's own default)
        protocol: ProtocolName = "auto",
        verify: bool = True,
        ca_file: str | os.PathLike[str] | None = None,
        fingerprint: str | Sequence[str] | None = None,
        ssl_context: ssl.SSLContext | None = None,
        timeout: float = 30.0,
        retries: int = 2,
        poll_wait: float = 15.0,
        proxy: str | None = None,
        trust_env: bool = True,
        max_response_bytes: int = MAX_RESPONSE_BYTES,
        sender: Sender | None = None,
    ) -> None:
        settings = Settings(
            host=host, port=port, username=username, password=revealed(password), protocol=protocol, verify=verify,
            ca_file=ca_file, fingerprint=fingerprint, ssl_context=ssl_context, proxy=proxy, trust_env=trust_env,
            max_response_bytes=max_response_bytes,
        )  # fmt: skip
        options = Options(timeout=timeout, retries=retries, poll_wait=poll_wait)
        super().__init__(Transport(settings, options, sender))

    @classmethod
    def from_env(cls, **settings: Any) -> Self:
        """A client with the settings of the environment.

        Reads MAILSTORE_HOST, MAILSTORE_PORT, MAILSTORE_USERNAME, MAILSTORE_PASSWORD, MAILSTORE_PROTOCOL,
        MAILSTORE_CA_FILE, MAILSTORE_FINGERPRINT and MAILSTORE_VERIFY (`0`, `false`, `no` or `off` turns it off).

        Args:
            **settings: Arguments of the constructor, which come before the environment's.

        Raises:
            ConfigurationError: A variable holds an impossible value.
        """
        return cls(**environment.settings(os.environ, settings))

    @classmethod
    def from_profile(cls, name: str = "default", **settings: Any) -> Self:
        """A client with the settings of a profile in `config.toml`.

        The file is in the platform's configuration folder (needs the extra `profiles`), or where MAILSTORE_CONFIG says.
        The password comes from the variable MAILSTORE_PASSWORD, the system's keyring (extra `keyring`) or a prompt at
        the terminal, as the profile's `password_from` says, else from the first of them that has one.

        Args:
            name: Of the profile.
            **settings: Arguments of the constructor, which come before the profile's.

        Raises:
            ConfigurationError: There is no such profile or no password, others may read the file, the profile is of
                the other edition, or it holds something impossible.
        """
        from mailstore_sdk import profiles  # reads files and asks; whoever has no profile does without

        return cls(**profiles.settings(os.environ, name, settings, cls.edition))

    def get_metadata(self) -> list[FunctionMetadata]:
        """List the functions that the server says it has (modern protocol).

        Returns:
            The functions with their arguments; the three calls about tokens and metadata are not among them.

        Raises:
            UnsupportedError: Servers up to 8.x have no such list.
        """
        return outcomes.function_metadata(self.transport.metadata())

    def compare_metadata(self) -> MetadataComparison:
        """Compare the functions that the server says it has with those that the SDK knows (modern protocol).

        Returns:
            Functions and arguments that are missing, extra or different. An older server lacks newer functions; each
            difference says since when its function is known.

        Raises:
            UnsupportedError: Servers up to 8.x have no such list.
        """
        return _compared(self.edition, self.get_metadata())

    def close(self) -> None:
        """Close the connections, also those of the clones that `options()` gave."""
        self.transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.transport.settings.username}@{self.transport.settings.url}>"


class AsyncBaseClient(AsyncCalls):
    """A server that this client connects to; the arguments are described in `Client`."""

    edition: ClassVar[Literal["server", "spe"]] = "server"

    def __init__(
        self,
        host: str = "127.0.0.1",
        *,
        port: int = 8463,
        username: str = "admin",
        password: Password = "admin",  # noqa: S107  (the server's own default)
        protocol: ProtocolName = "auto",
        verify: bool = True,
        ca_file: str | os.PathLike[str] | None = None,
        fingerprint: str | Sequence[str] | None = None,
        ssl_context: ssl.SSLContext | None = None,
        timeout: float = 30.0,
        retries: int = 2,
        poll_wait: float = 15.0,
        proxy: str | None = None,
        trust_env: bool = True,
        max_response_bytes: int = MAX_RESPONSE_BYTES,
        sender: AsyncSender | None = None,
    ) -> None:
        settings = Settings(
            host=host, port=port, username=username, password=revealed(password), protocol=protocol, verify=verify,
            ca_file=ca_file, fingerprint=fingerprint, ssl_context=ssl_context, proxy=proxy, trust_env=trust_env,
            max_response_bytes=max_response_bytes,
        )  # fmt: skip
        options = Options(timeout=timeout, retries=retries, poll_wait=poll_wait)
        super().__init__(AsyncTransport(settings, options, sender))

    @classmethod
    def from_env(cls, **settings: Any) -> Self:
        """A client with the settings of the environment, as `Client.from_env` reads them."""
        return cls(**environment.settings(os.environ, settings))

    @classmethod
    def from_profile(cls, name: str = "default", **settings: Any) -> Self:
        """A client with the settings of a profile, as `Client.from_profile` reads them; a prompt blocks the loop."""
        from mailstore_sdk import profiles

        return cls(**profiles.settings(os.environ, name, settings, cls.edition))

    async def get_metadata(self) -> list[FunctionMetadata]:
        """List the functions that the server says it has (modern protocol); see `Client.get_metadata`."""
        return outcomes.function_metadata(await self.transport.metadata())

    async def compare_metadata(self) -> MetadataComparison:
        """Compare the server's functions with those that the SDK knows; see `Client.compare_metadata`."""
        return _compared(self.edition, await self.get_metadata())

    async def close(self) -> None:
        """Close the connections, also those of the clones that `options()` gave."""
        await self.transport.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.transport.settings.username}@{self.transport.settings.url}>"
