"""What docs/workflows.md shows is what is printed."""

from __future__ import annotations

import re
from pathlib import Path

from mailstore_sdk.emulator import Emulator
from mailstore_sdk.workflows import read_access

PAGE = Path(__file__).parents[2] / "docs" / "workflows.md"


def test_the_table_of_the_tutorials_server_is_as_shown() -> None:
    shown = re.findall(r"^```text\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    with Emulator(version="22.3").client() as client:
        printed = read_access(client).to_text("archive")

    assert shown == [printed + "\n"]
