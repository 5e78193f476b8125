"""From the bytes of a reply to JSON, and from HTTP's failures to this SDK's errors."""

from __future__ import annotations

import codecs
import json
import re
from typing import Any, NoReturn

from mailstore_sdk.errors import (
    ApiError,
    AuthenticationError,
    MailStoreError,
    OperationLost,
    ResponseError,
    UnknownFunctionError,
)
from mailstore_sdk.transport.protocol import Asked
from mailstore_sdk.transport.wire import Reply

EXCERPT = 200
NOT_THE_API = "the server answered with an HTML page: is this the port of the Administration API (8463 on Server)?"


def decode(asked: Asked, reply: Reply) -> Any:
    """The reply's body as JSON; a byte order mark before it is allowed."""
    content = reply.content.removeprefix(codecs.BOM_UTF8)
    if not content.strip():
        raise ResponseError(asked.function, "the answer is empty")
    try:
        return json.loads(content.decode("utf-8"), parse_constant=_no_constant)
    except UnicodeDecodeError:
        reason = "the answer is not UTF-8"
    except (ValueError, RecursionError):
        reason = NOT_THE_API if _is_html(content) else "the answer is not JSON"
    raise ResponseError(asked.function, reason, excerpt(asked, content))


def check(asked: Asked, reply: Reply) -> None:
    """Raise what a reply that is not HTTP 200 stands for; one that the protocol itself explains passes."""
    if reply.status == 200:
        return
    raise failure(asked, reply)


def failure(asked: Asked, reply: Reply) -> MailStoreError:
    """The error that an HTTP status stands for."""
    status = reply.status
    said = _plain_text(asked, reply)
    if status == 401:
        return AuthenticationError("the server refused user name and password (HTTP 401)", 401)
    if status == 403:
        return AuthenticationError("the user may not use the Administration API: no administrator? (HTTP 403)", 403)
    if status == 404 and asked.polled:
        return OperationLost(
            asked.function, "the server does not know its token (restarted, or expired); outcome unknown"
        )
    if status == 404 and not _is_html(reply.content):
        return UnknownFunctionError(asked.function, said or "the server has no such function (HTTP 404)", None, 404)
    if 300 <= status < 400:
        return ResponseError(asked.function, f"the server redirects (HTTP {status}); redirects are not followed")
    if _is_html(reply.content):
        return ResponseError(asked.function, f"HTTP {status}: {NOT_THE_API}", excerpt(asked, reply.content))
    return ApiError(asked.function, said or f"HTTP {status} {asked.clean(reply.reason)}".rstrip(), None, status)


def excerpt(asked: Asked, content: bytes) -> str:
    """The beginning of an answer, without secrets, on one line, without characters that steer a terminal."""
    text = asked.clean(content.decode("utf-8", errors="replace"))
    text = "".join(letter if letter.isprintable() else " " for letter in text)
    text = re.sub(r"\s+", " ", text).strip()
    return text if len(text) <= EXCERPT else text[:EXCERPT] + "…"


def _plain_text(asked: Asked, reply: Reply) -> str:
    """The server's own words, if it answered with plain text, as servers up to 8.x do."""
    if not reply.content_type.lower().startswith("text/plain"):
        return ""
    return asked.clean(reply.content.removeprefix(codecs.BOM_UTF8).decode("utf-8", errors="replace")).strip()


def _is_html(content: bytes) -> bool:
    return content.removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"<"


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
