"""Users and their rights: what was set is told, and what was left out is removed."""

from __future__ import annotations

from typing import Any

import pytest

from mailstore_sdk import Client, errors
from mailstore_sdk.emulator import Emulator, User

LOGINS = ["windows", "web", "outlook", "windowsCmd", "imap", "api"]


def test_users_are_listed_with_their_names(client: Client) -> None:
    users = [(user.user_name, user.full_name, user.distinguished_name) for user in client.get_users()]

    assert users[:2] == [("admin", "Administrator", None), ("johndoe", "John Doe", None)]
    assert users[2][2] == "CN=Anna Smith,OU=Users,DC=example,DC=com"


def test_a_user_is_told_in_detail() -> None:
    info = Emulator(protocol="modern").client().get_user_info("asmith")

    assert info.model_dump(by_alias=True, exclude_unset=True) == {
        "userName": "asmith",
        "fullName": "Anna Smith",
        "distinguishedName": "CN=Anna Smith,OU=Users,DC=example,DC=com",
        "authentication": "directoryServices",
        "emailAddresses": ["asmith@example.com"],
        "pop3UserNames": [],
        "privileges": ["login"],
        "privilegesOnFolders": [
            {"folder": "asmith", "privileges": ["read"]},
            {"folder": "johndoe", "privileges": ["read", "write"]},
        ],
    }


def test_an_administrators_rights_on_folders_are_left_out_as_in_the_capture() -> None:
    info = Emulator(protocol="modern").client().get_user_info("admin")

    assert "privileges_on_folders" not in info.model_fields_set


def test_a_new_user_has_every_login_right_and_none_on_his_own_archive(emulator: Emulator, client: Client) -> None:
    client.create_user("new")

    assert emulator.state.users["new"] == User(user_name="new", login_privileges=LOGINS, privileges_on_folders={})
    assert not client.get_user_info("new").privileges_on_folders


def test_a_new_user_has_what_he_was_given(emulator: Emulator, client: Client) -> None:
    client.create_user(
        "new",
        privileges=["login", "export"],
        full_name="New, Newer & Söhne",
        distinguished_name="CN=New",
        authentication="directoryServices",
        password="a+b&c=ü%",
        login_privileges="web,imap",
    )

    assert emulator.state.users["new"] == User(
        user_name="new",
        privileges=["login", "export"],
        full_name="New, Newer & Söhne",
        distinguished_name="CN=New",
        authentication="directoryServices",
        password="a+b&c=ü%",
        login_privileges=["web", "imap"],
    )


def test_an_empty_list_of_rights_is_not_the_default(emulator: Emulator, client: Client) -> None:
    client.create_user("new", privileges=[], login_privileges=[])

    assert (emulator.state.users["new"].privileges, emulator.state.users["new"].login_privileges) == ([], [])


def test_new_addresses_replace_the_old_ones(client: Client) -> None:
    client.set_user_email_addresses("johndoe", email_addresses=["doe@example.com", "d@example.com"])

    assert client.get_user_info("johndoe").email_addresses == ["doe@example.com", "d@example.com"]


@pytest.mark.parametrize("nothing", [{}, {"email_addresses": None}, {"email_addresses": []}, {"email_addresses": ""}])
def test_leaving_the_addresses_out_removes_them(client: Client, nothing: dict[str, Any]) -> None:
    client.set_user_email_addresses("johndoe", **nothing)

    assert client.get_user_info("johndoe").email_addresses == []


def test_a_new_password_holds_from_the_next_request_on(emulator: Emulator, client: Client) -> None:
    client.set_user_password("admin", "neu:ü")

    with pytest.raises(errors.AuthenticationError):
        client.get_users()
    assert emulator.client(password="neu:ü").get_users()


def test_a_deleted_user_is_gone_and_what_others_may_stays(emulator: Emulator, client: Client) -> None:
    client.delete_user("johndoe")

    assert [user.user_name for user in client.get_users()] == ["admin", "asmith"]
    assert emulator.state.users["asmith"].privileges_on_folders["johndoe"] == ["read", "write"]


def test_the_rights_on_folders_are_told_and_none_takes_them_away() -> None:
    client = Emulator(protocol="modern").client()
    client.set_user_privileges_on_folder("johndoe", "asmith", ["read", "write"])

    told = client.get_user_info("johndoe").privileges_on_folders or []
    assert [(one.folder, one.privileges) for one in told] == [("johndoe", ["read"]), ("asmith", ["read", "write"])]

    client.set_user_privileges_on_folder("johndoe", "johndoe", "none")
    assert [one.folder for one in client.get_user_info("johndoe").privileges_on_folders or []] == ["asmith"]

    client.clear_user_privileges_on_folders("johndoe")
    assert client.get_user_info("johndoe").privileges_on_folders == []


def test_what_is_set_of_a_user_is_told_of_him() -> None:
    client = Emulator(protocol="modern").client()
    client.set_user_full_name("johndoe", full_name="Jo")
    client.set_user_distinguished_name("johndoe", distinguished_name="CN=Jo")
    client.set_user_authentication("johndoe", "directoryServices")
    client.set_user_pop3_user_names("johndoe", pop3_user_names=["jo", "john"])
    client.set_user_privileges("johndoe", ["login", "export"])

    told = client.get_user_info("johndoe")
    assert (told.full_name, told.distinguished_name, told.authentication) == ("Jo", "CN=Jo", "directoryServices")
    assert (told.pop3_user_names, told.privileges) == (["jo", "john"], ["login", "export"])

    client.set_user_full_name("johndoe")
    client.set_user_distinguished_name("johndoe")
    told = client.get_user_info("johndoe")
    assert (told.full_name, told.distinguished_name) == (None, None)
