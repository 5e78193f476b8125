"""The network below the HTTP engine, for asyncio: its own connections, without the layers of anyio.

As in `network`, a request goes out in one piece. Whoever uses it has a timeout around the whole; the deadline here only
shares out the time among the addresses of a host.
"""

from __future__ import annotations

import asyncio
import select
import socket
import ssl
import time
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, cast

from mailstore_sdk.transport.engine import httpcore
from mailstore_sdk.transport.network import SocketOption, but_last, numeric

MOST = 1024 * 1024  # bytes kept that nobody has read yet; from there on the server has to wait


class AsyncNetwork(httpcore.AsyncNetworkBackend):
    """Connects one lane.

    Attributes:
        deadline: When what is under way has to be over, by the monotonic clock.
        connected: Whether there is an encrypted connection.
        stream: The last connection, until it is closed.
    """

    deadline: float = 0.0
    connected: bool = False
    stream: AsyncStream | None = None

    def left(self) -> float:
        """Seconds that are left."""
        return self.deadline - time.monotonic()

    def hang_up(self) -> None:
        """End the connection for the task that reads from it, to which it is left to close it."""
        if self.stream is not None:
            self.stream.abort()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect.

        Not with `happy_eyeballs_delay`: whoever is cancelled then leaves a socket open, and uvloop does not know it.
        """
        self.connected = False
        loop = asyncio.get_running_loop()
        try:
            try:  # an address is looked up at once; a name takes a thread of the event loop
                found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
            except OSError:
                found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            addresses = numeric(found)
            for address, share in but_last(addresses, self.left):
                with suppress(OSError):  # of which TimeoutError is one
                    async with asyncio.timeout(share):
                        return await self._connected(address, port)
            return await self._connected(addresses[-1], port)
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error

    async def _connected(self, address: str, port: int) -> AsyncStream:
        _, stream = await asyncio.get_running_loop().create_connection(lambda: AsyncStream(self), address, port)
        return stream


class AsyncStream(httpcore.AsyncNetworkStream, asyncio.Protocol):
    """A connection of `AsyncNetwork`."""

    _transport: asyncio.Transport

    def __init__(self, network: AsyncNetwork) -> None:
        self._network = network
        network.stream = self
        self._loop = asyncio.get_running_loop()
        self._unsent: list[bytes] = []
        self._unread: list[bytes] = []
        self._size = 0
        self._over = False
        self._problem: Exception | None = None
        self._reader: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by the event loop."""
        self._transport = cast(asyncio.Transport, transport)  # which uvloop's resembles and is not

    def data_received(self, data: bytes) -> None:
        """Called by the event loop."""
        self._unread.append(data)
        self._size += len(data)
        if self._size > MOST:
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> None:
        """Called by the event loop."""
        self._over = True
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by the event loop."""
        self._over, self._problem = True, exc
        self._wake()

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Send what is waiting, and wait for what comes."""
        if self._unsent:
            self._transport.write(b"".join(self._unsent))
            self._unsent.clear()
        if not self._unread and not self._over:
            self._reader = self._loop.create_future()
            try:
                await self._reader
            finally:
                self._reader = None
        if self._unread:
            data = b"".join(self._unread)
            self._unread.clear()
            if self._size > MOST:
                self._transport.resume_reading()
            self._size = 0
            return data
        if self._problem is not None:
            raise httpcore.ReadError(str(self._problem)) from self._problem
        return b""

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Keep it until the answer is to be read."""
        self._unsent.append(buffer)

    async def aclose(self) -> None:
        """Close the connection, without waiting for the server's goodbye."""
        self._network.stream = None
        if self._loop.is_closed():
            return  # with it went all that could close the connection; its end is that nobody refers to it any more
        self._transport.close()
        try:
            await asyncio.sleep(0)
        finally:
            self.abort()

    def abort(self) -> None:
        """End the connection; what is read from it is at its end."""
        if not self._loop.is_closed():
            self._transport.abort()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        """The same connection, encrypted."""
        plain = self._transport
        if self._unread:
            # It would be read as if it had come encrypted: anybody in between could put an answer there.
            plain.abort()
            raise httpcore.ConnectError("there was something before the TLS handshake")
        try:
            encrypted = await self._loop.start_tls(plain, self, ssl_context, server_hostname=server_hostname)
        except OSError as error:
            plain.abort()
            raise httpcore.ConnectError(str(error)) from error
        except BaseException:
            plain.abort()
            raise
        if encrypted is None:  # it was closed meanwhile
            raise httpcore.ConnectError("closed during the TLS handshake")
        self._transport = encrypted
        self._network.connected = True
        return self

    def get_extra_info(self, info: str) -> Any:
        """What the engine wants to know of the connection."""
        if info == "is_readable":  # an idle connection on which something arrives is at its end
            return self._over or bool(self._unread) or _has_news(self._transport.get_extra_info("socket"))
        return self._transport.get_extra_info(info)

    def _wake(self) -> None:
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)


def _has_news(connection: socket.socket | None) -> bool:
    """Whether something has arrived that the event loop has not come to read yet: it may be the connection's end."""
    if connection is None or connection.fileno() < 0:  # it is lost, which the event loop has yet to say
        return True
    if not hasattr(select, "poll"):  # Windows
        return bool(select.select([connection.fileno()], [], [], 0)[0])
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))
