"""Rows of a big answer one by one: what `stream()` gives, and what becomes of each row."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Generator, Iterator
from contextlib import aclosing, closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from mailstore_sdk._generated import functions
from mailstore_sdk.errors import ArgumentError, MailStoreError, ResponseError
from mailstore_sdk.transport.row_flow import NO_LIST, PLAIN, Reading, RowKind
from mailstore_sdk.transport.row_reader import plain

if TYPE_CHECKING:
    from mailstore_sdk.function import Function
    from mailstore_sdk.transport import AsyncTransport, Transport
    from mailstore_sdk.transport.protocol import Answer, Asked

R = TypeVar("R")
# Nobody has published an answer, so the typed method gives JSON; what streams it promises a little more.
MESSAGES = replace(functions.GET_MESSAGES, result="list[Message]")
NO_NUMBERS = (b"NaN", b"Infinity")


class Rows(Iterator[R], Generic[R]):
    """The rows of one answer, each as soon as it has arrived. For one reader; they come once.

    The call is made when the first row is asked for. Whoever stops before the last row should `close()` it, or use it
    in a `with` statement: that ends the connection at once, and not only when Python clears up.
    """

    def __init__(self, rows: Generator[R, None, None]) -> None:
        self._rows = rows

    def __iter__(self) -> Iterator[R]:
        return self._rows  # without a detour for every row

    def __next__(self) -> R:
        return next(self._rows)

    def close(self) -> None:
        """End it: no row comes any more, and the rest of the answer is not read."""
        self._rows.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncRows(AsyncIterator[R], Generic[R]):
    """The rows of one answer, each as soon as it has arrived. For one reader; they come once.

    The call is made when the first row is asked for. Whoever stops before the last row should `aclose()` it, or use it
    in an `async with` statement: that ends the connection at once, and not only when the event loop clears up.
    """

    def __init__(self, rows: AsyncGenerator[R, None]) -> None:
        self._rows = rows

    def __aiter__(self) -> AsyncIterator[R]:
        return self._rows

    def __anext__(self) -> Awaitable[R]:
        return anext(self._rows)

    async def aclose(self) -> None:
        """End it: no row comes any more, and the rest of the answer is not read."""
        await self._rows.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


def streamed(transport: Transport, reading: Reading[R], wait: Callable[[Answer], list[R]]) -> Generator[R, None, None]:
    """The rows as they come in; those of a call that runs long when it is finished.

    Args:
        transport: What makes the call.
        reading: The call.
        wait: Waits for a call that runs long, and gives its rows.
    """
    with closing(transport.rows(reading)) as batches:
        for batch in batches:
            yield from batch
    if reading.answer is not None and reading.answer.ticket is not None:
        yield from wait(reading.answer)


async def streamed_async(
    transport: AsyncTransport, reading: Reading[R], wait: Callable[[Answer], Awaitable[list[R]]]
) -> AsyncGenerator[R, None]:
    """As `streamed`, in an event loop."""
    async with aclosing(transport.rows(reading)) as batches:
        async for batch in batches:
            for row in batch:
                yield row
    if reading.answer is not None and reading.answer.ticket is not None:
        for row in await wait(reading.answer):
            yield row


def typed_rows(function: Function[Any]) -> RowKind[Any]:
    """Rows as the typed method gives them; pydantic is loaded only where there is a model."""
    _check_listed(function)
    return PLAIN if function.result == "json" else _models(function.result)


def plain_rows(function: Function[Any]) -> RowKind[Any]:
    """Rows as `.raw` gives them: no list of the original wrapper differs from the server's."""
    _check_listed(function)
    return PLAIN


def as_list(function: Function[Any], result: Any) -> list[Any]:
    """The result of a call that ran long, which must be a list too."""
    if not isinstance(result, list):
        raise ResponseError(function.name, NO_LIST)
    return result


def _check_listed(function: Function[Any]) -> None:
    if function.result != "json" and not function.result.startswith("list["):
        raise ArgumentError(f"{function.name} gives no list, so there are no rows to stream")


def _models(shape: str) -> RowKind[Any]:
    """Rows of a model; `shape` is a list of it."""
    from mailstore_sdk.models import parsing

    validate = parsing.rows_reader(shape)
    model = _row(shape)

    def parse(rows: bytes) -> list[Any]:
        if any(name in rows for name in NO_NUMBERS):
            plain(rows)  # pydantic takes them, where they are no text
        return validate(rows)

    def misfit(asked: Asked, row: Any) -> MailStoreError:
        try:
            parsing.parse(asked.function, model, row, secret=asked.secret, clean=asked.clean.value)
        except ResponseError as problem:
            return problem
        return ResponseError(asked.function, f"a row is not a {model}", asked.shown(row))

    return RowKind(parse, misfit)


def _row(shape: str) -> str:
    return shape.removeprefix("list[").removesuffix("]")
