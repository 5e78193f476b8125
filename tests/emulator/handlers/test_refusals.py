"""A refused call changes nothing, on either protocol and in either edition."""

from __future__ import annotations

import copy
import json
from dataclasses import fields
from typing import Any
from urllib.parse import urlencode

import pytest

from mailstore_sdk import Client, errors
from mailstore_sdk.emulator import Behaviour, Emulator, Request, Response
from mailstore_sdk.emulator.handlers import HANDLERS

ZONE = "UTC"


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("RenameUser", {"oldUserName": "johndoe", "newUserName": "asmith"}),
        ("RenameUser", {"oldUserName": "nobody", "newUserName": "somebody"}),
        ("SetUserPrivilegesOnFolder", {"userName": "nobody", "folder": "johndoe", "privileges": "read"}),
        ("ClearUserPrivilegesOnFolders", {"userName": "nobody"}),
        ("CreateStore", {"name": "2012-07"}),
        ("RenameStore", {"id": 9, "name": "New"}),
        ("RenameStore", {"id": 1, "name": "2012-07"}),
        ("SetStoreRequestedState", {"id": 9, "requestedState": "current"}),
        ("DetachStore", {"id": 9}),
        ("MergeStore", {"id": 1, "sourceId": 1}),
        ("MergeStore", {"id": 1, "sourceId": 9}),
        ("UpgradeStore", {"id": 9}),
        ("RebuildStoreIndex", {"id": 1, "folder": "nobody"}),
        ("MoveFolder", {"fromFolder": "nobody", "toFolder": "new"}),
        ("MoveFolder", {"fromFolder": "johndoe", "toFolder": "asmith"}),
        ("MoveFolder", {"fromFolder": "johndoe", "toFolder": "johndoe/below"}),
        ("MoveFolder", {"fromFolder": "johndoe", "toFolder": "nowhere/below"}),
        ("MoveFolder", {"fromFolder": "johndoe/Old", "toFolder": "johndoe/"}),
        ("DeleteEmptyFolders", {"folder": "nobody"}),
        ("DeleteMessage", {"id": "9:9", "reason": "none"}),
        ("CreateProfile", {"properties": '{"id": 1, "name": "New", "connector": "IMAP"}'}),
        ("CreateProfile", {"properties": '{"name": "New", "connector": "IMAP"}', "raw": False}),
        ("CreateProfile", {"properties": "[]"}),
        ("CreateProfile", {"properties": '{"name": "New"}'}),
        ("CreateProfile", {"properties": '{"name": "New", "connector": "IMAP", "serverSideExecution": 5}'}),
        ("RunProfile", {"id": 9}),
        ("DeleteProfile", {"id": 9}),
        ("SetProfileServerSideExecution", {"id": 9, "automatic": True}),
        ("CreateJob", {"name": "New", "action": "VerifyStores", "owner": "johndoe", "timeZoneId": ZONE}),
        ("CreateJob", {"name": "New", "action": "VerifyStores", "owner": "nobody", "timeZoneId": ZONE}),
        ("SetJobSchedule", {"id": 1, "timeZoneId": ZONE, "time": "tomorrow"}),
        ("SetJobSchedule", {"id": 1, "timeZoneId": ZONE, "interval": 0}),
        ("SetJobSchedule", {"id": 1, "timeZoneId": ZONE, "interval": 10**17}),
        ("RunJobAsync", {"id": 9}),
        ("DeleteJob", {"id": 9}),
        ("SetComplianceConfiguration", {"config": "[]"}),
        ("SetComplianceConfiguration", {"config": '{"legalHoldEnabled": "yes"}'}),
        ("SetRetentionPolicies", {"config": "{}"}),
        ("SetRetentionPolicies", {"config": "[5]"}),
        ("SetRetentionPolicies", {"config": '[{"name": "One"}, {"searchCriteria": {"excludedArchives": [5]}}]'}),
        ("CreateProfile", {"properties": '{"name": "New", "connector": "IMAP", "owner": "nobody"}'}),
        (
            "CreateProfile",
            {"properties": '{"name": "New", "connector": "IMAP", "serverSideExecution": {"automatic": "maybe"}}'},
        ),
        (
            "CreateProfile",
            {
                "properties": '{"name": "New", "connector": "IMAP", '
                f'"serverSideExecution": {{"automaticPauseBetweenExecutions": "{"9" * 5_000}"}}}}'
            },
        ),
        ("SetProfileServerSideExecution", {"id": 1, "automatic": True, "automaticPauseBetweenExecutions": -1}),
        ("SetProfileServerSideExecution", {"id": 1, "automatic": True, "automaticMaintenanceWindows": "at night"}),
        ("SetJobSchedule", {"id": 1, "timeZoneId": "Middle-earth"}),
        ("SetJobSchedule", {"id": 1, "timeZoneId": ZONE, "dayOfWeek": "Someday"}),
        ("SetJobSchedule", {"id": 1, "timeZoneId": ZONE, "dayOfMonth": "32"}),
        ("SetUserPrivileges", {"userName": "johndoe", "privileges": "login,fly"}),
        ("SetUserPrivileges", {"userName": "johndoe", "privileges": "login,login"}),
        ("SetUserPrivilegesOnFolder", {"userName": "johndoe", "folder": "asmith", "privileges": "read,none"}),
        ("SetUserEmailAddresses", {"userName": "johndoe", "emailAddresses": "a@example.com,,b@example.com"}),
        ("SetUserAuthentication", {"userName": "johndoe", "authentication": "by heart"}),
        ("SetStoreRequestedState", {"id": 1, "requestedState": "Current"}),
        ("RenameUser", {"oldUserName": "johndoe", "newUserName": " "}),
    ],
)
def test_a_refused_call_changes_nothing(
    emulator: Emulator, client: Client, function: str, arguments: dict[str, Any]
) -> None:
    def held() -> dict[str, Any]:
        return {
            each.name: copy.deepcopy(getattr(emulator.state, each.name)) for each in fields(emulator.state) if each.repr
        }

    client.get_users()  # finds the protocol out
    before = held()

    with pytest.raises(errors.ApiError):
        client.invoke(function, arguments)
    assert held() == before


