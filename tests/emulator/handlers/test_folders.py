"""Archives and their folders: moved, listed, counted and tidied up."""

from __future__ import annotations

from typing import Any

import pytest

from mailstore_sdk import Client, errors
from mailstore_sdk.emulator import Behaviour, Emulator


def folders(found: Any) -> list[str]:
    """Every path in what GetChildFolders gave."""
    return [path for one in found for path in (one["path"], *folders(one["children"]))]


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
