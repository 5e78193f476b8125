"""An asynchronous long-running call does what the synchronous one does."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from mailstore_sdk import AsyncClient, AsyncOperation, Operation, errors, models
from mailstore_sdk.emulator import ByPolls, ByTime, Emulator
from tests.scripted import AsyncScripted, envelope, running

pytestmark = pytest.mark.anyio


def by_time(protocol: Any) -> Emulator:
    return Emulator(protocol=protocol, tasks=ByTime(100))


async def statuses_of(operation: AsyncOperation[Any]) -> list[models.StatusResult]:
    return [status async for status in operation]


async def test_iteration_gives_what_the_synchronous_one_gives(protocol: Any) -> None:
    one, other = (Emulator(protocol=protocol, tasks=ByPolls(3)) for _ in "ab")
    operation = await one.async_client().begin_verify_store(1)

    statuses = await statuses_of(operation)

    assert statuses == list(other.client().begin_verify_store(1))
    assert statuses[-1] == operation.status == await operation.wait()
    assert operation.done


async def test_iteration_gives_the_final_status_of_a_call_that_was_finished_at_once(protocol: Any) -> None:
    operation = await Emulator(protocol=protocol, tasks=ByPolls(0)).async_client().begin_verify_store(1)

    assert [status.status for status in await statuses_of(operation)] == ["succeeded"]


async def test_iteration_gives_no_status_twice(protocol: Any) -> None:
    statuses = await statuses_of(await by_time(protocol).async_client(poll_wait=1.0).begin_verify_store(1))

    assert [later for earlier, later in itertools.pairwise(statuses) if later == earlier] == []


async def test_awaiting_an_operation_gives_its_result(emulator: Emulator) -> None:
    operation = await emulator.async_client().begin_verify_store(1)

    assert await operation == await operation.result() == operation.status
    assert operation.status.status == "succeeded"


async def test_two_operations_are_waited_for_at_once(emulator: Emulator) -> None:
    client = emulator.async_client()

    first, second = await asyncio.gather(client.verify_store(1), client.compact_store(2))

    assert (first.status, second.status) == ("succeeded", "succeeded")
    assert len(first.messages) == 8
    assert second.messages[-1].text == "Finished."


@pytest.mark.parametrize(
    ("code", "error"), [("failed", errors.OperationFailed), ("cancelled", errors.OperationCancelled)]
)
async def test_a_bad_end_is_raised_by_the_result_alone(code: str, error: type[errors.OperationError]) -> None:
    sender = AsyncScripted(running(), envelope(statusCode=code, error={"message": "disk full"}))
    operation = await AsyncClient(sender=sender, protocol="modern").begin_verify_store(1)

    assert [status.status for status in await statuses_of(operation)] == [code]
    assert (await operation.wait()).status == code
    with pytest.raises(error) as caught:
        await operation
    assert caught.value.status == operation.status


async def test_refresh_asks_once(emulator: Emulator) -> None:
    operation = await emulator.async_client().begin_verify_store(1)

    assert [(await operation.refresh()).status, operation.done] == ["running", False]
    assert [(await operation.refresh()).status, operation.done] == ["succeeded", True]
    emulator.world.tasks.clear()
    assert (await operation.refresh()).status == "succeeded"


async def test_a_cancelled_call_ends_as_cancelled() -> None:
    operation = await by_time("modern").async_client().begin_verify_store(1)

    await operation.cancel()

    assert (await operation.wait()).status == "cancelled"
    await operation.cancel()


async def test_servers_up_to_8_x_cannot_cancel() -> None:
    operation = await Emulator(protocol="legacy").async_client().begin_verify_store(1)

    with pytest.raises(errors.UnsupportedError, match="cannot cancel"):
        await operation.cancel()


@pytest.mark.parametrize("seconds", [0, 10])
async def test_waiting_ends_with_the_time_given_and_may_be_taken_up_again(protocol: Any, seconds: float) -> None:
    emulator = by_time(protocol)
    operation = await emulator.async_client().begin_verify_store(1)
    start = emulator.clock.now()

    with pytest.raises(errors.OperationTimeout) as caught:
        await operation.wait(timeout=seconds)

    assert emulator.clock.now() - start == pytest.approx(seconds, abs=0.01)
    assert caught.value.status == operation.status
    assert (await operation).status == "succeeded"


async def test_wait_timeout_bounds_every_way_of_waiting(protocol: Any) -> None:
    client = by_time(protocol).async_client().options(wait_timeout=10)
    waits: list[Callable[[AsyncOperation[Any]], Awaitable[Any]]] = [
        lambda operation: operation.wait(),
        lambda operation: operation.result(),
        statuses_of,
        lambda _: client.verify_store(1),
        lambda _: client.invoke("VerifyStore", {"id": 1}),
        lambda _: client.raw.VerifyStore(1),
    ]

    for wait in waits:
        operation = await client.begin_verify_store(1)
        with pytest.raises(errors.OperationTimeout):
            await wait(operation)


async def test_on_status_is_told_every_status_once(protocol: Any) -> None:
    seen: list[models.StatusResult] = []
    client = by_time(protocol).async_client(poll_wait=1.0).options(on_status=seen.append)

    final = await client.verify_store(1)

    assert seen[-1] == final
    assert [later for earlier, later in itertools.pairwise(seen) if later == earlier] == []


async def test_a_call_that_the_server_forgot_is_lost(emulator: Emulator) -> None:
    operation = await emulator.async_client().begin_verify_store(1)
    emulator.world.tasks.clear()

    with pytest.raises(errors.OperationLost, match="outcome unknown"):
        await operation


async def test_a_saved_operation_passes_between_both_kinds_of_client(protocol: Any) -> None:
    emulator = Emulator(protocol=protocol, tasks=ByPolls(3))
    saved = (await emulator.async_client().begin_verify_store(1)).to_json()

    synchronous, asynchronous = emulator.client().resume(saved), emulator.async_client().resume(saved)

    assert isinstance(synchronous, Operation)
    assert synchronous.to_json() == asynchronous.to_json() == saved
    assert synchronous.result() == await asynchronous
    assert repr(asynchronous) == "<AsyncOperation VerifyStore: succeeded>"


async def test_a_wait_that_is_cancelled_leaves_the_operation_as_it_was(protocol: Any) -> None:
    operation = await by_time(protocol).async_client().begin_verify_store(1)
    waiting = asyncio.ensure_future(operation.wait())
    await asyncio.sleep(0)

    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting

    assert not operation.done
    assert (await operation.wait()).status == "succeeded"
