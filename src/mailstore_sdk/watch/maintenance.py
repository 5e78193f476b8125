"""Maintenance windows: times of the day in which a profile does not begin to run.

Their form, `hh:mm-hh:mm`, is documented; several in one text, with commas, semicolons or blanks between them, are taken
too. They are meant by the server's own clock, and which zone that keeps, the API does not tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MOST_DAYS = 400  # in which a profile that hardly ever may run is given up
FORM = re.compile(r"((?:[01]?\d|2[0-3]):[0-5]\d)\s*-\s*((?:[01]?\d|2[0-3]):[0-5]\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Maintenance:
    """When a profile does not run.

    Attributes:
        windows: Begin and end of each, as times of the day; one that ends before it begins goes on over midnight.
        zone: The server's time zone; None if that is not known.
    """

    windows: tuple[tuple[time, time], ...]
    zone: tzinfo | None

    @classmethod
    def read(cls, text: str | None, zone: tzinfo | None) -> Maintenance | None:
        """What a server's text says; None if it cannot be read."""
        found = FORM.findall(text or "")
        if FORM.sub("", text or "").strip(" ,;"):
            return None
        return cls(tuple((_time(begin), _time(end)) for begin, end in found), zone)

    def until(self, moment: datetime) -> datetime | None:
        """When the window ends that the moment lies in, in UTC; None if it lies in none, or the zone is not known."""
        if self.zone is None:
            return None
        first = moment.astimezone(self.zone).date() - DAY
        ends = [end for day in (first, first + DAY) for begin, end in self._closed(day) if begin <= moment < end]
        return max(ends, default=None)

    def later(self, moment: datetime, length: timedelta) -> datetime | None:
        """The moment at which so much time has passed outside of the windows.

        Where the zone is not known it is the latest that this may be.

        Returns:
            In UTC; None if that much time never passes.
        """
        if not self.windows:
            return moment + length
        try:
            return self._latest(moment, length) if self.zone is None else self._exactly(moment, length, self.zone)
        except OverflowError:  # not before the end of the calendar
            return None

    def _latest(self, moment: datetime, length: timedelta) -> datetime | None:
        closed = sum(((_on(end) - _on(begin)) % DAY for begin, end in self.windows), timedelta())
        if closed >= DAY:
            return None
        days = -(-length // (DAY - closed))
        return moment + length + days * closed + HOUR  # on one of the days the clocks may be put back

    def _exactly(self, moment: datetime, length: timedelta, zone: tzinfo) -> datetime | None:
        first = moment.astimezone(zone).date() - DAY
        for number in range(MOST_DAYS):
            for begin, end in self._closed(first + number * DAY):
                if moment + length <= begin:
                    return moment + length
                if end > moment:
                    length -= max(begin - moment, timedelta())
                    moment = end
        return None

    def _closed(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """The windows that begin on that day, by their begin, in UTC."""
        for begin, end in sorted(self.windows):
            last = day + DAY if end < begin else day
            opened, closed = (
                datetime.combine(on, at, self.zone).astimezone(UTC) for on, at in ((day, begin), (last, end))
            )
            # In the night in which an hour is missing a window may have no time at all.
            if opened < closed:
                yield opened, closed


def _time(text: str) -> time:
    hour, minute = text.split(":")
    return time(int(hour), int(minute))


def _on(moment: time) -> timedelta:
    return timedelta(hours=moment.hour, minutes=moment.minute)
