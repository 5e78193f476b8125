"""Modern: calls that run long, long polls and cancelling."""

from __future__ import annotations

import re
import threading
import time
from itertools import pairwise
from typing import Any

import pytest

from tests.conformance.conftest import Start
from tests.conformance.facts import fact
from tests.conformance.wire import FINAL, PATIENCE, Talk

HELD = 60_000  # milliseconds; far longer than the clients' patience


def statuses(talk: Talk, function: str = "VerifyStore", **fields: object) -> list[Any]:
    """All envelopes of a call, from the first to the last."""
    seen = [talk.call(function, **(fields or {"id": 1}))]
    while seen[-1]["statusCode"] == "running":
        seen.append(talk.poll(seen[0]["token"], seen[-1]["statusVersion"], HELD))
    return seen


@fact("L1", "documented")
@pytest.mark.parametrize(("polls", "code"), [(0, "succeeded"), (2, "running")])
def test_the_same_call_may_be_answered_at_once_or_with_a_token(start: Start, polls: int, code: str) -> None:
    envelope = start(polls=polls).call("VerifyStore", id=1)

    assert envelope["statusCode"] == code


@fact("L2", "documented")
@fact("L3", "documented")
def test_a_poll_that_knows_less_is_answered_at_once(start: Start) -> None:
    talk = start(stuck=True)
    envelope = talk.call("VerifyStore", id=1)

    assert talk.poll(envelope["token"], envelope["statusVersion"] - 1, HELD)["statusCode"] == "running"


@fact("L4", "documented")
def test_a_poll_without_news_is_held_as_long_as_it_says(start: Start) -> None:
    talk = start(stuck=True)
    envelope = talk.call("VerifyStore", id=1)
    begin = time.monotonic()

    held = talk.poll(envelope["token"], envelope["statusVersion"], 500)

    assert 0.5 <= time.monotonic() - begin < PATIENCE
    assert (held["statusCode"], held["statusVersion"]) == ("running", envelope["statusVersion"])


@fact("L3", "documented")
def test_a_held_poll_is_answered_when_there_is_news(start: Start) -> None:
    talk = start(stuck=True)
    envelope = talk.call("VerifyStore", id=1)
    answers: list[Any] = []

    def hold() -> None:
        answers.append(talk.poll(envelope["token"], envelope["statusVersion"], HELD))

    thread = threading.Thread(target=hold)
    thread.start()
    task = talk.emulator.world.tasks[envelope["token"]]
    while task.polls == 0:  # it came, and is held
        assert thread.is_alive()
        time.sleep(0.005)
    talk.send("/api/cancel-async", {"token": envelope["token"]})
    thread.join()

    assert [answer["statusCode"] for answer in answers] == ["cancelled"]


@fact("L3", "documented")
def test_a_call_that_goes_by_time_is_followed_by_held_polls_alone(start: Start) -> None:
    seen = statuses(start(seconds=0.5))

    assert seen[-1]["statusCode"] == "succeeded"
    assert len(seen) > 2


@fact("L6", "documented")
@fact("L7", "documented")
@pytest.mark.parametrize("edition", ["server", "spe"])
def test_every_status_has_the_token_and_only_the_last_is_final(start: Start, edition: str) -> None:
    scope = {"instanceID": "customer1"} if edition == "spe" else {}

    seen = statuses(start(edition=edition, polls=4), id=1, **scope)

    assert [status["statusCode"] for status in seen] == ["running"] * 4 + ["succeeded"]
    assert len({status["token"] for status in seen}) == 1
    assert seen[0]["token"]


@fact("L6", "documented")
def test_a_final_status_stays_final(start: Start) -> None:
    talk = start()
    last = statuses(talk)[-1]

    assert last["statusCode"] in FINAL
    assert talk.poll(last["token"]) == last


@fact("L8", "documented")
def test_the_last_answer_may_be_empty(start: Start) -> None:
    talk = start(behaviour={"last_answer": "empty"}, polls=1)
    token = talk.call("VerifyStore", id=1)["token"]

    answer = talk.send("/api/get-status", {"token": token, "lastKnownStatusVersion": 2})

    assert (answer.status, answer.body) == (200, b"")


