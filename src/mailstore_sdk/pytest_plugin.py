"""Fixtures for tests against an emulated MailStore Server, there in every pytest run where the SDK is installed.

    @pytest.mark.mailstore(edition="spe", version="25.3")
    def test_a_customer_gets_a_user(mailstore_client, mailstore_emulator):
        mailstore_client.instance("customer1").create_user("new")
        mailstore_emulator.requests.assert_called("CreateUser", userName="new")

Nothing of the emulator is imported before a test asks for it, so that other test runs pay nothing.
"""

from __future__ import annotations

import copy
import difflib
import inspect
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from mailstore_sdk.async_client import AsyncClient
    from mailstore_sdk.async_spe import AsyncSpeClient
    from mailstore_sdk.client import Client
    from mailstore_sdk.emulator import Emulator
    from mailstore_sdk.emulator.server import EmulatorServer
    from mailstore_sdk.spe import SpeClient

MARKER = "mailstore"
MARKER_HELP = (
    "mailstore(**options): the emulated server of this test; the options are those of mailstore_sdk.emulator.Emulator, "
    "such as edition, version, tasks and behaviour; seed= is a Seed or a seed file; state= may be a function"
)
STATE, SEED = "state", "seed"
SHOWN = 30  # requests that the report of a failed test shows
USED: pytest.StashKey[Emulator] = pytest.StashKey()


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", MARKER_HELP)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse wrong options before any test runs: one that is misspelt would else test another server than is meant."""
    for item in items:
        for mark in item.iter_markers(MARKER):
            if mark.args:
                raise pytest.UsageError(f"{item.nodeid}: @pytest.mark.{MARKER} takes options by name only")
            _check(mark.kwargs, f"{item.nodeid}: @pytest.mark.{MARKER}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show in the report of a failed test what the emulator was asked."""
    report = yield
    emulator = item.stash.get(USED, None)
    if emulator is not None and report.when == "call" and report.failed:
        requests = emulator.requests[-SHOWN:]
        earlier = [f"({len(emulator.requests) - SHOWN} earlier)"] if len(emulator.requests) > SHOWN else []
        report.sections.append(("mailstore requests", "\n".join([*earlier, *map(repr, requests)]) or "none"))
    return report


@pytest.fixture
def mailstore_options() -> dict[str, Any]:
    """Options of the emulated server for all tests: override it in a conftest.py; the marker goes before it."""
    return {}


@pytest.fixture
def mailstore_emulator(request: pytest.FixtureRequest, mailstore_options: dict[str, Any]) -> Emulator:
    """An emulated server, fresh for each test, as the marker `mailstore` says."""
    from mailstore_sdk.emulator import Emulator

    _check(mailstore_options, "the fixture mailstore_options")
    options: dict[str, Any] = {}
    for nearer in (mailstore_options, *(mark.kwargs for mark in reversed(list(request.node.iter_markers(MARKER))))):
        if STATE in nearer or SEED in nearer:  # two ways to say what it holds, so that one ends the other
            options = {name: value for name, value in options.items() if name not in (STATE, SEED)}
        options |= nearer
    # Made when the module was imported, and what one test changes in them no other one may see.
    options = {name: copy.deepcopy(value) for name, value in options.items()}
    state: Any = options.pop(STATE, None)
    seed: Any = options.pop(SEED, None)
    if isinstance(seed, str | os.PathLike):
        emulator = Emulator.from_file(seed, **options)
    else:
        held: Any = state() if callable(state) else state
        emulator = Emulator(held if seed is None else seed, **options)
    request.node.stash[USED] = emulator
    return emulator


@pytest.fixture
def mailstore_client(mailstore_emulator: Emulator) -> Iterator[Client | SpeClient]:
    """A client of the emulated server, without a socket: `Client`, or `SpeClient` of an SPE."""
    made = mailstore_emulator.spe_client if _is_spe(mailstore_emulator) else mailstore_emulator.client
    with made(**_settings(mailstore_emulator)) as client:
        yield client


@pytest.fixture
def async_mailstore_client(mailstore_emulator: Emulator) -> AsyncClient | AsyncSpeClient:
    """As `mailstore_client`, but asynchronous, for any event loop: nothing in it has to be closed."""
    spe = _is_spe(mailstore_emulator)
    made = mailstore_emulator.async_spe_client if spe else mailstore_emulator.async_client
    return made(**_settings(mailstore_emulator))


@pytest.fixture
def mailstore_server(mailstore_emulator: Emulator, _mailstore_server: EmulatorServer) -> EmulatorServer:
    """The emulated server behind HTTPS: one port and certificate for the whole run, this test's emulator behind it."""
    _mailstore_server.emulator = mailstore_emulator
    return _mailstore_server


@pytest.fixture(scope="session")
def _mailstore_server() -> Iterator[EmulatorServer]:
    from mailstore_sdk.emulator import Emulator

    with Emulator().serve() as server:
        yield server


def _check(options: Mapping[str, Any], where: str) -> None:
    if not options:
        return
    from mailstore_sdk.emulator import Emulator

    names = [*list(inspect.signature(Emulator).parameters), SEED]
    for name in options:
        if name not in names:
            close = difflib.get_close_matches(name, names, n=1)
            guess = f", did you mean {close[0]!r}" if close else ""
            raise pytest.UsageError(f"{where} has no option {name!r}{guess}. There are: {', '.join(sorted(names))}")


def _is_spe(emulator: Emulator) -> bool:
    return emulator.world.edition == "spe"


def _settings(emulator: Emulator) -> dict[str, Any]:
    """The protocol, said to the client, so that no question about it stands in the record of requests."""
    return {} if _is_spe(emulator) else {"protocol": "legacy" if emulator.world.protocol == "legacy" else "modern"}
