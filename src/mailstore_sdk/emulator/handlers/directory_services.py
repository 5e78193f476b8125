"""Users that come from a directory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from mailstore_sdk.emulator.arguments import Arguments
from mailstore_sdk.emulator.handlers.registry import Handlers
from mailstore_sdk.emulator.licences import licences_left
from mailstore_sdk.emulator.state import DirectoryUser, State, User
from mailstore_sdk.emulator.stored_settings import getter, setter
from mailstore_sdk.emulator.tasks import Script, brief

ORIGIN = "directoryServices"


class Step(NamedTuple):
    """A part of a synchronization: what it writes, and what it does."""

    line: str
    carry_out: Callable[[], object]


def synchronize(state: State, arguments: Arguments) -> Script:
    """Create, change and delete users as the directory says; archives stay (documented). A dry run changes nothing.

    Our choice: users are known by their names; ones that authenticate otherwise are left alone; new ones may log in and
    have no right on any archive, and none is created beyond the licences; those that the directory does not have any
    more, or, with `enabledUsersOnly`, has disabled, go if `deleteUsers` says so; other settings are not looked at. The
    result is null, and the lines are ours.
    """
    dry = arguments.optional("dryRun", bool)

    def finish() -> None:
        for step in [] if dry else list(_steps(state)):
            step.carry_out()

    return brief("Comparing users...", *(step.line for step in _steps(state)), "Finished.", finish=finish)


def _steps(state: State) -> Iterator[Step]:
    if state.directory is None:
        return
    settings, left = state.settings[ORIGIN], licences_left(state)
    present = {
        one.user_name: one for one in state.directory if one.enabled or not settings.get("enabledUsersOnly", True)
    }
    if settings.get("deleteUsers"):
        for user in state.users.values():
            if user.authentication == ORIGIN and user.user_name not in present:
                left = None if left is None else left + 1
                yield Step(f"Deleting user {user.user_name}...", partial(_delete, state, user.user_name))
    for name, one in present.items():
        if name not in state.users:
            if left == 0:
                yield Step(f"There is no licence left for user {name}.", lambda: None)
                continue
            left = None if left is None else left - 1
            yield Step(f"Creating user {name}...", partial(_create, state, one))
        elif state.users[name].authentication == ORIGIN and not _equal(state.users[name], one):
            yield Step(f"Changing user {name}...", partial(_change, state, one))


def _delete(state: State, name: str) -> None:
    del state.users[name]


def _create(state: State, one: DirectoryUser) -> None:
    state.users[one.user_name] = User(user_name=one.user_name, authentication=ORIGIN)
    _change(state, one)


def _equal(user: User, one: DirectoryUser) -> bool:
    return (user.full_name, user.distinguished_name, user.email_addresses) == (
        one.full_name,
        one.distinguished_name,
        one.email_addresses,
    )


def _change(state: State, one: DirectoryUser) -> None:
    user = state.users[one.user_name]
    user.full_name, user.distinguished_name = one.full_name, one.distinguished_name
    user.email_addresses = list(one.email_addresses)


HANDLERS: Handlers = {
    "SyncUsersWithDirectoryServices": synchronize,
    "GetDirectoryServicesConfiguration": getter(ORIGIN),
    "SetDirectoryServicesConfiguration": setter(ORIGIN),
}
