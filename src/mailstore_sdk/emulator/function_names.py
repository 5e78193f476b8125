"""The names by which functions and low-level calls go in faults and assertions, where a slip is an error."""

from __future__ import annotations

import difflib
from collections.abc import Collection

from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.errors import ConfigurationError

# Those that get-metadata does not list, with their arguments.
LOW_LEVEL: dict[str, tuple[str, ...]] = {
    "get-status": ("token", "lastKnownStatusVersion", "millisecondsTimeout"),
    "cancel-async": ("token",),
    "get-metadata": (),
}


def official_name(name: str) -> str:
    """The name of a function in the current API, whatever it is called on a server up to 8.x."""
    return BY_NAME[name].name if name in BY_NAME else name


def checked_name(name: str, called: Collection[str] = ()) -> str:
    """The official name of a function that there is.

    Args:
        name: What somebody says that it is called.
        called: Names that were called, which are right, too: a server may have functions that the SDK does not know.

    Raises:
        ConfigurationError: There is none.
    """
    if name in BY_NAME or name in LOW_LEVEL or (name and name in called):
        return official_name(name)
    raise ConfigurationError(f"the API has no function {name!r}{guess(name, [*BY_NAME, *LOW_LEVEL])}")


def only_reads(name: str) -> bool:
    """Whether a call changes nothing, as far as is known."""
    function = BY_NAME.get(name)
    # What is called by no name is answered by 404.
    return name in ("", "get-status", "get-metadata") or (function is not None and function.read_only)


def guess(name: str, names: Collection[str]) -> str:
    """The names that may be meant, in words for the end of an error; empty if none is near."""
    lower = {one.lower(): one for one in names}
    close = [lower[one] for one in difflib.get_close_matches(name.lower(), lower, n=3)]
    return f"; did you mean {' or '.join(close)}?" if close else ""
