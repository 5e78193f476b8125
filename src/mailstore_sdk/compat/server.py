"""The original's client, on this SDK's transport."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

from mailstore_sdk import environment
from mailstore_sdk._generated.raw_server import RawServerFunctions
from mailstore_sdk.compat import log
from mailstore_sdk.compat.errors import MailStoreBaseError
from mailstore_sdk.errors import (
    ApiError,
    MailStoreError,
    TlsError,
)
from mailstore_sdk.transport import Options, Settings, Transport, encoding, redact
from mailstore_sdk.transport.legacy import INVOKE as LEGACY_INVOKE
from mailstore_sdk.transport.modern import INVOKE as MODERN_INVOKE

if TYPE_CHECKING:
    from mailstore_sdk.function import Function

__all__ = ["Client"]

T = TypeVar("T")
# The original's words for whatever the server refuses; that HTTP 500 is behind them is true of its protocol only.
REFUSED = "internal MailStore Server error"
TRUST = (
    ". Trust it by setting the environment variable MAILSTORE_FINGERPRINT to that fingerprint, "
    "or MAILSTORE_CA_FILE to a file with the certificate"
)


class Client(RawServerFunctions):
    """A MailStore Server, with a method for every function under the API's own name.

    Args:
        username: An administrator.
        password: His password.
        host: Name or address of the server.
        port: Port of the Administration API.
        autoHandleToken: Whether a long-running call waits for its end; each such method can override it.
        waitTime: Seconds between two polls.
        logLevel: 0 NONE, 1 ERROR, 2 WARNING, 3 INFO, 4 DEBUG; entries are printed to stdout.

    Raises:
        MailStoreBaseError: A setting is impossible.
    """

    def __init__(
        self,
        username: str = "admin",
        password: str = "admin",  # noqa: S107  (the server's own default)
        host: str = "127.0.0.1",
        port: int = 8463,
        autoHandleToken: bool = True,
        waitTime: float = 1,
        logLevel: int = 2,
    ) -> None:
        self.logLevel = logLevel
        try:
            settings = Settings(
                username=username, password=password, host=host, port=port, **environment.tls_settings(os.environ)
            )
            options = Options(poll_wait=waitTime, pause=waitTime)
            transport = Transport(settings, options)
        except MailStoreError as error:
            raise self._failed(error, None) from None
        super().__init__(transport, auto_handle_token=autoHandleToken)

    def GetStatus(self, token: dict[str, Any]) -> dict[str, Any]:
        """Ask once how a long-running call stands; `progressPercentage`, `messages`, `status`."""
        return self._guarded(lambda: super(Client, self).GetStatus(token), "GetStatus", None)

    def HandleToken(self, token: dict[str, Any]) -> dict[str, Any]:
        """Wait until a long-running call is finished; `status`, `progressPercentage`, `messages`."""
        return self._guarded(lambda: super(Client, self).HandleToken(token), "HandleToken", None)

    def CancelAsync(self, token: dict[str, Any]) -> None:
        """Ask the server to stop a long-running call; the original could not, and servers up to 8.x cannot."""
        self._guarded(lambda: super(Client, self).CancelAsync(token), "CancelAsync", None)

    def _call(
        self, function: Function[Any], arguments: Mapping[str, object], auto_handle_token: bool | None = None
    ) -> Any:
        self._log(log.INFO, f"calling {function.name}")
        call = super()._call
        return self._guarded(lambda: call(function, arguments, auto_handle_token), function.name, (function, arguments))

    def _guarded(self, call: Callable[[], T], name: str, asked: tuple[Function[Any], Mapping[str, object]] | None) -> T:
        try:
            result = call()
        except MailStoreError as error:
            failure = self._failed(error, asked)
        else:
            self._log(log.DEBUG, f"{name} succeeded")
            return result
        raise failure

    def _failed(
        self, error: MailStoreError, asked: tuple[Function[Any], Mapping[str, object]] | None
    ) -> MailStoreBaseError:
        text = str(error)
        if isinstance(error, ApiError) and asked is not None:
            entry, text = REFUSED, self._original_text(*asked)
        else:
            text += TRUST if isinstance(error, TlsError) and error.fingerprint else ""
            entry = text
        self._log(log.ERROR, entry)
        return MailStoreBaseError(text, error)

    def _original_text(self, function: Function[Any], arguments: Mapping[str, object]) -> str:
        """The text of the original's exception, in which only the URL tells the protocol; secrets are masked."""
        settings = self.transport.settings
        legacy = self.transport.detect().name == "legacy"
        path = LEGACY_INVOKE + function.legacy.name if legacy else MODERN_INVOKE + function.name
        fields = log.without_secrets(function, encoding.fields(function.name, function, arguments))
        form = urlencode(fields, safe=redact.MASK)
        return f"500 Internal Server Error {settings.url}{path} POST {form} Command in MethodList: True"

    def _log(self, level: int, entry: str) -> None:
        log.write(self.logLevel, level, entry)
