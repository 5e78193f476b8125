"""docs/architecture.md shows the layers that `lint-imports` holds, and names only what is there."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
SOURCE = ROOT / "src" / "mailstore_sdk"
WRITTEN = ("src", "tests", "tools", "benchmarks", "fuzz", "examples")
LONGEST = 400


def test_the_layers_are_those_of_the_contract() -> None:
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")
    held = contracts["importlinter:contract:layers"]["layers"].split("\n")
    (block,) = re.findall(r"test_architecture.py -->\n```text\n(.*?)```", PAGE, re.DOTALL)
    drawn = [re.split(r"\s{2,}", line)[0] for line in block.splitlines()]
    assert drawn == [line.strip() for line in held if line.strip()]


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`([\w/]+\.py|[\w/]+/)`", PAGE))))
def test_what_it_names_is_there(name: str) -> None:
    below = [path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*")]
    wanted = name.rstrip("/")
    assert any(each == wanted or each.endswith(f"/{wanted}") for each in below) or (ROOT / wanted).exists()


def test_no_module_is_longer_than_400_lines_that_somebody_writes() -> None:
    written = [path for folder in WRITTEN for path in (ROOT / folder).rglob("*.py") if "_generated" not in path.parts]
    assert len(written) > 300
    lengths = {path.relative_to(ROOT).as_posix(): len(path.read_bytes().splitlines()) for path in written}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}
