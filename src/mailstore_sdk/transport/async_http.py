"""Carries the requests of an event loop's tasks over HTTPS, with the HTTP engine, on connections that are kept open."""

from __future__ import annotations

import time
from asyncio import AbstractEventLoop, get_running_loop
from asyncio import timeout as at_most
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import cast

from mailstore_sdk.errors import ConfigurationError, TransportError
from mailstore_sdk.transport import engine_errors, tls
from mailstore_sdk.transport.async_network import AsyncNetwork
from mailstore_sdk.transport.base_sender import KEPT, BaseSender, at_rest, read_head
from mailstore_sdk.transport.engine import httpcore
from mailstore_sdk.transport.lanes import AsyncLanes
from mailstore_sdk.transport.packing import Unpacker
from mailstore_sdk.transport.settings import Settings
from mailstore_sdk.transport.wire import AsyncIncoming, Body, Reply, Request


class _AsyncLane:
    """One connection to the server at most: a new one where the last is at its end."""

    def __init__(self, sender: AsyncHttpSender, network: AsyncNetwork) -> None:
        self.network = network
        self._sender = sender
        self._connection: httpcore.AsyncHTTPConnection | httpcore.AsyncConnectionPool | None = None

    async def carry(self, request: httpcore.Request) -> httpcore.Response:
        """Send the request, and give the answer as soon as it begins."""
        if self._connection is not None and not at_rest(self._connection):
            await self.close()
        if self._connection is None:
            self._connection = self._sender.new_connection(self.network)
        return await self._connection.handle_async_request(request)

    async def close(self) -> None:
        """Close the connection, and let go of it: asyncio keeps a quarter of a megabyte for each that is encrypted."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.aclose()


class AsyncHttpSender(BaseSender):
    """Carries requests for the tasks of an event loop."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._lanes = AsyncLanes(lambda: _AsyncLane(self, AsyncNetwork()))
        self._loop: AbstractEventLoop | None = None

    def _begin(self) -> None:
        super()._begin()
        running = get_running_loop()
        if self._loop is None:
            self._loop = running
        if self._loop is not running:
            raise ConfigurationError(
                "the client was used in another event loop, and connections cannot be shared: make one in each"
            )

    async def send(self, request: Request, timeout: float) -> Reply:
        self._begin()
        deadline = time.monotonic() + timeout
        lane: _AsyncLane | None = None
        problem: Exception
        try:
            async with at_most(timeout):
                lane = await self._lanes.take()
                lane.network.deadline = deadline
                response = await lane.carry(self._request(request))
                try:
                    head, packed = read_head(response)
                    body = Body(self._settings.max_response_bytes, packed)
                    async for chunk in response.aiter_stream():
                        if not body.takes(chunk):
                            break
                    return Reply(**head, content=body.content(), cut=body.cut)
                finally:
                    await response.aclose()
        except TimeoutError:
            problem = self._out_of_time(lane, timeout)
        except engine_errors.KINDS as error:
            problem = error
        finally:
            if lane is not None:
                await self._give_back(lane)
        try:
            raise await self._failure(problem, timeout)
        finally:
            del problem  # whoever keeps what is raised keeps this frame, and must not keep the connection with it

    @asynccontextmanager
    async def stream(self, request: Request, timeout: float, silence: float) -> AsyncIterator[AsyncIncoming]:
        self._begin()
        deadline = time.monotonic() + timeout
        lane: _AsyncLane | None = None
        problem: Exception
        try:
            try:
                async with at_most(timeout):
                    lane = await self._lanes.take()
                    lane.network.deadline = deadline
                    response = await lane.carry(self._request(request))
                head, packed = read_head(response)
                unpacker = Unpacker(packed) if packed else None
            except TimeoutError:
                problem = self._out_of_time(lane, timeout)
            except engine_errors.KINDS as error:
                problem = error
            else:
                try:
                    async with aclosing(self._chunks(response, unpacker, silence)) as chunks:
                        yield AsyncIncoming(**head, chunks=chunks)
                    return
                finally:
                    await response.aclose()
        finally:
            if lane is not None:
                await self._give_back(lane)
        try:
            raise await self._failure(problem, timeout)
        finally:
            del problem  # whoever keeps what is raised keeps this frame, and must not keep the connection with it

    async def _chunks(
        self, response: httpcore.Response, unpacker: Unpacker | None, silence: float
    ) -> AsyncGenerator[bytes, None]:
        try:
            async with aclosing(cast(AsyncGenerator[bytes, None], response.aiter_stream())) as pieces:
                while True:
                    async with at_most(silence):
                        chunk = await anext(pieces, None)
                    if chunk is None:
                        break
                    for piece in (chunk,) if unpacker is None else unpacker.pieces(chunk):
                        yield piece
            if unpacker is not None:
                unpacker.finish()
            return
        except (TimeoutError, *engine_errors.KINDS) as error:
            failure = engine_errors.broken(error, self._settings, silence)
        try:
            raise failure
        finally:
            del failure

    def _out_of_time(self, lane: _AsyncLane | None, timeout: float) -> TransportError:
        if lane is None:
            return engine_errors.no_lane(timeout)
        if lane.network.connected:
            return engine_errors.too_slow(timeout)
        return engine_errors.no_connection(self._settings, timeout)

    async def _failure(self, problem: Exception, timeout: float) -> TransportError:
        if not self.proxied and engine_errors.certificate_refused(problem):
            seen = await tls.look_async(self._settings.host.strip("[]"), self._settings.port)
            return engine_errors.refused(problem, self._settings, seen)
        return engine_errors.failure(problem, self._settings, timeout)

    def new_connection(self, network: AsyncNetwork) -> httpcore.AsyncHTTPConnection | httpcore.AsyncConnectionPool:
        """A connection that is not open yet; one through a proxy is a pool to the engine."""
        if self._proxy is None:
            return httpcore.AsyncHTTPConnection(self._origin, self._ssl_context, KEPT, network_backend=network)
        return httpcore.AsyncConnectionPool(
            self._ssl_context, self._proxy, max_connections=1, keepalive_expiry=KEPT, network_backend=network
        )

    async def close(self) -> None:
        """Close the connections; a call under way in another task ends with an error, and closes its own."""
        self._unclosed, self._closed = False, True
        await self._close_free()
        for lane in self._lanes.all:
            lane.network.hang_up()

    async def _give_back(self, lane: _AsyncLane) -> None:
        self._lanes.give_back(lane)
        if self._closed:
            await self._close_free()

    async def _close_free(self) -> None:
        for lane in self._lanes.drained():
            await lane.close()
