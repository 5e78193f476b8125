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
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from mailstore_sdk import AsyncClient, Client, errors
from mailstore_sdk.emulator import (
    ByPolls,
    ByTime,
    Delay,
    Emulator,
    ExpiredCertificate,
    Huge,
    ManualClock,
    Never,
    Refuse,
    Reset,
    Response,
    SystemClock,
)
from mailstore_sdk.emulator.handlers import HANDLERS
from mailstore_sdk.emulator.messages import Rows
from mailstore_sdk.emulator.respond import respond
from mailstore_sdk.emulator.server import EmulatorServer
from mailstore_sdk.transport import tls

AUTHORIZATION = {"authorization": "Basic YWRtaW46YWRtaW4="}
LONG = 60.0  # seconds that nobody here waits for
PATIENCE = 10.0
HELD = 50  # polls; one client has up to 100 connections


@pytest.fixture
def served() -> Iterator[EmulatorServer]:
    with Emulator(tasks=Never()).serve() as server:
        yield server


class Plain:
    """A connection of Python's own HTTP client."""

    def __init__(self, server: EmulatorServer) -> None:
        context = ssl.create_default_context(cadata=server.ca_pem.decode())
        self._connection = http.client.HTTPSConnection(server.host, server.port, timeout=PATIENCE, context=context)

    def send(self, path: str, method: str = "POST", **fields: object) -> None:
        self._connection.request(
            method,
            path,
            urlencode(fields),
            {**AUTHORIZATION, "content-type": "application/x-www-form-urlencoded"},
        )

    def ask(self, path: str, method: str = "POST", **fields: object) -> http.client.HTTPResponse:
        self.send(path, method, **fields)
        return self._connection.getresponse()

    def json(self, path: str, method: str = "POST", **fields: object) -> Any:
        return json.loads(self.ask(path, method, **fields).read().decode("utf-8-sig"))

    def __enter__(self) -> Plain:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()


def held(server: EmulatorServer) -> int:
    """How many polls the server holds."""
    return sum(len(futures) for futures in list(server._held.values()))


