"""Users that come from a directory, and licences."""

from __future__ import annotations

import pytest

from mailstore_sdk import Client, errors
from mailstore_sdk.emulator import DirectoryUser, Emulator

NEW = DirectoryUser(
    user_name="new", full_name="New One", distinguished_name="CN=New One", email_addresses=["new@example.com"]
)
ANNA = DirectoryUser(user_name="asmith", full_name="Anna Smith-Jones", distinguished_name="CN=Anna")


def lines(client: Client, *, dry_run: bool | None = None) -> list[str]:
    """What a synchronization writes, without its first and last line."""
    return [message.text for message in client.sync_users_with_directory_services(dry_run=dry_run).messages][1:-1]


def test_users_are_created_as_the_directory_describes_them(emulator: Emulator, client: Client) -> None:
    emulator.state.directory = [NEW, ANNA]

    assert lines(client) == ["Creating user new...", "Changing user asmith..."]
    user = emulator.state.users["new"]
    assert (user.full_name, user.distinguished_name, user.email_addresses) == (
        "New One",
        "CN=New One",
        ["new@example.com"],
    )
    assert (user.authentication, user.privileges, user.privileges_on_folders) == ("directoryServices", ["login"], {})
    assert emulator.state.users["asmith"].full_name == "Anna Smith-Jones"
    assert lines(client) == []


def test_what_was_changed_in_the_directory_is_changed_and_rights_stay(emulator: Emulator, client: Client) -> None:
    emulator.state.directory = [ANNA]
    before = emulator.state.users["asmith"].privileges_on_folders

    client.sync_users_with_directory_services()

    user = emulator.state.users["asmith"]
    assert (user.full_name, user.email_addresses, user.privileges_on_folders) == ("Anna Smith-Jones", [], before)


def test_users_that_the_directory_does_not_have_are_deleted_but_not_their_archives(
    emulator: Emulator, client: Client
) -> None:
    emulator.state.directory = []

    assert lines(client) == ["Deleting user asmith..."]
    assert list(emulator.state.users) == ["admin", "johndoe"]
    assert "asmith" in emulator.state.archives
    assert emulator.state.users["johndoe"].authentication == "integrated"


def test_without_a_directory_a_synchronization_finds_nothing_to_do(emulator: Emulator, client: Client) -> None:
    assert lines(client) == []
    assert list(emulator.state.users) == ["admin", "johndoe", "asmith"]


def test_users_are_kept_if_the_settings_say_so(emulator: Emulator, client: Client) -> None:
    emulator.state.directory = []
    client.set_directory_services_configuration({"type": "activeDirectory", "deleteUsers": False})

    assert lines(client) == []
    assert "asmith" in emulator.state.users


def test_a_dry_run_writes_the_same_and_changes_nothing(emulator: Emulator, client: Client) -> None:
    emulator.state.directory = [NEW]

    assert lines(client, dry_run=True) == ["Deleting user asmith...", "Creating user new..."]
    assert list(emulator.state.users) == ["admin", "johndoe", "asmith"]


def test_disabled_users_count_only_if_the_settings_say_so(emulator: Emulator, client: Client) -> None:
    emulator.state.directory = [DirectoryUser(user_name="asmith", enabled=False)]
    client.set_directory_services_configuration({"enabledUsersOnly": False, "deleteUsers": True})
    assert lines(client) == ["Changing user asmith..."]

    client.set_directory_services_configuration({"enabledUsersOnly": True, "deleteUsers": True})
    assert lines(client) == ["Deleting user asmith..."]


def test_a_user_of_the_server_itself_is_left_alone(emulator: Emulator, client: Client) -> None:
    emulator.state.directory = [DirectoryUser(user_name="johndoe", full_name="Another"), ANNA]

    client.sync_users_with_directory_services()

    assert emulator.state.users["johndoe"].full_name == "John Doe"


def test_a_cancelled_synchronization_changes_nothing() -> None:
    emulator = Emulator(protocol="modern")
    emulator.state.directory = []

    emulator.client().begin_sync_users_with_directory_services().cancel()

    assert "asmith" in emulator.state.users


def test_no_user_is_created_beyond_the_licences(emulator: Emulator, client: Client) -> None:
    emulator.state.licensed_users = 2

    with pytest.raises(errors.ApiError, match="All 2 licences are in use"):
        client.create_user("new")
    assert "new" not in emulator.state.users
    client.delete_user("johndoe")
    client.create_user("new")
    told = client.get_license_information()
    assert (told.named_users, told.max_named_users) == (2, 2)


def test_the_administrator_needs_no_licence(emulator: Emulator, client: Client) -> None:
    client.create_user("boss", privileges=["admin"], password="secret")
    client.delete_user("admin")
    emulator.state.licensed_users = 0

    emulator.client(username="boss", password="secret").create_user("admin")

    assert "admin" in emulator.state.users


def test_a_synchronization_creates_as_many_users_as_there_are_licences(emulator: Emulator, client: Client) -> None:
    emulator.state.licensed_users = 2
    emulator.state.directory = [NEW, DirectoryUser(user_name="newer")]

    assert lines(client) == [
        "Deleting user asmith...",
        "Creating user new...",
        "There is no licence left for user newer.",
    ]
    assert list(emulator.state.users) == ["admin", "johndoe", "new"]


def test_an_spe_counts_archives_and_not_users() -> None:
    spe = Emulator(edition="spe")
    spe.instances["customer1"].licensed_users = 0

    spe.spe_client().instance("customer1").create_user("new")

    assert "new" in spe.instances["customer1"].users


def test_a_server_without_a_limit_tells_more_licences_than_users() -> None:
    emulator = Emulator(protocol="modern")
    client = emulator.client()
    assert (client.get_license_information().named_users, client.get_license_information().max_named_users) == (2, 50)

    for number in range(49):
        client.create_user(f"user{number}")
    assert (client.get_license_information().named_users, client.get_license_information().max_named_users) == (51, 100)
