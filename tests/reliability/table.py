"""Write the fault matrix into docs/reliability.md: `python -m tests.reliability.table`."""

from __future__ import annotations

from pathlib import Path

from tests.reliability.expected import COLUMNS, MATRIX, Cell, Row, Seen

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "reliability.md"
BEGIN, END = "<!-- made by tests/reliability/table.py -->\n", "<!-- end -->\n"
TIMES = {0: "not run", 1: "ran once"}


def table() -> str:
    """The matrix in Markdown."""
    heading = (
        "| fault | reads (GetUserInfo) | changes (CreateUser) | begins (VerifyStore) | is waited for (VerifyStore) |"
    )
    rows = (" | ".join((_named(row), *_cells(row))) for row in MATRIX)
    return "\n".join([heading, "|---|---|---|---|---|", *(f"| {row} |" for row in rows)]) + "\n"


def written(document: str) -> str:
    """The document with the table of today in it."""
    before, _, rest = document.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + BEGIN + table() + END + after


def _named(row: Row) -> str:
    return f"`{row.fault!r}`: {row.what}"


def _cells(row: Row) -> list[str]:
    return [_told(row.cells[column], column == "poll") if column in row.cells else "" for column in COLUMNS]


def _told(cell: Cell, waiting: bool) -> str:
    if cell.once == cell.lasting:
        return _seen(cell.once, waiting)
    return f"{_seen(cell.once, waiting)}; lasting: {_seen(cell.lasting, waiting)}"


def _seen(seen: Seen, waiting: bool) -> str:
    gets = "the result" if seen.error is None else f"`{seen.error.__name__}`"
    return gets if waiting else f"{gets}, {TIMES.get(seen.ran, f'ran {seen.ran} times')}"


def main() -> None:
    """Write it."""
    DOCUMENT.write_text(written(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
