"""What can go wrong between client and server, over real sockets: the error, what it tells, and that it is safe."""

from __future__ import annotations

import re
import socket
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from mailstore_sdk.emulator import Emulator
from mailstore_sdk.emulator.server import EmulatorServer
from mailstore_sdk.errors import (
    ApiError,
    AuthenticationError,
    ConnectError,
    MailStoreError,
    RequestTimeout,
    ResponseError,
    TlsError,
    TransportError,
    UnknownFunctionError,
)
from tests.transport.leaks import everything_in
from tests.transport.scripted import PASSWORD, SECRET_WORD, opened
from tests.transport.servers import LOOPBACK, Identity, Server, answering, dribbling, page, silent, speaking_plainly

pytestmark = pytest.mark.anyio
E = TypeVar("E", bound=MailStoreError)
OTHER = ":".join(["AB"] * 32)
HALF = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"statusCode":'


@pytest.fixture(scope="module")
def served() -> Iterator[EmulatorServer]:
    """An emulated server whose administrator has the password that these tests look for."""
    emulator = Emulator()
    emulator.state.users["admin"].password = PASSWORD
    emulator.state.users["johndoe"].password = PASSWORD
    with emulator.serve() as running:
        yield running


async def failure(kind: str, expected: type[E], settings: dict[str, Any], *call: Any) -> E:
    """The error of a call, which is of just this class and shows no password."""
    async with opened(kind, **{"password": PASSWORD, **settings}) as calling:
        with pytest.raises(MailStoreError) as caught:
            await calling(*(call or ("get_server_info",)))
    error = caught.value
    text = everything_in(error)
    assert SECRET_WORD not in text
    assert b64encode(f"admin:{PASSWORD}".encode()).decode() not in text
    assert type(error) is expected, repr(error)
    return error


async def test_a_port_where_nobody_listens_is_a_connect_error(kind: str) -> None:
    with socket.socket() as taken:  # bound, so that nobody else listens there, and not listening itself
        taken.bind((LOOPBACK, 0))
        port = taken.getsockname()[1]
        error = await failure(kind, ConnectError, {"port": port, "retries": 0, "trust_env": False})
    assert f"{LOOPBACK}:{port}" in str(error)
    assert "refused" in str(error)
    assert error.request_sent is False


@pytest.mark.parametrize("host", ["a..b", "x" * 64], ids=["empty label", "long label"])
async def test_a_host_that_cannot_exist_is_a_connect_error(kind: str, host: str) -> None:
    error = await failure(kind, ConnectError, {"host": host, "protocol": "modern", "retries": 0, "trust_env": False})
    assert host in str(error)
    assert error.request_sent is False


async def test_an_untrusted_certificate_is_shown_by_its_fingerprint(kind: str, served: EmulatorServer) -> None:
    error = await failure(kind, TlsError, {"port": served.port, "trust_env": False})
    assert error.fingerprint == served.fingerprint
    assert served.fingerprint in str(error)
    assert "not trusted" in str(error)
    assert error.request_sent is False


async def test_an_untrusted_server_receives_no_byte_of_a_request(kind: str, identity: Identity) -> None:
    async with Server(silent, identity) as server:
        error = await failure(kind, TlsError, server.connection(fingerprint=None))
    assert error.fingerprint == identity.fingerprint
    assert server.received == b""


async def test_another_certificate_than_the_pinned_one_receives_no_byte(kind: str, identity: Identity) -> None:
    async with Server(silent, identity) as server:
        error = await failure(kind, TlsError, server.connection(fingerprint=OTHER))
    assert error.fingerprint == identity.fingerprint
    assert "another certificate than the trusted one" in str(error)
    assert server.received == b""
    assert server.connections == 1


