"""Synchronization of users with a directory."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mailstore_sdk.models.base import Model


class DirectoryServicesConfiguration(Model):
    """How users come from a directory. Source: answers of real servers, all of the type activeDirectory.

    Which of the fields are there depends on the type; those of a type that nobody has published are in `model_extra`.
    To send it back, set the password with `model_copy(update={"password": …})`: the server gives none.

    Attributes:
        type: Kind of directory; only `activeDirectory` was seen.
        server_name: Name or address of the directory's server. Unproven whether it may be None.
        protocol: Only `LDAP` was seen. Unproven whether it may be None.
        authentication_type: Only `standardAuthentication` was seen. Unproven whether it may be None.
        user_name: User who reads the directory. Unproven whether it may be None.
        password: That user's password; None in every answer, and never shown.
        base_dn: Where in the directory to look for users. Unproven whether it may be None.
        microsoft_exchange_users_only: Whether only users with a mailbox on Exchange are taken.
        enabled_users_only: Whether only enabled users are taken.
        users_visible_in_address_lists_only: Whether users hidden from address lists are left out.
        groups: Groups whose members are taken. Unproven whether it may be None.
        user_name_format: Only `samAccountName` was seen. Unproven whether it may be None.
        authentication_protocol: How users prove who they are; only `networkAuthentication` was seen. Unproven whether
            it may be None.
        open_id_discovery_url: Discovery document of OpenID Connect.
        open_id_client_id: Client id of OpenID Connect.
        open_id_redirect_url: Redirect URL of OpenID Connect.
        open_id_force_adfs_login: Whether a login at AD FS is enforced.
        delete_users: Whether users who are gone from the directory are deleted.
    """

    type: str | None = None
    server_name: str | None = None
    protocol: str | None = None
    authentication_type: str | None = None
    user_name: str | None = None
    password: str | None = Field(default=None, repr=False)
    base_dn: Annotated[str | None, Field(alias="baseDN")] = None
    microsoft_exchange_users_only: bool | None = None
    enabled_users_only: bool | None = None
    users_visible_in_address_lists_only: bool | None = None
    groups: list[str] | None = None
    user_name_format: str | None = None
    authentication_protocol: str | None = None
    open_id_discovery_url: str | None = None
    open_id_client_id: Annotated[str | None, Field(alias="openIdClientID")] = None
    open_id_redirect_url: str | None = None
    open_id_force_adfs_login: bool | None = None
    delete_users: bool | None = None
