"""The storage as a whole: backup, databases."""

from __future__ import annotations

from typing import assert_type

from mailstore_sdk import AsyncClient, Client, Operation, models


def on_a_server(client: Client) -> None:
    assert_type(client.compact_master_database(), models.StatusResult)


async def on_a_server_asynchronously(client: AsyncClient) -> None:
    assert_type(await client.compact_master_database(), models.StatusResult)


def backup(client: Client) -> None:
    assert_type(client.create_backup("E:\\backup", False), models.StatusResult)
    assert_type(client.begin_create_backup("E:\\backup", exclude_search_indexes=True), Operation[models.StatusResult])
