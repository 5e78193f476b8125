"""Administrators of a Service Provider Edition."""

from __future__ import annotations

from typing import assert_type

from mailstore_sdk import AsyncSpeClient, SpeClient, models


def on_an_installation(client: SpeClient) -> None:
    assert_type(client.get_system_administrators(), list[models.SystemAdministrator])
    client.set_system_administrator_password("admin", "secret")


async def on_an_installation_asynchronously(client: AsyncSpeClient) -> None:
    assert_type(await client.get_system_administrators(), list[models.SystemAdministrator])
    await client.set_system_administrator_password("admin", "secret")
