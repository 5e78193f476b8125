"""A sender whose replies are written down beforehand, short ways to write them, and both clients called alike."""

from __future__ import annotations

import codecs
import copy
import json
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qsl

from mailstore_sdk import AsyncClient, Client
from mailstore_sdk.errors import TransportError
from mailstore_sdk.transport import AsyncSender, Reply, Request, Sender, Transport
from mailstore_sdk.transport.wire import AsyncIncoming

Calling = Callable[..., Awaitable[Any]]
# Around a word that every encoding leaves alone, characters that some encoding writes in another way.
SECRET_WORD = "Kernwort9"
PASSWORD = f"ä!<{SECRET_WORD}>&\"' w\\/7+"
TOKEN = {"statusUrl": "/JSON/Status/t-1", "statusToken": "t-1"}


class ScriptedSender(Sender):
    """Gives the outcomes in their order; a request beyond them is an IndexError, which nothing in the SDK catches."""

    def __init__(self, *outcomes: Reply | TransportError) -> None:
        self._outcomes = deque(outcomes)
        self.requests: list[Request] = []
        self.timeouts: list[float] = []

    def send(self, request: Request, timeout: float) -> Reply:
        self.requests.append(request)
        self.timeouts.append(timeout)
        outcome = self._outcomes.popleft()
        if isinstance(outcome, TransportError):
            raise copy.copy(outcome)  # tests share outcomes, but not each other's tracebacks
        return outcome

    def close(self) -> None:
        """Nothing is open."""


class AsyncScriptedSender(AsyncSender):
    """The same for an event loop."""

    def __init__(self, sender: ScriptedSender) -> None:
        self._sender = sender

    async def send(self, request: Request, timeout: float) -> Reply:
        return self._sender.send(request, timeout)

    @asynccontextmanager
    async def stream(self, request: Request, timeout: float, silence: float) -> AsyncIterator[AsyncIncoming]:
        with self._sender.stream(request, timeout, silence) as incoming:
            yield AsyncIncoming(
                status=incoming.status,
                content_type=incoming.content_type,
                retry_after=incoming.retry_after,
                chunks=_each(incoming.chunks),
            )

    async def close(self) -> None:
        """Nothing is open."""


async def _each(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


def envelope(**given: Any) -> dict[str, Any]:
    """An answer of the modern protocol, its eight keys in the order captured."""
    whole: dict[str, Any] = {
        "error": None,
        "token": None,
        "statusVersion": 2,
        "statusCode": "succeeded",
        "percentProgress": None,
        "statusText": None,
        "result": None,
        "logOutput": None,
    }
    return {**whole, **given}


def running(**given: Any) -> dict[str, Any]:
    """The answer of a long-running call under way."""
    return envelope(**{"statusCode": "running", "token": "t-1", **given})


def json_reply(payload: Any, status: int = 200, *, byte_order_mark: bool = False) -> Reply:
    content = (codecs.BOM_UTF8 if byte_order_mark else b"") + json.dumps(payload).encode()
    return Reply(status=status, content_type="application/json", content=content)


def text_reply(status: int, text: str | bytes, content_type: str = "text/plain; charset=utf-8") -> Reply:
    return Reply(status=status, content_type=content_type, content=text if isinstance(text, bytes) else text.encode())


def form(content: bytes) -> dict[str, str]:
    """The form fields in a request's body."""
    return dict(parse_qsl(content.decode("ascii"), keep_blank_values=True, strict_parsing=bool(content)))


def scripted(*outcomes: Reply | TransportError, **settings: Any) -> Client:
    """A client of a server that gives these outcomes: modern, and without second tries, unless told otherwise.

    It does not sleep between the polls of the legacy protocol.
    """
    sender = ScriptedSender(*outcomes)
    client = Client(**{"protocol": "modern", "retries": 0, **settings}, sender=sender)
    made = client.transport
    client.transport = Transport(made.settings, made.options, sender, sleep=lambda _: None)
    return client


@asynccontextmanager
async def opened(kind: str, **settings: Any) -> AsyncIterator[Calling]:
    """`Client` or `AsyncClient`: what it gives calls a method by its name, and is awaited for both."""
    if kind == "sync":
        with Client(**settings) as client:

            async def blocking(method: str, *arguments: Any, **named: Any) -> Any:
                return getattr(client, method)(*arguments, **named)

            yield blocking
        return
    if "sender" in settings:
        settings["sender"] = AsyncScriptedSender(settings["sender"])
    async with AsyncClient(**settings) as async_client:

        async def awaited(method: str, *arguments: Any, **named: Any) -> Any:
            return await getattr(async_client, method)(*arguments, **named)

        yield awaited
