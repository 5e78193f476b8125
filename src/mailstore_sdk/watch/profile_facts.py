"""What follows from the runs of a profile: its rhythm, and when it is late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import cached_property
from itertools import pairwise
from statistics import median

from mailstore_sdk.models import Profile, Run, Runs
from mailstore_sdk.watch.maintenance import Maintenance
from mailstore_sdk.watch.rules import LONGEST, HealthRules


@dataclass(frozen=True)
class ProfileFacts:
    """What follows from the runs of a profile.

    Args:
        profile: As GetProfiles gives it.
        own: Its runs.
        runs: Those among which they were found, with the span and its gaps.
        now: The moment; what ended later is not looked at.
        rules: What counts as how bad, and for how long.
        zone: The time zone of the server; None if it is not known.
    """

    profile: Profile
    own: Sequence[Run]
    runs: Runs
    now: datetime
    rules: HealthRules
    zone: tzinfo | None

    def end(self, run: Run) -> datetime:
        """When it ended; one that gives no end, with its start."""
        return run.complete_time or run.start_time

    @cached_property
    def ended(self) -> list[Run]:
        """By their end; one without an end goes on, unless its result says that it does not."""
        found = [run for run in self.own if run.complete_time or run.result in self.rules.results]
        return sorted((run for run in found if self.end(run) <= self.now), key=self.end)

    @cached_property
    def going_on(self) -> Run | None:
        """The newest run, if it has not ended."""
        begun = [
            run
            for run in self.own
            if run.complete_time is None and run.result not in self.rules.results and run.start_time <= self.now
        ]
        newest = max(begun, key=lambda run: run.start_time, default=None)
        return newest if newest and (self.last_end is None or newest.start_time >= self.last_end) else None

    @cached_property
    def last(self) -> Run | None:
        """The newest run that has ended."""
        return self.ended[-1] if self.ended else None

    @cached_property
    def last_end(self) -> datetime | None:
        """When that one ended."""
        return self.end(self.last) if self.last else None

    @cached_property
    def last_start(self) -> datetime | None:
        """When the newest run began, ended or not."""
        latest = self.going_on or self.last
        return latest.start_time if latest else None

    @cached_property
    def last_success(self) -> datetime | None:
        """When the last run ended that was ok, or had warnings only."""
        good = [run for run in self.ended if self.rules.of_result(run.result) in ("ok", "warning")]
        return self.end(good[-1]) if good else None

    @cached_property
    def automatic(self) -> bool | None:
        """Whether it runs by itself; None if the server does not tell."""
        execution = self.profile.server_side_execution
        return False if execution is None else execution.automatic

    @cached_property
    def pause(self) -> int | None:
        """Seconds between two runs, as the server has it; None where it does not run by itself."""
        execution = self.profile.server_side_execution
        return execution.automatic_pause_between_executions if execution and self.automatic else None

    @cached_property
    def rest(self) -> timedelta:
        """The pause, as far as it can be reckoned with."""
        return timedelta(seconds=min(self.pause or 0, LONGEST.total_seconds()))

    @cached_property
    def windows(self) -> str | None:
        """When it does not begin to run, as the server has it."""
        execution = self.profile.server_side_execution
        return execution.automatic_maintenance_windows if execution and self.automatic else None

    @cached_property
    def maintenance(self) -> Maintenance | None:
        """The windows; None if their text cannot be read."""
        return Maintenance.read(self.windows, self.zone)

    @cached_property
    def timed(self) -> list[Run]:
        """The last runs of which the duration is known."""
        return [run for run in self.ended if run.complete_time][-self.rules.last_runs :]

    @cached_property
    def usual(self) -> timedelta | None:
        """The median duration of the last runs."""
        return _median([self.end(run) - run.start_time for run in self.timed])

    @cached_property
    def usual_gap(self) -> timedelta:
        """The median time between the ends of two runs: longer than pause and duration where runs wait for each other.

        With maintenance windows it says little, as time in them does not count.
        """
        if self.maintenance is None or self.maintenance.windows:
            return timedelta()
        ends = [self.end(run) for run in self.timed]
        return _median([after - before for before, after in pairwise(ends)]) or timedelta()

    @cached_property
    def limit(self) -> timedelta | None:
        """For how long it may be silent by a rule of its own."""
        return self.rules.limit(self.profile.id, self.profile.name)

    @cached_property
    def watched(self) -> bool:
        """Whether silence means anything."""
        return self.automatic is True or self.limit is not None

    @cached_property
    def begin(self) -> datetime:
        """Since when the profile has not run, as far as is known."""
        return max(self.runs.start, self.last_end or self.runs.start)

    @cached_property
    def overdue_at(self) -> datetime | None:
        """By its own rhythm: a pause and a run, which may take twice as long as usual."""
        if self.limit is not None or self.pause is None or self.maintenance is None:
            return None
        if self.last_end is None or self.usual is None:
            return None
        rhythm = max(self.rest + self.usual, self.usual_gap)
        return self.maintenance.later(self.last_end, rhythm + self.usual + self.rules.margin)

    @cached_property
    def patience(self) -> timedelta:
        """How long a silence may be."""
        if self.limit is not None:
            return self.limit
        rhythm = self.rest + self.rules.margin
        if self.overdue_at and self.last_end:
            rhythm = self.overdue_at - self.last_end
        return max(self.rules.silence, rhythm)

    @cached_property
    def silent_at(self) -> datetime | None:
        """From when it is silent; None if that is not watched, or no run has ended."""
        return self.last_end + self.patience if self.last_end and self.watched else None

    @cached_property
    def seen(self) -> datetime:
        """Until when runs are known."""
        return min(self.now, self.runs.end)


def _median(lengths: Sequence[timedelta]) -> timedelta | None:
    return timedelta(seconds=median(one.total_seconds() for one in lengths)) if lengths else None
