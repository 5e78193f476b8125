"""`mailstore call`: any function of the API, its answer as JSON."""

from __future__ import annotations

import getpass
import json
import sys
from typing import Annotated, Any

import typer

from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.cli import connection
from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.function import Function
from mailstore_sdk.transport.redact import is_secret


def call(
    function: Annotated[str, typer.Argument(help="Name of the function, as GetUserInfo.")],
    arguments: Annotated[
        list[str] | None,
        typer.Argument(help="name=value with the API's own names; a secret as name=- is asked for."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before a call that may change something.")] = False,
    profile: connection.ProfileName = None,
    host: connection.Host = None,
    port: connection.Port = None,
    username: connection.Username = None,
    password_stdin: connection.PasswordStdin = False,
    protocol: connection.Protocol = None,
    ca_file: connection.CaFile = None,
    fingerprint: connection.Fingerprint = None,
    timeout: connection.Timeout = None,
) -> None:
    """Call a function and print its answer as JSON; of a long-running one the final status."""
    known = BY_NAME.get(function)
    given = dict(_argument(function, known, text) for text in arguments or [])
    if not yes and not (known and known.read_only):
        _confirm(function)
    with connection.connect(
        profile=profile, host=host, port=port, username=username, password_stdin=password_stdin,
        protocol=protocol, ca_file=ca_file, fingerprint=fingerprint, timeout=timeout,
    ) as client:  # fmt: skip
        answer = client.invoke(function, given)
    # ASCII only, so that no character of the server's steers the terminal.
    typer.echo(json.dumps(answer, indent=2))


def _argument(function: str, known: Function[Any] | None, text: str) -> tuple[str, object]:
    name, equals, value = text.partition("=")
    if not equals:
        raise ConfigurationError(f"{text!r} is not name=value")
    argument = known.by_name.get(name) if known else None
    if known and known.arguments_known and argument is None:
        names = ", ".join(known.by_name) or "none"
        raise ConfigurationError(f"{function} has no argument {name!r}; it has: {names}")
    if value == "-" and is_secret(known, name):
        return name, getpass.getpass(f"{name}: ")
    if argument and argument.type == "bool" and value in ("true", "false"):
        return name, value == "true"
    return name, value


def _confirm(function: str) -> None:
    if not sys.stdin.isatty():
        raise ConfigurationError(f"{function} may change something on the server: say --yes")
    typer.confirm(f"{function} may change something on the server. Call it?", abort=True)
