"""The protocol of servers up to 8.x: `/JSON/Invoke/`, the bare result, HTTP 500 for failures, a status URL to ask."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Mapping
from typing import Any, Literal

from mailstore_sdk.errors import ConfigurationError, ResponseError, UnsupportedError
from mailstore_sdk.transport import answers
from mailstore_sdk.transport.encoding import body
from mailstore_sdk.transport.protocol import (
    RUNNING,
    SUCCEEDED,
    Answer,
    Asked,
    Message,
    Protocol,
    Status,
    Ticket,
    percent,
)
from mailstore_sdk.transport.wire import Reply, Request

INVOKE = "/JSON/Invoke/"


class Legacy(Protocol):
    """MailStore Server up to 8.x."""

    name: Literal["modern", "legacy"] = "legacy"
    holds_polls = False

    def invoke(self, function: str, fields: Mapping[str, str], *, repeatable: bool) -> Request:
        return Request(path=INVOKE + function, body=body(fields), repeatable=repeatable)

    def poll(self, ticket: Ticket, hold: float) -> Request:
        return Request(path=ticket.url, body=b"", repeatable=True)

    def cancel(self, ticket: Ticket) -> Request:
        raise UnsupportedError(f"{ticket.function}: servers up to 8.x cannot cancel a long-running call")

    def place(self, content: bytes) -> tuple[int, int] | None:
        # An object may be a token, a list cannot.
        start = len(BOM_UTF8) if content.startswith(BOM_UTF8) else 0
        return (start, len(content)) if content[start : start + 1] == b"[" else None

    def read(self, asked: Asked, reply: Reply) -> Answer:
        answers.check(asked, reply)
        payload = answers.decode(asked, reply)
        if asked.polled:
            status = _status(asked, payload)
            return Answer(payload=payload, status=status, ticket=asked.polled if status.status == RUNNING else None)
        ticket = _first_ticket(asked, payload)
        if ticket:
            return Answer(payload=payload, status=Status(status=RUNNING, progress=0), ticket=ticket)
        return Answer(
            payload=payload,
            status=Status(status=SUCCEEDED, progress=100, result=payload, clean=asked.clean),
            ticket=None,
        )


def _first_ticket(asked: Asked, payload: Any) -> Ticket | None:
    if not isinstance(payload, dict) or not {"statusUrl", "statusToken"} <= payload.keys():
        return None
    try:
        return Ticket(
            protocol="legacy", function=asked.function, token=payload["statusToken"], url=payload["statusUrl"]
        )
    except ConfigurationError:
        raise ResponseError(asked.function, "the token is not one", asked.shown(payload)) from None


def _status(asked: Asked, payload: Any) -> Status:
    if not isinstance(payload, dict) or not isinstance(payload.get("status"), str):
        raise ResponseError(asked.function, "the answer is not a status", asked.shown(payload))
    status, messages, result = payload["status"], payload.get("messages"), payload.get("result")
    return Status(
        status=asked.state(status),
        progress=percent(payload.get("progressPercentage")),
        messages=tuple(
            Message(asked.clean(str(entry.get("text") or "")), asked.clean(str(entry.get("type") or "line")))
            for entry in (messages if isinstance(messages, list) else ())
            if isinstance(entry, dict)
        ),
        result=result if status == SUCCEEDED else asked.shown(result),
        clean=asked.clean,
    )
