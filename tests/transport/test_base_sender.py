"""Which connections are used again, and which are not: those given up, and those on which more came than the answer."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from mailstore_sdk import AsyncClient, Client
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
@pytest.mark.parametrize("more", [answer("of nobody's call"), b'"}', b"\r\n"], ids=["an answer", "a tail", "a line end"])
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
