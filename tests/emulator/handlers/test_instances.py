"""Instances of a Service Provider Edition: started, stopped, frozen, configured, counted."""

from __future__ import annotations

import pytest

from mailstore_sdk import SpeClient, errors
from mailstore_sdk.emulator import Emulator


def statuses(spe_client: SpeClient, pattern: str = "*") -> dict[str, str]:
    """The status of every instance that the filter selects."""
    return {str(one.instance_id): str(one.status) for one in spe_client.get_instances(pattern)}


def test_instances_stop_start_freeze_and_thaw(spe_client: SpeClient) -> None:
    spe_client.freeze_instances("*")
    assert statuses(spe_client) == {"customer1": "frozen", "customer2": "frozen", "customer3": "stopped"}

    spe_client.thaw_instances("customer1")
    spe_client.start_instances("*.stopped")
    assert statuses(spe_client) == {"customer1": "running", "customer2": "frozen", "customer3": "running"}

    spe_client.stop_instances("customer1 customer2")
    assert statuses(spe_client) == {"customer1": "stopped", "customer2": "stopped", "customer3": "running"}

    spe_client.delete_instances("*.stopped")
    assert statuses(spe_client) == {"customer3": "running"}


def test_a_restarted_instance_has_another_process(spe_client: SpeClient) -> None:
    instance = spe_client.instance("customer1")
    before = instance.get_instance_process_live_statistics().process_unique_id

    assert instance.get_instance_process_live_statistics().process_unique_id == before
    spe_client.restart_instances("customer1")
    assert instance.get_instance_process_live_statistics().process_unique_id != before


def test_an_instance_changes_when_the_call_has_ended(spe: Emulator, spe_client: SpeClient) -> None:
    operation = spe_client.begin_stop_instances("customer1")

    assert spe.instances["customer1"].status == "running"
    operation.result()
    assert spe.instances["customer1"].status == "stopped"


def test_a_created_instance_is_there_and_can_be_started(spe_client: SpeClient) -> None:
    spe_client.create_instance({"instanceID": "new", "displayName": "New", "instanceHost": "host1"})
    assert statuses(spe_client)["new"] == "stopped"

    spe_client.start_instances("new")
    assert [user.user_name for user in spe_client.instance("new").get_users()] == ["$archiveadmin"]
    assert spe_client.instance("new").get_instance_configuration().display_name == "New"


def test_a_new_instance_has_the_installations_version(spe: Emulator, spe_client: SpeClient) -> None:
    spe.installation.version = "22.3.0.21002"

    spe_client.create_instance({"instanceID": "new", "displayName": "New", "instanceHost": "host1"})

    assert spe.instances["new"].version == "22.3.0.21002"


@pytest.mark.parametrize(("version", "there"), [("9.0.0.9702", False), ("25.3.1.23021", True)])
def test_two_settings_of_an_instance_came_after_version_9(
    spe: Emulator, spe_client: SpeClient, version: str, there: bool
) -> None:
    spe.instances["customer1"].version = version

    config = spe_client.instance("customer1").raw.GetInstanceConfiguration()

    later = {"imapServerConnectionLogEnabled", "vssWriterExcludeIndexes"}
    assert later & set(config) == (later if there else set())


def test_an_instance_is_reconfigured(spe_client: SpeClient) -> None:
    config = spe_client.instance("customer1").raw.GetInstanceConfiguration()
    spe_client.set_instance_configuration({**config, "displayName": "Changed"})

    assert spe_client.get_instances("customer1")[0].display_name == "Changed"


def test_without_service_provider_access_only_stores_and_indexes_can_be_worked_on(spe_client: SpeClient) -> None:
    instance = spe_client.instance("customer1")
    instance.set_archive_admin_enabled(False)

    assert instance.get_archive_admin_enabled() is False
    assert instance.get_stores()
    assert instance.rebuild_selected_store_indexes().status == "succeeded"
    with pytest.raises(errors.ApiError, match="Service provider access"):
        instance.get_users()

    instance.set_archive_admin_enabled(True)
    assert instance.get_users()


def test_an_instances_statistics_are_those_of_its_stores(spe_client: SpeClient) -> None:
    told = spe_client.instance("customer2").get_instance_statistics()

    assert (told.total_size_mb, told.number_of_messages) == (24, 200)
    parts = (told.database_file_size_mb, told.content_file_size_mb, told.index_file_size_mb)
    assert sum(part or 0 for part in parts) == 24
