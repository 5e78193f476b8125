"""The server itself: its name, its certificate, its licence and its time zones."""

from __future__ import annotations

from mailstore_sdk import Client, models


def test_the_server_tells_its_version_and_name(client: Client) -> None:
    assert client.get_server_info() == models.ServerInfo(version="8.1.2.9268", machine_name="WIN2012MS")


def test_the_time_zones_have_the_servers_own(client: Client) -> None:
    zones = client.get_time_zones()

    assert isinstance(zones, list)
    assert "$Local" in [zone["id"] for zone in zones if isinstance(zone, dict)]


def test_the_services_certificate_is_told(client: Client) -> None:
    client.set_service_certificate("AB" * 20)

    assert client.invoke("GetServiceConfiguration")["serverCertificate"] == {"thumbprint": "AB" * 20}


def test_the_licence_counts_all_but_the_administrator(client: Client) -> None:
    client.create_user("new")

    assert client.get_license_information().named_users == 3
