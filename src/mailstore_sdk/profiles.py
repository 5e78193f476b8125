"""Profiles: how to reach a server, under a name in the user's `config.toml`. A password is never among it."""

from __future__ import annotations

import os
import shlex
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from mailstore_sdk import passwords
from mailstore_sdk.environment import TLS_ARGUMENTS, Edition
from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.files import replace_file, user_file
from mailstore_sdk.transport import Options, Settings, tls
from mailstore_sdk.transport.redact import SECRET_NAME

FILE = "config.toml"
DEFAULT = "default"
PORTS = {"server": 8463, "spe": 8474}
BY_OTHERS = stat.S_IRWXG | stat.S_IRWXO

TEXTS = ("host", "username", "ca_file", "proxy", "password_variable", "instance")
CHOICES: dict[str, tuple[str, ...]] = {
    "protocol": ("auto", "modern", "legacy"),
    "edition": ("server", "spe"),
    "password_from": ("environment", "keyring", "prompt"),
}
KINDS: dict[str, tuple[type[object] | tuple[type[object], ...], str]] = {
    **dict.fromkeys((*TEXTS, *CHOICES), (str, "a text")),
    **dict.fromkeys(("port", "retries", "max_response_bytes"), (int, "a whole number")),
    **dict.fromkeys(("timeout", "poll_wait"), ((int, float), "a number")),
    **dict.fromkeys(("verify", "trust_env", "read_only"), (bool, "true or false")),
    "fingerprint": ((str, list), "a text, or a list of texts"),
}
# What only the command line heeds, or what is no argument.
NOT_FOR_CLIENTS = {"edition", "instance", "read_only", "password_from", "password_variable"}


def config_file(environ: Mapping[str, str]) -> Path:
    """Where the profiles are: MAILSTORE_CONFIG, or the folder in which the platform keeps settings of users.

    Raises:
        ConfigurationError: Only platformdirs knows that folder, and it is not installed.
    """
    return user_file(environ, "MAILSTORE_CONFIG", FILE, "profiles")


def read(path: Path) -> dict[str, dict[str, Any]]:
    """Every profile in a file, checked; none if there is no file.

    Raises:
        ConfigurationError: Others may read the file, it is not TOML, or something in it is not what a profile holds.
    """
    text = _text(path)
    try:
        found = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        problem = str(error)
    else:
        for name, profile in found.items():
            _check(path, name, profile)
        return found
    raise ConfigurationError(f"{path} is not TOML: {problem}")


def profile(path: Path, name: str) -> dict[str, Any]:
    """One profile, as the file has it.

    Raises:
        ConfigurationError: There is no such profile, or the file is not as it should be.
    """
    every = read(path)
    if name in every:
        return every[name]
    there = f"it has: {', '.join(every)}" if every else "it has none" if path.exists() else "there is no such file"
    raise ConfigurationError(f"no profile {name!r} in {path}: {there}")


def settings(
    environ: Mapping[str, str], name: str, given: Mapping[str, Any], edition: Edition | None = None
) -> dict[str, Any]:
    """Arguments of a client: the given ones, else those of a profile; the password from where the profile says.

    Args:
        environ: The environment's variables.
        name: Of the profile.
        given: Arguments that come before the profile's.
        edition: Of the client; None if that does not matter.

    Raises:
        ConfigurationError: There is no such profile, it does not fit, or there is no password.
    """
    path = config_file(environ)
    return fitted(environ, path, name, profile(path, name), given, edition)


def fitted(
    environ: Mapping[str, str],
    path: Path,
    name: str,
    found: Mapping[str, Any],
    given: Mapping[str, Any],
    edition: Edition | None = None,
) -> dict[str, Any]:
    """As `settings`, of a profile that was read already: whoever wants many of a file reads it once."""
    where = f"{path}, profile {name!r}"
    own = found.get("edition", edition) or "server"
    if edition not in (None, own):
        raise ConfigurationError(f"{where}: its edition is {own!r}, and this is a client of {edition!r}")
    if own == "spe" and found.get("protocol") == "legacy":
        raise ConfigurationError(f"{where}: protocol 'legacy' was never spoken by edition 'spe'")
    arguments = client_arguments(path, found, given)
    if edition == "spe":
        arguments.pop("protocol", None)  # its clients know no other
    arguments = {"port": PORTS[own], **arguments, **given}
    if "password" not in arguments:
        arguments["password"] = passwords.password(environ, found, account_of(arguments))
    return arguments


