"""Emulators that replace one another behind HTTPS, and servers that refuse, restart and end."""

from __future__ import annotations

import http.client
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mailstore_sdk import Client, errors
from mailstore_sdk.emulator import (
    ByPolls,
    Emulator,
    ExpiredCertificate,
    Never,
    Refuse,
    SystemClock,
)
from mailstore_sdk.emulator.server import EmulatorServer, _bound
from mailstore_sdk.transport import tls
from tests.emulator.plain_http import PATIENCE, Plain, begun, held, until, waiting


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


@pytest.mark.parametrize(("system", "shared"), [("posix", True), ("nt", False)])
def test_on_windows_a_port_is_not_shared_with_whoever_has_it(
    monkeypatch: pytest.MonkeyPatch, system: str, shared: bool
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("os.name", system)
        made = _bound(0)

    with made:
        assert bool(made.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR)) is shared


def test_a_server_that_does_not_start_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mailstore_sdk.emulator.server._Server.run", lambda _, sockets: None)
    server = Emulator().serve()

    with pytest.raises(RuntimeError, match="did not start"):
        server.start()

    assert not Path(server.ca_file).exists()
    with socket.socket() as another:
        another.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        another.bind((server.host, server.port))


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
