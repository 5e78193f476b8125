"""The protocol of version 9 and later: `/api/invoke/`, an envelope around every answer, tokens that are long-polled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from mailstore_sdk.errors import ApiError, ResponseError
from mailstore_sdk.transport import answers
from mailstore_sdk.transport.encoding import body
from mailstore_sdk.transport.envelope import Usual
from mailstore_sdk.transport.protocol import (
    FAILED,
    RUNNING,
    SUCCEEDED,
    Answer,
    Asked,
    Message,
    Protocol,
    Status,
    Ticket,
    advanced,
    append,
    is_version,
    lines,
    percent,
    refused,
)
from mailstore_sdk.transport.wire import Reply, Request

INVOKE = "/api/invoke/"
GET_STATUS = "/api/get-status"
CANCEL = "/api/cancel-async"
METADATA = "/api/get-metadata"


class Modern(Protocol):
    """MailStore Server 9 and later, and the Service Provider Edition."""

    name: Literal["modern", "legacy"] = "modern"
    holds_polls = True

    def __init__(self) -> None:
        self.place: Callable[[bytes], tuple[int, int] | None] = Usual().place

    def invoke(self, function: str, fields: Mapping[str, str], *, repeatable: bool) -> Request:
        return Request(path=INVOKE + function, body=body(fields), repeatable=repeatable)

    def poll(self, ticket: Ticket, hold: float) -> Request:
        fields = {
            "token": ticket.token,
            "lastKnownStatusVersion": str(ticket.version),
            "millisecondsTimeout": str(int(hold * 1000)),
        }
        return Request(path=GET_STATUS, body=body(fields), repeatable=True, hold=hold)

    def cancel(self, ticket: Ticket) -> Request:
        return Request(path=CANCEL, body=body({"token": ticket.token}), repeatable=False)

    def metadata(self) -> Request:
        """The request for the list of functions; it is also the probe for the server's generation."""
        return Request(path=METADATA, body=b"", repeatable=True)

    def read(self, asked: Asked, reply: Reply) -> Answer:
        # A server that fails may say so in the status of HTTP as well; the envelope says why.
        envelope = _failed_envelope(asked, reply)
        if envelope is None:
            answers.check(asked, reply)
            envelope = _envelope(asked, answers.decode(asked, reply))
        if envelope["statusCode"] == FAILED and asked.polled is None:
            message, details = _error(asked, envelope)
            raise ApiError(asked.function, message, details, reply.status)
        answer = _answer(asked, envelope)
        problem = None if asked.polled else refused(answer, asked)
        if problem:
            raise problem
        return answer

    def read_cancel(self, asked: Asked, reply: Reply) -> None:
        """The answer to cancel-async, of which only a refusal counts.

        It is said to be the status, which may be `failed` as well; but that one has the call's token.
        """
        if reply.status != 204:
            answers.check(asked, reply)
        try:
            payload = answers.decode(asked, reply)
        except ResponseError:
            return
        if isinstance(payload, dict) and payload.get("statusCode") == FAILED and not payload.get("token"):
            message, details = _error(asked, payload)
            raise ApiError(asked.function, message, details, reply.status)

    def read_metadata(self, asked: Asked, reply: Reply) -> list[dict[str, Any]]:
        """The bare list that get-metadata answers with."""
        answers.check(asked, reply)
        payload = answers.decode(asked, reply)
        if not _is_metadata(payload):
            raise ResponseError(asked.function, "the answer is not a list of functions", asked.shown(payload))
        return payload  # type: ignore[no-any-return]  # _is_metadata has looked


def _is_metadata(payload: object) -> bool:
    return isinstance(payload, list) and all(isinstance(entry, dict) and "name" in entry for entry in payload)


def _envelope(asked: Asked, payload: Any) -> dict[str, Any]:
    if not isinstance(payload, dict) or not isinstance(payload.get("statusCode"), str):
        reason = "the answer is not an envelope with a statusCode"
        raise ResponseError(asked.function, reason, asked.shown(payload))
    return payload


def _failed_envelope(asked: Asked, reply: Reply) -> dict[str, Any] | None:
    if reply.status in (200, 401, 403) or (reply.status == 404 and asked.polled):
        return None
    try:
        payload = answers.decode(asked, reply)
    except ResponseError:
        return None
    return payload if isinstance(payload, dict) and payload.get("statusCode") == FAILED else None


def _error(asked: Asked, envelope: dict[str, Any]) -> tuple[str, str | None]:
    error = envelope.get("error")
    if not isinstance(error, dict):
        error = {"message": error}
    message = error.get("message") or envelope.get("statusText") or "the server gave no reason"
    details = error.get("details")
    return asked.clean(str(message)), None if details is None else asked.clean(str(details))


def _answer(asked: Asked, envelope: dict[str, Any]) -> Answer:
    code = envelope["statusCode"]
    ticket = asked.polled or _first_ticket(asked, envelope)
    # Cleaned twice: the news, to find what is known at their beginning; the whole, as a secret may come in two parts.
    log = asked.clean(append(ticket.log if ticket else "", _text(asked, envelope.get("logOutput"))))
    messages = lines(log) if log else ()
    text = _text(asked, envelope.get("statusText"))
    if code == FAILED:
        message, _ = _error(asked, envelope)
        messages += (Message(message, "error"),)
        text = text or message
    status = Status(
        status=asked.state(code),
        progress=100 if code == SUCCEEDED else percent(envelope.get("percentProgress")),
        messages=messages,
        text=text,
        result=envelope.get("result") if code == SUCCEEDED else asked.shown(envelope.get("result")),
        clean=asked.clean,
    )
    if code == RUNNING and ticket:
        return Answer(payload=envelope, status=status, ticket=advanced(ticket, version=_version(envelope), log=log))
    return Answer(payload=envelope, status=status, ticket=None)


def _first_ticket(asked: Asked, envelope: dict[str, Any]) -> Ticket | None:
    token = envelope.get("token")
    if envelope["statusCode"] != RUNNING:
        return None
    if not isinstance(token, str) or not token:
        raise ResponseError(asked.function, "the call is running, but there is no token", asked.shown(envelope))
    return Ticket(protocol="modern", function=asked.function, token=token, url=GET_STATUS)


def _version(envelope: dict[str, Any]) -> int:
    version = envelope.get("statusVersion")
    return version if is_version(version) else 0


def _text(asked: Asked, value: object) -> str | None:
    """The text, without secrets and without what UTF-8 cannot carry."""
    return asked.clean(value.encode(errors="replace").decode()) if isinstance(value, str) else None
