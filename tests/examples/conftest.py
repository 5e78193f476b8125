"""One server for all examples; each test puts its emulator behind it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailstore_sdk.emulator import Emulator
from mailstore_sdk.emulator.server import EmulatorServer
from tests.examples.desk import Desk


@pytest.fixture(scope="module")
def archive() -> Iterator[EmulatorServer]:
    with Emulator().serve() as running:
        yield running


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Desk:
    monkeypatch.chdir(tmp_path)
    return Desk(monkeypatch, capsys)