def client_arguments(path: Path, found: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """What a profile says to the constructors; nothing about trust if somebody else says whom to trust."""
    passed_over = NOT_FOR_CLIENTS | (TLS_ARGUMENTS if TLS_ARGUMENTS & given.keys() else set())
    arguments = {key: value for key, value in found.items() if key not in passed_over}
    if "ca_file" in arguments:  # whoever reads the file may stand in any folder
        arguments["ca_file"] = str(path.parent / Path(arguments["ca_file"]).expanduser())
    return arguments


def account_of(arguments: Mapping[str, Any]) -> str:
    """Whose password it is, as the keyring has it: `username@host:port`."""
    user, host = arguments.get("username", "admin"), arguments.get("host", "127.0.0.1")
    return f"{user}@{host}:{arguments.get('port', PORTS[arguments.get('edition', 'server')])}"


def write(path: Path, name: str, changes: Mapping[str, Any]) -> None:
    """Set keys of a profile, or take away those that are None; the rest of the file stays as its user wrote it.

    The file is replaced as a whole, so that whoever reads it meanwhile finds the old or the new one, and only its owner
    may read it. tomlkit, which comes with the extra `cli`, keeps comments and order.

    Raises:
        ConfigurationError: The file is not as it should be, or the profile would not be.
    """
    import tomlkit

    read(path)
    document = tomlkit.parse(_text(path))
    if name not in document:
        if document:
            document.add(tomlkit.nl())
        document.add(name, tomlkit.table())
    section: Any = document[name]
    for key, value in changes.items():
        if value is None:
            section.pop(key, None)
        else:
            section[key] = value
    text = tomlkit.dumps(document)
    _check(path, name, tomllib.loads(text)[name])
    replace_file(path, text.encode())


def remove(path: Path, name: str) -> None:
    """Take a profile out of the file; the rest stays as its user wrote it.

    Raises:
        ConfigurationError: There is no such profile, or the file is not as it should be.
    """
    import tomlkit

    profile(path, name)
    document = tomlkit.parse(_text(path))
    document.remove(name)
    replace_file(path, tomlkit.dumps(document).encode())


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            if os.name == "posix" and os.fstat(file.fileno()).st_mode & BY_OTHERS:
                problem = f"others may read or change it; forbid that: chmod 600 {shlex.quote(str(path))}"
            else:
                return file.read().decode("utf-8-sig")  # Windows' own editor writes a byte order mark
    except FileNotFoundError:
        return ""
    except OSError as error:
        problem = f"it cannot be read ({error.strerror})"
    except UnicodeDecodeError:
        problem = "it is not UTF-8"
    raise ConfigurationError(f"{path} is not used: {problem}")


def _check(path: Path, name: str, found: object) -> None:
    """Refuse what a profile cannot hold; values are shown only of keys that hold no secret."""
    if not isinstance(found, dict):
        raise ConfigurationError(f"{path}: {name!r} is in no profile; put it under a line such as [{DEFAULT}]")
    where = f"{path}, profile {name!r}"
    for key, value in found.items():
        if key not in KINDS and SECRET_NAME.search(key):
            raise ConfigurationError(
                f"{where}: a password does not belong into a file; take it out (and change it), and use "
                'password_from = "keyring", "environment" or "prompt"'
            )
        if key not in KINDS:
            near = get_close_matches(key, KINDS, 1)
            raise ConfigurationError(
                f"{where}: unknown key {key!r}"
                + (f"; is {near[0]!r} meant?" if near else f"; known: {', '.join(KINDS)}")
            )
        kind, called = KINDS[key]
        texts_only = not isinstance(value, list) or (value and all(isinstance(each, str) for each in value))
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool) or not texts_only:
            raise ConfigurationError(f"{where}: {key} is not {called}")
        if key in CHOICES and value not in CHOICES[key]:
            raise ConfigurationError(f"{where}: {key} {value!r} is not {' or '.join(map(repr, CHOICES[key]))}")
    if found.get("password_from", "environment") != "environment" and "password_variable" in found:
        raise ConfigurationError(f'{where}: password_variable is only for password_from = "environment"')
    _check_values(path, where, found)


def _check_values(path: Path, where: str, found: dict[str, Any]) -> None:
    """What the constructors would refuse is refused here, where its file and profile can be named."""
    if "@" in found.get("proxy", ""):
        raise ConfigurationError(f"{where}: proxy holds a password; HTTPS_PROXY in the environment may")
    arguments = client_arguments(path, found, {})
    try:
        for kind in (Settings, Options):
            kind(**{field.name: arguments[field.name] for field in fields(kind) if field.name in arguments})
        if "fingerprint" in arguments:
            tls.normalized([given] if isinstance(given := arguments["fingerprint"], str) else given)
    except ConfigurationError as error:
        problem = str(error)
    else:
        return
    raise ConfigurationError(f"{where}: {problem}")
