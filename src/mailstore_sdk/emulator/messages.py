"""What goes in and out of the emulator, whatever carries it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """An HTTP request; header names in lower case."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An HTTP response."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Hold:
    """No news yet: ask again after so many seconds, or sooner, saying that the request was held."""

    seconds: float


class Refused(Exception):
    """The server says no; the text is its message."""


def text(status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """A plain-text response."""
    return Response(
        status=status, headers={"content-type": "text/plain; charset=utf-8", **(headers or {})}, body=message.encode()
    )


def json_response(payload: Any, *, byte_order_mark: bool) -> Response:
    """A JSON response: without charset, mostly with a byte order mark, as real servers send it (captured)."""
    body = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(
        status=200,
        headers={"content-type": "application/json"},
        body=b"\xef\xbb\xbf" + body if byte_order_mark else body,
    )
