"""A long-running call outlives the network: lost polls are repeated, and what cannot be repaired is said at once."""

from __future__ import annotations

from typing import Any

import pytest

from mailstore_sdk import compat
from mailstore_sdk.compat import mgmt
from mailstore_sdk.errors import (
    ApiError,
    AuthenticationError,
    ConnectError,
    MailStoreError,
    OperationLost,
    OperationTimeout,
    RequestTimeout,
    TlsError,
    TransportError,
)
from mailstore_sdk.transport import Options, Settings, Transport
from tests.transport.clocked import STARTED, Clock, Outcome, Player, clocked, done, each, finished, under_way
from tests.transport.scripted import text_reply

pytestmark = pytest.mark.anyio
BUSY = text_reply(503, "<html><h1>Service Unavailable</h1>", "text/html")
SWALLOWED: list[Outcome] = [
    TransportError("broke"),
    ConnectError("refused"),
    RequestTimeout("too slow"),
    *(text_reply(status, "wait") for status in (429, 502, 503, 504)),
    BUSY,
]
FINAL: list[tuple[Outcome, type[MailStoreError]]] = [
    (TlsError("another certificate"), TlsError),
    (text_reply(401, "no"), AuthenticationError),
    (text_reply(403, "no"), AuthenticationError),
    (text_reply(500, "no"), ApiError),
    (text_reply(404, "no"), OperationLost),
]


def limits(clock: Clock, seconds: float) -> Any:
    """That this much time has passed, and not much more: the first call, the last poll and the pause before it."""
    return seconds <= clock.now - 1000.0 <= seconds + 25


@pytest.mark.parametrize("lost", SWALLOWED, ids=repr)
async def test_a_poll_that_is_lost_is_repeated(kind: str, protocol: str, lost: Outcome) -> None:
    sender = Player(STARTED[protocol], lost, lost, lost, under_way(protocol, 50), lost, finished(protocol))
    client = clocked(kind, sender, Clock(), protocol)
    assert (await done(client.verify_store(1))).status == "succeeded"
    assert len(sender.requests) == 7


@pytest.mark.parametrize("lost", SWALLOWED, ids=repr)
async def test_raw_outlives_it_too(kind: str, protocol: str, lost: Outcome) -> None:
    sender = Player(STARTED[protocol], lost, under_way(protocol, 50), lost, finished(protocol))
    client = clocked(kind, sender, Clock(), protocol)
    assert (await done(client.raw.VerifyStore(1)))["status"] == "succeeded"


def test_the_vendors_wrappers_outlive_it_too() -> None:
    """Of a lost poll they see nothing: there is no envelope for it."""
    sender = Player(STARTED["modern"], ConnectError("refused"), under_way("modern", 50), finished("modern"))
    clock = Clock()
    later = mgmt.ServerClient()
    later.transport.close()
    later.transport = Transport(Settings(protocol="modern"), Options(retries=0), sender, clock, clock.sleep)
    codes = [envelope["statusCode"] for envelope in later.YieldStatus(later.VerifyStore(1, autoHandleToken=False))]
    assert codes == ["running", "running", "succeeded"]

    original = compat.server.Client()
    original.transport.close()
    sender = Player(STARTED["modern"], ConnectError("refused"), finished("modern"))
    original.transport = Transport(Settings(protocol="modern"), Options(retries=0), sender, clock, clock.sleep)
    assert original.VerifyStore(1)["status"] == "succeeded"


@pytest.mark.parametrize("takes", [0.0, 7.0], ids=["at once", "after a while"])
async def test_without_a_limit_it_goes_on_for_as_long_as_an_outage_may_last(
    kind: str, protocol: str, takes: float
) -> None:
    clock = Clock()
    sender = Player(STARTED[protocol], ConnectError("refused"), clock=clock, takes=takes)
    client = clocked(kind, sender, clock, protocol, outage=100)
    with pytest.raises(ConnectError):
        await done(client.verify_store(1))
    assert limits(clock, 100)


