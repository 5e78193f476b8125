"""What README.md and docs/ show is true: every block of Python runs, and the commands are one line each."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent


def blocks(name: str, language: str) -> list[str]:
    return re.findall(
        rf"^```{language}\n(.*?)^```", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )


SNIPPETS = [
    pytest.param(code, id=f"{name}-{number}")
    for name in (
        "README.md",
        "docs/emulator.md",
        "docs/faults.md",
        "docs/archives.md",
        "docs/reliability.md",
        "docs/connecting.md",
        "docs/findings.md",
        "docs/large-answers.md",
        "docs/monitoring.md",
        "docs/runs.md",
        "docs/reports.md",
        "docs/fleet.md",
        "docs/workflows.md",
    )
    for number, code in enumerate(blocks(name, "python"), 1)
]


@pytest.mark.parametrize("code", SNIPPETS)
def test_every_python_block_runs(code: str, server: Any, tmp_path: Path) -> None:
    environment = {
        "MAILSTORE_HOST": server.host,
        "MAILSTORE_PORT": str(server.port),
        "MAILSTORE_CA_FILE": server.ca_file,
        "PYTHONIOENCODING": "utf-8",
        "PYTHONWARNINGS": "error",
    }
    file = tmp_path / "test_shown.py"
    file.write_text(code, encoding="utf-8")
    as_test = ["-m", "pytest", "-q", "-p", "no:cacheprovider"] if "\ndef test_" in code else []
    done = subprocess.run(
        [sys.executable, *as_test, str(file)],
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], **environment},
        cwd=tmp_path,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""


def test_quick_start_has_exactly_two_commands_of_one_line() -> None:
    section = (ROOT / "README.md").read_text(encoding="utf-8").split("## Quick start")[1].split("\n## ")[0]
    fenced = re.findall(r"^```\w*\n(.*?)^```", section, re.DOTALL | re.MULTILINE)
    assert [len(block.strip().splitlines()) for block in fenced] == [1, 1]
    assert fenced[0].strip().endswith("mailstore demo")
    assert "pytest" in fenced[1]
