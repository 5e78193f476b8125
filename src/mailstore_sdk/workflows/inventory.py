"""What on a server knows a user by his name: rights, archives, profiles, jobs, the directory, the licence."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from pydantic import JsonValue

from mailstore_sdk.errors import TOO_DEEP, ApiError, MailStoreError, OperationFailed, ResponseError, is_deep
from mailstore_sdk.transport.redact import MASK, without_secrets
from mailstore_sdk.workflows.access import Access, read_access, read_access_async
from mailstore_sdk.workflows.names import People, folded

if TYPE_CHECKING:
    from mailstore_sdk.workflows.access import AsyncUserClient, UserClient

    Asking: TypeAlias = Generator[tuple[str, dict[str, Any]], Any, "Inventory"]

PROVIDER = "$archiveadmin"
"""The provider's own access to an instance, which is listed as a user (seen in answers of real servers)."""

Kind: TypeAlias = Literal["exists", "count"]
UNREAD = (ApiError, ResponseError, OperationFailed)
EXTRAS = ("GetLicenseInformation", "GetActiveSessions")  # of a server, and worth no note where they are not told
BETWEEN = re.compile(r"[\s,;|/\\<>()\[\]\"']+")
SHOWN = 10  # names in a note


@dataclass(frozen=True)
class KnownArchives:
    """The archives, and where it was read that they are there.

    Attributes:
        names: As the server spells them.
        function: What listed them.
        arguments: Its arguments.
        way: The keys by which its list is reached: of a call that runs long it is a part of the final status.
        key: Under which key it gives a name.
    """

    names: tuple[str, ...]
    function: str
    arguments: Mapping[str, Any]
    way: tuple[str, ...]
    key: str

    def look(self, name: str) -> dict[str, Any]:
        """Where to see whether an archive of that name is there; for a `Check` or a `Need`, which say how."""
        return {"function": self.function, "arguments": dict(self.arguments), "path": [*self.way, {self.key: name}]}


@dataclass(frozen=True)
class KnownProfile:
    """What is known of an archiving or export profile.

    Attributes:
        id: Its number.
        name: Its name.
        owner: The user to whom it belongs.
        target: The archive that it writes to; None: several, or the server does not tell (seen in client code).
        execution: When the server runs it by itself, as the server told it.
        texts: All other texts in it but secrets.
    """

    id: int
    name: str
    owner: str | None
    target: str | None
    execution: Mapping[str, Any]
    texts: tuple[str, ...] = field(default=(), repr=False)

    @property
    def runs_by_itself(self) -> bool:
        """Whether the server runs it without being asked."""
        return self.execution.get("automatic") in (True, "true")  # clients send text, too

    def __str__(self) -> str:
        return f"{self.id} {self.name!r}"


@dataclass(frozen=True)
class KnownJob:
    """What is known of a scheduled job.

    Attributes:
        id: Its number.
        name: Its name.
        owner: The administrator as whom it runs.
        words: The words of its command.
    """

    id: int
    name: str
    owner: str | None
    words: tuple[str, ...] = field(default=(), repr=False)

    def __str__(self) -> str:
        return f"{self.id} {self.name!r}"


@dataclass(frozen=True)
class Inventory:
    """What on a server knows users by their names.

    Attributes:
        access: The users who could be read, and their rights.
        users: The names of all users, and the distinguished names of those who come from a directory.
        login: The user as whom the client is logged in; None on an instance, whose users he is none of.
        archives: The archives; None if the server does not tell which there are.
        profiles: The archiving and export profiles.
        jobs: The scheduled jobs.
        directory: What is set of directory services.
        licence: Named users in use, and at most, in words; None where it was not told.
        sessions: All texts in the list of who is logged in; its shape is not known.
        protected: The archive stores that are write-protected.
        notes: What could not be read, and why.
    """

    access: Access
    users: Mapping[str, str | None]
    login: str | None
    archives: KnownArchives | None
    profiles: tuple[KnownProfile, ...]
    jobs: tuple[KnownJob, ...]
    directory: Mapping[str, Any]
    licence: str | None
    sessions: tuple[str, ...] = field(repr=False)
    protected: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def archive_names(self) -> list[str]:
        """The names of all archives, and of those that only rights tell of."""
        listed = self.archives.names if self.archives else ()
        return list(dict.fromkeys([*listed, *self.access.archives]))

    def people(self) -> People:
        """Looks for users and archives by what they are called."""
        return People({one.user: one.addresses for one in self.access.users}, self.archive_names)

    def is_oneself(self, user: str) -> bool:
        """Whether the client is logged in as that user."""
        if self.login is None:
            return False
        return folded(self.login) == folded(user) or user in self.people().users(self.login)


