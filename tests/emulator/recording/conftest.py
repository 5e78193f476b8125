"""A server whose long-running calls take two polls, and its client."""

from __future__ import annotations

import pytest

from mailstore_sdk import Client
from mailstore_sdk.emulator import ByPolls, Emulator


@pytest.fixture
def emulator() -> Emulator:
    return Emulator(tasks=ByPolls(2))


@pytest.fixture
def client(emulator: Emulator) -> Client:
    return emulator.client(protocol="modern")
