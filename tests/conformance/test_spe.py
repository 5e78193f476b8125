"""The Service Provider Edition."""

from __future__ import annotations

import json

import pytest

from tests.conformance.conftest import Start
from tests.conformance.facts import fact
from tests.facts import KNOWN


@fact("S1", "documented")
def test_functions_on_an_instance_have_its_id_as_one_more_argument(start: Start) -> None:
    listed = start(edition="spe").functions()

    with_id = {name for name, arguments in listed.items() if "instanceID" in arguments}

    assert {name for name in listed if KNOWN[name].scope == "instance"} <= with_id
    assert not listed["GetUsers"]["instanceID"]["nullable"]


@fact("S1", "documented")
def test_without_the_id_only_functions_on_the_management_server_work(start: Start) -> None:
    talk = start(edition="spe")

    assert talk.refusal("GetUsers") == "Missing API argument instanceID."
    talk.result("CreateUser", instanceID="customer1", userName="new", privileges="login")
    with_new = ["new" in str(talk.result("GetUsers", instanceID=name)) for name in ("customer1", "customer2")]
    assert with_new == [True, False]
    assert talk.result("GetEnvironmentInfo")["version"]


@fact("S2", "documented")
@pytest.mark.parametrize(
    ("function", "fields", "allowed"),
    [
        ("GetUsers", {}, False),
        ("GetProfiles", {"raw": "true"}, False),
        ("GetJobs", {}, False),
        ("GetStores", {}, True),
        ("VerifyStore", {"id": 1}, True),
        ("SelectAllStoreIndexesForRebuild", {"id": 1}, True),
    ],
    ids=str,
)
def test_without_provider_access_only_stores_and_search_indexes_can_be_worked_on(
    start: Start, function: str, fields: dict[str, object], allowed: bool
) -> None:
    talk = start(edition="spe")
    talk.emulator.instances["customer1"].provider_access = False

    envelope = talk.wait(talk.call(function, instanceID="customer1", **fields))

    assert envelope["statusCode"] == ("succeeded" if allowed else "failed")
    assert talk.wait(talk.call(function, instanceID="customer2", **fields))["statusCode"] == "succeeded"


@fact("S3", "documented")
def test_with_multi_factor_authentication_only_the_api_password_is_taken(start: Start) -> None:
    talk = start(edition="spe")
    password = talk.result("CreateSystemAdministratorAPIPassword")
    talk.result("InitializeSystemAdministratorMFA", userName="admin")

    assert talk.send("/api/invoke/GetEnvironmentInfo").status == 401
    assert talk.send("/api/invoke/GetEnvironmentInfo", user=f"admin:{password}").status == 200


@fact("S4", "documented")
@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("customer1", ["customer1"]),
        ("customer1 customer3", ["customer1", "customer3"]),
        ("*", ["customer1", "customer2", "customer3"]),
        ("*host1", ["customer1", "customer2", "customer3"]),
        ("*otherhost", []),
        ("*.running", ["customer1", "customer2"]),
        ("*.stopped", ["customer3"]),
    ],
)
def test_an_instance_filter_selects_by_id_host_and_status(start: Start, pattern: str, found: list[str]) -> None:
    rows = start(edition="spe").result("GetInstances", instanceFilter=pattern)

    assert [row["instanceID"] for row in rows] == found


@fact("S4", "documented")
def test_an_instance_filter_says_which_instances_are_stopped(start: Start) -> None:
    talk = start(edition="spe")

    talk.result("StopInstances", instanceFilter="customer1 customer2")

    assert talk.result("GetInstances", instanceFilter="*.running") == []


@fact("S5", "documented")
@pytest.mark.parametrize(
    ("fields", "names"),
    [({}, ["host1", "host2"]), ({"serverNameFilter": "host2"}, ["host2"]), ({"serverNameFilter": "host"}, [])],
    ids=str,
)
def test_a_server_name_filter_is_left_out_or_exact(start: Start, fields: dict[str, str], names: list[str]) -> None:
    talk = start(edition="spe")
    host = talk.result("GetInstanceHosts", serverNameFilter="host1")[0]
    talk.result("CreateInstanceHost", config=json.dumps({**host, "serverName": "host2"}))

    assert sorted(row["serverName"] for row in talk.result("GetInstanceHosts", **fields)) == names


@fact("S6", "captured")
def test_the_providers_own_access_is_listed_as_a_user(start: Start) -> None:
    users = start(edition="spe").result("GetUsers", instanceID="customer1")

    provider = [user for user in users if user["userName"] == "$archiveadmin"]
    assert [(user["fullName"], user["distinguishedName"]) for user in provider] == [(None, None)]
