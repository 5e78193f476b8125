"""The emulator behind HTTPS: polls that are held, bodies that are streamed, emulators that replace one another."""

from __future__ import annotations

import asyncio
import http.client
import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from mailstore_sdk import AsyncClient, errors
from mailstore_sdk.emulator import (
    ByTime,
    Delay,
    Emulator,
    Huge,
    ManualClock,
    Reset,
    Response,
)
from mailstore_sdk.emulator.handlers import HANDLERS
from mailstore_sdk.emulator.messages import Rows
from mailstore_sdk.emulator.respond import respond
from mailstore_sdk.emulator.server import EmulatorServer
from tests.emulator.plain_http import LONG, PATIENCE, Plain, begun, held, until, waiting

HELD = 50  # polls; one client has up to 100 connections


def test_a_held_poll_hears_at_once_of_a_cancellation(served: EmulatorServer) -> None:
    token = begun(served)
    with ThreadPoolExecutor() as pool, Plain(served) as plain:
        poll = pool.submit(waiting, served, token)
        until(lambda: held(served) == 1)

        plain.json("/api/cancel-async", token=token)

        assert poll.result(PATIENCE)["statusCode"] == "cancelled"
    assert held(served) == 0


def test_a_held_poll_hears_of_a_cancellation_that_came_without_a_socket(served: EmulatorServer) -> None:
    token = begun(served)
    with ThreadPoolExecutor() as pool:
        poll = pool.submit(waiting, served, token)
        until(lambda: held(served) == 1)

        client = served.emulator.client(protocol="modern")
        client.resume(
            json.dumps({"protocol": "modern", "function": "VerifyStore", "token": token, "url": "/api/get-status"})
        ).cancel()

        assert poll.result(PATIENCE)["statusCode"] == "cancelled"


def test_only_the_polls_for_that_call_are_woken(served: EmulatorServer) -> None:
    one, other = begun(served), begun(served)
    with ThreadPoolExecutor() as pool, Plain(served) as plain:
        poll, other_poll = pool.submit(waiting, served, one), pool.submit(waiting, served, other)
        until(lambda: held(served) == 2)

        plain.json("/api/cancel-async", token=one)

        assert poll.result(PATIENCE)["statusCode"] == "cancelled"
        assert held(served) == 1
        plain.json("/api/cancel-async", token=other)
        assert other_poll.result(PATIENCE)["statusCode"] == "cancelled"


def test_a_held_poll_sees_a_clock_that_is_moved_by_hand() -> None:
    clock = ManualClock()
    with Emulator(clock=clock, tasks=ByTime(1000)).serve() as server:
        token = begun(server)
        with ThreadPoolExecutor() as pool:
            poll = pool.submit(waiting, server, token)
            until(lambda: held(server) == 1)

            clock.advance(500)

            assert poll.result(PATIENCE)["percentProgress"] == 50


def test_a_held_poll_of_a_forgotten_token_is_answered_by_a_reset(served: EmulatorServer) -> None:
    token = begun(served)
    with ThreadPoolExecutor() as pool:
        poll = pool.submit(waiting, served, token)
        until(lambda: held(served) == 1)

        served.emulator.reset()

        assert poll.result(PATIENCE) == 404


def test_a_held_poll_ends_with_a_restart(served: EmulatorServer) -> None:
    token = begun(served)
    with ThreadPoolExecutor() as pool:
        poll = pool.submit(waiting, served, token)
        until(lambda: held(served) == 1)

        served.emulator.restart()

        assert isinstance(poll.exception(PATIENCE), OSError | http.client.HTTPException)
    until(lambda: held(served) == 0)


def test_a_held_poll_is_forgotten_when_its_client_goes_away(served: EmulatorServer) -> None:
    token = begun(served)
    with Plain(served) as plain:
        plain.send("/api/get-status", token=token, lastKnownStatusVersion=2, millisecondsTimeout=int(LONG * 1000))
        until(lambda: held(served) == 1)

    until(lambda: held(served) == 0)


def test_a_client_that_goes_away_within_its_request_does_no_harm(
    served: EmulatorServer, capfd: pytest.CaptureFixture[str]
) -> None:
    context = ssl.create_default_context(cadata=served.ca_pem.decode())
    with (
        socket.create_connection((served.host, served.port), PATIENCE) as plain,
        context.wrap_socket(plain, server_hostname=served.host) as connection,
    ):
        connection.sendall(b"POST /api/get-metadata HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\nhalf")
        until(lambda: served._server.server_state.tasks)

    until(lambda: not served._server.server_state.tasks)
    assert begun(served)
    assert "Exception" not in capfd.readouterr().err


