"""Whoever interrupts a wait leaves the server's work alone, and learns how to come back to it; or has it cancelled."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import os
import re
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from mailstore_sdk import AsyncClient, compat
from mailstore_sdk.compat import mgmt
from mailstore_sdk.emulator import ByTime, Emulator
from mailstore_sdk.errors import ConnectError
from mailstore_sdk.transport import AsyncSender, AsyncTransport, Options, Request, Settings, Transport
from mailstore_sdk.transport.lanes import MOST
from tests.transport.clocked import STARTED, Clock, Outcome, Player, clocked, done, each, finished, under_way
from tests.transport.scripted import PASSWORD, SECRET_WORD, envelope, form, json_reply, running, text_reply

pytestmark = pytest.mark.anyio
INTERRUPTS: dict[str, type[BaseException]] = {"sync": KeyboardInterrupt, "async": asyncio.CancelledError}
CANCEL = "/api/cancel-async"
ASKED_TO_STOP = json_reply(envelope())


async def typed(client: Any) -> None:
    await done(client.verify_store(1))


async def invoked(client: Any) -> None:
    await done(client.invoke("VerifyStore", {"id": 1}))


async def waiting(client: Any) -> None:
    await done((await done(client.begin_verify_store(1))).wait())


async def result(client: Any) -> None:
    await done((await done(client.begin_verify_store(1))).result())


async def iterating(client: Any) -> None:
    await each(await done(client.begin_verify_store(1)))


async def raw(client: Any) -> None:
    await done(client.raw.VerifyStore(1))


async def raw_token(client: Any) -> None:
    await done(client.raw.HandleToken(await done(client.raw.VerifyStore(1, autoHandleToken=False))))


WAYS: list[Callable[[Any], Awaitable[None]]] = [typed, invoked, waiting, result, iterating, raw, raw_token]
ways = pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)


def resumable(note: str) -> str:
    """The JSON in the note, as whoever reads it would paste it into Python."""
    found = re.search(r"client\.resume\('(.*)'\)", note)
    assert found, note
    return found[1]


async def interrupted(kind: str, way: Callable[[Any], Awaitable[None]], client: Any) -> str:
    """Interrupt the wait; gives the one note on what came out of it."""
    with pytest.raises(INTERRUPTS[kind]) as caught:
        await way(client)
    [note] = caught.value.__notes__
    return note


@ways
async def test_the_server_goes_on_and_a_note_says_how_to_come_back(
    kind: str, protocol: str, way: Any, caplog: pytest.LogCaptureFixture
) -> None:
    sender = Player(STARTED[protocol], under_way(protocol, 10), INTERRUPTS[kind](), under_way(protocol, 50))
    with caplog.at_level(logging.WARNING, "mailstore_sdk"):
        note = await interrupted(kind, way, clocked(kind, sender, Clock(), protocol))
    assert "goes on on the server" in note
    assert [record.getMessage() for record in caplog.records] == [note]
    assert [request.path for request in sender.requests if request.path == CANCEL] == []

    operation = clocked(kind, Player(finished(protocol)), Clock(), protocol).resume(resumable(note))
    assert (await done(operation.wait())).status == "succeeded"


@ways
async def test_an_interrupted_pause_is_the_same(kind: str, way: Any) -> None:
    """Servers up to 8.x do not hold a poll: there the client sleeps nearly all the time."""
    sender = Player(STARTED["legacy"], under_way("legacy", 10))
    client = clocked(kind, sender, Clock(), "legacy")
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 3:
            raise INTERRUPTS[kind]

    async def sleep_async(seconds: float) -> None:
        sleep(seconds)

    client.transport._sleep = sleep if kind == "sync" else sleep_async
    assert "goes on on the server" in await interrupted(kind, way, client)


@pytest.mark.parametrize("way", [typed, raw], ids=["typed", "raw"])
async def test_an_interrupt_while_a_status_is_shown_is_the_same(kind: str, protocol: str, way: Any) -> None:
    def show(_: object) -> None:
        raise INTERRUPTS[kind]

    client = clocked(kind, Player(STARTED[protocol], under_way(protocol, 10)), Clock(), protocol, on_status=show)
    assert "goes on on the server" in await interrupted(kind, way, client)


async def test_an_interrupt_in_the_body_of_a_loop_cancels_nothing(kind: str) -> None:
    sender = Player(STARTED["modern"], under_way("modern", 10))
    operation = await done(clocked(kind, sender, Clock(), cancel_on_interrupt=True).begin_verify_store(1))
    with pytest.raises(INTERRUPTS[kind]) as caught:
        await in_the_body(operation, INTERRUPTS[kind])
    assert not hasattr(caught.value, "__notes__")
    assert CANCEL not in [request.path for request in sender.requests]


async def in_the_body(operation: Any, interrupt: type[BaseException]) -> None:
    if hasattr(operation, "__iter__"):
        for _ in operation:
            raise interrupt
    async for _ in operation:
        raise interrupt


async def test_an_interrupt_after_the_end_says_nothing_of_going_on(kind: str) -> None:
    def show(_: object) -> None:
        raise INTERRUPTS[kind]

    client = clocked(kind, Player(STARTED["modern"], finished("modern")), Clock(), on_status=show)
    with pytest.raises(INTERRUPTS[kind]) as caught:
        await typed(client)
    assert not hasattr(caught.value, "__notes__")


@ways
async def test_the_server_is_asked_to_stop_if_that_is_wanted(kind: str, way: Any) -> None:
    sender = Player(STARTED["modern"], under_way("modern", 10), INTERRUPTS[kind](), ASKED_TO_STOP)
    note = await interrupted(kind, way, clocked(kind, sender, Clock(), cancel_on_interrupt=True))
    assert "was asked to stop" in note
    assert [form(request.body) for request in sender.requests if request.path == CANCEL] == [{"token": "t-1"}]


@pytest.mark.parametrize("again", [True, False], ids=["interrupted again", "refused"])
async def test_a_call_that_could_not_be_cancelled_is_said_to_go_on(kind: str, again: bool) -> None:
    failure: Outcome = INTERRUPTS[kind]() if again else ConnectError("refused")
    sender = Player(STARTED["modern"], INTERRUPTS[kind](), failure)
    note = await interrupted(kind, typed, clocked(kind, sender, Clock(), cancel_on_interrupt=True))
    assert "could not be cancelled and goes on" in note
    assert json.loads(resumable(note))["token"] == "t-1"


async def test_a_server_that_cannot_cancel_goes_on(kind: str) -> None:
    sender = Player(STARTED["legacy"], INTERRUPTS[kind]())
    note = await interrupted(kind, typed, clocked(kind, sender, Clock(), "legacy", cancel_on_interrupt=True))
    assert "could not be cancelled and goes on" in note


def test_the_vendors_wrappers_say_it_too() -> None:
    for client in (compat.server.Client(), mgmt.ServerClient()):
        client.transport.close()
        sender = Player(STARTED["modern"], KeyboardInterrupt())
        clock = Clock()
        client.transport = Transport(Settings(protocol="modern"), Options(retries=0), sender, clock, clock.sleep)
        with pytest.raises(KeyboardInterrupt) as caught:
            client.VerifyStore(1)
        assert "goes on on the server" in caught.value.__notes__[0]


async def test_the_note_holds_no_secret_and_not_the_whole_log(kind: str) -> None:
    log = f"Connected as admin:{PASSWORD}\r\n" + "a line\r\n" * 1000
    sender = Player(json_reply(running(logOutput=log)), INTERRUPTS[kind]())
    note = await interrupted(kind, typed, clocked(kind, sender, Clock(), password=PASSWORD))
    assert SECRET_WORD not in note
    assert len(note) < 400


async def test_what_the_server_calls_itself_forges_no_line(kind: str) -> None:
    sender = Player(json_reply(running(token="t\r\nERROR root: forged \x1b[2J\u2028")), INTERRUPTS[kind]())
    note = await interrupted(kind, typed, clocked(kind, sender, Clock()))
    assert note.isprintable()


async def test_other_interrupts_are_not_in_the_way(kind: str) -> None:
    """An interrupt before there is a token leaves nothing to resume."""
    with pytest.raises(INTERRUPTS[kind]) as caught:
        await typed(clocked(kind, Player(INTERRUPTS[kind]()), Clock()))
    assert not hasattr(caught.value, "__notes__")


class Holding(AsyncSender):
    """Starts a call, and holds every poll for ever, as a server does while there is no news."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.under_way = 0

    async def send(self, request: Request, timeout: float) -> Any:
        self.paths.append(request.path)
        if request.path.endswith("VerifyStore"):
            return STARTED["modern"]
        if request.path == CANCEL:
            return ASKED_TO_STOP
        self.under_way += 1
        try:
            return await asyncio.get_running_loop().create_future()
        finally:
            self.under_way -= 1

    async def close(self) -> None:
        """Nothing is open."""


