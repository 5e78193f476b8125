"""The Service Provider Edition: its protocol, its instances, its administrators and servers."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from mailstore_sdk import SpeClient, errors
from mailstore_sdk.emulator import Administrator, ByPolls, Emulator, Installation, State
from tests.emulator.asking import ask, basic, payload

SERVER_CONFIG = {
    "serverName": "host2",
    "port": 8472,
    "serverCertificate": {"thumbprint": "AA"},
    "baseDirectory": "E:\\",
}


@pytest.fixture
def spe() -> Emulator:
    """The demo installation."""
    return Emulator(edition="spe")


@pytest.fixture
def client(spe: Emulator) -> SpeClient:
    """A client of it, which holds nothing that needs closing."""
    return spe.spe_client()


def statuses(client: SpeClient, pattern: str = "*") -> dict[str, str]:
    """The status of every instance that the filter selects."""
    return {str(one.instance_id): str(one.status) for one in client.get_instances(pattern)}


@pytest.mark.parametrize("path", ["/JSON/Invoke/GetUsers", "/JSON/Status/1"])
def test_an_spe_does_not_speak_the_legacy_protocol(spe: Emulator, path: str) -> None:
    assert ask(spe, path).status == 404
    with pytest.raises(errors.ConfigurationError):
        Emulator(edition="spe", protocol="legacy")


@pytest.mark.parametrize("path", ["/api/get-metadata", "/api/invoke/GetInstances", "/api/get-status"])
@pytest.mark.parametrize("authorization", ["", basic("admin", "wrong"), basic("boss", "")])
def test_an_spe_answers_nothing_without_an_administrators_credentials(
    spe: Emulator, path: str, authorization: str
) -> None:
    assert ask(spe, path, authorization=authorization).status == 401


def test_the_list_of_functions_names_the_instance_first(spe: Emulator) -> None:
    listed = {entry["name"]: entry["args"] for entry in payload(ask(spe, "/api/get-metadata"))}

    assert listed["GetUserInfo"] == [
        {"name": "instanceID", "type": "string", "nullable": False},
        {"name": "userName", "type": "string", "nullable": False},
    ]
    assert listed["GetInstances"] == [{"name": "instanceFilter", "type": "string", "nullable": False}]
    assert "GetServerInfo" not in listed


def test_the_list_of_functions_may_be_another_than_the_sdk_knows() -> None:
    def drifted(functions: list[dict[str, Any]]) -> list[dict[str, Any]]:
        kept = [entry for entry in functions if entry["name"] != "GetUsers"]
        return [*kept, {"name": "Brew", "args": [{"name": "cups", "type": "number", "nullable": False}]}]

    names = [entry.name for entry in Emulator(metadata=drifted).client(protocol="modern").get_metadata()]

    assert ("GetUsers" in names, names[-1]) == (False, "Brew")


def test_an_instance_has_to_be_named_and_to_exist(client: SpeClient) -> None:
    with pytest.raises(errors.ApiError, match="Missing API argument instanceID"):
        client.invoke("GetUsers")
    with pytest.raises(errors.ApiError, match="Instance 'nobody' does not exist"):
        client.instance("nobody").get_users()


def test_instances_share_nothing(spe: Emulator, client: SpeClient) -> None:
    client.instance("customer1").create_user("new")
    client.instance("customer1").rename_store(1, "Renamed")

    assert "new" in spe.instances["customer1"].users
    assert "new" not in spe.instances["customer2"].users
    assert client.instance("customer2").get_stores()[0].name == "2026-01"


def test_users_of_an_instance_are_told_in_the_keys_of_25_3(client: SpeClient) -> None:
    instance = client.instance("customer1")

    assert instance.raw.GetUsers()[0] == {
        "userName": "$archiveadmin",
        "fullName": None,
        "distinguishedName": None,
        "mfaStatus": "Disabled",
    }
    info = instance.raw.GetUserInfo("boss")
    assert info["loginPrivileges"] == ["windows", "web", "outlook", "windowsCmd", "imap", "api"]
    assert "privilegesOnFolders" not in info


def test_long_running_calls_on_instances_are_polled_at_the_installation(spe: Emulator, client: SpeClient) -> None:
    instance = client.instance("customer1")

    operation = instance.begin_verify_store(1)
    resumed = client.resume(operation.to_json())

    assert (resumed.result().status, len(spe.world.tasks)) == ("succeeded", 1)


@pytest.mark.anyio
async def test_the_asynchronous_client_reaches_instances_too(spe: Emulator) -> None:
    async with spe.async_spe_client() as client:
        status = await client.instance("customer1").verify_stores()
        await client.stop_instances("customer1")

    assert (status.status, spe.instances["customer1"].status) == ("succeeded", "stopped")


def test_https_serves_an_spe(spe: Emulator) -> None:
    with spe.serve() as server, SpeClient(**server.connection) as client:
        assert client.get_environment_info().user_name == "admin"
        assert client.instance("customer1").get_users()


@pytest.mark.parametrize(
    ("pattern", "ids"),
    [
        ("*", ["customer1", "customer2", "customer3"]),
        ("customer3 customer1", ["customer3", "customer1"]),
        ("*host1", ["customer1", "customer2", "customer3"]),
        ("*other", []),
        ("*.running", ["customer1", "customer2"]),
        ("*.stopped customer3", ["customer3"]),
        ("nobody", []),
    ],
)
def test_a_filter_selects_instances(client: SpeClient, pattern: str, ids: list[str]) -> None:
    assert list(statuses(client, pattern)) == ids


def test_instances_stop_start_freeze_and_thaw(client: SpeClient) -> None:
    client.freeze_instances("*")
    assert statuses(client) == {"customer1": "frozen", "customer2": "frozen", "customer3": "stopped"}

    client.thaw_instances("customer1")
    client.start_instances("*.stopped")
    assert statuses(client) == {"customer1": "running", "customer2": "frozen", "customer3": "running"}

    client.stop_instances("customer1 customer2")
    assert statuses(client) == {"customer1": "stopped", "customer2": "stopped", "customer3": "running"}

    client.delete_instances("*.stopped")
    assert statuses(client) == {"customer3": "running"}


def test_a_restarted_instance_has_another_process(client: SpeClient) -> None:
    instance = client.instance("customer1")
    before = instance.get_instance_process_live_statistics().process_unique_id

    assert instance.get_instance_process_live_statistics().process_unique_id == before
    client.restart_instances("customer1")
    assert instance.get_instance_process_live_statistics().process_unique_id != before


def test_an_instance_changes_when_the_call_has_ended(spe: Emulator, client: SpeClient) -> None:
    operation = client.begin_stop_instances("customer1")

    assert spe.instances["customer1"].status == "running"
    operation.result()
    assert spe.instances["customer1"].status == "stopped"


def test_a_created_instance_is_there_and_can_be_started(client: SpeClient) -> None:
    client.create_instance({"instanceID": "new", "displayName": "New", "instanceHost": "host1"})
    assert statuses(client)["new"] == "stopped"

    client.start_instances("new")
    assert [user.user_name for user in client.instance("new").get_users()] == ["$archiveadmin"]
    assert client.instance("new").get_instance_configuration().display_name == "New"


def test_a_new_instance_has_the_installations_version(spe: Emulator, client: SpeClient) -> None:
    spe.installation.version = "22.3.0.21002"

    client.create_instance({"instanceID": "new", "displayName": "New", "instanceHost": "host1"})

    assert spe.instances["new"].version == "22.3.0.21002"


@pytest.mark.parametrize(("version", "there"), [("9.0.0.9702", False), ("25.3.1.23021", True)])
def test_two_settings_of_an_instance_came_after_version_9(
    spe: Emulator, client: SpeClient, version: str, there: bool
) -> None:
    spe.instances["customer1"].version = version

    config = client.instance("customer1").raw.GetInstanceConfiguration()

    later = {"imapServerConnectionLogEnabled", "vssWriterExcludeIndexes"}
    assert later & set(config) == (later if there else set())


def test_an_instance_is_reconfigured(client: SpeClient) -> None:
    config = client.instance("customer1").raw.GetInstanceConfiguration()
    client.set_instance_configuration({**config, "displayName": "Changed"})

    assert client.get_instances("customer1")[0].display_name == "Changed"


@pytest.mark.parametrize("status", ["stopped", "frozen"])
def test_an_instance_that_does_not_run_refuses_and_others_do_not(spe: Emulator, client: SpeClient, status: str) -> None:
    spe.instances["customer1"].status = status

    with pytest.raises(errors.ApiError, match=f"Instance 'customer1' is {status}"):
        client.instance("customer1").get_users()
    assert client.instance("customer1").get_instance_configuration().instance_id == "customer1"
    assert client.instance("customer2").get_users()


def test_without_service_provider_access_only_stores_and_indexes_can_be_worked_on(client: SpeClient) -> None:
    instance = client.instance("customer1")
    instance.set_archive_admin_enabled(False)

    assert instance.get_archive_admin_enabled() is False
    assert instance.get_stores()
    assert instance.rebuild_selected_store_indexes().status == "succeeded"
    with pytest.raises(errors.ApiError, match="Service provider access"):
        instance.get_users()

    instance.set_archive_admin_enabled(True)
    assert instance.get_users()


def test_an_instances_statistics_are_those_of_its_stores(client: SpeClient) -> None:
    told = client.instance("customer2").get_instance_statistics()

    assert (told.total_size_mb, told.number_of_messages) == (24, 200)
    parts = (told.database_file_size_mb, told.content_file_size_mb, told.index_file_size_mb)
    assert sum(part or 0 for part in parts) == 24


def test_the_licence_request_counts_archives(client: SpeClient) -> None:
    used = [one.used_license_count for one in client.create_license_request().instance_data or []]

    assert used == [2, 2, 2]


def test_the_service_status_counts_running_instances_and_tells_of_indexes(client: SpeClient) -> None:
    client.instance("customer1").select_all_store_indexes_for_rebuild()

    told = client.get_service_status()

    host = (told.server_infos or [])[-1]
    assert (host.number_of_instances, host.number_of_running_instances) == (3, 2)
    assert [message.text for message in told.messages or []] == [
        "Instance customer1 on host1: One or more search indexes have to be rebuilt."
    ]


def test_a_created_administrator_can_log_in_until_he_is_deleted(spe: Emulator, client: SpeClient) -> None:
    client.create_system_administrator({"userName": "other", "fullName": "Other"}, "secret")
    other = spe.spe_client(username="other", password="secret")
    assert other.get_environment_info().user_name == "other"

    client.set_system_administrator_configuration({"userName": "other", "emailAddress": "o@example.com"})
    client.set_system_administrator_password("other", "new")
    told = client.get_system_administrators()[1]
    assert (told.user_name, told.full_name, told.email_address) == ("other", "", "o@example.com")

    client.delete_system_administrator("other")
    with pytest.raises(errors.AuthenticationError):
        spe.spe_client(username="other", password="new").get_instances("*")


def test_with_multi_factor_authentication_only_the_api_password_is_accepted(spe: Emulator, client: SpeClient) -> None:
    password = client.create_system_administrator_api_password()
    client.initialize_system_administrator_mfa("admin")

    with pytest.raises(errors.AuthenticationError):
        client.get_instances("*")
    other = spe.spe_client(password=str(password))
    other.deactivate_system_administrator_mfa("admin")
    assert client.get_instances("*")


def test_hosts_come_change_and_go(client: SpeClient) -> None:
    client.create_instance_host(SERVER_CONFIG)
    assert [host.server_name for host in client.get_instance_hosts()] == ["host1", "host2"]

    client.set_instance_host_configuration({**SERVER_CONFIG, "port": 1})
    assert [host.port for host in client.get_instance_hosts(server_name_filter="host2")] == [1]

    client.delete_instance_host("host2")
    assert [host.server_name for host in client.get_instance_hosts()] == ["host1"]


def test_client_access_servers_come_change_and_go(client: SpeClient) -> None:
    client.create_client_access_server({"serverName": "access2"})
    client.set_client_access_server_configuration({"serverName": "access2", "port": 1, "password": "secret"})

    assert client.raw.GetClientAccessServers(True, "access2") == [
        {"serverName": "access2", "port": 1, "password": None}
    ]
    client.delete_client_access_server("access2")
    assert client.raw.GetClientAccessServers(True, "access2") == []


def test_folders_on_a_host_are_listed(client: SpeClient) -> None:
    client.create_directory_on_instance_host("host1", "E:\\customer1\\Stores")

    assert client.get_directories_on_instance_host("host1") == ["E:"]
    assert client.get_directories_on_instance_host("host1", path="E:\\customer1\\") == ["Stores"]


def test_the_settings_of_the_installation_and_of_an_instance_are_what_was_set(client: SpeClient) -> None:
    client.set_system_smtp_configuration({"hostname": "mail.example.com", "password": "secret"})
    client.instance("customer1").set_index_configuration({"includeAttachmentsOfPDFs": True})

    assert client.raw.GetSystemSmtpConfiguration() == {"hostname": "mail.example.com", "password": None}
    assert client.instance("customer1").raw.GetIndexConfiguration() == {"includeAttachmentsOfPDFs": True}
    assert client.instance("customer2").get_index_configuration().attachment_extensions is None


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("StopInstances", {"instanceFilter": "customer1 nobody"}),
        ("DeleteInstances", {"instanceFilter": " "}),
        ("CreateInstance", {"config": '{"instanceID": "customer1", "instanceHost": "host1"}'}),
        ("CreateInstance", {"config": '{"instanceID": "new", "instanceHost": "other"}'}),
        ("CreateInstance", {"config": '{"instanceID": "new", "instanceHost": ["host1"]}'}),
        ("CreateInstance", {"config": "{}"}),
        ("CreateInstance", {"config": "[]"}),
        ("SetInstanceConfiguration", {"config": '{"instanceID": "nobody", "instanceHost": "host1"}'}),
        ("SetInstanceConfiguration", {"config": '{"instanceID": "customer1"}'}),
        ("CreateInstance", {"config": '{"instanceID": "new", "instanceHost": "host1", "alias": 5}'}),
        ("SetInstanceConfiguration", {"config": '{"instanceID": "customer1", "instanceHost": "host1", "alias": []}'}),
        ("CreateInstanceHost", {"config": '{"serverName": "host1"}'}),
        ("CreateInstanceHost", {"config": '{"serverName": "host2", "port": 70000}'}),
        ("CreateInstanceHost", {"config": '{"serverName": "host2", "port": true}'}),
        ("CreateSystemAdministrator", {"config": '{"userName": "new", "fullName": {}}', "password": "x"}),
        ("SetInstanceHostConfiguration", {"config": '{"serverName": "other"}'}),
        ("DeleteInstanceHost", {"serverName": "host1"}),
        ("CreateDirectoryOnInstanceHost", {"serverName": "other", "path": "E:\\"}),
        ("DeleteClientAccessServer", {"serverName": "other"}),
        ("CreateSystemAdministrator", {"config": '{"userName": "admin"}', "password": "x"}),
        ("CreateSystemAdministrator", {"config": '{"userName": "new"}'}),
        ("SetSystemAdministratorPassword", {"userName": "nobody", "password": "x"}),
        ("DeleteSystemAdministrator", {"userName": "admin"}),
        ("CreateUser", {"instanceID": "customer3", "userName": "new"}),
        ("CreateUser", {"instanceID": "nobody", "userName": "new"}),
    ],
)
def test_a_refused_call_changes_nothing(
    spe: Emulator, client: SpeClient, function: str, arguments: dict[str, Any]
) -> None:
    def held() -> Any:
        whole = spe.installation
        parts = (whole.administrators, whole.instances, whole.instance_hosts, whole.client_access_servers)
        return copy.deepcopy((*parts, whole.directories, whole.settings, spe.world.tasks))

    before = held()

    with pytest.raises(errors.ApiError):
        client.transport.call(function, None, arguments)
    assert held() == before


def test_every_edition_holds_its_own_kind_of_state(spe: Emulator) -> None:
    installation = Installation(administrators={"me": Administrator(user_name="me", password="mine")})
    client = Emulator(installation, edition="spe", tasks=ByPolls(0)).spe_client(username="me", password="mine")

    assert client.get_instances("*") == []
    for wrong in (lambda: spe.state, lambda: Emulator().instances, lambda: Emulator().installation):
        with pytest.raises(errors.ConfigurationError):
            wrong()
    with pytest.raises(errors.ConfigurationError):
        Emulator(State(), edition="spe")
    with pytest.raises(errors.ConfigurationError):
        Emulator(Installation())


def test_a_client_of_a_server_finds_its_functions_on_no_spe(spe: Emulator) -> None:
    answer = ask(spe, "/api/invoke/GetServerInfo")

    assert (answer.status, answer.content) == (404, b"Unknown function GetServerInfo.")
