"""The options with which a command reaches a server. A password is never one of them: process lists are public."""

from __future__ import annotations

import getpass
import os
import sys
from typing import Annotated, Any, Literal

import typer

from mailstore_sdk import environment
from mailstore_sdk.client import Client
from mailstore_sdk.errors import ConfigurationError

KEYRING_SERVICE = "mailstore-sdk"
PANEL = "Connection (or the environment: MAILSTORE_HOST, _PORT, _USERNAME, _PASSWORD, _PROTOCOL, _CA_FILE, …)"
Host = Annotated[str | None, typer.Option(help="Name or address of the server.", rich_help_panel=PANEL)]
Port = Annotated[int | None, typer.Option(help="Port of the Administration API.", rich_help_panel=PANEL)]
Username = Annotated[str | None, typer.Option(help="An administrator.", rich_help_panel=PANEL)]
PasswordStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input.", rich_help_panel=PANEL)
]
Protocol = Annotated[
    Literal["auto", "modern", "legacy"] | None,
    typer.Option(help="Generation of the API: version 9 and later, or up to 8.x.", rich_help_panel=PANEL),
]
CaFile = Annotated[str | None, typer.Option(help="File with the certificate to trust.", rich_help_panel=PANEL)]
Fingerprint = Annotated[
    str | None, typer.Option(help="SHA-256 fingerprint of the certificate to trust.", rich_help_panel=PANEL)
]
Timeout = Annotated[float | None, typer.Option(help="Seconds for one exchange.", rich_help_panel=PANEL)]


def connect(*, password_stdin: bool, **options: Any) -> Client:
    """A client by the options, else the environment; the password by stdin, environment, keyring or prompt."""
    given = {name: value for name, value in options.items() if value is not None}
    settings = environment.settings(os.environ, given)
    if password_stdin:
        settings["password"] = sys.stdin.readline().rstrip("\r\n")
    elif "password" not in settings:
        user, host = settings.get("username", "admin"), settings.get("host", "127.0.0.1")
        settings["password"] = _stored(user, host) or _asked(user, host)
    return Client(**settings)


def _stored(user: str, host: str) -> str | None:
    """The password in the system's keyring, if the extra `keyring` is installed and one is stored there."""
    try:
        import keyring
        import keyring.errors
    except ImportError:
        return None
    try:
        return keyring.get_password(KEYRING_SERVICE, f"{user}@{host}")
    except keyring.errors.KeyringError:
        return None


def _asked(user: str, host: str) -> str:
    if not sys.stdin.isatty():
        raise ConfigurationError("no password: set MAILSTORE_PASSWORD, or use --password-stdin")
    return getpass.getpass(f"Password of {user} on {host}: ")
