"""The fault matrix: for each fault of the emulator, what the user gets and how often the function is carried out.

The tests hold the SDK to this one table, and docs/reliability.md shows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from mailstore_sdk import errors
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

Column: TypeAlias = Literal["read", "write", "begin", "poll"]
COLUMNS: tuple[Column, ...] = ("read", "write", "begin", "poll")
ErrorClass: TypeAlias = type[errors.MailStoreError]


@dataclass(frozen=True)
class Seen:
    """What is seen of a call.

    Attributes:
        error: What the user gets; None: the right result.
        asked: How often the request reached the server.
        ran: How often the server carried it out.
    """

    error: ErrorClass | None
    asked: int
    ran: int


@dataclass(frozen=True)
class Cell:
    """What is seen where a fault strikes once, and where it does not end."""

    once: Seen
    lasting: Seen


@dataclass(frozen=True)
class Row:
    """A fault, and what it does to each kind of call.

    Attributes:
        what: In words.
        fault: What is planted.
        cells: By kind of call; one that the fault cannot strike is missing.
        lasting: What is planted where it does not end, if that is written in another way.
        settings: Arguments of the client without which it would not show.
        options: Options of the call without which it would not end.
        served: Whether it is looked at over HTTPS as well, with a client that has little patience.
    """

    what: str
    fault: Fault
    cells: Mapping[Column, Cell]
    lasting: Fault | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    served: bool = True

    def __str__(self) -> str:
        return repr(self.fault)


def fails(error: ErrorClass, *, ran: int) -> Cell:
    """The first failure is the last."""
    return Cell(Seen(error, 1, ran), Seen(error, 1, ran))


def again(error: ErrorClass, *, ran: int) -> Cell:
    """It is asked for again, or twice where the fault does not end; `ran`: how often it runs where that strikes."""
    return Cell(Seen(None, 2, ran + 1), Seen(error, 3, 3 * ran))


def unsent(error: ErrorClass | None, lasting: ErrorClass) -> Cell:
    """Nothing reaches the server while it lasts."""
    return Cell(Seen(error, 0, 0) if error else FINE, Seen(lasting, 0, 0))


def polls(once: ErrorClass | None, lasting: ErrorClass | None) -> Cell:
    """The call runs once, whatever becomes of the questions for its status."""
    return Cell(Seen(once, 1, 1), Seen(lasting, 1, 1))


FINE = Seen(None, 1, 1)
UNHARMED = Cell(FINE, FINE)


def alike(cell: Cell, poll: Cell) -> dict[Column, Cell]:
    """Reading, changing and beginning fare alike."""
    return {"read": cell, "write": cell, "begin": cell, "poll": poll}


def repeated(error: ErrorClass, *, ran: int, poll: Cell | None = None) -> dict[Column, Cell]:
    """What only reads is asked again; what changes something is not."""
    once = fails(error, ran=ran)
    return {"read": again(error, ran=ran), "write": once, "begin": once, "poll": poll or polls(None, error)}


def unreadable(*, ran: int = 1) -> dict[Column, Cell]:
    """An answer that came and cannot be used is never asked for again, since the next one would hardly be better."""
    return alike(fails(errors.ResponseError, ran=ran), polls(errors.ResponseError, errors.ResponseError))


OUT_OF_TIME = alike(fails(errors.RequestTimeout, ran=1), polls(None, errors.RequestTimeout))
LIMITED = {"max_response_bytes": 100_000}

MATRIX: tuple[Row, ...] = (
    Row("late, but in time", Delay(seconds=5), alike(UNHARMED, UNHARMED), served=False),
    Row("later than `timeout`", Delay(seconds=60), OUT_OF_TIME),
    Row("in drops", Drip(bytes_per_second=0.1), OUT_OF_TIME),
    Row(
        "a redirect",
        HttpError(status=302),
        unreadable(ran=0),
    ),
    Row(
        "wrong password",
        HttpError(status=401),
        alike(fails(errors.AuthenticationError, ran=0), polls(errors.AuthenticationError, errors.AuthenticationError)),
    ),
    Row(
        "not found",
        HttpError(status=404),
        alike(fails(errors.UnknownFunctionError, ran=0), polls(errors.OperationLost, errors.OperationLost)),
    ),
    Row("too many requests", HttpError(status=429, retry_after=5), repeated(errors.ApiError, ran=0), served=False),
    Row(
        "an error of the server",
        HttpError(status=500),
        alike(fails(errors.ApiError, ran=0), polls(errors.ApiError, errors.ApiError)),
    ),
    Row("not ready", HttpError(status=503), repeated(errors.ApiError, ran=0)),
    Row("not ready, though it did it", HttpError(status=503, carried_out=True), repeated(errors.ApiError, ran=1)),
    Row("reset before it was done", Reset(carried_out=False), repeated(errors.TransportError, ran=0)),
    Row("reset after it was done", Reset(), repeated(errors.TransportError, ran=1)),
    Row("reset in the answer", Reset(after_bytes=10), repeated(errors.TransportError, ran=1)),
    Row("the JSON breaks off", Truncated(), unreadable()),
    Row("no JSON", InvalidJson(), unreadable()),
    Row("a wrong content type", ContentType(), alike(UNHARMED, UNHARMED)),
    Row("a web page", HtmlPage(), unreadable(ran=0)),
    Row("a proxy's page: not ready", HtmlPage(status=502), repeated(errors.ApiError, ran=0)),
    Row("another encoding", WrongEncoding(), unreadable()),
    Row("a megabyte of blanks", Huge(size=1_000_000), alike(UNHARMED, UNHARMED)),
    Row("more than `max_response_bytes`", Huge(size=1_000_000), unreadable(), settings=LIMITED),
    Row(
        "a restart before it was done",
        Restart(),
        repeated(errors.TransportError, ran=0, poll=polls(errors.OperationLost, errors.TransportError)),
    ),
    Row(
        "a restart after it was done",
        Restart(carried_out=True),
        repeated(errors.TransportError, ran=1, poll=polls(errors.OperationLost, errors.TransportError)),
    ),
    Row(
        "connections are refused",
        Refuse(seconds=0.3),
        alike(unsent(None, errors.ConnectError), polls(None, errors.ConnectError)),
        lasting=Refuse(),
        settings={"retries": 50},  # with 2, whose pauses are random, it may be over too soon
    ),
    Row(
        "an expired certificate",
        ExpiredCertificate(),
        alike(unsent(errors.TlsError, errors.TlsError), polls(errors.TlsError, errors.TlsError)),
    ),
    Row(
        "it never gets on",
        Stuck(),
        {"poll": polls(errors.OperationTimeout, errors.OperationTimeout)},
        options={"wait_timeout": 60.0},
    ),
    Row("it fails on its way", FailHalfway(), {"poll": polls(errors.OperationFailed, errors.OperationFailed)}),
    Row("its token is forgotten", ExpireToken(), {"poll": polls(errors.OperationLost, errors.OperationLost)}),
)
