"""Archive stores."""

from __future__ import annotations

from typing import assert_type

from mailstore_sdk import AsyncClient, AsyncInstanceClient, Client, InstanceClient, models


def on_a_server(client: Client) -> None:
    assert_type(client.get_stores(include_size=False), list[models.Store])
    client.rename_store(1, "2026-01")
    client.set_store_requested_state(1, "writeProtected")


def on_an_instance(instance: InstanceClient) -> None:
    assert_type(instance.get_stores(include_size=False), list[models.Store])
    instance.rename_store(1, "2026-01")
    instance.set_store_requested_state(1, "writeProtected")


async def on_a_server_asynchronously(client: AsyncClient) -> None:
    assert_type(await client.get_stores(include_size=False), list[models.Store])
    await client.rename_store(1, "2026-01")
    await client.set_store_requested_state(1, "writeProtected")


async def on_an_instance_asynchronously(instance: AsyncInstanceClient) -> None:
    assert_type(await instance.get_stores(include_size=False), list[models.Store])
    await instance.rename_store(1, "2026-01")
    await instance.set_store_requested_state(1, "writeProtected")
