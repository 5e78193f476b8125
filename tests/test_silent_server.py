"""A server that falls silent does not hold up whoever waits for a limited time."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mailstore_sdk import Client, Operation
from mailstore_sdk.errors import OperationTimeout, RequestTimeout
from mailstore_sdk.transport import Options, Reply, Request, Sender, Settings, Transport
from tests.scripted import running


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds


class FallingSilent(Sender):
    """Answers what it has, and then nothing any more."""

    def __init__(self, clock: Clock, *replies: Reply) -> None:
        self._clock = clock
        self._replies = list(replies)
        self.requests: list[Request] = []

    def send(self, request: Request, timeout: float) -> Reply:
        self.requests.append(request)
        if self._replies:
            return self._replies.pop(0)
        self._clock.sleep(timeout)
        raise RequestTimeout("the server did not answer")

    def close(self) -> None:
        """Nothing is open."""


def reply(payload: dict[str, Any]) -> Reply:
    return Reply(status=200, content=json.dumps(payload).encode())


SILENT = {
    "modern": [reply(running()), reply(running(3, percentProgress=7))],
    "legacy": [
        reply({"statusUrl": "/JSON/Status/x", "statusToken": "x"}),
        reply({"status": "running", "progressPercentage": 7, "messages": []}),
    ],
}


def silent(protocol: Any, **options: Any) -> tuple[Clock, Client]:
    clock = Clock()
    sender = FallingSilent(clock, *SILENT[protocol])
    client = Client(protocol=protocol, sender=sender)
    client.transport = Transport(
        Settings(protocol=protocol), Options(**options), sender, lambda: clock.now, clock.sleep
    )
    return clock, client


@pytest.mark.parametrize("wait", [0, 1, 40])
def test_waiting_ends_soon_after_its_time_with_the_last_status(protocol: str, wait: float) -> None:
    clock, client = silent(protocol)
    operation: Operation[Any] = client.begin_verify_store(1)
    operation.refresh()
    begun = clock.now

    with pytest.raises(OperationTimeout) as caught:
        operation.wait(wait)

    assert clock.now - begun <= wait + 2.001
    assert caught.value.status.progress_percentage == 7
    assert not operation.done


def test_the_time_of_the_options_bounds_raw_too(protocol: str) -> None:
    clock, client = silent(protocol, wait_timeout=1)
    with pytest.raises(OperationTimeout) as caught:
        client.raw.VerifyStore(1)

    assert clock.now <= 3.001
    assert caught.value.status["progressPercentage"] == 7


def test_without_a_limit_and_without_patience_it_is_the_exchange_that_times_out(protocol: str) -> None:
    clock, client = silent(protocol, timeout=30, poll_wait=15, outage=0)

    with pytest.raises(RequestTimeout):
        client.verify_store(1)

    assert clock.now <= 46


def test_a_silent_call_is_not_a_finished_one(protocol: str) -> None:
    _, client = silent(protocol)
    operation = client.begin_verify_store(1)
    operation.refresh()
    with pytest.raises(OperationTimeout):
        operation.result(1)
    assert (operation.status.status, operation.status.progress_percentage) == ("running", 7)
