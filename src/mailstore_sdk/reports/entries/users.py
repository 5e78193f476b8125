"""Users and their rights."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from mailstore_sdk.reports.entries.base import Entry


class FolderRight(Entry):
    """Rights of a user on an archive.

    Attributes:
        folder: Name of the top-level folder, which is the archive's name.
        privileges: Known values: none, read, write, delete.
    """

    identity: ClassVar[tuple[str, ...]] = ("folder",)
    unordered: ClassVar[frozenset[str]] = frozenset({"privileges"})

    folder: str
    privileges: list[str] = Field(default_factory=list)


class UserEntry(Entry):
    """A user.

    Attributes:
        user_name: Name to log in with.
        full_name: Display name.
        distinguished_name: LDAP distinguished name.
        authentication: Known values: integrated, directoryServices.
        mfa_status: State of multi-factor authentication; only `Disabled` was seen. Servers up to 22 do not tell it.
        email_addresses: The primary one first.
        pop3_user_names: Names under which a POP3 mailbox is matched to the user.
        privileges: Rights on the whole server; `admin` for an administrator.
        login_privileges: Ways by which the user may log in. Servers up to 22 do not tell them.
        privileges_on_folders: Rights on archives; not told for an administrator, who may read everything.
    """

    identity: ClassVar[tuple[str, ...]] = ("user_name",)
    sets: ClassVar[frozenset[str]] = frozenset({"pop3_user_names", "privileges", "login_privileges"})
    silence_means_none: ClassVar[bool] = False

    user_name: str
    full_name: str | None = None
    distinguished_name: str | None = None
    authentication: str | None = None
    mfa_status: str | None = None
    email_addresses: list[str] = Field(default_factory=list)
    pop3_user_names: list[str] = Field(default_factory=list)
    privileges: list[str] = Field(default_factory=list)
    login_privileges: list[str] | None = None
    privileges_on_folders: list[FolderRight] | None = None


class AdministratorEntry(Entry):
    """An administrator of a Service Provider Edition.

    Attributes:
        user_name: Name to log in with.
        full_name: Display name.
        email_address: The administrator's address.
    """

    identity: ClassVar[tuple[str, ...]] = ("user_name",)

    user_name: str
    full_name: str | None = None
    email_address: str | None = None
