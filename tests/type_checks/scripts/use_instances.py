"""Instances of a Service Provider Edition."""

from __future__ import annotations

from typing import Any, assert_type

from mailstore_sdk import AsyncInstanceClient, AsyncSpeClient, InstanceClient, Operation, SpeClient, models


def on_an_installation(client: SpeClient) -> None:
    assert_type(client.get_instances("*"), list[models.Instance])


async def on_an_installation_asynchronously(client: AsyncSpeClient) -> None:
    assert_type(await client.get_instances("*"), list[models.Instance])


def one(client: SpeClient) -> None:
    instance = client.instance("customer1")
    assert_type(instance, InstanceClient)
    assert_type(instance.instance_id, str)
    assert_type(instance.options(timeout=5), InstanceClient)
    assert_type(instance.get_instance_configuration(), models.InstanceConfiguration)
    assert_type(instance.get_instance_statistics(), models.InstanceStatistics)
    assert_type([found.instance_id for found in client.get_instances("*.running")], list[str])


def long_running(client: SpeClient) -> None:
    assert_type(client.stop_instances("customer1"), models.StatusResult)
    assert_type(client.begin_start_instances("customer1"), Operation[models.StatusResult])


async def one_of_many(client: AsyncSpeClient) -> None:
    instance = client.instance("customer1")
    assert_type(instance, AsyncInstanceClient)
    assert_type(await instance.get_instance_process_live_statistics(), models.InstanceProcessLiveStatistics)


def plain(client: SpeClient) -> None:
    assert_type(client.raw.GetInstances("*"), list[dict[str, Any]])
    assert_type(client.instance("customer1").raw.GetUsers(), list[dict[str, Any]])
