"""The pages of docs/ and the blocks of code that they show.

A block that cannot run says why, in a comment on the line above it:

    <!-- not run: it asks for a password -->
    <!-- from version 9 on: servers up to 8.x cannot cancel -->
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
FENCED = re.compile(
    r"(?:^<!-- (?P<mark>not run|from version 9 on|recording): (?P<reason>.+?) -->\n+)?"
    r"^(?P<fence>```+)(?P<language>\w*)\n(?P<code>.*?)^(?P=fence)$"
    r"(?=\n\n```text\n(?P<output>.*?)^```$)?",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True)
class Block:
    """A fenced block.

    Attributes:
        page: Where it stands, from the top of the project.
        number: The how manieth it is of its language on that page.
        language: As the page says; empty where it says nothing.
        code: What stands in it.
        mark: Why it is not run, or not everywhere: `not run`, `from version 9 on`, or `recording`, which the tests of
            workflows make; empty for any other.
        output: What the block prints, if the next block, right below, is `text`.
    """

    page: str
    number: int
    language: str
    code: str
    mark: str
    output: str | None

    def __str__(self) -> str:
        return f"{self.page}-{self.number}"


@cache
def pages() -> tuple[str, ...]:
    """README.md and every page of docs/, from the top of the project."""
    return ("README.md", *sorted(path.relative_to(ROOT).as_posix() for path in DOCS.rglob("*.md")))


def text(page: str) -> str:
    """What stands on a page."""
    return (ROOT / page).read_text(encoding="utf-8")


def blocks_of(page: str, content: str) -> list[Block]:
    """The blocks of a page, in their order."""
    found: list[Block] = []
    for one in FENCED.finditer(content):
        number = 1 + sum(block.language == one["language"] for block in found)
        found.append(Block(page, number, one["language"], one["code"], one["mark"] or "", one["output"]))
    return found


def blocks(*languages: str) -> list[Block]:
    """The blocks of all pages in these languages; of all languages if none is named."""
    every = [block for page in pages() for block in blocks_of(page, text(page))]
    return [block for block in every if not languages or block.language in languages]
