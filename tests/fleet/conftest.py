"""Both kinds of fleet behind one interface, so that every test holds both to the same behaviour."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from mailstore_sdk import AsyncClient, AsyncFleet, AsyncSpeClient, Client, Fleet, SpeClient
from mailstore_sdk.emulator import Emulator
from mailstore_sdk.fleet import FleetResult
from mailstore_sdk.models import FleetReport

Results = list[FleetResult[Any]]


class Threads:
    """The synchronous fleet."""

    client: Any = Client
    spe_client: Any = SpeClient
    fleet: Any = Fleet

    def emulated(self, emulator: Emulator, **settings: Any) -> Any:
        return emulator.client(**settings)

    def emulated_spe(self, emulator: Emulator) -> Any:
        return emulator.spe_client()

    def listed(self, results: Any) -> Results:
        return list(results)

    def done(self, report: Any) -> FleetReport[Any]:
        found: FleetReport[Any] = report
        return found

    def call(self, before: Callable[[Any], object], method: str = "get_server_info") -> Callable[..., Any]:
        """A call that does something in this process first."""

        def made(client: Any, *items: Any) -> Any:
            before(items[0] if items else client)
            return getattr(client, method)()

        return made


class Tasks:
    """The asynchronous fleet; each run is in an event loop of its own."""

    client: Any = AsyncClient
    spe_client: Any = AsyncSpeClient
    fleet: Any = AsyncFleet

    def emulated(self, emulator: Emulator, **settings: Any) -> Any:
        return emulator.async_client(**settings)

    def emulated_spe(self, emulator: Emulator) -> Any:
        return emulator.async_spe_client()

    def listed(self, results: Any) -> Results:
        async def all_of_them() -> Results:
            return [result async for result in results]

        return asyncio.run(all_of_them())

    def done(self, report: Any) -> FleetReport[Any]:
        async def awaited() -> FleetReport[Any]:
            found: FleetReport[Any] = await report
            return found

        return asyncio.run(awaited())

    def call(self, before: Callable[[Any], object], method: str = "get_server_info") -> Callable[..., Any]:
        """A call that does something in this process first."""

        async def made(client: Any, *items: Any) -> Any:
            did = before(items[0] if items else client)
            if inspect.isawaitable(did):
                await did
            return await getattr(client, method)()

        return made


Kind = Threads | Tasks


@pytest.fixture(params=[Threads(), Tasks()], ids=["threads", "tasks"])
def kind(request: pytest.FixtureRequest) -> Kind:
    made: Kind = request.param
    return made


def members(kind: Kind, emulators: Mapping[str, Emulator], **settings: Any) -> dict[str, Any]:
    """A client for each of them."""
    return {name: kind.emulated(emulator, **settings) for name, emulator in emulators.items()}


def outcomes(results: Results) -> dict[str, str]:
    """What became of each server: the class of its error, or nothing."""
    return {result.name: "" if result.failure is None else result.failure.type for result in results}
