"""Long-running calls of the emulator get on by polls or by time, are held, cancelled and finished once."""

from __future__ import annotations

import asyncio
import codecs
import itertools
import json
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from mailstore_sdk import AsyncClient, Client
from mailstore_sdk.emulator import (
    Advance,
    Beat,
    ByPolls,
    ByTime,
    Emulator,
    Hold,
    ManualClock,
    Request,
    Response,
    Script,
    SystemClock,
)
from mailstore_sdk.emulator.handlers import HANDLERS
from mailstore_sdk.transport import ProtocolName
from mailstore_sdk.transport.protocol import Ticket

HOUR = 3_600.0
DAY = 86_400.0


def ask(emulator: Emulator, path: str, *, waited: float | None = None, **fields: object) -> Any:
    """The JSON of the answer, or the Hold."""
    body = urlencode(fields).encode()
    headers = {"authorization": "Basic YWRtaW46YWRtaW4=", "content-length": str(len(body))}
    answer = emulator.exchange(Request(method="POST", path=path, headers=headers, body=body)).answer(waited)
    if isinstance(answer, Hold):
        return answer
    assert isinstance(answer, Response)
    assert answer.status == 200
    return json.loads(answer.content.removeprefix(codecs.BOM_UTF8))


def begin(emulator: Emulator) -> Any:
    return ask(emulator, "/api/invoke/VerifyStore", id=1)


def poll(
    emulator: Emulator, token: str, known: int = 0, milliseconds: object = 0, *, waited: float | None = None
) -> Any:
    fields = {"lastKnownStatusVersion": known, "millisecondsTimeout": milliseconds}
    return ask(emulator, "/api/get-status", waited=waited, token=token, **fields)


