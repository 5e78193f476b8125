"""The server that the original wrapper's tutorial talks to: its name, version, stores and users.

Evidence: machine name and version, 234 messages, the first token, the
administrator's details, the addresses of `johndoe`. Our choice: the
other users and the runs.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from mailstore_sdk.emulator.state import State, Store, User, WorkerRun

MESSAGES = 234
TOKEN = "243fc983-89c3-19ef-196a-dbe082894cc5"  # noqa: S105  (the tutorial's status token, no secret)


def demo_state() -> State:
    """A fresh copy."""
    users = [
        User(user_name="admin", full_name="Administrator", password="admin", privileges=["admin"]),  # noqa: S106
        User(
            user_name="johndoe",
            full_name="John Doe",
            email_addresses=["jdoe@example.com", "john@example.com"],
            privileges_on_folders={"johndoe": ["read"]},
        ),
        User(
            user_name="asmith",
            full_name="Anna Smith",
            distinguished_name="CN=Anna Smith,OU=Users,DC=example,DC=com",
            authentication="directoryServices",
            email_addresses=["asmith@example.com"],
            privileges_on_folders={"asmith": ["read"], "johndoe": ["read", "write"]},
        ),
    ]
    stores = [
        # The tutorial's output for store 1 speaks of file group 2; that of store 2 is not shown in full.
        Store(id=1, name="DefaultFileGroup", file_group=2, messages=MESSAGES, size=28_311_552),
        Store(id=2, name="2012-07", file_group=2, requested_state="current", messages=MESSAGES, size=31_457_280),
    ]
    for store in stores:
        store.path = f"C:\\MailArchive\\{store.name}"
    first = datetime(2026, 1, 4, 22, 0, tzinfo=UTC)
    runs = [
        WorkerRun(
            id=100 + number,
            user_name="admin",
            profile_id=1,
            profile_name="Exchange Mailboxes",
            result=result,
            items_archived=items,
            start=first + timedelta(hours=number),
            complete=first + timedelta(hours=number, minutes=4),
            machine_name="WIN2012MS",
        )
        for number, (result, items) in enumerate([("succeeded", 17), ("completedWithErrors", 4), ("failed", 0)])
    ]
    return State(
        version="8.1.2.9268",
        machine_name="WIN2012MS",
        users={user.user_name: user for user in users},
        stores={store.id: store for store in stores},
        worker_runs=runs,
        next_tokens=[TOKEN],
    )
