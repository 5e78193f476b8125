"""docs/moving.md: the program turns the first script into the second one, and that runs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mailstore_sdk.compat.rewriting import migrate
from tests.docs.pages import blocks

BEFORE, AFTER = (block.code for block in blocks("python") if block.page == "docs/moving.md" and block.mark == "not run")


def test_the_script_is_moved_as_shown() -> None:
    assert migrate(BEFORE.encode()).after.decode() == AFTER


@pytest.mark.parametrize("protocol", ["modern", "legacy"], indirect=True)
def test_it_runs_then(server: Any, tmp_path: Path) -> None:
    script = tmp_path / "moved.py"
    script.write_text(AFTER.replace("8463", str(server.port)), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script)],  # without warnings as errors: scripts of that time close nothing
        capture_output=True, text=True, timeout=60, check=False,
        env={"PATH": os.environ["PATH"], "MAILSTORE_CA_FILE": server.ca_file},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("authentication integrated\n")
