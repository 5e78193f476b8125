"""What a raw profile tells: settings as the server sends them, of which few are documented.

Nothing is taken for granted: what is not there, or not understood, is `UNTOLD`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from mailstore_sdk.findings.setting_values import KEEPS
from mailstore_sdk.workflows.names import folded


class Untold:
    """That a profile does not tell something."""


UNTOLD: Final = Untold()
YES, NO = ("true", "1"), ("false", "0")  # as clients send them; how the server gives them back is not known
DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
# As `if-older-than-3-months`; only the beginning was seen, in one client.
OLDER = re.compile(r"\D*\bolder\D*?(\d{1,5})[\s_-]*(day|week|month|year)s?\W*", re.IGNORECASE | re.ASCII)


def value(profile: Mapping[str, Any], path: str) -> Any:
    """What stands at the end of a path of keys; `UNTOLD` if there is nothing.

    A key is found by another case too, if only one is like it.
    """
    found: Any = profile
    for key in path.split("."):
        if not isinstance(found, Mapping):
            return UNTOLD
        names = [key] if key in found else [name for name in found if folded(name) == folded(key)]
        if len(names) != 1:
            return UNTOLD
        found = found[names[0]]
    return found


def plain(told: object) -> str | Untold:
    """A text, number or boolean as text, `true` and `1` alike; everything else is not told."""
    if isinstance(told, bool):
        return YES[0] if told else NO[0]
    if not isinstance(told, str | int | float):
        return UNTOLD
    text = str(told).strip()
    return YES[0] if text.lower() in YES else NO[0] if text.lower() in NO else text


def flag(told: object) -> bool | Untold:
    """Whether a setting is on."""
    text = plain(told)
    return text == YES[0] if text in (YES[0], NO[0]) else UNTOLD


def number(told: object) -> int | Untold:
    """A whole number, also from text."""
    if isinstance(told, bool):
        return UNTOLD
    if isinstance(told, int):
        return told
    found = isinstance(told, str) and re.fullmatch(r"-?[0-9]{1,18}", told.strip(), re.ASCII)
    return int(found[0]) if found else UNTOLD


def automatic(profile: Mapping[str, Any]) -> bool | Untold:
    """Whether the server runs the profile by itself: `null` says that it does not (client code)."""
    execution = value(profile, "serverSideExecution")
    return False if execution is None else flag(value(profile, "serverSideExecution.automatic"))


def deletion(profile: Mapping[str, Any]) -> timedelta | bool | str | Untold:
    """After which time the profile deletes in the mailbox.

    Returns:
        False: never; a time: only what is older, of a month 30 days and of a year 365; the text itself, if it says
        something else.
    """
    told = value(profile, "details.deleteInMailbox")
    if not isinstance(told, str | bool | int):
        return UNTOLD
    text = str(told).strip()
    if text.lower() in KEEPS:
        return False if text else UNTOLD
    found = OLDER.fullmatch(text)
    return timedelta(days=int(found[1]) * DAYS[found[2].lower()]) if found else text
