"""What the SDK makes of each fault: the same error in this process and over HTTPS, sync and async."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from mailstore_sdk import errors
from mailstore_sdk.emulator import (
    ByPolls,
    ContentType,
    Delay,
    Drip,
    Emulator,
    ExpiredCertificate,
    ExpireToken,
    FailHalfway,
    Fault,
    HtmlPage,
    HttpError,
    Huge,
    InvalidJson,
    Refuse,
    Reset,
    Restart,
    Stuck,
    Truncated,
    WrongEncoding,
)
from mailstore_sdk.emulator.server import EmulatorServer
from tests.emulator.ways import Way, calling

pytestmark = pytest.mark.anyio
NEVER = 60.0  # seconds that nobody here waits for
PATIENCE = 5.0  # seconds; well above every timeout here, well below NEVER


@pytest.fixture(scope="module")
def served() -> Iterator[EmulatorServer]:
    """One server for all; each test gives it its emulator."""
    with Emulator().serve() as server:
        yield server


@pytest.fixture(params=["in process", "https"])
def way(request: pytest.FixtureRequest) -> Way:
    """How the client reaches the emulator."""
    chosen: Way = request.param
    return chosen


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    """Which client."""
    chosen: str = request.param
    return chosen


# What is planted, what the SDK raises, and whether the call was carried out.
ANSWERS: list[tuple[Fault, type[Exception] | None, bool]] = [
    (Delay(seconds=NEVER), errors.RequestTimeout, True),
    (HttpError(status=302), errors.ResponseError, False),
    (HttpError(status=304), errors.ResponseError, False),
    (HtmlPage(status=204), errors.ApiError, False),
    (HttpError(status=401), errors.AuthenticationError, False),
    (HttpError(status=403), errors.AuthenticationError, False),
    (HttpError(status=404), errors.UnknownFunctionError, False),
    (HttpError(status=429, retry_after=0), errors.ApiError, False),
    (HttpError(status=500), errors.ApiError, False),
    (HttpError(status=500, carried_out=True), errors.ApiError, True),
    (HttpError(status=502), errors.ApiError, False),
    (HttpError(status=503, retry_after=0, carried_out=True), errors.ApiError, True),
    (HttpError(status=599), errors.ApiError, False),
    (Reset(), errors.TransportError, True),
    (Reset(carried_out=False), errors.TransportError, False),
    (Reset(after_bytes=1), errors.TransportError, True),
    (Reset(after_bytes=1_000_000), errors.TransportError, True),
    (Truncated(after_bytes=0), errors.ResponseError, True),
    (Truncated(after_bytes=20), errors.ResponseError, True),
    (Truncated(after_bytes=1_000_000), errors.ResponseError, True),
    (InvalidJson(), errors.ResponseError, True),
    (ContentType(), None, True),
    (HtmlPage(), errors.ResponseError, False),
    (HtmlPage(status=502, carried_out=True), errors.ApiError, True),
    (WrongEncoding(), errors.ResponseError, True),
    (WrongEncoding(encoding="utf-16-le"), errors.ResponseError, True),
    (Drip(bytes_per_second=3), errors.RequestTimeout, True),
    (Drip(bytes_per_second=1_000_000), None, True),
    (Huge(size=3_000_000), None, True),
    (Restart(), errors.TransportError, False),
    (Restart(carried_out=True), errors.TransportError, True),
]
CONNECTIONS: list[tuple[Fault, type[Exception]]] = [
    (Refuse(), errors.ConnectError),
    (ExpiredCertificate(), errors.TlsError),
]


@pytest.mark.parametrize(("fault", "expected", "done"), ANSWERS, ids=[repr(fault) for fault, _, _ in ANSWERS])
@pytest.mark.parametrize("protocol", ["modern", "legacy"])
async def test_a_call_that_changes_something_is_sent_once_and_fails_as_told(
    served: EmulatorServer,
    way: Way,
    kind: str,
    protocol: str,
    fault: Fault,
    expected: type[Exception] | None,
    done: bool,
) -> None:
    emulator = Emulator()
    planted = emulator.faults.add("CreateUser", fault)
    begin = time.monotonic()

    async with calling(emulator, way, kind, served, protocol=protocol, retries=2) as call:
        error = await _outcome(call("create_user", "new"))

    assert type(error) is (expected or type(None)), repr(error)
    assert ("new" in emulator.state.users) is done
    assert planted.struck == 1
    assert len(emulator.requests.calls("CreateUser")) == 1
    assert getattr(error, "request_sent", True)
    assert time.monotonic() - begin < PATIENCE


@pytest.mark.parametrize(("fault", "expected"), CONNECTIONS, ids=[repr(fault) for fault, _ in CONNECTIONS])
@pytest.mark.parametrize("before", [False, True], ids=["first call", "later call"])
async def test_without_a_connection_nothing_is_sent_and_afterwards_all_is_well(
    served: EmulatorServer, way: Way, kind: str, fault: Fault, expected: type[Exception], before: bool
) -> None:
    emulator = Emulator()

    async with calling(emulator, way, kind, served, retries=1) as call:
        if before:
            await call("get_server_info")  # leaves a connection open
        with emulator.faults.planted("*", fault):
            error = await _outcome(call("create_user", "new"))
            asked = len(emulator.requests)
        await call("create_user", "other")

    assert type(error) is expected, repr(error)
    assert getattr(error, "request_sent", True) is False
    assert asked == before
    assert "new" not in emulator.state.users
    assert "other" in emulator.state.users


async def test_a_connection_that_was_refused_for_a_while_is_tried_again_and_the_call_made_once(
    served: EmulatorServer, way: Way, kind: str
) -> None:
    emulator = Emulator()

    async with calling(emulator, way, kind, served, retries=50, timeout=PATIENCE) as call:
        emulator.faults.add("*", Refuse(seconds=0.3))
        await call("create_user", "new")

    assert len(emulator.requests.calls("CreateUser")) == 1
    assert len(emulator.faults) == 0


async def test_an_expired_certificate_is_named_and_not_tried_again(served: EmulatorServer, way: Way, kind: str) -> None:
    emulator = Emulator()
    planted = emulator.faults.add("*", ExpiredCertificate())

    async with calling(emulator, way, kind, served) as call:
        error = await _outcome(call("get_server_info"))

    assert isinstance(error, errors.TlsError)
    assert "expired" in str(error)
    assert error.fingerprint != served.fingerprint
    assert planted.struck == (1 if way == "in process" else 2)  # over HTTPS it is looked at once more, to name it


REPEATED: list[Fault] = [
    HttpError(status=429, retry_after=0),
    HttpError(status=502),
    HttpError(status=503, retry_after=0),
    HttpError(status=504),
    HtmlPage(status=503),
    Reset(),
    Reset(carried_out=False),
    Reset(after_bytes=20),
    Restart(),
]


@pytest.mark.parametrize("fault", REPEATED, ids=repr)
async def test_a_call_that_only_reads_is_sent_again_when_the_server_was_not_ready_or_the_connection_broke(
    served: EmulatorServer, way: Way, kind: str, fault: Fault
) -> None:
    emulator = Emulator()
    emulator.faults.add("GetUserInfo", fault, times=2)

    async with calling(emulator, way, kind, served, retries=2, timeout=PATIENCE) as call:
        user = await call("get_user_info", "johndoe")

    assert user.user_name == "johndoe"
    assert len(emulator.requests.calls("GetUserInfo")) == 3
    assert len(emulator.faults) == 0


FINAL: list[Fault] = [
    Delay(seconds=NEVER),
    Drip(bytes_per_second=3),
    HttpError(status=401),
    HttpError(status=404),
    HttpError(status=500),
    HtmlPage(),
    InvalidJson(),
    Truncated(),
    WrongEncoding(),
]


@pytest.mark.parametrize("fault", FINAL, ids=repr)
async def test_a_call_that_only_reads_is_not_sent_again_when_the_answer_was_wrong_or_too_late(
    served: EmulatorServer, way: Way, kind: str, fault: Fault
) -> None:
    emulator = Emulator()
    emulator.faults.add("GetUserInfo", fault)

    async with calling(emulator, way, kind, served, retries=2) as call:
        error = await _outcome(call("get_user_info", "johndoe"))

    assert isinstance(error, errors.MailStoreError)
    assert len(emulator.requests.calls("GetUserInfo")) == 1


async def test_an_answer_that_is_only_a_little_late_arrives(served: EmulatorServer, way: Way, kind: str) -> None:
    emulator = Emulator()
    emulator.faults.add("GetUserInfo", Delay(seconds=0.05))

    async with calling(emulator, way, kind, served) as call:
        assert (await call("get_user_info", "johndoe")).user_name == "johndoe"


@pytest.mark.parametrize("fault", [Reset(), HttpError(status=503, retry_after=0)], ids=repr)
async def test_the_question_for_the_servers_generation_is_asked_again(
    served: EmulatorServer, way: Way, kind: str, fault: Fault
) -> None:
    emulator = Emulator()
    emulator.faults.add("get-metadata", fault, times=2)

    async with calling(emulator, way, kind, served, protocol="auto", timeout=PATIENCE) as call:
        await call("create_user", "new")

    assert emulator.requests.functions == [*["get-metadata"] * 3, "CreateUser"]
    assert emulator.requests[-1].path == "/api/invoke/CreateUser"


async def test_a_call_is_not_made_while_the_servers_generation_is_not_known(
    served: EmulatorServer, way: Way, kind: str
) -> None:
    emulator = Emulator()
    emulator.faults.add("get-metadata", HtmlPage(), times=1)

    async with calling(emulator, way, kind, served, protocol="auto") as call:
        error = await _outcome(call("create_user", "new"))
        await call("create_user", "other")

    assert isinstance(error, errors.ResponseError)
    assert "new" not in emulator.state.users
    assert "other" in emulator.state.users


@pytest.mark.parametrize("fault", [HttpError(status=401), HttpError(status=500), InvalidJson()], ids=repr)
async def test_a_call_can_be_followed_further_after_a_poll_that_failed(
    served: EmulatorServer, way: Way, kind: str, fault: Fault
) -> None:
    emulator = Emulator(tasks=ByPolls(3))
    emulator.faults.add("get-status", fault, times=1)

    async with calling(emulator, way, kind, served) as call:
        operation = await call("begin_verify_store", 1)
        error = await _outcome(_maybe_awaited(operation.result))
        status = await _maybe_awaited(operation.result)

    assert isinstance(error, errors.MailStoreError)
    assert status.status == "succeeded"
    assert len(emulator.requests.calls("VerifyStore")) == 1


async def test_a_call_that_gets_stuck_is_waited_for_no_longer_than_wanted_and_can_be_cancelled(
    served: EmulatorServer, way: Way, kind: str
) -> None:
    emulator = Emulator(tasks=ByPolls(2))
    emulator.faults.add("VerifyStore", Stuck(), times=1)

    async with calling(emulator, way, kind, served) as call:
        error = await _outcome(call("verify_store", 1, options={"wait_timeout": 0.4}))
        after = await call("verify_store", 1)

    assert isinstance(error, errors.OperationTimeout)
    assert error.status.status == "running"
    assert after.status == "succeeded"
    assert len(emulator.requests.calls("VerifyStore")) == 2


async def test_a_call_that_fails_halfway_carries_the_words_of_the_server(
    served: EmulatorServer, way: Way, kind: str
) -> None:
    emulator = Emulator(tasks=ByPolls(5))
    emulator.faults.add("VerifyStore", FailHalfway(percent=10, message="Disk on fire."), times=1)

    async with calling(emulator, way, kind, served) as call:
        error = await _outcome(call("verify_store", 1))

    assert isinstance(error, errors.OperationFailed)
    assert error.status.messages[-1].text == "Disk on fire."
    assert len(emulator.requests.calls("VerifyStore")) == 1


@pytest.mark.parametrize("fault", [ExpireToken(), ExpireToken(after_polls=0), Restart()], ids=repr)
@pytest.mark.parametrize("protocol", ["modern", "legacy"])
async def test_a_call_whose_token_is_forgotten_is_lost_and_not_begun_again(
    served: EmulatorServer, way: Way, kind: str, protocol: str, fault: Fault
) -> None:
    emulator = Emulator(tasks=ByPolls(9))
    function = "get-status" if isinstance(fault, Restart) else "VerifyStore"
    emulator.faults.add(function, fault, times=1)

    async with calling(emulator, way, kind, served, protocol=protocol) as call:
        error = await _outcome(call("verify_store", 1))

    assert isinstance(error, errors.OperationLost), repr(error)
    assert len(emulator.requests.calls("VerifyStore")) == 1


@pytest.mark.parametrize(
    "fault", [Reset(), Reset(after_bytes=20), HttpError(status=503, retry_after=0), HtmlPage(status=502)], ids=repr
)
async def test_a_poll_is_sent_again_and_the_call_goes_on(
    served: EmulatorServer, way: Way, kind: str, fault: Fault
) -> None:
    emulator = Emulator(tasks=ByPolls(3))
    emulator.faults.add("get-status", fault, times=2)

    async with calling(emulator, way, kind, served, timeout=PATIENCE) as call:
        status = await call("verify_store", 1)

    assert status.status == "succeeded"
    assert len(emulator.requests.calls("VerifyStore")) == 1


async def test_a_request_to_cancel_is_not_sent_twice(served: EmulatorServer, way: Way, kind: str) -> None:
    emulator = Emulator(tasks=ByPolls(9))
    emulator.faults.add("cancel-async", HttpError(status=503, retry_after=0))

    async with calling(emulator, way, kind, served) as call:
        operation = await call("begin_verify_store", 1)
        error = await _outcome(_maybe_awaited(operation.cancel))

    assert isinstance(error, errors.ApiError)
    assert len(emulator.requests.calls("cancel-async")) == 1


async def test_a_restart_drops_the_connections_that_wait(served: EmulatorServer, way: Way, kind: str) -> None:
    emulator = Emulator()

    async with calling(emulator, way, kind, served) as call:
        await call("get_server_info")
        emulator.restart()
        await call("create_user", "new")

    assert len(emulator.requests.calls("CreateUser")) == 1


async def _outcome(waiting: Any) -> BaseException | None:
    try:
        await waiting
    except errors.MailStoreError as error:
        return error
    return None


async def _maybe_awaited(method: Any) -> Any:
    made = method()
    return await made if hasattr(made, "__await__") else made
