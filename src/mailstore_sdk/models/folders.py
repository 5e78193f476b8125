"""Folders of archives."""

from __future__ import annotations

from mailstore_sdk.models.base import Model


class FolderStatistics(Model):
    """What a top-level folder holds. Source: code of clients.

    Attributes:
        folder: Name of the top-level folder, which is the archive's name; a user's archive has the user's.
        size: Size in bytes.
        count: Number of messages. Unproven: no answer with this key was ever published.
    """

    folder: str
    size: int | None = None
    count: int | None = None
