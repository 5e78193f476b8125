"""Where examples run in the process of the test, when only what they say and how they end matters."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailstore_sdk.emulator import Emulator
from mailstore_sdk.emulator.server import EmulatorServer
from tests.examples import offices
from tests.examples.running import FOLDER, Ended, environment, here


class Desk:
    """It has a server within reach. An exception that no example expects fails the test."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch

    def reach(self, server: EmulatorServer, emulator: Emulator, password: str = offices.PASSWORD) -> None:
        """Set the environment, so that they reach this emulator."""
        server.emulator = emulator
        for name, value in environment(server, password).items():
            if name.startswith("MAILSTORE_"):
                self._patch.setenv(name, value)

    def runs(self, command: str, folder: Path = FOLDER) -> Ended:
        """Run one."""
        ended = here(command, folder)
        assert offices.MARK not in ended.out + ended.err
        return ended
