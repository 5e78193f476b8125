"""Settings from environment variables, for `from_env()`, `compat` and the command line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

from mailstore_sdk.errors import ConfigurationError

TEXTS = ("host", "username", "password", "protocol")
TLS_ARGUMENTS = {"verify", "ca_file", "fingerprint", "ssl_context"}
ON = ("1", "true", "yes", "on")
OFF = ("0", "false", "no", "off")

Edition = Literal["server", "spe"]


def settings(environ: Mapping[str, str], given: Mapping[str, Any], edition: Edition = "server") -> dict[str, Any]:
    """Arguments of the clients: the given ones, else those of the variables that are set and not empty.

    Whoever says whom to trust is not asked to clear the environment first: the variables about that are passed over.
    """
    found: dict[str, Any] = {name: text for name in TEXTS if (text := variable(environ, f"MAILSTORE_{name.upper()}"))}
    port = environ.get("MAILSTORE_PORT")
    if port:
        if not re.fullmatch("[0-9]{1,5}", port):
            raise ConfigurationError(f"MAILSTORE_PORT {port!r} is not the number of a port")
        found["port"] = int(port)
    if not TLS_ARGUMENTS & given.keys():
        found.update(tls_settings(environ))
    if edition == "spe" and found.pop("protocol", "modern") == "legacy":
        raise ConfigurationError("MAILSTORE_PROTOCOL: the Service Provider Edition never spoke 'legacy'")
    return {**found, **given}


def variable(environ: Mapping[str, str], name: str) -> str | None:
    """What a variable says; None if it is not set, or empty.

    Raises:
        ConfigurationError: It ends with a line end, which no user sees and every server refuses.
    """
    text = environ.get(name)
    if text and text[-1] in "\r\n":
        raise ConfigurationError(f"{name} ends with a line end: was the file that sets it written on Windows?")
    return text or None


def tls_settings(environ: Mapping[str, str]) -> dict[str, Any]:
    """Only the arguments that say whom to trust."""
    found: dict[str, Any] = {}
    if environ.get("MAILSTORE_CA_FILE"):
        found["ca_file"] = environ["MAILSTORE_CA_FILE"]
    if environ.get("MAILSTORE_FINGERPRINT"):
        # Several for renewals, separated by commas.
        found["fingerprint"] = [part for part in environ["MAILSTORE_FINGERPRINT"].split(",") if part.strip()]
    verify = environ.get("MAILSTORE_VERIFY", "").strip().lower()
    if verify in OFF:
        found["verify"] = False
    elif verify and verify not in ON:
        raise ConfigurationError(f"MAILSTORE_VERIFY {verify!r} is neither {', '.join(ON)} nor {', '.join(OFF)}")
    return found
