"""Drop-in for the original wrapper of version 8.1: change one line and the script runs.

    from mailstore_sdk import compat as mailstore

    serverClient = mailstore.server.Client(username="admin", password="admin", host="127.0.0.1", port=8463)
    mailstore.pprint(serverClient.GetUserInfo("admin"))

The original knew no TLS options, so they come from the environment: MAILSTORE_CA_FILE, MAILSTORE_FINGERPRINT or
MAILSTORE_VERIFY. Certificates are verified like everywhere else.
"""

from __future__ import annotations

from mailstore_sdk.compat import errors, server
from mailstore_sdk.compat.pretty import pprint

__all__ = ["errors", "pprint", "server"]
