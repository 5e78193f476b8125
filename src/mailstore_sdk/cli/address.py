"""`HOST:PORT` in one word, as people type it: one place for whatever takes the name of a server."""

from __future__ import annotations

import re

from mailstore_sdk.errors import ConfigurationError

# An address of IPv6 has colons of its own, so only one in brackets can have a port behind it.
WITH_PORT = re.compile(r"(?P<host>\[[^\[\]]*\]|[^:/\[\]@]+):(?P<port>[0-9]{1,5})", re.ASCII)


def parted(host: str, port: int | None) -> tuple[str, int | None]:
    """The name and the port; the port that is given, where the name has none.

    Raises:
        ConfigurationError: There are two ports, and they differ.
    """
    found = WITH_PORT.fullmatch(host)
    if found is None:
        return host, port
    named = int(found["port"])
    if port not in (None, named):
        raise ConfigurationError(f"{host} names port {named}, and --port {port}: which one?")
    return found["host"], named
