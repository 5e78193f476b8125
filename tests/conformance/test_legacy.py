"""The legacy API of servers up to 8.x."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from tests.conformance.conftest import Start
from tests.conformance.facts import fact
from tests.conformance.wire import Talk

TUTORIAL = [
    "Verifying file group #2...",
    "Creating a list of messages to be verified...",
    "234 messages are about to be verified.",
    "Verifying...",
    "  100 messages verified...",
    "  200 messages verified...",
    "  234 messages verified.",
    "Finished. No errors have been found.",
]


def statuses(talk: Talk, number: int = 1) -> list[Any]:
    """All statuses of a verification, asked for until it has ended."""
    url = talk.legacy("VerifyStore", id=number)["statusUrl"]
    seen = [talk.send(url).json]
    while seen[-1]["status"] == "running":
        seen.append(talk.send(url).json)
    return seen


@fact("O1", "documented")
@fact("O3", "documented")
def test_a_status_has_three_keys_and_the_last_one_runs_no_more(start: Start) -> None:
    seen = statuses(start(version="8.1", polls=4))

    assert [status["status"] for status in seen] == ["running"] * 3 + ["succeeded"]
    for status in seen:
        assert set(status) == {"status", "progressPercentage", "messages"}
        assert 0 <= status["progressPercentage"] <= 100
        assert {tuple(sorted(message)) for message in status["messages"]} == {("text", "type")}
        assert {message["type"] for message in status["messages"]} == {"line"}
    assert seen[-1]["progressPercentage"] == 100


@fact("O2", "documented")
def test_every_status_has_all_messages_so_far(start: Start) -> None:
    logs = [status["messages"] for status in statuses(start(version="8.1", polls=4))]

    assert all(later[: len(earlier)] == earlier for earlier, later in pairwise(logs))
    assert len(logs[0]) < len(logs[-1])


@fact("O4", "documented")
def test_a_status_is_never_held(start: Start) -> None:
    talk = start(version="8.1", stuck=True)
    url = talk.legacy("VerifyStore", id=1)["statusUrl"]

    assert [talk.send(url, {"millisecondsTimeout": 60_000}).json["status"] for _ in range(3)] == ["running"] * 3


@fact("O5", "documented")
@pytest.mark.parametrize(("user", "privileges"), [("admin", "admin"), ("johndoe", "login")])
def test_privileges_are_text(start: Start, user: str, privileges: str) -> None:
    talk = start(protocol="both")

    assert talk.legacy("GetUserInfo", userName=user)["privileges"] == privileges
    assert talk.result("GetUserInfo", userName=user)["privileges"] == [privileges]


@fact("O6", "documented")
@pytest.mark.parametrize("number", [1, 2])
def test_a_verification_writes_the_tutorials_lines(start: Start, number: int) -> None:
    last = statuses(start(version="8.1"), number)[-1]

    assert [message["text"] for message in last["messages"]] == TUTORIAL
