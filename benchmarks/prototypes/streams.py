"""Network streams for httpcore that send a request in one piece.

httpcore writes a request's head and its body one after the other: two TLS records, two system calls, and a server that
wakes up twice. What is written here waits until the answer is to be read. The asynchronous stream is asyncio's own
transport, without the layers of anyio; it needs no timeouts, since its user has one around the whole exchange.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Iterable
from typing import Any

import httpcore

SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


class Joined(httpcore.NetworkStream):
    """A stream that joins what is written until something is read."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream
        self._waiting: list[bytes] = []

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._waiting:
            written = b"".join(self._waiting)
            self._waiting.clear()
            self._stream.write(written, timeout)
        return self._stream.read(max_bytes, timeout)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._waiting.append(buffer)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return Joined(self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class JoinedBackend(httpcore.SyncBackend):
    """Connects as httpcore does, and gives joined streams."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        return Joined(super().connect_tcp(host, port, timeout, local_address, socket_options))


class AsyncioStream(httpcore.AsyncNetworkStream, asyncio.Protocol):
    """A connection of asyncio as httpcore wants it, which joins what is written until something is read."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._written: list[bytes] = []
        self._arrived: list[bytes] = []
        self._over: Exception | bool = False
        self._waiter: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._arrived.append(data)
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        self._over = exc or True
        self._wake()

    def eof_received(self) -> None:
        self._over = self._over or True
        self._wake()

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._written and self._transport is not None:
            self._transport.write(b"".join(self._written))
            self._written.clear()
        if not self._arrived and not self._over:
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        if self._arrived:
            data = self._arrived[0] if len(self._arrived) == 1 else b"".join(self._arrived)
            self._arrived.clear()
            return data
        if isinstance(self._over, Exception):
            raise httpcore.ReadError(str(self._over)) from self._over
        return b""

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._written.append(buffer)

    async def aclose(self) -> None:
        if self._transport is not None:
            self._transport.close()
            await asyncio.sleep(0)  # to say goodbye, without waiting for the other side's
            self._transport.abort()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        assert self._transport is not None
        loop = asyncio.get_running_loop()
        try:
            self._transport = await loop.start_tls(
                self._transport, self, ssl_context, server_hostname=server_hostname, ssl_handshake_timeout=timeout
            )
        except (OSError, ConnectionError) as error:
            raise httpcore.ConnectError(str(error)) from error
        return self

    def get_extra_info(self, info: str) -> Any:
        if self._transport is None:
            return None
        if info == "is_readable":  # an idle connection that can be read is at its end
            return bool(self._over or self._arrived)
        return self._transport.get_extra_info(info)

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


class AsyncioBackend(httpcore.AsyncNetworkBackend):
    """Connects with asyncio itself."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(timeout):
                transport, stream = await loop.create_connection(AsyncioStream, host, port)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(str(error)) from error
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return stream
