"""What the drivers do beyond running a flow: find out the protocol once, and let go of what failed."""

from __future__ import annotations

import asyncio
import gc
import threading
import weakref
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from mailstore_sdk import AsyncClient, Client
from mailstore_sdk.errors import MailStoreError
from mailstore_sdk.transport import AsyncSender, Reply, Request, Sender
from tests.transport.clocked import Clock, Player, clocked, done
from tests.transport.pieces import every
from tests.transport.scripted import envelope, json_reply, text_reply
from tests.transport.servers import Identity, Server, answering

pytestmark = pytest.mark.anyio
MANY = 4


class SilentAtFirst(Sender):
    """Answers the question for its generation only when as many ask it as there are callers."""

    def __init__(self) -> None:
        self._all = threading.Barrier(MANY)

    def send(self, request: Request, timeout: float) -> Reply:
        if request.path.endswith("get-metadata"):
            self._all.wait(30)
            return json_reply([])
        return json_reply(envelope(result=1))

    def close(self) -> None:
        """Nothing is open."""


class AsyncSilentAtFirst(AsyncSender):
    """The same for an event loop."""

    def __init__(self) -> None:
        self._asked = 0
        self._all = asyncio.Event()

    async def send(self, request: Request, timeout: float) -> Reply:
        if request.path.endswith("get-metadata"):
            self._asked += 1
            if self._asked == MANY:
                self._all.set()
            async with asyncio.timeout(30):
                await self._all.wait()
            return json_reply([])
        return json_reply(envelope(result=1))

    async def close(self) -> None:
        """Nothing is open."""


def test_threads_do_not_wait_one_after_the_other_for_a_server_that_is_silent() -> None:
    with Client(sender=SilentAtFirst(), timeout=0.01) as client, ThreadPoolExecutor(MANY) as pool:
        assert list(pool.map(client.invoke, ["Anything"] * MANY)) == [1] * MANY


async def test_tasks_do_not_wait_one_after_the_other_for_a_server_that_is_silent() -> None:
    async with AsyncClient(sender=AsyncSilentAtFirst(), timeout=0.01) as client:
        assert await asyncio.gather(*(client.invoke("Anything") for _ in range(MANY))) == [1] * MANY


@pytest.fixture
def no_gc() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


async def called(client: Any) -> None:
    await done(client.get_users())


async def streamed(client: Any) -> None:
    await every(client.stream("GetUsers"))


async def failed(way: Any, client: Any) -> weakref.ref[MailStoreError]:
    try:
        await way(client)
    except MailStoreError as error:
        return weakref.ref(error)
    pytest.fail("it did not fail")


@pytest.mark.parametrize("way", [called, streamed])
@pytest.mark.parametrize("retries", [0, 1])
@pytest.mark.parametrize("end", ["", "\r\nContent-Length: 99\r\n\r\n", "\r\nContent-Length: 2\r\n\r\n{}"])
async def test_an_error_that_nobody_keeps_is_gone_without_the_garbage_collector(
    kind: str, identity: Identity, no_gc: None, way: Any, retries: int, end: str
) -> None:
    """With it go the request, which may hold a secret, and the connection."""
    behave = answering(b"HTTP/1.1 200" + end.encode())
    async with Server(behave, identity) as server:
        settings = server.connection(retries=retries)
        client: Any = Client(**settings) if kind == "sync" else AsyncClient(**settings)
        assert (await failed(way, client))() is None
        await done(client.close())


async def test_a_call_is_made_in_the_protocol_that_was_found_out_for_it(kind: str) -> None:
    """Another thread may come to doubt it meanwhile, as an 8.x answers an unknown function with the same HTTP 404."""
    client = clocked(kind, Player(text_reply(404, "no"), json_reply(["late"])), Clock(), "auto")
    transport = client.transport
    detect = transport.detect

    def doubted(found: Any) -> Any:
        transport._session.protocol = None
        return found

    async def detect_async() -> Any:
        return doubted(await detect())

    transport.detect = detect_async if kind == "async" else lambda: doubted(detect())
    assert await done(client.invoke("Anything")) == ["late"]