async def test_an_answer_ends_the_outage(kind: str, protocol: str) -> None:
    lost: list[Outcome] = [ConnectError("refused")] * 6  # 0.5 + 1 + 2 + 4 + 8 s, and the last one
    replies = (*lost, under_way(protocol, 10), *lost, under_way(protocol, 20), *lost, finished(protocol))
    client = clocked(kind, Player(STARTED[protocol], *replies), Clock(), protocol, outage=25)
    assert (await done(client.verify_store(1))).status == "succeeded"


async def test_the_time_between_two_polls_of_ones_own_is_no_outage(kind: str, protocol: str) -> None:
    """Whoever looks once an hour has not lost the server for an hour."""
    clock = Clock()
    lost = ConnectError("refused")
    sender = Player(STARTED[protocol], under_way(protocol, 10), lost, under_way(protocol, 20), finished(protocol))
    operation = await done(clocked(kind, sender, clock, protocol, outage=5).begin_verify_store(1))
    seen = []
    if kind == "sync":
        for status in operation:
            seen.append(status.progress_percentage)
            clock.now += 3600
    else:
        async for status in operation:
            seen.append(status.progress_percentage)
            clock.now += 3600
    assert seen == [10, 20, 100]


@pytest.mark.parametrize("wait", [0, 1, 40, 1000])
async def test_with_a_limit_the_limit_alone_counts(kind: str, protocol: str, wait: float) -> None:
    clock = Clock()
    sender = Player(STARTED[protocol], under_way(protocol, 7), ConnectError("refused"), clock=clock, takes=0.5)
    operation = await done(clocked(kind, sender, clock, protocol, outage=0).begin_verify_store(1))
    await done(operation.refresh())
    begun = clock.now
    with pytest.raises(OperationTimeout) as caught:
        await done(operation.wait(wait))
    assert wait <= clock.now - begun <= wait + 2.001
    assert caught.value.status.progress_percentage == 7
    assert not operation.done


async def test_the_limit_of_raw_gives_the_last_status_as_a_dict(kind: str, protocol: str) -> None:
    clock = Clock()
    sender = Player(STARTED[protocol], under_way(protocol, 7), ConnectError("refused"))
    client = clocked(kind, sender, clock, protocol, wait_timeout=30)
    with pytest.raises(OperationTimeout) as caught:
        await done(client.raw.VerifyStore(1))
    assert caught.value.status["progressPercentage"] == 7
    assert limits(clock, 30)


@pytest.mark.parametrize(("outcome", "kind_of_error"), FINAL, ids=repr)
async def test_what_will_not_pass_is_raised_at_once(
    kind: str, protocol: str, outcome: Outcome, kind_of_error: type[MailStoreError]
) -> None:
    sender = Player(STARTED[protocol], outcome)
    with pytest.raises(kind_of_error):
        await done(clocked(kind, sender, Clock(), protocol, wait_timeout=60).verify_store(1))
    assert len(sender.requests) == 2


async def test_a_wait_can_be_taken_up_again_after_what_was_raised(kind: str, protocol: str) -> None:
    sender = Player(STARTED[protocol], text_reply(401, "no"), finished(protocol))
    operation = await done(clocked(kind, sender, Clock(), protocol).begin_verify_store(1))
    with pytest.raises(AuthenticationError):
        await done(operation.wait())
    assert (await done(operation.result())).status == "succeeded"


async def test_the_pauses_grow_and_begin_anew_after_an_answer(kind: str) -> None:
    clock = Clock()
    lost: list[Outcome] = [ConnectError("refused")] * 6
    sender = Player(STARTED["modern"], *lost, under_way("modern", 10), *lost[:2], finished("modern"))
    await done(clocked(kind, sender, clock).verify_store(1))
    assert clock.sleeps == [0.5, 1, 2, 4, 8, 8, 0.5, 1]


