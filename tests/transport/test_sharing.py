"""Clients are shared by threads and tasks, but not by processes; nobody forgets to close one without being told."""

from __future__ import annotations

import asyncio
import copy
import gc
import os
import pickle
import subprocess
import sys
import textwrap
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from mailstore_sdk import AsyncClient, AsyncSpeClient, Client, SpeClient
from mailstore_sdk.compat import mgmt
from mailstore_sdk.emulator import ByPolls, Emulator
from mailstore_sdk.transport import AsyncTransport, Settings, Transport
from mailstore_sdk.transport.async_http import AsyncHttpSender
from mailstore_sdk.transport.http import HttpSender
from tests.transport.clocked import Clock, Player, clocked, done, under_way
from tests.transport.scripted import PASSWORD, SECRET_WORD, AsyncScriptedSender, ScriptedSender, json_reply

USERS = [f"user{number}" for number in range(200)]


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    emulator = Emulator(tasks=ByPolls(2))
    with emulator.client() as client:
        for name in USERS:
            client.create_user(name, privileges="none", full_name=f"{name} {name}")
    with emulator.serve() as running:
        yield running


def test_sixteen_threads_share_a_client(server: Any) -> None:
    with Client(**server.connection) as client, ThreadPoolExecutor(16) as pool:
        found = list(pool.map(client.get_user_info, USERS))
        stores = list(pool.map(lambda number: client.verify_store(1 + number % 2), range(48)))
    assert [user.full_name for user in found] == [f"{name} {name}" for name in USERS]
    assert {store.status for store in stores} == {"succeeded"}


def test_threads_find_out_the_protocol_once(server: Any) -> None:
    asked: list[str] = []
    with Client(**server.connection) as client, ThreadPoolExecutor(16) as pool:
        hooked = client.options(on_request=lambda event: asked.append(event.function))
        list(pool.map(hooked.get_user_info, USERS[:32]))
    assert asked.count("get-metadata") == 1


@pytest.mark.anyio
async def test_fifty_tasks_share_a_client(server: Any) -> None:
    async with AsyncClient(**server.connection) as client:
        found = await asyncio.gather(*(client.get_user_info(name) for name in USERS[:50]))
        stores = await asyncio.gather(*(client.verify_store(1 + number % 2) for number in range(50)))
    assert [user.full_name for user in found] == [f"{name} {name}" for name in USERS[:50]]
    assert {store.status for store in stores} == {"succeeded"}


def run(script: str, *arguments: str) -> str:
    """What the script prints in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(script), *arguments],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


FORKED = """
import asyncio, os, sys, threading
from mailstore_sdk import AsyncClient, Client, errors

port, fingerprint = int(sys.argv[1]), sys.argv[2]
settings = dict(port=port, fingerprint=fingerprint, trust_env=False)

def forked(attempt):
    child = os.fork()
    if not child:
        try:
            attempt()
        except errors.ConfigurationError as error:
            os._exit(7 if "another process" in str(error) else 1)
        except BaseException:
            os._exit(2)
        os._exit(3)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

with Client(**settings) as client:
    {before}
    print(forked(client.get_users))
    print(len(client.get_users()) > 0)
    def fresh():
        with Client(**settings) as mine:
            mine.get_users()
    print(forked(fresh))

asynchronous = AsyncClient(**settings)
print(forked(lambda: asyncio.run(asynchronous.get_users())))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork there")
@pytest.mark.parametrize("before", ["client.get_users()", "pass", "client.transport._detecting.acquire()"])
def test_a_fork_cannot_use_the_client_and_the_parent_can(server: Any, before: str) -> None:
    if "acquire" in before:
        before = "client.get_users(); client.transport._detecting.acquire()  # as a thread of the parent may hold it"
    printed = run(FORKED.replace("{before}", before), str(server.port), server.fingerprint)
    assert printed.split() == ["7", "True", "3", "7"]


def holders() -> dict[str, Any]:
    """One of everything that holds a connection and a password."""
    settings = Settings(password=PASSWORD)
    with Client(sender=ScriptedSender(), password=PASSWORD) as client:
        pass
    spe = SpeClient(sender=ScriptedSender(), password=PASSWORD)
    sender = AsyncScriptedSender(ScriptedSender())
    asynchronous = AsyncClient(sender=sender, password=PASSWORD)
    async_spe = AsyncSpeClient(sender=sender, password=PASSWORD)
    running = json_reply({"statusUrl": "/JSON/Status/t-1", "statusToken": "t-1"})
    operation = clocked("sync", Player(running, under_way("legacy", 1)), Clock(), "legacy").begin_verify_store(1)
    async_operation = asyncio.run(done(clocked("async", Player(running), Clock(), "legacy").begin_verify_store(1)))
    found = [
        client, client.raw, client.options(timeout=1), client.transport, spe, spe.raw, spe.instance("customer1"),
        spe.instance("customer1").raw, asynchronous, asynchronous.raw, async_spe, async_spe.raw,
        async_spe.instance("customer1"), async_spe.instance("customer1").raw, operation, async_operation, settings,
        Transport(settings, sender=ScriptedSender()), AsyncTransport(settings, sender=sender),
        HttpSender(settings), AsyncHttpSender(settings), mgmt.ServerClient(password=PASSWORD),
    ]  # fmt: skip
    return {f"{number} {type(one).__name__}": one for number, one in enumerate(found)}


