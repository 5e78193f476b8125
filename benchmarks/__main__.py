"""`python -m benchmarks`: run them, print a table, write JSON; exit code 1 when a gate falls.

Gates are ratios of CPU time, by more than the slack, and what is counted, by anything. Wall time is shown, and no gate.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from benchmarks import fanout, imports, long_poll, parsing, secure, sequential, streaming
from benchmarks.measure import Line

BENCHMARKS: dict[str, Callable[..., list[Line]]] = {
    one.NAME.replace(" ", "-"): one.run for one in (sequential, fanout, parsing, imports, long_poll, secure, streaming)
}
SLACK = 0.2
ROUNDS, SHORT_ROUNDS = 20, 5


def verdict(line: Line, slack: float) -> str:
    """Whether the line holds its bound."""
    if line.at_least is None and line.at_most is None:
        return ""
    if line.holds():
        return "holds"
    if line.wall:
        return "missed (wall time)"
    return "within slack" if line.holds(slack) else "FALLS"


def table(lines: list[Line], slack: float) -> str:
    """The figures as Markdown."""
    rows = ["| benchmark | what | median | quartiles | bound | |", "|---|---|---:|---|---|---|"]
    for line in lines:
        bound = f"≥ {line.at_least:g}" if line.at_least is not None else ""
        bound = f"≤ {line.at_most:g}" if line.at_most is not None else bound
        spread = "" if line.exact else f"{line.low:.3g} to {line.high:.3g}"
        value = f"{line.value:g}" if line.exact else f"{line.value:.3g}"
        rows.append(
            f"| {line.benchmark} | {line.what} | {value}{line.unit} | {spread} | {bound} | {verdict(line, slack)} |"
        )
    return "\n".join(rows)


def main() -> int:
    """Run what was chosen; 1 if a gate falls."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("which", nargs="*", help=f"of {', '.join(BENCHMARKS)}; all when left out")
    parser.add_argument("--short", action="store_true", help="few rounds, small numbers: under a minute, for CI")
    parser.add_argument(
        "--rounds", type=int, help=f"turns of each candidate (default: {ROUNDS}; short: {SHORT_ROUNDS})"
    )
    parser.add_argument("--slack", type=float, default=SLACK, help="share by which a ratio may miss its bound")
    parser.add_argument("--json", type=Path, help="where the figures are written")
    parser.add_argument("--markdown", type=Path, help="where the table is written; it is printed as well")
    chosen = parser.parse_args()
    unknown = set(chosen.which) - set(BENCHMARKS)
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    rounds = chosen.rounds or (SHORT_ROUNDS if chosen.short else ROUNDS)
    lines: list[Line] = []
    for name in chosen.which or BENCHMARKS:
        print(f"{name} …", file=sys.stderr, flush=True)
        lines += BENCHMARKS[name](rounds, short=chosen.short)
    about = {"python": platform.python_version(), "cores": os.cpu_count(), "rounds": rounds, "short": chosen.short}
    text = (
        f"Python {about['python']}, {about['cores']} cores, {rounds} rounds, medians of ratios of CPU time\n\n"
        f"{table(lines, chosen.slack)}\n"
    )
    print(text, end="")
    if chosen.markdown is not None:
        chosen.markdown.write_text(text, encoding="utf-8")
    if chosen.json is not None:
        figures = {**about, "lines": [asdict(line) | {"verdict": verdict(line, chosen.slack)} for line in lines]}
        chosen.json.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0 if all(line.wall or line.holds(chosen.slack) for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
