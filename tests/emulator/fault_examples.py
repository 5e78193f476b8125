"""An example of every fault."""

from __future__ import annotations

from mailstore_sdk.emulator import (
    ContentType,
    Delay,
    Drip,
    ExpiredCertificate,
    ExpireToken,
    FailHalfway,
    Fault,
    HtmlPage,
    HttpError,
    Huge,
    InvalidJson,
    Refuse,
    Reset,
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
