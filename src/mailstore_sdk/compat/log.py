"""The wrappers' log: entries printed to stdout up to a level, none of them with a secret."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mailstore_sdk.transport import redact

if TYPE_CHECKING:
    from mailstore_sdk.function import Function

NONE, ERROR, WARNING, INFO, DEBUG = range(5)
NAMES = ("NONE", "ERROR", "WARNING", "INFO", "DEBUG")


def write(limit: int, level: int, entry: str) -> None:
    """Print an entry, unless its level is above the limit."""
    if limit >= level:
        print(NAMES[level], (entry,))  # noqa: T201  (the wrappers' log goes to stdout)


def without_secrets(function: Function[Any] | None, fields: Mapping[str, str]) -> dict[str, str]:
    """Form fields that may be shown: secret ones masked, also those inside an argument that is JSON."""
    masked = redact.mask(function, fields)
    clean = redact.Cleaner(secret for text in masked.values() for secret in redact.inside(text))
    return {name: clean(text) for name, text in masked.items()}
