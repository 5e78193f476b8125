"""Where a password may be: a keyring, a terminal, or nowhere."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from mailstore_sdk.errors import ConfigurationError
from tests.transport.leaks import everything_in

SECRET = "geheim-4711"
Write = Callable[..., Path]


class Keyring(SimpleNamespace):
    """A keyring with these passwords, or one that is broken."""

    def __init__(self, passwords: dict[str, str] | Exception) -> None:
        super().__init__()
        self.passwords = passwords

    def get_password(self, service: str, account: str) -> str | None:
        if isinstance(self.passwords, Exception):
            raise self.passwords
        return self.passwords.get(account) if service == "mailstore-sdk" else None

    def set_password(self, service: str, account: str, password: str) -> None:
        if isinstance(self.passwords, Exception):
            raise self.passwords
        assert service == "mailstore-sdk"
        self.passwords[account] = password


def keep(monkeypatch: pytest.MonkeyPatch, passwords: dict[str, str] | Exception | None) -> None:
    """The keyring of this test; None: it is not installed."""
    monkeypatch.setitem(sys.modules, "keyring", None if passwords is None else Keyring(passwords))


def terminal(monkeypatch: pytest.MonkeyPatch, typed: str | None) -> list[str]:
    """A terminal at which somebody types this, or None; gives what was asked there."""
    asked: list[str] = []

    def getpass(prompt: str) -> str:
        asked.append(prompt)
        return typed or ""

    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: typed is not None))
    monkeypatch.setattr("getpass.getpass", getpass)
    return asked


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(ConfigurationError) as caught:
        call()
    assert SECRET not in everything_in(caught.value)
    return str(caught.value)
