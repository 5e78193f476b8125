"""The figures as a Markdown table, and its place in a page."""

from __future__ import annotations

from pathlib import Path

from benchmarks.measure import Line

HEAD = ["| benchmark | what | median | quartiles | bound | |", "|---|---|---:|---|---|---|"]


def verdict(line: Line, slack: float) -> str:
    """Whether the line holds its bound."""
    if line.at_least is None and line.at_most is None and line.exactly is None:
        return ""
    if line.holds():
        return "holds"
    if line.wall:
        return "missed (wall time)"
    return "FALLS" if line.falls(slack) else "within slack"


def table(lines: list[Line], slack: float) -> str:
    """The figures as Markdown."""
    return "\n".join([*HEAD, *(_row(line, slack) for line in lines)]) + "\n"


def has_place(file: Path, which: str) -> bool:
    """Whether the table of these benchmarks may be written there: a new file, or one with marks for it."""
    return not file.exists() or all(mark in file.read_text(encoding="utf-8") for mark in _marks(which))


def paste(file: Path, text: str, which: str) -> None:
    """Write the text into the file, between the marks of these benchmarks where there are some."""
    if not file.exists():
        file.write_text(text, encoding="utf-8")
        return
    begin, end = _marks(which)
    before, _, rest = file.read_text(encoding="utf-8").partition(begin)
    after = rest.partition(end)[2]
    file.write_text(f"{before}{begin}\n{text}{end}{after}", encoding="utf-8")


def _marks(which: str) -> tuple[str, str]:
    return f"<!-- benchmarks {which}: begin -->", f"<!-- benchmarks {which}: end -->"


def _row(line: Line, slack: float) -> str:
    bounds = {"≥": line.at_least, "≤": line.at_most, "=": line.exactly}
    bound = " ".join(f"{sign} {value:g}" for sign, value in bounds.items() if value is not None)
    spread = "" if line.exact else f"{line.low:.3g} to {line.high:.3g}"
    value = f"{line.value:g}" if line.exact else f"{line.value:.3g}"
    first = "" if line.first is None else f" (first {line.first:.3g})"
    return (
        f"| {line.benchmark} | {line.what} | {value}{line.unit}{first} | {spread} | {bound} | {verdict(line, slack)} |"
    )
