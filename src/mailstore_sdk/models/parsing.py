"""From JSON to models. What does not fit becomes a ResponseError that names the function."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from types import GenericAlias
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from mailstore_sdk import models
from mailstore_sdk.errors import ResponseError
from mailstore_sdk.models.operations import StatusMessage, StatusResult

if TYPE_CHECKING:
    from mailstore_sdk.transport.protocol import Status

SHOWN_PROBLEMS = 3


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
def _adapter(shape: str) -> TypeAdapter[Any]:
    """Building one costs about a millisecond, so: on first use, once."""
    listed = re.fullmatch(r"list\[(\w+)\]", shape)
    model: Any = getattr(models, listed.group(1) if listed else shape)
    wanted: Any = GenericAlias(list, (model,)) if listed else model
    return TypeAdapter(wanted)


def _place(location: tuple[int | str, ...]) -> str:
    return ".".join(map(str, location)) or "the whole answer"
