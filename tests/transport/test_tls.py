"""Whom the client trusts, what it says about whom it does not, and that those get nothing."""

from __future__ import annotations

import json
import pickle
import socket
import ssl
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mailstore_sdk import AsyncClient, AsyncSpeClient, Client, SpeClient
from mailstore_sdk.errors import ResponseError, TlsError
from mailstore_sdk.transport import Settings, tls
from mailstore_sdk.transport.certificate import Certificate, read
from tests.transport import certificates
from tests.transport.certificates import DAY, TODAY, der, made, name, pem
from tests.transport.scripted import PASSWORD, envelope, opened
from tests.transport.servers import LOOPBACK, Identity, Server, Tunnel, answering, silent

pytestmark = pytest.mark.anyio
ANSWER = json.dumps(envelope()).encode()
SUCCESS = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(ANSWER) + ANSWER
YEAR = timedelta(days=365)


class Own(Identity):
    """A certificate made for one test, which signs itself, or is signed by an authority of its own."""

    def __init__(self, names: tuple[str, ...] = (LOOPBACK,), *, by_authority: bool = False, **given: Any) -> None:
        key, authority_key, authority_name = certificates.elliptic(), certificates.elliptic(), name("Authority")
        if by_authority:
            given |= {"issuer": authority_name, "signed_by": authority_key}
        certificate = made(name("archive"), names, key=key, **given)
        self.context = certificates.context(certificate, key)
        self.ca_pem = pem(made(authority_name, key=authority_key)) if by_authority else pem(certificate)
        self.certificate = read(der(certificate))
        self.fingerprint = self.certificate.fingerprint


async def refusal(kind: str, identity: Identity, **settings: Any) -> TlsError:
    """The error of a client that does not trust a server, which has got no byte of a request."""
    async with Server(silent, identity) as server:
        given = server.connection(**{"password": PASSWORD, "fingerprint": None, **settings})
        async with opened(kind, **given) as calling:
            with pytest.raises(TlsError) as caught:
                await calling("get_server_info")
    assert server.received == b""
    assert caught.value.request_sent is False
    return caught.value


async def test_a_refusal_shows_the_certificate_and_the_argument_that_would_trust_it(kind: str) -> None:
    identity = Own(("archive.example", LOOPBACK))
    error = await refusal(kind, identity)
    today, tomorrow = (f"{day:%Y-%m-%d}" for day in (TODAY - DAY, TODAY + DAY))
    assert error.certificate == identity.certificate
    assert error.fingerprint == identity.fingerprint
    assert "is not trusted: it is self-signed. " in str(error)
    assert f"of CN=archive, O=Example, for archive.example, {LOOPBACK}, valid from {today} to {tomorrow}." in str(error)
    assert str(error).endswith(f': fingerprint="{identity.fingerprint}"')
    assert pickle.loads(pickle.dumps(error)).certificate == identity.certificate


async def test_the_argument_that_it_shows_does_trust_it(kind: str) -> None:
    identity = Own()
    shown = str(await refusal(kind, identity)).rpartition('fingerprint="')[2].rstrip('"')
    async with (
        Server(answering(SUCCESS), identity) as server,
        opened(kind, **server.connection(fingerprint=shown)) as calling,
    ):
        await calling("invoke", "GetServerInfo")


@pytest.mark.parametrize(
    ("identity", "words"),
    [
        (lambda: Own(since=TODAY - YEAR, until=TODAY - DAY), f"it expired on {TODAY - DAY:%Y-%m-%d}. "),
        (lambda: Own(since=TODAY + DAY, until=TODAY + YEAR), f"it is not valid before {TODAY + DAY:%Y-%m-%d} (is the"),
        (lambda: Own(("a.example", "b.example")), f"it is for another name than '{LOOPBACK}'. "),
    ],
    ids=["expired", "not yet valid", "another name"],
)
async def test_what_is_wrong_is_said_in_plain_words(
    kind: str, identity: Callable[[], Own], words: str, tmp_path: Path
) -> None:
    own = identity()
    ca_file = tmp_path / "ca.pem"
    ca_file.write_bytes(own.ca_pem)
    error = await refusal(kind, own, ca_file=ca_file)
    assert f"is not trusted: {words}" in str(error)
    assert own.certificate.names[0] in str(error)


