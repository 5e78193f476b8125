"""What lies below the HTTP engine: one record a request, idle connections that ended, names that are addresses."""

from __future__ import annotations

import asyncio
import gc
import json
import socket
import ssl
import time
import warnings
from contextlib import suppress
from typing import Any
from unittest.mock import Mock

import pytest

from mailstore_sdk import AsyncClient, Client
from mailstore_sdk.emulator import Emulator
from mailstore_sdk.errors import ConfigurationError, TlsError
from mailstore_sdk.transport.async_network import AsyncNetwork, AsyncStream
from mailstore_sdk.transport.engine import httpcore
from mailstore_sdk.transport.network import Network, Stream
from tests.transport.scripted import envelope, opened
from tests.transport.servers import LOOPBACK, Identity, Server

pytestmark = pytest.mark.anyio


class Written(httpcore.NetworkStream):
    """Notes what is written, and has one answer."""

    def __init__(self, problem: Exception | None = None) -> None:
        self.writes: list[bytes] = []
        self._problem = problem

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.writes.append(buffer)
        if self._problem is not None:
            raise self._problem

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return b"HTTP/1.1 413 Too Large\r\n\r\n"


def soon() -> Network:
    """A network whose deadline is not near."""
    network = Network()
    network.deadline = time.monotonic() + 60
    return network


def test_what_is_written_goes_out_in_one_piece_when_the_answer_is_read() -> None:
    below = Written()
    stream = Stream(below, soon())
    stream.write(b"head ")
    stream.write(b"body")
    assert below.writes == []
    stream.read(65536)
    stream.read(65536)
    assert below.writes == [b"head body"]


def test_the_answer_of_a_server_that_no_longer_reads_is_read_all_the_same() -> None:
    stream = Stream(Written(httpcore.WriteError("broken pipe")), soon())
    stream.write(b"head body")
    assert stream.read(65536).startswith(b"HTTP/1.1 413")


def test_after_the_deadline_nothing_is_sent_or_read_even_if_it_is_there() -> None:
    """A server that never pauses would else hold a call as long as it likes."""
    below = Written()
    stream = Stream(below, Network())
    stream.write(b"head body")
    with pytest.raises(httpcore.ReadTimeout):
        stream.read(65536)
    assert below.writes == []


ADDRESSES = [
    ([("192.0.2.1", 1)], [("192.0.2.1", 60.0)]),
    ([("2001:db8::1", 1, 0, 0), ("192.0.2.1", 1)],
     [("2001:db8::1", 0.25), ("192.0.2.1", 0.25), ("2001:db8::1", 29.75), ("192.0.2.1", 29.75)]),
    ([("fe80::1", 1, 0, 2), ("192.0.2.1", 1), ("192.0.2.2", 1)],
     [("fe80::1%2", 0.25), ("192.0.2.1", 0.25), ("192.0.2.2", 0.25),
      ("fe80::1%2", 19.75), ("192.0.2.1", 19.75), ("192.0.2.2", 19.75)]),
]  # fmt: skip


@pytest.mark.parametrize(("addresses", "expected"), ADDRESSES)
def test_an_address_that_does_not_answer_leaves_time_for_the_others(
    monkeypatch: pytest.MonkeyPatch, addresses: list[Any], expected: list[Any]
) -> None:
    now = 0.0
    tried: list[tuple[str, float]] = []

    def connect(self: Network, host: str, port: int, timeout: float, *_: Any) -> Any:
        nonlocal now
        tried.append((host, timeout))
        now += timeout
        if len(tried) < len(expected):
            raise httpcore.ConnectTimeout
        return Written()

    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(0, 0, 0, "", address) for address in addresses])
    monkeypatch.setattr("time.monotonic", lambda: now)
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    network = Network()
    network.deadline = 60.0
    network.connect_tcp("archive.example", 1)
    assert tried == expected


