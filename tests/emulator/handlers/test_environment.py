"""A Service Provider Edition as a whole: its status, and the licences that it uses."""

from __future__ import annotations

from mailstore_sdk import SpeClient


def test_the_licence_request_counts_archives(spe_client: SpeClient) -> None:
    used = [one.used_license_count for one in spe_client.create_license_request().instance_data or []]

    assert used == [2, 2, 2]


def test_the_service_status_counts_running_instances_and_tells_of_indexes(spe_client: SpeClient) -> None:
    spe_client.instance("customer1").select_all_store_indexes_for_rebuild()

    told = spe_client.get_service_status()

    host = (told.server_infos or [])[-1]
    assert (host.number_of_instances, host.number_of_running_instances) == (3, 2)
    assert [message.text for message in told.messages or []] == [
        "Instance customer1 on host1: One or more search indexes have to be rebuilt."
    ]
