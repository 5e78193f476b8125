"""Reading who can read whose archive: the list of users, then every user once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from mailstore_sdk.client_kinds import server_of
from mailstore_sdk.errors import ApiError, MailStoreError, ResponseError
from mailstore_sdk.workflows.access import Access, ArchiveRight, UserAccess, order

if TYPE_CHECKING:
    from mailstore_sdk.client_kinds import ArchiveClient, AsyncArchiveClient
    from mailstore_sdk.models import User, UserInfo

    Answer: TypeAlias = UserInfo | ApiError | ResponseError


class UsersRead(NamedTuple):
    """What a server told of its users.

    Attributes:
        names: All of them.
        answers: What it told of each, or with which error it refused to.
        later: The names once more after an error: who is not among them was deleted, or renamed, meanwhile.
    """

    names: Sequence[str]
    answers: Sequence[UserInfo | ApiError | ResponseError]
    later: Sequence[str]


def read_access(
    client: ArchiveClient,
    *,
    archives: Iterable[str] = (),
    concurrency: int = 8,
    on_progress: Callable[[int, int], object] | None = None,
) -> Access:
    """Read who can read whose archive: the list of users, then every user once, several at a time.

    A user who was deleted meanwhile is a note; so is one of whom the server tells nothing.

    Args:
        client: The server, or an instance of a Service Provider Edition.
        archives: Archives that are to be named even if nobody has a right on them, as `get_folder_statistics` lists
            them: users and their rights tell only of the others.
        concurrency: How many calls may be under way.
        on_progress: Called with the numbers of users read, and in all.

    Returns:
        The rights in both directions.

    Raises:
        MailStoreError: The users could not be listed, no answer came, or the server told of nobody.
    """
    read = read_users(client, concurrency=concurrency, on_progress=on_progress)
    return _access(server_of(client), read, archives)


async def read_access_async(
    client: AsyncArchiveClient,
    *,
    archives: Iterable[str] = (),
    concurrency: int = 8,
    on_progress: Callable[[int, int], object] | None = None,
) -> Access:
    """Read who can read whose archive with an asynchronous client; see `read_access`."""
    read = await read_users_async(client, concurrency=concurrency, on_progress=on_progress)
    return _access(server_of(client), read, archives)


def read_users(
    client: ArchiveClient, *, concurrency: int = 8, on_progress: Callable[[int, int], object] | None = None
) -> UsersRead:
    """Read the list of users, and then every user once, several at a time.

    Args:
        client: The server, or an instance of a Service Provider Edition.
        concurrency: How many calls may be under way.
        on_progress: Called with the numbers of users read, and in all.

    Returns:
        What the server told of each.

    Raises:
        MailStoreError: The users could not be listed, no answer came, or the server told of nobody.
    """
    names = _names(client.get_users())

    def look(name: str) -> Answer:
        try:
            return client.get_user_info(name)
        except (ApiError, ResponseError) as error:
            return error

    answers: list[Answer] = []
    for answer in client.map(look, names, concurrency=concurrency):
        answers.append(answer)
        if on_progress is not None:
            on_progress(len(answers), len(names))
    _need_one(answers)
    later = _names(client.get_users()) if any(isinstance(one, MailStoreError) for one in answers) else names
    return UsersRead(names, answers, later)


async def read_users_async(
    client: AsyncArchiveClient, *, concurrency: int = 8, on_progress: Callable[[int, int], object] | None = None
) -> UsersRead:
    """Read the users with an asynchronous client; see `read_users`."""
    names = _names(await client.get_users())

    async def look(name: str) -> Answer:
        try:
            return await client.get_user_info(name)
        except (ApiError, ResponseError) as error:
            return error

    answers: list[Answer] = []
    async for answer in client.map(look, names, concurrency=concurrency):
        answers.append(answer)
        if on_progress is not None:
            on_progress(len(answers), len(names))
    _need_one(answers)
    later = _names(await client.get_users()) if any(isinstance(one, MailStoreError) for one in answers) else names
    return UsersRead(names, answers, later)


def _names(users: Iterable[User]) -> list[str]:
    return list(dict.fromkeys(user.user_name for user in users))


def _need_one(answers: Sequence[Answer]) -> None:
    """Of nobody there is nothing to tell: then the first failure is what happened."""
    failures = [one for one in answers if isinstance(one, MailStoreError)]
    if failures and len(failures) == len(answers):
        raise failures[0]


def _access(server: str, read: UsersRead, archives: Iterable[str]) -> Access:
    users: list[UserAccess] = []
    notes: list[str] = []
    for name, answer in zip(read.names, read.answers, strict=True):
        if not isinstance(answer, MailStoreError):
            users.append(_user(name, answer))
            if users[-1].scope == "unknown":
                notes.append(f"user {name!r}: the server did not tell the rights, although he is no administrator")
        elif name not in read.later:
            notes.append(f"user {name!r} was deleted, or renamed, while this was read")
        else:
            notes.append(f"user {name!r} could not be read: {answer}")
    known = dict.fromkeys([*archives, *(right.archive for user in users for right in user.rights)])
    return Access(server=server, created=datetime.now(UTC), users=users, archives=sorted(known, key=order), notes=notes)


def _user(name: str, info: UserInfo) -> UserAccess:
    rights: dict[str, dict[str, None]] = {}
    for told in info.privileges_on_folders or ():
        words = dict.fromkeys(word for word in told.privileges if word != "none")
        if words:  # without, access is denied
            rights.setdefault(told.folder, {}).update(words)
    told_nothing = info.privileges_on_folders is None
    return UserAccess(
        user=name,
        full_name=info.full_name,
        addresses=info.email_addresses,
        privileges=list(info.privileges),
        scope="all" if "admin" in info.privileges else "unknown" if told_nothing else "rights",
        rights=[ArchiveRight(archive=archive, privileges=list(words)) for archive, words in rights.items()],
    )
