"""What the emulated server, or one instance of a Service Provider Edition, holds."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeAlias, TypeVar

from pydantic import AfterValidator, ConfigDict, PlainSerializer

from mailstore_sdk.emulator.archive import Folders, Mails
from mailstore_sdk.emulator.behaviour import USUAL, Behaviour
from mailstore_sdk.emulator.clock import Clock, ManualClock
from mailstore_sdk.emulator.lazy_mapping import Converted, LazyMapping
from mailstore_sdk.emulator.messages import Refused
from mailstore_sdk.emulator.releases import Version, at_least
from mailstore_sdk.emulator.stored_settings import first_settings
from mailstore_sdk.emulator.worker_runs import WorkerRuns
from mailstore_sdk.emulator.zones import known_zone

if TYPE_CHECKING:
    from mailstore_sdk.emulator.seed import Seed

K = TypeVar("K")
V = TypeVar("V")


def in_utc(moment: datetime) -> datetime:
    """The moment in UTC; one without a zone is taken as UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def zone_name(name: str) -> str:
    """The name of a time zone that there is."""
    if known_zone(name, "") is None:
        raise ValueError("there is no time zone of that name; any but UTC needs the extra [emulator]")
    return name


Moment: TypeAlias = Annotated[datetime, AfterValidator(in_utc)]
ZoneName: TypeAlias = Annotated[str, AfterValidator(zone_name)]
LOGIN_PRIVILEGES = ("windows", "web", "outlook", "windowsCmd", "imap", "api")


class Described:
    """What a seed file may describe: a key that there is not is an error there."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


@dataclass(kw_only=True)
class User(Described):
    """A user and his rights."""

    user_name: str
    full_name: str | None = None
    distinguished_name: str | None = None
    authentication: str = "integrated"
    password: str = field(default="", repr=False)
    email_addresses: list[str] = field(default_factory=list)
    pop3_user_names: list[str] = field(default_factory=list)
    privileges: list[str] = field(default_factory=lambda: ["login"])
    login_privileges: list[str] = field(default_factory=lambda: list(LOGIN_PRIVILEGES))
    privileges_on_folders: dict[str, list[str]] = field(default_factory=dict)
    mfa_status: str = "Disabled"

    @property
    def is_administrator(self) -> bool:
        """Whether the user may use the API."""
        return "admin" in self.privileges


@dataclass(kw_only=True)
class DirectoryUser(Described):
    """A user in the directory that SyncUsersWithDirectoryServices looks into."""

    user_name: str
    full_name: str | None = None
    distinguished_name: str | None = None
    email_addresses: list[str] = field(default_factory=list)
    enabled: bool = True


@dataclass(kw_only=True)
class Store(Described):
    """An archive store; sizes in bytes.

    Attributes:
        file_group: The number under which version 8 names it in its log.
        path: Folder of the database.
        content_path: Folder of the content; one below `path` when left out, as is `index_path`.
        indexes_to_rebuild: The archives whose search index is marked for a rebuild.
        error: What the server says is wrong with it; the words of a real one were never seen.
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
    indexes_to_rebuild: Annotated[set[str], PlainSerializer(sorted)] = field(default_factory=set)
    error: str | None = None


@dataclass(kw_only=True)
class WorkerRun(Described):
    """One run of a profile; times are UTC. Runs of a profile that is not saved have neither its id nor its name."""

    id: int
    user_name: str
    profile_id: int | None
    profile_name: str | None
    result: str
    items_archived: int
    start: Moment
    complete: Moment
    machine_name: str


@dataclass(kw_only=True)
class Job(Described):
    """A scheduled job; times are UTC, and the schedule has the API's own keys."""

    id: int
    name: str
    action: str
    owner: str
    created: Moment
    schedule: dict[str, Any]
    enabled: bool = True
    last_start: Moment | None = None
    last_complete: Moment | None = None


@dataclass(kw_only=True)
class JobRun(Described):
    """One run of a job; times are UTC."""

    id: int
    job_id: int
    action: str
    start: Moment
    complete: Moment
    result: str = "succeeded"


@dataclass(kw_only=True)
class Mail(Described):
    """An archived message; its size in bytes, its times in UTC.

    Attributes:
        sent: When it was sent.
        archived: When it came into the archive.
    """

    id: str
    folder: str
    subject: str
    sender: str
    size: int
    sent: Moment = datetime(2026, 1, 4, 21, 0, tzinfo=UTC)
    archived: Moment = datetime(2026, 1, 4, 22, 0, tzinfo=UTC)


@dataclass(kw_only=True)
class Site:
    """What a server and a whole installation have in common.

    Attributes:
        next_tokens: Given out before random ones.
        seed: From what it was made up, if it was.
        clock: The emulator's; set with every call.
        behaviour: The emulator's; set with every call.
    """

    next_tokens: list[str] = field(default_factory=list)
    seed: Seed | None = field(default=None, compare=False)
    clock: Clock = field(default_factory=ManualClock, repr=False, compare=False)
    behaviour: Behaviour = field(default=USUAL, repr=False, compare=False)
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
        version: What it calls itself; which keys its answers have hangs on it.
        folders: Paths, with `/` between two names; the first one is the archive's.
        settings: What the Get functions of settings give, by the names of `stored_settings.py`.
        time_zone: The server's own, `$Local`: a Windows id or an IANA name.
        licensed_users: How many users besides the administrator there may be on a server; None: as many as come.
        directory: The users that directory services know; None: just those that came from there, unchanged.
    """

    version: str = "22.3.0.21002"
    machine_name: str = "EMULATOR"
    time_zone: ZoneName = "UTC"
    licensed_users: int | None = None
    directory: list[DirectoryUser] | None = None
    users: Converted[Mapping[str, User], LazyMapping[str, User]] = Converted(LazyMapping)
    stores: dict[int, Store] = field(default_factory=dict)
    profiles: dict[int, dict[str, Any]] = field(default_factory=dict)
    worker_runs: Converted[Iterable[WorkerRun], WorkerRuns] = Converted(WorkerRuns)
    jobs: dict[int, Job] = field(default_factory=dict)
    job_runs: list[JobRun] = field(default_factory=list)
    folders: Converted[Iterable[str], Folders] = Converted(Folders)
    mails: Converted[Mapping[str, Mail], Mails] = Converted(Mails)
    credentials: list[dict[str, Any]] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=first_settings)

    def is_since(self, version: Version) -> bool:
        """Whether it is that version or a later one."""
        return at_least(self.version, version)

    @property
    def archives(self) -> list[str]:
        """The top-level folders."""
        return list(self.folders.archives())

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