def read_inventory(
    client: UserClient, *, concurrency: int = 8, on_progress: Callable[[int, int], object] | None = None
) -> Inventory:
    """Read what on a server knows users by their names: every user once, and of everything else the list.

    What the server does not tell is a note.

    Args:
        client: The server, or an instance of a Service Provider Edition.
        concurrency: How many calls may be under way while users are read.
        on_progress: Called with the numbers of users read, and in all.

    Raises:
        MailStoreError: The users could not be listed, or no answer came.
    """
    asking = _asking(client, read_access(client, concurrency=concurrency, on_progress=on_progress))
    answer: Any = None
    while True:
        try:
            function, arguments = asking.send(answer)
        except StopIteration as stop:
            found: Inventory = stop.value
            return found
        try:
            answer = client.invoke(function, arguments)
        except UNREAD as error:
            answer = error


async def read_inventory_async(
    client: AsyncUserClient, *, concurrency: int = 8, on_progress: Callable[[int, int], object] | None = None
) -> Inventory:
    """Read what on a server knows users by their names with an asynchronous client; see `read_inventory`."""
    asking = _asking(client, await read_access_async(client, concurrency=concurrency, on_progress=on_progress))
    answer: Any = None
    while True:
        try:
            function, arguments = asking.send(answer)
        except StopIteration as stop:
            found: Inventory = stop.value
            return found
        try:
            answer = await client.invoke(function, arguments)
        except UNREAD as error:
            answer = error


def read_licence(client: UserClient) -> str | None:
    """How many named users the licence has in use, and at most, in words; None where the server does not tell.

    MailStore function: GetLicenseInformation

    Args:
        client: The server; on an instance of a Service Provider Edition nothing is asked.

    Raises:
        MailStoreError: No answer came.
    """
    if getattr(client, "instance_id", None) is not None:
        return None
    try:
        return _licence(client.invoke("GetLicenseInformation"))
    except UNREAD:
        return None


def _asking(client: UserClient | AsyncUserClient, access: Access) -> Asking:
    """Which calls are made after the users were read, without input and output, and what comes of them."""
    whole = getattr(client, "instance_id", None) is None
    answers: dict[str, Any] = {}
    notes: list[str] = []
    functions: dict[str, dict[str, Any]] = {
        "GetUsers": {}, "GetProfiles": {"raw": True}, "GetJobs": {}, "GetDirectoryServicesConfiguration": {},
        "GetStores": {},
    }  # fmt: skip
    if whole:
        functions |= {function: {} for function in EXTRAS}
    for function, arguments in functions.items():
        answer = yield function, arguments
        answers[function] = ResponseError(function, TOO_DEEP) if is_deep(answer) else answer
        if isinstance(answers[function], MailStoreError) and function not in EXTRAS:
            notes.append(f"not told: {answers[function]}")
    users = {one["userName"]: one.get("distinguishedName") for one in _rows(answers["GetUsers"], "userName")}
    users = dict.fromkeys((one.user for one in access.users), None) | users
    archives = yield from _archives([*users, *access.archives])
    profiles, strange = _profiles(answers["GetProfiles"])
    if strange:
        notes.append(f"{strange} profiles were not understood, and are left alone")
    directory = without_secrets(answers["GetDirectoryServicesConfiguration"])
    return Inventory(
        access=access,
        users=users,
        login=client.transport.settings.username if whole else None,
        archives=archives,
        profiles=tuple(profiles),
        jobs=tuple(_jobs(answers["GetJobs"])),
        directory=directory if isinstance(directory, Mapping) else {},
        licence=_licence(answers.get("GetLicenseInformation")),
        sessions=tuple(_texts(answers.get("GetActiveSessions"))),
        protected=tuple(
            str(one.get("name"))
            for one in _rows(answers["GetStores"], "requestedState")
            if one["requestedState"] == "writeProtected"
        ),
        notes=tuple(notes),
    )


