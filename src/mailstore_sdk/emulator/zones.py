"""Time zones by the names that the API knows: Windows ids, and `$Local` for the server's own.

IANA names are taken too, which is our choice. So is what becomes of local times that a change of the clocks makes
doubtful: one that there are two of is the first, one that there is none of is taken by the clock before the change, so
that half past two becomes half past three in summer time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from mailstore_sdk.emulator.messages import Refused

LOCAL = "$Local"


def known_zone(name: str | None, own: str) -> tzinfo | None:
    """The time zone of that name, if there is one.

    Args:
        name: A Windows id or an IANA name; `$Local`, or none, is the server's own.
        own: The server's.
    """
    wanted = own if name in (None, LOCAL) else name
    return _zone(wanted or "")


def asked_zone(argument: str, name: str | None, own: str) -> tzinfo:
    """The time zone that an argument asks for.

    Args:
        argument: What the argument is called.
        name: What it says, as for `known_zone`.
        own: The server's.

    Raises:
        Refused: There is no such zone; the words are our choice.
    """
    zone = known_zone(name, own)
    if zone is None:
        raise Refused(f"API argument {argument} names no time zone: '{name}'.")
    return zone


def in_utc(local: datetime, zone: tzinfo) -> datetime:
    """A local time, which names no zone, in UTC."""
    try:
        return local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    except OverflowError:  # the first or the last hours that there are
        return (datetime.min if local.year == 1 else datetime.max).replace(tzinfo=UTC)


@lru_cache
def windows_zones() -> Mapping[str, str]:
    """The IANA name of every Windows id; UTC alone where the library that knows them is not installed."""
    try:
        from tzlocal.windows_tz import win_tz
    except ModuleNotFoundError:
        return {"UTC": "UTC"}
    return win_tz


@lru_cache(maxsize=1024)
def _zone(name: str) -> tzinfo | None:
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(windows_zones().get(name, name))
    except (LookupError, ValueError, OSError):  # what is no name of a file, names none, or names a folder
        return None
