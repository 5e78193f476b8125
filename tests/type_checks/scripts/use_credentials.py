"""Credentials that profiles use."""

from __future__ import annotations

from typing import assert_type

from mailstore_sdk import AsyncClient, AsyncInstanceClient, Client, InstanceClient, models


def on_a_server(client: Client) -> None:
    assert_type(client.get_credentials(), list[models.Credential])


def on_an_instance(instance: InstanceClient) -> None:
    assert_type(instance.get_credentials(), list[models.Credential])


async def on_a_server_asynchronously(client: AsyncClient) -> None:
    assert_type(await client.get_credentials(), list[models.Credential])


async def on_an_instance_asynchronously(instance: AsyncInstanceClient) -> None:
    assert_type(await instance.get_credentials(), list[models.Credential])
