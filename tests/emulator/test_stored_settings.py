"""Settings: what was set is told, passwords apart."""

from __future__ import annotations

import pytest

from mailstore_sdk import Client
from mailstore_sdk.emulator import Emulator


@pytest.mark.parametrize(
    ("subject", "argument"),
    [
        ("DirectoryServicesConfiguration", "config"),
        ("ComplianceConfiguration", "config"),
        ("SmtpSettings", "settings"),
        ("StoreAutoCreateConfiguration", "config"),
    ],
)
def test_settings_are_what_was_set_with_passwords_as_null(client: Client, subject: str, argument: str) -> None:
    client.invoke(f"Set{subject}", {argument: {"password": "secret", "nested": [{"apiPassword": "x", "name": "ü"}]}})

    assert client.invoke(f"Get{subject}") == {"password": None, "nested": [{"apiPassword": None, "name": "ü"}]}


def test_retention_policies_are_replaced_as_a_whole(client: Client) -> None:
    client.set_retention_policies([{"name": "One"}, {"name": "Two"}])

    assert [policy.name for policy in client.get_retention_policies()] == ["One", "Two"]


def test_the_settings_of_the_installation_and_of_an_instance_are_what_was_set() -> None:
    client = Emulator(edition="spe").spe_client()
    client.set_system_smtp_configuration({"hostname": "mail.example.com", "password": "secret"})
    client.instance("customer1").set_index_configuration({"includeAttachmentsOfPDFs": True})

    assert client.raw.GetSystemSmtpConfiguration() == {"hostname": "mail.example.com", "password": None}
    assert client.instance("customer1").raw.GetIndexConfiguration() == {"includeAttachmentsOfPDFs": True}
    assert client.instance("customer2").get_index_configuration().attachment_extensions is None
