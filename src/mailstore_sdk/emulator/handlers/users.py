"""Users and their rights."""

from __future__ import annotations

from typing import Any

from mailstore_sdk.emulator.arguments import Arguments
from mailstore_sdk.emulator.handlers.registry import Known
from mailstore_sdk.emulator.messages import Refused
from mailstore_sdk.emulator.state import LOGIN_PRIVILEGES, State, User


def get_users(state: State, _: Arguments) -> Any:
    """Keys and their order as captured from Server 22."""
    return [
        {"userName": user.user_name, "fullName": user.full_name, "distinguishedName": user.distinguished_name}
        for user in state.users.values()
    ]


def get_user_info(state: State, arguments: Arguments) -> Any:
    """Keys and their order as captured from Server 22; an administrator's answer has no privilegesOnFolders there."""
    user = state.user(arguments.text("userName"))
    answer: dict[str, Any] = {
        "userName": user.user_name,
        "fullName": user.full_name,
        "distinguishedName": user.distinguished_name,
        "authentication": user.authentication,
        "emailAddresses": list(user.email_addresses),
        "pop3UserNames": list(user.pop3_user_names),
        "privileges": list(user.privileges),
    }
    if user.privileges != ["admin"]:
        answer["privilegesOnFolders"] = [
            {"folder": folder, "privileges": list(privileges)}
            for folder, privileges in user.privileges_on_folders.items()
        ]
    return answer


def create_user(state: State, arguments: Arguments) -> None:
    """No right on the own archive, and every login right when none is named (both documented)."""
    name = arguments.text("userName")
    if name in state.users:
        raise Refused(f"User '{name}' already exists.")
    privileges, login_privileges = arguments.items("privileges"), arguments.items("loginPrivileges")
    state.users[name] = User(
        user_name=name,
        full_name=arguments.optional("fullName", str),
        distinguished_name=arguments.optional("distinguishedName", str),
        authentication=arguments.optional("authentication", str) or "integrated",
        password=arguments.optional("password", str) or "",
        privileges=["login"] if privileges is None else privileges,
        login_privileges=list(LOGIN_PRIVILEGES) if login_privileges is None else login_privileges,
    )


def set_user_email_addresses(state: State, arguments: Arguments) -> None:
    """Leaving the addresses out removes them (documented)."""
    state.user(arguments.text("userName")).email_addresses = arguments.items("emailAddresses") or []


def set_user_password(state: State, arguments: Arguments) -> None:
    """The new password holds from the next request on."""
    state.user(arguments.text("userName")).password = arguments.text("password")


def delete_user(state: State, arguments: Arguments) -> None:
    """The archive stays (documented)."""
    del state.users[state.user(arguments.text("userName")).user_name]


HANDLERS: Known = {
    "GetUsers": get_users,
    "GetUserInfo": get_user_info,
    "CreateUser": create_user,
    "SetUserEmailAddresses": set_user_email_addresses,
    "SetUserPassword": set_user_password,
    "DeleteUser": delete_user,
}
