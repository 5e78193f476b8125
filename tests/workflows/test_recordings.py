"""The terminals that docs/workflows.md shows are what stands on the screen today."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workflows.recordings import NAMES, PAGE, record, shown


@pytest.mark.parametrize("name", NAMES)
def test_the_recording_is_what_stands_on_the_screen(name: str, tmp_path: Path) -> None:
    assert shown(PAGE.read_text(encoding="utf-8"), name) == record(name, tmp_path)
