"""What the tests of `compat.mgmt` share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mailstore_sdk.compat import mgmt
from mailstore_sdk.transport import Transport
from tests.scripted import Scripted

Envelope = dict[str, Any]
Connect = Callable[..., mgmt.ServerClient]
SECRET = "Tr0ub4dor & drei/ä"
PIECES = ("Tr0ub4dor", "drei")


def scripted(client: mgmt.ServerClient | mgmt.SPEClient, *answers: Any) -> Scripted:
    """Let the client talk to prepared answers; its pauses take no time."""
    script = Scripted(*answers)
    client.close()
    client.transport = Transport(
        client.transport.settings, client.transport.options, script, sleep=lambda seconds: None
    )
    return script
