"""From the bytes of an answer to models in one step, without JSON values in between.

Only for what answers usually are: an envelope that says `succeeded`. For all else `read` gives `NOT_DIRECT`, and the
careful way finds out what is wrong. What this way does not see, and the careful way refuses: the same key twice in an
object, where the last one wins, and NaN in a key that the model does not know.
"""

from __future__ import annotations

import functools
import gc
import re
import threading
from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import contextmanager
from types import GenericAlias
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError
from typing_extensions import TypedDict  # pydantic wants this one below Python 3.12

from mailstore_sdk import models

NOT_DIRECT: Any = object()
LARGE = 64 * 1024  # bytes from which on pausing the collector is worth it


class _Pause:
    """The cyclic garbage collector rests while at least one thread is in here."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._was_on = False

    @contextmanager
    def __call__(self) -> Iterator[None]:
        with self._lock:
            if self._inside == 0:
                self._was_on = gc.isenabled()
                gc.disable()
            self._inside += 1
        try:
            yield
        finally:
            with self._lock:
                self._inside -= 1
                if self._inside == 0 and self._was_on:
                    gc.enable()


paused = _Pause()


@functools.cache
def _envelope(shape: str) -> TypeAdapter[Any]:
    """Costs a millisecond, so: on first use, once."""
    listed = re.fullmatch(r"list\[(\w+)\]", shape)
    model: Any = getattr(models, listed.group(1) if listed else shape)
    wanted: Any = GenericAlias(list, (model,)) if listed else model
    fields: dict[str, Any] = {"statusCode": Literal["succeeded"], "result": wanted}
    return TypeAdapter(TypedDict("Envelope", fields))  # type: ignore[operator]  # made as it runs


def read(shape: str, content: bytes) -> Any:
    """The result as models, or `NOT_DIRECT`."""
    content = content.removeprefix(BOM_UTF8)
    adapter = _envelope(shape)
    try:
        if len(content) < LARGE:
            return adapter.validator.validate_json(content)["result"]
        with paused():
            return adapter.validator.validate_json(content)["result"]
    except ValidationError:
        return NOT_DIRECT
