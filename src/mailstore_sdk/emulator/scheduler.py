"""Jobs and automatic profiles that run because their time has come."""

from __future__ import annotations

import heapq
from datetime import UTC, datetime, timedelta
from typing import Any

from mailstore_sdk.emulator.behaviour import Behaviour
from mailstore_sdk.emulator.clock import Clock, ManualClock
from mailstore_sdk.emulator.handlers import jobs, profiles
from mailstore_sdk.emulator.installation import Installation, InstanceState
from mailstore_sdk.emulator.schedule import AUTOMATIC, PAUSE, WINDOWS, next_start, outside, usual_gap, windows
from mailstore_sdk.emulator.state import Job, State
from mailstore_sdk.emulator.zones import known_zone

MOST = 1_000  # runs of one job or profile at a time: after a very long leap of the clock only the latest are made up
RUN = timedelta(minutes=1)  # how long an automatic run of a profile takes


class Scheduler:
    """What runs by the clock, and until when it ran.

    Args:
        now: Seconds since 1970; what is due before is not made up.
    """

    def __init__(self, now: float) -> None:
        self.begin(now)

    def begin(self, now: float) -> None:
        """Begin anew: nothing that was due before runs any more.

        Args:
            now: Seconds since 1970.
        """
        self._until = int(now)
        self._ready: dict[tuple[str, int], datetime] = {}  # when a profile's next run may begin

    def run_due(self, whole: State | Installation, clock: Clock, behaviour: Behaviour) -> None:
        """Run what has become due since the last look, in the order of time, each at its own time.

        Instances that do not run make nothing up later, which is our choice.

        Args:
            whole: A server or an installation.
            clock: Its time.
            behaviour: How it behaves.
        """
        now = int(clock.now())
        # Schedules know whole seconds only; and what ran does not run again when the machine's clock is put back.
        if now <= self._until:
            return
        begin, end = (datetime.fromtimestamp(second, UTC) for second in (self._until, now))
        self._until = now
        before, self._ready = self._ready, {}
        sites: dict[str, State] = {"": whole} if isinstance(whole, State) else {**whole.instances}
        for name, state in sites.items():
            if not isinstance(state, InstanceState) or state.status == "running":
                state.behaviour = behaviour
                self._run(state, name, begin, end, before)
                state.clock = clock

    def _run(
        self, state: State, site: str, begin: datetime, end: datetime, before: dict[tuple[str, int], datetime]
    ) -> None:
        due: list[tuple[datetime, str, int]] = []

        def add(moment: datetime | None, kind: str, number: int) -> None:
            if moment is not None and moment <= end:
                heapq.heappush(due, (moment, kind, number))

        for job in state.jobs.values():
            add(_first(job, begin, end, state), "job", job.id)
        for number, profile in state.profiles.items():
            pause = _pause(profile)
            if pause is not None:
                ready = _late(before.get((site, number), begin + pause), pause, end)
                self._ready[site, number] = ready
                add(_complete(profile, ready, state), "profile", number)
        while due:
            moment, kind, number = heapq.heappop(due)
            state.clock = ManualClock(moment)
            if kind == "job" and number in state.jobs:
                jobs.run(state, state.jobs[number])
                # The job may have deleted itself, or turned itself off.
                if number in state.jobs:
                    add(next_start(state.jobs[number], moment, state), "job", number)
            elif kind == "profile" and number in state.profiles:
                profile, pause = state.profiles[number], _pause(state.profiles[number])
                if pause is not None:
                    profiles.archive(state, profile, profile["owner"], moment - RUN)
                    self._ready[site, number] = moment + pause
                    add(_complete(profile, moment + pause, state), "profile", number)


def _first(job: Job, begin: datetime, end: datetime, state: State) -> datetime | None:
    return next_start(job, max(begin, end - MOST * usual_gap(job.schedule)), state)


def _pause(profile: dict[str, Any]) -> timedelta | None:
    """The pause after a run; None if the profile does not run by itself."""
    execution = profile.get("serverSideExecution") or {}
    pause = execution.get(PAUSE) or 0
    return timedelta(seconds=pause) if execution.get(AUTOMATIC) is True and isinstance(pause, int) else None


def _late(ready: datetime, pause: timedelta, end: datetime) -> datetime:
    """When the profile may begin, without the runs that are too many to be made up."""
    missed = (end - ready) // (pause + RUN)
    return ready + max(missed - MOST, 0) * (pause + RUN)


def _complete(profile: dict[str, Any], ready: datetime, state: State) -> datetime | None:
    """When the next run is complete; its result is not there before."""
    closed = windows(profile["serverSideExecution"].get(WINDOWS)) or []
    zone = known_zone(None, state.time_zone)
    begin = ready if zone is None else outside(ready, closed, zone)
    return None if begin is None else begin + RUN
