"""One server for all examples; each test puts its emulator behind it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailstore_sdk.emulator import Emulator
from mailstore_sdk.emulator.server import EmulatorServer
from mailstore_sdk.transport import retry
from tests.examples.desk import Desk


@pytest.fixture(scope="module")
def archive() -> Iterator[EmulatorServer]:
    with Emulator().serve() as running:
        yield running


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Desk:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(retry, "FIRST_PAUSE", 0.0)  # nobody comes back while a test waits
    return Desk(monkeypatch)
