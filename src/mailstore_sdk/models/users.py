"""Users and their rights."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from mailstore_sdk._generated.values import Authentication, FolderPrivilege, LoginPrivilege, MfaStatus, UserPrivilege
from mailstore_sdk.models.base import Model


def _from_commas(value: object) -> object:
    """Servers up to 8.x send rights as one text with commas."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


class User(Model):
    """A user, as GetUsers lists him. Source: answers of real servers.

    Attributes:
        user_name: Name to log in with.
        full_name: Display name.
        distinguished_name: LDAP distinguished name; None for users that are not from a directory.
        mfa_status: State of multi-factor authentication; only `Disabled` was seen. Absent up to Server 22.
    """

    user_name: str
    full_name: str | None = None
    distinguished_name: str | None = None
    mfa_status: MfaStatus | None = None


class FolderPrivileges(Model):
    """Rights of a user on a top-level folder. Source: answers of real servers.

    Attributes:
        folder: Name of the top-level folder, which is the archive's name.
        privileges: Known values: none, read, write, delete.
    """

    folder: str
    privileges: Annotated[list[FolderPrivilege], BeforeValidator(_from_commas)] = Field(default_factory=list)


class UserInfo(Model):
    """The details of a user. Source: answers of real servers.

    Attributes:
        user_name: Name to log in with.
        full_name: Display name.
        distinguished_name: LDAP distinguished name.
        authentication: Known values: integrated, directoryServices.
        mfa_status: State of multi-factor authentication; only `Disabled` was seen. Absent up to Server 22.
        email_addresses: The primary one first.
        pop3_user_names: Names under which a POP3 mailbox is matched to the user.
        privileges: Rights on the whole server. Known values: none, admin, login, changePassword, archive,
            modifyArchiveProfiles, export, modifyExportProfiles, delete.
        login_privileges: Ways by which the user may log in; None where the server does not tell (up to Server 22).
            Known values: none, windows, web, outlook, windowsCmd, imap, api.
        privileges_on_folders: Rights on archives; None where the server leaves it out, as for administrators in one
            capture, who may read everything.
    """

    user_name: str
    full_name: str | None = None
    distinguished_name: str | None = None
    authentication: Authentication | None = None
    mfa_status: MfaStatus | None = None
    email_addresses: list[str] = Field(default_factory=list)
    pop3_user_names: list[str] = Field(default_factory=list)
    privileges: Annotated[list[UserPrivilege], BeforeValidator(_from_commas)] = Field(default_factory=list)
    login_privileges: Annotated[list[LoginPrivilege], BeforeValidator(_from_commas)] | None = None
    privileges_on_folders: list[FolderPrivileges] | None = None
