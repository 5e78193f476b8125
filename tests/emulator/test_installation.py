"""Which instances a filter selects, and that a refused call changes nothing of the installation."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from mailstore_sdk import SpeClient, errors
from mailstore_sdk.emulator import Emulator


def statuses(spe_client: SpeClient, pattern: str = "*") -> dict[str, str]:
    """The status of every instance that the filter selects."""
    return {str(one.instance_id): str(one.status) for one in spe_client.get_instances(pattern)}


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
def test_a_filter_selects_instances(spe_client: SpeClient, pattern: str, ids: list[str]) -> None:
    assert list(statuses(spe_client, pattern)) == ids


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
    spe: Emulator, spe_client: SpeClient, function: str, arguments: dict[str, Any]
) -> None:
    def held() -> Any:
        whole = spe.installation
        parts = (whole.administrators, whole.instances, whole.instance_hosts, whole.client_access_servers)
        return copy.deepcopy((*parts, whole.directories, whole.settings, spe.world.tasks))

    before = held()

    with pytest.raises(errors.ApiError):
        spe_client.transport.call(function, None, arguments)
    assert held() == before
