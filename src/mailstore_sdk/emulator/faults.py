"""What goes wrong on demand, as data.

A fault is planted for a function and strikes the requests that call it. Each one says whether the call was carried out
before it, since that is what a client never learns and has to be ready for.
"""

from __future__ import annotations

import codecs
import itertools
from collections.abc import Iterator
from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, ClassVar, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from mailstore_sdk.emulator.messages import CHUNK, Delivery, Response, text
from mailstore_sdk.emulator.tasks import Never, Task

PAGE = "<!DOCTYPE html><html><head><title>It works!</title></head><body><h1>It works!</h1></body></html>"
CHALLENGE = {"www-authenticate": 'Basic realm="MailStore Server"'}
BODILESS = (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)  # HTTP gives their answers no body
UNANSWERED = Response(status=0, delivery=Delivery(cut_after=0))


class _Fault(BaseModel):
    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, defer_build=True)

    def __repr_args__(self) -> Iterator[tuple[str, object]]:
        """What differs from the defaults, as somebody would write it."""
        for name, field in type(self).model_fields.items():
            value = getattr(self, name)
            if value != field.default:
                yield name, value

    def __str__(self) -> str:
        return repr(self)


class AnswerFault(_Fault):
    """A fault of one answer."""

    @property
    def carries_out(self) -> bool:
        """Whether the call is carried out before it."""
        return True

    def spoil(self, answer: Response) -> Response:
        """What the client gets in place of that answer, which is an empty one if the call was not carried out."""
        raise NotImplementedError


class EitherWay(AnswerFault):
    """A fault of one answer that says itself whether the call was carried out before it."""

    carried_out: bool = False

    @property
    def carries_out(self) -> bool:
        """Whether the call is carried out before it."""
        return self.carried_out


class ConnectionFault(_Fault):
    """A fault of the connection: it strikes before the server knows what is called, so it is planted for `*`."""


class TaskFault(_Fault):
    """A fault of a long-running call: it strikes when the call begins, and is seen later."""

    def befall(self, task: Task) -> None:
        """Have it happen to that call."""
        raise NotImplementedError


class Delay(AnswerFault):
    """The answer comes late; the call was carried out at once.

    Attributes:
        seconds: How late.
    """

    kind: Literal["Delay"] = "Delay"
    seconds: Annotated[float, Field(gt=0)]

    def spoil(self, answer: Response) -> Response:
        """The same, late."""
        return replace(answer, delivery=Delivery(delay=self.seconds))


class HttpError(EitherWay):
    """The server answers with an HTTP status and plain text; the call was not carried out, unless told otherwise.

    Attributes:
        status: The HTTP status, 300 to 599; with 401 there is a challenge.
        retry_after: Seconds after which the client is asked to try again.
        carried_out: Whether the call was carried out nevertheless.
    """

    kind: Literal["HttpError"] = "HttpError"
    status: Annotated[int, Field(ge=300, le=599)]
    retry_after: Annotated[int, Field(ge=0)] | None = None

    def spoil(self, answer: Response) -> Response:
        """The HTTP error."""
        headers = CHALLENGE if self.status == HTTPStatus.UNAUTHORIZED else {}
        if self.retry_after is not None:
            headers = {**headers, "retry-after": str(self.retry_after)}
        known = self.status in HTTPStatus.__members__.values()
        words = HTTPStatus(self.status).phrase if known else f"HTTP {self.status}"
        return text(self.status, "" if self.status in BODILESS else words, headers)


class Reset(EitherWay):
    """The connection is reset; the call was carried out, unless told otherwise.

    Attributes:
        after_bytes: 0: before any answer; n: after so many bytes of its body, but always before its end.
        carried_out: Whether the call was carried out; an answer that has begun says that it was.
    """

    kind: Literal["Reset"] = "Reset"
    after_bytes: Annotated[int, Field(ge=0)] = 0
    carried_out: bool = True

    @model_validator(mode="after")
    def _answers_what_was_done(self) -> Self:
        if self.after_bytes and not self.carried_out:
            raise ValueError("an answer that has begun is that of a call that was carried out")
        return self

    def spoil(self, answer: Response) -> Response:
        """The same, as far as it comes."""
        if not self.carried_out:
            return UNANSWERED
        return replace(answer, delivery=Delivery(cut_after=self.after_bytes))


class Truncated(AnswerFault):
    """The answer ends in the middle of its JSON, but is whole for HTTP; the call was carried out.

    Attributes:
        after_bytes: How many bytes of the body arrive, though always at least one less than it has.
    """

    kind: Literal["Truncated"] = "Truncated"
    after_bytes: Annotated[int, Field(ge=0)] = 20

    def spoil(self, answer: Response) -> Response:
        """The beginning."""
        start = bytearray()
        for chunk in answer.chunks():
            start += chunk
            if len(start) > self.after_bytes:
                break
        return replace(answer, body=bytes(start[: min(self.after_bytes, max(len(start) - 1, 0))]))


class InvalidJson(AnswerFault):
    """The answer is not JSON, since it has one bracket too many; the call was carried out."""

    kind: Literal["InvalidJson"] = "InvalidJson"

    def spoil(self, answer: Response) -> Response:
        """The same, with the bracket."""
        return replace(answer, body=lambda: itertools.chain(answer.chunks(), [b"}"]))


