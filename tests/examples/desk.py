"""Examples run in the process of the test, where only what they say and how they end matters."""

from __future__ import annotations

import runpy
import shlex
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from mailstore_sdk.emulator import Emulator
from mailstore_sdk.emulator.server import EmulatorServer
from tests.examples import offices
from tests.examples.gallery import FOLDER, environment


class Ended(NamedTuple):
    """How an example ended, and what it said."""

    code: int
    out: str
    err: str


class Desk:
    """Where they run. An exception that none of them expects fails the test."""

    def __init__(self, patch: pytest.MonkeyPatch, captured: pytest.CaptureFixture[str]) -> None:
        self._patch = patch
        self._captured = captured

    def reach(self, server: EmulatorServer, emulator: Emulator, password: str = offices.PASSWORD) -> None:
        """Set the environment, so that they reach this emulator."""
        server.emulator = emulator
        for name, value in environment(server, password).items():
            if name.startswith("MAILSTORE_"):
                self._patch.setenv(name, value)

    def runs(self, command: str, folder: Path = FOLDER) -> Ended:
        """Run one."""
        script, *arguments = shlex.split(command)
        self._patch.setattr(sys, "argv", [script, *arguments])
        code: str | int | None = 0
        try:
            runpy.run_path(str(folder / script), run_name="__main__")
        except SystemExit as end:
            code = end.code
        out, err = self._captured.readouterr()
        assert offices.MARK not in out + err
        if isinstance(code, str):  # Python prints it, and ends with 1
            return Ended(1, out, f"{err}{code}\n")
        return Ended(code or 0, out, err)
