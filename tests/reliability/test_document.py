"""docs/reliability.md shows what the tests hold the SDK to."""

from __future__ import annotations

import re

import pytest

from tests.reliability.expected import MATRIX
from tests.reliability.table import BEGIN, DOCUMENT, END, table, written

PAGES = [DOCUMENT, DOCUMENT.parent / "connecting.md"]
ROOT = DOCUMENT.parents[1]


def test_the_table_is_that_of_today() -> None:
    document = DOCUMENT.read_text(encoding="utf-8")

    assert document == written(document), "python -m tests.reliability.table"


def test_the_table_has_a_row_for_each_fault() -> None:
    assert table().count("\n") == len(MATRIX) + 2
    assert written(f"before\n{BEGIN}old\n{END}after\n") == f"before\n{BEGIN}{table()}{END}after\n"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_is_named_is_there(page: object) -> None:
    text = (DOCUMENT.parent / str(page)).read_text(encoding="utf-8")
    named = re.findall(r"`((?:tests|benchmarks|fuzz|docs)/[\w/.]+)`", text)

    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []
