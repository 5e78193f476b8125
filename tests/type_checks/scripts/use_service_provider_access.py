"""The service provider's access to an instance."""

from __future__ import annotations

from typing import assert_type

from mailstore_sdk import AsyncInstanceClient, InstanceClient, JsonValue


def on_an_instance(instance: InstanceClient) -> None:
    assert_type(instance.get_archive_admin_enabled(), JsonValue)
    instance.set_archive_admin_enabled(True)


async def on_an_instance_asynchronously(instance: AsyncInstanceClient) -> None:
    assert_type(await instance.get_archive_admin_enabled(), JsonValue)
    await instance.set_archive_admin_enabled(True)
