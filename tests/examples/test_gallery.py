"""No example is left out: of the gallery, of the type checkers, or of the rules that they have in common."""

from __future__ import annotations

import ast
import configparser
import re
import tomllib
from pathlib import Path

import pytest

from tests.examples.pages import PAGES
from tests.examples.running import FOLDER
from tests.examples.shown import GALLERY

ROOT = FOLDER.parent
SCRIPTS = sorted(FOLDER.glob("*.py"))
NOT_RUN = {shown.script for shown in GALLERY if shown.told}
LONGEST = 90  # lines; who copies it has to read it
AT_LEAST = 12


def test_every_script_is_in_the_gallery() -> None:
    assert sorted(one.script for one in GALLERY) == [script.name for script in SCRIPTS]
    assert len(GALLERY) >= AT_LEAST
    assert sorted(NOT_RUN) == ["fleet_celery.py"]


def test_type_checkers_look_at_all_of_them() -> None:
    mypy = configparser.ConfigParser()
    mypy.read(ROOT / "mypy.ini", encoding="utf-8")
    assert "examples" in mypy["mypy"]["files"].split(", ")
    assert mypy["mypy"]["strict"] == "True"
    pyright = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pyright"]
    assert "examples" in pyright["include"]
    assert "exclude" not in pyright


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_it_keeps_the_rules(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    tree = ast.parse(text)
    about = ast.get_docstring(tree) or ""

    if script.name not in NOT_RUN:
        assert len(text.splitlines()) <= LONGEST
    assert re.search(rf"^ *python .*\b{re.escape(script.name)}\b", about, re.MULTILINE), (
        "its docstring says how to run it"
    )
    assert "type: ignore" not in text
    assert "```" not in text, "the page could not show it"
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    others = {other.stem for other in SCRIPTS} & imported
    assert others == ({"lock_out"} if script.name == "test_lock_out.py" else set()), "each works alone"
    assert not {module for module in imported if module and module.startswith("mailstore_sdk._")}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    for target in re.findall(r"\]\(([^)#]+)", text):
        assert (page.parent / target).exists(), target
