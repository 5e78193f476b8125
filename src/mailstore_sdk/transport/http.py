"""Carries the requests of threads over HTTPS, with the HTTP engine, on connections that are kept open."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from mailstore_sdk.errors import TransportError
from mailstore_sdk.transport import engine_errors, tls
from mailstore_sdk.transport.base_sender import KEPT, BaseSender, at_rest, read_head
from mailstore_sdk.transport.engine import httpcore
from mailstore_sdk.transport.lanes import Lanes
from mailstore_sdk.transport.network import Network
from mailstore_sdk.transport.packing import Unpacker
from mailstore_sdk.transport.settings import Settings
from mailstore_sdk.transport.wire import Body, Incoming, Reply, Request


class _Lane:
    """One connection to the server at most: a new one where the last is at its end."""

    def __init__(self, sender: HttpSender) -> None:
        self.network = Network()
        self._sender = sender
        self._connection: httpcore.HTTPConnection | httpcore.ConnectionPool | None = None

    def carry(self, request: httpcore.Request) -> httpcore.Response:
        """Send the request, and give the answer as soon as it begins."""
        if self._connection is not None and not at_rest(self._connection):
            self.close()
        if self._connection is None:
            self._connection = self._sender.new_connection(self.network)
        return self._connection.handle_request(request)

    def close(self) -> None:
        """Close the connection, and let go of it."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


class HttpSender(BaseSender):
    """Carries requests for threads."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._lanes = Lanes(lambda: _Lane(self))

    def send(self, request: Request, timeout: float) -> Reply:
        self._begin()
        deadline = time.monotonic() + timeout
        lane = self._lanes.take(timeout)
        if lane is None:
            raise engine_errors.no_lane(timeout)
        lane.network.deadline = deadline
        # Raised outside the handler, so that no exception of the engine's, which knows the password, hangs on to it.
        problem: Exception
        try:
            response = lane.carry(self._request(request))
            try:
                head, packed = read_head(response)
                body = Body(self._settings.max_response_bytes, packed)
                for chunk in response.iter_stream():
                    if not body.takes(chunk):
                        break
                return Reply(**head, content=body.content(), cut=body.cut)
            finally:
                response.close()
        except engine_errors.KINDS as error:
            problem = error
        finally:
            self._give_back(lane)
        try:
            raise self._failure(problem, timeout)
        finally:
            del problem  # whoever keeps what is raised keeps this frame, and must not keep the connection with it

    @contextmanager
    def stream(self, request: Request, timeout: float, silence: float) -> Iterator[Incoming]:
        self._begin()
        deadline = time.monotonic() + timeout
        lane = self._lanes.take(timeout)
        if lane is None:
            raise engine_errors.no_lane(timeout)
        lane.network.deadline = deadline
        problem: Exception
        try:
            try:
                response = lane.carry(self._request(request))
                head, packed = read_head(response)
                unpacker = Unpacker(packed) if packed else None
            except engine_errors.KINDS as error:
                problem = error
            else:
                try:
                    yield Incoming(**head, chunks=self._chunks(lane, response, unpacker, silence))
                    return
                finally:
                    response.close()
        finally:
            self._give_back(lane)
        try:
            raise self._failure(problem, timeout)
        finally:
            del problem  # whoever keeps what is raised keeps this frame, and must not keep the connection with it

    def _chunks(
        self, lane: _Lane, response: httpcore.Response, unpacker: Unpacker | None, silence: float
    ) -> Iterator[bytes]:
        try:
            lane.network.deadline = time.monotonic() + silence
            for chunk in response.iter_stream():
                yield from (chunk,) if unpacker is None else unpacker.pieces(chunk)
                lane.network.deadline = time.monotonic() + silence
            if unpacker is not None:
                unpacker.finish()
            return
        except engine_errors.KINDS as error:
            failure = engine_errors.broken(error, self._settings, silence)
        try:
            raise failure
        finally:
            del failure

    def _failure(self, problem: Exception, timeout: float) -> TransportError:
        if not self.proxied and engine_errors.certificate_refused(problem):
            seen = tls.look(self._settings.host.strip("[]"), self._settings.port)
            return engine_errors.refused(problem, self._settings, seen)
        return engine_errors.failure(problem, self._settings, timeout)

    def new_connection(self, network: Network) -> httpcore.HTTPConnection | httpcore.ConnectionPool:
        """A connection that is not open yet; one through a proxy is a pool to the engine."""
        if self._proxy is None:
            return httpcore.HTTPConnection(self._origin, self._ssl_context, KEPT, network_backend=network)
        return httpcore.ConnectionPool(
            self._ssl_context, self._proxy, max_connections=1, keepalive_expiry=KEPT, network_backend=network
        )

    def close(self) -> None:
        """Close the connections; a call under way in another thread ends with an error, and closes its own."""
        self._unclosed, self._closed = False, True
        self._close_free()
        for lane in self._lanes.all:
            lane.network.hang_up()

    def _give_back(self, lane: _Lane) -> None:
        self._lanes.give_back(lane)
        if self._closed:
            self._close_free()

    def _close_free(self) -> None:
        for lane in self._lanes.drained():
            lane.close()
