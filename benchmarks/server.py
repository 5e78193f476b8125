"""A loopback HTTPS server with canned answers, as fast as Python gets, in a process of its own.

It says on one line of JSON how to reach it, counts what it was asked, and ends when its standard input closes.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.canned import answers, envelope, response, users
from benchmarks.held import GET_STATUS, RUN, Tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
PIECE = 256 * 1024


class Counts:
    """What the server was asked so far. A connection counts once its handshake is done."""

    def __init__(self) -> None:
        self.connections = 0
        self.requests = 0

    def answer(self) -> bytes:
        """The counts, which begin anew."""
        body = json.dumps({"connections": self.connections, "requests": self.requests}).encode()
        self.connections = self.requests = 0
        return response(body)


def protocol(canned: dict[bytes, bytes], latency: float) -> Callable[[], asyncio.Protocol]:
    """What makes the handler of a connection."""
    loop = asyncio.get_running_loop()
    counts, tasks = Counts(), Tasks()

    class Connection(asyncio.Protocol):
        transport: asyncio.Transport
        received = b""
        unsent = memoryview(b"")
        paused = False

        def connection_made(self, transport: Any) -> None:
            self.transport = transport
            counts.connections += 1

        def data_received(self, data: bytes) -> None:
            self.received += data
            while True:
                head, found, rest = self.received.partition(b"\r\n\r\n")
                if not found:
                    return
                length = 0
                for line in head.split(b"\r\n")[1:]:
                    if line[:15].lower() == b"content-length:":
                        length = int(line[15:])
                if len(rest) < length:
                    return
                self.received = rest[length:]
                self.reply(head.split(b" ", 2)[1], rest[:length])

        def reply(self, path: bytes, body: bytes) -> None:
            if path == b"/counts":
                counts.connections -= 1  # that of who asks
                self.send(counts.answer())
                return
            counts.requests += 1
            if path == RUN:
                tasks.start(body, self.send)
            elif path == GET_STATUS:
                tasks.poll(body, self.send)
            elif latency:
                loop.call_later(latency, self.send, canned.get(path, NOT_FOUND))
            else:
                self.send(canned.get(path, NOT_FOUND))

        def send(self, answer: bytes) -> None:
            if len(answer) > PIECE:
                self.unsent = memoryview(answer)
                self.go_on()
            elif not self.transport.is_closing():
                self.transport.write(answer)

        def go_on(self) -> None:
            while self.unsent and not self.paused and not self.transport.is_closing():
                piece, self.unsent = self.unsent[:PIECE], self.unsent[PIECE:]
                self.transport.write(piece)

        def pause_writing(self) -> None:
            self.paused = True

        def resume_writing(self) -> None:
            self.paused = False
            self.go_on()

    return Connection


async def serve(latency: float, canned: dict[bytes, bytes]) -> None:
    """Serve until standard input closes."""
    import trustme

    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    with tempfile.TemporaryDirectory() as folder:
        ca_file = Path(folder) / "ca.pem"
        ca_file.write_bytes(authority.cert_pem.bytes())
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        loop = asyncio.get_running_loop()
        made = protocol(canned, latency)
        server = await loop.create_server(made, sock=listening, ssl=context, backlog=1024)
        print(json.dumps({"port": listening.getsockname()[1], "ca_file": str(ca_file)}), flush=True)
        ended = asyncio.Event()
        threading.Thread(target=lambda: (sys.stdin.read(), loop.call_soon_threadsafe(ended.set)), daemon=True).start()
        await ended.wait()
        server.close()


class Running:
    """The server, as those see it who measure."""

    def __init__(self, port: int, ca_file: str) -> None:
        self.port = port
        self.ca_file = ca_file

    @property
    def url(self) -> str:
        """Where it is."""
        return f"https://127.0.0.1:{self.port}"

    @property
    def settings(self) -> dict[str, Any]:
        """What a client of the SDK needs to reach it."""
        return {"host": "127.0.0.1", "port": self.port, "ca_file": self.ca_file, "trust_env": False}

    def counts(self) -> dict[str, int]:
        """What it was asked since the last time."""
        import http.client

        context = ssl.create_default_context(cafile=self.ca_file)
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, context=context)
        connection.request("POST", "/counts")
        found: dict[str, int] = json.loads(connection.getresponse().read())
        connection.close()
        return found


@contextmanager
def running(latency: float = 0.0, messages: int = 0, users: int | None = None) -> Iterator[Running]:
    """A server in a process of its own, pinned to the last core where that can be done.

    Args:
        latency: Seconds before each canned answer.
        messages: How many GetMessages answers with.
        users: How many GetUsers answers with, if not as many as always.
    """
    command = [sys.executable, "-m", "benchmarks.server", "--latency", str(latency), "--messages", str(messages)]
    command += [] if users is None else ["--users", str(users)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield Running(**json.loads(process.stdout.readline()))
    finally:
        process.stdin.close()
        process.wait(10)
        process.stdout.close()


def main() -> None:
    """Serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each canned answer")
    parser.add_argument("--messages", type=int, default=0, help="how many GetMessages answers with")
    parser.add_argument("--users", type=int, help="how many GetUsers answers with, if not as many as always")
    chosen = parser.parse_args()
    canned = answers(chosen.messages)
    if chosen.users is not None:
        canned[b"/api/invoke/GetUsers"] = response(envelope(users(chosen.users)))
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, cores[-1:])
    try:
        import uvloop
    except ImportError:
        asyncio.run(serve(chosen.latency, canned))
    else:
        uvloop.run(serve(chosen.latency, canned))


if __name__ == "__main__":
    main()
