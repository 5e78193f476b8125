"""The clients of the later wrappers, for MailStore Server 9 and later and for the Service Provider Edition.

    from mailstore_sdk.compat import mgmt

    serverClient = mgmt.ServerClient(username="admin", password="admin", host="127.0.0.1", port=8463)
    for user in serverClient.GetUsers()["result"]:
        print(user["userName"])

Every function is a method under the API's name, takes its arguments in the wrappers' order, `autoHandleToken` last, and
gives the whole envelope: `error`, `token`, `statusVersion`, `statusCode`, `percentProgress`, `statusText`, `result`,
`logOutput`. A refused call gives an envelope with `statusCode` failed; only what prevents an answer is raised.
docs/compat.md says what differs from the wrappers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mailstore_sdk._generated.mgmt.server import ServerEnvelopes
from mailstore_sdk._generated.mgmt.spe import SpeEnvelopes
from mailstore_sdk.compat.envelopes import INSTANCE

if TYPE_CHECKING:
    from mailstore_sdk.function import Function

__all__ = ["SPEClient", "ServerClient"]


class ServerClient(ServerEnvelopes):
    """A MailStore Server.

    Nothing is sent before the first call. The settings whose names are attributes can be changed at any time.

    Args:
        username: An administrator.
        password: His password.
        host: Name or address of the server.
        port: Port of the Administration API.
        autoHandleToken: Whether a long-running call waits for its end; every method can override it.
        waitTime: Milliseconds that the server may hold one status poll.
        callback: Called with every envelope that a poll brings while a call is waited for.
        logLevel: 0 NONE, 1 ERROR, 2 WARNING, 3 INFO, 4 DEBUG; entries are printed to stdout, without secrets.
        ignoreInvalidSSLCerts: True: look at no certificate, with a warning. False: the operating system's authorities
            are trusted, or what MAILSTORE_CA_FILE, MAILSTORE_FINGERPRINT or MAILSTORE_VERIFY say.

    Raises:
        ConfigurationError: A setting is impossible.
    """

    def __init__(
        self,
        username: str = "admin",
        password: str = "admin",  # noqa: S107  (the server's own default)
        host: str = "127.0.0.1",
        port: int | str = 8463,
        autoHandleToken: bool = True,
        waitTime: float | str = 1000,
        callback: Callable[[dict[str, Any]], object] | None = None,
        logLevel: int = 2,
        ignoreInvalidSSLCerts: bool | str = False,
    ) -> None:
        super().__init__(
            username, password, host, port, autoHandleToken, waitTime, callback, logLevel, ignoreInvalidSSLCerts, None
        )


class SPEClient(SpeEnvelopes):
    """The Management Server of a Service Provider Edition.

    Functions on an instance are called for `instanceID`, which can be set as an attribute too.

    Args:
        username: An administrator of the installation.
        password: His password; with multi-factor authentication the API password (documented).
        host: Name or address of the Management Server.
        port: Port of the Management API.
        autoHandleToken: Whether a long-running call waits for its end; every method can override it.
        waitTime: Milliseconds that the server may hold one status poll.
        callback: Called with every envelope that a poll brings while a call is waited for.
        logLevel: 0 NONE, 1 ERROR, 2 WARNING, 3 INFO, 4 DEBUG; entries are printed to stdout, without secrets.
        ignoreInvalidSSLCerts: As of `ServerClient`.
        instanceID: Id of the instance; needed by functions on an instance only.

    Raises:
        ConfigurationError: A setting is impossible.
    """

    def __init__(
        self,
        username: str = "admin",
        password: str = "admin",  # noqa: S107  (the server's own default)
        host: str = "127.0.0.1",
        port: int | str = 8474,
        autoHandleToken: bool = True,
        waitTime: float | str = 1000,
        callback: Callable[[dict[str, Any]], object] | None = None,
        logLevel: int = 2,
        ignoreInvalidSSLCerts: bool | str = False,
        instanceID: str | None = None,
    ) -> None:
        super().__init__(
            username,
            password,
            host,
            port,
            autoHandleToken,
            waitTime,
            callback,
            logLevel,
            ignoreInvalidSSLCerts,
            instanceID,
        )

    def _wants_instance(self, name: str, function: Function[Any] | None) -> bool:
        if function and function.spe in ("instance", "system"):
            return function.spe == "instance"
        return self._takes(name, INSTANCE)  # of others only the server knows
