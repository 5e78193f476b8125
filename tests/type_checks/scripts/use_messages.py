"""Archived messages; nobody has seen the shape of the list."""

from __future__ import annotations

from typing import assert_type

from mailstore_sdk import AsyncClient, Client, JsonValue, Operation


def on_a_server(client: Client) -> None:
    assert_type(client.get_messages("johndoe/Inbox"), JsonValue)
    assert_type(client.begin_get_messages("johndoe/Inbox"), Operation[JsonValue])
    client.delete_message("1:1", "a reason")


async def on_a_server_asynchronously(client: AsyncClient) -> None:
    assert_type(await client.get_messages("johndoe/Inbox"), JsonValue)
    await client.delete_message("1:1", reason="a reason")
