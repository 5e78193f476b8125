"""What the emulated server, or one instance of a Service Provider Edition, holds."""

from __future__ import annotations

import random
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from mailstore_sdk.emulator.clock import Clock, ManualClock
from mailstore_sdk.emulator.messages import Refused
from mailstore_sdk.emulator.settings import first_settings
from mailstore_sdk.emulator.tasks import Task

K = TypeVar("K")
V = TypeVar("V")
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
    mfa_status: str = "Disabled"


@dataclass(kw_only=True)
class Store:
    """An archive store; sizes in bytes.

    Attributes:
        file_group: The number under which version 8 names it in its log.
        path: Folder of the database.
        content_path: Folder of the content; one below `path` when left out, as is `index_path`.
        indexes_to_rebuild: The archives whose search index is marked for a rebuild.
    """

    id: int
    name: str
    file_group: int
    requested_state: str = "normal"
    messages: int = 0
    size: int = 0
    path: str = ""
    content_path: str | None = None
    index_path: str | None = None
    needs_upgrade: bool = False
    indexes_to_rebuild: set[str] = field(default_factory=set)


@dataclass(kw_only=True)
class WorkerRun:
    """One run of a profile; times are UTC. Runs of a profile that is not saved have neither its id nor its name."""

    id: int
    user_name: str
    profile_id: int | None
    profile_name: str | None
    result: str
    items_archived: int
    start: datetime
    complete: datetime
    machine_name: str


@dataclass(kw_only=True)
class Job:
    """A scheduled job; times are UTC, and the schedule has the API's own keys."""

    id: int
    name: str
    action: str
    owner: str
    created: datetime
    schedule: dict[str, Any]
    enabled: bool = True
    last_start: datetime | None = None
    last_complete: datetime | None = None


@dataclass(kw_only=True)
class JobRun:
    """One run of a job; times are UTC."""

    id: int
    job_id: int
    action: str
    start: datetime
    complete: datetime
    result: str = "succeeded"


@dataclass(kw_only=True)
class Mail:
    """An archived message; its size in bytes."""

    id: str
    folder: str
    subject: str
    sender: str
    size: int


@dataclass(kw_only=True)
class Site:
    """What a server and a whole installation have in common: their time, and the long-running calls under way.

    Attributes:
        tasks: By token.
        next_tokens: Given out before random ones.
        clock: The emulator's; set with every call.
    """

    tasks: dict[str, Task] = field(default_factory=dict)
    next_tokens: list[str] = field(default_factory=list)
    clock: Clock = field(default_factory=ManualClock, repr=False, compare=False)
    _random: random.Random = field(
        default_factory=lambda: random.Random(8463),  # noqa: S311  (no secret)
        repr=False,
        compare=False,
    )

    def now(self) -> datetime:
        """The present time in UTC, to the second, as the API gives times."""
        return datetime.fromtimestamp(self.clock.now(), UTC).replace(microsecond=0)

    def new_password(self) -> str:
        """A password that the server makes up; the same ones in every run."""
        return f"{self._random.getrandbits(96):024x}"

    def new_token(self) -> str:
        """A token for a task; the same ones in every run, so that tests can rely on them."""
        if self.next_tokens:
            return self.next_tokens.pop(0)
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))


@dataclass(kw_only=True)
class State(Site):
    """Everything that a call to a server or an instance can see or change.

    Attributes:
        newer_keys: Whether users are told with `mfaStatus` and `loginPrivileges`, as SPE 25.3 does and Server 22 did
            not (both captured).
        folders: Paths, with `/` between two names; the first one is the archive's.
        settings: What the Get functions of settings give, by the names of `settings.py`.
    """

    version: str = "22.3.0.21002"
    machine_name: str = "EMULATOR"
    newer_keys: bool = False
    users: dict[str, User] = field(default_factory=dict)
    stores: dict[int, Store] = field(default_factory=dict)
    profiles: dict[int, dict[str, Any]] = field(default_factory=dict)
    worker_runs: list[WorkerRun] = field(default_factory=list)
    jobs: dict[int, Job] = field(default_factory=dict)
    job_runs: list[JobRun] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    mails: dict[str, Mail] = field(default_factory=dict)
    credentials: list[dict[str, Any]] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=first_settings)

    @property
    def archives(self) -> list[str]:
        """The top-level folders."""
        return [folder for folder in self.folders if "/" not in folder]

    # What a real server says in these refusals is not known: the texts are our choice.

    def user(self, name: str) -> User:
        """The user, or a refusal."""
        return _found(self.users, name, f"User '{name}' does not exist.")

    def store(self, number: int) -> Store:
        """The store, or a refusal."""
        return _found(self.stores, number, f"Archive store {number} does not exist.")

    def profile(self, number: int) -> dict[str, Any]:
        """The profile, or a refusal."""
        return _found(self.profiles, number, f"Profile {number} does not exist.")

    def job(self, number: int) -> Job:
        """The job, or a refusal."""
        return _found(self.jobs, number, f"Job {number} does not exist.")

    def folder(self, path: str) -> str:
        """The folder's path, or a refusal."""
        if path not in self.folders:
            raise Refused(f"Folder '{path}' does not exist.")
        return path


def _found(things: Mapping[K, V], key: K, problem: str) -> V:
    if key not in things:
        raise Refused(problem)
    return things[key]


def below(folder: str, path: str) -> bool:
    """Whether the path is the folder or lies in it."""
    return path == folder or path.startswith(f"{folder}/")
