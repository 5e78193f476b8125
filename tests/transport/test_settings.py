"""Settings that are impossible are refused by the constructor, with an error that names them and shows no password."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mailstore_sdk import AsyncClient, Client
from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.transport import Settings
from mailstore_sdk.transport.tls import normalized
from tests.transport.leaks import everything_in
from tests.transport.scripted import PASSWORD, SECRET_WORD, ScriptedSender

FINGERPRINT = "AB" * 32
CLIENTS = pytest.mark.parametrize("client", [Client, AsyncClient])


def refused(client: Callable[..., object], **settings: Any) -> str:
    with pytest.raises(ConfigurationError) as caught:
        client(**{"password": PASSWORD, **settings})
    assert SECRET_WORD not in everything_in(caught.value)
    return str(caught.value)


@CLIENTS
@pytest.mark.parametrize(
    "host",
    ["", "https://server", "server:8463", "server/api", "user@server", "a b", "a\n", ":::::", "[]", "größe?"],
)
def test_what_is_no_host_is_refused(client: Callable[..., object], host: str) -> None:
    assert repr(host) in refused(client, host=host)


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("mail.example", "https://mail.example:8463"),
        ("mail_store-1", "https://mail_store-1:8463"),
        ("192.0.2.1", "https://192.0.2.1:8463"),
        ("::1", "https://[::1]:8463"),
        ("[2001:db8::1]", "https://[2001:db8::1]:8463"),
    ],
)
def test_a_host_is_a_name_or_an_address(host: str, url: str) -> None:
    assert Settings(host=host).url == url


@CLIENTS
@pytest.mark.parametrize(
    "setting",
    [
        {"port": 0},
        {"port": 65536},
        {"port": -1},
        {"username": "a:b"},
        {"username": "\udce4"},
        {"protocol": "xml"},
        {"timeout": 0},
        {"timeout": -1.0},
        {"timeout": float("nan")},
        {"timeout": float("inf")},
        {"timeout": 1e12},
        {"retries": -1},
        {"poll_wait": -1},
        {"poll_wait": float("inf")},
        {"poll_wait": float("nan")},
        {"fingerprint": "AB:CD"},
        {"fingerprint": "G" * 64},
        {"fingerprint": []},
        {"ca_file": "/no/such/file.pem"},
        {"ca_file": ""},
        {"ca_file": "."},
        {"verify": False, "fingerprint": FINGERPRINT},
        {"ca_file": "ca.pem", "fingerprint": FINGERPRINT},
        {"proxy": "proxy.example:3128"},
        {"proxy": "ftp://proxy.example"},
        {"proxy": ""},
        {"proxy": f"socks4://user:{SECRET_WORD}@proxy.example"},
        {"proxy": f"http://user:{SECRET_WORD}@:::::"},
    ],
    ids=str,
)
def test_an_impossible_setting_is_refused(client: Callable[..., object], setting: dict[str, Any]) -> None:
    assert next(iter(setting)) in refused(client, **setting)


@CLIENTS
@pytest.mark.parametrize("proxy", ["socks://127.0.0.1:1080", "nonsense://127.0.0.1"])
def test_a_proxy_of_the_environment_that_cannot_be_used_is_refused(
    client: Callable[..., object], proxy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Desktops set ALL_PROXY to what no HTTP library knows."""
    monkeypatch.setenv("ALL_PROXY", proxy)
    assert "proxy" in refused(client)


def test_a_file_that_holds_no_certificate_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ca.pem"
    path.write_text("no certificate")
    assert repr(str(path)) in refused(Client, ca_file=path)


def test_a_certificate_that_anybody_may_have_is_warned_of() -> None:
    with pytest.warns(UserWarning, match="read the administrator's password"):
        Client(verify=False).close()


@pytest.mark.parametrize("given", ["ab" * 32, ":".join(["Ab"] * 32), " ".join(["AB"] * 32), f" {FINGERPRINT}\n"])
def test_a_fingerprint_is_known_however_it_is_written(given: str) -> None:
    assert normalized([given]) == {":".join(["AB"] * 32)}


@pytest.mark.parametrize("option", [{"timeout": 0}, {"retries": -1}, {"poll_wait": -1}, {"wait_timeout": -1}], ids=str)
def test_a_clone_is_checked_like_the_client(option: dict[str, Any]) -> None:
    with Client(sender=ScriptedSender()) as client, pytest.raises(ConfigurationError, match=next(iter(option))):
        client.options(**option)
