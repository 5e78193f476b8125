"""Run the command as a user does: its own process, in a pipe or at a real terminal."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.cli.cli_process import COMMAND, ENVIRONMENT, Run


@pytest.fixture
def mailstore(tmp_path: Path) -> Run:
    """Runs `mailstore ARGUMENTS` in an empty folder, without a terminal."""

    def run(*arguments: str, stdin: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, *arguments],
            input=stdin, capture_output=True, text=True, encoding="utf-8", cwd=tmp_path, timeout=60,
            env={**ENVIRONMENT, **variables},
        )  # fmt: skip

    return run


@pytest.fixture
def connection(server: Any) -> dict[str, str]:
    """Environment variables with which the command reaches the emulated server."""
    return {
        "MAILSTORE_PORT": str(server.port),
        "MAILSTORE_CA_FILE": server.ca_file,
        "MAILSTORE_PASSWORD": "admin",
    }
