"""Folders and archives."""

from __future__ import annotations

from typing import assert_type

from mailstore_sdk import AsyncClient, AsyncInstanceClient, Client, InstanceClient, models


def on_a_server(client: Client) -> None:
    assert_type(client.get_folder_statistics(), list[models.FolderStatistics])


def on_an_instance(instance: InstanceClient) -> None:
    assert_type(instance.get_folder_statistics(), list[models.FolderStatistics])


async def on_a_server_asynchronously(client: AsyncClient) -> None:
    assert_type(await client.get_folder_statistics(), list[models.FolderStatistics])


async def on_an_instance_asynchronously(instance: AsyncInstanceClient) -> None:
    assert_type(await instance.get_folder_statistics(), list[models.FolderStatistics])
