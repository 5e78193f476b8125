"""Stores, indexes, folders, messages, users and settings: what a call does is seen by the next one."""

from __future__ import annotations

import copy
from dataclasses import fields
from typing import Any

import pytest

from mailstore_sdk import Client, errors
from mailstore_sdk.emulator import Behaviour, Emulator

ZONE = "UTC"


def states(client: Client) -> dict[str | None, str | None]:
    """The requested state of every store."""
    return {store.name: store.requested_state for store in client.get_stores()}


def folders(found: Any) -> list[str]:
    """Every path in what GetChildFolders gave."""
    return [path for one in found for path in (one["path"], *folders(one["children"]))]


def test_a_created_store_is_listed_when_the_call_has_ended(client: Client) -> None:
    operation = client.begin_create_store("2026-02", database_path="D:\\New", requested_state="current")

    assert "2026-02" not in states(client)
    operation.result()

    store = client.get_stores()[-1]
    assert (store.id, store.name, store.database_path, store.content_path) == (
        3,
        "2026-02",
        "D:\\New",
        "D:\\New\\Content",
    )


def test_only_one_store_is_the_current_one(client: Client) -> None:
    client.set_store_requested_state(1, "current")
    assert states(client) == {"DefaultFileGroup": "current", "2012-07": "normal"}

    client.create_store("2026-02", requested_state="current")
    assert states(client) == {"DefaultFileGroup": "normal", "2012-07": "normal", "2026-02": "current"}


def test_a_store_that_is_write_protected_stays_so_when_another_becomes_current(client: Client) -> None:
    client.set_store_requested_state(2, "writeProtected")
    client.set_store_requested_state(1, "current")

    assert states(client) == {"DefaultFileGroup": "current", "2012-07": "writeProtected"}


def test_a_renamed_store_is_renamed(client: Client) -> None:
    client.rename_store(1, "Old mail")

    assert list(states(client)) == ["Old mail", "2012-07"]


def test_a_detached_store_is_gone_and_can_be_attached_again(client: Client) -> None:
    client.detach_store(1)
    assert list(states(client)) == ["2012-07"]

    client.attach_store("DefaultFileGroup", database_path="C:\\MailArchive\\DefaultFileGroup")
    assert list(states(client)) == ["2012-07", "DefaultFileGroup"]


def test_a_merged_store_holds_what_both_held(client: Client) -> None:
    client.merge_store(1, 2)

    (store,) = client.get_stores()
    assert (store.id, store.statistics_count, store.statistics_size) == (1, 468, 28_311_552 + 31_457_280)


def test_a_cancelled_call_leaves_nothing_behind() -> None:
    client = Emulator(protocol="modern").client()

    client.begin_detach_store(1).cancel()

    assert len(client.get_stores()) == 2


def test_an_upgraded_store_needs_no_upgrade(emulator: Emulator, client: Client) -> None:
    for store in emulator.state.stores.values():
        store.needs_upgrade = True

    client.upgrade_store(1)
    assert [store.needs_upgrade for store in client.get_stores()] == [False, True]

    client.upgrade_stores()
    assert [store.needs_upgrade for store in client.get_stores()] == [False, False]


def test_a_store_may_be_moved(client: Client) -> None:
    client.set_store_properties(1, content_path="D:\\Content")

    store = client.get_stores()[0]
    assert (store.database_path, store.content_path) == ("C:\\MailArchive\\DefaultFileGroup", "D:\\Content")


CAPTURED = [
    "Creating a list of archive stores to verify...",
    "2 archive stores will now be verified.",
    "Verifying archive store 1 (DefaultFileGroup)...",
    "Performing database health check...",
    "Creating a list of messages to be verified...",
    "32.731 messages are about to be verified.",
    "[Status] 100 messages verified...",
]


def verifier(**options: Any) -> Client:
    """A client of a recent server with as many messages as in the capture."""
    emulator = Emulator(version="22.3", **options)
    emulator.state.stores[1].messages = 32_731
    return emulator.client()


def test_verifying_all_stores_of_a_recent_server_writes_the_captured_lines() -> None:
    lines = [message.text for message in verifier().verify_stores().messages]

    assert lines[:7] == CAPTURED
    assert "[Status] 32.700 messages verified..." in lines


def test_verifying_one_store_of_a_recent_server_writes_the_lines_of_that_store() -> None:
    lines = [message.text for message in verifier().verify_store(1).messages]

    assert lines[:5] == CAPTURED[2:]


def test_numbers_have_the_servers_own_thousands_separator() -> None:
    lines = [
        message.text for message in verifier(behaviour=Behaviour(thousands_separator=",")).verify_store(1).messages
    ]

    assert "32,731 messages are about to be verified." in lines


def test_an_older_server_verifies_one_store_after_the_other_in_the_tutorials_words(client: Client) -> None:
    lines = [message.text for message in client.verify_stores().messages]

    assert [line for line in lines if "..." not in line] == [
        "234 messages are about to be verified.",
        "  234 messages verified.",
        "234 messages are about to be verified.",
        "  234 messages verified.",
        "Finished. No errors have been found.",
    ]


