"""Where a password comes from: the environment, the system's keyring, or a prompt. It is never in a file."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Mapping
from typing import Any

from mailstore_sdk import environment
from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.files import APPLICATION

PASSWORD_VARIABLE = "MAILSTORE_PASSWORD"  # noqa: S105  (a name)


def password(environ: Mapping[str, str], found: Mapping[str, Any], account: str) -> str:
    """The password, from where a profile says; else from the environment, the keyring or a prompt, in that order.

    Args:
        environ: The environment's variables.
        found: A profile, or nothing.
        account: Whose password it is: `username@host:port`.

    Raises:
        ConfigurationError: There is none.
    """
    variable = found.get("password_variable", PASSWORD_VARIABLE)
    ways: dict[str, Callable[[], str | None]] = {
        "environment": lambda: environment.variable(environ, variable),
        "keyring": lambda: stored(account),
        "prompt": lambda: _asked(account),
    }
    chosen = found.get("password_from")
    if chosen is None:
        ways["keyring"] = lambda: _stored_if_there_is_a_keyring(account)
    for way in [chosen] if chosen else ways:
        secret = ways[way]()
        if secret is not None:
            return secret
    lacking = {
        "environment": f"the variable {variable} is not set",
        "keyring": "the keyring has none: `mailstore profile set-password` stores it",
        "prompt": "there is no terminal to ask at",
    }
    stored_by = f"`keyring set {APPLICATION} {account}` (extra keyring)"
    reason = lacking[chosen] if chosen else f"set {variable}, or store it with {stored_by}"
    raise ConfigurationError(f"no password of {account}: {reason}")


def stored(account: str) -> str | None:
    """The password that the system's keyring has, or None.

    Raises:
        ConfigurationError: The extra `keyring` is not installed, or the keyring cannot be used.
    """
    found: str | None = _with_keyring(lambda keyring: keyring.get_password(APPLICATION, account))
    return found


def store(account: str, secret: str) -> None:
    """Keep a password in the system's keyring.

    Raises:
        ConfigurationError: The extra `keyring` is not installed, or the keyring cannot be used.
    """
    _with_keyring(lambda keyring: keyring.set_password(APPLICATION, account, secret))


def forget(account: str) -> bool:
    """Take a password out of the system's keyring.

    Returns:
        Whether there was one.

    Raises:
        ConfigurationError: The extra `keyring` is not installed, or the keyring cannot be used.
    """
    if stored(account) is None:
        return False
    _with_keyring(lambda keyring: keyring.delete_password(APPLICATION, account))
    return True


def no_keyring(account: str) -> str | None:
    """Why no password can be kept in a keyring here; None if one can, as far as asking for one tells.

    Args:
        account: Whose password is asked for; which one it is does not matter.
    """
    try:
        stored(account)
        if _with_keyring(_keeps_nothing):
            return "the keyring that is set keeps nothing"
    except ConfigurationError as error:
        return str(error)
    return None


def _with_keyring(use: Callable[[Any], Any]) -> Any:
    try:
        import keyring
    except ImportError:
        problem = "the keyring needs the package keyring: pip install 'mailstore-sdk[keyring]'"
    else:
        try:
            return use(keyring)
        except Exception as error:  # a backend may raise anything, and its words may show anything
            problem = f"the system's keyring cannot be used ({type(error).__name__})"
    raise ConfigurationError(problem)


def _keeps_nothing(keyring: Any) -> bool:
    from keyring.backends.null import Keyring  # says yes to everything

    return isinstance(keyring.get_keyring(), Keyring)


def _stored_if_there_is_a_keyring(account: str) -> str | None:
    try:
        return stored(account)
    except ConfigurationError:
        return None


def _asked(account: str) -> str | None:
    if sys.stdin is None or not sys.stdin.isatty():
        return None
    return getpass.getpass(f"Password of {account}: ")
