"""Run the command as a user does: its own process, in a pipe or at a real terminal."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mailstore_sdk.emulator import Emulator, SystemClock
from mailstore_sdk.emulator.server import EmulatorServer
from tests.cli import hostile
from tests.cli.cli_process import COMMAND, ENVIRONMENT, Run, quiet, reaching
from tests.cli.inside import Inside, runner


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


@pytest.fixture(scope="session")
def archive() -> Iterator[EmulatorServer]:
    """A server with names as nobody should give them, served once for all tests that change nothing in it."""
    with Emulator(hostile.state(), protocol="modern", clock=SystemClock()).serve() as server:
        yield server


@pytest.fixture(scope="session")
def installation() -> Iterator[EmulatorServer]:
    """A Service Provider Edition, likewise."""
    with Emulator(edition="spe").serve() as server:
        yield server


@pytest.fixture
def inside(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Inside:
    """Runs `mailstore ARGUMENTS` in this process and in an empty folder, which is no terminal."""
    for name in [name for name in os.environ if name.startswith("MAILSTORE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name, value in quiet(tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    return runner(capsys, monkeypatch)


@pytest.fixture
def to_archive(archive: EmulatorServer) -> dict[str, str]:
    """Environment variables with which the command reaches the server."""
    return reaching(archive)


@pytest.fixture
def to_installation(installation: EmulatorServer) -> dict[str, str]:
    """Environment variables with which the command reaches the Service Provider Edition."""
    return {**reaching(installation), "MAILSTORE_EDITION": "spe"}
