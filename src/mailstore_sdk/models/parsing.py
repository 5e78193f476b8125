"""From JSON to models. What does not fit becomes a ResponseError that names the function."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from types import GenericAlias
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from mailstore_sdk import models
from mailstore_sdk.errors import ResponseError
from mailstore_sdk.models import wire
from mailstore_sdk.models.operations import StatusMessage, StatusResult

if TYPE_CHECKING:
    from mailstore_sdk.transport.protocol import Reader, Status

SHOWN_PROBLEMS = 3
PIECE = 128 * 1024  # bytes; what they hold stays in a processor's cache while it is read
BETWEEN_ROWS = re.compile(rb"\}\s*,\s*\{")


def parse(
    function: str, shape: str, value: Any, *, secret: bool = False, clean: Callable[[Any], Any] | None = None
) -> Any:
    """The value as a model.

    Args:
        function: The function that it came from.
        shape: Name of a model, or `list[…]` of one.
        value: JSON.
        secret: Whether the value must not be shown, not even in an error.
        clean: Takes what else must not be shown out of it.
    """
    try:
        return _adapter(shape).validate_python(value)
    except ValidationError as error:
        # Where and what, never the values: they are the user's data.
        problems = [f"{_place(problem['loc'])}: {problem['msg']}" for problem in error.errors(include_input=False)]
    more = len(problems) - SHOWN_PROBLEMS
    reason = "; ".join(problems[:SHOWN_PROBLEMS]) + (f"; and {more} more" if more > 0 else "")
    shown = None if secret else clean(value) if clean else value
    raise ResponseError(function, f"the answer is not a {shape}: {reason}", shown)


def status_result(status: Status) -> StatusResult:
    """The status as a model."""
    return StatusResult(
        status=status.status,
        progress_percentage=status.progress,
        messages=[StatusMessage(type=message.type, text=message.text) for message in status.messages],
        status_text=status.text,
        result=status.result,
    )


@functools.cache
def reader(shape: str) -> Reader:
    """What makes a model, or a list of models, of JSON as bytes in one step.

    It takes what `parse` takes and gives the same, but for some tolerance towards old servers; what it refuses with a
    ValueError is to be given to `parse`, which can say why. A key that is there twice counts once, the last one wins.
    """
    if shape.startswith("list["):
        rows = rows_reader(shape)

        def read(content: bytes, start: int, end: int) -> list[Any]:
            found: list[Any] = []
            for piece in pieces(content, start, end):
                found += rows(piece)
            return found

        return read
    validate = wire.validator(_adapter(shape)).validate_json
    return lambda content, start, end: validate(content[start:end])


@functools.cache
def rows_reader(shape: str) -> Callable[[bytes], list[Any]]:
    """What makes models of a JSON list of rows, as bytes; `shape` is the `list[…]` of a model.

    Raises:
        ValidationError: From what is made, where a row does not fit or the list is no JSON.
    """
    return wire.Rows(_adapter(shape), _adapter(shape[5:-1]))


def pieces(content: bytes, start: int, end: int) -> Iterator[bytes]:
    """A JSON list of objects as shorter lists, so that what stands between bytes and models is never all there at once.

    It is cut where a row seems to end. What is cut elsewhere, inside a text or an object, is no JSON in itself, so that
    a wrong cut cannot go unnoticed.
    """
    if end - start <= PIECE or content[start : start + 1] != b"[" or content[end - 1 : end] != b"]":
        yield content[start:end]
        return
    begin, last = start + 1, end - 1
    while True:
        cut = BETWEEN_ROWS.search(content, begin + PIECE, last)
        yield b"[%b]" % content[begin : cut.start() + 1 if cut else last]
        if not cut:
            return
        begin = cut.end() - 1


@functools.cache
def _adapter(shape: str) -> TypeAdapter[Any]:
    """Building one costs about a millisecond, so: on first use, once."""
    listed = re.fullmatch(r"list\[(\w+)\]", shape)
    model: Any = getattr(models, listed.group(1) if listed else shape)
    wanted: Any = GenericAlias(list, (model,)) if listed else model
    return TypeAdapter(wanted)


def _place(location: tuple[int | str, ...]) -> str:
    return ".".join(map(str, location)) or "the whole answer"
