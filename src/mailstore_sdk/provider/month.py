"""A month of a calendar, as bills have them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo

from mailstore_sdk.errors import ConfigurationError

UTC_NAME = "UTC"
FIRST_YEAR = 2000  # nothing was archived by MailStore before


class Month(NamedTuple):
    """A month in a time zone.

    Attributes:
        year: The year.
        number: 1 to 12.
        zone: In which time zone its days begin, an IANA name.
    """

    year: int
    number: int
    zone: str = UTC_NAME

    @classmethod
    def of(cls, text: str, zone: str = UTC_NAME) -> Self:
        """A month from its text.

        Args:
            text: As `2026-10`.
            zone: In which time zone its days begin, as Europe/Berlin.

        Raises:
            ConfigurationError: That is no month, or there is no such zone.
        """
        found = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", text, re.ASCII)
        if found is None or not FIRST_YEAR <= int(found[1]) < datetime.max.year:
            raise ConfigurationError(f"{text!r} is no month, as 2026-10")
        _zone(zone)
        return cls(int(found[1]), int(found[2]), zone)

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02}"

    @property
    def start(self) -> datetime:
        """When it begins, in UTC."""
        return datetime(self.year, self.number, 1, tzinfo=_zone(self.zone)).astimezone(UTC)

    @property
    def end(self) -> datetime:
        """When the next one begins, in UTC."""
        more, number = divmod(self.number, 12)
        return self._replace(year=self.year + more, number=number + 1).start


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        problem = f"there is no time zone {name!r}; names are those of IANA, as Europe/Berlin"
    raise ConfigurationError(problem)