@pytest.mark.parametrize(("addresses", "expected"), ADDRESSES)
async def test_so_it_does_in_an_event_loop(
    monkeypatch: pytest.MonkeyPatch, addresses: list[Any], expected: list[Any]
) -> None:
    tried: list[str] = []

    async def found(*_: Any, **__: Any) -> list[Any]:
        return [(0, 0, 0, "", address) for address in addresses]

    async def connect(_: Any, host: str, port: int) -> Any:
        tried.append(host)
        if len(tried) < len(expected):
            raise TimeoutError
        return Mock(), "connected"

    loop = asyncio.get_running_loop()
    monkeypatch.setattr(loop, "getaddrinfo", found)
    monkeypatch.setattr(loop, "create_connection", connect)
    connected: object = await AsyncNetwork().connect_tcp("archive.example", 1)
    assert connected == "connected"
    assert tried == [address for address, _ in expected]


async def test_who_is_cancelled_while_it_connects_leaves_no_socket() -> None:
    with socket.create_server((LOOPBACK, 0)) as listener:
        port = listener.getsockname()[1]
        for turns in range(8):
            task = asyncio.ensure_future(AsyncNetwork().connect_tcp(LOOPBACK, port))
            for _ in range(turns):
                await asyncio.sleep(0.001 if turns > 4 else 0)
            task.cancel()
            with suppress(asyncio.CancelledError):
                await (await task).aclose()
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            gc.collect()
    assert [str(warning.message) for warning in caught] == []


async def test_what_came_before_the_handshake_is_not_read_as_if_it_were_encrypted() -> None:
    """Anybody between client and server, or proxy, could put an answer there, and keep out of what is encrypted."""
    transport = Mock()
    stream = AsyncStream(AsyncNetwork())
    stream.connection_made(transport)
    stream.data_received(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    with pytest.raises(httpcore.ConnectError, match="before the TLS handshake"):
        await stream.start_tls(ssl.create_default_context())
    transport.abort.assert_called_once_with()


async def test_a_connection_that_is_lost_and_not_yet_said_to_be_is_not_at_rest() -> None:
    """Between what is encrypted and what lies below it, the event loop has a turn in which others may run."""
    transport = Mock()
    transport.get_extra_info.return_value = None
    stream = AsyncStream(AsyncNetwork())
    stream.connection_made(transport)
    assert stream.get_extra_info("is_readable")


async def test_a_request_is_one_record(kind: str, identity: Identity) -> None:
    """One read gives one record of TLS, and so just what one write took."""
    reads: list[bytes] = []

    def behave(server: Server, connection: socket.socket) -> None:
        reads.append(connection.recv(65536))
        content = json.dumps(envelope(result=[])).encode()
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(content), content))

    async with Server(behave, identity) as server, opened(kind, **server.connection()) as call:
        await call("invoke", "GetUsers", {"a": "b"})
    assert reads[0].startswith(b"POST /api/invoke/GetUsers HTTP/1.1\r\n")
    assert reads[0].endswith(b"\r\n\r\na=b")


@pytest.mark.parametrize("host", ["300.1.1.1", "1.2.3", "fe80::1%eth0::2", "::g", "x" * 64 + ".\u00e4.example"])
@pytest.mark.parametrize("client", [Client, AsyncClient])
def test_a_name_that_can_be_none_is_refused_before_anything_is_sent(client: Any, host: str) -> None:
    with pytest.raises(ConfigurationError, match="is not a host name or address"):
        client(host)


def test_a_name_in_another_alphabet_is_looked_up_as_the_standard_of_2008_writes_it() -> None:
    with Client("stra\u00dfe.example") as client:
        sender: Any = client.transport._sender
        assert sender._origin.host == b"xn--strae-oqa.example"


def test_another_event_loop_will_do() -> None:
    """uvloop's connections resemble asyncio's, and are not of its classes."""
    uvloop = pytest.importorskip("uvloop", reason="uvloop is not made for this system")

    async def work(connection: dict[str, Any]) -> tuple[int, str]:
        async with AsyncClient(**connection) as client:
            names = [user.user_name for user in await client.get_users()] * 5
            infos = [info async for info in client.map(client.get_user_info, names, concurrency=8)]
            assert [info.user_name for info in infos] == names
            return len(infos), (await client.verify_store(1)).status

    async def refused(connection: dict[str, Any]) -> None:
        async with AsyncClient(
            connection["host"], port=connection["port"], fingerprint=":".join(["AB"] * 32)
        ) as client:
            with pytest.raises(TlsError, match="another certificate"):
                await client.get_server_info()

    with Emulator().serve() as server:
        assert uvloop.run(work(server.connection)) == (15, "succeeded")
        uvloop.run(refused(server.connection))
