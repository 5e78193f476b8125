"""How the tests of `compat` run scripts and make clients: against a server over HTTPS, trusted by the environment."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from mailstore_sdk import compat
from mailstore_sdk.emulator import Emulator
from mailstore_sdk.emulator.demo import demo_state
from mailstore_sdk.emulator.server import EmulatorServer


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's own settings must not decide: the original's client has no arguments that could overrule them."""
    for name in os.environ:
        if name.startswith("MAILSTORE_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def running() -> Iterator[dict[str, tuple[Emulator, EmulatorServer]]]:
    """A server for each protocol; stopping one takes longer than most of the tests."""
    modern, legacy = Emulator(protocol="modern"), Emulator(protocol="legacy")
    with modern.serve() as modern_server, legacy.serve() as legacy_server:
        yield {"modern": (modern, modern_server), "legacy": (legacy, legacy_server)}


@pytest.fixture
def server(running: dict[str, tuple[Emulator, EmulatorServer]], protocol: str) -> EmulatorServer:
    """The tutorial's server, as if just started."""
    emulator, server = running[protocol]
    emulator.world.state = demo_state()
    return server


@pytest.fixture
def trusted(server: EmulatorServer, monkeypatch: pytest.MonkeyPatch) -> EmulatorServer:
    """The tutorial's server; scripts trust its certificate."""
    monkeypatch.setenv("MAILSTORE_CA_FILE", server.ca_file)
    return server


@pytest.fixture
def connect(server: EmulatorServer) -> Iterator[Callable[..., compat.server.Client]]:
    """Make clients for the server; they are closed afterwards."""
    made: list[compat.server.Client] = []

    def connect(**arguments: Any) -> compat.server.Client:
        made.append(compat.server.Client(**{"port": server.port, "waitTime": 0.01, **arguments}))
        return made[-1]

    yield connect
    for client in made:
        client.transport.close()


@pytest.fixture
def connect_mgmt(trusted: EmulatorServer) -> Iterator[Callable[..., compat.mgmt.ServerClient]]:
    """Make the later wrappers' clients for the server; they are closed afterwards."""
    made: list[compat.mgmt.ServerClient] = []

    def connect(**arguments: Any) -> compat.mgmt.ServerClient:
        made.append(compat.mgmt.ServerClient(**{"port": trusted.port, "waitTime": 10, **arguments}))
        return made[-1]

    yield connect
    for client in made:
        client.close()


@pytest.fixture
def migrated(server: EmulatorServer) -> Callable[[str], str]:
    """What becomes of an 8.1 script: one line is changed, and the emulator's port stands in place of the server's."""

    def migrate(script: str) -> str:
        assert script.count("import mailstore\n") == 1
        script = script.replace("import mailstore\n", "from mailstore_sdk import compat as mailstore\n")
        return script.replace("8463", str(server.port))

    return migrate


@pytest.fixture
def play(
    trusted: EmulatorServer, migrated: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> Callable[[str], str]:
    """Run an 8.1 script and give what it printed."""

    def play(script: str) -> str:
        names: dict[str, Any] = {"__name__": "__main__"}
        try:
            exec(compile(migrated(script), "script.py", "exec"), names)
        finally:
            # Scripts of that time closed nothing; their process ended.
            for value in names.values():
                if isinstance(value, compat.server.Client):
                    value.transport.close()
        printed = capsys.readouterr()
        assert printed.err == ""
        return printed.out

    return play
