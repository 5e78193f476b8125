"""The whole installation."""

from __future__ import annotations

from typing import assert_type

from mailstore_sdk import AsyncSpeClient, SpeClient, models


def on_an_installation(client: SpeClient) -> None:
    assert_type(client.get_environment_info(), models.EnvironmentInfo)


async def on_an_installation_asynchronously(client: AsyncSpeClient) -> None:
    assert_type(await client.get_environment_info(), models.EnvironmentInfo)
