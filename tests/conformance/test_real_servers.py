"""What real servers do, and one does not expect."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conformance.conftest import Start
from tests.conformance.facts import fact
from tests.conformance.wire import Talk

SPAN = {"fromIncluding": "2026-01-04T00:00:00", "toExcluding": "2026-01-06T00:00:00"}
ALWAYS = {"fromIncluding": "2000-01-01T00:00:00", "toExcluding": "2100-01-01T00:00:00"}
NULLABLE = "Nullable object must have a value."
YEAR = 366 * 86_400.0


def folders(talk: Talk) -> set[str]:
    """The archives."""
    return {folder for folder in talk.emulator.state.folders if "/" not in folder}


def messages(talk: Talk, folder: str) -> int:
    """How many messages lie in a folder."""
    return len(talk.result("GetMessages", folder=folder))


@fact("R1", "documented")
@fact("R2", "documented")
def test_a_new_user_has_no_right_on_an_archive_and_every_right_to_log_in(start: Start) -> None:
    talk = start(version="25.3")

    talk.result("CreateUser", userName="new", privileges="login")

    user = talk.result("GetUserInfo", userName="new")
    assert user["privilegesOnFolders"] == []
    assert user["loginPrivileges"] == ["windows", "web", "outlook", "windowsCmd", "imap", "api"]


@fact("R3", "documented")
def test_a_renamed_users_archive_keeps_its_name_until_it_is_moved(start: Start) -> None:
    talk = start()

    talk.result("RenameUser", oldUserName="johndoe", newUserName="jdoe")

    assert {"johndoe"} <= folders(talk)
    assert "jdoe" not in folders(talk)
    assert [right["folder"] for right in talk.result("GetUserInfo", userName="jdoe")["privilegesOnFolders"]] == [
        "johndoe"
    ]
    inbox = messages(talk, "johndoe/Inbox")

    talk.result("MoveFolder", fromFolder="johndoe", toFolder="jdoe")
    talk.result("SetUserPrivilegesOnFolder", userName="jdoe", folder="johndoe", privileges="none")
    talk.result("SetUserPrivilegesOnFolder", userName="jdoe", folder="jdoe", privileges="read")

    assert messages(talk, "jdoe/Inbox") == inbox > 0
    assert "johndoe" not in folders(talk)
    assert talk.result("GetUserInfo", userName="jdoe")["privilegesOnFolders"] == [
        {"folder": "jdoe", "privileges": ["read"]}
    ]


@fact("R4", "documented")
def test_a_deleted_users_archive_and_mail_stay(start: Start) -> None:
    talk = start()
    before = messages(talk, "johndoe/Inbox")

    talk.result("DeleteUser", userName="johndoe")

    assert "johndoe" not in [user["userName"] for user in talk.result("GetUsers")]
    assert messages(talk, "johndoe/Inbox") == before > 0


@fact("R5", "documented")
def test_directory_synchronization_removes_users_but_no_archives(start: Start) -> None:
    talk = start()
    config = {**talk.result("GetDirectoryServicesConfiguration"), "deleteUsers": True}
    talk.result("SetDirectoryServicesConfiguration", config=json.dumps(config))
    talk.emulator.state.directory = []

    talk.result("SyncUsersWithDirectoryServices", dryRun="false")

    assert "asmith" not in [user["userName"] for user in talk.result("GetUsers")]
    assert messages(talk, "asmith/Inbox") > 0


@fact("R6", "documented")
@fact("R7", "documented")
def test_a_profile_is_changed_by_creating_another_and_deleting_the_old_one(start: Start) -> None:
    talk = start()
    old = talk.result("GetProfiles", raw="true")[0]
    new = {key: value for key, value in old.items() if key not in ("id", "version")}
    new = {**new, "name": "Changed", "details": {**new["details"], "password": "filled-in-again"}}

    talk.result("CreateProfile", properties=json.dumps(new), raw="true")
    talk.result("DeleteProfile", id=old["id"])

    profiles = talk.result("GetProfiles", raw="true")
    assert [profile["name"] for profile in profiles] == ["Changed"]
    assert profiles[0]["details"]["password"] is None
    assert profiles[0]["id"] != old["id"]
    assert not {"SetProfile", "UpdateProfile", "ChangeProfile", "SetProfileProperties"} & set(talk.functions())


@fact("R7", "documented")
@pytest.mark.parametrize("key", ["id", "version"])
def test_a_profile_with_id_or_version_is_not_created(start: Start, key: str) -> None:
    talk = start()
    old = talk.result("GetProfiles", raw="true")[0]
    new = {name: value for name, value in old.items() if name not in ("id", "version") or name == key}

    assert talk.refusal("CreateProfile", properties=json.dumps(new), raw="true")
    assert len(talk.result("GetProfiles", raw="true")) == 1


@fact("R8", "seen in clients")
@pytest.mark.parametrize(("function", "fields"), [("GetProfiles", {}), ("CreateProfile", {"properties": "{}"})])
def test_profiles_that_are_not_raw_are_refused(start: Start, function: str, fields: dict[str, str]) -> None:
    assert start().refusal(function, **fields, raw="false")


@fact("R9", "seen in clients")
def test_an_empty_user_is_refused_where_results_are_asked_for(start: Start) -> None:
    assert start().refusal("GetWorkerResults", **SPAN, userName="")


@fact("R10", "seen in clients")
def test_profile_0_is_refused_where_results_are_asked_for(start: Start) -> None:
    message = start().refusal("GetWorkerResults", **SPAN, profileID=0)

    assert message.startswith("Specified argument was out of the range of valid values")


@fact("R11", "seen in clients")
def test_too_many_results_at_once_can_fail_and_a_shorter_span_helps(start: Start) -> None:
    talk = start(behaviour={"worker_results_limit": 2})
    shorter = {**SPAN, "toExcluding": "2026-01-04T23:00:00"}

    assert talk.refusal("GetWorkerResults", **SPAN) == NULLABLE
    assert len(talk.result("GetWorkerResults", **shorter, timeZoneID="UTC")) == 1


@fact("R12", "captured")
def test_results_are_not_sorted(start: Start) -> None:
    talk = start(still=True)
    for _ in range(12):
        talk.emulator.clock.advance(600)
        talk.result("RunProfile", id=1)

    starts = [row["startTime"] for row in talk.result("GetWorkerResults", **ALWAYS)]

    assert len(starts) >= 12
    assert starts not in (sorted(starts), sorted(starts, reverse=True))


@fact("R13", "seen in clients")
def test_folder_statistics_work_or_fail(start: Start) -> None:
    assert {row["folder"] for row in start().result("GetFolderStatistics")} == {"johndoe", "asmith"}
    assert start(behaviour={"folder_statistics": "fail"}).refusal("GetFolderStatistics") == NULLABLE


@fact("R14", "documented")
def test_a_job_whose_command_fails_has_succeeded(start: Start) -> None:
    talk = start(still=True, behaviour={"folder_statistics": "fail"})
    job = {"name": "Statistics", "action": "GetFolderStatistics", "owner": "admin", "timeZoneId": "UTC"}
    talk.result("CreateJob", **job, time="23:00:00")
    number = max(each["id"] for each in talk.result("GetJobs") if each["name"] == "Statistics")

    talk.result("RunJobAsync", id=number)
    talk.emulator.clock.advance(3_600)

    results = talk.result("GetJobResults", **ALWAYS, jobId=number)
    assert talk.refusal("GetFolderStatistics") == NULLABLE
    assert {row["result"] for row in results} == {"succeeded"}


@fact("R15", "documented")
@pytest.mark.parametrize(
    ("kind", "argument", "secret"),
    [("SmtpSettings", "settings", "password"), ("DirectoryServicesConfiguration", "config", "password")],
)
def test_passwords_in_settings_are_never_given_back(start: Start, kind: str, argument: str, secret: str) -> None:
    talk = start()
    settings = {**talk.result(f"Get{kind}"), secret: "planted-secret"}

    talk.result(f"Set{kind}", **{argument: json.dumps(settings)})

    assert talk.result(f"Get{kind}") == {**settings, secret: None}


@fact("R16", "documented")
def test_write_protected_stores_are_left_out_of_retention(start: Start) -> None:
    talk = start(still=True)
    talk.result("DeleteJob", id=1)
    talk.result("DeleteProfile", id=1)
    talk.result("SetRetentionPolicies", config=json.dumps([_policy(talk.result("GetRetentionPolicies")[0])]))
    before = messages(talk, "johndoe/Inbox")
    talk.emulator.clock.advance(2 * YEAR)
    states = {store["id"]: store["requestedState"] for store in talk.result("GetStores")}

    for store in states:
        talk.result("SetStoreRequestedState", id=store, requestedState="writeProtected")
    talk.result("ProcessRetentionPolicies")
    kept = messages(talk, "johndoe/Inbox")
    for store, state in states.items():
        talk.result("SetStoreRequestedState", id=store, requestedState=state)
    talk.result("ProcessRetentionPolicies")

    assert (kept, messages(talk, "johndoe/Inbox")) == (before, 0)
    assert before > 0


def _policy(given: Any) -> Any:
    """A policy that deletes what is older than a year."""
    return {**given, "enabled": True, "delete": True, "period": 1, "periodInterval": "year"}


@fact("R17", "documented")
def test_a_new_store_begins_when_the_current_one_has_5_million_messages(start: Start) -> None:
    talk = start(still=True)
    current = next(store for store in talk.emulator.state.stores.values() if store.requested_state == "current")
    current.messages = 4_999_999
    before = talk.result("GetStores")

    talk.result("RunProfile", id=1)

    after = talk.result("GetStores")
    assert len(after) == len(before) + 1
    assert [store["id"] for store in after if store["requestedState"] == "current"] == [after[-1]["id"]]


@fact("R18", "seen in clients")
@pytest.mark.parametrize("trouble", ["frozen", "without access"])
def test_trouble_of_one_instance_fails_calls_to_that_one_only(start: Start, trouble: str) -> None:
    talk = start(edition="spe")
    if trouble == "frozen":
        talk.result("FreezeInstances", instanceFilter="customer1")
    else:
        talk.emulator.instances["customer1"].provider_access = False

    envelopes = [talk.call("GetUsers", instanceID=instance) for instance in ("customer1", "customer2")]

    assert [envelope["statusCode"] for envelope in envelopes] == ["failed", "succeeded"]


@fact("R19", "documented")
def test_the_administrator_needs_no_licence(start: Start) -> None:
    talk = start(version="25.3")
    users = [user["userName"] for user in talk.result("GetUsers")]

    assert "admin" in users
    assert talk.result("GetLicenseInformation")["namedUsers"] == len(users) - 1


@fact("R20", "documented")
def test_spe_counts_archives_and_not_users(start: Start) -> None:
    talk = start(edition="spe")

    def used() -> int:
        return sum(row["usedLicenseCount"] or 0 for row in talk.result("CreateLicenseRequest")["instanceData"])

    before = used()
    talk.result("CreateUser", instanceID="customer1", userName="new", privileges="login")
    with_another_user = used()
    talk.result("MoveFolder", instanceID="customer1", fromFolder="jdoe/Old", toFolder="another")

    assert (with_another_user, used()) == (before, before + 1)
