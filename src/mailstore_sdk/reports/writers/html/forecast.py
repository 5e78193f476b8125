"""How an archive may go on growing, by two methods that know nothing but its past."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import linear_regression
from typing import Literal

NEEDED = 3  # two points make any line look certain
SHORTEST = timedelta(days=1)  # within a day backups and compaction say more than growth
LONGEST = timedelta(days=365)
STEPS = 12

Method = Literal["linear", "compound"]


@dataclass(frozen=True, slots=True)
class Forecast:
    """A line through the past, drawn on.

    Attributes:
        method: linear: so many bytes a day (least squares); compound: so many percent a day (least squares of the
            logarithms).
        rate: Bytes a day, or percent a day.
        points: From the last moment known until as long after it as the past is long, a year at most.
    """

    method: Method
    rate: float
    points: list[tuple[datetime, float]]


def forecasts(past: Sequence[tuple[datetime, int]]) -> list[Forecast]:
    """By each method; none where the past is too short to say anything, and no compound one where a size is 0.

    Args:
        past: Moments with sizes in bytes, by time.
    """
    if len(past) < NEEDED or past[-1][0] - past[0][0] < SHORTEST:
        return []
    begin = past[0][0]
    days = [_days(at - begin) for at, _ in past]
    sizes = [size for _, size in past]
    line = linear_regression(days, sizes)
    found = [_drawn("linear", line.slope, past, lambda day: line.intercept + line.slope * day)]
    if min(sizes) > 0:
        curve = linear_regression(days, [math.log(size) for size in sizes])
        percent = 100 * math.expm1(curve.slope)
        found.append(_drawn("compound", percent, past, lambda day: math.exp(curve.intercept + curve.slope * day)))
    return found


def _drawn(
    method: Method, rate: float, past: Sequence[tuple[datetime, int]], size: Callable[[float], float]
) -> Forecast:
    begin, last = past[0][0], past[-1][0]
    ahead = min(last - begin, LONGEST)
    moments = [last + ahead * step / STEPS for step in range(STEPS + 1)]
    return Forecast(method, rate, [(at, max(size(_days(at - begin)), 0.0)) for at in moments])


def _days(passed: timedelta) -> float:
    return passed / timedelta(days=1)
