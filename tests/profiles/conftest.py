"""No settings but those of the test."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.profiles.places import Write, keep, terminal


@pytest.fixture(autouse=True)
def nobody_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variables, no keyring, no terminal."""
    for name in os.environ:
        if name.startswith("MAILSTORE_"):
            monkeypatch.delenv(name)
    keep(monkeypatch, {})
    terminal(monkeypatch, None)


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes the file with the profiles, and says where it is."""

    def written(text: str | bytes, mode: int = 0o600) -> Path:
        path = tmp_path / "config.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        path.chmod(mode)
        monkeypatch.setenv("MAILSTORE_CONFIG", str(path))
        return path

    return written
