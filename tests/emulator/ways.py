"""Both clients on both ways to an emulator, for what has to be the same on each of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, Literal

from mailstore_sdk import AsyncClient, Client
from mailstore_sdk.emulator import Emulator
from mailstore_sdk.emulator.server import EmulatorServer

Way = Literal["in process", "https"]
Calling = Callable[..., Awaitable[Any]]
# Short, so that a fault that makes a client wait does not make the test wait.
QUICK: dict[str, Any] = {"protocol": "modern", "timeout": 0.5, "poll_wait": 0.2}


@asynccontextmanager
async def calling(
    emulator: Emulator, way: Way, kind: str, served: EmulatorServer, **settings: Any
) -> AsyncIterator[Calling]:
    """A client of that emulator: what it gives calls a method by its name, and is awaited on both clients."""
    given = {**QUICK, **settings}
    if way == "https":
        served.emulator = emulator
        given = {**served.connection, **given}
    if kind == "sync":
        with Client(**given) if way == "https" else emulator.client(**given) as client:

            async def blocking(method: str, *arguments: Any, **named: Any) -> Any:
                return _called(client, method, arguments, named)

            yield blocking
        return
    async with AsyncClient(**given) if way == "https" else emulator.async_client(**given) as async_client:

        async def awaited(method: str, *arguments: Any, **named: Any) -> Any:
            return await _called(async_client, method, arguments, named)

        yield awaited


def _called(client: Client | AsyncClient, method: str, arguments: Any, named: Any) -> Any:
    options = named.pop("options", {})
    return getattr(client.options(**options), method)(*arguments, **named)
