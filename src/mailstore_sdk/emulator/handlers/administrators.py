"""Administrators of a Service Provider Edition."""

from __future__ import annotations

from typing import Any

from mailstore_sdk.emulator.arguments import Arguments
from mailstore_sdk.emulator.handlers.registry import Handlers, check_kinds, name_of
from mailstore_sdk.emulator.installation import Administrator, Installation
from mailstore_sdk.emulator.messages import Refused


def get_administrators(installation: Installation, _: Arguments) -> Any:
    """Keys as documented."""
    return [
        {"userName": one.user_name, "fullName": one.full_name, "emailAddress": one.email_address}
        for one in installation.administrators.values()
    ]


def create_administrator(installation: Installation, arguments: Arguments) -> None:
    """The result is null (captured)."""
    config = arguments.config()
    name = _name(config)
    if name in installation.administrators:
        raise Refused(f"System administrator '{name}' already exists.")
    new = Administrator(user_name=name, password=arguments.text("password"))
    _describe(new, config)
    installation.administrators[name] = new


def set_administrator(installation: Installation, arguments: Arguments) -> None:
    """The name cannot be changed, since it says whom to change."""
    config = arguments.config()
    _describe(installation.administrator(_name(config)), config)


def set_password(installation: Installation, arguments: Arguments) -> None:
    """The new password holds from the next request on."""
    installation.administrator(arguments.text("userName")).password = arguments.text("password")


def delete_administrator(installation: Installation, arguments: Arguments) -> None:
    """The last one stays: our choice."""
    one = installation.administrator(arguments.text("userName"))
    if len(installation.administrators) == 1:
        raise Refused("The last system administrator cannot be deleted.")
    del installation.administrators[one.user_name]


def initialize_mfa(installation: Installation, arguments: Arguments) -> None:
    """From then on the API accepts the API password alone (documented). The result, null, is our choice."""
    installation.administrator(arguments.text("userName")).mfa = True


def deactivate_mfa(installation: Installation, arguments: Arguments) -> None:
    """The password is accepted again."""
    installation.administrator(arguments.text("userName")).mfa = False


def create_api_password(installation: Installation, arguments: Arguments) -> Any:
    """Bare text: our choice. It replaces the one before."""
    password = installation.new_password()
    installation.administrator(arguments.caller).api_password = password
    return password


def _name(config: dict[str, Any]) -> str:
    check_kinds(config, {"fullName": str, "emailAddress": str})
    return name_of(config, "userName", "A system administrator")


def _describe(one: Administrator, config: dict[str, Any]) -> None:
    one.full_name = config.get("fullName") or ""
    one.email_address = config.get("emailAddress") or ""


HANDLERS: Handlers = {
    "GetSystemAdministrators": get_administrators,
    "CreateSystemAdministrator": create_administrator,
    "SetSystemAdministratorConfiguration": set_administrator,
    "SetSystemAdministratorPassword": set_password,
    "DeleteSystemAdministrator": delete_administrator,
    "InitializeSystemAdministratorMFA": initialize_mfa,
    "DeactivateSystemAdministratorMFA": deactivate_mfa,
    "CreateSystemAdministratorAPIPassword": create_api_password,
}
