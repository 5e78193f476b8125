"""Every function of both editions is called with plausible arguments and gives what its typed method accepts."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from mailstore_sdk import Client, errors, models
from mailstore_sdk._generated.functions import ALL, BY_NAME
from mailstore_sdk.emulator import Edition, Emulator
from mailstore_sdk.emulator.handlers import HANDLERS
from mailstore_sdk.function import Function
from mailstore_sdk.spe import InstanceClient, SpeClient

SAMPLES = json.loads((Path(__file__).parents[2] / "data" / "samples.json").read_text(encoding="utf-8"))
SERVER = [function for function in ALL if function.server]
SPE = [function for function in ALL if function.spe]
PLACE = "W. Europe Standard Time"
# By wire name, unless the function says otherwise below; the last word of a user's name is the edition's.
ARGUMENTS: dict[str, Any] = {
    "authentication": "directoryServices",
    "path": "D:\\Backup",
    "excludeSearchIndexes": True,
    "folder": "{user}/Inbox",
    "privileges": ["read"],
    "id": 1,
    "name": "New",
    "requestedState": "current",
    "passphrase": "secret",
    "password": "secret",
    "loginPrivileges": ["web"],
    "oldUserName": "{user}",
    "newUserName": "renamed",
    "userName": "{user}",
    "fromIncluding": "2000-01-01T00:00:00",
    "toExcluding": "2100-01-01T00:00:00",
    "timeZoneId": PLACE,
    "timespan": "today",
    "recipients": ["admin@example.com"],
    "enabled": False,
    "automatic": False,
    "action": "ProcessRetentionPolicies",
    "owner": "{admin}",
    "fromFolder": "{user}/Old",
    "toFolder": "{user}/Older",
    "reason": "asked for",
    "thumbprint": "00" * 20,
    "instanceFilter": "customer1",
    "serverName": "host1",
    "serverType": "instanceHost",
    "port": "8472",
    "withServiceStatus": True,
    "config": {"anything": 1},
    "settings": {"anything": 1},
}
SPECIAL: dict[str, dict[str, Any]] = {
    "CreateUser": {"userName": "new", "privileges": ["login"]},
    "SetUserPrivileges": {"privileges": ["login"]},
    "RebuildStoreIndex": {"folder": "{user}"},
    "DeleteMessage": {"id": "1:1"},
    "GetWorkerResultReport": {"id": 100},
    "CreateProfile": {"properties": {"name": "New", "connector": "IMAP"}},
    "RunTemporaryProfile": {"properties": {"name": "New", "connector": "IMAP"}},
    "SetRetentionPolicies": {"config": []},
    "CreateInstance": {"config": {"instanceID": "new", "instanceHost": "host1"}},
    "SetInstanceConfiguration": {"config": {"instanceID": "customer1", "instanceHost": "host1"}},
    "CreateInstanceHost": {"config": {"serverName": "new"}},
    "SetInstanceHostConfiguration": {"config": {"serverName": "host1"}},
    "CreateClientAccessServer": {"config": {"serverName": "new"}},
    "SetClientAccessServerConfiguration": {"config": {"serverName": "spe.example.com"}},
    "DeleteClientAccessServer": {"serverName": "spe.example.com"},
    "CreateSystemAdministrator": {"config": {"userName": "new"}},
    "SetSystemAdministratorConfiguration": {"config": {"userName": "admin"}},
    "MergeStore": {"sourceId": 2},
}
# Those of a system work on its only administrator, and an InstanceClient Host that is used stays.
PREPARED = {"DeleteSystemAdministrator", "DeleteInstanceHost"}


def plausible(function: Function[Any], *, user: str, admin: str) -> dict[str, Any]:
    """Required arguments, and what else makes the call plausible."""
    chosen = {
        each.name: ARGUMENTS[each.name] for each in function.arguments if each.required and each.name in ARGUMENTS
    }
    filled = {**chosen, **SPECIAL.get(function.name, {})}
    return {
        name: value.format(user=user, admin=admin) if isinstance(value, str) else value
        for name, value in filled.items()
    }


def call(client: Client | SpeClient | InstanceClient, function: Function[Any], arguments: dict[str, Any]) -> Any:
    """By its typed method, which checks the answer; by `invoke` where nobody knows the arguments."""
    if not function.arguments_known:
        return client.invoke(function.name)
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+", function.name)
    method = getattr(client, "_".join(words).lower())
    named = {
        "_".join(re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+", name)).lower(): arguments[name] for name in arguments
    }
    return method(**named)


def on_spe(emulator: Emulator, function: Function[Any]) -> Any:
    """Call it on the installation or on its first instance."""
    client = emulator.spe_client()
    if function.spe == "instance":
        arguments = plausible(function, user="jdoe", admin="$archiveadmin")
        return call(client.instance("customer1"), function, arguments)
    return call(client, function, plausible(function, user="admin", admin="admin"))


def prepared() -> Emulator:
    """An SPE with a second administrator and no instance."""
    emulator = Emulator(edition="spe")
    emulator.spe_client().create_system_administrator({"userName": "other"}, "secret")
    emulator.instances.clear()
    return emulator


@pytest.mark.parametrize("function", SERVER, ids=lambda function: function.name)
def test_every_function_of_a_server_is_answered(protocol: str, function: Function[Any]) -> None:
    client = Emulator(protocol="both").client(protocol=protocol)

    call(client, function, plausible(function, user="johndoe", admin="admin"))


@pytest.mark.parametrize("function", SPE, ids=lambda function: function.name)
def test_every_function_of_an_spe_is_answered(function: Function[Any]) -> None:
    emulator = prepared() if function.name in PREPARED else Emulator(edition="spe")
    if function.name == "MergeStore":
        emulator.spe_client().instance("customer1").create_store("second")

    on_spe(emulator, function)


@pytest.mark.parametrize("function", [each for each in SERVER if not each.spe], ids=lambda function: function.name)
def test_functions_of_a_server_alone_are_unknown_to_an_spe(function: Function[Any]) -> None:
    with pytest.raises(errors.UnknownFunctionError):
        Emulator(edition="spe").spe_client().transport.call(function.name, None, {"instanceID": "customer1"})


@pytest.mark.parametrize("function", [each for each in SPE if not each.server], ids=lambda function: function.name)
def test_functions_of_an_spe_alone_are_unknown_to_a_server(protocol: str, function: Function[Any]) -> None:
    with pytest.raises(errors.UnknownFunctionError):
        Emulator().client(protocol=protocol).transport.call(function.name, None, {})


@pytest.mark.parametrize(
    "function", [each for each in ALL if each.long_running != "no" and each.name not in HANDLERS], ids=lambda f: f.name
)
def test_a_long_running_function_without_a_handler_is_a_short_task(function: Function[Any]) -> None:
    emulator = Emulator(edition="server" if function.server else "spe")
    arguments = plausible(function, user="johndoe", admin="admin")
    if function.server:
        call(emulator.client(), function, arguments)
    else:
        on_spe(emulator, function)

    (task,) = emulator.world.tasks.values()
    assert (task.function, task.status(emulator.clock.now())) == (function.name, "succeeded")
    assert task.script.lines


def test_functions_with_evidence_of_their_result_all_have_a_handler() -> None:
    without = [each.name for each in ALL if each.evidence != "none" and each.name not in HANDLERS]

    assert without == []


def test_handlers_are_those_of_functions_of_the_specification() -> None:
    assert set(HANDLERS) - set(BY_NAME) == set()


def compare(answer: Any, fields: dict[str, Any], lacking: set[str]) -> None:
    """Hold an answer to the evidence: no other key, and none missing that was always there and never null."""
    for row in answer if isinstance(answer, list) else [answer]:
        assert set(row) - set(fields) == set()
        always = {key for key, known in fields.items() if known.get("nullable") is False and not known.get("optional")}
        assert always - set(row) - lacking == set()
        for key, value in row.items():
            if value is not None and "fields" in fields[key]:
                compare(value, fields[key]["fields"], lacking)


@pytest.mark.parametrize(
    ("name", "edition"),
    [
        (name, edition)
        for name, known in SAMPLES.items()
        for edition, has in (("server", BY_NAME[name].server), ("spe", BY_NAME[name].spe))
        if has and known.get("fields")
    ],
)
def test_answers_have_the_keys_that_there_is_evidence_for(name: str, edition: Edition) -> None:
    emulator = Emulator(edition=edition, protocol="modern")
    user, function = "johndoe" if edition == "server" else "jdoe", BY_NAME[name]
    client: Client | SpeClient | InstanceClient = emulator.client() if edition == "server" else emulator.spe_client()
    if isinstance(client, SpeClient) and function.spe == "instance":
        client = client.instance("customer1")

    result = client.invoke(name, plausible(function, user=user, admin="admin"))

    answer = result["result"] if name == "GetFolderStatistics" else result
    assert answer
    compare(answer, SAMPLES[name]["fields"], {"mfaStatus", "loginPrivileges"} if edition == "server" else set())


def test_the_models_of_the_demo_are_filled() -> None:
    client = Emulator(edition="spe").spe_client()

    status = client.get_service_status()

    assert isinstance(status, models.ServiceStatus)
    assert [server.server_type for server in status.server_infos or []] == [
        "clientAccessServer",
        "managementServer",
        "instanceHost",
    ]
