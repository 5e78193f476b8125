"""Carry requests to the emulator by a function call: no socket, no certificate, no waiting."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from mailstore_sdk.emulator import messages
from mailstore_sdk.transport import Reply, Request, Settings

if TYPE_CHECKING:
    from mailstore_sdk.emulator import Emulator


class EmulatorSender:
    """A `Sender` whose server is an emulator in this process; where a server would hold, its clock sleeps."""

    def __init__(self, emulator: Emulator, settings: Settings) -> None:
        self._emulator = emulator
        self._authorization = f"Basic {settings.credentials}"

    def send(self, request: Request, timeout: float) -> Reply:
        """Answer the request."""
        incoming = _incoming(request, self._authorization)
        answer = self._emulator.respond(incoming)
        while isinstance(answer, messages.Hold):
            self._emulator.clock.sleep(answer.seconds)
            answer = self._emulator.respond(incoming, held=True)
        return _reply(answer)

    def close(self) -> None:
        """Nothing is open."""


class AsyncEmulatorSender:
    """An `AsyncSender` whose server is an emulator in this process; where a server would hold, its clock sleeps."""

    def __init__(self, emulator: Emulator, settings: Settings) -> None:
        self._emulator = emulator
        self._authorization = f"Basic {settings.credentials}"

    async def send(self, request: Request, timeout: float) -> Reply:
        """Answer the request; other tasks get a turn first, as with a network."""
        await asyncio.sleep(0)
        incoming = _incoming(request, self._authorization)
        answer = self._emulator.respond(incoming)
        while isinstance(answer, messages.Hold):
            await self._emulator.clock.sleep_async(answer.seconds)
            answer = self._emulator.respond(incoming, held=True)
        return _reply(answer)

    async def close(self) -> None:
        """Nothing is open."""


def _incoming(request: Request, authorization: str) -> messages.Request:
    headers = {"authorization": authorization, "content-length": str(len(request.body))}
    return messages.Request(method="POST", path=request.path, headers=headers, body=request.body)


def _reply(answer: messages.Response) -> Reply:
    return Reply(status=answer.status, content_type=answer.headers.get("content-type", ""), content=answer.body)
