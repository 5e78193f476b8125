"""Users and settings: what was set is told, secrets apart."""

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


def test_the_services_certificate_is_told(client: Client) -> None:
    client.set_service_certificate("AB" * 20)

    assert client.invoke("GetServiceConfiguration")["serverCertificate"] == {"thumbprint": "AB" * 20}


def test_the_licence_counts_all_but_the_administrator(client: Client) -> None:
    client.create_user("new")

    assert client.get_license_information().named_users == 3


def test_the_rights_on_folders_are_told_and_none_takes_them_away() -> None:
    client = Emulator(protocol="modern").client()
    client.set_user_privileges_on_folder("johndoe", "asmith", ["read", "write"])

    told = client.get_user_info("johndoe").privileges_on_folders or []
    assert [(one.folder, one.privileges) for one in told] == [("johndoe", ["read"]), ("asmith", ["read", "write"])]

    client.set_user_privileges_on_folder("johndoe", "johndoe", "none")
    assert [one.folder for one in client.get_user_info("johndoe").privileges_on_folders or []] == ["asmith"]

    client.clear_user_privileges_on_folders("johndoe")
    assert client.get_user_info("johndoe").privileges_on_folders == []


def test_what_is_set_of_a_user_is_told_of_him() -> None:
    client = Emulator(protocol="modern").client()
    client.set_user_full_name("johndoe", full_name="Jo")
    client.set_user_distinguished_name("johndoe", distinguished_name="CN=Jo")
    client.set_user_authentication("johndoe", "directoryServices")
    client.set_user_pop3_user_names("johndoe", pop3_user_names=["jo", "john"])
    client.set_user_privileges("johndoe", ["login", "export"])

    told = client.get_user_info("johndoe")
    assert (told.full_name, told.distinguished_name, told.authentication) == ("Jo", "CN=Jo", "directoryServices")
    assert (told.pop3_user_names, told.privileges) == (["jo", "john"], ["login", "export"])

    client.set_user_full_name("johndoe")
    client.set_user_distinguished_name("johndoe")
    told = client.get_user_info("johndoe")
    assert (told.full_name, told.distinguished_name) == (None, None)