def holding(**options: Any) -> tuple[Holding, Any]:
    client = clocked("async", Player(text_reply(500, "never asked")), Clock())
    sender = Holding()
    client.transport = AsyncTransport(Settings(protocol="modern"), Options(**options), sender)
    return sender, client


@ways
@pytest.mark.parametrize("cancel", [False, True], ids=["left", "cancelled"])
async def test_a_cancelled_task_leaves_nothing_behind(way: Any, cancel: bool) -> None:
    sender, client = holding(cancel_on_interrupt=cancel)
    before = asyncio.all_tasks()
    task = asyncio.ensure_future(way(client))
    while not sender.under_way:
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    gc.collect()
    assert asyncio.all_tasks() == before
    assert sender.under_way == 0
    assert sender.paths.count(CANCEL) == cancel


@ways
async def test_a_timeout_of_asyncio_leaves_nothing_behind(way: Any) -> None:
    sender, client = holding()
    before = asyncio.all_tasks()
    with pytest.raises(TimeoutError) as caught:
        async with asyncio.timeout(0.01):
            await way(client)
    assert asyncio.all_tasks() == before
    assert sender.under_way == 0
    assert caught.value.__cause__
    assert "goes on on the server" in caught.value.__cause__.__notes__[0]


async def test_over_https_a_cancelled_wait_leaves_no_task_and_the_client_is_usable() -> None:
    with Emulator(tasks=ByTime(3600)).serve() as server:
        async with AsyncClient(**server.connection) as client:
            await client.get_server_info()
            before = asyncio.all_tasks()
            for _ in range(5):
                with pytest.raises(TimeoutError):
                    async with asyncio.timeout(0.05):
                        await client.verify_store(1)
            assert asyncio.all_tasks() == before
            assert (await client.get_server_info()).version
            below: Any = client.transport._sender
            assert below._lanes._left._value == MOST


