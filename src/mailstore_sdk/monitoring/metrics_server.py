"""A small `/metrics` for Prometheus, on this machine only unless told otherwise."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self, cast

from mailstore_sdk.monitoring.prometheus import CONTENT_TYPE, prometheus
from mailstore_sdk.monitoring.services import Facts, Name

PORT = 9846
KEPT = 60.0
SLOWEST = 10.0  # seconds for a request to arrive
CLOSED_WITHIN = 0.1  # seconds between two looks at whether it is to stop
LOGGER = logging.getLogger("mailstore_sdk.monitoring")


class Latest:
    """The facts of the last look, so that however often they are asked for, the server is asked rarely.

    Args:
        look: Looks at the archive; it is given the names of the last look that saw something, as `check` wants them.
        kept: For how many seconds an answer is good.
        clock: A clock that only goes forward, in seconds.
    """

    def __init__(
        self, look: Callable[[list[Name]], Facts], kept: float = KEPT, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._look = look
        self._kept = kept
        self._clock = clock
        self._lock = threading.Lock()
        self._names: list[Name] = []
        self._found: Facts | None = None
        self._at = 0.0

    def facts(self) -> Facts:
        """The facts, looked for again if they are too old; who asks meanwhile waits for the same answer."""
        with self._lock:
            if self._found is None or self._clock() - self._at >= self._kept:
                self._found = self._look(self._names)
                # From its end: a look that takes longer than it is good for would never be used twice.
                self._at = self._clock()
                if self._found.failure is None:
                    self._names = self._found.names
            return self._found


class MetricsServer:
    """Answers `GET /metrics`. It has no TLS and asks for no password: put something before it that does, or stay local.

    Args:
        look: Looks at the archive; see `Latest`.
        host: The address to listen at.
        port: TCP port; 0 takes a free one.
        kept: For how many seconds an answer is good.
        people: Whether labels may name people; see `prometheus`.

    Raises:
        OSError: The port is in use, or the address is not of this machine.
    """

    def __init__(
        self,
        look: Callable[[list[Name]], Facts],
        host: str = "127.0.0.1",
        port: int = PORT,
        *,
        kept: float = KEPT,
        people: bool = False,
    ) -> None:
        latest = Latest(look, kept)
        self._server = _Server(host, port, lambda: prometheus(latest.facts(), people=people).encode())
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        """The TCP port."""
        return int(self._server.server_address[1])

    def serve_forever(self) -> None:
        """Answer until the program is interrupted."""
        self._server.serve_forever()

    def close(self) -> None:
        """Stop answering."""
        if self._thread is not None:
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()

    def __enter__(self) -> Self:
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(CLOSED_WITHIN,), name="mailstore-metrics", daemon=True
        )
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True  # a scrape that hangs does not hold up the end

    def __init__(self, host: str, port: int, page: Callable[[], bytes]) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.page = page
        super().__init__((host, port), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Mostly somebody who did not wait for the answer; http.server would print a traceback."""
        LOGGER.debug("a request of %s was broken off", client_address, exc_info=True)


class _Handler(BaseHTTPRequestHandler):
    timeout = SLOWEST
    server_version = "mailstore-sdk"
    sys_version = ""

    def do_GET(self) -> None:
        if self.path.partition("?")[0] != "/metrics":
            self.send_error(HTTPStatus.NOT_FOUND, explain="There is only /metrics.")
            return
        try:
            content = cast("_Server", self.server).page()
        except Exception:
            LOGGER.exception("/metrics failed")
            self.send_error(HTTPStatus.INTERNAL_SERVER_ERROR)
            return
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", CONTENT_TYPE)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def do_HEAD(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *values: object) -> None:  # noqa: A002  (the name in http.server)
        LOGGER.debug(format, *values)
