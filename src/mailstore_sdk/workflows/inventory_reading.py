"""Reading what on a server knows users by their names: the rights, and of everything else the list."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from mailstore_sdk.client_kinds import is_of_instance
from mailstore_sdk.errors import TOO_DEEP, ApiError, MailStoreError, OperationFailed, ResponseError, is_deep
from mailstore_sdk.transport.redact import MASK, without_secrets
from mailstore_sdk.workflows.access import Access
from mailstore_sdk.workflows.access_reading import read_access, read_access_async
from mailstore_sdk.workflows.inventory import BETWEEN, Inventory, KnownArchives, KnownJob, KnownProfile
from mailstore_sdk.workflows.names import folded

if TYPE_CHECKING:
    from mailstore_sdk.client_kinds import ArchiveClient, AsyncArchiveClient

    Asking: TypeAlias = Generator[tuple[str, dict[str, Any]], Any, Inventory]

UNREAD = (ApiError, ResponseError, OperationFailed)
EXTRAS = ("GetLicenseInformation", "GetActiveSessions")  # of a server, and worth no note where they are not told


def read_inventory(
    client: ArchiveClient, *, concurrency: int = 8, on_progress: Callable[[int, int], object] | None = None
) -> Inventory:
    """Read what on a server knows users by their names: every user once, and of everything else the list.

    What the server does not tell is a note.

    Args:
        client: The server, or an instance of a Service Provider Edition.
        concurrency: How many calls may be under way while users are read.
        on_progress: Called with the numbers of users read, and in all.

    Returns:
        What `plan_offboard` and `plan_rename` need.

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
    client: AsyncArchiveClient, *, concurrency: int = 8, on_progress: Callable[[int, int], object] | None = None
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


def read_licence(client: ArchiveClient) -> str | None:
    """How many named users the licence has in use, and at most, in words; None where the server does not tell.

    MailStore function: GetLicenseInformation

    Args:
        client: The server; on an instance of a Service Provider Edition nothing is asked.

    Returns:
        As `12 of 50`.

    Raises:
        MailStoreError: No answer came.
    """
    if is_of_instance(client):
        return None
    try:
        return _licence(client.invoke("GetLicenseInformation"))
    except UNREAD:
        return None


def _asking(client: ArchiveClient | AsyncArchiveClient, access: Access) -> Asking:
    """Which calls are made after the users were read, without input and output, and what comes of them."""
    whole = not is_of_instance(client)
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
        key = "folder" if function == "GetFolderStatistics" else _name_key(rows, known)
        if isinstance(rows, list) and key is not None:
            names = tuple(one[key] for one in _rows(rows, key))
            if len(names) == len(rows):
                return KnownArchives(names, function, arguments, way, key)
    return None


def _name_key(answer: Any, known: Iterable[str]) -> str | None:
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
