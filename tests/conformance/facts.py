"""The facts of docs/evidence.md, and the mark with which a test names the one that it checks."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

EVIDENCE = Path(__file__).resolve().parents[2] / "docs" / "evidence.md"
NOT_CHECKED = "*Not checked: "
GRADES = ("documented", "captured", "seen in clients", "stated", "open")
C = TypeVar("C", bound=Callable[..., object])


@dataclass(frozen=True)
class Fact:
    """A row of the document."""

    id: str
    text: str
    grade: str
    emulator: str

    @property
    def checkable(self) -> bool:
        return NOT_CHECKED not in self.emulator


@dataclass(frozen=True)
class Checked:
    """What a test says that it checks."""

    id: str
    grade: str


def documented_facts() -> list[Fact]:
    """All rows whose first cell is an id."""
    lines = EVIDENCE.read_text("utf-8").splitlines()
    rows = (re.split(r"\s*\|\s*", line.strip().strip("|").strip()) for line in lines)
    return [Fact(*row) for row in rows if len(row) == 4 and re.fullmatch(r"[A-Z][0-9]+", row[0])]


def fact(number: str, grade: str) -> Callable[[C], C]:
    """Says which fact a test checks, and how sure it is."""

    def mark(test: C) -> C:
        test.__dict__.setdefault("facts", []).append(Checked(number, grade))
        return test

    return mark