def test_selected_indexes_are_told_until_they_are_rebuilt(client: Client) -> None:
    def needs() -> list[bool | None]:
        return [store.search_indexes_need_rebuild for store in client.get_stores()]

    client.select_all_store_indexes_for_rebuild()
    assert needs() == [True, True]

    client.rebuild_store_index(1, "johndoe")
    client.rebuild_store_index(1, "asmith")
    assert needs() == [False, True]

    client.rebuild_selected_store_indexes()
    assert needs() == [False, False]


def test_indexes_are_those_of_every_archive_in_a_store(client: Client) -> None:
    client.select_all_store_indexes_for_rebuild()
    client.rebuild_store_index(2, "asmith")

    assert client.get_store_indexes(id=2) == [
        {"storeId": 2, "folder": "johndoe", "needsRebuild": True},
        {"storeId": 2, "folder": "asmith", "needsRebuild": False},
    ]
    assert len(client.invoke("GetStoreIndexes")) == 4


def test_statistics_are_of_the_messages_that_there_are(client: Client) -> None:
    client.delete_message("1:1", "asked for")

    assert [(row.folder, row.count, row.size) for row in client.get_folder_statistics()] == [
        ("johndoe", 2, 4096 + 6144),
        ("asmith", 3, 2048 + 4096 + 6144),
    ]


def test_statistics_fail_in_the_captured_words_if_the_server_is_such_a_one() -> None:
    client = Emulator(protocol="modern", behaviour=Behaviour(folder_statistics="fail")).client()

    with pytest.raises(errors.ApiError, match=r"Nullable object must have a value\."):
        client.get_folder_statistics()


def test_a_store_of_the_same_name_that_came_first_lets_the_later_call_fail() -> None:
    client = Emulator(protocol="modern").client()
    first, second = client.begin_create_store("2026-02"), client.begin_create_store("2026-02")
    first.result()

    with pytest.raises(errors.OperationFailed, match="already exists"):
        second.result()
    assert len(client.get_stores()) == 3


def test_a_store_that_was_merged_meanwhile_is_not_merged_again() -> None:
    client = Emulator(protocol="modern").client()
    first, second = client.begin_merge_store(1, 2), client.begin_merge_store(1, 2)
    first.result()

    with pytest.raises(errors.OperationFailed, match="does not exist"):
        second.result()
    assert [store.statistics_count for store in client.get_stores()] == [468]


def test_a_deleted_message_is_gone(client: Client) -> None:
    client.delete_message("1:1", "asked for")

    assert [mail["id"] for mail in client.invoke("GetMessages", {"folder": "johndoe/Inbox"})] == ["1:2"]


def test_legal_hold_keeps_messages(emulator: Emulator, client: Client) -> None:
    client.set_compliance_configuration({"legalHoldEnabled": True, "logSuccessfulUserActivities": []})

    with pytest.raises(errors.ApiError, match="Legal hold"):
        client.delete_message("1:1", "asked for")
    assert "1:1" in emulator.state.mails


def test_the_hierarchy_is_as_deep_as_asked_for(client: Client) -> None:
    assert folders(client.get_child_folders(max_levels=1)) == ["johndoe", "asmith"]
    assert folders(client.get_child_folders(folder="johndoe")) == ["johndoe/Inbox", "johndoe/Sent", "johndoe/Old"]
    assert len(folders(client.get_child_folders())) == 8


def test_a_moved_folder_takes_its_messages_along_but_not_the_rights() -> None:
    client = Emulator(protocol="modern").client()
    client.rename_user("johndoe", "jdoe")
    client.move_folder("johndoe", "jdoe")

    assert folders(client.get_child_folders(max_levels=1)) == ["jdoe", "asmith"]
    assert len(client.invoke("GetMessages", {"folder": "jdoe/Inbox"})) == 2
    rights = client.get_user_info("jdoe").privileges_on_folders or []
    assert [one.folder for one in rights] == ["johndoe"]


@pytest.mark.parametrize(("second", "target"), [("johndoe", "b"), ("asmith", "a")])
def test_a_folder_that_was_moved_meanwhile_is_not_moved_and_none_is_moved_onto_it(second: str, target: str) -> None:
    client = Emulator(protocol="modern").client()
    first = client.begin_move_folder("johndoe", "a")
    other = client.begin_move_folder(second, target)
    first.result()

    with pytest.raises(errors.OperationFailed):
        other.result()
    assert sorted(folders(client.get_child_folders(max_levels=1))) == ["a", "asmith"]
    assert len(client.invoke("GetMessages", {"folder": "a/Inbox"})) == 2


def test_empty_folders_of_one_that_has_gone_meanwhile_are_not_deleted() -> None:
    client = Emulator(protocol="modern").client()
    deletion = client.begin_delete_empty_folders(folder="johndoe")
    client.move_folder("johndoe", "moved")

    with pytest.raises(errors.OperationFailed, match="does not exist"):
        deletion.result()
    assert "moved/Old" in folders(client.get_child_folders())


def test_empty_folders_are_deleted_below_the_one_that_is_named(client: Client) -> None:
    client.delete_empty_folders(folder="asmith")
    assert [path for path in folders(client.get_child_folders()) if "Old" in path] == ["johndoe/Old"]

    client.delete_empty_folders()
    assert folders(client.get_child_folders()) == [
        "johndoe", "johndoe/Inbox", "johndoe/Sent", "asmith", "asmith/Inbox", "asmith/Sent",
    ]  # fmt: skip


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