@pytest.fixture
def finished(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What CompactStore leaves behind: an entry each time that it is carried out."""
    done: list[str] = []

    def finish() -> Any:
        done.append("once")
        return {"freed": 17}

    script = Script(lines=["Begin.", "End."], beats=[Beat(0, 1), Beat(50, 1)], finish=finish)
    monkeypatch.setitem(HANDLERS, "CompactStore", lambda state, arguments: script)
    return done


@pytest.mark.parametrize("polls", [1, 2, 3, 10])
def test_by_polls_the_call_is_finished_at_the_nth_question(polls: int) -> None:
    emulator = Emulator(tasks=ByPolls(polls))
    first = begin(emulator)

    codes = [poll(emulator, first["token"])["statusCode"] for _ in range(polls)]

    assert first["statusCode"] == "running"
    assert codes == ["running"] * (polls - 1) + ["succeeded"]


def test_by_no_polls_the_call_is_finished_at_once() -> None:
    envelope = begin(Emulator(tasks=ByPolls(0)))

    assert (envelope["statusCode"], envelope["percentProgress"]) == ("succeeded", 100)
    assert envelope["logOutput"].endswith("Finished. No errors have been found.\r\n")


def test_by_time_the_call_gets_on_with_the_clock_alone() -> None:
    clock = ManualClock()
    emulator = Emulator(tasks=ByTime(100), clock=clock)
    token = begin(emulator)["token"]
    seen = []

    for passed in (0, 4, 5, 50, 94, 6):
        clock.advance(passed)
        seen.append(poll(emulator, token)["percentProgress"])
        assert poll(emulator, token)["percentProgress"] == seen[-1]

    assert seen == [0, 0, 5, 55, 100, 100]


@pytest.mark.parametrize("tasks", [ByPolls(1), ByPolls(2), ByPolls(9), ByTime(10), ByTime(DAY)], ids=repr)
def test_version_percent_and_log_only_grow(tasks: Advance) -> None:
    clock = ManualClock()
    emulator = Emulator(tasks=tasks, clock=clock)
    seen = [begin(emulator)]

    while seen[-1]["statusCode"] == "running":
        clock.advance(tasks.seconds / 20 + 0.001 if isinstance(tasks, ByTime) else 0)
        seen.append(poll(emulator, seen[0]["token"], seen[-1]["statusVersion"]))

    versions = [envelope["statusVersion"] for envelope in seen]
    percents = [envelope["percentProgress"] for envelope in seen]
    logs = [envelope["logOutput"] for envelope in seen]
    assert versions[0] == 2
    assert versions == sorted(set(versions))
    assert percents == sorted(percents)
    assert all(later.startswith(earlier or "") for earlier, later in itertools.pairwise(logs) if later)


def test_the_token_is_in_every_envelope_the_final_one_too() -> None:
    emulator = Emulator(tasks=ByPolls(2))
    token = begin(emulator)["token"]

    assert [poll(emulator, token)["token"] for _ in range(3)] == [token] * 3


def test_a_poll_without_news_is_held_until_the_next_change() -> None:
    emulator = Emulator(tasks=ByTime(100))
    first = begin(emulator)

    answer = poll(emulator, first["token"], first["statusVersion"], 60_000)

    assert isinstance(answer, Hold)
    assert answer.seconds == pytest.approx(5, abs=0.01)


def test_a_poll_is_held_no_longer_than_it_asks_for() -> None:
    emulator = Emulator(tasks=ByTime(DAY))
    first = begin(emulator)

    assert poll(emulator, first["token"], first["statusVersion"], 1500) == Hold(1.5, first["token"])


def test_a_poll_that_was_held_is_answered_news_or_not() -> None:
    emulator = Emulator(tasks=ByTime(DAY))
    first = begin(emulator)

    assert poll(emulator, first["token"], first["statusVersion"], 1500, waited=1.5) == first


@pytest.mark.parametrize("wait", [0, "", "-5", "abc", "1e3"])
def test_a_poll_that_does_not_say_how_long_is_answered_at_once(wait: object) -> None:
    emulator = Emulator(tasks=ByTime(DAY))
    first = begin(emulator)

    assert poll(emulator, first["token"], first["statusVersion"], wait) == first


def test_a_poll_that_knows_less_is_answered_at_once() -> None:
    clock = ManualClock()
    emulator = Emulator(tasks=ByTime(100), clock=clock)
    first = begin(emulator)
    clock.advance(5)

    assert poll(emulator, first["token"], first["statusVersion"], 60_000)["percentProgress"] == 5


@pytest.mark.parametrize("tasks", [ByPolls(0), ByTime(0), ByTime(1)], ids=repr)
def test_a_finished_call_is_answered_at_once_whatever_is_known(tasks: Advance) -> None:
    clock = ManualClock()
    emulator = Emulator(tasks=tasks, clock=clock)
    token = begin(emulator)["token"]
    clock.advance(1)

    assert poll(emulator, token, 999_999, 60_000)["statusCode"] == "succeeded"


@pytest.mark.parametrize("tasks", [ByPolls(5), ByTime(100)], ids=repr)
def test_a_cancelled_call_stays_where_it_was(tasks: Advance, finished: list[str]) -> None:
    clock = ManualClock()
    emulator = Emulator(tasks=tasks, clock=clock)
    token = ask(emulator, "/api/invoke/CompactStore", id=1)["token"]
    clock.advance(30)
    running = poll(emulator, token)

    answer = ask(emulator, "/api/cancel-async", token=token)
    clock.advance(500)
    later = [poll(emulator, token, answer["statusVersion"], 60_000) for _ in range(6)]

    assert answer["statusCode"] == "cancelled"
    assert answer["statusVersion"] > running["statusVersion"]
    assert answer["logOutput"] == running["logOutput"]
    assert later == [answer] * 6
    assert finished == []


def test_a_call_that_was_finished_before_cannot_be_cancelled(finished: list[str]) -> None:
    emulator = Emulator(tasks=ByPolls(1))
    token = ask(emulator, "/api/invoke/CompactStore", id=1)["token"]
    poll(emulator, token)

    assert ask(emulator, "/api/cancel-async", token=token)["statusCode"] == "succeeded"


def test_a_call_whose_time_was_over_before_cannot_be_cancelled_although_nobody_had_looked(finished: list[str]) -> None:
    clock = ManualClock()
    emulator = Emulator(tasks=ByTime(10), clock=clock)
    token = ask(emulator, "/api/invoke/CompactStore", id=1)["token"]
    clock.advance(11)

    assert ask(emulator, "/api/cancel-async", token=token)["statusCode"] == "succeeded"
    assert finished == ["once"]


def test_what_a_call_leaves_behind_is_done_once_at_its_end(finished: list[str]) -> None:
    emulator = Emulator(tasks=ByPolls(2))
    token = ask(emulator, "/api/invoke/CompactStore", id=1)["token"]

    results = [(poll(emulator, token)["result"], len(finished)) for _ in range(4)]

    assert results == [(None, 0), ({"freed": 17}, 1), ({"freed": 17}, 1), ({"freed": 17}, 1)]


def test_what_a_call_leaves_behind_is_done_once_on_legacy_too(finished: list[str]) -> None:
    emulator = Emulator(tasks=ByPolls(2))
    url = ask(emulator, "/JSON/Invoke/CompactStore", id=1)["statusUrl"]

    answers = [ask(emulator, url) for _ in range(3)]

    assert [answer.get("result") for answer in answers] == [None, {"freed": 17}, {"freed": 17}]
    assert finished == ["once"]


@pytest.mark.parametrize("tasks", [ByPolls(0), ByPolls(3), ByTime(1)], ids=repr)
def test_a_call_may_go_through_no_points_before_its_end(monkeypatch: pytest.MonkeyPatch, tasks: Advance) -> None:
    monkeypatch.setitem(HANDLERS, "CompactStore", lambda state, arguments: Script(lines=["End."], beats=[]))

    assert [message.text for message in Emulator(tasks=tasks).client().compact_store(1).messages] == ["End."]


def test_two_calls_get_on_by_themselves() -> None:
    emulator = Emulator(tasks=ByPolls(2))
    one, other = begin(emulator)["token"], begin(emulator)["token"]

    poll(emulator, one)
    poll(emulator, one)

    assert poll(emulator, one)["statusCode"] == "succeeded"
    assert poll(emulator, other)["statusCode"] == "running"


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real waiting is an error in this thread; a server of another test may still tick in its own."""
    here = threading.current_thread()

    async def give_way(seconds: float, result: Any = None) -> Any:
        assert seconds == 0 or threading.current_thread() is not here
        return await real(seconds, result)

    def refuse(seconds: float) -> None:
        if threading.current_thread() is here:
            raise AssertionError(f"slept for {seconds} s")
        wait(seconds)

    real: Callable[..., Any] = asyncio.sleep
    wait = time.sleep
    monkeypatch.setattr(time, "sleep", refuse)
    monkeypatch.setattr(asyncio, "sleep", give_way)


@pytest.mark.usefixtures("unhurried")
def test_a_client_in_this_process_moves_the_clock_instead_of_waiting(protocol: str) -> None:
    clock = ManualClock()
    start = clock.now()
    emulator = Emulator(tasks=ByTime(HOUR), clock=clock)

    with emulator.client(protocol=protocol) as client:
        assert client.verify_store(1).status == "succeeded"

    assert HOUR <= clock.now() - start < HOUR + 20


@pytest.mark.usefixtures("unhurried")
def test_a_poll_that_is_held_in_this_process_moves_the_clock_to_the_news() -> None:
    clock = ManualClock()
    client = Emulator(tasks=ByTime(100), clock=clock).client(protocol="modern")
    ticket = Ticket(**json.loads(client.begin_verify_store(1).to_json()))
    start = clock.now()

    answer = client.transport.poll(ticket, 60)

    assert answer.status.progress == 5
    assert clock.now() - start == pytest.approx(5, abs=0.01)


@pytest.mark.anyio
@pytest.mark.usefixtures("unhurried")
async def test_an_asynchronous_client_in_this_process_moves_the_clock_too(protocol: str) -> None:
    clock = ManualClock()
    start = clock.now()
    emulator = Emulator(tasks=ByTime(HOUR), clock=clock)

    async with emulator.async_client(protocol=protocol) as client:
        assert (await client.verify_store(1)).status == "succeeded"

    assert HOUR <= clock.now() - start < HOUR + 20


def test_a_long_poll_over_https_is_answered_when_there_is_news(protocol: ProtocolName) -> None:
    emulator = Emulator(tasks=ByTime(0.05), clock=SystemClock())

    with emulator.serve() as server, Client(**server.connection, protocol=protocol, poll_wait=60) as client:
        operation = client.begin_verify_store(1)
        percents = [status.progress_percentage or 0 for status in operation]

    assert operation.status.status == "succeeded"
    assert percents == sorted(percents)
    assert len(percents) <= 21, "at most one status for each step of percent, and the last"


@pytest.mark.anyio
async def test_a_long_poll_over_https_is_answered_asynchronously_too() -> None:
    emulator = Emulator(tasks=ByTime(0.05), clock=SystemClock())

    with emulator.serve() as server:
        async with AsyncClient(**server.connection, protocol="modern", poll_wait=60) as client:
            status = await client.verify_store(1)

    assert (status.status, status.progress_percentage, len(status.messages)) == ("succeeded", 100, 8)