async def test_an_unknown_authority_is_said_together_with_the_dates(kind: str) -> None:
    error = await refusal(kind, Own(by_authority=True, since=TODAY - YEAR, until=TODAY - DAY))
    assert f"its authority is not known on this computer, and it expired on {TODAY - DAY:%Y-%m-%d}. " in str(error)


async def test_of_many_names_only_some_are_shown(kind: str) -> None:
    error = await refusal(kind, Own(tuple(f"host-{number}.example" for number in range(30))))
    assert "for host-0.example, host-1.example, host-2.example, host-3.example, host-4.example and 25 more" in str(
        error
    )


async def test_an_impostor_of_the_same_name_gets_no_byte_and_is_shown(kind: str, protocol: str) -> None:
    real, impostor = Own(), Own()
    error = await refusal(kind, impostor, fingerprint=real.fingerprint, protocol=protocol)
    assert error.certificate == impostor.certificate
    assert "shows another certificate than the trusted one: of CN=archive, O=Example, " in str(error)
    assert str(error).endswith(f'trust that one: fingerprint="{impostor.fingerprint}"')


async def test_an_impostor_behind_a_proxy_gets_no_byte(kind: str) -> None:
    real, impostor = Own(), Own()
    with Tunnel() as proxy:
        error = await refusal(kind, impostor, fingerprint=real.fingerprint, proxy=proxy.url)
    assert error.fingerprint == impostor.fingerprint


