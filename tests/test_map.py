"""Many calls at once: bounded, in order, reading no further than needed, the first error in its place."""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections.abc import Iterator
from contextlib import aclosing, closing
from typing import Any

import pytest

from mailstore_sdk import AsyncClient, Client, errors
from mailstore_sdk.emulator import Emulator


@pytest.fixture
def client() -> Client:
    return Emulator().client()


@pytest.fixture
def async_client() -> AsyncClient:
    return Emulator().async_client()


def counted(read: list[int]) -> Iterator[int]:
    """All numbers, noted as they are read."""
    for number in itertools.count():
        read.append(number)
        yield number


def test_results_come_in_the_order_of_the_items(client: Client) -> None:
    names = ["johndoe", "admin", "asmith"] * 4

    assert [info.user_name for info in client.map(client.get_user_info, names)] == names


def test_a_later_item_that_is_ready_first_waits_for_its_turn(client: Client) -> None:
    second_is_ready = threading.Event()

    def call(number: int) -> int:
        if number == 1:
            second_is_ready.set()
        assert second_is_ready.wait(5)
        return number

    assert list(client.map(call, range(4), concurrency=2)) == [0, 1, 2, 3]


@pytest.mark.parametrize("concurrency", [1, 3])
def test_as_many_calls_as_allowed_are_under_way_and_no_more(client: Client, concurrency: int) -> None:
    together = threading.Barrier(concurrency)
    lock = threading.Lock()
    active, most = 0, 0

    def call(number: int) -> int:
        nonlocal active, most
        with lock:
            active += 1
            most = max(most, active)
        together.wait(5)  # breaks unless so many calls run at the same time
        with lock:
            active -= 1
        return number

    assert list(client.map(call, range(6), concurrency=concurrency)) == list(range(6))
    assert most == concurrency


def test_items_are_read_as_needed(client: Client) -> None:
    read: list[int] = []
    results = client.map(str, counted(read), concurrency=3)
    assert read == []

    with closing(results):  # type: ignore[type-var]  # the iterator is a generator, which map does not promise
        assert list(itertools.islice(results, 5)) == ["0", "1", "2", "3", "4"]

    assert len(read) <= 5 + 3


def test_no_items_give_no_results(client: Client) -> None:
    assert list(client.map(client.get_user_info, [])) == []


def test_the_first_error_is_raised_where_its_result_would_have_come(client: Client) -> None:
    begun: list[int] = []

    def call(number: int) -> int:
        begun.append(number)
        if number >= 3:
            raise KeyError(number)
        return number

    results = client.map(call, range(100), concurrency=2)
    got = list(itertools.islice(results, 3))
    with pytest.raises(KeyError) as caught:
        next(results)

    assert (got, caught.value.args) == ([0, 1, 2], (3,))
    assert len(begun) <= 3 + 2
    assert list(results) == []


def test_a_server_error_is_raised_too(client: Client) -> None:
    with pytest.raises(errors.ApiError, match="nobody"):
        list(client.map(client.get_user_info, ["admin", "nobody"]))


@pytest.mark.parametrize("concurrency", [0, -1])
def test_a_bound_that_lets_nothing_through_is_refused_at_once(client: Client, concurrency: int) -> None:
    with pytest.raises(errors.ConfigurationError):
        client.map(str, [1], concurrency=concurrency)
    with pytest.raises(errors.ConfigurationError):
        Emulator().async_client().map(asyncio.sleep, [0], concurrency=concurrency)


@pytest.mark.anyio
async def test_asynchronous_results_come_in_the_order_of_the_items(async_client: AsyncClient) -> None:
    names = ["johndoe", "admin", "asmith"] * 4

    assert [info.user_name async for info in async_client.map(async_client.get_user_info, names)] == names


@pytest.mark.anyio
@pytest.mark.parametrize("concurrency", [1, 3])
async def test_as_many_tasks_as_allowed_are_under_way_and_no_more(async_client: AsyncClient, concurrency: int) -> None:
    active, most = 0, 0

    async def call(number: int) -> int:
        nonlocal active, most
        active += 1
        most = max(most, active)
        for _ in range(7 - number):  # the first take longest
            await asyncio.sleep(0)
        active -= 1
        return number

    assert [result async for result in async_client.map(call, range(6), concurrency=concurrency)] == list(range(6))
    assert most == concurrency


@pytest.mark.anyio
async def test_asynchronous_items_are_read_as_needed(async_client: AsyncClient) -> None:
    read: list[int] = []

    async def call(number: int) -> int:
        return number

    got: list[int] = []
    results: Any = async_client.map(call, counted(read), concurrency=3)
    async with aclosing(results):
        async for result in results:
            got.append(result)
            if len(got) == 5:
                break

    assert got == [0, 1, 2, 3, 4]
    assert len(read) <= 5 + 3


@pytest.mark.anyio
async def test_the_first_asynchronous_error_comes_in_its_place_and_cancels_the_others(
    async_client: AsyncClient,
) -> None:
    begun: set[int] = set()
    cancelled: set[int] = set()

    async def call(number: int) -> int:
        begun.add(number)
        if number > 2:
            try:
                await asyncio.Event().wait()
            finally:
                cancelled.add(number)
        while number == 2 and 4 not in begun:
            await asyncio.sleep(0)
        if number == 2:
            raise KeyError(number)
        return number

    results = aiter(async_client.map(call, range(100), concurrency=3))
    got = [await anext(results), await anext(results)]
    with pytest.raises(KeyError):
        await anext(results)

    assert got == [0, 1]
    assert begun == {0, 1, 2, 3, 4}
    assert cancelled == {3, 4}
