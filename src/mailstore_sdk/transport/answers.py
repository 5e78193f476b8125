"""From the bytes of a reply to JSON, and from HTTP's failures to this SDK's errors."""

from __future__ import annotations

import codecs
import json
import math
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
from mailstore_sdk.text import cut, one_line
from mailstore_sdk.transport import redact, retry
from mailstore_sdk.transport.protocol import Asked
from mailstore_sdk.transport.wire import Reply

TOO_LARGE = "the answer is larger than max_response_bytes allows"
READ_AHEAD = 65536
LONE_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
NOT_THE_API = "the server answered with an HTML page: is this the port of the Administration API (8463 on Server)?"


def decode(asked: Asked, reply: Reply) -> Any:
    """The reply's body as JSON; a byte order mark before it is allowed."""
    content = reply.content.removeprefix(codecs.BOM_UTF8)
    if reply.cut:
        raise ResponseError(asked.function, TOO_LARGE, excerpt(asked, content))
    if not content.strip():
        raise ResponseError(asked.function, "the answer is empty")
    try:
        value = json.loads(
            content.decode("utf-8"),
            parse_constant=no_constant,
            parse_float=finite,
            object_pairs_hook=_no_key_twice,
        )
        if LONE_SURROGATE.search(content):  # hardly ever, so that its cost does not matter
            json.dumps(value, ensure_ascii=False).encode()
        return value
    except UnicodeDecodeError:
        reason = "the answer is not UTF-8"
    except UnicodeEncodeError:
        reason = "the answer holds half a character (a lone surrogate)"
    except _KeyTwice:
        reason = "the answer has an object with the same key twice"
    except RecursionError:
        reason = "the answer is nested too deeply"
    except ValueError:
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
    if status == 404 and asked.polled and not _is_html(reply.content):  # a page is some proxy's, which knows no tokens
        return OperationLost(
            asked.function, "the server does not know its token (restarted, or expired); outcome unknown"
        )
    if status == 404 and not _is_html(reply.content):
        return UnknownFunctionError(asked.function, said or "the server has no such function (HTTP 404)", None, 404)
    if 300 <= status < 400:
        return ResponseError(asked.function, f"the server redirects (HTTP {status}); redirects are not followed")
    if _is_html(reply.content) and status not in retry.NOT_READY:
        return ResponseError(asked.function, f"HTTP {status}: {NOT_THE_API}", excerpt(asked, reply.content))
    return ApiError(asked.function, said or f"HTTP {status} {asked.clean(reply.reason)}".rstrip(), None, status)


def excerpt(asked: Asked, content: bytes) -> str:
    """The beginning of an answer, without secrets, on one line, without characters that steer a terminal."""
    if asked.secret:
        return redact.MASK
    # Far more than is shown, so that no secret is cut in two before it is found.
    text = asked.clean(_decoded(content[:READ_AHEAD]))
    text = re.sub(r"\s+", " ", one_line(text)).strip()
    return cut(text)


def _plain_text(asked: Asked, reply: Reply) -> str:
    """The server's own words, if it answered with plain text, as servers up to 8.x do."""
    if not reply.content_type.lower().startswith("text/plain"):
        return ""
    return asked.clean(_decoded(reply.content.removeprefix(codecs.BOM_UTF8))).strip()


def _decoded(content: bytes) -> str:
    """Text to show; without the zeros of UTF-16, between which no secret would be found."""
    return content.replace(b"\0", b"").decode("utf-8", errors="replace")


def _is_html(content: bytes) -> bool:
    return content.removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"<"


class _KeyTwice(Exception):
    """Which of the two values is meant, only the sender knows."""


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _KeyTwice
    return found


def finite(digits: str) -> float:
    """The number, for a decoder of JSON; ValueError for one that is beyond all floats."""
    number = float(digits)
    if math.isinf(number):
        raise ValueError("a number beyond what can be reckoned with")
    return number


def no_constant(name: str) -> NoReturn:
    """Refuse NaN and the infinities, for a decoder of JSON."""
    raise ValueError(f"{name} is not JSON")
