"""From the bytes of a reply to JSON, and from HTTP's failures to this SDK's errors."""

from __future__ import annotations

import codecs
import json
import re
from contextlib import suppress
from typing import Any

from mailstore_sdk.errors import (
    ApiError,
    AuthenticationError,
    MailStoreError,
    OperationLost,
    ResponseError,
    UnknownFunctionError,
)
from mailstore_sdk.text import cut, one_line
from mailstore_sdk.transport import envelope, gc_pause, redact, retry
from mailstore_sdk.transport.protocol import UNREAD, Asked, Protocol, Reader
from mailstore_sdk.transport.wire import Reply

TOO_LARGE = "the answer is larger than max_response_bytes allows"
READ_AHEAD = 65536
LONE_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
NOT_THE_API = "the server answered with an HTML page: is this the port of the Administration API (8463 on Server)?"


def decode(asked: Asked, reply: Reply) -> Any:
    """The reply's body as JSON; a byte order mark before it is allowed."""
    content = reply.content
    if reply.cut:
        raise ResponseError(asked.function, TOO_LARGE, excerpt(asked, content))
    try:
        if len(content) < gc_pause.LARGE or not asked.pause_gc:
            value = _loads(content)
        else:
            with gc_pause.paused:
                value = _loads(content)
        # Hardly ever; and looking for one byte takes a tenth of looking for two.
        if b"\\" in content and LONE_SURROGATE.search(content):
            json.dumps(value, ensure_ascii=False).encode()
        return value
    except UnicodeDecodeError:
        reason = "the answer is not UTF-8"
    except UnicodeEncodeError:
        reason = "the answer holds half a character (a lone surrogate)"
    except envelope.KeyTwice:
        reason = "the answer has an object with the same key twice"
    except RecursionError:
        reason = "the answer is nested too deeply"
    except ValueError:
        if not content.removeprefix(codecs.BOM_UTF8).strip():
            raise ResponseError(asked.function, "the answer is empty") from None
        reason = NOT_THE_API if _is_html(content) else "the answer is not JSON"
    raise ResponseError(asked.function, reason, excerpt(asked, content))


def _loads(content: bytes) -> Any:
    # A hook that sees every object costs as much as the reading itself: a short answer can bear it.
    place = envelope.around(content) if len(content) > envelope.AROUND else None
    if place:
        with suppress(ValueError, RecursionError):  # what is wrong, the look at the whole will tell
            whole = envelope.without_result(content, place)
            whole["result"] = envelope.loads_result(content, place)
            return whole
    return envelope.loads(content)


def in_one_step(protocol: Protocol, reply: Reply, read: Reader, *, pause_gc: bool) -> Any:
    """The result, read from the bytes; UNREAD where it takes the careful way to know what to make of the answer."""
    content = reply.content
    place = protocol.place(content) if reply.status == 200 and not reply.cut else None
    if place is None:
        return UNREAD
    start, end = place
    try:
        if end - start < gc_pause.LARGE or not pause_gc:
            return read(content, start, end)
        with gc_pause.paused:
            return read(content, start, end)
    except ValueError:
        return UNREAD


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
    text = asked.clean(_decoded(content[:READ_AHEAD].removeprefix(codecs.BOM_UTF8)))
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
