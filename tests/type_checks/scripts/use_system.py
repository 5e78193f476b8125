"""The server itself."""

from __future__ import annotations

from typing import assert_type

from mailstore_sdk import AsyncClient, Client, models


def on_a_server(client: Client) -> None:
    assert_type(client.get_license_information(), models.LicenseInformation)


async def on_a_server_asynchronously(client: AsyncClient) -> None:
    assert_type(await client.get_license_information(), models.LicenseInformation)
