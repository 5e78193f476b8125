"""Instance Hosts."""

from __future__ import annotations

from typing import assert_type

from mailstore_sdk import AsyncSpeClient, SpeClient, models


def on_an_installation(client: SpeClient) -> None:
    assert_type(client.get_instance_hosts(server_name_filter="host"), list[models.InstanceHost])
    client.delete_instance_host("host")


async def on_an_installation_asynchronously(client: AsyncSpeClient) -> None:
    assert_type(await client.get_instance_hosts(server_name_filter="host"), list[models.InstanceHost])
    await client.delete_instance_host("host")
