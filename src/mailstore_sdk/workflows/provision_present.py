"""Who is there already, as far as a plan for people from a list needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from mailstore_sdk.client_kinds import is_of_instance, server_of
from mailstore_sdk.errors import ApiError, MailStoreError, ResponseError, UnsupportedError
from mailstore_sdk.workflows.access_reading import UsersRead, read_users, read_users_async

if TYPE_CHECKING:
    from mailstore_sdk.client_kinds import ArchiveClient, AsyncArchiveClient
    from mailstore_sdk.models import LicenseInformation, UserInfo


NOT_TOLD = "the server does not tell how many licences are left"
BY_ARCHIVES = "the Service Provider Edition counts archives, not users: licences were not looked at"


class PresentUsers(NamedTuple):
    """Who is there already.

    Attributes:
        server: Which server, as `server_of` names it.
        as_user: As which of its users it was read; empty for an instance, whose users the provider is none of.
        users: The details of every user.
        unread: Users whose details the server did not tell, and why.
        archives: Archives that somebody has a right on, and those that were asked for.
        licences_left: How many more users there may be; None: not told.
        notes: What is not known.
    """

    server: str
    as_user: str
    users: dict[str, UserInfo]
    unread: dict[str, str]
    archives: frozenset[str]
    licences_left: int | None
    notes: list[str]


def read_present_users(
    client: ArchiveClient,
    *,
    archives: Iterable[str] = (),
    concurrency: int = 8,
    on_progress: Callable[[int, int], object] | None = None,
) -> PresentUsers:
    """Read who is there: the list of users, every user once, several at a time, and the licences.

    MailStore functions: GetUsers, GetUserInfo, GetLicenseInformation

    Args:
        client: The server, or an instance of a Service Provider Edition.
        archives: Archives that are there, as `get_folder_statistics` lists them: users and their rights tell only of
            those that somebody has a right on.
        concurrency: How many calls may be under way.
        on_progress: Called with the numbers of users read, and in all.

    Returns:
        What `plan_provision` needs.

    Raises:
        MailStoreError: The users could not be listed, no answer came, or the server told of nobody.
    """
    read = read_users(client, concurrency=concurrency, on_progress=on_progress)
    licence: LicenseInformation | None = None
    note = BY_ARCHIVES if is_of_instance(client) else None
    if note is None:
        try:
            licence = client.get_license_information()  # type: ignore[union-attr]  # which is no instance
        except (ApiError, ResponseError, UnsupportedError) as error:
            note = f"{NOT_TOLD}: {error}"
    return _present(client, read, archives, licence, note)


async def read_present_users_async(
    client: AsyncArchiveClient,
    *,
    archives: Iterable[str] = (),
    concurrency: int = 8,
    on_progress: Callable[[int, int], object] | None = None,
) -> PresentUsers:
    """Read who is there with an asynchronous client; see `read_present_users`."""
    read = await read_users_async(client, concurrency=concurrency, on_progress=on_progress)
    licence: LicenseInformation | None = None
    note = BY_ARCHIVES if is_of_instance(client) else None
    if note is None:
        try:
            licence = await client.get_license_information()  # type: ignore[union-attr]  # which is no instance
        except (ApiError, ResponseError, UnsupportedError) as error:
            note = f"{NOT_TOLD}: {error}"
    return _present(client, read, archives, licence, note)


def _present(
    client: ArchiveClient | AsyncArchiveClient,
    read: UsersRead,
    archives: Iterable[str],
    licence: LicenseInformation | None,
    note: str | None,
) -> PresentUsers:
    users: dict[str, UserInfo] = {}
    unread: dict[str, str] = {}
    for name, answer in zip(read.names, read.answers, strict=True):
        if not isinstance(answer, MailStoreError):
            users[name] = answer
        elif name in read.later:
            unread[name] = str(answer)
    left = None
    if licence is not None:
        used, most = licence.named_users, licence.max_named_users
        left = None if used is None or most is None else max(most - used, 0)
        note = NOT_TOLD if left is None else None
    notes = [f"user {name!r} could not be read, so his addresses are not known: {why}" for name, why in unread.items()]
    rights = (right for user in users.values() for right in user.privileges_on_folders or ())
    return PresentUsers(
        server=server_of(client),
        as_user="" if is_of_instance(client) else client.transport.settings.username,
        users=users,
        unread=unread,
        archives=frozenset([*archives, *(right.folder for right in rights if {*right.privileges} - {"none"})]),
        licences_left=left,
        notes=[*notes, *([note] if note else [])],
    )
