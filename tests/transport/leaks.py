"""All that can be read from an error without looking into the frames that it came through."""

from __future__ import annotations

import pickle
import traceback
from collections.abc import Iterator

from mailstore_sdk.errors import MailStoreError


def everything_in(error: BaseException) -> str:
    """What a log, a debugger or a crash report may show of the error and of every error that hangs on to it."""
    return "\n".join(part for one in _chain(error) for part in _readable(one))


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop()
        if one is None or any(one is other for other in seen):
            continue
        seen.append(one)
        waiting += [one.__cause__, one.__context__]
        yield one


def _readable(error: BaseException) -> Iterator[str]:
    yield str(error)
    yield repr(error)
    yield repr(error.args)
    for name in dir(error):  # attributes of C types too, such as the object of a UnicodeEncodeError
        value = getattr(error, name)
        if not name.startswith("_") and not callable(value):
            yield f"{name} = {value!r} {value}"
    yield "".join(traceback.format_exception_only(error))
    if isinstance(error, MailStoreError):
        yield pickle.dumps(error).decode("utf-8", errors="replace")
