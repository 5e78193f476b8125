"""Instance Hosts and Client Access Servers of a Service Provider Edition."""

from __future__ import annotations

from mailstore_sdk import SpeClient

SERVER_CONFIG = {
    "serverName": "host2",
    "port": 8472,
    "serverCertificate": {"thumbprint": "AA"},
    "baseDirectory": "E:\\",
}


def test_hosts_come_change_and_go(spe_client: SpeClient) -> None:
    spe_client.create_instance_host(SERVER_CONFIG)
    assert [host.server_name for host in spe_client.get_instance_hosts()] == ["host1", "host2"]

    spe_client.set_instance_host_configuration({**SERVER_CONFIG, "port": 1})
    assert [host.port for host in spe_client.get_instance_hosts(server_name_filter="host2")] == [1]

    spe_client.delete_instance_host("host2")
    assert [host.server_name for host in spe_client.get_instance_hosts()] == ["host1"]


def test_client_access_servers_come_change_and_go(spe_client: SpeClient) -> None:
    spe_client.create_client_access_server({"serverName": "access2"})
    spe_client.set_client_access_server_configuration({"serverName": "access2", "port": 1, "password": "secret"})

    assert spe_client.raw.GetClientAccessServers(True, "access2") == [
        {"serverName": "access2", "port": 1, "password": None}
    ]
    spe_client.delete_client_access_server("access2")
    assert spe_client.raw.GetClientAccessServers(True, "access2") == []


def test_folders_on_a_host_are_listed(spe_client: SpeClient) -> None:
    spe_client.create_directory_on_instance_host("host1", "E:\\customer1\\Stores")

    assert spe_client.get_directories_on_instance_host("host1") == ["E:"]
    assert spe_client.get_directories_on_instance_host("host1", path="E:\\customer1\\") == ["Stores"]
