"""`mailstore profile`: servers under names, in the user's `config.toml`. No password is ever in it or on a screen."""

from __future__ import annotations

import json
import os
import shlex
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from mailstore_sdk.cli import connection
from mailstore_sdk.cli.address import parted
from mailstore_sdk.cli.completion import profile_names
from mailstore_sdk.cli.options import expanded
from mailstore_sdk.cli.output import Output, complain, print_json, say, table
from mailstore_sdk.errors import ConfigurationError

app: typer.Typer = typer.Typer(
    name="profile", help="Servers under names, for --profile and from_profile().", no_args_is_help=True
)

BY_TRUST = {"host", "port", "fingerprint"}  # what `trust` writes of a profile that is new
Name = Annotated[str, typer.Argument(help="Of the profile.", autocompletion=profile_names)]


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
    there = _unfinished(path, name)
    if not name.strip() or not name.isprintable():
        raise ConfigurationError("a profile has a name that can be read")
    if host is not None:
        host, port = parted(host, port)
    found: dict[str, Any] = {
        key: value
        for key, value in {
            "host": host, "port": port, "username": username, "edition": edition, "protocol": protocol,
            "ca_file": None if ca_file is None else os.path.abspath(ca_file),  # noqa: PTH100  (leaves links alone)
            "fingerprint": fingerprint, "timeout": timeout, "password_from": password_from,
            "password_variable": password_variable, "instance": instance, "read_only": read_only or None,
        }.items() if value is not None
    }  # fmt: skip
    _refuse_another(path, name, there, found)
    found = {**found, **there}
    at_terminal = sys.stdin.isatty()
    if at_terminal and not password_stdin:
        _ask(found, profiles.PORTS[edition or "server"])
    if "host" not in found:
        raise ConfigurationError("which server? say --host")
    found.setdefault("port", profiles.PORTS[edition or "server"])
    found.setdefault("username", "admin")
    secret = None
    if found.pop("password_from", None) == "keyring":
        secret = _secret(profiles.account_of(found), password_stdin)
    elif password_stdin:
        raise ConfigurationError("a password can only be stored with --password-from keyring")
    elif password_from is not None:
        found["password_from"] = password_from
    profiles.write(path, name, found)  # before the password: what the file refuses leaves nothing in the keyring
    say(f"Profile {name} is in {path}.")
    if secret is not None:
        _keep(path, name, found, secret)
    if not {"ca_file", "fingerprint"} & found.keys():
        say(f"If the server's certificate is its own: mailstore trust {found['host']} --profile {shlex.quote(name)}")


def change(
    name: Name,
    host: connection.Host = None,
    port: connection.Port = None,
    username: connection.Username = None,
    protocol: connection.Protocol = None,
    instance: connection.Instance = None,
    timeout: connection.Timeout = None,
) -> None:
    """Change how the server of a profile is reached; what is not named stays, and whom to trust, too."""
    from mailstore_sdk import profiles

    path = profiles.config_file(os.environ)
    found = profiles.profile(path, name)
    if host is not None:
        host, port = parted(host, port)
    given = {
        "host": host, "port": port, "username": username, "protocol": protocol, "instance": instance,
        "timeout": timeout,
    }  # fmt: skip
    changes = {key: value for key, value in given.items() if value is not None}
    if not changes:
        raise ConfigurationError(f"what is to be changed? say {', '.join(f'--{key}' for key in given)}")
    profiles.write(path, name, changes)
    say(f"Profile {name} in {path} has {', '.join(f'{key} {value}' for key, value in changes.items())}.")
    before, after = profiles.account_of(found), profiles.account_of({**found, **changes})
    if found.get("password_from") == "keyring" and before != after:
        _keep_along(path, name, before, after, same_user=username in (None, found.get("username", "admin")))


def set_password(name: Name, password_stdin: connection.PasswordStdin = False) -> None:
    """Store the password of a profile in the system's keyring, in place of the one that is there."""
    from mailstore_sdk import profiles

    path = profiles.config_file(os.environ)
    found = profiles.profile(path, name)
    _keep(path, name, found, _secret(profiles.account_of(found), password_stdin))


