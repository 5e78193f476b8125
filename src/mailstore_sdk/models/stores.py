"""Archive stores."""

from __future__ import annotations

from mailstore_sdk._generated.values import StoreState, StoreType
from mailstore_sdk.models.base import Model


class Store(Model):
    """An archive store. Source: answers of real servers.

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
        type: Known values: FileSystemInternal, SQLServer, PostgreSQL. Unproven: read by one client of Server,
            absent in the Service Provider Edition.
    """

    id: int
    name: str
    requested_state: StoreState | None = None
    error: str | None = None
    statistics_count: int | None = None
    statistics_size: int | None = None
    needs_upgrade: bool | None = None
    search_indexes_need_rebuild: bool | None = None
    database_path: str | None = None
    content_path: str | None = None
    index_path: str | None = None
    type: StoreType | None = None
