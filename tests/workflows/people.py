"""A server with people who come, go and change their names; and what was done to it."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.emulator import Emulator
from mailstore_sdk.emulator.state import Job, User
from mailstore_sdk.workflows import Inventory, Plan, read_inventory
from tests.workflows.plans import MARK, gone_on

EVIL = f'Büro; "Nord", =1+1 % \x1b[2J\nmailstore: all is well {chr(0x202E)}'


def staffed(**options: Any) -> Emulator:
    """Ann leaves or marries; Bob may read her archive, Cid is her manager, and Dora an administrator like admin."""
    emulator = Emulator(version="25.3", **options)
    state = emulator.state
    rights: dict[str, dict[str, list[str]]] = {
        "ann": {"ann": ["read"], "bob": ["read", "write"]},
        "bob": {"bob": ["read"], "ann": ["read", "delete"]},
        "cid": {"cid": ["read"]},
        "dora": {},
    }
    state.users = {
        "admin": User(user_name="admin", password="admin", privileges=["admin"]),
        **{
            name: User(
                user_name=name,
                email_addresses=[f"{name}@example.com"],
                privileges=["admin"] if name == "dora" else ["login"],
                privileges_on_folders=some,
            )
            for name, some in rights.items()
        },
    }
    state.folders = ["ann", "ann/Inbox", "bob", "cid", "left long ago"]
    state.profiles = {
        1: profile(1, "Exchange Mailboxes", automatic=True),
        2: profile(2, "ann@example.com via IMAP", target="Ann", automatic=True),
        3: profile(3, "her old mailbox", target="ann/Old"),
        4: profile(4, "service", userName="ann@example.com", automatic=True),
        5: profile(5, "bob's mailbox", target="bob", automatic=True),
    }
    state.jobs = {
        1: Job(
            id=1,
            name="nightly",
            action=f"SetUserPassword --userName=ann --password={MARK}",
            owner="ann",
            created=datetime(2026, 1, 1, tzinfo=UTC),
            schedule={},
        )
    }
    return emulator


def profile(number: int, name: str, *, target: str | None = None, automatic: bool = False, **details: str) -> Any:
    """A profile as clients see it, which holds a password."""
    details = {"host": "mail.example.com", "password": MARK, **details}
    if target is not None:
        details["targetUserFolder"] = target
    execution = {"automatic": True, "automaticPauseBetweenExecutions": 300} if automatic else None
    return {
        "id": number, "version": 1, "name": name, "owner": "admin", "type": "I", "connector": "IMAP",
        "details": details, "serverSideExecution": execution,
    }  # fmt: skip


def inventory(emulator: Emulator) -> Inventory:
    with emulator.client() as client:
        return read_inventory(client)


def sent(emulator: Emulator) -> list[str]:
    """The calls that changed something, or tried to, in order."""
    return [
        one.function for one in emulator.requests if one.function in BY_NAME and not BY_NAME[one.function].read_only
    ]


def whole(emulator: Emulator) -> Any:
    """Everything that a workflow can have changed."""
    state = emulator.state
    users = {name: (one.full_name, one.privileges_on_folders) for name, one in sorted(state.users.items())}
    return copy.deepcopy([users, state.profiles, sorted(state.folders), state.jobs])


def carried_out(emulator: Emulator, plan: Plan, file: Path) -> Any:
    """Carries a plan out to its end, and gives what the server holds then."""
    with emulator.client() as client:
        outcome = gone_on(plan, client, file)
    assert outcome.complete, str(outcome)
    return whole(emulator)