async def test_a_certificate_that_only_a_proxy_of_the_environment_shows_is_not_looked_for_elsewhere(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A handshake without the proxy may meet another server, whose certificate would be shown as the one refused."""
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    async with Server(silent, Own()) as server:
        with Tunnel() as proxy:
            monkeypatch.setenv("https_proxy", proxy.url)
            async with opened(kind, **server.connection(fingerprint=None, trust_env=True)) as calling:
                with pytest.raises(TlsError) as caught:
                    await calling("get_server_info")
    assert caught.value.certificate is None
    assert server.connections == 1


async def test_a_ca_file_that_was_renewed_is_read_again(kind: str, tmp_path: Path) -> None:
    old, new = Own(), Own()
    ca_file = tmp_path / "ca.pem"
    ca_file.write_bytes(old.ca_pem)
    await refusal(kind, new, ca_file=ca_file)
    ca_file.write_bytes(new.ca_pem + b"\n")
    async with (
        Server(answering(SUCCESS), new) as server,
        opened(kind, **server.connection(fingerprint=None, ca_file=ca_file)) as calling,
    ):
        await calling("invoke", "GetServerInfo")
    await refusal(kind, old, ca_file=ca_file)


async def test_an_impostor_who_comes_later_gets_no_byte(kind: str) -> None:
    real, impostor = Own(), Own()
    async with (
        Server(answering(SUCCESS), real) as server,
        opened(kind, **server.connection(password=PASSWORD)) as calling,
    ):
        await calling("invoke", "GetServerInfo")
        before = len(server.received)
        real.context = impostor.context
        with pytest.raises(TlsError) as caught:
            await calling("invoke", "GetServerInfo")
    assert caught.value.fingerprint == impostor.fingerprint
    assert before > 0
    assert server.received[before:] == b""
    assert server.connections == 2


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed_and_its_target_hears_nothing(kind: str, protocol: str, status: int) -> None:
    identity = Own()
    async with Server(silent, identity) as target:
        head = f"HTTP/1.1 {status} Moved\r\nLocation: https://{LOOPBACK}:{target.port}/\r\nContent-Length: 0\r\n\r\n"
        async with (
            Server(answering(head.encode()), identity) as server,
            opened(kind, **server.connection(protocol=protocol)) as calling,
        ):
            with pytest.raises(ResponseError, match="redirects are not followed"):
                await calling("get_server_info")
    assert b"Authorization: Basic" in server.received
    assert (target.connections, target.received) == (0, b"")


CONTEXTS: dict[str, Callable[[Own, Path], dict[str, Any]]] = {
    "system": lambda identity, ca_file: {},
    "ca_file": lambda identity, ca_file: {"ca_file": ca_file},
    "fingerprint": lambda identity, ca_file: {"fingerprint": identity.fingerprint},
    "verify=False": lambda identity, ca_file: {"verify": False},
}


@pytest.fixture
def fresh() -> Iterator[None]:
    """Contexts that no other test has, before and after."""
    shared = (tls._system, tls._of_file, tls._unverified, tls._pinned)
    for each in shared:
        each.cache_clear()
    yield
    for each in shared:
        each.cache_clear()


@pytest.mark.parametrize("trust", CONTEXTS)
@pytest.mark.filterwarnings("ignore:verify=False:UserWarning")
async def test_nothing_below_tls_1_2_is_accepted_whomever_the_client_trusts(
    kind: str, trust: str, fresh: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    identity = Own()
    ca_file = tmp_path / "ca.pem"
    ca_file.write_bytes(identity.ca_pem)
    settings = CONTEXTS[trust](identity, ca_file)
    context = tls.context(Settings(**settings))
    # OpenSSL has reasons of its own to refuse what is old; without them, only ours is left.
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    only_old(identity.context)
    assert handshake(identity, ssl.TLSVersion.TLSv1), "this OpenSSL does not speak TLS 1.1: nothing is shown"
    error = await refusal(kind, identity, **settings)
    assert "offers nothing as new as TLS 1.2" in str(error)
    assert error.certificate is None
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2


def only_old(context: ssl.SSLContext) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("DEFAULT:@SECLEVEL=0")


def handshake(identity: Identity, least: ssl.TLSVersion) -> str | None:
    """The version of TLS that a careless client agrees on with a server."""
    careless = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    careless.check_hostname, careless.verify_mode = False, ssl.CERT_NONE
    careless.set_ciphers("DEFAULT:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        careless.minimum_version = least
    with (
        Server(silent, identity) as server,
        socket.create_connection((LOOPBACK, server.port)) as plain,
        careless.wrap_socket(plain) as secure,
    ):
        return secure.version()


@pytest.mark.parametrize(
    ("name_of_client", "options"),
    [
        ("Client", []),
        ("Client", ["-W", "default"]),
        ("Client", ["-W", "once"]),
        ("AsyncClient", []),
        ("SpeClient", []),
        ("AsyncSpeClient", []),
    ],
)
def test_without_verification_one_warning_names_the_line_and_what_to_do(
    name_of_client: str, options: list[str], tmp_path: Path
) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        f"from mailstore_sdk import {name_of_client} as Kind\nfor _ in range(3):\n    Kind(verify=False)\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, *options, str(script)], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines() == [f"{script}:3: UserWarning: {tls.UNVERIFIED}", "  Kind(verify=False)"]


@pytest.mark.parametrize("client", [Client, AsyncClient, SpeClient, AsyncSpeClient])
def test_the_warning_is_one_that_a_test_or_a_company_can_forbid(client: Callable[..., object]) -> None:
    with pytest.raises(UserWarning, match="trust the server's own certificate with fingerprint= or ca_file= instead"):
        client(verify=False)


def test_a_certificate_is_fetched_without_a_byte_of_a_request() -> None:
    identity = Own()
    with Server(silent, identity) as server:
        assert tls.fetch(LOOPBACK, server.port) == identity.certificate
    assert server.received == b""


@pytest.mark.parametrize("separator", ["", ":", "-", " "])
def test_a_fingerprint_may_be_written_as_powershell_writes_it(separator: str) -> None:
    assert tls.normalized([separator.join(["ab"] * 32)]) == {":".join(["AB"] * 32)}


def test_a_certificate_that_cannot_be_read_is_refused_with_what_is_known() -> None:
    unknown: Certificate = read(b"")
    text = tls.refused("h", 1, tls.FingerprintMismatch(unknown), None)
    assert "of a subject that cannot be read, valid from ? to ?" in text