HOLDERS = holders()
WAYS: dict[str, Callable[[Any], object]] = {
    "pickle": pickle.dumps,
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    **{f"pickle {number}": lambda one, number=number: pickle.dumps(one, number) for number in range(6)},  # type: ignore[misc]  # mypy cannot infer a lambda with a default
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("one", HOLDERS)
def test_what_holds_a_connection_goes_nowhere_else(one: str, way: str) -> None:
    with pytest.raises(TypeError) as caught:
        WAYS[way](HOLDERS[one])
    said = str(caught.value)
    assert "cannot be pickled or copied" in said
    assert SECRET_WORD not in said


def test_an_operation_says_how_it_travels() -> None:
    operation = next(one for name, one in HOLDERS.items() if name.endswith(" Operation"))
    with pytest.raises(TypeError, match=r"to_json\(\).*client\.resume\(\)"):
        pickle.dumps(operation)


def unclosed(make: Callable[[], object]) -> list[str]:
    """The warnings that come when what is made is forgotten."""
    gc.collect()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        make()
        gc.collect()
        said = [str(warning.message) for warning in caught]
        caught.clear()  # a warning holds on to what it is about, and that to its sockets
        gc.collect()
    return [text for text in said if "unclosed client" in text]


def used(server: Any) -> None:
    Client(**server.connection).get_server_info()


def used_by_a_clone(server: Any) -> None:
    Client(**server.connection).options(timeout=5).get_server_info()


def used_without_success(server: Any) -> None:
    with pytest.raises(Exception, match="401"):
        Client(**server.connection, password=PASSWORD).raw.GetServerInfo()


def used_in_an_event_loop(server: Any) -> None:
    async def call() -> None:
        await AsyncClient(**server.connection).get_server_info()

    asyncio.run(call())


def closed(server: Any) -> None:
    client = Client(**server.connection)
    client.get_server_info()
    client.close()


def closed_by_with(server: Any) -> None:
    with Client(**server.connection) as client:
        client.options(timeout=5).get_server_info()


def closed_in_an_event_loop(server: Any) -> None:
    async def call() -> None:
        async with AsyncClient(**server.connection) as client:
            await client.get_server_info()

    asyncio.run(call())


def never_used(server: Any) -> None:
    Client(**server.connection)
    AsyncClient(**server.connection)


def not_even_made(server: Any) -> None:
    with pytest.raises(Exception, match="ca_file"):
        Client(**{**server.connection, "ca_file": "no-such-file.pem"})


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("forget", [used, used_by_a_clone, used_without_success, used_in_an_event_loop])
def test_a_client_that_was_used_and_not_closed_warns_once(server: Any, forget: Callable[[Any], None]) -> None:
    warned = unclosed(lambda: forget(server))
    assert warned == [f"unclosed client of {server.url}: close() it, or use it in a with statement"]


@pytest.mark.parametrize("forget", [closed, closed_by_with, closed_in_an_event_loop, never_used, not_even_made])
def test_a_client_that_was_closed_or_never_used_does_not(server: Any, forget: Callable[[Any], None]) -> None:
    assert unclosed(lambda: forget(server)) == []


def test_a_closed_client_may_be_closed_again_and_says_so_when_called(server: Any) -> None:
    client = Client(**server.connection)
    client.close()
    client.close()
    with pytest.raises(Exception, match="the client is closed"):
        client.get_users()


THREADS = """
import asyncio, sys, threading
from mailstore_sdk import AsyncClient, Client

settings = dict(port=int(sys.argv[1]), fingerprint=sys.argv[2], trust_env=False)
counts = []
with Client(**settings) as client:
    client.get_users()
    client.verify_store(1)
    client.begin_verify_store(1).wait()
    client.raw.VerifyStore(1)
    counts.append(threading.active_count())
    for _ in client.map(client.get_user_info, ["user1"] * 20):
        mapping = threading.active_count()
    counts.append(threading.active_count())
    results = client.map(client.get_user_info, ["user1"] * 20)
    next(results)
    results.close()
    counts.append(threading.active_count())

async def main():
    async with AsyncClient(**settings) as client:
        await client.get_users()
        await client.verify_store(1)
        async for _ in client.map(client.get_user_info, ["user1"] * 20):
            pass
        counts.append(threading.active_count())

asyncio.run(main())
print(counts, mapping > 1)
"""


def test_no_thread_is_started_but_by_map_which_ends_them(server: Any) -> None:
    assert run(THREADS, str(server.port), server.fingerprint).strip() == "[1, 1, 1, 1] True"