def until(true: Any) -> None:
    """Wait until something is so that another thread brings about."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.002)


def begun(server: EmulatorServer) -> str:
    """The token of a call that never ends by itself."""
    with Plain(server) as plain:
        token: str = plain.json("/api/invoke/VerifyStore", id=1, includeIndexes="true")["token"]
    return token


def waiting(server: EmulatorServer, token: str) -> Any:
    with Plain(server) as plain:
        answer = plain.ask(
            "/api/get-status", token=token, lastKnownStatusVersion=2, millisecondsTimeout=int(LONG * 1000)
        )
        content = answer.read().decode("utf-8-sig")
        return json.loads(content) if answer.status == 200 else answer.status


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


def test_later_requests_meet_the_emulator_that_replaced_the_other(served: EmulatorServer) -> None:
    first, second = served.emulator, Emulator()

    with Client(**served.connection) as client:
        client.create_user("one")
        served.emulator = second
        client.create_user("two")

    assert ("one" in first.state.users, "two" in first.state.users) == (True, False)
    assert ("one" in second.state.users, "two" in second.state.users) == (False, True)


def test_the_wiring_follows_the_emulator(served: EmulatorServer) -> None:
    first, second = served.emulator, Emulator(tasks=Never())
    served.emulator = second
    token = begun(served)

    with ThreadPoolExecutor() as pool, Client(**served.connection, retries=0) as client:
        poll = pool.submit(waiting, served, token)
        until(lambda: held(served) == 1)
        first.faults.add("*", Refuse())
        first.restart()
        client.get_server_info()
        assert held(served) == 1
        second.world.tasks[token].cancel(second.clock.now(), late=False)
        second.world.woken(token)
        assert poll.result(PATIENCE)["statusCode"] == "cancelled"
        with second.faults.planted("*", Refuse()), pytest.raises(errors.ConnectError):
            client.get_server_info()

    served.emulator = first
    with Client(**served.connection, retries=0) as client, pytest.raises(errors.ConnectError):
        client.get_server_info()


def test_polls_that_the_old_emulator_holds_are_dropped(served: EmulatorServer) -> None:
    token = begun(served)
    with ThreadPoolExecutor() as pool:
        poll = pool.submit(waiting, served, token)
        until(lambda: held(served) == 1)

        served.emulator = Emulator()

        assert isinstance(poll.exception(PATIENCE), OSError | http.client.HTTPException)


def test_a_server_that_refuses_keeps_its_port_and_takes_it_up_again(served: EmulatorServer) -> None:
    with served.emulator.faults.planted("*", Refuse()):
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((served.host, served.port), PATIENCE)
        with socket.socket() as another, pytest.raises(OSError, match="in use"):
            another.bind((served.host, served.port))

    with Plain(served) as plain:
        assert plain.json("/api/invoke/GetServerInfo")["statusCode"] == "succeeded"


def test_a_server_can_be_closed_while_it_refuses() -> None:
    emulator = Emulator()
    with emulator.serve() as server:
        emulator.faults.add("*", Refuse())

    with socket.socket() as another:
        another.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        another.bind((server.host, server.port))


def test_a_server_may_begin_with_faults_that_are_armed() -> None:
    emulator = Emulator()
    emulator.faults.add("*", Refuse())

    with emulator.serve() as server:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((server.host, server.port), PATIENCE)
        emulator.faults.clear()
        with Plain(server) as plain:
            plain.json("/api/invoke/GetServerInfo")


def test_an_expired_certificate_strikes_once_a_handshake(served: EmulatorServer) -> None:
    planted = served.emulator.faults.add("*", ExpiredCertificate(), times=2)
    seen = {tls.fetch(served.host, served.port).fingerprint for _ in range(2)}

    assert len(seen) == 1
    assert served.fingerprint not in seen
    assert tls.fetch(served.host, served.port).fingerprint == served.fingerprint
    assert planted.struck == 2


def test_two_servers_serve_one_emulator() -> None:
    emulator = Emulator(tasks=Never(), clock=SystemClock())
    with emulator.serve() as one, emulator.serve() as other, ThreadPoolExecutor() as pool:
        token = begun(one)
        polls = [pool.submit(waiting, server, token) for server in (one, other)]
        until(lambda: held(one) + held(other) == 2)
        with Plain(one) as plain:
            plain.json("/api/cancel-async", token=token)

        assert [poll.result(PATIENCE)["statusCode"] for poll in polls] == ["cancelled"] * 2


def test_what_other_clients_need_is_written(served: EmulatorServer, tmp_path: Path) -> None:
    served.write_certificates(tmp_path / "made" / "here")

    folder = tmp_path / "made" / "here"
    own = (folder / "server.pem").read_text()
    assert (folder / "ca.pem").read_bytes() == served.ca_pem
    assert tls.fingerprint(ssl.PEM_cert_to_DER_cert(own)) == served.fingerprint
    assert (folder / "fingerprint.txt").read_text() == f"{served.fingerprint}\n"
    assert sorted(path.name for path in folder.iterdir()) == ["ca.pem", "fingerprint.txt", "server.pem"]


def test_faults_cannot_be_changed_by_who_holds_the_lock(
    served: EmulatorServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server waits for the lock, and who holds it for the server: that has to end with words."""
    monkeypatch.setattr("mailstore_sdk.emulator.server.FOLLOW_TIMEOUT", 0.2)
    with ThreadPoolExecutor() as pool:
        with served.emulator.lock:
            call = pool.submit(begun, served)
            until(lambda: served._server.server_state.tasks)
            with pytest.raises(RuntimeError, match=r"emulator\.lock"):
                served.emulator.faults.add("*", Refuse())
        assert call.result(PATIENCE)


def test_polls_by_two_clients_get_a_call_on(served: EmulatorServer) -> None:
    served.emulator = Emulator(tasks=ByPolls(2))
    token = begun(served)

    assert waiting(served, token)["statusCode"] == "running"
    assert waiting(served, token)["statusCode"] == "succeeded"
