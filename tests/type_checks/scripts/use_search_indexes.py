"""Search indexes."""

from __future__ import annotations

from typing import assert_type

from mailstore_sdk import AsyncInstanceClient, InstanceClient, models


def on_an_instance(instance: InstanceClient) -> None:
    assert_type(instance.get_index_configuration(), models.IndexConfiguration)


async def on_an_instance_asynchronously(instance: AsyncInstanceClient) -> None:
    assert_type(await instance.get_index_configuration(), models.IndexConfiguration)
