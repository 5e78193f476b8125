"""Plans of a few steps for an emulated server, and clients that break off."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from mailstore_sdk.emulator import Emulator
from mailstore_sdk.emulator.state import User
from mailstore_sdk.workflows import Call, Check, Outcome, Plan, Step, apply, server_of
from mailstore_sdk.workflows.protocol import Writer

WRITING = ("CreateUser", "SetUserFullName", "SetUserPrivilegesOnFolder")
MARK = "Kanarie7"


def emulated(**users: dict[str, list[str]]) -> Emulator:
    """A server with an administrator and these users, each with rights on archives."""
    emulator = Emulator(version="25.3")
    emulator.state.users = {
        "admin": User(user_name="admin", password="admin", privileges=["admin"]),
        **{name: User(user_name=name, privileges_on_folders=rights) for name, rights in users.items()},
    }
    return emulator


def new_user(name: str = "new") -> Step:
    """Creates a user with a password; what exists is seen in the list of users."""
    return Step(
        function="CreateUser",
        arguments={"userName": name},
        secrets={"password": f"password of {name}"},
        reason="is in the list",
        check=Check(function="GetUsers", path=[{"userName": name}], kind="exists", before=False, after=True),
        undo=Call(function="DeleteUser", arguments={"userName": name}, removes=True),
        group=name,
    )


def named(name: str = "new", full_name: str = "Ada Neu") -> Step:
    """Names the user; there is no way back in the plan."""
    return Step(
        function="SetUserFullName",
        arguments={"userName": name, "fullName": full_name},
        reason="is in the list",
        check=Check(
            function="GetUserInfo", arguments={"userName": name}, path=["fullName"], before=None, after=full_name
        ),
        group=name,
    )


def right(user: str, archive: str, before: list[str], after: list[str], group: str | None = None) -> Step:
    """Sets rights."""

    def call(words: list[str], *, removes: bool) -> Call:
        arguments: dict[str, Any] = {"userName": user, "folder": archive, "privileges": words or ["none"]}
        return Call(function="SetUserPrivilegesOnFolder", arguments=arguments, removes=removes)

    return Step(
        **dict(call(after, removes=bool({*before} - {*after}))),
        reason="is in the list",
        check=Check(
            function="GetUserInfo",
            arguments={"userName": user},
            path=["privilegesOnFolders", {"folder": archive}, "privileges"],
            kind="set",
            before=[*before],
            after=[*after],
        ),
        undo=call(before, removes=bool({*after} - {*before})),
        group=group,
    )


def plan_of(emulator: Emulator, *steps: Step) -> Plan:
    return Plan(title="test", server=server_of(emulator.client()), steps=list(steps))


def provision(emulator: Emulator) -> Plan:
    """Creates a user, names him, and gives him the right on his archive; then takes one away from another."""
    return plan_of(
        emulator, new_user(), named(), right("new", "new", [], ["read"], "new"), right("a", "b", ["read"], [])
    )


SECRETS = {"password of new": f'{MARK}-pässword&="'}


def written(emulator: Emulator) -> list[str]:
    """The calls that changed something, or tried to, in order."""
    return [one.function for one in emulator.requests if one.function in WRITING]


def state_of(emulator: Emulator) -> Any:
    return {
        name: (user.full_name, user.password, user.privileges_on_folders) for name, user in emulator.state.users.items()
    }


def gone_on(plan: Plan, client: Any, file: Path, **more: Any) -> Outcome:
    """Goes on with a plan; of what the server may still be at somebody says, in the end, that it is not."""
    outcome = apply(plan, client, file, **more)
    while unknown := [one.step for one in outcome.steps if one.state == "unknown"]:
        outcome = apply(plan, client, file, settled=dict.fromkeys(unknown, False), **more)
    return outcome


class Crash(BaseException):
    """The process is gone."""


def around_lines(moment: Callable[[], object], patch: pytest.MonkeyPatch) -> None:
    """Has something happen before and after every line that is added to a protocol."""
    add = Writer.add

    def adding(writer: Writer, entry: Any) -> None:
        moment()
        add(writer, entry)
        moment()

    patch.setattr(Writer, "add", adding)


def interrupting(at: int, patch: pytest.MonkeyPatch) -> None:
    """Has Ctrl-C come at one of the moments before or after a line of a protocol; the first is 1."""
    moments = count(1)

    def moment() -> None:
        if next(moments) == at:
            raise KeyboardInterrupt

    around_lines(moment, patch)


class Breaking:
    """Breaks off at one of the moments before or after a call or a line of the protocol; counts them all.

    Args:
        client: Makes the calls.
        at: At which moment; the first is 1.
        monkeypatch: To be there when lines are written.
    """

    def __init__(self, client: Any, at: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.transport = client.transport
        self.moments = 0
        self._client = client
        self._at = at
        around_lines(self._moment, monkeypatch)

    def invoke(self, function: str, arguments: Any) -> Any:
        return self._between(lambda: self._client.invoke(function, arguments))

    def begin(self, function: str, arguments: Any) -> Any:
        operation = self._between(lambda: self._client.begin(function, arguments))
        return operation if operation.done else Waiting(operation, self._between)

    def resume(self, operation: Any) -> Any:
        return Waiting(self._client.resume(operation), self._between)

    def _between(self, call: Callable[[], Any]) -> Any:
        self._moment()
        answer = call()
        self._moment()
        return answer

    def _moment(self) -> None:
        self.moments += 1
        if self.moments == self._at:
            raise Crash


def crashed(client: Any, at: int, monkeypatch: pytest.MonkeyPatch, plan: Plan, file: Path, **options: Any) -> bool:
    """Whether carrying out a plan crashes at that moment; it comes to its end once there are not so many."""
    with monkeypatch.context() as patch:
        breaking: Any = Breaking(client, at, patch)
        try:
            apply(plan, breaking, file, **options)
        except Crash:
            return True
    return False


class Waiting:
    """A long-running call, the wait for which is broken off before or after it."""

    def __init__(self, operation: Any, between: Callable[[Callable[[], Any]], Any]) -> None:
        self._operation = operation
        self._between = between

    def plain_result(self) -> Any:
        return self._between(self._operation.plain_result)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._operation, name)


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()
