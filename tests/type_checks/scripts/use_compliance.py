"""Compliance settings and retention policies."""

from __future__ import annotations

from typing import assert_type

from mailstore_sdk import AsyncClient, AsyncInstanceClient, Client, InstanceClient, models


def on_a_server(client: Client) -> None:
    assert_type(client.get_compliance_configuration(), models.ComplianceConfiguration)
    client.set_compliance_configuration({"legalHoldEnabled": True})


def on_an_instance(instance: InstanceClient) -> None:
    assert_type(instance.get_compliance_configuration(), models.ComplianceConfiguration)
    instance.set_compliance_configuration({"legalHoldEnabled": True})


async def on_a_server_asynchronously(client: AsyncClient) -> None:
    assert_type(await client.get_compliance_configuration(), models.ComplianceConfiguration)
    await client.set_compliance_configuration({"legalHoldEnabled": True})


async def on_an_instance_asynchronously(instance: AsyncInstanceClient) -> None:
    assert_type(await instance.get_compliance_configuration(), models.ComplianceConfiguration)
    await instance.set_compliance_configuration({"legalHoldEnabled": True})


def policies(client: Client, instance: InstanceClient) -> None:
    assert_type(client.get_retention_policies(), list[models.RetentionPolicy])
    assert_type(instance.process_retention_policies(), models.StatusResult)
    client.set_retention_policies(client.get_retention_policies())
