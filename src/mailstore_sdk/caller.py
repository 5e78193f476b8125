"""How the generated methods make a call: encode, send, wait for what runs long, parse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from mailstore_sdk import outcomes
from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.errors import ArgumentError
from mailstore_sdk.operations import AsyncOperation, Operation
from mailstore_sdk.transport.holder import Holder
from mailstore_sdk.transport.protocol import UNREAD

if TYPE_CHECKING:
    from mailstore_sdk.function import Function
    from mailstore_sdk.streaming import AsyncRows, Rows
    from mailstore_sdk.transport import AsyncTransport, Options, Transport
    from mailstore_sdk.transport.protocol import Answer

R = TypeVar("R")


def with_fixed(function: str, fixed: Mapping[str, str], arguments: Mapping[str, object]) -> dict[str, object]:
    """The arguments with the fixed ones; one that names another instance than the client's is refused."""
    for name, value in fixed.items():
        if arguments.get(name) not in (None, value):
            raise ArgumentError(f"{function}: {name} is fixed to {value!r} here")
    return {**fixed, **arguments, **fixed}


class Caller(Holder):
    """Makes calls through a transport.

    Attributes:
        transport: The layer below, which gives raw JSON.

    Args:
        transport: The layer below.
        fixed: Arguments that every call has, such as the instance.
    """

    def __init__(self, transport: Transport, fixed: Mapping[str, str] | None = None) -> None:
        self.transport = transport
        self._fixed = dict(fixed or {})

    def _with(self, options: Options) -> Self:
        """A clone that makes its calls otherwise, over the same connections."""
        clone = self._clone()
        clone.transport = self.transport.with_options(options)
        return clone

    def _call(self, function: Function[R], arguments: Mapping[str, object]) -> R:
        read = outcomes.reader(function.result)
        answer = self.transport.call(function.name, function, {**self._fixed, **arguments}, read)
        if answer.value is not UNREAD:
            return answer.value  # type: ignore[no-any-return]  # what the function's reader has made
        if answer.ticket is not None:
            return Operation(self.transport, function, answer).result()
        value: R = outcomes.typed(function, answer.status)
        return value

    def _begin(self, function: Function[R], arguments: Mapping[str, object]) -> Operation[R]:
        answer = self.transport.call(function.name, function, {**self._fixed, **arguments})
        return Operation(self.transport, function, answer)

    def _stream(self, function: Function[Any], arguments: Mapping[str, object]) -> Rows[Any]:
        from mailstore_sdk.streaming import Rows, as_list, streamed, typed_rows  # loaded when first used

        transport = self.transport

        def waited(answer: Answer) -> list[Any]:
            return as_list(function, Operation(transport, function, answer).result())

        given = {**self._fixed, **arguments}
        reading = transport.reading(function.name, BY_NAME.get(function.name), given, typed_rows(function))
        return Rows(streamed(transport, reading, waited))


class AsyncCaller(Holder):
    """Makes calls through a transport.

    Attributes:
        transport: The layer below, which gives raw JSON.

    Args:
        transport: The layer below.
        fixed: Arguments that every call has, such as the instance.
    """

    def __init__(self, transport: AsyncTransport, fixed: Mapping[str, str] | None = None) -> None:
        self.transport = transport
        self._fixed = dict(fixed or {})

    def _with(self, options: Options) -> Self:
        """A clone that makes its calls otherwise, over the same connections."""
        clone = self._clone()
        clone.transport = self.transport.with_options(options)
        return clone

    async def _call(self, function: Function[R], arguments: Mapping[str, object]) -> R:
        read = outcomes.reader(function.result)
        answer = await self.transport.call(function.name, function, {**self._fixed, **arguments}, read)
        if answer.value is not UNREAD:
            return answer.value  # type: ignore[no-any-return]  # what the function's reader has made
        if answer.ticket is not None:
            return await AsyncOperation(self.transport, function, answer).result()
        value: R = outcomes.typed(function, answer.status)
        return value

    async def _begin(self, function: Function[R], arguments: Mapping[str, object]) -> AsyncOperation[R]:
        answer = await self.transport.call(function.name, function, {**self._fixed, **arguments})
        return AsyncOperation(self.transport, function, answer)

    def _stream(self, function: Function[Any], arguments: Mapping[str, object]) -> AsyncRows[Any]:
        from mailstore_sdk.streaming import AsyncRows, as_list, streamed_async, typed_rows  # loaded when first used

        transport = self.transport

        async def waited(answer: Answer) -> list[Any]:
            return as_list(function, await AsyncOperation(transport, function, answer).result())

        given = {**self._fixed, **arguments}
        reading = transport.reading(function.name, BY_NAME.get(function.name), given, typed_rows(function))
        return AsyncRows(streamed_async(transport, reading, waited))
