"""Rows over real connections: whole, broken off, silent, and left early by whoever reads them."""

from __future__ import annotations

import asyncio
import gc
import json
import socket
import threading
from typing import Any

import pytest

from mailstore_sdk import AsyncClient, Client, errors
from mailstore_sdk.emulator import Drip, Emulator, ManualClock, Reset, Seed
from mailstore_sdk.transport import Request
from tests.transport.clocked import done
from tests.transport.pieces import all_until_error, every, some
from tests.transport.scripted import envelope
from tests.transport.servers import PATIENCE, Identity, Server

pytestmark = pytest.mark.anyio
ROWS = [{"id": f"1:{number}", "subject": "x" * 100} for number in range(2_000)]
CONTENT = json.dumps(envelope(result=ROWS)).encode()
ARGUMENTS = {"folder": "jdoe"}
FORM = b"folder=jdoe"


@pytest.fixture(scope="module")
def identity() -> Identity:
    return Identity()


def head(kind: str, length: int = len(CONTENT)) -> bytes:
    how = f"Content-Length: {length}" if kind == "content-length" else "Transfer-Encoding: chunked"
    return f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{how}\r\n\r\n".encode()


def framed(kind: str, content: bytes, size: int = 5_000) -> bytes:
    """The content as it goes over the wire, without the end that chunks have."""
    if kind == "content-length":
        return content
    pieces = [content[begin : begin + size] for begin in range(0, len(content), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)


class Sending:
    """Sends these bytes, then holds the connection until the client is gone, or hangs up."""

    def __init__(self, content: bytes, *, hold: bool = False) -> None:
        self._content = content
        self._hold = hold
        self.gone = threading.Event()

    def __call__(self, server: Server, connection: socket.socket) -> None:
        begin = len(server.received)
        while FORM not in server.received[begin:] and server.take(connection):
            pass
        connection.sendall(self._content)
        try:
            while self._hold and server.take(connection):
                pass
        except ConnectionError:
            pass  # reset: gone as well
        self.gone.set()


def begun(kind: str = "content-length") -> Sending:
    """An answer that begins and does not go on."""
    return Sending(head(kind) + framed(kind, CONTENT[:40_000]), hold=True)


def made(kind: str, server: Server, **settings: Any) -> Any:
    return (Client if kind == "sync" else AsyncClient)(**server.connection(**settings))


@pytest.mark.parametrize("framing", ["content-length", "chunked"])
async def test_a_whole_answer_gives_all_rows(kind: str, framing: str, identity: Identity) -> None:
    end = b"0\r\n\r\n" if framing == "chunked" else b""
    async with Server(Sending(head(framing) + framed(framing, CONTENT) + end), identity) as server:
        client = made(kind, server)
        assert await every(client.stream("GetMessages", ARGUMENTS)) == ROWS
        await done(client.close())


@pytest.mark.parametrize("framing", ["content-length", "chunked"])
@pytest.mark.parametrize("end", [40_000, len(CONTENT) - 5], ids=["in the rows", "after the rows"])
async def test_a_broken_connection_is_told_with_the_rows_that_had_come(
    kind: str, framing: str, end: int, identity: Identity
) -> None:
    async with Server(Sending(head(framing) + framed(framing, CONTENT[:end])), identity) as server:
        client = made(kind, server, retries=2)
        found: list[Any] = []
        with pytest.raises(errors.TransportError, match=r"before the whole answer .*\(after [0-9,]+ rows\)"):
            await all_until_error(client.stream("GetMessages", ARGUMENTS), found)
        assert found == ROWS[: len(found)]
        assert len(found) > 200
        assert server.connections == 1
        await done(client.close())


async def test_a_server_that_falls_silent_is_given_up(kind: str, identity: Identity) -> None:
    """Below the client, so that the answer may take its time to begin, however busy the machine is."""
    request = Request(path="/api/invoke/GetMessages", body=FORM, repeatable=True)
    async with Server(begun(), identity) as server:
        client = made(kind, server)
        opened = client.transport._sender.stream(request, 30.0, 0.2)
        with pytest.raises(errors.RequestTimeout, match=r"the server fell silent for 0\.2 s, before the whole answer"):
            await read_all(kind, opened)
        await done(client.close())


async def read_all(kind: str, opened: Any) -> None:
    """All pieces of an answer."""
    if kind == "sync":
        with opened as incoming:
            await every(incoming.chunks)
    else:
        async with opened as incoming:
            await every(incoming.chunks)


async def test_the_error_shows_nothing_of_what_was_sent(kind: str, identity: Identity) -> None:
    async with Server(Sending(head("chunked") + framed("chunked", CONTENT[:9_000])), identity) as server:
        client = made(kind, server)
        with pytest.raises(errors.TransportError) as caught:
            await every(client.stream("GetMessages", ARGUMENTS))
        assert (caught.value.__cause__, caught.value.__context__) == (None, None)
        await done(client.close())


async def test_who_closes_early_frees_the_connection_at_once(kind: str, identity: Identity) -> None:
    behave = begun()
    async with Server(behave, identity) as server:
        client = made(kind, server)
        assert await some(client.stream("GetMessages", ARGUMENTS), 3) == ROWS[:3]
        assert await asyncio.to_thread(behave.gone.wait, PATIENCE)
        behave.gone.clear()
        assert await some(client.stream("GetMessages", ARGUMENTS), 1) == ROWS[:1]
        assert (server.connections, server.abandoned) == (2, 0)
        await done(client.close())


def test_a_loop_that_is_left_frees_it_as_well(identity: Identity) -> None:
    behave = begun()
    with Server(behave, identity) as server, Client(**server.connection()) as client:
        for row in client.stream("GetMessages", ARGUMENTS):
            assert row == ROWS[0]
            break
        assert behave.gone.wait(PATIENCE)


async def test_an_asynchronous_loop_that_is_left_frees_it_as_well(identity: Identity) -> None:
    behave = begun()
    async with Server(behave, identity) as server, AsyncClient(**server.connection()) as client:
        async for row in client.stream("GetMessages", ARGUMENTS):
            assert row == ROWS[0]
            break
        assert await asyncio.to_thread(behave.gone.wait, PATIENCE)


async def test_a_cancelled_task_frees_it_and_leaves_nothing_behind(identity: Identity) -> None:
    behave = begun()
    async with Server(behave, identity) as server, AsyncClient(**server.connection()) as client:
        before = asyncio.all_tasks()
        found: list[Any] = []
        task = asyncio.ensure_future(all_until_error(client.stream("GetMessages", ARGUMENTS), found))
        while not found:
            await asyncio.sleep(0.001)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await asyncio.to_thread(behave.gone.wait, PATIENCE)
        gc.collect()
        await asyncio.sleep(0)
        assert asyncio.all_tasks() == before


async def test_a_client_may_be_closed_under_rows_that_nobody_reads_any_more(kind: str, identity: Identity) -> None:
    behave = begun()
    async with Server(behave, identity) as server:
        client = made(kind, server)
        rows, unread = (client.stream("GetMessages", ARGUMENTS) for _ in range(2))
        assert next(rows) if kind == "sync" else await anext(rows)
        await done(client.close())
        assert await asyncio.to_thread(behave.gone.wait, PATIENCE)
        with pytest.raises(errors.MailStoreError):
            await every(rows)
        with pytest.raises(errors.ConfigurationError, match="closed"):
            await every(unread)


def folder_of(emulator: Emulator) -> str:
    return list(emulator.state.folders)[1]


def of_messages(number: int, **settings: Any) -> Emulator:
    return Emulator(Seed(users=1, messages_per_user=number, folders_per_user=1), **settings)


async def test_the_emulator_gives_a_large_folder_in_either_way(kind: str) -> None:
    emulator = of_messages(3_000)
    expected = emulator.client().raw.GetMessages(folder_of(emulator))
    inside: Any = emulator.client() if kind == "sync" else emulator.async_client()
    assert await every(inside.raw.stream("GetMessages", {"folder": folder_of(emulator)})) == expected
    with emulator.serve() as server:
        client: Any = (Client if kind == "sync" else AsyncClient)(**server.connection)
        assert await every(client.raw.stream("GetMessages", {"folder": folder_of(emulator)})) == expected
        await done(client.close())
    assert len(expected) == 3_000


@pytest.mark.parametrize("way", ["inside", "https"])
async def test_a_reset_strikes_amid_the_rows(kind: str, way: str) -> None:
    emulator = of_messages(3_000)
    emulator.faults.add("GetMessages", Reset(after_bytes=150_000))
    folder, found = folder_of(emulator), list[Any]()
    if way == "inside":
        inside: Any = emulator.client() if kind == "sync" else emulator.async_client()
        with pytest.raises(errors.TransportError, match=r"broke .*\(after [0-9,]+ rows\)"):
            await all_until_error(inside.stream_messages(folder), found)
    else:
        with emulator.serve() as server:
            client: Any = (Client if kind == "sync" else AsyncClient)(**server.connection)
            with pytest.raises(errors.TransportError, match=r"broke"):
                await all_until_error(client.stream_messages(folder), found)
            await done(client.close())
    assert len(found) < 3_000
    emulator.requests.assert_called("GetMessages", times=1 if found else 3)


async def test_an_answer_in_drops_takes_its_time_in_rows_and_none_of_them_too_long(kind: str) -> None:
    clock = ManualClock()
    emulator = of_messages(1_500, clock=clock)
    emulator.faults.add("GetMessages", Drip(bytes_per_second=1_000))
    client: Any = emulator.client() if kind == "sync" else emulator.async_client()
    began = clock.now()
    assert len(await every(client.stream_messages(folder_of(emulator)))) == 1_500
    assert clock.now() - began > 4 * 30  # far beyond the timeout, which is for a silence
