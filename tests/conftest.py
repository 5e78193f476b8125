"""What all tests share: the choice of the HTTP library, and emulated servers in both protocols."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--http", choices=("httpx", "httpx2"), default="httpx", help="the HTTP library under the SDK (default: httpx)"
    )


def pytest_configure(config: pytest.Config) -> None:
    # The SDK takes httpx2 where it is installed, as it is here: hide it unless it is asked for.
    if config.getoption("--http") == "httpx":
        for name in ("httpx2", "httpcore2"):
            sys.modules[name] = None  # type: ignore[assignment]  # the import system's own way to say "not there"


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(params=["modern", "legacy"])
def protocol(request: pytest.FixtureRequest) -> str:
    """Both generations of the API, one after the other."""
    name: str = request.param
    return name


@pytest.fixture
def emulator(protocol: Any) -> Any:
    """The tutorial's server, in memory."""
    from mailstore_sdk.emulator import Emulator

    return Emulator(protocol=protocol)


@pytest.fixture
def server(emulator: Any) -> Iterator[Any]:
    """The same server behind HTTPS on a free loopback port."""
    with emulator.serve() as running:
        yield running
