"""The options with which a command reaches a server. A password is never one of them: process lists are public."""

from __future__ import annotations

import os
import sys
import warnings
from typing import Annotated, Any, Literal

import typer

from mailstore_sdk import environment
from mailstore_sdk.cli.output import complain
from mailstore_sdk.client import Client
from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.transport import tls

PANEL = "Connection (or the environment: MAILSTORE_HOST, _PORT, _USERNAME, _PASSWORD, _PROFILE, …; or the profile)"
ProfileName = Annotated[
    str | None,
    typer.Option(
        help="Profile in config.toml; where nobody says which server, it is `default`, if there is one.",
        envvar="MAILSTORE_PROFILE", show_envvar=False, rich_help_panel=PANEL,
    ),
]  # fmt: skip
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


def connect(
    *,
    password_stdin: bool,
    profile: str | None = None,
    edition: Literal["server", "spe"] | None = None,
    **options: Any,
) -> Client:
    """A client by the options, else the environment, else the profile.

    Args:
        password_stdin: Whether the password comes on standard input.
        profile: Name of the profile, if one is given.
        edition: What the command is about, if that matters.
        **options: Arguments of the client; None is not given.
    """
    from mailstore_sdk import profiles  # not for --help

    given = {name: value for name, value in options.items() if value is not None}
    settings = environment.settings(os.environ, given)
    if password_stdin:
        settings["password"] = sys.stdin.readline().rstrip("\r\n")
    name = profile or _default_profile(settings)
    if name:
        if not password_stdin:
            settings.pop("password", None)  # the profile says whether the environment's is meant
        settings = profiles.settings(os.environ, name, settings, edition)
    else:
        settings.setdefault("port", profiles.PORTS[edition or "server"])
        if "password" not in settings:
            settings["password"] = profiles.password(os.environ, {}, settings)
    return _client(settings)


def _default_profile(settings: dict[str, Any]) -> str | None:
    """The profile where nobody says which server is meant."""
    from mailstore_sdk import profiles

    if "host" in settings or "port" in settings:
        return None
    try:
        path = profiles.config_file(os.environ)
    except ConfigurationError:  # without platformdirs there are no profiles
        return None
    return profiles.DEFAULT if profiles.DEFAULT in profiles.read(path) else None


def _client(settings: dict[str, Any]) -> Client:
    if settings.get("verify", True):
        return Client(**settings)
    complain(f"warning: {tls.UNVERIFIED}")  # in place of the warning, which would name a line of a program
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return Client(**settings)
