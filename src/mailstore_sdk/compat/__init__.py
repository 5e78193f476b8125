"""Drop-ins for the original wrappers: change one line and the script runs.

    from mailstore_sdk import compat as mailstore

    serverClient = mailstore.server.Client(username="admin", password="admin", host="127.0.0.1", port=8463)
    mailstore.pprint(serverClient.GetUserInfo("admin"))

`server` is that of version 8.1, `mgmt` that of the later wrappers. Certificates are verified like everywhere else. The
one of 8.1 knew no TLS options, so they come from the environment: MAILSTORE_CA_FILE, MAILSTORE_FINGERPRINT or
MAILSTORE_VERIFY.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mailstore_sdk.compat import errors, server
from mailstore_sdk.compat.pretty import pprint

if TYPE_CHECKING:
    from mailstore_sdk.compat import mgmt

__all__ = ["errors", "mgmt", "pprint", "server"]


def __getattr__(name: str) -> Any:
    # Loaded when first used: the methods of `mgmt` build on a module of this package, which has to be there by then.
    if name == "mgmt":
        return import_module(f"{__name__}.mgmt")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
