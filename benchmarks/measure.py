"""Ratios of CPU time, measured in turn, so that a noisy machine slows all down alike; figures as lines of a table."""

from __future__ import annotations

import gc
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Candidate = Callable[[], object]
MEGABYTE = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Line:
    """A figure of the result.

    Attributes:
        benchmark: Of which benchmark.
        what: What was measured.
        value: The median.
        low: The lower quartile; equal to the value for what is counted.
        high: The upper quartile.
        at_least: What the value has to reach.
        at_most: What it must not exceed.
        exactly: What it has to be.
        unit: Empty for a ratio.
        exact: Whether it is counted, so that no slack is given.
        wall: Whether it is measured by the clock on the wall, which a busy machine spoils: shown, but no gate.
        first: The median of a first measurement that fell; the others are of the one made after it.
    """

    benchmark: str
    what: str
    value: float
    low: float
    high: float
    at_least: float | None = None
    at_most: float | None = None
    exactly: float | None = None
    unit: str = ""
    exact: bool = False
    wall: bool = False
    first: float | None = None

    def holds(self, slack: float = 0.0) -> bool:
        """Whether it is where it should be; `slack` is a share of the bound."""
        slack = 0.0 if self.exact else slack
        enough = self.at_least is None or self.value >= self.at_least * (1 - slack)
        not_too_much = self.at_most is None or self.value <= self.at_most * (1 + slack)
        return enough and not_too_much and self.exactly in (None, self.value)

    def falls(self, slack: float) -> bool:
        """Whether it is a gate, and not where it should be."""
        return not self.wall and not self.holds(slack)


@dataclass(frozen=True)
class Times:
    """Seconds a call, in every round."""

    cpu: list[float]
    wall: list[float]


def in_turn(candidates: Mapping[str, tuple[Candidate, int]], rounds: int) -> dict[str, Times]:
    """The time of each candidate, in every round; the order turns, so that none always comes after the same one.

    Args:
        candidates: What to call, and how often in a round.
        rounds: How often each has its turn.
    """
    found = {name: Times([], []) for name in candidates}
    names = list(candidates)
    for _ in range(rounds):
        for name in names:
            candidate, number = candidates[name]
            gc.collect()  # what others left behind is not on this one's account
            begin, begin_cpu = time.perf_counter(), time.process_time()
            for _ in range(number):
                candidate()
            found[name].cpu.append((time.process_time() - begin_cpu) / number)
            found[name].wall.append((time.perf_counter() - begin) / number)
        names.append(names.pop(0))
    return found


def figures(benchmark: str, what: str, values: Sequence[float], **bounds: Any) -> Line:
    """The median of what each round gave, with its quartiles; further arguments are those of `Line`."""
    low, median, high = statistics.quantiles(values, n=4) if len(values) > 1 else (values[0],) * 3
    return Line(benchmark=benchmark, what=what, value=median, low=low, high=high, **bounds)


def ratio(benchmark: str, what: str, upper: Sequence[float], lower: Sequence[float], **bounds: Any) -> Line:
    """The median of the rounds' ratios, with its quartiles; further arguments are those of `Line`."""
    return figures(benchmark, what, [one / other for one, other in zip(upper, lower, strict=True)], **bounds)


def counted(benchmark: str, what: str, value: float, **bounds: Any) -> Line:
    """A figure that is the same whenever it is measured."""
    return Line(benchmark=benchmark, what=what, value=value, low=value, high=value, exact=True, **bounds)


def fresh(module: str, *arguments: object) -> dict[str, Any]:
    """What a module says in JSON that is run in a process of its own."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return found


def resident() -> tuple[float, float]:
    """MB of memory that the process holds now, and the most that it ever held."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        import resource

        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 if sys.platform == "darwin" else 1024) / 1000
        return most, most
    kilobytes = {line.split(":")[0]: line.split()[1] for line in status.splitlines() if line.startswith("Vm")}
    return float(kilobytes["VmRSS"]) * 1024 / MEGABYTE, float(kilobytes["VmHWM"]) * 1024 / MEGABYTE
