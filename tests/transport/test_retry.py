"""When an exchange is tried again, how often, after how long, and that a write is never repeated after it was sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from mailstore_sdk.errors import ApiError, ConnectError, MailStoreError, RequestTimeout, TlsError, TransportError
from mailstore_sdk.transport import AsyncTransport, Options, Reply, Settings, Transport
from mailstore_sdk.transport.modern import GET_STATUS
from mailstore_sdk.transport.protocol import Ticket
from mailstore_sdk.transport.retry import pause
from tests.transport.clocked import Clock, Player
from tests.transport.scripted import AsyncScriptedSender, ScriptedSender, envelope, form, json_reply, text_reply

pytestmark = pytest.mark.anyio
Outcome = Reply | TransportError
OK = json_reply(envelope(result=[]))
NOT_SENT = ConnectError("refused")
SENT = TransportError("broke", request_sent=True)
TICKETS = {
    "modern": Ticket(protocol="modern", function="VerifyStore", token="t-1", url=GET_STATUS),
    "legacy": Ticket(protocol="legacy", function="VerifyStore", token="t-1", url="/JSON/Status/t-1"),
}
STATUS = {"modern": json_reply(envelope()), "legacy": json_reply({"status": "succeeded"})}
READS: list[tuple[str, Mapping[str, object]]] = [("GetUsers", {}), ("GetUserInfo", {"userName": "a"})]
WRITES: list[tuple[str, Mapping[str, object]]] = [
    ("DeleteUser", {"userName": "a"}),
    ("SetUserPassword", {"userName": "a", "password": "b"}),
    ("VerifyStore", {"id": 1}),
    ("BrandNewFunction", {}),
]
NOT_READY: list[Outcome] = [text_reply(status, "wait") for status in (429, 502, 503, 504)]
FINAL: list[Outcome] = [
    TlsError("not trusted"),
    RequestTimeout("too slow"),
    RequestTimeout("no free connection", request_sent=False),
    *(text_reply(status, "no") for status in (301, 400, 401, 403, 404, 408, 411, 500, 501)),
    text_reply(200, "<html>"),
    json_reply(envelope(statusCode="failed")),
]


async def invoke(
    kind: str, sender: ScriptedSender, function: str, arguments: Mapping[str, object], clock: Clock, **options: Any
) -> Any:
    settings = Settings(protocol="modern")
    if kind == "sync":
        return Transport(settings, Options(**options), sender, clock, clock.sleep).invoke(function, arguments)
    asynchronous = AsyncTransport(settings, Options(**options), AsyncScriptedSender(sender), clock, clock.sleep_async)
    return await asynchronous.invoke(function, arguments)


def poll(protocol: str, sender: ScriptedSender, hold: float = 15.0, **options: Any) -> str:
    clock = Clock()
    transport = Transport(Settings(), Options(**options), sender, clock, clock.sleep)
    return transport.poll(TICKETS[protocol], hold).status.status


@pytest.mark.parametrize(("function", "arguments"), READS)
@pytest.mark.parametrize("outcome", [NOT_SENT, SENT, *NOT_READY], ids=repr)
async def test_a_read_is_repeated_where_the_server_was_not_there(
    kind: str, function: str, arguments: Mapping[str, object], outcome: Outcome
) -> None:
    sender = ScriptedSender(outcome, OK)
    assert await invoke(kind, sender, function, arguments, Clock()) == envelope(result=[])
    assert sender.requests == [sender.requests[0]] * 2


@pytest.mark.parametrize(("function", "arguments"), WRITES)
@pytest.mark.parametrize("outcome", [SENT, *NOT_READY], ids=repr)
async def test_a_write_is_never_repeated_after_it_was_sent(
    kind: str, function: str, arguments: Mapping[str, object], outcome: Outcome
) -> None:
    sender = ScriptedSender(outcome, OK)
    with pytest.raises(MailStoreError):
        await invoke(kind, sender, function, arguments, Clock())
    assert len(sender.requests) == 1


@pytest.mark.parametrize(("function", "arguments"), WRITES)
async def test_a_write_that_was_not_sent_is_tried_again(
    kind: str, function: str, arguments: Mapping[str, object]
) -> None:
    sender = ScriptedSender(NOT_SENT, NOT_SENT, OK)
    await invoke(kind, sender, function, arguments, Clock())
    assert len(sender.requests) == 3


async def test_a_write_that_was_sent_at_last_is_not_repeated(kind: str) -> None:
    sender = ScriptedSender(NOT_SENT, SENT, OK)
    with pytest.raises(TransportError, match="broke"):
        await invoke(kind, sender, "DeleteUser", {"userName": "a"}, Clock())
    assert len(sender.requests) == 2


@pytest.mark.parametrize(("function", "arguments"), [READS[0], WRITES[0]])
@pytest.mark.parametrize("outcome", FINAL, ids=repr)
async def test_an_answer_that_says_no_is_final(
    kind: str, function: str, arguments: Mapping[str, object], outcome: Outcome
) -> None:
    sender = ScriptedSender(outcome, OK)
    with pytest.raises(MailStoreError):
        await invoke(kind, sender, function, arguments, Clock())
    assert len(sender.requests) == 1


@pytest.mark.parametrize("outcome", [NOT_SENT, SENT, *NOT_READY], ids=repr)
def test_a_poll_is_repeated_where_the_server_was_not_there(protocol: str, outcome: Outcome) -> None:
    sender = ScriptedSender(outcome, STATUS[protocol])
    assert poll(protocol, sender) == "succeeded"
    assert len(sender.requests) == 2


@pytest.mark.parametrize("outcome", FINAL, ids=repr)
def test_a_poll_that_is_answered_with_no_is_not_repeated(protocol: str, outcome: Outcome) -> None:
    sender = ScriptedSender(outcome, json_reply(envelope()))
    if outcome == json_reply(envelope(statusCode="failed")) and protocol == "modern":
        assert poll(protocol, sender) == "failed"
    else:
        with pytest.raises(MailStoreError):
            poll(protocol, sender)
    assert len(sender.requests) == 1


@pytest.mark.parametrize("outcome", [SENT, NOT_READY[2]], ids=repr)
def test_asking_to_cancel_is_not_repeated_after_it_was_sent(outcome: Outcome) -> None:
    sender = ScriptedSender(outcome, OK)
    with pytest.raises(MailStoreError):
        Transport(Settings(), sender=sender).cancel(TICKETS["modern"])
    assert len(sender.requests) == 1


def test_the_probe_is_repeated_as_a_read() -> None:
    clock = Clock()
    sender = ScriptedSender(SENT, NOT_READY[2], json_reply([]))
    protocol = Transport(Settings(), Options(), sender, clock, clock.sleep).detect()
    assert (protocol.name, len(sender.requests)) == ("modern", 3)


@pytest.mark.parametrize("retries", [0, 1, 2, 5])
@pytest.mark.parametrize("outcome", [SENT, NOT_READY[2]], ids=repr)
async def test_there_are_as_many_tries_as_allowed_and_then_the_last_failure(
    kind: str, retries: int, outcome: Outcome
) -> None:
    sender = ScriptedSender(*[outcome] * (retries + 1))
    clock = Clock()
    with pytest.raises(MailStoreError, match=r"broke|wait"):
        await invoke(kind, sender, "GetUsers", {}, clock, retries=retries)
    assert (len(sender.requests), len(clock.sleeps)) == (retries + 1, retries)


async def test_the_failure_of_the_last_try_is_the_one_that_is_told(kind: str) -> None:
    sender = ScriptedSender(NOT_READY[2], NOT_SENT)
    with pytest.raises(ConnectError) as caught:
        await invoke(kind, sender, "GetUsers", {}, Clock(), retries=1)
    assert caught.value.__cause__ is caught.value.__context__ is None
    assert caught.value.request_sent is True  # by the first try
    with pytest.raises(ApiError, match="wait"):
        await invoke(kind, ScriptedSender(NOT_SENT, NOT_READY[2]), "GetUsers", {}, Clock(), retries=1)


def test_pauses_grow_with_full_jitter_up_to_a_bound() -> None:
    assert [pause(attempt, None, lambda: 1.0) for attempt in range(8)] == [0.25, 0.5, 1, 2, 4, 8, 8, 8]
    assert [pause(attempt, None, lambda: 0.0) for attempt in range(8)] == [0.0] * 8


async def test_patience_for_thousands_of_tries_is_no_error_of_its_own(kind: str) -> None:
    sender = ScriptedSender(*[NOT_SENT] * 1100, OK)
    await invoke(kind, sender, "GetUsers", {}, Clock(), retries=5000, timeout=1_000_000)
    assert len(sender.requests) == 1101


@pytest.mark.parametrize(("asked", "slept"), [("7", 7.0), ("0", 0.0)])
async def test_the_server_says_after_how_long_to_come_back(kind: str, asked: str, slept: float) -> None:
    clock = Clock()
    await invoke(kind, ScriptedSender(Reply(status=503, retry_after=asked), OK), "GetUsers", {}, clock)
    assert clock.sleeps == [slept]


@pytest.mark.parametrize("asked", ["", "soon", "-1", "1.5", "٣", "Wed, 21 Oct 2026 07:28:00 GMT"])
async def test_what_is_no_number_of_seconds_is_not_waited_for(kind: str, asked: str) -> None:
    clock = Clock()
    await invoke(kind, ScriptedSender(Reply(status=503, retry_after=asked), OK), "GetUsers", {}, clock)
    assert 0 <= clock.sleeps[0] <= 0.25


@pytest.mark.parametrize("asked", ["30", "86400", "9" * 400])
async def test_the_deadline_comes_before_what_the_server_asks_for(kind: str, asked: str) -> None:
    clock = Clock()
    sender = ScriptedSender(Reply(status=503, reason="Busy", retry_after=asked), OK)
    with pytest.raises(ApiError, match="HTTP 503 Busy"):
        await invoke(kind, sender, "GetUsers", {}, clock, timeout=30.0)
    assert (len(sender.requests), clock.sleeps) == (1, [])


async def test_all_tries_share_one_deadline(kind: str) -> None:
    clock = Clock()
    sender = Player(*[SENT] * 3, clock=clock, takes=4.0)
    with pytest.raises(TransportError, match="broke"):
        await invoke(kind, sender, "GetUsers", {}, clock, timeout=10.0, retries=100)
    assert sender.timeouts[0] == 10.0
    assert 5.75 <= sender.timeouts[1] <= 6.0
    assert clock.now <= 1010.0


async def test_each_exchange_has_a_deadline_of_its_own(kind: str) -> None:
    clock = Clock()
    for _ in range(3):
        sender = Player(OK, clock=clock, takes=9.0)
        await invoke(kind, sender, "GetUsers", {}, clock, timeout=10.0)
        assert sender.timeouts == [10.0]


def test_a_poll_may_take_as_long_as_it_is_held_on_top_of_the_timeout() -> None:
    sender = ScriptedSender(STATUS["modern"])
    poll("modern", sender, hold=15.0, timeout=10.0)
    assert sender.timeouts == [25.0]
    assert form(sender.requests[0].body)["millisecondsTimeout"] == "15000"
