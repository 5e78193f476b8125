"""What goes in and out of the emulator, whatever carries it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
CHUNK = 65_536  # bytes of a streamed body at a time
LONG = 1_000  # rows from which on a list is made while it is sent
COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """An HTTP request; header names in lower case."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def credentials(self) -> tuple[str, str]:
        """User name and password, as HTTP Basic carries them; both empty if it does not."""
        scheme, _, encoded = self.headers.get("authorization", "").partition(" ")
        try:
            name, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
        except ValueError:
            return "", ""
        return (name, password) if scheme.lower() == "basic" else ("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How a response reaches the client; a healthy server's is whole and at once.

    Attributes:
        delay: Seconds before its first byte.
        bytes_per_second: How fast the body drips; None: as fast as it goes.
        cut_after: The connection is reset after so many bytes of the body, or, at 0, before the answer; None: never.
    """

    delay: float = 0.0
    bytes_per_second: float | None = None
    cut_after: int | None = None


HEALTHY = Delivery()


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An HTTP response.

    Attributes:
        body: The bytes, or, where they are too many to be kept, what makes them piece by piece.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | Callable[[], Iterator[bytes]] = b""
    delivery: Delivery = HEALTHY

    def chunks(self) -> Iterator[bytes]:
        """The body, piece by piece."""
        return iter((self.body,)) if isinstance(self.body, bytes) else self.body()

    @property
    def content(self) -> bytes:
        """The whole body."""
        return b"".join(self.chunks())


@dataclass(frozen=True, slots=True)
class Hold:
    """No news of that long-running call yet: ask again after so many seconds, or sooner, saying that it was held."""

    seconds: float
    token: str


@dataclass(frozen=True, slots=True)
class Rows:
    """A list that is made while it is sent, since it may be too long to be kept."""

    rows: Callable[[], Iterable[Any]]


def listed(count: int, rows: Callable[[], Iterable[Any]]) -> list[Any] | Rows:
    """A list; or, where it is long, one that is made while it is sent.

    Args:
        count: How many rows there are, about.
        rows: Gives them, one after the other.
    """
    return Rows(rows) if count > LONG else list(rows())


class Refused(Exception):
    """The server says no; the text is its message."""


def text(status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """A plain-text response."""
    return Response(
        status=status, headers={"content-type": "text/plain; charset=utf-8", **(headers or {})}, body=message.encode()
    )


def json_response(payload: Any, *, byte_order_mark: bool) -> Response:
    """A JSON response: without charset (captured)."""
    mark = BYTE_ORDER_MARK if byte_order_mark else b""
    headers = {"content-type": "application/json"}
    if isinstance(payload, dict) and isinstance(payload.get("result"), Rows):
        rows: Rows = payload["result"]
        before, key, after = _compact({**payload, "result": []}).partition(b'"result":[')
        return Response(status=200, headers=headers, body=lambda: _streamed(mark + before + key, rows, after))
    if isinstance(payload, Rows):
        return Response(status=200, headers=headers, body=lambda: _streamed(mark + b"[", payload, b"]"))
    return Response(status=200, headers=headers, body=mark + _compact(payload))


def _compact(payload: Any) -> bytes:
    return COMPACT.encode(payload).encode()


def _streamed(before: bytes, rows: Rows, after: bytes) -> Iterator[bytes]:
    piece, comma = bytearray(before), b""
    for row in rows.rows():
        piece += comma + _compact(row)
        comma = b","
        if len(piece) >= CHUNK:
            yield bytes(piece)
            piece.clear()
    yield bytes(piece) + after
