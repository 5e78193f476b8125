"""What can go wrong, as a tree of exceptions.

    MailStoreError
    ├── ConfigurationError         the client's settings do not fit
    │   └── ArgumentError          an argument cannot be sent as what the function wants
    ├── TransportError             the answer did not arrive
    │   ├── ConnectError           no connection; nothing was sent
    │   ├── TlsError               the certificate is not trusted; nothing was sent
    │   └── RequestTimeout         the time for one exchange passed
    ├── AuthenticationError        user name or password, or no administrator
    ├── ApiError                   the server refused
    │   └── UnknownFunctionError   the server has no such function
    ├── ResponseError              the answer is not what the API sends
    ├── UnsupportedError           the server's generation of the API cannot do this
    └── OperationError             a long-running call
        ├── OperationFailed
        ├── OperationCancelled
        ├── OperationTimeout       not finished in the time given; the server goes on
        └── OperationLost          the server no longer knows its token

Every one of them survives pickle and copy with its data, and none holds a secret: what goes into one was cleaned first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mailstore_sdk.text import cut, one_line

if TYPE_CHECKING:
    from mailstore_sdk.transport.certificate import Certificate

__all__ = [
    "ApiError",
    "ArgumentError",
    "AuthenticationError",
    "ConfigurationError",
    "ConnectError",
    "MailStoreError",
    "OperationCancelled",
    "OperationError",
    "OperationFailed",
    "OperationLost",
    "OperationTimeout",
    "RequestTimeout",
    "ResponseError",
    "TlsError",
    "TransportError",
    "UnknownFunctionError",
    "UnsupportedError",
]


DEEPEST = 100  # levels of JSON that an error keeps
TOO_DEEP = "nested beyond anything that the API sends"


class MailStoreError(Exception):
    """Anything that this SDK raises on purpose."""

    # Positional arguments of every subclass stay in `args`, and what else it knows in `__dict__`: that is what
    # BaseException.__reduce__ carries over, so that pickle and copy need nothing of their own.

    def __str__(self) -> str:
        # Attributes keep a server's words as they are; this is what logs and terminals get.
        return one_line(self._text())

    def _text(self) -> str:
        return super().__str__()


class ConfigurationError(MailStoreError):
    """The settings of the client do not fit together, or hold an impossible value."""


class ArgumentError(ConfigurationError, ValueError):
    """An argument cannot be sent as what the function wants; nothing was sent."""


class TransportError(MailStoreError):
    """The answer did not arrive.

    Attributes:
        request_sent: False if surely nothing of the request reached the server; True if it may have been carried out.
    """

    def __init__(self, message: str, *, request_sent: bool = True) -> None:
        super().__init__(message)
        self.request_sent = request_sent


class ConnectError(TransportError):
    """There was no connection: wrong host or port, no server, no network."""

    def __init__(self, message: str) -> None:
        super().__init__(message, request_sent=False)


class TlsError(TransportError):
    """The TLS connection was refused, mostly because the server's certificate is not trusted.

    Attributes:
        certificate: What the certificate that the server showed says; None if it showed none, or through a proxy.
    """

    def __init__(self, message: str, *, certificate: Certificate | None = None) -> None:
        super().__init__(message, request_sent=False)
        self.certificate = certificate

    @property
    def fingerprint(self) -> str | None:
        """SHA-256 of the certificate, upper-case hexadecimal with colons; None if none was seen."""
        return None if self.certificate is None else self.certificate.fingerprint


class RequestTimeout(TransportError):
    """The server did not answer within `timeout` seconds."""


class AuthenticationError(MailStoreError):
    """The server refused the user: name or password is wrong (HTTP 401), or he is no administrator (HTTP 403).

    Attributes:
        http_status: The HTTP status, 401 or 403.
    """

    def __init__(self, message: str, http_status: int) -> None:
        super().__init__(message, http_status)
        self.message = message
        self.http_status = http_status

    def _text(self) -> str:
        return self.message


class ApiError(MailStoreError):
    """The server answered that it did not do what was asked.

    Attributes:
        function: The function's name.
        message: The server's message.
        details: What the server says beyond it (mostly a .NET stack trace), or None.
        http_status: The HTTP status: mostly 200 on the modern protocol, 500 on the legacy one.
    """

    def __init__(self, function: str, message: str, details: str | None = None, http_status: int | None = None) -> None:
        super().__init__(function, message, details, http_status)
        self.function = function
        self.message = message
        self.details = details
        self.http_status = http_status

    def _text(self) -> str:
        return f"{self.function}: {self.message}"


class UnknownFunctionError(ApiError):
    """The server has no function of that name."""


class ResponseError(MailStoreError):
    """The answer is not what the API sends: not JSON, not an envelope, or not the shape of the model.

    Attributes:
        function: The function's name.
        reason: What is wrong with the answer.
        payload: The answer, as far as it could be read: JSON, or the beginning of its text; None if it is nested so
            deeply that neither pickle nor a log could follow.
    """

    def __init__(self, function: str, reason: str, payload: Any = None) -> None:
        payload = None if is_deep(payload) else payload
        super().__init__(function, reason, payload)
        self.function = function
        self.reason = reason
        self.payload = payload

    def _text(self) -> str:
        shown = f": {cut(self.payload)!r}" if isinstance(self.payload, str) and self.payload else ""
        return f"{self.function}: {self.reason}{shown}"


def is_deep(payload: Any) -> bool:
    """Whether a value is nested beyond anything that the API sends."""
    level = [payload]
    for _ in range(DEEPEST):
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True


class UnsupportedError(MailStoreError):
    """The server's generation of the API cannot do this, as cancelling on servers up to 8.x."""


class OperationError(MailStoreError):
    """A long-running call did not end well.

    Attributes:
        function: The function's name.
        status: The last status known, a `models.StatusResult` (from `.raw`: a dict).
    """

    said = "did not succeed"

    def __init__(self, function: str, message: str, status: Any = None) -> None:
        super().__init__(function, message, status)
        self.function = function
        self.message = message
        self.status = status

    def _text(self) -> str:
        return f"{self.function} {self.said}" + (f": {self.message}" if self.message else "")


class OperationFailed(OperationError):
    """The server began and gave up."""

    said = "failed"


class OperationCancelled(OperationError):
    """Somebody cancelled it."""

    said = "was cancelled"


class OperationTimeout(OperationError):
    """It was not finished in the time given; the server goes on with it."""

    said = "is not finished"


class OperationLost(OperationError):
    """The server no longer knows the token: it was restarted, or the token expired. The outcome is not known."""

    said = "is lost"