def _archives(known: Collection[str]) -> Generator[tuple[str, dict[str, Any]], Any, KnownArchives | None]:
    """The archives.

    Nobody has published an answer of GetChildFolders: the key that holds the names is the one that has names of users.
    GetFolderStatistics, whose key is known from clients, counts all messages before it answers, which takes long, and
    on one site it failed.
    """
    for function, arguments in (("GetChildFolders", {"maxLevels": 1}), ("GetFolderStatistics", {})):
        answer = yield function, arguments
        way = ("result",) if isinstance(answer, Mapping) else ()
        rows = answer.get("result") if isinstance(answer, Mapping) else answer
        key = "folder" if function == "GetFolderStatistics" else name_key(rows, known)
        if isinstance(rows, list) and key is not None:
            names = tuple(one[key] for one in _rows(rows, key))
            if len(names) == len(rows):
                return KnownArchives(names, function, arguments, way, key)
    return None


def name_key(answer: Any, known: Iterable[str]) -> str | None:
    """The key under which a list of objects gives names; None if no key has a name that is known.

    Args:
        answer: The list.
        known: Names, of which at least one should be in the list.
    """
    if not isinstance(answer, list) or not all(isinstance(one, Mapping) for one in answer):
        return None
    names = {folded(name) for name in known}
    found = {}
    for key in answer[0] if answer else ("name",):
        texts = [one.get(key) for one in answer]
        if all(isinstance(text, str) for text in texts) and len({*texts}) == len(texts):
            found[key] = sum(folded(str(text)) in names for text in texts)
    best = max(found, key=lambda key: found[key], default=None)
    return best if best is not None and (found[best] or not answer) else None


def _profiles(answer: Any) -> tuple[list[KnownProfile], int]:
    """The profiles, and how many are none that is understood."""
    rows = answer if isinstance(answer, list) else []
    found = []
    for one in _rows(rows, "name"):
        if isinstance(one.get("id"), int):
            details, execution = one.get("details"), one.get("serverSideExecution")
            target = details.get("targetUserFolder") if isinstance(details, Mapping) else None
            found.append(
                KnownProfile(
                    id=one["id"],
                    name=one["name"],
                    owner=_text(one.get("owner")),
                    target=_text(target) or None,
                    execution=execution if isinstance(execution, Mapping) else {},
                    texts=tuple(_texts([one["name"], without_secrets(details)])),
                )
            )
    return found, len(rows) - len(found)


def _jobs(answer: Any) -> Iterator[KnownJob]:
    for one in _rows(answer, "name"):
        if isinstance(one.get("id"), int):
            words = tuple(BETWEEN.split(folded(_text(one.get("action")) or "").replace("=", " ")))
            yield KnownJob(one["id"], one["name"], _text(one.get("owner")), words)


def _licence(answer: Any) -> str | None:
    if not isinstance(answer, Mapping) or not isinstance(answer.get("namedUsers"), int):
        return None
    used, most = answer["namedUsers"], answer.get("maxNamedUsers")
    return f"{used} of {most}" if isinstance(most, int) else f"{used}"


def _rows(answer: Any, key: str) -> Iterator[Mapping[str, Any]]:
    """The objects of a list that have a text under a key."""
    for one in answer if isinstance(answer, list) else ():
        if isinstance(one, Mapping) and isinstance(one.get(key), str):
            yield one


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _texts(value: Any) -> Iterator[str]:
    """All texts in JSON."""
    if isinstance(value, str) and value != MASK:
        yield value
    elif isinstance(value, list | Mapping):
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(item)


def presence(name: str, names: Iterable[str]) -> tuple[Kind, JsonValue, JsonValue]:
    """How to see that a name is there: the kind of the look, what it gives then, and what otherwise.

    `exists` would take one that differs only by case for it; where there is such a one, the very name is counted.

    Args:
        name: As the server spells it.
        names: All names there are.
    """
    twins = any(other != name and folded(other) == folded(name) for other in names)
    return ("count", 1, 0) if twins else ("exists", True, False)


def mentions(texts: Iterable[str], names: Iterable[str]) -> bool:
    """Whether one of the texts is one of the names, or has it as a word."""
    wanted = {folded(name) for name in names}
    return any(folded(text) in wanted or not wanted.isdisjoint(BETWEEN.split(folded(text))) for text in texts)


def some(things: Collection[object]) -> str:
    """The first of many things, and how many more there are."""
    shown = ", ".join(str(thing) for thing, _ in zip(things, range(SHOWN), strict=False))
    return f"{shown} and {len(things) - SHOWN} more" if len(things) > SHOWN else shown