@pytest.mark.parametrize("spelling", ["as shown", "plain", "lower", "blanks", "one of two"])
async def test_the_pinned_certificate_is_trusted_however_it_is_written(
    kind: str, served: EmulatorServer, spelling: str
) -> None:
    shown = served.fingerprint
    given: dict[str, Any] = {
        "as shown": shown,
        "plain": shown.replace(":", ""),
        "lower": shown.lower(),
        "blanks": shown.replace(":", " "),
        "one of two": [OTHER, shown],
    }
    settings = {"port": served.port, "trust_env": False, "password": PASSWORD, "fingerprint": given[spelling]}
    async with opened(kind, **settings) as calling:
        assert (await calling("get_server_info")).machine_name == "WIN2012MS"


async def test_a_certificate_for_another_name_is_not_trusted(kind: str, identity: Identity, tmp_path: Path) -> None:
    ca_file = tmp_path / "ca.pem"
    ca_file.write_bytes(identity.ca_pem)
    async with Server(silent, identity) as server:
        settings = server.connection(fingerprint=None, ca_file=ca_file, host="localhost")
        error = await failure(kind, TlsError, settings)
    assert error.fingerprint == identity.fingerprint
    assert "'localhost'" in str(error)
    assert server.received == b""


async def test_a_port_that_speaks_plain_http_is_a_tls_error(kind: str) -> None:
    async with Server(speaking_plainly) as server:
        error = await failure(kind, TlsError, server.connection())
    assert error.fingerprint is None
    assert f"no TLS connection to {LOOPBACK}:{server.port}" in str(error)
    assert b"HTTP" not in server.received


