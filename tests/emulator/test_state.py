"""What an emulator holds is its own, and who may look at it."""

from __future__ import annotations

import pytest

from mailstore_sdk import errors
from mailstore_sdk.emulator import Emulator, State


def test_a_server_with_nothing_in_it_lets_nobody_in() -> None:
    with pytest.raises(errors.AuthenticationError):
        Emulator(State()).client().get_server_info()


def test_two_emulators_share_nothing() -> None:
    one, other = Emulator(), Emulator()

    one.client().delete_user("johndoe")
    one.state.users["asmith"].email_addresses.clear()

    assert "johndoe" in other.state.users
    assert other.state.users["asmith"].email_addresses


def test_tokens_are_the_same_in_every_run_and_never_the_same_twice() -> None:
    states = [Emulator().state, Emulator().state]
    first, second = ([state.new_token() for _ in range(5)] for state in states)

    assert first == second
    assert len(set(first)) == 5
