"""The network below the HTTP engine, for threads: a request goes out in one piece, and no answer outlasts its deadline.

The engine writes a request's head and its body one after the other: two TLS records, two system calls, and a server
that wakes up twice. What is written here waits until the answer is to be read. And the engine knows only how long one
read may take, so that a server which sends a byte now and then would hold a call for ever. The lookup of a name alone
takes as long as the operating system lets it.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any, TypeAlias

from mailstore_sdk.transport.engine import httpcore

SocketOption: TypeAlias = "tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]"
MOMENT = 0.25  # seconds after which a host's next address is tried, as RFC 8305 recommends
SHORTEST = 0.001  # seconds; zero would mean not to wait for the network at all


class Network(httpcore.SyncBackend):
    """Connects one lane.

    Attributes:
        deadline: When what is under way has to be over, by the monotonic clock.
        stream: The last connection.
    """

    deadline: float = 0.0
    stream: Stream | None = None

    def left(self) -> float:
        """Seconds that are left."""
        return max(self.deadline - time.monotonic(), SHORTEST)

    def hang_up(self) -> None:
        """End the connection for whoever reads from it in another thread, to which it is left to close it."""
        if self.stream is not None:
            with suppress(OSError):  # it is closed already
                # Not SSLSocket's own, which takes from the other thread what it is reading with.
                socket.socket.shutdown(self.stream.get_extra_info("socket"), socket.SHUT_RDWR)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect; the deadline takes the place of the timeout."""
        try:
            addresses = numeric(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        for address, share in but_last(addresses, self.left):
            with suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                return Stream(super().connect_tcp(address, port, share, local_address, socket_options), self)
        return Stream(super().connect_tcp(addresses[-1], port, self.left(), local_address, socket_options), self)


class Stream(httpcore.NetworkStream):
    """A connection of `Network`."""

    def __init__(self, stream: httpcore.NetworkStream, network: Network) -> None:
        self._stream = stream
        self._network = network
        network.stream = self
        self._unsent: list[bytes] = []

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Send what is waiting, and wait for what comes, until the deadline."""
        if time.monotonic() > self._network.deadline:  # which a server that never pauses would outlast
            raise httpcore.ReadTimeout
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


def numeric(found: Iterable[tuple[Any, ...]]) -> list[str]:
    """The addresses that `getaddrinfo` has found, with the interface that one of IPv6 may hold for."""
    addresses = [address for *_, address in found]
    return [f"{one[0]}%{one[3]}" if len(one) == 4 and one[3] else str(one[0]) for one in addresses]


def but_last(addresses: Sequence[str], left: Callable[[], float]) -> Iterator[tuple[str, float]]:
    """Which address of a host to try, and for how many seconds; the last try, of the last one, has all that is left.

    One may never answer, as that of IPv6 where its network ends at the router. So each gets a moment, which mostly is
    enough, and then its share of the time.
    """
    if len(addresses) > 1:
        for address in addresses:
            yield address, min(MOMENT, left())
    for later, address in zip(range(len(addresses), 1, -1), addresses, strict=False):
        yield address, left() / later
