"""Administrators of a Service Provider Edition: who can log in, and with which password."""

from __future__ import annotations

import pytest

from mailstore_sdk import SpeClient, errors
from mailstore_sdk.emulator import Emulator


def test_a_created_administrator_can_log_in_until_he_is_deleted(spe: Emulator, spe_client: SpeClient) -> None:
    spe_client.create_system_administrator({"userName": "other", "fullName": "Other"}, "secret")
    other = spe.spe_client(username="other", password="secret")
    assert other.get_environment_info().user_name == "other"

    spe_client.set_system_administrator_configuration({"userName": "other", "emailAddress": "o@example.com"})
    spe_client.set_system_administrator_password("other", "new")
    told = spe_client.get_system_administrators()[1]
    assert (told.user_name, told.full_name, told.email_address) == ("other", "", "o@example.com")

    spe_client.delete_system_administrator("other")
    with pytest.raises(errors.AuthenticationError):
        spe.spe_client(username="other", password="new").get_instances("*")


def test_with_multi_factor_authentication_only_the_api_password_is_accepted(
    spe: Emulator, spe_client: SpeClient
) -> None:
    password = spe_client.create_system_administrator_api_password()
    spe_client.initialize_system_administrator_mfa("admin")

    with pytest.raises(errors.AuthenticationError):
        spe_client.get_instances("*")
    other = spe.spe_client(password=str(password))
    other.deactivate_system_administrator_mfa("admin")
    assert spe_client.get_instances("*")
