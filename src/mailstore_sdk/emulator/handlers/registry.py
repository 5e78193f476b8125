"""What a handler is, and what handlers share.

A handler changes what it is given and gives the result, or the script of a long-running call. It is given the `State`
of a server or an instance, or, for functions on a whole Service Provider Edition, the `Installation`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeAlias

from mailstore_sdk.emulator.arguments import Arguments
from mailstore_sdk.emulator.tasks import Script

Handler: TypeAlias = Callable[[Any, Arguments], Any | Script]
Known: TypeAlias = dict[str, Handler]


def wire(moment: datetime | None) -> str | None:
    """A time as the API gives it: UTC, to the second, without a zone."""
    return None if moment is None else moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
