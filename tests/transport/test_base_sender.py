"""Which connections are used again, and which are not: those given up, and those on which more came than the answer."""

from __future__ import annotations

import asyncio
import gc
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import pytest

from mailstore_sdk import AsyncClient, Client
from mailstore_sdk.errors import ConfigurationError, TransportError
from tests.transport.clocked import done
from tests.transport.scripted import envelope, opened
from tests.transport.servers import Identity, Server, Tunnel, silent

pytestmark = pytest.mark.anyio


def answer(result: Any) -> bytes:
    content = json.dumps(envelope(result=result)).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(content), content)


@contextmanager
def reached(how: str, server: Server) -> Iterator[dict[str, Any]]:
    """The server's connection, directly or through a proxy."""
    if how == "directly":
        yield server.connection()
        return
    with Tunnel() as proxy:
        yield server.connection(proxy=proxy.url)


@pytest.mark.parametrize("how", ["directly", "through a proxy"])
@pytest.mark.parametrize(
    "more", [answer("of nobody's call"), b'"}', b"\r\n"], ids=["an answer", "a tail", "a line end"]
)
async def test_what_came_beyond_an_answer_is_not_taken_for_that_of_the_next_call(
    kind: str, identity: Identity, how: str, more: bytes
) -> None:
    """Such as from a proxy that counts the bytes of an answer wrongly, or answers twice."""

    def behave(server: Server, connection: socket.socket) -> None:
        while server.take(connection):
            number = server.received.count(b"POST ")
            connection.sendall(answer(number) + more)

    async with Server(behave, identity) as server:
        with reached(how, server) as connection:
            async with opened(kind, **connection) as call:
                assert [await call("invoke", f"DeleteAll{number}") for number in range(3)] == [1, 2, 3]
    assert server.connections == 3


@pytest.mark.parametrize("how", ["directly", "through a proxy"])
async def test_a_connection_that_is_at_rest_is_used_again(kind: str, identity: Identity, how: str) -> None:
    def behave(server: Server, connection: socket.socket) -> None:
        while server.take(connection):
            connection.sendall(answer(1))

    async with Server(behave, identity) as server:
        with reached(how, server) as connection:
            async with opened(kind, **connection) as call:
                for _ in range(3):
                    await call("invoke", "Anything")
    assert server.connections == 1


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("how", ["directly", "through a proxy"])
async def test_a_task_that_is_cancelled_twice_leaves_a_client_that_works(
    identity: Identity, how: str, turns: int
) -> None:
    """The second time strikes while the connection is being closed because of the first."""

    def behave(server: Server, connection: socket.socket) -> None:
        if server.connections == 1:
            silent(server, connection)
        while server.take(connection):
            connection.sendall(answer(1))

    async with Server(behave, identity) as server:
        with reached(how, server) as connection:
            async with AsyncClient(**connection) as client:
                task = asyncio.ensure_future(client.invoke("Anything"))
                while not server.received:
                    await asyncio.sleep(0.001)
                task.cancel()
                for _ in range(turns):
                    await asyncio.sleep(0)
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
                assert await client.invoke("Anything") == 1
    assert server.connections == 2


@pytest.mark.parametrize("client", [Client, AsyncClient])
def test_the_interface_of_this_computer_is_not_told_to_the_server(client: Any) -> None:
    sender: Any = client("fe80::1%eth0").transport.sender
    assert dict(sender._headers)[b"Host"] == b"[fe80::1]:8463"
    assert sender._origin.host == b"fe80::1%eth0"


@dataclass
class Held:
    """Goes on, with the handshake or with its answer, when it is told to; then it waits for the connection's end."""

    identity: Identity
    before: str
    reached: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)
    abandoned: bool = False

    def __call__(self, server: Server, connection: socket.socket) -> None:
        if self.before == "handshake":
            self._hold()
        with self.identity.context.wrap_socket(connection, server_side=True) as secure:
            server.take(secure)
            if self.before == "answer":
                self._hold()
            secure.sendall(answer("late"))
            try:
                secure.recv(65536)
            except TimeoutError:
                self.abandoned = True

    def _hold(self) -> None:
        self.reached.set()
        self.go_on.wait()


async def called(kind: str, client: Any) -> Any:
    return await (asyncio.to_thread(client.invoke, "Anything") if kind == "sync" else client.invoke("Anything"))


async def closed_under_way(kind: str, held: Held) -> Any:
    """What becomes of a call when the client is closed meanwhile."""
    async with Server(held) as server:
        settings = server.connection(fingerprint=held.identity.fingerprint)
        client: Any = Client(**settings) if kind == "sync" else AsyncClient(**settings)
        under_way = asyncio.ensure_future(called(kind, client))
        await asyncio.to_thread(held.reached.wait)
        await done(client.close())
        if held.before == "answer":
            await asyncio.wait([under_way])
        held.go_on.set()
        return await under_way


async def test_a_client_that_is_closed_ends_the_calls_under_way(kind: str, identity: Identity) -> None:
    with pytest.raises(TransportError):
        await closed_under_way(kind, Held(identity, "answer"))


async def test_a_call_that_connects_while_its_client_is_closed_leaves_no_connection(
    kind: str, identity: Identity
) -> None:
    held = Held(identity, "handshake")
    with suppress(TransportError):
        await closed_under_way(kind, held)
    assert not held.abandoned


@pytest.mark.filterwarnings("ignore:unclosed transport:ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_another_event_loop_is_told_to_make_a_client_of_its_own(identity: Identity) -> None:
    """The connections of the first one are kept by a loop that nobody runs: a call over them would wait in vain."""

    def behave(server: Server, connection: socket.socket) -> None:
        while server.take(connection):
            connection.sendall(answer(1))

    with Server(behave, identity) as server:
        client = AsyncClient(**server.connection())
        assert asyncio.run(client.invoke("Anything")) == 1
        with pytest.raises(ConfigurationError, match="another event loop"):
            asyncio.run(client.invoke("Anything"))
        assert server.received.count(b"POST ") == 1
        asyncio.run(client.close())
        gc.collect()
