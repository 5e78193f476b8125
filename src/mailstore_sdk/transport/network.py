"""The network below the HTTP engine, for threads: a request goes out in one piece, and nothing outlasts its deadline.

The engine writes a request's head and its body one after the other: two TLS records, two system calls, and a server
that wakes up twice. What is written here waits until the answer is to be read. And the engine knows only how long one
read may take, so that a server which sends a byte now and then would hold a call for ever.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, TypeAlias

from mailstore_sdk.transport.engine import httpcore

SocketOption: TypeAlias = "tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]"
SHORTEST = 0.001  # seconds; zero would mean not to wait for the network at all


class Network(httpcore.SyncBackend):
    """Connects one lane.

    Attributes:
        deadline: When what is under way has to be over, by the monotonic clock.
    """

    deadline: float = 0.0

    def left(self) -> float:
        """Seconds that are left."""
        return max(self.deadline - time.monotonic(), SHORTEST)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect; the deadline takes the place of the timeout."""
        return Stream(super().connect_tcp(host, port, self.left(), local_address, socket_options), self)


class Stream(httpcore.NetworkStream):
    """A connection of `Network`."""

    def __init__(self, stream: httpcore.NetworkStream, network: Network) -> None:
        self._stream = stream
        self._network = network
        self._unsent: list[bytes] = []

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Send what is waiting, and wait for what comes, until the deadline."""
        if self._unsent:
            unsent = b"".join(self._unsent)
            self._unsent.clear()
            # A server that has stopped reading may have said why.
            with suppress(httpcore.WriteError):
                self._stream.write(unsent, self._network.left())
        return self._stream.read(max_bytes, self._network.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Keep it until the answer is to be read."""
        self._unsent.append(buffer)

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same connection, encrypted."""
        network = self._network
        return Stream(self._stream.start_tls(ssl_context, server_hostname, network.left()), network)

    def get_extra_info(self, info: str) -> Any:
        """What the engine wants to know of the connection."""
        return self._stream.get_extra_info(info)