def remove(
    name: Name, yes: Annotated[bool, typer.Option("--yes", help="Do not ask before it is removed.")] = False
) -> None:
    """Take a profile out of config.toml, and its password out of the keyring unless another profile has the same."""
    from mailstore_sdk import passwords, profiles

    path = profiles.config_file(os.environ)
    found = profiles.profile(path, name)
    account = profiles.account_of(found)
    if not yes:
        if not sys.stdin.isatty():
            raise ConfigurationError("nothing was removed: say --yes")
        typer.confirm(f"Remove profile {name} ({account}) from {path}?", abort=True)
    profiles.remove(path, name)
    say(f"Profile {name} is no longer in {path}.")
    # Without the word nobody knows who has put a password of this account into the keyring, and who else needs it.
    if found.get("password_from") != "keyring":
        return
    if _is_used(path, account):
        say(f"Another profile is of {account} too: the password stays in the keyring of this system.")
        return
    try:
        if passwords.forget(account):
            say(f"The password of {account} is no longer in the keyring of this system.")
    except ConfigurationError as error:
        complain(f"the password of {account} may still be in the keyring: {error}")


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
    from mailstore_sdk import passwords, profiles

    if "host" not in found:
        found["host"], named = parted(typer.prompt("Name or address of the server"), found.get("port"))
        if named is not None:
            found["port"] = named
    if "port" not in found:
        found["port"] = _port(port)
    if "username" not in found:
        found["username"] = typer.prompt("An administrator", default="admin")
    if {"password_from", "password_variable"} & found.keys():
        return
    if passwords.no_keyring(profiles.account_of(found)):
        say(
            "No keyring can be used here: the password will be asked for each time, or comes from "
            f"{passwords.PASSWORD_VARIABLE}."
        )
    elif typer.confirm("Keep the password in the keyring of this system?", default=True):
        found["password_from"] = "keyring"  # noqa: S105  (a place)


def _port(usual: int) -> int:
    while True:
        port: int = typer.prompt("Port of the Administration API", default=usual, type=int)
        if 0 < port < 65536:
            return port
        say("A port is a number from 1 to 65535.")


def _unfinished(path: Path, name: str) -> dict[str, Any]:
    """What is there of a profile that only `trust` has written: an address, and whom to trust.

    Raises:
        ConfigurationError: There is a whole one.
    """
    from mailstore_sdk import profiles

    there = profiles.read(path).get(name)
    if there is None:
        return {}
    if "fingerprint" in there and there.keys() <= BY_TRUST:
        return there
    called = shlex.quote(name)
    raise ConfigurationError(
        f"{path} has a profile {name!r} already: `mailstore profile set {called}` changes how the server is reached, "
        f"`mailstore profile set-password {called}` gives it another password, `mailstore profile remove {called}` "
        "takes it away"
    )


def _refuse_another(path: Path, name: str, there: dict[str, Any], given: dict[str, Any]) -> None:
    """Refuse what contradicts a certificate that somebody has compared: it is that of the server there."""
    from mailstore_sdk.transport import tls

    given = {**given}
    if {"fingerprint"} <= there.keys() & given.keys():
        seen, expected = there["fingerprint"], tls.normalized([given["fingerprint"]])
        if tls.normalized([seen] if isinstance(seen, str) else seen) == expected:
            del given["fingerprint"]
    wrong = [key for key in there if given.get(key, there[key]) != there[key]]
    if "ca_file" in given and "fingerprint" in there:
        wrong.append("fingerprint")
    if wrong:
        has = " and ".join(f"{key} {there[key]}" for key in wrong)
        raise ConfigurationError(
            f"profile {name!r} in {path} has {has} from `mailstore trust`: leave that out here, take another name, "
            f"or `mailstore profile remove {shlex.quote(name)}`"
        )


def _secret(account: str, from_stdin: bool) -> str:
    """The password to store; whether it can be stored is found out before anybody types it."""
    from mailstore_sdk import passwords

    if problem := passwords.no_keyring(account):
        raise ConfigurationError(
            f"{problem}. Without one the password is asked for each time, or comes from {passwords.PASSWORD_VARIABLE}"
        )
    if from_stdin:
        secret = sys.stdin.readline().rstrip("\r\n")
    elif sys.stdin.isatty():
        secret = str(typer.prompt(f"Password of {account}", hide_input=True))
    else:
        raise ConfigurationError("no password to store: say --password-stdin")
    if not secret:
        raise ConfigurationError("no password to store: it is empty")
    return secret


def _keep(path: Path, name: str, found: dict[str, Any], secret: str) -> None:
    """Store the password, and only then say in the profile that it is there."""
    from mailstore_sdk import passwords, profiles

    account = profiles.account_of(found)
    passwords.store(account, secret)
    if found.get("password_from") != "keyring":
        profiles.write(path, name, {"password_variable": None, "password_from": "keyring"})
    say(f"The password of {account} is in the keyring of this system, and profile {name} takes it from there.")


def _keep_along(path: Path, name: str, before: str, after: str, *, same_user: bool) -> None:
    """Have the keyring know the password by its new account; another user has another one."""
    from mailstore_sdk import passwords

    secret = passwords.stored(before) if same_user else None
    if secret is None:
        say(f"The keyring has no password of {after}: mailstore profile set-password {shlex.quote(name)}")
        return
    passwords.store(after, secret)
    if not _is_used(path, before):
        passwords.forget(before)
    say(f"The password went along in the keyring of this system, as that of {after}.")


def _is_used(path: Path, account: str) -> bool:
    from mailstore_sdk import profiles

    return any(profiles.account_of(other) == account for other in profiles.read(path).values())


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
app.command("set")(expanded(change))
app.command("set-password")(expanded(set_password))
app.command("remove")(expanded(remove))
