"""Every page of docs/ can be reached on the site, and what the site needs is its own."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from tests.docs.pages import DOCS, ROOT, pages, text

PROJECT = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))["project"]


def named(nav: list[Any]) -> Iterator[str]:
    """The pages of the navigation, in its order."""
    for entry in nav:
        for one in entry.values() if isinstance(entry, dict) else [entry]:
            if isinstance(one, list):
                yield from named(one)
            else:
                yield f"docs/{one}"


def test_the_navigation_has_every_page_once_and_no_other() -> None:
    # Decisions have an index of their own.
    wanted = [page for page in pages() if not re.search(r"^README|/decisions/\d", page)]
    assert sorted(named(PROJECT["nav"])) == sorted(wanted)


def test_the_index_of_decisions_names_each() -> None:
    index = re.findall(r"\((\d{4}-[\w-]+\.md)\)", text("docs/decisions/README.md"))
    assert index == sorted(path.name for path in (DOCS / "decisions").glob("0*.md"))


def test_no_font_and_no_script_come_from_elsewhere() -> None:
    assert PROJECT["theme"]["font"] is False
    assert "offline" not in PROJECT["plugins"]  # which has the pages load a script of others
