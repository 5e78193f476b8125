"""Carry requests to the emulator by a function call: no socket, no certificate, no waiting."""

from __future__ import annotations

import asyncio
import threading
from base64 import b64encode

from mailstore_sdk.emulator import messages
from mailstore_sdk.emulator.respond import World, respond
from mailstore_sdk.transport import Reply, Request, Settings


class EmulatorSender:
    """A `Sender` whose server is a `World`."""

    def __init__(self, world: World, settings: Settings, lock: threading.Lock) -> None:
        self._world = world
        self._lock = lock
        credentials = b64encode(f"{settings.username}:{settings.password}".encode()).decode("ascii")
        self._authorization = f"Basic {credentials}"

    def send(self, request: Request, timeout: float) -> Reply:
        """Answer the request; where a server would hold it, the emulator's clock moves on instead."""
        incoming = messages.Request(
            method="POST",
            path=request.path,
            headers={"authorization": self._authorization, "content-length": str(len(request.body))},
            body=request.body,
        )
        with self._lock:
            answer = respond(self._world, incoming)
        if isinstance(answer, messages.Hold):
            self._world.clock.sleep(answer.seconds)
            with self._lock:
                answer = respond(self._world, incoming, held=True)
        if isinstance(answer, messages.Hold):
            raise AssertionError("a request that was held is answered")
        return Reply(status=answer.status, content_type=answer.headers.get("content-type", ""), content=answer.body)

    def close(self) -> None:
        """Nothing is open."""


class AsyncEmulatorSender:
    """An `AsyncSender` whose server is a `World`."""

    def __init__(self, sender: EmulatorSender) -> None:
        self._sender = sender

    async def send(self, request: Request, timeout: float) -> Reply:
        """Answer the request; other tasks get a turn first, as with a network."""
        await asyncio.sleep(0)
        return self._sender.send(request, timeout)

    async def close(self) -> None:
        """Nothing is open."""
