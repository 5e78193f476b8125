"""What tells a Service Provider Edition from a MailStore Server: functions, instances, credentials."""

from __future__ import annotations

from typing import Any

import pytest

from mailstore_sdk import SpeClient, errors
from mailstore_sdk.emulator import Administrator, ByPolls, Emulator, Installation, State
from tests.emulator.asking import ask, basic, payload


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


def test_an_instance_has_to_be_named_and_to_exist(spe_client: SpeClient) -> None:
    with pytest.raises(errors.ApiError, match="Missing API argument instanceID"):
        spe_client.invoke("GetUsers")
    with pytest.raises(errors.ApiError, match="Instance 'nobody' does not exist"):
        spe_client.instance("nobody").get_users()


def test_instances_share_nothing(spe: Emulator, spe_client: SpeClient) -> None:
    spe_client.instance("customer1").create_user("new")
    spe_client.instance("customer1").rename_store(1, "Renamed")

    assert "new" in spe.instances["customer1"].users
    assert "new" not in spe.instances["customer2"].users
    assert spe_client.instance("customer2").get_stores()[0].name == "2026-01"


def test_users_of_an_instance_are_told_in_the_keys_of_25_3(spe_client: SpeClient) -> None:
    instance = spe_client.instance("customer1")

    assert instance.raw.GetUsers()[0] == {
        "userName": "$archiveadmin",
        "fullName": None,
        "distinguishedName": None,
        "mfaStatus": "Disabled",
    }
    info = instance.raw.GetUserInfo("boss")
    assert info["loginPrivileges"] == ["windows", "web", "outlook", "windowsCmd", "imap", "api"]
    assert "privilegesOnFolders" not in info


def test_long_running_calls_on_instances_are_polled_at_the_installation(spe: Emulator, spe_client: SpeClient) -> None:
    instance = spe_client.instance("customer1")

    operation = instance.begin_verify_store(1)
    resumed = spe_client.resume(operation.to_json())

    assert (resumed.result().status, len(spe.world.tasks)) == ("succeeded", 1)


@pytest.mark.anyio
async def test_the_asynchronous_client_reaches_instances_too(spe: Emulator) -> None:
    async with spe.async_spe_client() as spe_client:
        status = await spe_client.instance("customer1").verify_stores()
        await spe_client.stop_instances("customer1")

    assert (status.status, spe.instances["customer1"].status) == ("succeeded", "stopped")


def test_https_serves_an_spe(spe: Emulator) -> None:
    with spe.serve() as server, SpeClient(**server.connection) as spe_client:
        assert spe_client.get_environment_info().user_name == "admin"
        assert spe_client.instance("customer1").get_users()


@pytest.mark.parametrize("status", ["stopped", "frozen"])
def test_an_instance_that_does_not_run_refuses_and_others_do_not(
    spe: Emulator, spe_client: SpeClient, status: str
) -> None:
    spe.instances["customer1"].status = status

    with pytest.raises(errors.ApiError, match=f"Instance 'customer1' is {status}"):
        spe_client.instance("customer1").get_users()
    assert spe_client.instance("customer1").get_instance_configuration().instance_id == "customer1"
    assert spe_client.instance("customer2").get_users()


def test_every_edition_holds_its_own_kind_of_state(spe: Emulator) -> None:
    installation = Installation(administrators={"me": Administrator(user_name="me", password="mine")})
    spe_client = Emulator(installation, edition="spe", tasks=ByPolls(0)).spe_client(username="me", password="mine")

    assert spe_client.get_instances("*") == []
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