async def test_each_exchange_has_its_own_deadline(kind: str) -> None:
    """`timeout` bounds an exchange, not the outage: each poll may take it, on top of what the server may hold it."""
    clock = Clock()
    sender = Player(STARTED["modern"], RequestTimeout("silent"), clock=clock, takes=1000)
    client = clocked(kind, sender, clock, timeout=3, poll_wait=4, outage=50)
    with pytest.raises(RequestTimeout):
        await done(client.verify_store(1))
    assert sender.timeouts == [3, *[pytest.approx(7)] * (len(sender.timeouts) - 1)]
    assert limits(clock, 53)


async def test_a_poll_is_tried_again_within_its_exchange_first(kind: str) -> None:
    sender = Player(STARTED["modern"], ConnectError("refused"), ConnectError("refused"), finished("modern"))
    await done(clocked(kind, sender, Clock(), retries=2, outage=0).verify_store(1))
    assert len(sender.requests) == 4


@pytest.mark.parametrize("mode", ["typed", "raw"])
async def test_nobody_is_told_a_status_again_because_a_poll_was_lost(kind: str, protocol: str, mode: str) -> None:
    told: list[float | None] = []
    lost = ConnectError("refused")
    replies = (lost, under_way(protocol, 10), lost, lost, under_way(protocol, 10), lost, finished(protocol))
    client = clocked(
        kind,
        Player(STARTED[protocol], *replies),
        Clock(),
        protocol,
        on_status=lambda status: told.append(status.progress_percentage),
    )
    await done(client.verify_store(1) if mode == "typed" else client.raw.VerifyStore(1))
    assert told == [10, 100]


async def test_an_iteration_gives_nothing_for_a_lost_poll(kind: str, protocol: str) -> None:
    lost = ConnectError("refused")
    sender = Player(STARTED[protocol], lost, under_way(protocol, 10), lost, finished(protocol))
    operation = await done(clocked(kind, sender, Clock(), protocol).begin_verify_store(1))
    assert [status.progress_percentage for status in await each(operation)] == [10, 100]


GONE = text_reply(404, "unknown token")


async def watched(client: Any, how: str) -> None:
    """A call that gets on, and is then asked for in one of the ways there are."""
    if how == "typed":
        await done(client.verify_store(1))
    elif how == "invoke":
        await done(client.invoke("VerifyStore", {"id": 1}))
    else:
        operation = await done(client.begin_verify_store(1))
        await done(operation.refresh())
        await (each(operation) if how == "iteration" else done(getattr(operation, how)()))


async def watched_raw(raw: Any, how: str) -> None:
    if how == "waiting":
        await done(raw.VerifyStore(1))
        return
    token = await done(raw.VerifyStore(1, autoHandleToken=False))
    if how == "GetStatus":
        await done(raw.GetStatus(token))
    await done(getattr(raw, how)(token))


@pytest.mark.parametrize("how", ["refresh", "wait", "result", "iteration", "typed", "invoke"])
async def test_a_call_that_the_server_has_forgotten_is_lost_with_its_last_status(
    kind: str, protocol: str, how: str
) -> None:
    client = clocked(kind, Player(STARTED[protocol], under_way(protocol, 10), GONE), Clock(), protocol)
    with pytest.raises(OperationLost) as caught:
        await watched(client, how)
    status = caught.value.status
    assert (status.status, status.progress_percentage) == ("running", 10)
    assert [message.text for message in status.messages] == ["begun"]
    assert caught.value.args == (caught.value.function, caught.value.message, status)


@pytest.mark.parametrize("how", ["waiting", "HandleToken", "GetStatus"])
async def test_raw_gives_the_last_status_of_a_lost_call_as_a_dict(kind: str, protocol: str, how: str) -> None:
    raw = clocked(kind, Player(STARTED[protocol], under_way(protocol, 10), GONE), Clock(), protocol).raw
    with pytest.raises(OperationLost) as caught:
        await watched_raw(raw, how)
    assert caught.value.status["status"] == "running"
    if how != "GetStatus":
        assert caught.value.status["progressPercentage"] == 10
    elif protocol == "modern":  # its token knows what was written so far
        assert caught.value.status["messages"] == [{"text": "begun", "type": "line"}]
