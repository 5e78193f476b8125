"""Administrators of the Service Provider Edition."""

from __future__ import annotations

from mailstore_sdk.models.base import Model


class SystemAdministrator(Model):
    """An administrator of the Management Server. Source: the vendor's documentation, which may not name every key.

    Attributes:
        user_name: Name to log in with.
        full_name: Display name. Unproven whether it may be None.
        email_address: The administrator's address. Unproven on older servers: the documentation got it after October
            2017.
    """

    user_name: str
    full_name: str | None = None
    email_address: str | None = None
