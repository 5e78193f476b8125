"""Each known function is called in every mode over HTTPS, and arrives as the API wants it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from mailstore_sdk import AsyncClient, AsyncOperation, AsyncSpeClient, Client, Operation, SpeClient, compat, models
from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.compat import mgmt
from mailstore_sdk.emulator import ByPolls, Emulator
from mailstore_sdk.emulator.installation import Installation
from mailstore_sdk.emulator.server import EmulatorServer
from tests import walk
from tests.facts import CALLABLE, KNOWN, KnownFunction, snake


@dataclass(frozen=True)
class Edition:
    """An emulated server behind HTTPS, and the clients of it."""

    recorder: walk.Recorder
    server: EmulatorServer


@pytest.fixture(scope="module")
def server() -> Iterator[Edition]:
    emulator = Emulator(tasks=ByPolls(1))
    with emulator.serve() as running:
        yield Edition(walk.Recorder(emulator), running)


@pytest.fixture(scope="module")
def spe() -> Iterator[Edition]:
    emulator = Emulator(edition="spe", tasks=ByPolls(1))
    assert isinstance(emulator.world.state, Installation)
    walk.same_archive(emulator.world.state)
    with emulator.serve() as running:
        yield Edition(walk.Recorder(emulator), running)


@pytest.fixture(scope="module")
def clients(server: Edition, spe: Edition) -> Iterator[dict[str, Any]]:
    """A client of each kind, by the place that its functions are for."""
    at, spe_at = server.server.connection, spe.server.connection
    with pytest.MonkeyPatch.context() as patch:
        # The clients of the vendor's wrappers have no argument for it.
        patch.setenv("MAILSTORE_CA_FILE", server.server.ca_file)
        original = compat.server.Client(host=at["host"], port=at["port"])
        later = mgmt.ServerClient(host=at["host"], port=at["port"])
        patch.setenv("MAILSTORE_CA_FILE", spe.server.ca_file)
        later_spe = mgmt.SPEClient(host=at["host"], port=spe_at["port"], instanceID=walk.INSTANCE)
    with (
        Client(**at) as client,
        Client(**at, protocol="legacy") as old,
        SpeClient(**spe_at) as spe_client,
        later,
        later_spe,
    ):
        yield {
            "server": client, "legacy": old, "system": spe_client, "instance": spe_client.instance(walk.INSTANCE),
            "compat.server": original, "compat.mgmt server": later,
            "compat.mgmt system": later_spe, "compat.mgmt instance": later_spe,
        }  # fmt: skip
    original.transport.close()


@pytest.fixture(scope="module")
async def async_clients(server: Edition, spe: Edition) -> AsyncIterator[dict[str, Any]]:
    """The same for the asynchronous ones."""
    at, spe_at = server.server.connection, spe.server.connection
    async with AsyncClient(**at) as client, AsyncSpeClient(**spe_at) as spe_client:
        yield {"server": client, "system": spe_client, "instance": spe_client.instance(walk.INSTANCE)}


Given = dict[str, Any]
Mode = Callable[[Any, KnownFunction, Given], Any]


def typed(client: Any, known: KnownFunction, given: Given) -> Any:
    required = [given[argument.name] for argument in known.arguments or () if argument.required]
    optional = {snake(a.name): given[a.name] for a in known.arguments or () if not a.required and a.name in given}
    return getattr(client, known.python_name)(*required, **optional)


def begun(client: Any, known: KnownFunction, given: Given) -> Any:
    return getattr(client, f"begin_{known.python_name}")(**{snake(name): value for name, value in given.items()})


def raw(client: Any, known: KnownFunction, given: Given) -> Any:
    return getattr(client.raw, known.name)(*given.values())


def raw_token(client: Any, known: KnownFunction, given: Given) -> Any:
    return getattr(client.raw, known.name)(**given, autoHandleToken=False)


def invoked(client: Any, known: KnownFunction, given: Given) -> Any:
    defaults = {a.name: a.wrapper_default for a in known.arguments or () if a.name not in given}
    return client.invoke(known.name, {**given, **defaults})


def by_name(client: Any, known: KnownFunction, given: Given) -> Any:
    return getattr(client, known.name)(*given.values())


PLACES = ("server", "system", "instance")
MODES: dict[Mode, tuple[str, ...]] = {
    typed: (*PLACES, "legacy"),
    begun: (*PLACES, "legacy"),
    raw: (*PLACES, "legacy"),
    raw_token: (*PLACES, "legacy"),
    invoked: PLACES,
    by_name: ("compat.server", "compat.mgmt server", "compat.mgmt system", "compat.mgmt instance"),
}


def place_of(client: str) -> str:
    """The place whose functions a client has."""
    return client.rpartition(" ")[2] if client.rpartition(" ")[2] in PLACES else "server"


def has(client: str, known: KnownFunction) -> bool:
    return known.server if place_of(client) == "server" else known.scope == place_of(client)


def fits(mode: Mode, client: str, known: KnownFunction) -> bool:
    if mode in (begun, raw_token):
        return known.long_running != "no sign of it"
    # The legacy protocol cannot hold a poll, so waiting for the end would take its time.
    return client != "legacy" or known.long_running == "no sign of it"


def cases(kinds: Iterable[str]) -> Iterator[Any]:
    """Each function in each mode with all its arguments, and, if that is something else, with the required ones."""
    for mode, clients in MODES.items():
        for client in (client for client in clients if client in kinds):
            for known in CALLABLE.values():
                if has(client, known) and fits(mode, client, known):
                    name = f"{mode.__name__}-{client}-{known.name}"
                    yield pytest.param(mode, client, known, True, id=name)
                    if any(not argument.required for argument in known.arguments or ()):
                        yield pytest.param(mode, client, known, False, id=f"{name}-required")


each_call = pytest.mark.parametrize(
    ("mode", "client", "known", "complete"), list(cases({client for clients in MODES.values() for client in clients}))
)
each_async_call = pytest.mark.parametrize(("mode", "client", "known", "complete"), list(cases(PLACES)))


def check(edition: Edition, client: str, known: KnownFunction, *, complete: bool) -> None:
    """The call that was recorded is the one that the API wants."""
    expected = walk.fields(known, complete=complete)
    if place_of(client) == "instance":
        expected["instanceID"] = walk.INSTANCE
    legacy = f"/JSON/Invoke/{BY_NAME[known.name].legacy.name}"
    path = legacy if client == "legacy" else f"/api/invoke/{known.name}"
    edition.recorder.check(known, path, expected)


def check_result(mode: Mode, known: KnownFunction, result: Any) -> None:
    """What came back is of the type that the method promises."""
    if mode is begun:
        assert isinstance(result, Operation | AsyncOperation)
        return
    if mode is not typed:
        return
    shape = BY_NAME[known.name].result
    if shape == "none":
        assert result is None
    elif shape == "status":
        assert isinstance(result, models.StatusResult)
    elif shape.startswith("list["):
        model = getattr(models, shape[5:-1])
        assert {type(item) for item in result} <= {model}
    elif shape != "json":
        assert isinstance(result, getattr(models, shape))


@each_call
def test_a_function_is_called_with_its_arguments_on_the_wire(
    mode: Mode,
    client: str,
    known: KnownFunction,
    complete: bool,
    server: Edition,
    spe: Edition,
    clients: dict[str, Any],
) -> None:
    edition = server if place_of(client) == "server" else spe
    edition.recorder.begin()

    result = mode(clients[client], known, walk.given(known, complete=complete))

    check(edition, client, known, complete=complete)
    check_result(mode, known, result)


@each_async_call
@pytest.mark.anyio
async def test_a_function_is_awaited_with_its_arguments_on_the_wire(
    mode: Mode,
    client: str,
    known: KnownFunction,
    complete: bool,
    server: Edition,
    spe: Edition,
    async_clients: dict[str, Any],
) -> None:
    edition = server if place_of(client) == "server" else spe
    edition.recorder.begin()

    result = await mode(async_clients[client], known, walk.given(known, complete=complete))

    check(edition, client, known, complete=complete)
    check_result(mode, known, result)


@pytest.mark.parametrize("known", [KNOWN[name] for name in KNOWN if name not in CALLABLE], ids=lambda known: known.name)
def test_a_function_whose_arguments_nobody_knows_can_be_called_by_its_name(
    known: KnownFunction, server: Edition, spe: Edition, clients: dict[str, Any]
) -> None:
    edition, client = (server, "server") if known.server else (spe, "instance")
    edition.recorder.begin()

    clients[client].invoke(known.name, {"guess": True, "name": walk.AWKWARD})

    fixed = {} if known.server else {"instanceID": walk.INSTANCE}
    expected = {**fixed, "guess": "true", "name": walk.AWKWARD}
    edition.recorder.check(known, f"/api/invoke/{known.name}", expected)