@fact("L9", "open")
def test_the_log_is_whole_every_time_or_only_what_is_new(start: Start) -> None:
    whole = [status["logOutput"] or "" for status in statuses(start(polls=4))]
    news = [status["logOutput"] or "" for status in statuses(start(polls=4, behaviour={"log": "news"}))]

    assert all(later.startswith(earlier) for earlier, later in pairwise(whole))
    assert "".join(news) == whole[-1]
    assert sum(bool(log) for log in news) > 1
    assert whole[-1].endswith("\r\n")


@fact("L10", "documented")
@pytest.mark.parametrize(
    ("switch", "final"), [("at once", "cancelled"), ("late", "cancelled"), ("refused", "succeeded")]
)
def test_cancelling_only_asks_and_polling_tells_the_end(start: Start, switch: str, final: str) -> None:
    talk = start(behaviour={"cancel": switch}, polls=4)
    envelope = talk.call("VerifyStore", id=1)

    answer = talk.send("/api/cancel-async", {"token": envelope["token"]})

    assert answer.status == 200
    assert talk.wait(envelope)["statusCode"] == final


@fact("L11", "documented")
@pytest.mark.parametrize("switch", ["status", "empty"])
def test_cancelling_answers_with_the_status_or_nothing(start: Start, switch: str) -> None:
    talk = start(behaviour={"cancel_answer": switch}, stuck=True)
    token = talk.call("VerifyStore", id=1)["token"]

    answer = talk.send("/api/cancel-async", {"token": token})

    assert answer.status == 200
    if switch == "status":
        assert answer.json["token"] == token
    else:
        assert answer.body == b""


@fact("L12", "open")
def test_a_cancelled_call_ends_as_cancelled_and_does_nothing(start: Start) -> None:
    talk = start(stuck=True)
    envelope = talk.call("CreateStore", name="new", databasePath="C:\\new", requestedState="normal")

    talk.send("/api/cancel-async", {"token": envelope["token"]})

    assert talk.wait(envelope)["statusCode"] == "cancelled"
    assert "new" not in [store["name"] for store in talk.result("GetStores")]


@fact("L12", "open")
def test_a_call_that_has_ended_is_not_cancelled_afterwards(start: Start) -> None:
    talk = start()
    last = statuses(talk)[-1]

    talk.send("/api/cancel-async", {"token": last["token"]})

    assert talk.poll(last["token"]) == last


@fact("L13", "captured")
@pytest.mark.parametrize("version", ["22.3", "25.3"])
def test_a_recent_server_writes_the_captured_lines(start: Start, version: str) -> None:
    talk = start(version=version)
    store = next(iter(talk.emulator.state.stores.values()))
    store.messages = 32_731
    for other in [number for number, each in talk.emulator.state.stores.items() if each is not store]:
        del talk.emulator.state.stores[other]

    lines = talk.log("VerifyStores")

    assert lines[:7] == [
        "Creating a list of archive stores to verify...",
        "1 archive stores will now be verified.",
        "Verifying archive store 1 (DefaultFileGroup)...",
        "Performing database health check...",
        "Creating a list of messages to be verified...",
        "32.731 messages are about to be verified.",
        "[Status] 100 messages verified...",
    ]
    counted = [re.sub(r"[^0-9]", "", line) for line in lines if line.startswith("[Status] ")]
    assert counted == [str(number) for number in range(100, 32_731, 100)]


@fact("L14", "captured")
@pytest.mark.parametrize(("separator", "shown"), [(None, "32.731"), (",", "32,731"), ("", "32731")])
def test_numbers_have_the_servers_own_thousands_separator(start: Start, separator: str | None, shown: str) -> None:
    talk = start(version="25.3", behaviour={} if separator is None else {"thousands_separator": separator})
    next(iter(talk.emulator.state.stores.values())).messages = 32_731

    assert f"{shown} messages are about to be verified." in talk.log("VerifyStores")


@fact("L15", "stated")
@pytest.mark.parametrize("options", [{"polls": 5}, {"seconds": 0.4}], ids=str)
def test_the_status_version_grows_with_every_news(start: Start, options: dict[str, Any]) -> None:
    versions = [status["statusVersion"] for status in statuses(start(**options))]

    assert versions[0] == 2
    assert all(earlier < later for earlier, later in pairwise(versions))