SCRIPT = """
    import sys
    from mailstore_sdk import Client

    with Client(port={port}, fingerprint="{fingerprint}", trust_env=False) as client:
        client = client.options(on_request=lambda event: print(event.function, flush=True))
        client.options(cancel_on_interrupt={cancel}).verify_store(1)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to one process there")
@pytest.mark.parametrize("cancel", [False, True], ids=["left", "cancelled"])
def test_ctrl_c_at_a_terminal_says_how_to_resume(cancel: bool) -> None:
    emulator = Emulator(tasks=ByTime(3600))
    with emulator.serve() as server:
        script = SCRIPT.format(port=server.port, fingerprint=server.fingerprint, cancel=cancel)
        process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(script)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ),
        )  # fmt: skip
        with process:
            assert process.stdout
            patience = threading.Timer(30, process.kill)  # only a test that fails waits for it
            patience.start()
            while process.stdout.readline().strip() != "get-status":
                pass
            process.send_signal(signal.SIGINT)
            _, said = process.communicate()
            patience.cancel()
        assert "KeyboardInterrupt" in said
        if cancel:
            assert "was asked to stop VerifyStore" in said
            return
        assert "VerifyStore goes on on the server" in said
        with emulator.client() as client:
            assert client.resume(resumable(said)).refresh().status == "running"