class ContentType(AnswerFault):
    """The answer is right, but says that it is something else; the call was carried out.

    Attributes:
        value: What it says.
    """

    kind: Literal["ContentType"] = "ContentType"
    # HTTP allows no blanks around it.
    value: Annotated[str, Field(pattern=r"^([\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?)?$")] = "text/html"

    def spoil(self, answer: Response) -> Response:
        """The same, with the other content type."""
        return replace(answer, headers={**answer.headers, "content-type": self.value})


class HtmlPage(EitherWay):
    """A web page comes instead, as from a proxy; the call was not carried out, unless told otherwise.

    Attributes:
        status: Its HTTP status.
        carried_out: Whether the call was carried out nevertheless.
    """

    kind: Literal["HtmlPage"] = "HtmlPage"
    status: Annotated[int, Field(ge=200, le=599)] = 200

    def spoil(self, answer: Response) -> Response:
        """The page."""
        body = b"" if self.status in BODILESS else PAGE.encode()
        return Response(status=self.status, headers={"content-type": "text/html"}, body=body)


class WrongEncoding(AnswerFault):
    """The answer comes in another encoding than UTF-8, without saying so; the call was carried out.

    Attributes:
        encoding: Python's name of the encoding; what it cannot express becomes a question mark.
    """

    kind: Literal["WrongEncoding"] = "WrongEncoding"
    encoding: str = "utf-16"

    @field_validator("encoding")
    @classmethod
    def _exists(cls, encoding: str) -> str:
        try:
            "ä".encode(encoding, errors="replace")
        except (LookupError, UnicodeError):
            raise ValueError(f"{encoding!r} is no encoding of text") from None
        return encoding

    def spoil(self, answer: Response) -> Response:
        """The same, in the other encoding."""
        return replace(answer, body=lambda: self._recoded(answer))

    def _recoded(self, answer: Response) -> Iterator[bytes]:
        # utf-8-sig: the byte order mark is no part of the text.
        return codecs.iterencode(codecs.iterdecode(answer.chunks(), "utf-8-sig"), self.encoding, "replace")


class Drip(AnswerFault):
    """The body comes in drops; the call was carried out.

    Attributes:
        bytes_per_second: How fast.
    """

    kind: Literal["Drip"] = "Drip"
    bytes_per_second: Annotated[float, Field(gt=0)]

    def spoil(self, answer: Response) -> Response:
        """The same, slowly."""
        return replace(answer, delivery=Delivery(bytes_per_second=self.bytes_per_second))


class Huge(AnswerFault):
    """The answer is right, but blanks after it make it huge; the call was carried out.

    The blanks are made while they are sent.

    Attributes:
        size: How many blanks, a byte each.
    """

    kind: Literal["Huge"] = "Huge"
    size: Annotated[int, Field(gt=0)]

    def spoil(self, answer: Response) -> Response:
        """The same, and the blanks."""
        return replace(answer, body=lambda: itertools.chain(answer.chunks(), self._blanks()))

    def _blanks(self) -> Iterator[bytes]:
        piece = b" " * CHUNK
        for begin in range(0, self.size, CHUNK):
            yield piece[: self.size - begin]


class Restart(EitherWay):
    """The server restarts: no token is known any more, no connection stays open, and this call gets no answer.

    The call was not carried out, unless told otherwise.

    Attributes:
        carried_out: Whether the call was carried out before.
    """

    kind: Literal["Restart"] = "Restart"

    def spoil(self, answer: Response) -> Response:
        """No answer."""
        return UNANSWERED


class Refuse(ConnectionFault):
    """Connections are refused, and the open ones closed, as if no server ran; no call is carried out.

    It lasts until it is removed, or for a time: what is refused cannot be counted, since only the operating system
    sees it.

    Attributes:
        seconds: How long it lasts, by the emulator's clock; None: until it is removed.
    """

    kind: Literal["Refuse"] = "Refuse"
    seconds: Annotated[float, Field(gt=0)] | None = None


class ExpiredCertificate(ConnectionFault):
    """New connections meet a certificate that has expired, and the open ones are closed; no call is carried out.

    It strikes once a handshake: a client that looks a second time, to tell which certificate it was, is struck twice.
    """

    kind: Literal["ExpiredCertificate"] = "ExpiredCertificate"


class Stuck(TaskFault):
    """The long-running call never gets on and never ends; it can be cancelled."""

    kind: Literal["Stuck"] = "Stuck"

    def befall(self, task: Task) -> None:
        """Have it stand still."""
        task.advance = Never()


class FailHalfway(TaskFault):
    """The long-running call fails on its way; what it would leave behind at its end is not done.

    Attributes:
        percent: How far it comes.
        message: The server's words.
    """

    kind: Literal["FailHalfway"] = "FailHalfway"
    percent: Annotated[int, Field(ge=0, le=100)] = 50
    message: str = "The process failed."

    def befall(self, task: Task) -> None:
        """Have it fail."""
        task.fails_at, task.problem = self.percent, self.message


class ExpireToken(TaskFault):
    """The long-running call's token is forgotten while it runs; what becomes of the call is not known.

    Attributes:
        after_polls: How often it can be asked for before.
    """

    kind: Literal["ExpireToken"] = "ExpireToken"
    after_polls: Annotated[int, Field(ge=0)] = 1

    def befall(self, task: Task) -> None:
        """Have it be forgotten."""
        task.expires_after = self.after_polls


Fault: TypeAlias = (
    Delay
    | HttpError
    | Reset
    | Truncated
    | InvalidJson
    | ContentType
    | HtmlPage
    | WrongEncoding
    | Drip
    | Huge
    | Restart
    | Refuse
    | ExpiredCertificate
    | Stuck
    | FailHalfway
    | ExpireToken
)
