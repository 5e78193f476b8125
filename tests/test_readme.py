"""What README.md and docs/ show is true: every block of Python runs, and the commands are one line each."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.docs.pages import Block, blocks, text

# The same code as on the English page: tests/docs/test_tutorial.py.
TRANSLATED = "docs/de/"


def runs() -> list[Any]:
    """Each block on a server of both generations; one that brings its own emulator once."""
    made = []
    for block in blocks("python"):
        if block.mark == "not run" or block.page.startswith(TRANSLATED):
            continue
        own = "from_env" not in block.code
        for protocol in ("modern",) if own or block.mark else ("modern", "legacy"):
            made.append(pytest.param(block, protocol, id=f"{block}" if own else f"{block}-{protocol}"))
    return made


@pytest.mark.parametrize(("block", "protocol"), runs(), indirect=["protocol"])
def test_every_python_block_runs(block: Block, protocol: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    environment = {"PYTHONIOENCODING": "utf-8", "PYTHONWARNINGS": "error"}
    if "from_env" in block.code:  # as in every block that takes a profile
        server = request.getfixturevalue("server")
        profile = tmp_path / "config.toml"
        profile.write_text(f"[default]\nport = {server.port}\nca_file = '{server.ca_file}'\n", encoding="utf-8")
        profile.chmod(0o600)
        environment |= {
            "MAILSTORE_HOST": server.host,
            "MAILSTORE_PORT": str(server.port),
            "MAILSTORE_CA_FILE": server.ca_file,
            "MAILSTORE_CONFIG": str(profile),
            "MAILSTORE_PASSWORD": "admin",
        }
    file = tmp_path / "test_shown.py"
    file.write_text(block.code, encoding="utf-8")
    as_test = ["-m", "pytest", "-q", "-p", "no:cacheprovider"] if "\ndef test_" in block.code else []
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
    assert done.stdout == (done.stdout if block.output is None else block.output)


def test_quick_start_has_exactly_two_commands_of_one_line() -> None:
    section = text("README.md").split("## Quick start")[1].split("\n## ")[0]
    fenced = re.findall(r"^```\w*\n(.*?)^```", section, re.DOTALL | re.MULTILINE)
    assert [len(block.strip().splitlines()) for block in fenced] == [1, 1]
    assert fenced[0].strip().endswith("mailstore demo")
    assert "pytest" in fenced[1]