def held(emulator: Emulator) -> Any:
    """A copy of all that a call could have changed."""
    state, tasks = emulator.state, emulator.world.tasks
    return copy.deepcopy((state.users, state.stores, state.worker_runs, tasks, state.next_tokens))


@pytest.mark.parametrize("prefix", ["/api/invoke/", "/JSON/Invoke/"])
@pytest.mark.parametrize(
    ("function", "fields"),
    [
        ("CreateUser", {"userName": "johndoe", "fullName": "Somebody else", "password": "other"}),
        ("CreateUser", {"fullName": "No Name"}),
        ("SetUserEmailAddresses", {"userName": "nobody", "emailAddresses": "a@example.com"}),
        ("SetUserEmailAddresses", {"emailAddresses": "a@example.com"}),
        ("SetUserPassword", {"userName": "nobody", "password": "pssst"}),
        ("SetUserPassword", {"userName": "johndoe"}),
        ("DeleteUser", {"userName": "JohnDoe"}),
        ("DeleteUser", {}),
        ("VerifyStore", {"id": "99"}),
        ("VerifyStore", {"id": "1", "includeIndexes": "yes"}),
        ("CompactStore", {"id": "0"}),
        ("CompactStore", {}),
    ],
)
def test_a_refused_call_leaves_the_state_as_it_was(prefix: str, function: str, fields: dict[str, str]) -> None:
    emulator = Emulator(behaviour=Behaviour(byte_order_mark="never"))
    before = held(emulator)
    body = urlencode(fields).encode()
    headers = {"authorization": "Basic YWRtaW46YWRtaW4=", "content-length": str(len(body))}

    answer = emulator.respond(Request(method="POST", path=prefix + function, headers=headers, body=body))

    assert isinstance(answer, Response)
    assert answer.status == 500 or json.loads(answer.content)["statusCode"] == "failed"
    assert held(emulator) == before


def test_a_function_that_the_emulator_does_not_carry_out_answers_null(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(HANDLERS, "GetTimeZones")
    monkeypatch.delitem(HANDLERS, "DeleteUser")

    assert client.get_time_zones() is None
    with pytest.raises(errors.ApiError, match="Missing API argument userName"):
        client.transport.call("DeleteUser", None, {})
