"""The classes behind a client, found as a user finds them: by asking the client."""

from __future__ import annotations

from typing import Any


def raw_of(client: type) -> type:
    """The class of `client.raw`, which is loaded when it is asked for."""
    made: Any = object.__new__(client)  # nothing in it connects to anything
    made.transport, made._fixed = None, {}
    return type(made.raw)
