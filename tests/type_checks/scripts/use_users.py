"""Users and their rights."""

from __future__ import annotations

from typing import assert_type

from mailstore_sdk import AsyncClient, AsyncInstanceClient, Client, InstanceClient, models


def on_a_server(client: Client) -> None:
    assert_type(client.get_user_info("johndoe"), models.UserInfo)
    client.set_user_privileges("johndoe", ["login", "changePassword"])
    client.set_user_login_privileges("johndoe", "web,imap")


def on_an_instance(instance: InstanceClient) -> None:
    assert_type(instance.get_user_info("johndoe"), models.UserInfo)
    instance.set_user_privileges("johndoe", ["login", "changePassword"])
    instance.set_user_login_privileges("johndoe", "web,imap")


async def on_a_server_asynchronously(client: AsyncClient) -> None:
    assert_type(await client.get_user_info("johndoe"), models.UserInfo)
    await client.set_user_privileges("johndoe", ["login", "changePassword"])
    await client.set_user_login_privileges("johndoe", "web,imap")


async def on_an_instance_asynchronously(instance: AsyncInstanceClient) -> None:
    assert_type(await instance.get_user_info("johndoe"), models.UserInfo)
    await instance.set_user_privileges("johndoe", ["login", "changePassword"])
    await instance.set_user_login_privileges("johndoe", "web,imap")


def fields(instance: InstanceClient) -> None:
    assert_type([user.user_name for user in instance.get_users()], list[str])
    assert_type(instance.get_user_info("johndoe").email_addresses, list[str])
