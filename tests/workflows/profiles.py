"""A server with profiles, and what must be true of them at every moment."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from mailstore_sdk.emulator import Emulator
from mailstore_sdk.emulator.releases import Version
from mailstore_sdk.emulator.state import User
from mailstore_sdk.workflows import (
    Outcome,
    Plan,
    Profiles,
    apply,
    parse_changes,
    plan_profile_change,
    plan_profile_password,
    read_profiles,
)

MARK = "Kanarie7"
OLD, NEW = f"{MARK}-alt", f'{MARK}-neu&="'
NAME = "Büro: =Archiv; \"Nord\", 'a'"
SECRETS = {"details.password of profile 3": NEW}
WRITING = ("CreateProfile", "SetProfileServerSideExecution", "DeleteProfile")
ORDER = ["CreateProfile", "SetProfileServerSideExecution", "SetProfileServerSideExecution", "DeleteProfile"]
HOST = "details.host=mail.example.com"
EXECUTION = {"automatic": True, "automaticPauseBetweenExecutions": 300, "automaticMaintenanceWindows": "22:00-23:00"}


def emulated(*, automatic: bool = True, version: Version = "25.3", **more: Any) -> Emulator:
    """A server with profile 3, which has keys that nobody knows, and profile 1 beside it."""
    emulator = Emulator(version=version)
    emulator.state.users = {"admin": User(user_name="admin", password="admin", privileges=["admin"])}
    emulator.state.profiles[3] = {
        "id": 3,
        "version": 7,
        "name": NAME,
        "owner": "admin",
        "type": "I",
        "connector": "IMAP",
        "unknown": {"kept": [1, "ü", None]},
        "details": {
            "host": "imap.example.com",
            "userName": "jörg@example.com",
            "password": OLD,
            "protocol": "IMAP-TLS",
            "ignoreSSLPolicyErrors": "0",
            "excludeUnRead": "1",
            "limit": 5,
            "a.b": "dotted",
            "folders": ["Inbox", "Gelöscht"],
            **more,
        },
        "serverSideExecution": copy.deepcopy(EXECUTION) if automatic else None,
    }
    return emulator


def there(emulator: Emulator) -> Profiles:
    with emulator.client() as client:
        return read_profiles(client)


def changing(emulator: Emulator, *texts: str, **options: Any) -> Plan:
    """The plan that a user's words make."""
    found = there(emulator)
    new_keys = options.pop("new_keys", False)
    changes = parse_changes(found.find(3), texts, new_keys=new_keys)
    return plan_profile_change(found, 3, changes, new_keys=new_keys, **options)


def another_host(emulator: Emulator) -> Plan:
    return changing(emulator, HOST)


def another_password(emulator: Emulator) -> Plan:
    return plan_profile_password(there(emulator), 3)


def applied(emulator: Emulator, plan: Plan, file: Path, **options: Any) -> Outcome:
    with emulator.client(retries=0) as client:
        return apply(plan, client, file, **{"secrets": SECRETS, **options})


def state_of(emulator: Emulator) -> dict[int, Any]:
    return copy.deepcopy(emulator.state.profiles)


def written(emulator: Emulator) -> list[str]:
    """The calls that changed something, or tried to, in order."""
    return [one.function for one in emulator.requests if one.function in WRITING]


def running(emulator: Emulator) -> list[int]:
    """The profiles of the mailbox that run by themselves."""
    return [
        number
        for number, one in emulator.state.profiles.items()
        if number != 1 and (one["serverSideExecution"] or {}).get("automatic") is True
    ]


class Watching:
    """A client that sees after every call that the mailbox has a profile, and never two that run by themselves."""

    def __init__(self, emulator: Emulator, client: Any) -> None:
        self.transport = client.transport
        self._emulator = emulator
        self._client = client

    def invoke(self, function: str, arguments: Any) -> Any:
        try:
            return self._client.invoke(function, arguments)
        finally:
            self._look(function)

    def begin(self, function: str, arguments: Any) -> Any:
        try:
            return self._client.begin(function, arguments)
        finally:
            self._look(function)

    def _look(self, function: str) -> None:
        assert len(running(self._emulator)) <= 1, function
        assert self._emulator.state.profiles.keys() - {1}, function
