"""Client Access Servers."""

from __future__ import annotations

from typing import assert_type

from mailstore_sdk import AsyncSpeClient, SpeClient, models


def on_an_installation(client: SpeClient) -> None:
    assert_type(client.get_client_access_servers(True, server_name_filter="host"), list[models.ClientAccessServer])
    client.set_client_access_server_configuration({"serverName": "host", "port": 8473})


async def on_an_installation_asynchronously(client: AsyncSpeClient) -> None:
    assert_type(
        await client.get_client_access_servers(True, server_name_filter="host"), list[models.ClientAccessServer]
    )
    await client.set_client_access_server_configuration({"serverName": "host", "port": 8473})
