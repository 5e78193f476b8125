"""Archived messages; nobody has seen the shape of the list."""

from __future__ import annotations

from typing import Any, assert_type

from mailstore_sdk import AsyncClient, AsyncRows, Client, JsonValue, Operation, Rows, models


def on_a_server(client: Client) -> None:
    assert_type(client.get_messages("johndoe/Inbox"), JsonValue)
    assert_type(client.begin_get_messages("johndoe/Inbox"), Operation[JsonValue])
    client.delete_message("1:1", "a reason")


async def on_a_server_asynchronously(client: AsyncClient) -> None:
    assert_type(await client.get_messages("johndoe/Inbox"), JsonValue)
    await client.delete_message("1:1", reason="a reason")


def row_by_row(client: Client) -> None:
    with client.stream_messages("johndoe/Inbox") as messages:
        for message in messages:
            assert_type(message, models.Message)
            assert_type(message.id, str | int | None)
    assert_type(client.stream_messages("johndoe/Inbox"), Rows[models.Message])
    for row in client.raw.stream("GetMessages", {"folder": "johndoe/Inbox"}):
        assert_type(row, Any)


async def row_by_row_asynchronously(client: AsyncClient) -> None:
    async with client.stream_messages("johndoe/Inbox") as messages:
        async for message in messages:
            assert_type(message, models.Message)
    assert_type(client.stream_messages("johndoe/Inbox"), AsyncRows[models.Message])
    assert_type([row async for row in client.stream("GetMessages", {"folder": "johndoe/Inbox"})], list[Any])
