"""Read the runs of any span of time, however many a server gives at once: a flow that asks for windows of it.

Servers fail on windows with too many rows, so a window that fails is halved, down to a minute. Everything is asked for
in UTC, where no hour is missing or there twice.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import inf
from typing import Generic, TypeAlias, TypeVar

from mailstore_sdk.errors import (
    ArgumentError,
    AuthenticationError,
    ConfigurationError,
    ConnectError,
    MailStoreError,
    OperationCancelled,
    TlsError,
    UnknownFunctionError,
    UnsupportedError,
)

R = TypeVar("R")
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
MOST_CALLS = 2_000
# Whatever the window, the answer would be the same.
HOPELESS = (
    AuthenticationError, ConfigurationError, ConnectError, OperationCancelled, TlsError, UnknownFunctionError,
    UnsupportedError,
)  # fmt: skip
NEARLY = 0.9  # of the rows that were too many: numbers of runs vary from day to day


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a span.

    Attributes:
        start: Its begin, in UTC, to the second.
        end: Its end, in UTC, to the second, itself not in it.
    """

    start: datetime
    end: datetime

    @property
    def width(self) -> timedelta:
        """How long it is."""
        return self.end - self.start

    def halves(self) -> tuple[Window, Window]:
        """Two windows that meet at a full minute after the start, neither of them empty."""
        middle = self.start + max(self.width / 2 // MINUTE, 1) * MINUTE
        return Window(self.start, middle), Window(middle, self.end)


# No MailStore had run anything by then, so nothing but a server that refuses everything refuses this.
EMPTY = Window(datetime(2000, 1, 1, tzinfo=UTC), datetime(2000, 1, 1, tzinfo=UTC) + SECOND)


@dataclass(frozen=True, slots=True)
class Unread:
    """A window of which the server gave nothing; `error` is the exception's name, None if the server was not asked."""

    window: Window
    reason: str
    error: str | None = None


Reading: TypeAlias = Generator[Window, list[R], None]
"""Asks for windows; the outcome of each is its rows, or a MailStoreError thrown in."""


def window(start: datetime, end: datetime) -> Window:
    """The span in whole seconds, as the API knows no smaller ones: none of it is lost.

    Raises:
        ArgumentError: A moment has no time zone, or the end is before the start.
    """
    begin, until = _in_utc("start", start), _in_utc("end", end, SECOND - datetime.resolution)
    found = Window(begin.replace(microsecond=0), until.replace(microsecond=0))
    if found.end < found.start:
        raise ArgumentError(f"end {found.end:%Y-%m-%d %H:%M:%S} is before start {found.start:%Y-%m-%d %H:%M:%S} (UTC)")
    return found


@dataclass(slots=True)
class Span(Generic[R]):
    """What was read of a span.

    Attributes:
        number: What tells a row from all others.
        most_calls: How often the server may be asked.
        rows: By number, each once.
        unread: What could not be read, in order.
        calls: How often the server was asked.
    """

    number: Callable[[R], int]
    most_calls: int = MOST_CALLS
    rows: dict[int, R] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)
    calls: int = 0
    _too_many: float = inf  # rows in a window that failed, though both its halves could be read
    _most: int = 0  # rows that came at once
    _per_second: float = 0.0  # rows in the window read last

    def __post_init__(self) -> None:
        if self.most_calls < 1:
            raise ArgumentError(f"most_calls {self.most_calls!r} is below 1")

    def read(self, whole: Window) -> Reading[R]:
        """Read all of it."""
        if whole.width:
            yield from self._read(whole)

    def _read(self, wanted: Window) -> Generator[Window, list[R], int | None]:
        """How many rows it has; None if not all of them could be read."""
        if self.calls >= self.most_calls:
            self._leave(Unread(wanted, f"not asked for: {self.most_calls} calls were made"))
            return None
        problem = None
        if self._per_second * wanted.width.total_seconds() < NEARLY * self._too_many or wanted.width <= MINUTE:
            problem = yield from self._ask(wanted)
            if isinstance(problem, int):
                return problem
            if wanted.width <= MINUTE:
                self._leave(Unread(wanted, str(problem), type(problem).__name__))
                return None
        first, second = wanted.halves()
        before = yield from self._read(first)
        after = yield from self._read(second)
        if before is None or after is None:
            return None
        if problem is not None and before + after > self._most:
            self._too_many = min(self._too_many, before + after)
        return before + after

    def _ask(self, wanted: Window) -> Generator[Window, list[R], int | MailStoreError]:
        """How many rows it has, or why they cannot be had.

        Raises:
            MailStoreError: No window can be had.
        """
        self.calls += 1
        try:
            rows = yield wanted
        except HOPELESS:
            raise
        except MailStoreError as error:
            problem = error
        else:
            self.rows.update((self.number(row), row) for row in rows)
            self._most = max(self._most, len(rows))
            self._too_many = self._too_many if len(rows) < self._too_many else inf
            self._per_second = len(rows) / wanted.width.total_seconds()
            return len(rows)
        # Is it the rows? Some servers tell even a wrong password as they tell any failure.
        self.calls += 1
        yield EMPTY
        return problem

    def _leave(self, unread: Unread) -> None:
        """Note what could not be read, together with what lies before it if the reason is the same."""
        last = self.unread[-1] if self.unread else None
        if (
            last
            and last.window.end == unread.window.start
            and (last.reason, last.error) == (unread.reason, unread.error)
        ):
            self.unread[-1] = Unread(Window(last.window.start, unread.window.end), last.reason, last.error)
        else:
            self.unread.append(unread)


def _in_utc(name: str, moment: object, later: timedelta = timedelta()) -> datetime:
    if not isinstance(moment, datetime):
        raise ArgumentError(f"{name} must be a datetime, not {type(moment).__name__}")
    if moment.utcoffset() is None:
        raise ArgumentError(
            f"{name} has no time zone, and that of the server only the server knows: "
            "give one, as datetime.now(UTC) or moment.astimezone() has"
        )
    try:
        return moment.astimezone(UTC) + later
    except OverflowError:
        raise ArgumentError(f"{name} is beyond the calendar in UTC") from None
