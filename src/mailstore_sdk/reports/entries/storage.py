"""Archive stores and archives."""

from __future__ import annotations

from typing import ClassVar

from mailstore_sdk.reports.entries.base import Entry


class StoreEntry(Entry):
    """An archive store.

    Attributes:
        id: The store's number.
        name: Its name.
        requested_state: Known values: current (new mail goes there), normal, writeProtected, disabled.
        error: What is wrong with the store; None when it is fine.
        statistics_count: Number of messages.
        statistics_size: Size in bytes.
        needs_upgrade: Whether the store has to be upgraded before it can be used.
        search_indexes_need_rebuild: Whether search indexes have to be rebuilt.
        database_path: Folder of the database on the server.
        content_path: Folder of the content on the server.
        index_path: Folder of the search indexes on the server.
        type: Known values: FileSystemInternal, SQLServer, PostgreSQL.
    """

    identity: ClassVar[tuple[str, ...]] = ("id",)
    measured: ClassVar[frozenset[str]] = frozenset({"statistics_count", "statistics_size"})
    none_when_absent: ClassVar[frozenset[str]] = frozenset({"error"})

    id: int
    name: str
    requested_state: str | None = None
    error: str | None = None
    statistics_count: int | None = None
    statistics_size: int | None = None
    needs_upgrade: bool | None = None
    search_indexes_need_rebuild: bool | None = None
    database_path: str | None = None
    content_path: str | None = None
    index_path: str | None = None
    type: str | None = None


class ArchiveEntry(Entry):
    """What an archive holds; the API counts whole archives, not the folders in them.

    Attributes:
        folder: Name of the top-level folder, which is the archive's name; a user's archive has the user's.
        size: Size in bytes.
        count: Number of messages. Unproven: no answer with this key was ever published.
    """

    identity: ClassVar[tuple[str, ...]] = ("folder",)
    measured: ClassVar[frozenset[str]] = frozenset({"size", "count"})

    folder: str
    size: int | None = None
    count: int | None = None
