"""The original's pretty printing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

INDENT = "   "


def pprint(value: Any) -> None:
    """Print a result: one `key value` line an entry, a list as its key followed by its items on lines of their own.

    An empty list prints nothing, and a missing value prints as empty text: so the tutorial shows an administrator
    without addresses.

    Args:
        value: What a function returned.
    """
    for line in _lines(value):
        print(line)  # noqa: T201  (that is what it is for)


def _lines(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, entry in value.items():
            if isinstance(entry, list | dict):
                inner = [INDENT + line for line in _lines(entry)]
                yield from [str(key), *inner] if inner else []
            else:
                yield f"{key} {'' if entry is None else entry}"
    elif isinstance(value, list):
        for item in value:
            yield from _lines(item)
    else:
        yield str(value)
