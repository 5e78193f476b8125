"""`python -m benchmarks`: run them, print a table, write JSON; exit code 1 when a gate falls.

Gates are ratios of CPU time, by more than the slack, and what is counted, by anything. Wall time is shown, and no gate.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import ssl
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks import fanout, growth, imports, layers, long_poll, opponents, parsing, secure, sequential, streaming
from benchmarks.measure import Line
from benchmarks.table import has_place, paste, table, verdict

Run = Callable[..., list[Line]]
GATES: dict[str, Run] = {
    one.NAME.replace(" ", "-"): one.run for one in (sequential, fanout, parsing, imports, long_poll, secure, streaming)
}
BY_NAME: dict[str, Run] = GATES | {one.NAME: one.run for one in (layers, growth)}
SLACK = 0.2
ROUNDS, SHORT_ROUNDS = 20, 5
SHOWN = ("httpx", "httpx2", "httpcore", "pydantic", "aiohttp", "uvloop")


def main() -> int:
    """Run what was chosen; 1 if a gate falls."""
    chosen = arguments()
    rounds = chosen.rounds or (SHORT_ROUNDS if chosen.short else ROUNDS)
    lines: list[Line] = []
    for name in chosen.which or GATES:
        print(f"{name} …", file=sys.stderr, flush=True)
        lines += measured(BY_NAME[name], rounds, short=chosen.short, slack=chosen.slack)
    about = {"rounds": rounds, "short": chosen.short, **machine()}
    text = f"{words(about)}\n\n{table(lines, chosen.slack)}"
    print(text, end="")
    if chosen.markdown is not None:
        paste(chosen.markdown, text, named(chosen))
    if chosen.json is not None:
        figures = {**about, "lines": [asdict(line) | {"verdict": verdict(line, chosen.slack)} for line in lines]}
        chosen.json.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    fallen = [line.what for line in lines if line.falls(chosen.slack)]
    for what in fallen:
        print(f"a gate fell: {what}", file=sys.stderr)
    return 1 if fallen else 0


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    extra = [name for name in BY_NAME if name not in GATES]
    parser.add_argument("which", nargs="*", help=f"of {', '.join(GATES)} (all when left out), {', '.join(extra)}")
    parser.add_argument("--short", action="store_true", help="few rounds, small numbers: one or two minutes, for CI")
    parser.add_argument(
        "--rounds", type=int, help=f"turns of each candidate (default: {ROUNDS}; short: {SHORT_ROUNDS})"
    )
    parser.add_argument("--slack", type=float, default=SLACK, help="share by which a ratio may miss its bound")
    parser.add_argument("--json", type=Path, help="where the figures are written")
    parser.add_argument(
        "--markdown", type=Path, help="where the table is written: a new file, or between the marks in one"
    )
    chosen = parser.parse_args()
    unknown = set(chosen.which) - set(BY_NAME)
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    if chosen.rounds is not None and chosen.rounds < 1:
        parser.error("--rounds has to be at least 1")
    if chosen.markdown is not None and not has_place(chosen.markdown, named(chosen)):
        parser.error(f"{chosen.markdown} is there, and has no marks for the benchmarks {named(chosen)}")
    return chosen


def named(chosen: argparse.Namespace) -> str:
    """What was chosen, as the marks in a page say it."""
    return " ".join(chosen.which) or "all"


def measured(run: Run, rounds: int, *, short: bool, slack: float) -> list[Line]:
    """The lines of a benchmark; where a ratio falls, it is run once more."""
    lines = run(rounds, short=short)
    fallen = [line.what for line in lines if line.falls(slack) and not line.exact]
    if not fallen:
        return lines
    print(f"  once more, since these fell: {'; '.join(fallen)}", file=sys.stderr, flush=True)
    again = {line.what: line for line in run(rounds, short=short)}
    return [settled(line, again[line.what], slack) for line in lines]


def settled(first: Line, second: Line, slack: float) -> Line:
    """The line of two measurements: a count has to hold in both, a ratio in one of them.

    Others on the machine can spoil one median by more than the slack; what the code itself has lost, it has lost in
    both. The first figure is shown with the second.
    """
    if first.exact:
        return second if first.holds() else first
    return replace(second, first=first.value) if first.falls(slack) else first


def machine() -> dict[str, object]:
    """On what it was measured, and what was not."""
    return {
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        "versions": {"OpenSSL": ssl.OPENSSL_VERSION.split()[1]} | {name: installed(name) for name in SHOWN},
        "absent": opponents.absent(),
    }


def installed(package: str) -> str | None:
    """The version of a package; None without it."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def words(about: dict[str, object]) -> str:
    """The same as a sentence or two."""
    versions, absent = about["versions"], about["absent"]
    assert isinstance(versions, dict)
    assert isinstance(absent, list)
    there = ", ".join(f"{name} {number}" for name, number in versions.items() if number is not None)
    said = (
        f"Python {about['python']}, {about['cores']} cores, load average {about['load']}; {there}; {about['rounds']} "
        "rounds, medians of ratios of CPU time."
    )
    return f"{said} Not installed, so not measured: {', '.join(absent)}." if absent else said


if __name__ == "__main__":
    sys.exit(main())
