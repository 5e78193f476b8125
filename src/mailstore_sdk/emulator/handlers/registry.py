"""What a handler is, and what handlers share.

A handler changes what it is given and gives the result, or the script of a long-running call. It is given the `State`
of a server or an instance, or, for functions on a whole Service Provider Edition, the `Installation`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from typing import Any, TypeAlias

from mailstore_sdk.emulator.arguments import Arguments
from mailstore_sdk.emulator.messages import Refused
from mailstore_sdk.emulator.tasks import Script

Handler: TypeAlias = Callable[[Any, Arguments], Any | Script]
Handlers: TypeAlias = dict[str, Handler]

# Every handler by its function's name: filled by the package, and here, so that a job's command finds them.
HANDLERS: Handlers = {}
# Captured, of a window of too many rows and of statistics of folders on one site.
NULLABLE = "Nullable object must have a value."


def wire_time(moment: datetime | None, zone: tzinfo = UTC) -> str | None:
    """A time as the API gives it: in that time zone, to the second, and not saying which zone it is."""
    return None if moment is None else moment.astimezone(zone).replace(tzinfo=None).isoformat(timespec="seconds")


def name_of(config: dict[str, Any], key: str, thing: str) -> str:
    """The name in a JSON object that says what it is about.

    Raises:
        Refused: There is none; the words are our choice.
    """
    name = config.get(key)
    if not isinstance(name, str) or not name.strip():
        raise Refused(f"{thing} needs a {key}.")
    return name


def check_kinds(config: dict[str, Any], kinds: dict[str, type], argument: str = "config") -> None:
    """Look whether a JSON object has values of the known kinds; null always fits: our choice.

    Args:
        config: The object.
        kinds: What is known of its keys; others are free.
        argument: What the argument is called.

    Raises:
        Refused: One does not fit; the words are our choice.
    """
    for key, kind in kinds.items():
        value = config.get(key)
        if value is not None and (not isinstance(value, kind) or (kind is int and isinstance(value, bool))):
            raise Refused(f"API argument {argument} has no valid {key}.")
