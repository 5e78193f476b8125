"""The plain-dict calls as somebody writes them who comes from the original wrapper."""

from __future__ import annotations

from datetime import date
from typing import Any, assert_type

from mailstore_sdk import Client


def simple(client: Client) -> None:
    assert_type(client.raw.GetServerInfo(), dict[str, Any])
    assert_type(client.raw.GetUserList(), list[dict[str, Any]])
    assert_type(client.raw.GetUsers(), list[dict[str, Any]])
    assert_type(client.raw.GetUserInfo(userName="admin"), dict[str, Any])
    assert_type(client.raw.GetStores(False), list[dict[str, Any]])
    assert_type(client.raw.GetTimeZones(), Any)
    client.raw.CreateUser("new", ["login"], "A New User", authentication="integrated", password="secret")
    client.raw.SetUserEmailAddresses("new", "new@example.com,new.user@example.com")


def long_running(client: Client) -> None:
    assert_type(client.raw.VerifyStore(1), dict[str, Any])
    token = client.raw.VerifyStore(1, True, autoHandleToken=False)
    assert_type(token, dict[str, Any])
    assert_type(client.raw.GetStatus(token), dict[str, Any])
    assert_type(client.raw.HandleToken(token), dict[str, Any])
    client.raw.CancelAsync(token)
    # One that only may run long gives its result or a token.
    assert_type(client.raw.GetWorkerResults(date(2026, 1, 1), "2026-01-02T00:00:00", "$Local", 1), Any)
