"""When jobs and automatic profiles start.

The keys of a job's schedule were captured or are arguments of SetJobSchedule; the pause of a profile, in seconds, and
the form of its maintenance windows are documented. How they work together is our choice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple

from mailstore_sdk.emulator.state import Job, State
from mailstore_sdk.emulator.zones import in_utc, known_zone

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAY = timedelta(days=1)
DAYS_OF_MONTH = {*map(str, range(1, 32)), "Last"}
AUTOMATIC = "automatic"
PAUSE = "automaticPauseBetweenExecutions"
WINDOWS = "automaticMaintenanceWindows"
LONGEST_PAUSE = 366 * 24 * 3600  # seconds: our choice
LONGEST_INTERVAL = 24 * 60  # minutes between two runs; the longest known value is half of it
FARTHEST = 609  # days until the 31st falls on a given weekday again; every other day comes sooner
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?", re.ASCII)
WINDOW = re.compile(r"((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d)", re.ASCII)


class Window(NamedTuple):
    """A time of the day in which no run of a profile begins; it may go on over midnight."""

    begin: time
    end: time

    def holds(self, moment: time) -> bool:
        """Whether the moment lies in it."""
        if self.begin <= self.end:
            return self.begin <= moment < self.end
        return moment >= self.begin or moment < self.end


def schedule_problem(schedule: Mapping[str, Any]) -> str | None:
    """What is wrong with a job's schedule, in words that begin with the key; None: nothing."""
    return _problem(schedule, SCHEDULE)


def execution_problem(execution: Mapping[str, Any]) -> str | None:
    """As `schedule_problem`, for when a profile runs by itself; what is null is not looked at."""
    return _problem({key: value for key, value in execution.items() if value is not None}, EXECUTION)


def next_start(job: Job, after: datetime, state: State) -> datetime | None:
    """When a job's schedule starts it next.

    An interval counts from the job's creation. Everything else is told in the schedule's time zone, and a start on a
    day on which the clocks change happens once.

    Args:
        job: The job.
        after: A moment in UTC.
        state: What has the job.

    Returns:
        The first start after that moment, in UTC; None if it is turned off, or will not start again, or its time zone
        is not known.
    """
    zone = known_zone(job.schedule.get("timeZoneId"), state.time_zone)
    if not job.enabled or zone is None:
        return None
    if "date" in job.schedule:
        once = in_utc(datetime.fromisoformat(job.schedule["date"]), zone)
        return once if once > after else None
    if "interval" in job.schedule:
        step = timedelta(minutes=job.schedule["interval"])
        return job.created + ((after - job.created) // step + 1) * step
    first = after.astimezone(zone).date()
    return next((start for start in _starts(job.schedule, first, zone) if start > after), None)


def usual_gap(schedule: dict[str, Any]) -> timedelta:
    """About how far two starts lie apart."""
    if "interval" in schedule:
        return timedelta(minutes=schedule["interval"])
    if "dayOfMonth" in schedule:
        return timedelta(days=31)
    return timedelta(days=7) if "dayOfWeek" in schedule else DAY


def windows(text: Any) -> list[Window] | None:
    """The maintenance windows in a text: `hh:mm-hh:mm` (documented), several with commas between them (our choice).

    Returns:
        None if it is no such text.
    """
    if text in (None, ""):
        return []
    found = [WINDOW.fullmatch(part.strip()) for part in text.split(",")] if isinstance(text, str) else [None]
    read = [Window(time.fromisoformat(one[1]), time.fromisoformat(one[2])) for one in found if one]
    return read if len(read) == len(found) else None


def outside(moment: datetime, closed: Sequence[Window], zone: tzinfo) -> datetime | None:
    """The first moment from then on that lies in no window, in UTC; None if there is none."""
    for _ in range(len(closed) + 1):
        local = moment.astimezone(zone)
        window = next((one for one in closed if one.holds(local.time())), None)
        if window is None:
            return moment
        tomorrow = window.end <= local.time()
        end = datetime.combine(local.date() + (DAY if tomorrow else timedelta()), window.end)
        first = in_utc(end, zone)
        # When the clocks go back, the window ends for the second time: the first time may be over.
        moment = first if first > moment else end.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return None


def _starts(schedule: dict[str, Any], first: date, zone: tzinfo) -> Iterator[datetime]:
    clock = time.fromisoformat(schedule.get("time", "00:00:00"))
    weekday, day_of_month = schedule.get("dayOfWeek"), schedule.get("dayOfMonth")
    for days in range(FARTHEST + 1):
        day = first + timedelta(days=days)
        last = (day + DAY).day == 1
        if weekday not in (None, DAYS[day.weekday()]):
            continue
        if day_of_month is None or str(day_of_month) == str(day.day) or (day_of_month == "Last" and last):
            yield in_utc(datetime.combine(day, clock), zone)


def _problem(given: Mapping[str, Any], checks: Mapping[str, tuple[Callable[[Any], object], str]]) -> str | None:
    for key, (fits, problem) in checks.items():
        if key in given and not fits(given[key]):
            return f"{key} {problem}"
    return None


def _is_local(text: Any) -> bool:
    """Whether it is a date and time without a zone."""
    try:
        return datetime.fromisoformat(text).tzinfo is None
    except (TypeError, ValueError):
        return False


SCHEDULE: dict[str, tuple[Callable[[Any], object], str]] = {
    "timeZoneId": (lambda name: isinstance(name, str) and known_zone(name, "UTC"), "names no time zone"),
    "date": (_is_local, "is not a date and time"),
    "interval": (lambda minutes: type(minutes) is int and 1 <= minutes <= LONGEST_INTERVAL, "is out of range"),
    "time": (lambda text: isinstance(text, str) and TIME.fullmatch(text), "is not a time of the day"),
    "dayOfWeek": (lambda day: day in DAYS, "is no day of the week"),
    "dayOfMonth": (lambda day: str(day) in DAYS_OF_MONTH, "is no day of a month"),
}
EXECUTION: dict[str, tuple[Callable[[Any], object], str]] = {
    AUTOMATIC: (lambda given: isinstance(given, bool), "is neither true nor false"),
    PAUSE: (lambda seconds: type(seconds) is int and 0 <= seconds <= LONGEST_PAUSE, "is out of range"),
    WINDOWS: (lambda text: windows(text) is not None, "is not of the form hh:mm-hh:mm"),
}
