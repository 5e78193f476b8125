"""The facts of docs/evidence.md and the tests that check them are the same, with the same grades."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

from tests.conformance.facts import GRADES, Checked, Fact, documented_facts

HERE = Path(__file__).parent
FACTS = documented_facts()
CHECKABLE = [fact for fact in FACTS if fact.checkable]


def checked() -> list[Checked]:
    """What all tests of this package say that they check."""
    modules = [importlib.import_module(f"{__package__}.{path.stem}") for path in sorted(HERE.glob("test_*.py"))]
    return [one for module in modules for test in vars(module).values() for one in getattr(test, "facts", [])]


def test_the_document_has_facts_and_none_twice() -> None:
    ids = [fact.id for fact in FACTS]

    assert len(ids) > 80
    assert len(ids) == len(set(ids))


def test_every_fact_that_can_be_checked_has_a_test_and_every_test_a_fact() -> None:
    assert {one.id for one in checked()} == {fact.id for fact in CHECKABLE}


def test_every_test_states_the_grade_of_the_document() -> None:
    assert {(one.id, one.grade) for one in checked()} == {(fact.id, fact.grade) for fact in CHECKABLE}


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.id)
def test_every_fact_has_known_grades(fact: Fact) -> None:
    assert set(fact.grade.split(", ")) <= set(GRADES)


@pytest.mark.parametrize("path", sorted(HERE.glob("*.py")), ids=lambda path: path.name)
def test_the_checks_use_nothing_of_ours(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    allowed = {"mailstore_sdk.emulator"} if path.name == "conftest.py" else set()

    assert {name for name in imported if name.split(".")[0] == "mailstore_sdk"} == allowed
