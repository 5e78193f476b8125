"""The emulator behind real HTTPS on a loopback port, in a thread of its own."""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
import struct
import tempfile
import threading
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import uvicorn
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest

from mailstore_sdk.emulator.certificates import Certificates
from mailstore_sdk.emulator.clock import ManualClock
from mailstore_sdk.emulator.control import PREFIX, control
from mailstore_sdk.emulator.delivery import ClientGone, Presence, deliver
from mailstore_sdk.emulator.faults import UNANSWERED
from mailstore_sdk.emulator.messages import Hold, Request, Response

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from mailstore_sdk.emulator.emulator import Emulator
    from mailstore_sdk.emulator.fault_registry import Planted

LOOPBACK = "127.0.0.1"
START_TIMEOUT = 10.0
FOLLOW_TIMEOUT = 5.0
KEEP_ALIVE = 120  # seconds that an idle connection stays open, as at HTTP.sys, on which .NET servers stand


class EmulatorServer:
    """Serves an emulated MailStore Server on a loopback port until it is closed.

    Attributes:
        host: Always the loopback address.
        port: The port; a free one if 0 was asked for.
        ca_file: File with the certificate of the authority to trust, in PEM form.
        ca_pem: The same certificate.
        fingerprint: SHA-256 fingerprint of the server's own certificate.
    """

    def __init__(self, emulator: Emulator, port: int = 0) -> None:
        self._certificates = Certificates()
        self.host = LOOPBACK
        self.ca_pem: bytes = self._certificates.ca_pem
        self.fingerprint: str = self._certificates.fingerprint
        self._socket = _bound(port)
        self._socket.listen()
        self.port: int = self._socket.getsockname()[1]
        self._server = _Server(self._config(), self._follow)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, name="mailstore-emulator", daemon=True
        )
        self._folder = tempfile.TemporaryDirectory(prefix="mailstore-emulator-")
        self.ca_file: str = os.fspath(Path(self._folder.name) / "ca.pem")
        Path(self.ca_file).write_bytes(self.ca_pem)
        self._held: dict[str, set[asyncio.Future[None]]] = {}
        self._refusing = False
        self._seen: set[Planted] = set()
        self._following = asyncio.Lock()
        self._running: set[asyncio.Task[None]] = set()
        self._emulator = emulator
        self._attach()

    @property
    def emulator(self) -> Emulator:
        """Whose server it is; may be replaced while it runs: later requests meet the new one."""
        return self._emulator

    @emulator.setter
    def emulator(self, emulator: Emulator) -> None:
        self._detach()
        self._emulator = emulator
        self._attach()
        self.woken(None)  # polls that the old one holds would never hear of it again
        if self._refusing or self._seen or len(emulator.faults):
            self.faults_changed()

    @property
    def url(self) -> str:
        """Where the server is."""
        return f"https://{self.host}:{self.port}"

    @property
    def connection(self) -> dict[str, Any]:
        """Arguments with which a client reaches the server and verifies its certificate."""
        return {"host": self.host, "port": self.port, "ca_file": self.ca_file, "trust_env": False}

    def write_certificates(self, folder: str | os.PathLike[str]) -> None:
        """Write `ca.pem`, `server.pem` and `fingerprint.txt`, for clients in other languages.

        Args:
            folder: Where to; made where it does not exist.
        """
        self._certificates.write(folder)

    def start(self) -> Self:
        """Serve, and return when the server takes connections."""
        self._thread.start()
        end = time.monotonic() + START_TIMEOUT
        while not self._server.started:
            if not self._thread.is_alive() or time.monotonic() > end:
                self.close()
                raise RuntimeError("the emulator did not start")
            time.sleep(0.005)
        if len(self._emulator.faults):
            self.faults_changed()
        return self

    def close(self) -> None:
        """Stop serving; waits until the port is free again."""
        self._detach()
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join()
        self._socket.close()
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.close()

    def woken(self, token: str | None) -> None:
        """Answer the polls that are held for that long-running call; None: for every one."""
        self._soon(lambda: self._wake(token))

    def faults_changed(self) -> None:
        """Take connections as the emulator's faults have it now."""
        if not self._in_its_thread():
            self._at_once(self._follow)
        elif self._server.loop is not None:
            task = self._server.loop.create_task(self._follow())
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    def restarted(self) -> None:
        """Drop all connections."""
        if self._in_its_thread():
            self._drop_all()
        else:
            self._at_once(self._drop)

    def _in_its_thread(self) -> bool:
        return threading.current_thread() is self._thread

    def _drop_all(self) -> None:
        for connection in self._server.connections():
            if connection.client not in self._server.controlling:
                _reset(connection)

    async def _drop(self) -> None:
        self._drop_all()
        await asyncio.sleep(0)  # by now they are closed, and not only about to be

    def _config(self) -> uvicorn.Config:
        self._certificates.context.sni_callback = self._shake_hands  # called without a name, too
        return uvicorn.Config(
            self._application,
            http="h11",
            ws="none",
            interface="asgi3",
            proxy_headers=False,
            ssl_context_factory=lambda *_: self._certificates.context,
            lifespan="off",
            log_config=None,
            log_level="error",
            access_log=False,
            server_header=False,
            timeout_keep_alive=KEEP_ALIVE,
            timeout_graceful_shutdown=1,
        )

    def _attach(self) -> None:
        self._emulator.use_machine_time()
        self._emulator.front_ends.add(self)
        if isinstance(self._emulator.clock, ManualClock):
            self._emulator.clock.watch(self._clock_moved)

    def _detach(self) -> None:
        self._emulator.front_ends.remove(self)
        if isinstance(self._emulator.clock, ManualClock):
            self._emulator.clock.unwatch(self._clock_moved)

    def _clock_moved(self) -> None:
        self.woken(None)

    def _shake_hands(self, connection: ssl.SSLObject, _name: str | None, _context: ssl.SSLContext) -> None:
        if self._emulator.faults.expired_certificate():
            connection.context = self._certificates.expired

    def _soon(self, action: Callable[[], object]) -> None:
        if self._server.loop is not None and not self._server.loop.is_closed():
            self._server.loop.call_soon_threadsafe(action)

    def _at_once(self, action: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Do it in the server's thread, from another one, and return when it is done."""
        if self._server.loop is None or not self._thread.is_alive():
            return
        try:
            asyncio.run_coroutine_threadsafe(action(), self._server.loop).result(FOLLOW_TIMEOUT)
        except TimeoutError:
            raise RuntimeError("the emulator's server does not react: is emulator.lock held meanwhile?") from None

    async def _follow(self) -> None:
        """Listen or do not, and close idle connections that began before a fault of connections was armed."""
        async with self._following:
            faults = self._emulator.faults
            armed = set(faults.connection_faults()) if len(faults) else set()
            if armed - self._seen:
                for connection in self._server.connections():
                    if not connection.transport.is_closing():
                        connection.shutdown()
            self._seen = armed
            refusing = bool(armed) and faults.refusing()
            if refusing and not self._refusing:
                for listener in self._server.servers:
                    listener.close()
                self._socket = _bound(self.port)  # bound and not listening: nobody else gets the port
            elif self._refusing and not refusing:
                await self._server.startup(sockets=[self._socket])
            self._refusing = refusing

    def _wake(self, token: str | None) -> None:
        for known in list(self._held) if token is None else [token]:
            for future in self._held.get(known, ()):
                if not future.done():
                    future.set_result(None)

    async def _application(self, scope: Scope, receive: Receive, send: Send) -> None:
        http = HttpRequest(scope, receive)
        try:
            body = await http.body()
        except ClientDisconnect:
            return
        headers = {name.lower(): value for name, value in http.headers.items()}
        request = Request(method=http.method, path=scope["path"], headers=headers, body=body)
        presence = Presence(receive)
        emulator = self._emulator
        controlled = request.path.startswith(PREFIX)
        if controlled:
            self._server.controlling.add(scope["client"])
        try:
            if controlled:
                response = control(emulator, request)
                await asyncio.gather(*self._running)  # by the time of the answer connections are taken as it says
            else:
                response = await self._answer(emulator, request, presence)
            if not await deliver(response, send, presence, emulator.lock):
                await self._reset(scope["client"], presence)
        except ClientGone:
            pass
        finally:
            self._server.controlling.discard(scope["client"])
            await presence.end()

    async def _answer(self, emulator: Emulator, request: Request, presence: Presence) -> Response:
        exchange = emulator.exchange(request)
        begin = time.monotonic()
        waited: float | None = None
        while True:
            answer = exchange.answer(waited)
            if isinstance(answer, Response):
                return answer
            # No await since the answer was made: whatever news comes now is told when the poll stands among those held.
            news = self._hold(answer)
            try:
                await presence.wait(answer.seconds, news)
            finally:
                self._let_go(answer, news)
            if emulator is not self._emulator:
                return UNANSWERED
            waited = time.monotonic() - begin

    def _hold(self, hold: Hold) -> asyncio.Future[None]:
        news: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._held.setdefault(hold.token, set()).add(news)
        return news

    def _let_go(self, hold: Hold, news: asyncio.Future[None]) -> None:
        others = self._held[hold.token]
        others.discard(news)
        if not others:
            del self._held[hold.token]

    async def _reset(self, client: tuple[str, int], presence: Presence) -> None:
        for connection in self._server.connections():
            if connection.client == client:
                _reset(connection)
        await presence.wait(START_TIMEOUT)


class _Server(uvicorn.Server):
    """uvicorn's server, which looks ten times a second whether it is to go on as before."""

    # What uvicorn.Server has of its own: startup, on_tick, shutdown, server_state, servers.

    def __init__(self, config: uvicorn.Config, follow: Callable[[], Coroutine[Any, Any, None]]) -> None:
        super().__init__(config)
        self._follow = follow
        self.loop: asyncio.AbstractEventLoop | None = None
        self.controlling: set[tuple[str, int]] = set()

    def connections(self) -> list[Any]:
        """The open connections: uvicorn's h11 protocol objects, which its types do not tell from others."""
        return list(self.server_state.connections)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self.loop = asyncio.get_running_loop()
        await super().startup(sockets)

    async def on_tick(self, counter: int) -> bool:
        await self._follow()
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # A client that is still open would hold the end up.
        for connection in self.connections():
            if connection.transport is not None:
                connection.transport.abort()
        await super().shutdown(sockets)


def _bound(port: int) -> socket.socket:
    # Not socket.create_server: asyncio turns Nagle's algorithm off only where the protocol is named, and with it on
    # every answer waits 40 ms for the client's acknowledgement.
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name != "nt":  # there it would share the port with whoever has it
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((LOOPBACK, port))
    except OSError:
        made.close()
        raise
    return made


def _reset(connection: Any) -> None:
    """Reset the connection: what is on its way may be lost, and the client hears of it at once."""
    transport = connection.transport
    made = transport and transport.get_extra_info("socket")
    if not made:  # the client was faster
        return
    # On for 0 seconds: closing it sends a reset, and no orderly end. Windows has shorter numbers there.
    made.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("hh" if os.name == "nt" else "ii", 1, 0))
    transport.abort()