async def test_a_proxy_that_refuses_sees_no_password(kind: str) -> None:
    async with Server(answering(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")) as proxy:
        settings = proxy.connection(port=8463, proxy=f"http://user:{SECRET_WORD}@{LOOPBACK}:{proxy.port}")
        error = await failure(kind, ConnectError, settings)
    assert error.request_sent is False
    assert proxy.received.startswith(f"CONNECT {LOOPBACK}:8463".encode())
    assert re.findall(rb"(?mi)^authorization:", proxy.received) == []


@pytest.mark.parametrize("trust", [{}, {"fingerprint": OTHER}], ids=["system", "pinned"])
async def test_a_server_that_hangs_up_in_the_handshake_was_sent_nothing(kind: str, trust: dict[str, Any]) -> None:
    async with Server(lambda server, connection: None) as server:
        error = await _transport_failure(kind, server.connection(**trust))
    assert isinstance(error, ConnectError)  # which is tried again, as no TlsError is
    assert error.request_sent is False


async def test_a_server_that_never_shakes_hands_was_sent_nothing(kind: str) -> None:
    async with Server(silent) as server:
        error = await _transport_failure(kind, server.connection(fingerprint=OTHER, timeout=0.1))
    assert isinstance(error, ConnectError | RequestTimeout)
    assert error.request_sent is False


async def test_a_handshake_that_is_given_up_leaves_no_connection_open(kind: str) -> None:
    async with Server(silent) as server:
        await _transport_failure(kind, server.connection(fingerprint=OTHER, timeout=0.1))
    assert (server.connections, server.abandoned) == (1, 0)


async def _transport_failure(kind: str, settings: dict[str, Any]) -> TransportError:
    async with opened(kind, **settings) as calling:
        with pytest.raises(TransportError) as caught:
            await calling("delete_user", "johndoe")
    return caught.value


@pytest.mark.parametrize(
    "answer",
    [b"", b"HTTP/1.1 200", HALF, HALF.replace(b"Content-Length: 100", b"Transfer-Encoding: chunked") + b"\r\n"],
    ids=["at once", "in the head", "in the body", "in a chunk"],
)
async def test_a_server_that_hangs_up_in_its_answer_may_have_done_it(
    kind: str, identity: Identity, answer: bytes
) -> None:
    async with Server(answering(answer), identity) as server:
        error = await failure(kind, TransportError, server.connection(), "invoke", "CompactEverything")
    assert error.request_sent is True
    assert "whether the call was carried out is not known" in str(error)
    assert server.connections == 1


async def test_an_answer_that_is_not_http_is_a_transport_error(kind: str, identity: Identity) -> None:
    async with Server(answering(b"220 mail.example ESMTP\r\n"), identity) as server:
        error = await failure(kind, TransportError, server.connection())
    assert error.request_sent is True


async def test_an_answer_that_says_gzip_and_is_not_is_a_transport_error(kind: str, identity: Identity) -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
    async with Server(answering(answer), identity) as server:
        error = await failure(kind, TransportError, server.connection())
    assert error.request_sent is True


async def test_a_server_that_never_answers_is_a_request_timeout(kind: str, identity: Identity) -> None:
    async with Server(silent, identity) as server:
        error = await failure(kind, RequestTimeout, server.connection(timeout=0.2, retries=2))
    assert "within 0.2 s" in str(error)
    assert error.request_sent is True
    assert server.received.startswith(b"POST /api/invoke/GetServerInfo HTTP/1.1\r\n")
    assert server.connections == 1


async def test_an_answer_that_comes_drop_by_drop_has_the_same_deadline(kind: str, identity: Identity) -> None:
    start = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
    async with Server(dribbling(start), identity) as server:
        await failure(kind, RequestTimeout, server.connection(timeout=0.1))


async def test_headers_that_come_drop_by_drop_have_the_same_deadline(kind: str, identity: Identity) -> None:
    async with Server(dribbling(b"HTTP/1.1 200 OK\r\n"), identity) as server:
        await failure(kind, RequestTimeout, server.connection(timeout=0.1))


async def test_a_web_server_is_a_response_error(kind: str, identity: Identity) -> None:
    html = f"<html><h1>It works!</h1><p>{PASSWORD}</p></html>"
    async with Server(answering(page(html)), identity) as server:
        error = await failure(kind, ResponseError, server.connection())
    assert "is this the port of the Administration API" in str(error)
    assert error.function == "GetServerInfo"


async def test_a_web_server_is_found_out_by_the_probe(kind: str, identity: Identity) -> None:
    async with Server(answering(page("<html></html>")), identity) as server:
        error = await failure(kind, ResponseError, server.connection(protocol="auto"))
    assert error.function == "get-metadata"


@pytest.mark.parametrize("protocol", ["auto", "modern", "legacy"])
async def test_a_wrong_password_is_an_authentication_error(kind: str, served: EmulatorServer, protocol: str) -> None:
    settings = {**served.connection, "protocol": protocol, "password": f"not {PASSWORD}"}
    error = await failure(kind, AuthenticationError, settings)
    assert error.http_status == 401


@pytest.mark.parametrize("protocol", ["modern", "legacy"])
async def test_a_user_who_is_no_administrator_is_an_authentication_error(
    kind: str, served: EmulatorServer, protocol: str
) -> None:
    settings = {**served.connection, "protocol": protocol, "username": "johndoe", "password": PASSWORD}
    error = await failure(kind, AuthenticationError, settings)
    assert error.http_status == 403


@pytest.mark.parametrize("protocol", ["auto", "modern", "legacy"])
async def test_a_function_that_the_server_does_not_have(kind: str, served: EmulatorServer, protocol: str) -> None:
    settings = {**served.connection, "protocol": protocol}
    error = await failure(kind, UnknownFunctionError, settings, "invoke", "BrandNewFunction", {"a": PASSWORD})
    assert (error.function, error.http_status) == ("BrandNewFunction", 404)


@pytest.mark.parametrize(("protocol", "status"), [("modern", 200), ("legacy", 500)])
async def test_a_refusal_carries_the_words_of_the_server(
    kind: str, served: EmulatorServer, protocol: str, status: int
) -> None:
    settings = {**served.connection, "protocol": protocol}
    error = await failure(kind, ApiError, settings, "get_user_info", "nobody")
    assert (error.function, error.http_status) == ("GetUserInfo", status)
    assert "nobody" in error.message


async def test_a_client_goes_on_after_a_failure(kind: str, served: EmulatorServer) -> None:
    async with opened(kind, **served.connection, password=PASSWORD) as calling:
        for _ in range(2):
            with pytest.raises(ApiError):
                await calling("get_user_info", "nobody")
            assert (await calling("get_server_info")).machine_name == "WIN2012MS"
