"""`mailstore profile`: servers under names, in the user's `config.toml`. No password is ever in it or on a screen."""

from __future__ import annotations

import json
import os
import sys
from typing import Annotated, Any, Literal

import typer

from mailstore_sdk.cli import connection
from mailstore_sdk.cli.options import expanded
from mailstore_sdk.cli.output import Output, print_json, say, table
from mailstore_sdk.errors import ConfigurationError

app: typer.Typer = typer.Typer(
    name="profile", help="Servers under names, for --profile and from_profile().", no_args_is_help=True
)


def add(
    name: Annotated[str, typer.Argument(help="Of the new profile; `default` is taken where none is named.")],
    host: connection.Host = None,
    port: connection.Port = None,
    username: connection.Username = None,
    edition: connection.Edition = None,
    instance: connection.Instance = None,
    protocol: connection.Protocol = None,
    ca_file: connection.CaFile = None,
    fingerprint: connection.Fingerprint = None,
    timeout: connection.Timeout = None,
    password_from: Annotated[
        Literal["keyring", "environment", "prompt"] | None,
        typer.Option(help="Where the password will come from; `keyring` stores it now."),
    ] = None,
    password_variable: Annotated[
        str | None, typer.Option(help="The environment variable that will hold it, if not MAILSTORE_PASSWORD.")
    ] = None,
    password_stdin: connection.PasswordStdin = False,
    read_only: connection.ReadOnly = False,
) -> None:
    """Add a profile. What is not given is asked for at a terminal; the password without showing it."""
    from mailstore_sdk import profiles

    path = profiles.config_file(os.environ)
    if name in profiles.read(path):
        raise ConfigurationError(f"{path} has a profile {name!r} already: change it there")
    if not name.strip() or not name.isprintable():
        raise ConfigurationError("a profile has a name that can be read")
    found: dict[str, Any] = {
        key: value
        for key, value in {
            "host": host, "port": port, "username": username, "edition": edition, "protocol": protocol,
            "ca_file": None if ca_file is None else os.path.abspath(ca_file),  # noqa: PTH100  (leaves links alone)
            "fingerprint": fingerprint, "timeout": timeout, "password_from": password_from,
            "password_variable": password_variable, "instance": instance, "read_only": read_only or None,
        }.items() if value is not None
    }  # fmt: skip
    at_terminal = sys.stdin.isatty()
    if at_terminal and not password_stdin:
        _ask(found, profiles.PORTS[edition or "server"])
    if "host" not in found:
        raise ConfigurationError("which server? say --host")
    found.setdefault("port", profiles.PORTS[edition or "server"])
    found.setdefault("username", "admin")
    if found.get("password_from") != "keyring":
        if password_stdin:
            raise ConfigurationError("a password can only be stored with --password-from keyring")
        secret = None
    elif password_stdin:
        secret = sys.stdin.readline().rstrip("\r\n")
    elif at_terminal:
        secret = typer.prompt(f"Password of {profiles.account_of(found)}", hide_input=True)
    else:
        raise ConfigurationError("no password to store: say --password-stdin")
    profiles.write(path, name, found)  # before the password: what the file refuses leaves nothing in the keyring
    if secret is not None:
        profiles.store(profiles.account_of(found), secret)
        say(f"The password of {profiles.account_of(found)} is in the keyring of this system.")
    say(f"Profile {name} is in {path}.")
    if not {"ca_file", "fingerprint"} & found.keys():
        more = "" if found["port"] == profiles.PORTS["server"] else f" --port {found['port']}"
        say(f"If the server's certificate is its own: mailstore trust {found['host']}{more} --profile {name}")


def show(output: Output) -> None:
    """List the profiles."""
    from mailstore_sdk import profiles

    path = profiles.config_file(os.environ)
    found = profiles.read(path)
    if output.as_lines:
        for name, each in found.items():
            print_json({"name": name, **each}, indent=None)
    elif output.as_json:
        typer.echo(json.dumps({"file": str(path), "profiles": found}, indent=2))
    elif found:
        rows = [(name, *_row(each)) for name, each in found.items()]
        table(f"Profiles in {path}", ("Name", "Server", "User", "Edition", "Trusts", "Password"), rows)
    else:
        say(f"No profiles in {path}. To add one: mailstore profile add NAME")


def _ask(found: dict[str, Any], port: int) -> None:
    if "host" not in found:
        found["host"] = typer.prompt("Name or address of the server")
    if "port" not in found:
        found["port"] = typer.prompt("Port of the Administration API", default=port, type=int)
    if "username" not in found:
        found["username"] = typer.prompt("An administrator", default="admin")
    if not {"password_from", "password_variable"} & found.keys() and typer.confirm(
        "Keep the password in the keyring of this system?", default=True
    ):
        found["password_from"] = "keyring"  # noqa: S105  (a place)


def _row(profile: dict[str, Any]) -> tuple[str, ...]:
    from mailstore_sdk import profiles

    edition = profile.get("edition", "server")
    port = profile.get("port", profiles.PORTS[edition])
    if "fingerprint" in profile:
        trusts = "its fingerprint"
    elif "ca_file" in profile:
        trusts = profile["ca_file"]
    else:
        trusts = "the system" if profile.get("verify", True) else "anybody"
    password = profile.get("password_variable") or profile.get("password_from") or "environment, keyring, prompt"
    return f"{profile.get('host', '127.0.0.1')}:{port}", profile.get("username", "admin"), edition, trusts, password


app.command("add")(expanded(add))
app.command("list")(expanded(show))
