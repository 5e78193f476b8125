"""Licences for users.

That the administrator needs none, and that a Service Provider Edition counts archives instead, is documented. What a
server does when they are used up is not known: that it takes no more users is our choice.
"""

from __future__ import annotations

from mailstore_sdk.emulator.installation import InstanceState
from mailstore_sdk.emulator.messages import Refused
from mailstore_sdk.emulator.state import State

WITHOUT = "admin"


def named_users(state: State) -> int:
    """How many users need a licence."""
    return len(state.users) - (WITHOUT in state.users)


def licences_left(state: State) -> int | None:
    """How many more users there may be; None: as many as come."""
    if state.licensed_users is None or isinstance(state, InstanceState):
        return None
    return max(state.licensed_users - named_users(state), 0)


def need_licence(state: State, name: str) -> None:
    """Look whether there is a licence left for a new user of that name.

    Raises:
        Refused: There is none.
    """
    if name != WITHOUT and licences_left(state) == 0:
        raise Refused(f"All {state.licensed_users} licences are in use.")
