"""Where the password of a profile comes from."""

from __future__ import annotations

from typing import Any

import pytest

from mailstore_sdk import Client, passwords, profiles
from tests.profiles.places import SECRET, Write, keep, refused, terminal

ACCOUNT = "admin@archive:8463"
ORDER = {"environment": "from the environment", "keyring": "from the keyring", "prompt": "typed"}


@pytest.mark.parametrize("there", [("environment", "keyring", "prompt"), ("keyring", "prompt"), ("prompt",)])
def test_the_password_comes_from_the_first_place_that_has_one(
    there: tuple[str, ...], write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write('[default]\nhost = "archive"')
    asked = offer(monkeypatch, there)
    assert Client.from_profile().transport.settings.password == ORDER[there[0]]
    assert asked == ([f"Password of {ACCOUNT}: "] if there == ("prompt",) else [])


@pytest.mark.parametrize("source", ORDER)
def test_the_password_comes_from_where_the_profile_says(
    source: str, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(f'[default]\nhost = "archive"\npassword_from = "{source}"')
    offer(monkeypatch, tuple(ORDER))
    assert Client.from_profile().transport.settings.password == ORDER[source]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("environment", "the variable MAILSTORE_PASSWORD is not set"),
        ("keyring", "the keyring has none: `mailstore profile set-password` stores it"),
        ("prompt", "there is no terminal to ask at"),
    ],
)
def test_a_place_that_has_none_is_not_replaced_by_another(
    source: str, said: str, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(f'[default]\nhost = "archive"\npassword_from = "{source}"')
    offer(monkeypatch, tuple(other for other in ORDER if other != source))
    assert refused(Client.from_profile) == f"no password of {ACCOUNT}: {said}"


def offer(monkeypatch: pytest.MonkeyPatch, places: tuple[str, ...]) -> list[str]:
    """A password in each of these places; gives what is asked at the terminal."""
    if "environment" in places:
        monkeypatch.setenv("MAILSTORE_PASSWORD", ORDER["environment"])
    keep(monkeypatch, {ACCOUNT: ORDER["keyring"]} if "keyring" in places else {})
    return terminal(monkeypatch, ORDER["prompt"] if "prompt" in places else None)


@pytest.mark.parametrize("kept", [{}, None, RuntimeError(SECRET)], ids=["empty", "not installed", "broken"])
def test_where_there_is_no_password_it_is_said_how_to_give_one(
    kept: Any, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write('[default]\nhost = "archive"')
    keep(monkeypatch, kept)
    expected = f"set MAILSTORE_PASSWORD, or store it with `keyring set mailstore-sdk {ACCOUNT}` (extra keyring)"
    assert refused(Client.from_profile) == f"no password of {ACCOUNT}: {expected}"
    monkeypatch.setattr("sys.stdin", None)  # as in a program without a console on Windows
    assert refused(Client.from_profile) == f"no password of {ACCOUNT}: {expected}"


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (None, "the keyring needs the package keyring: pip install 'mailstore-sdk[keyring]'"),
        (RuntimeError(SECRET), "the system's keyring cannot be used (RuntimeError)"),
    ],
)
def test_a_keyring_that_cannot_be_used_is_said_where_it_is_wanted(
    kept: Any, said: str, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write('[default]\npassword_from = "keyring"')
    keep(monkeypatch, kept)
    assert refused(Client.from_profile) == said
    assert refused(lambda: passwords.store(ACCOUNT, SECRET)) == said


def test_a_variable_of_ones_own_is_asked_instead_of_the_usual_one(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write('[default]\npassword_variable = "OFFICE"')
    monkeypatch.setenv("MAILSTORE_PASSWORD", "another server's")
    assert "set OFFICE, or" in refused(Client.from_profile)
    monkeypatch.setenv("OFFICE", SECRET)
    assert Client.from_profile().transport.settings.password == SECRET


def test_what_is_stored_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    keep(monkeypatch, {})
    passwords.store(profiles.account_of({"host": "archive"}), SECRET)
    assert passwords.stored(ACCOUNT) == SECRET
