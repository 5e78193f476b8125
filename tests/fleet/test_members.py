"""A fleet from the profiles of `config.toml`."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from mailstore_sdk import AsyncClient, AsyncFleet, AsyncSpeClient, Client, Fleet, SpeClient
from mailstore_sdk.errors import ConfigurationError

SERVERS = """\
[customer-b]
host = "b.example"
password_variable = "B_PASSWORD"
[customer-a]
host = "a.example"
[office]
host = "office.example"
[hosting]
host = "hosting.example"
edition = "spe"
"""


@pytest.fixture(autouse=True)
def profiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "config.toml"
    path.write_text(SERVERS, encoding="utf-8")
    path.chmod(0o600)
    monkeypatch.setenv("MAILSTORE_CONFIG", str(path))
    monkeypatch.setenv("MAILSTORE_PASSWORD", "geheim-4711")
    monkeypatch.setenv("B_PASSWORD", "geheim-b")


def test_patterns_choose_profiles_in_the_order_of_the_file() -> None:
    fleet = Fleet.from_profiles("customer-*", "office", timeout=5, concurrency=7)

    assert fleet.names == ["customer-b", "customer-a", "office"]
    clients = fleet._members
    assert [type(client) for client in clients.values()] == [Client] * 3
    assert [client.transport.settings.host for client in clients.values()] == [
        "b.example",
        "a.example",
        "office.example",
    ]
    assert [client.transport.settings.password for client in clients.values()] == [
        "geheim-b",
        "geheim-4711",
        "geheim-4711",
    ]
    assert {client.transport.options.timeout for client in clients.values()} == {5}


def test_the_class_says_the_edition() -> None:
    assert type(Fleet.from_profiles("hosting", client=SpeClient)._members["hosting"]) is SpeClient
    assert type(AsyncFleet.from_profiles("office")._members["office"]) is AsyncClient
    assert type(AsyncFleet.from_profiles("hosting", client=AsyncSpeClient)._members["hosting"]) is AsyncSpeClient
    with pytest.raises(ConfigurationError, match="profile 'hosting': its edition is 'spe'"):
        Fleet.from_profiles("*")


def test_a_pattern_that_fits_no_profile_is_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"'kunde-\*'"):
        Fleet.from_profiles("customer-*", "kunde-*")


@pytest.mark.parametrize("fleet", [Fleet, AsyncFleet])
def test_without_a_pattern_there_is_no_fleet(fleet: type[Fleet[Client]] | type[AsyncFleet[AsyncClient]]) -> None:
    with pytest.raises(ConfigurationError, match=r"'\*' stands for all"):
        fleet.from_profiles()


def test_all_profiles_that_cannot_be_used_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("B_PASSWORD")
    monkeypatch.delenv("MAILSTORE_PASSWORD")
    monkeypatch.setitem(sys.modules, "keyring", None)
    monkeypatch.setattr("sys.stdin", None)

    with pytest.raises(ConfigurationError) as caught:
        Fleet.from_profiles("customer-*")
    assert "b.example" in str(caught.value)
    assert "a.example" in str(caught.value)
