"""What both generations of the protocol have in common: where a call stands, and how its token is remembered."""

from __future__ import annotations

import math
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NamedTuple, TypeAlias, TypeGuard

from mailstore_sdk.errors import ApiError, ConfigurationError
from mailstore_sdk.transport import redact
from mailstore_sdk.transport.redact import Cleaner
from mailstore_sdk.transport.wire import Reply, Request

RUNNING = "running"
SUCCEEDED = "succeeded"
FAILED = "failed"
CANCELLED = "cancelled"
NO_SECRETS = Cleaner()
STATES = frozenset({RUNNING, SUCCEEDED, FAILED, CANCELLED})
FUNCTION_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")  # `get-status` and its like have a hyphen

UNREAD: Any = object()
Reader: TypeAlias = Callable[[bytes, int, int], Any]
"""Makes a result of the bytes between two places in one step. Raises ValueError where that takes a careful look."""


class Message(NamedTuple):
    """A line that the server wrote about a long-running call. The order of the fields is the original wrapper's."""

    text: str
    type: str = "line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Where a call stands, whichever protocol told it; `progress` is in percent."""

    status: str
    progress: float | None = None
    messages: tuple[Message, ...] = ()
    text: str | None = None
    result: Any = None
    clean: Cleaner = field(default=NO_SECRETS, repr=False, compare=False)

    def as_dict(self) -> dict[str, Any]:
        """The status as the original wrapper of 8.1 gave it, with `result` where there is one."""
        plain: dict[str, Any] = {
            "status": self.status,
            "progressPercentage": _whole(self.progress),
            "messages": [message._asdict() for message in self.messages],
        }
        if self.result is not None:
            plain["result"] = self.result
        return plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """What it takes to ask for a long-running call again, in this process or in another. Holds no secret.

    Attributes:
        protocol: The generation that the token belongs to.
        function: The function's name.
        token: The server's token.
        url: Path that is asked for the status.
        version: The last `statusVersion` (modern only).
        log: All that the server has written so far (modern only; the legacy protocol repeats it each time).
    """

    protocol: Literal["modern", "legacy"]
    function: str
    token: str
    url: str
    version: int = 0
    log: str = ""

    def __post_init__(self) -> None:
        # What it is made from may come from a file or a script without types.
        texts: tuple[object, ...] = (self.protocol, self.function, self.token, self.url, self.log)
        version: object = self.version
        well_formed = (
            all(isinstance(text, str) and _is_utf8(text) for text in texts)
            and is_version(version)
            and self.protocol in ("modern", "legacy")
            and FUNCTION_NAME.fullmatch(self.function)
            and re.fullmatch(r"/[A-Za-z0-9/_.~%{}-]*", self.url)
        )
        if not well_formed:
            raise ConfigurationError("that is not the token of a long-running call")

    @property
    def status(self) -> Status:
        """What is known of the call without asking for it."""
        return Status(status=RUNNING, messages=lines(self.log))


class Answer(NamedTuple):
    """An answer that could be read.

    Attributes:
        payload: As it came; None where the result was read alone.
        status: What it means.
        ticket: None once the call is finished.
        value: The result as the caller's reader made it of the bytes, or `UNREAD`.
    """

    payload: Any
    status: Status
    ticket: Ticket | None
    value: Any = UNREAD


class Asked(NamedTuple):
    """What was asked, for the errors that an answer may lead to.

    Attributes:
        polled: The ticket of a long-running call, where that was asked for.
        secret: Whether the answer is a secret itself, as a password that the server has made.
        pause_gc: Whether the garbage collector rests while a large answer is read.
    """

    function: str
    clean: Cleaner = NO_SECRETS
    polled: Ticket | None = None
    secret: bool = False
    pause_gc: bool = True

    def state(self, told: str) -> str:
        """A status as a caller may see it: of the API's own words, none is a secret, whatever the password is."""
        return told if told in STATES else self.clean(told)

    def shown(self, value: Any) -> Any:
        """A part of the answer as an error may hold it."""
        return redact.MASK if self.secret and value is not None else self.clean.value(value)


class Protocol(ABC):
    """One generation of the API: how to ask, how to read. No input or output of its own."""

    name: Literal["modern", "legacy"]
    holds_polls: bool
    place: Callable[[bytes], tuple[int, int] | None]
    """Where in the answer to an invoke the result lies, if that is plainly all that there is to it."""

    @abstractmethod
    def invoke(self, function: str, fields: Mapping[str, str], *, repeatable: bool) -> Request:
        """The request that calls a function."""

    @abstractmethod
    def poll(self, ticket: Ticket, hold: float) -> Request:
        """The request that asks how a long-running call stands; the server may hold it for `hold` seconds."""

    @abstractmethod
    def cancel(self, ticket: Ticket) -> Request:
        """The request that asks the server to stop. Raises UnsupportedError where it cannot."""

    @abstractmethod
    def read(self, asked: Asked, reply: Reply) -> Answer:
        """Read the reply to an invoke or a poll, or raise what is wrong with it."""


def refused(answer: Answer, asked: Asked) -> ApiError | None:
    """The error that an immediate answer stands for, if it is neither success nor a running call."""
    if answer.status.status in (SUCCEEDED, RUNNING):
        return None
    return ApiError(asked.function, answer.status.text or f"the server answered {answer.status.status!r}", None, 200)


def is_version(value: object) -> TypeGuard[int]:
    """Whether it is a version of a status; none is beyond 64 bits, and Python writes no number of 5,000 digits."""
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63


def percent(value: object) -> float | None:
    """The progress, if that is one."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return value if math.isfinite(value) else None
    except OverflowError:
        return None


def lines(log: str) -> tuple[Message, ...]:
    """The messages in a log text; a line end at its end begins no further message."""
    if not log:
        return ()
    texts = re.split(r"\r\n|\n|\r", log)
    return tuple(Message(text) for text in (texts[:-1] if texts[-1] == "" else texts))


def append(log: str, news: str | None) -> str:
    """The log with what a poll brought.

    Whether a server sends all of it each time or only what is new is not known: text that begins with the old replaces
    it, other text is appended.
    """
    if not news:
        return log
    if news.startswith(log):
        return news
    return log + news


def advanced(ticket: Ticket, *, version: int, log: str) -> Ticket:
    """The ticket after a status was seen."""
    return replace(ticket, version=version, log=log)


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _whole(progress: float | None) -> float:
    """Percent as the original gave it: a whole number; a server that says nothing has made no progress known."""
    number = progress or 0
    return int(number) if float(number).is_integer() else number
