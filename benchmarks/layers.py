"""Microseconds of CPU that a call takes, layer by layer: where the time goes that the SDK cannot save.

From the socket up, each layer makes the same call on one connection to the same server. The SDK's own part (encoding,
the flow, reading, models) is measured alone as well, with a sender that has the answer already.
"""

from __future__ import annotations

import asyncio
from typing import Any

from benchmarks.canned import USER_INFO, envelope
from benchmarks.measure import Candidate, Line, figures, in_turn
from benchmarks.opponents import BODY, HEADERS, PATH, Call, bare_httpx, one_http_client, raw_socket, read, trusting
from benchmarks.server import Running, running
from mailstore_sdk.transport.wire import AsyncSender, Reply, Request, Sender

NAME = "layers"
ANSWER = envelope(USER_INFO)
PAIRS = [(name.encode(), value.encode()) for name, value in HEADERS.items()]


class Ready(Sender):
    """A sender that sends nothing, as it has the answer already."""

    def __init__(self, content: bytes = ANSWER) -> None:
        self._reply = Reply(status=200, content_type="application/json", content=content)

    def send(self, request: Request, timeout: float) -> Reply:
        return self._reply

    def close(self) -> None: ...


class AsyncReady(AsyncSender):
    """The same for an event loop."""

    def __init__(self, content: bytes = ANSWER) -> None:
        self._reply = Reply(status=200, content_type="application/json", content=content)

    async def send(self, request: Request, timeout: float) -> Reply:
        return self._reply

    async def close(self) -> None: ...


def run(rounds: int, *, short: bool = False) -> list[Line]:
    """The time of each layer as a whole; what it adds is the difference to the one below."""
    from mailstore_sdk import AsyncClient, Client

    calls = 40 if short else 200
    with running() as server, Client(**server.settings) as client, asyncio.Runner() as loop:
        ready = Client(sender=Ready(), protocol="modern")
        async_ready = AsyncClient(sender=AsyncReady(), protocol="modern")
        layers: dict[str, Call] = {
            "raw TLS socket": raw_socket(server),
            "http.client": one_http_client(server),
            "httpcore, a connection": httpcore_connection(server),
            "httpcore, a pool": httpcore_pool(server),
            "httpx, the transport": httpx_transport(server),
            "httpx, the client": bare_httpx(server),
            "SDK, dicts": lambda: client.raw.GetUserInfo("jdoe"),
            "SDK, models": lambda: client.get_user_info("jdoe"),
            "no network: json of the answer": lambda: read(ANSWER),
            "no network: SDK, dicts": lambda: ready.raw.GetUserInfo("jdoe"),
            "no network: SDK, models": lambda: ready.get_user_info("jdoe"),
        }

        async def many() -> None:
            for _ in range(calls):
                await async_ready.get_user_info("jdoe")

        candidates: dict[str, tuple[Candidate, int]] = {what: (call, calls) for what, call in layers.items()}
        candidates["no network: SDK, models, async"] = (lambda: loop.run(many()), 1)
        for candidate, _ in candidates.values():
            candidate()
        times = in_turn(candidates, rounds)
    each = {what: 1e6 / (calls if number == 1 else 1) for what, (_, number) in candidates.items()}
    return [figures(NAME, what, [s * each[what] for s in one.cpu], unit=" µs") for what, one in times.items()]


def httpcore_connection(server: Running) -> Call:
    """One connection of httpcore, without its pool."""
    import httpcore

    origin = httpcore.Origin(b"https", b"127.0.0.1", server.port)
    return _by_httpcore(httpcore.HTTPConnection(origin, trusting(server)), server)


def httpcore_pool(server: Running) -> Call:
    """The pool of httpcore."""
    import httpcore

    return _by_httpcore(httpcore.ConnectionPool(trusting(server)), server)


def httpx_transport(server: Running) -> Call:
    """The transport of httpx, below its client, with a request prepared as far as it can be."""
    import httpx

    transport = httpx.HTTPTransport(verify=trusting(server), trust_env=False)
    headers = httpx.Headers(HEADERS)

    def call() -> Any:
        request = httpx.Request("POST", server.url + PATH, headers=headers, content=BODY)
        response = transport.handle_request(request)
        try:
            return read(response.read())
        finally:
            response.close()

    return call


def _by_httpcore(way: Any, server: Running) -> Call:
    import httpcore

    url = httpcore.URL(scheme=b"https", host=b"127.0.0.1", port=server.port, target=PATH.encode())
    headers = [(b"Host", b"127.0.0.1:%d" % server.port), *PAIRS, (b"Content-Length", b"%d" % len(BODY))]

    def call() -> Any:
        response = way.handle_request(httpcore.Request(b"POST", url, headers=headers, content=BODY))
        try:
            content = b"".join(response.iter_stream())
        finally:
            response.close()
        return read(content)

    return call
