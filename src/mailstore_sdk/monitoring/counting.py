"""How much was archived in the last while: the question that the vendor's plugin for Nagios asks.

Known of that plugin is what help.mailstore.com/en/server/Monitoring shows: `--host`, `--port`, `--username`,
`--password`, `-s since:1H`, `--status succeeded`, `-c 8 -w 10`, `--search profiles` (`jobs` in an older text), that
this call "checks whether there were more then 10 tasks executed successfully", and that it counts profiles run or
archived emails. Its other values and units are not known; those that are taken here are marked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from mailstore_sdk.errors import ArgumentError
from mailstore_sdk.models import Runs
from mailstore_sdk.monitoring.formats import Output
from mailstore_sdk.monitoring.nagios import headline
from mailstore_sdk.monitoring.services import CODES, State
from mailstore_sdk.text import one_line
from mailstore_sdk.watch.words import length, many

SINCE = re.compile(r"since:([0-9]{1,6})([mhdw])", re.IGNORECASE)
FARTHEST = timedelta(days=3_650)
# Only hours were seen.
UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
Counted = Literal["runs", "messages"]
# The word for archived emails is not known.
SEARCHES: dict[str, Counted] = {
    "profiles": "runs",
    "jobs": "runs",
    **dict.fromkeys(("emails", "mails", "messages"), "messages"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """What is to be counted, and when that is too little.

    Attributes:
        what: Runs of profiles, or messages that they took in.
        since: How far back.
        result: Only of runs with this result; None: of all.
        warning: The most that is still a warning; where `critical` is higher, the most that is fine.
        critical: The most that is still critical; where it is the higher one, the most that is no worse than a warning.
    """

    what: Counted = "runs"
    since: timedelta = timedelta(hours=1)
    result: str | None = None
    warning: int | None = None
    critical: int | None = None

    def judged(self, runs: Runs) -> Output:
        """What the plugin prints, and how it ends.

        Args:
            runs: The runs of that time.
        """
        wanted = [run for run in runs.runs if self.result is None or run.result.lower() == self.result.lower()]
        value = len(wanted) if self.what == "runs" else sum(run.items_archived or 0 for run in wanted)
        state = self._state(value)
        result = "" if self.result is None else f" {self.result}"
        counted = (
            f"{many(value, 'run')}{result}" if self.what == "runs" else f"{many(value, 'message')} of{result} runs"
        )
        told = f"{counted} in the last {length(self.since)}"
        if runs.gaps:
            told += f", and {many(len(runs.gaps), 'span')} could not be read: {runs.gaps[0].reason}"
            # What is missing can only add to it: enough stays enough, and too much stays too much.
            sure = self.warning is not None or self.critical is not None
            if not sure or state != ("ok" if self._falling else "critical"):
                state = "unknown"
        data = f"{self.what}={value};{self._range(self.warning)};{self._range(self.critical)};0"
        return Output(f"{headline(state, one_line(told))} | {data}\n", CODES[state])

    @property
    def _falling(self) -> bool:
        """Whether too little is bad, as in the vendor's example; with the higher number critical, too much is."""
        return self.warning is None or self.critical is None or self.critical <= self.warning

    def _state(self, value: int) -> State:
        if self._bad(value, self.critical):
            return "critical"
        return "warning" if self._bad(value, self.warning) else "ok"

    def _bad(self, value: int, limit: int | None) -> bool:
        return limit is not None and (value <= limit if self._falling else value > limit)

    def _range(self, limit: int | None) -> str:
        if limit is None:
            return ""
        return f"@0:{limit}" if self._falling else str(limit)


def since(given: str) -> timedelta:
    """How far back `-s since:1H` is.

    Args:
        given: `since:`, a number and M (minutes), H (hours), D (days) or W (weeks).

    Raises:
        ArgumentError: It is something else, no time at all, or more than ten years.
    """
    match = SINCE.fullmatch(given.strip())
    back = timedelta() if match is None else int(match[1]) * UNITS[match[2].lower()]
    if not timedelta() < back <= FARTHEST:
        raise ArgumentError(f"{given!r} is not as since:1H: a number, and M, H, D or W; at most {FARTHEST.days}D")
    return back
