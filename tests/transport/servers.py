"""Small servers that misbehave on purpose, on a loopback port, each ended by the test that started it."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Self

import trustme

from mailstore_sdk.transport import tls

LOOPBACK = "127.0.0.1"
PATIENCE = 2.0  # seconds after which a server gives a silent client up; only a test that fails waits for it


class Identity:
    """A certificate for the loopback address, and that of the authority which vouches for it, in PEM form."""

    def __init__(self) -> None:
        authority = trustme.CA()
        certificate = authority.issue_cert(LOOPBACK)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(self.context)
        self.ca_pem = authority.cert_pem.bytes()
        own = certificate.cert_chain_pems[0].bytes().decode()
        self.fingerprint = tls.fingerprint(ssl.PEM_cert_to_DER_cert(own))


class Server:
    """Takes one connection after the other in a thread, and gives each to `behave`.

    Attributes:
        received: All that clients have sent, TLS taken off.
        connections: How many there were.
        abandoned: How many of them the client neither used nor closed.
    """

    def __init__(self, behave: Callable[[Server, socket.socket], None], identity: Identity | None = None) -> None:
        self._behave = behave
        self._identity = identity
        self._listener = socket.create_server((LOOPBACK, 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, name="test-server", daemon=True)
        self.ending = threading.Event()
        self.received = b""
        self.connections = 0
        self.abandoned = 0

    def connection(self, **settings: Any) -> dict[str, Any]:
        """Arguments with which a client reaches it, trusts it and tries once."""
        trust = {"fingerprint": self._identity.fingerprint} if self._identity else {}
        return {
            "host": LOOPBACK,
            "port": self.port,
            "protocol": "modern",
            "retries": 0,
            "trust_env": False,
            **trust,
            **settings,
        }

    def take(self, connection: socket.socket) -> bool:
        """Read on; whether the client is still there."""
        news = connection.recv(65536)
        self.received += news
        return bool(news)

    def take_request(self, connection: socket.socket) -> None:
        """Read until a whole request has come (of those that have no body)."""
        begin = len(self.received)
        while b"\r\n\r\n" not in self.received[begin:] and self.take(connection):
            pass

    def close(self) -> None:
        """Stop, after the connection at hand is over."""
        self.ending.set()
        socket.create_connection((LOOPBACK, self.port)).close()  # wakes the thread where it waits for the next one
        self._thread.join()
        self._listener.close()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        self._thread.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.to_thread(self.close)  # meanwhile the event loop closes what its clients left behind

    def _serve(self) -> None:
        while True:
            plain, _ = self._listener.accept()
            with plain:
                if self.ending.is_set():
                    return
                self.connections += 1
                plain.settimeout(PATIENCE)
                try:
                    if self._identity is None:
                        self._behave(self, plain)
                    else:
                        with self._identity.context.wrap_socket(plain, server_side=True) as secure:
                            self._behave(self, secure)
                except TimeoutError:
                    self.abandoned += 1
                except OSError:
                    pass  # the client went away, as most of these tests have it


class Tunnel:
    """A proxy that connects anybody with anything on loopback."""

    def __enter__(self) -> Self:
        self._listener = socket.create_server((LOOPBACK, 0))
        self.url = f"http://{LOOPBACK}:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)  # wakes the thread
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        with suppress(OSError):  # the end
            while True:
                near, _ = self._listener.accept()
                threading.Thread(target=self._connect, args=(near,), daemon=True).start()

    def _connect(self, near: socket.socket) -> None:
        asked = b""
        while b"\r\n\r\n" not in asked:
            asked += near.recv(65536)
        host, _, port = asked.split()[1].decode().partition(":")
        with near, socket.create_connection((host, int(port))) as far:
            near.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            back = threading.Thread(target=self._carry, args=(far, near), daemon=True)
            back.start()
            self._carry(near, far)
            back.join()

    @staticmethod
    def _carry(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):  # either side hung up, as the test has it
            while news := source.recv(65536):
                target.sendall(news)
            target.shutdown(socket.SHUT_WR)


def answering(answer: bytes) -> Callable[[Server, socket.socket], None]:
    """Answers every request with these bytes, and hangs up."""

    def behave(server: Server, connection: socket.socket) -> None:
        server.take_request(connection)
        connection.sendall(answer)

    return behave


def speaking_plainly(server: Server, connection: socket.socket) -> None:
    """A web server without TLS, which takes a handshake for a request that it does not understand."""
    server.take(connection)
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


def silent(server: Server, connection: socket.socket) -> None:
    """Listens until the client gives up."""
    while server.take(connection):
        pass


def dribbling(start: bytes) -> Callable[[Server, socket.socket], None]:
    """Never comes to the end of its answer, and is never silent for long either."""

    def behave(server: Server, connection: socket.socket) -> None:
        server.take_request(connection)
        connection.sendall(start)
        for _ in range(200):
            if server.ending.wait(0.005):
                return
            connection.sendall(b"X-A: b\r\n")

    return behave


def page(text: str) -> bytes:
    """An HTML page as a web server sends it."""
    body = text.encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return head.encode() + body
