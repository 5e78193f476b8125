"""The tutorial is one, in two languages: what differs is the words around its code."""

from __future__ import annotations

import re

from tests.docs.pages import blocks_of, text

ENGLISH, GERMAN = "docs/tutorial.md", "docs/de/tutorial.md"


def code(page: str) -> list[tuple[str, str, str]]:
    return [(block.language, block.mark, block.code) for block in blocks_of(page, text(page))]


def headings(page: str) -> list[int]:
    outside = re.sub(r"^```.*?^```$", "", text(page), flags=re.DOTALL | re.MULTILINE)
    return [len(level) for level in re.findall(r"^(#+) ", outside, re.MULTILINE)]


def test_the_code_is_the_same_in_both() -> None:
    assert code(ENGLISH) == code(GERMAN)
    assert len(code(ENGLISH)) > 20


def test_so_is_the_order_of_their_parts() -> None:
    assert headings(ENGLISH) == headings(GERMAN)


def test_each_leads_to_the_other() -> None:
    assert "(de/tutorial.md)" in text(ENGLISH)
    assert "(../tutorial.md)" in text(GERMAN)
