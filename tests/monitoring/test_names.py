"""What the services were called, kept for the time when the server is down."""

from __future__ import annotations

from pathlib import Path

from mailstore_sdk.monitoring import facts, failed, recall, remember
from tests.monitoring.made import report


def test_names_are_remembered_over_a_failure(tmp_path: Path) -> None:
    file = tmp_path / "cache" / "names.json"
    assert recall(file) == []
    well = facts(report())
    remember(well, file)
    remember(failed("down"), file)
    assert recall(file) == well.names
    file.write_text("[")
    assert recall(file) == []
