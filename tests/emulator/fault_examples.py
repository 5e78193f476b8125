"""An example of every fault, and calls that they strike."""

from __future__ import annotations

from mailstore_sdk.emulator import (
    ContentType,
    Delay,
    Drip,
    Emulator,
    ExpiredCertificate,
    ExpireToken,
    FailHalfway,
    Fault,
    HtmlPage,
    HttpError,
    Huge,
    InvalidJson,
    Refuse,
    Request,
    Reset,
    Response,
    Restart,
    Stuck,
    Truncated,
    WrongEncoding,
)

EACH: list[Fault] = [
    Delay(seconds=1),
    HttpError(status=503, retry_after=1),
    Reset(after_bytes=3),
    Truncated(),
    InvalidJson(),
    ContentType(),
    HtmlPage(),
    WrongEncoding(),
    Drip(bytes_per_second=10),
    Huge(size=10),
    Restart(),
    Refuse(seconds=1),
    ExpiredCertificate(),
    Stuck(),
    FailHalfway(),
    ExpireToken(),
]


def ask(emulator: Emulator, function: str, body: bytes = b"") -> Response:
    """The answer to a call with these form fields."""
    headers = {"authorization": "Basic YWRtaW46YWRtaW4=", "content-length": str(len(body))}
    answer = emulator.respond(Request(method="POST", path=f"/api/invoke/{function}", headers=headers, body=body))
    assert isinstance(answer, Response)
    return answer
