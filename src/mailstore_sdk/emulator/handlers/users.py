"""Users and their rights."""

from __future__ import annotations

from typing import Any

from mailstore_sdk.emulator.arguments import Arguments
from mailstore_sdk.emulator.handlers.registry import Handlers
from mailstore_sdk.emulator.licences import need_licence
from mailstore_sdk.emulator.messages import Refused, listed
from mailstore_sdk.emulator.state import LOGIN_PRIVILEGES, State, User


def get_users(state: State, _: Arguments) -> Any:
    """Keys and their order as captured from Server 22, with mfaStatus as from SPE 25.3."""
    users, newer = state.users, state.is_since("25.3")
    return listed(len(users), lambda: (_row(user, newer=newer) for user in users.values()))


def _row(user: User, *, newer: bool) -> dict[str, Any]:
    row = {
        "userName": user.user_name,
        "fullName": user.full_name,
        "distinguishedName": user.distinguished_name,
    }
    return {**row, "mfaStatus": user.mfa_status} if newer else row


def get_user_info(state: State, arguments: Arguments) -> Any:
    """Keys and their order as captured; an administrator's answer has no privilegesOnFolders there."""
    user = state.user(arguments.text("userName"))
    answer: dict[str, Any] = {
        "userName": user.user_name,
        "fullName": user.full_name,
        "distinguishedName": user.distinguished_name,
        "authentication": user.authentication,
        **({"mfaStatus": user.mfa_status} if state.is_since("25.3") else {}),
        "emailAddresses": list(user.email_addresses),
        "pop3UserNames": list(user.pop3_user_names),
        "privileges": list(user.privileges),
        **({"loginPrivileges": list(user.login_privileges)} if state.is_since("25.3") else {}),
    }
    # Seen of one who has that privilege alone; what is told of one who has others, too, is our choice.
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
    need_licence(state, name)
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


def set_user_full_name(state: State, arguments: Arguments) -> None:
    """Leaving the name out removes it (documented)."""
    state.user(arguments.text("userName")).full_name = arguments.optional("fullName", str)


def set_user_distinguished_name(state: State, arguments: Arguments) -> None:
    """Leaving the name out removes it (documented)."""
    state.user(arguments.text("userName")).distinguished_name = arguments.optional("distinguishedName", str)


def set_user_email_addresses(state: State, arguments: Arguments) -> None:
    """Leaving the addresses out removes them (documented)."""
    state.user(arguments.text("userName")).email_addresses = arguments.items("emailAddresses") or []


def set_user_pop3_user_names(state: State, arguments: Arguments) -> None:
    """Leaving the names out removes them: our choice, as for addresses."""
    state.user(arguments.text("userName")).pop3_user_names = arguments.items("pop3UserNames") or []


def set_user_authentication(state: State, arguments: Arguments) -> None:
    """Any text is taken: our choice."""
    state.user(arguments.text("userName")).authentication = arguments.text("authentication")


def set_user_privileges(state: State, arguments: Arguments) -> None:
    """Takes effect with the next request: our choice."""
    state.user(arguments.text("userName")).privileges = arguments.items("privileges") or []


def set_user_login_privileges(state: State, arguments: Arguments) -> None:
    """Replaces all of them: our choice."""
    state.user(arguments.text("userName")).login_privileges = arguments.items("loginPrivileges") or []


def set_user_privileges_on_folder(state: State, arguments: Arguments) -> None:
    """`none` takes the rights away (documented). The folder need not exist yet: our choice."""
    user, folder = state.user(arguments.text("userName")), arguments.text("folder")
    privileges = arguments.items("privileges") or []
    if "none" in privileges and len(privileges) > 1:
        raise Refused("API argument privileges names none, and others.")
    if privileges in ([], ["none"]):
        user.privileges_on_folders.pop(folder, None)
    else:
        user.privileges_on_folders[folder] = privileges


def clear_user_privileges_on_folders(state: State, arguments: Arguments) -> None:
    """The user has no right on any folder afterwards."""
    state.user(arguments.text("userName")).privileges_on_folders.clear()


def initialize_mfa(state: State, arguments: Arguments) -> None:
    """The status afterwards is our choice: only `Disabled` was ever captured."""
    state.user(arguments.text("userName")).mfa_status = "Enabled"


def disable_mfa(state: State, arguments: Arguments) -> None:
    """The status afterwards was captured."""
    state.user(arguments.text("userName")).mfa_status = "Disabled"


def delete_app_passwords(state: State, arguments: Arguments) -> None:
    """Only looks whether there is such a user: nothing tells of app passwords."""
    state.user(arguments.text("userName"))


def rename_user(state: State, arguments: Arguments) -> None:
    """The archive keeps its name (documented), and the rights on it stay."""
    user, new = state.user(arguments.text("oldUserName")), arguments.text("newUserName")
    if new != user.user_name and new in state.users:
        raise Refused(f"User '{new}' already exists.")
    if new != user.user_name:
        del state.users[user.user_name]
        user.user_name = new
        state.users[new] = user


def set_user_password(state: State, arguments: Arguments) -> None:
    """The new password holds from the next request on."""
    state.user(arguments.text("userName")).password = arguments.text("password")


def delete_user(state: State, arguments: Arguments) -> None:
    """The archive stays (documented)."""
    del state.users[state.user(arguments.text("userName")).user_name]


HANDLERS: Handlers = {
    "GetUsers": get_users,
    "GetUserInfo": get_user_info,
    "CreateUser": create_user,
    "SetUserAuthentication": set_user_authentication,
    "SetUserDistinguishedName": set_user_distinguished_name,
    "SetUserEmailAddresses": set_user_email_addresses,
    "SetUserFullName": set_user_full_name,
    "SetUserLoginPrivileges": set_user_login_privileges,
    "SetUserPassword": set_user_password,
    "SetUserPop3UserNames": set_user_pop3_user_names,
    "SetUserPrivileges": set_user_privileges,
    "SetUserPrivilegesOnFolder": set_user_privileges_on_folder,
    "ClearUserPrivilegesOnFolders": clear_user_privileges_on_folders,
    "InitializeMFA": initialize_mfa,
    "DisableMFA": disable_mfa,
    "DeleteAppPasswords": delete_app_passwords,
    "RenameUser": rename_user,
    "DeleteUser": delete_user,
}
