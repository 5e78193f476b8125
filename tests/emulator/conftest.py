"""Clients and servers for the emulator's own tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mailstore_sdk import Client, SpeClient
from mailstore_sdk.emulator import Emulator, Never
from mailstore_sdk.emulator.server import EmulatorServer


@pytest.fixture
def client(emulator: Emulator) -> Client:
    """A client of the emulator, which holds nothing that needs closing."""
    return emulator.client()


@pytest.fixture
def spe() -> Emulator:
    """The demo installation of the Service Provider Edition."""
    return Emulator(edition="spe")


@pytest.fixture
def spe_client(spe: Emulator) -> SpeClient:
    """A client of it, which holds nothing that needs closing."""
    return spe.spe_client()


@pytest.fixture
def served() -> Iterator[EmulatorServer]:
    """A server whose long-running calls never end by themselves."""
    with Emulator(tasks=Never()).serve() as server:
        yield server