@pytest.mark.anyio
async def test_held_polls_cost_nothing_until_there_is_news(
    served: EmulatorServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = 0

    def counted(*arguments: Any, **named: Any) -> Any:
        nonlocal looks
        looks += 1
        return respond(*arguments, **named)

    monkeypatch.setattr("mailstore_sdk.emulator.exchange.respond", counted)
    async with AsyncClient(**served.connection, protocol="modern", poll_wait=LONG, timeout=PATIENCE) as client:
        operations = [await client.begin_verify_store(1) for _ in range(HELD)]
        polls = [asyncio.create_task(operation.result()) for operation in operations]
        while held(served) < HELD:
            await asyncio.sleep(0.01)
        before = looks
        await asyncio.sleep(0.2)
        idle = looks - before
        async with AsyncClient(**served.connection, protocol="modern") as other:
            for operation in operations:
                await other.resume(operation.to_json()).cancel()
        outcomes = await asyncio.gather(*polls, return_exceptions=True)

    assert idle == 0
    assert {type(outcome) for outcome in outcomes} == {errors.OperationCancelled}
    assert looks - before == 2 * HELD


def test_get_metadata_may_be_asked_for_with_get(served: EmulatorServer) -> None:
    with Plain(served) as plain:
        names = [function["name"] for function in plain.json("/api/get-metadata", "GET")]

    assert "GetServerInfo" in names


def test_a_long_list_is_sent_while_it_is_made_and_others_are_answered_meanwhile(
    served: EmulatorServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []
    ended = threading.Event()

    def rows() -> Iterator[int]:
        for number in range(10_000_000):
            if ended.is_set():
                return
            made.append(number)
            yield number

    monkeypatch.setitem(HANDLERS, "GetUsers", lambda state, arguments: Rows(rows))
    with Plain(served) as slow, Plain(served) as other:
        answer = slow.ask("/api/invoke/GetUsers")
        beginning = answer.read(1000).decode("utf-8-sig")
        assert other.json("/api/invoke/GetServerInfo")["statusCode"] == "succeeded"
        assert len(made) < 10_000_000, "what the client does not read is not made"
        ended.set()
        whole = beginning + answer.read().decode()

    assert json.loads(whole)["result"] == made


def test_a_stream_ends_when_its_client_goes_away(served: EmulatorServer) -> None:
    made = 0

    class Counted(Huge):
        def spoil(self, answer: Response) -> Response:
            spoilt = super().spoil(answer)

            def counted() -> Iterator[bytes]:
                nonlocal made
                for piece in spoilt.chunks():
                    made += len(piece)
                    yield piece
                raise AssertionError("made to its end")

            return Response(status=200, headers=spoilt.headers, body=counted)

    served.emulator.faults.add("GetServerInfo", Counted(size=50_000_000_000))
    with Plain(served) as plain:
        plain.ask("/api/invoke/GetServerInfo").read(1000)

    until(lambda: not served._server.server_state.tasks)
    assert made < 1_000_000_000


def test_a_reset_in_the_middle_is_a_real_one(served: EmulatorServer) -> None:
    served.emulator.faults.add("*", Reset(after_bytes=20))
    context = ssl.create_default_context(cadata=served.ca_pem.decode())

    def read_to_the_end(connection: ssl.SSLSocket) -> None:
        # Past TLS, which takes a reset for an end.
        while socket.socket.recv(connection, 65536):
            pass

    with (
        socket.create_connection((served.host, served.port), PATIENCE) as plain,
        context.wrap_socket(plain, server_hostname=served.host) as connection,
    ):
        connection.sendall(b"GET /api/get-metadata HTTP/1.1\r\nhost: localhost\r\n\r\n")
        with pytest.raises(ConnectionResetError):
            read_to_the_end(connection)


def test_nobody_waits_for_a_late_answer_when_the_server_ends() -> None:
    emulator = Emulator()
    emulator.faults.add("VerifyStore", Delay(seconds=LONG))

    with ThreadPoolExecutor() as pool:
        with emulator.serve() as server:
            call = pool.submit(begun, server)
            until(lambda: server._server.server_state.tasks)
        begin = time.monotonic()
        assert isinstance(call.exception(PATIENCE), OSError | http.client.HTTPException)

    assert time.monotonic() - begin < PATIENCE


def test_a_late_answer_is_given_up_when_its_client_goes_away(served: EmulatorServer) -> None:
    served.emulator.faults.add("GetServerInfo", Delay(seconds=LONG))

    with Plain(served) as plain:
        plain.send("/api/invoke/GetServerInfo")
        until(lambda: served._server.server_state.tasks)

    until(lambda: not served._server.server_state.tasks)
