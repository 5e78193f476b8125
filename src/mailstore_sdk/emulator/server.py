"""The emulator behind real HTTPS on a loopback port, in a thread of its own."""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import trustme
import uvicorn
from starlette.requests import Request as HttpRequest
from starlette.responses import Response as HttpResponse

from mailstore_sdk.emulator import messages
from mailstore_sdk.transport import tls

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from mailstore_sdk.emulator import Emulator

LOOPBACK = "127.0.0.1"
START_TIMEOUT = 10.0
HOLD_STEP = 0.05


class EmulatorServer:
    """Serves an emulated MailStore Server on a loopback port until it is closed.

    Attributes:
        host: Always the loopback address.
        port: The port; a free one if 0 was asked for.
        ca_file: File with the certificate of the authority to trust, in PEM form.
        fingerprint: SHA-256 fingerprint of the server's own certificate.
    """

    def __init__(self, emulator: Emulator, port: int = 0) -> None:
        authority = trustme.CA(organization_name="mailstore-sdk emulator")
        certificate = authority.issue_cert("localhost", LOOPBACK, "::1")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        self.host = LOOPBACK
        self.ca_pem: bytes = authority.cert_pem.bytes()
        self.fingerprint: str = tls.fingerprint(
            ssl.PEM_cert_to_DER_cert(certificate.cert_chain_pems[0].bytes().decode())
        )
        # Not socket.create_server: asyncio turns Nagle's algorithm off only where the protocol is named, and with it on
        # every answer waits 40 ms for the client's acknowledgement.
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind((LOOPBACK, port))
        except OSError:
            self._socket.close()
            raise
        self._socket.listen()
        self.port: int = self._socket.getsockname()[1]
        config = uvicorn.Config(
            _application(emulator),
            ssl_context_factory=lambda *_: context,
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=1,
        )
        self._server = _Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, name="mailstore-emulator", daemon=True
        )
        self._folder = tempfile.TemporaryDirectory(prefix="mailstore-emulator-")
        self.ca_file: str = os.fspath(Path(self._folder.name) / "ca.pem")
        Path(self.ca_file).write_bytes(self.ca_pem)

    @property
    def url(self) -> str:
        """Where the server is."""
        return f"https://{self.host}:{self.port}"

    @property
    def connection(self) -> dict[str, Any]:
        """Arguments with which a client reaches the server and verifies its certificate."""
        return {"host": self.host, "port": self.port, "ca_file": self.ca_file, "trust_env": False}

    def start(self) -> Self:
        """Serve, and return when the server takes connections."""
        self._thread.start()
        end = time.monotonic() + START_TIMEOUT
        while not self._server.started:
            if not self._thread.is_alive() or time.monotonic() > end:
                raise RuntimeError("the emulator did not start")
            time.sleep(0.005)
        return self

    def close(self) -> None:
        """Stop serving; waits until the port is free again."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join()
        self._socket.close()
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.close()


class _Server(uvicorn.Server):
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # A client that is still open would hold the end up.
        for connection in list(self.server_state.connections):
            if connection.transport is not None:
                connection.transport.abort()
        await super().shutdown(sockets)


def _application(emulator: Emulator) -> Any:
    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        request = HttpRequest(scope, receive)
        incoming = messages.Request(
            method=request.method,
            path=request.url.path,
            headers={name.lower(): value for name, value in request.headers.items()},
            body=await request.body(),
        )
        answer = emulator.respond(incoming)
        end = None
        while isinstance(answer, messages.Hold):
            # In short steps, since another connection may bring the news that this one waits for.
            now = time.monotonic()
            end = end or now + answer.seconds
            await asyncio.sleep(min(max(end - now, 0.0), HOLD_STEP))
            answer = emulator.respond(incoming, held=time.monotonic() >= end)
        await HttpResponse(answer.body, answer.status, dict(answer.headers))(scope, receive, send)

    return application
