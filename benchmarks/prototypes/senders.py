"""Senders for `Client(sender=…)` that lie lower than the SDK's, to show what each layer costs."""

from __future__ import annotations

import asyncio
import ssl
from base64 import b64encode
from collections.abc import Callable
from typing import TYPE_CHECKING

import httpcore

from benchmarks.prototypes.lanes import AsyncLanes, Lanes
from benchmarks.prototypes.streams import AsyncioBackend, JoinedBackend
from mailstore_sdk.transport.wire import Reply, Request

if TYPE_CHECKING:
    from benchmarks.server import Running

KEPT = 30.0


class _Requests:
    """Requests as httpcore takes them, prepared as far as they are the same for all calls."""

    def __init__(self, server: Running) -> None:
        self.origin = httpcore.Origin(b"https", b"127.0.0.1", server.port)
        self.context = ssl.create_default_context(cafile=server.ca_file)
        self.headers = [
            (b"Host", f"127.0.0.1:{server.port}".encode()),
            (b"Authorization", b"Basic " + b64encode(b"admin:admin")),
            (b"Content-Type", b"application/x-www-form-urlencoded"),
            (b"Accept", b"application/json, text/plain"),
            (b"Accept-Encoding", b"identity"),
            (b"User-Agent", b"mailstore-sdk"),
        ]

    def made(self, request: Request, timeout: float) -> httpcore.Request:
        url = httpcore.URL(scheme=b"https", host=self.origin.host, port=self.origin.port, target=request.path.encode())
        return httpcore.Request(
            b"POST",
            url,
            headers=[*self.headers, (b"Content-Length", b"%d" % len(request.body))],
            content=request.body,
            extensions={"timeout": {"connect": timeout, "read": timeout, "write": timeout}},
        )


def reply(response: httpcore.Response, content: bytes) -> Reply:
    """The parts that the SDK looks at."""
    kind, later = "", None
    for name, value in response.headers:
        name = name.lower()
        if name == b"content-type":
            kind = value.decode("latin-1")
        elif name == b"retry-after":
            later = value.decode("latin-1")
    return Reply(status=response.status, content_type=kind, retry_after=later, content=content)


class CoreSender:
    """One connection of httpcore a lane: no pool, no models of httpx, one write a request."""

    def __init__(self, server: Running, backend: httpcore.NetworkBackend | None = None) -> None:
        self._requests = wanted = _Requests(server)
        chosen = JoinedBackend() if backend is None else backend
        self._lanes: Lanes[list[httpcore.HTTPConnection]] = Lanes(list)
        self._make: Callable[[], httpcore.HTTPConnection] = lambda: httpcore.HTTPConnection(
            wanted.origin, wanted.context, keepalive_expiry=KEPT, network_backend=chosen
        )

    def send(self, request: Request, timeout: float) -> Reply:
        """As `Sender.send`, without its care for errors."""
        lane = self._lanes.take(timeout)
        assert lane is not None
        try:
            if lane and (lane[0].is_closed() or lane[0].has_expired()):
                lane.pop().close()
            if not lane:
                lane.append(self._make())
            response = lane[0].handle_request(self._requests.made(request, timeout))
            try:
                content = b"".join(response.iter_stream())
            finally:
                response.close()
        finally:
            self._lanes.give_back(lane)
        return reply(response, content)

    def close(self) -> None:
        """Close the connections."""
        for lane in self._lanes.all:
            for connection in lane:
                connection.close()


class AsyncCoreSender:
    """As `CoreSender`, in an event loop."""

    def __init__(self, server: Running, backend: httpcore.AsyncNetworkBackend | None = None) -> None:
        self._requests = wanted = _Requests(server)
        chosen = AsyncioBackend() if backend is None else backend
        self._lanes: AsyncLanes[list[httpcore.AsyncHTTPConnection]] = AsyncLanes(list)
        self._make: Callable[[], httpcore.AsyncHTTPConnection] = lambda: httpcore.AsyncHTTPConnection(
            wanted.origin, wanted.context, keepalive_expiry=KEPT, network_backend=chosen
        )

    async def send(self, request: Request, timeout: float) -> Reply:
        """As `AsyncSender.send`, without its care for errors."""
        lane = await self._lanes.take(timeout)
        assert lane is not None
        try:
            if lane and (lane[0].is_closed() or lane[0].has_expired()):
                await lane.pop().aclose()
            if not lane:
                lane.append(self._make())
            async with asyncio.timeout(timeout):
                response = await lane[0].handle_async_request(self._requests.made(request, timeout))
                try:
                    chunks = [chunk async for chunk in response.aiter_stream()]
                finally:
                    await response.aclose()
        finally:
            self._lanes.give_back(lane)
        return reply(response, b"".join(chunks))

    async def close(self) -> None:
        """Close the connections."""
        for lane in self._lanes.all:
            for connection in lane:
                await connection.aclose()
