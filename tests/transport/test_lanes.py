"""Connections lent out one at a time: the warm one first, no more than allowed, and nobody waits for ever."""

from __future__ import annotations

import asyncio
import itertools
import threading

import pytest

from mailstore_sdk.transport.lanes import AsyncLanes, Lanes

pytestmark = pytest.mark.anyio


def test_the_lane_used_last_goes_out_first_and_a_new_one_only_where_none_is_free() -> None:
    lanes = Lanes(itertools.count().__next__)
    first, second = lanes.take(0), lanes.take(0)
    assert (first, second) == (0, 1)
    lanes.give_back(0)
    lanes.give_back(1)
    assert lanes.take(0) == 1
    assert lanes.take(0) == 0


def test_beyond_the_most_there_is_none_until_one_is_given_back() -> None:
    lanes = Lanes(itertools.count().__next__, most=1)
    lane = lanes.take(0)
    assert lane == 0
    assert lanes.take(0) is None
    threading.Timer(0.05, lanes.give_back, [lane]).start()
    assert lanes.take(60) == 0
    lanes.give_back(0)
    assert [*lanes.drained()] == [0]


async def test_tasks_wait_for_a_lane_in_their_order() -> None:
    lanes = AsyncLanes(itertools.count().__next__, most=1)
    assert await lanes.take() == 0
    waiting = [asyncio.create_task(lanes.take()) for _ in range(2)]
    await asyncio.sleep(0)
    assert not any(task.done() for task in waiting)
    lanes.give_back(0)
    assert await waiting[0] == 0
    assert not waiting[1].done()
    lanes.give_back(0)
    assert await waiting[1] == 0
    lanes.give_back(0)
    assert [*lanes.drained()] == [0]


async def test_a_task_that_gives_up_waiting_takes_no_lane_with_it() -> None:
    lanes = AsyncLanes(itertools.count().__next__, most=1)
    assert await lanes.take() == 0
    given_up = asyncio.create_task(lanes.take())
    await asyncio.sleep(0)
    given_up.cancel()
    with pytest.raises(asyncio.CancelledError):
        await given_up
    lanes.give_back(0)
    assert await lanes.take() == 0


def test_those_that_are_drained_are_not_lent_out_again() -> None:
    lanes = Lanes(itertools.count().__next__)
    lanes.give_back(lanes.take(0) or 0)
    assert [*lanes.drained()] == [0]
    assert [*lanes.drained()] == []
    assert lanes.take(0) == 1
