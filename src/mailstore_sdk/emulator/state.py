"""What the emulated server holds."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass, field
from datetime import datetime

from mailstore_sdk.emulator.messages import Refused
from mailstore_sdk.emulator.tasks import Task

LOGIN_PRIVILEGES = ("windows", "web", "outlook", "windowsCmd", "imap", "api")


@dataclass(kw_only=True)
class User:
    """A user and his rights."""

    user_name: str
    full_name: str | None = None
    distinguished_name: str | None = None
    authentication: str = "integrated"
    password: str = ""
    email_addresses: list[str] = field(default_factory=list)
    pop3_user_names: list[str] = field(default_factory=list)
    privileges: list[str] = field(default_factory=lambda: ["login"])
    login_privileges: list[str] = field(default_factory=lambda: list(LOGIN_PRIVILEGES))
    privileges_on_folders: dict[str, list[str]] = field(default_factory=dict)


@dataclass(kw_only=True)
class Store:
    """An archive store; sizes in bytes. `file_group` is the number under which version 8 names it in its log."""

    id: int
    name: str
    file_group: int
    requested_state: str = "normal"
    messages: int = 0
    size: int = 0
    path: str = ""


@dataclass(kw_only=True)
class WorkerRun:
    """One run of a profile; times are UTC."""

    id: int
    user_name: str
    profile_id: int
    profile_name: str
    result: str
    items_archived: int
    start: datetime
    complete: datetime
    machine_name: str


@dataclass(kw_only=True)
class State:
    """Everything that a call can see or change; `next_tokens` are given out before random ones."""

    version: str = "22.3.0.21002"
    machine_name: str = "EMULATOR"
    users: dict[str, User] = field(default_factory=dict)
    stores: dict[int, Store] = field(default_factory=dict)
    worker_runs: list[WorkerRun] = field(default_factory=list)
    tasks: dict[str, Task] = field(default_factory=dict)
    next_tokens: list[str] = field(default_factory=list)
    _random: random.Random = field(default_factory=lambda: random.Random(8463), repr=False)  # noqa: S311  (no secret)

    def user(self, name: str) -> User:
        """The user, or a refusal. Its text is our choice: what a real server says is not known."""
        if name not in self.users:
            raise Refused(f"User '{name}' does not exist.")
        return self.users[name]

    def store(self, number: int) -> Store:
        """The store, or a refusal. Its text is our choice: what a real server says is not known."""
        if number not in self.stores:
            raise Refused(f"Archive store {number} does not exist.")
        return self.stores[number]

    def new_token(self) -> str:
        """A token for a task; the same ones in every run, so that tests can rely on them."""
        if self.next_tokens:
            return self.next_tokens.pop(0)
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))
