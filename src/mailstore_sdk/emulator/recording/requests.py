"""What was asked of the emulator: every request with its answer's outcome, without secrets, and assertions about it."""

from __future__ import annotations

import itertools
import threading
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import overload

from mailstore_sdk.emulator.function_names import checked_name, official_name, only_reads
from mailstore_sdk.emulator.messages import Request, Response
from mailstore_sdk.emulator.recording.expected_call import ExpectedCall
from mailstore_sdk.emulator.recording.recorded_request import RecordedRequest, outcome_of, recorded

KEPT = 10_000  # requests that are remembered; the oldest go first
SHOWN = 40  # lines of a failure's text that tell what was called
NEAREST = 3  # calls that a failure's text compares with the one wanted


class Requests(Sequence[RecordedRequest]):
    """The requests that were answered, oldest first; of more than 10,000 the newest.

    A poll that is held stands here once, when it is answered. Functions go by their official names or by those of
    servers up to 8.x, whichever the client used; a name that the API does not have is an error, so that no assertion
    passes by a slip of the pen.
    """

    def __init__(self) -> None:
        self._entries: deque[_Entry] = deque(maxlen=KEPT)
        self._forgotten: Counter[str] = Counter()
        self._lock = threading.Lock()

    def add(self, function: str, request: Request, answer: Response, at: float) -> None:
        """Remember one.

        Args:
            function: What was called; empty for a path that is none of the API's.
            request: What came in.
            answer: What goes out.
            at: The emulator's time, in seconds since 1970.
        """
        entry = _Entry(function, request, answer, at)
        with self._lock:
            if len(self._entries) == KEPT:
                self._forgotten[official_name(self._entries[0].function)] += 1
            self._entries.append(entry)

    def clear(self) -> None:
        """Forget them all."""
        with self._lock:
            self._entries.clear()
            self._forgotten.clear()

    def __len__(self) -> int:
        return len(self._entries)

    @overload
    def __getitem__(self, index: int) -> RecordedRequest: ...
    @overload
    def __getitem__(self, index: slice) -> list[RecordedRequest]: ...
    def __getitem__(self, index: int | slice) -> RecordedRequest | list[RecordedRequest]:
        if isinstance(index, slice):
            return [entry.record for entry in self._snapshot()[index]]
        return self._entries[index].record

    def __iter__(self) -> Iterator[RecordedRequest]:
        return (entry.record for entry in self._snapshot())

    def __repr__(self) -> str:
        return f"<Requests: {len(self)}>"

    @property
    def functions(self) -> list[str]:
        """What was called, in order, by the names used: functions, `get-status`, `cancel-async`, `get-metadata`."""
        return [entry.function for entry in self._snapshot()]

    def calls(self, function: str) -> list[RecordedRequest]:
        """The calls of one function.

        Args:
            function: Its name, or `get-status`, `cancel-async` or `get-metadata`.

        Raises:
            ConfigurationError: There is no such function.
        """
        wanted = checked_name(function, self.functions)
        return [entry.record for entry in self._snapshot() if official_name(entry.function) == wanted]

    def assert_called(
        self, function: str, /, *, times: int | None = None, **arguments: object
    ) -> list[RecordedRequest]:
        """A function was called, with these arguments among others.

        Args:
            function: Its name.
            times: How often; None: at least once.
            **arguments: By their names on the wire. Values are Python's, as typed methods take them, or text as it
                is on the wire; `...` stands for any value, None for an argument that was not sent. Secret ones are
                compared, too, and not shown.

        Returns:
            The calls that fit.

        Raises:
            AssertionError: It was not; the text has the nearest calls and all others.
            ConfigurationError: There is no such function or argument, or the value cannot be sent as that argument.
        """
        __tracebackhide__ = True
        call = ExpectedCall(checked_name(function, self.functions), arguments)
        candidates = self.calls(function)
        found = [one for one in candidates if call.fits(one)]
        if times is None and found:
            return found
        forgotten = self._forgotten[call.function]
        if times is not None and len(found) == times and not forgotten:
            return found
        problem = f"{call} was {_times(len(found))}"
        if times is not None:
            problem += f"; wanted: {times} times" if times != 1 else "; wanted: once"
        if forgotten:
            problem += f" (but {forgotten} of its calls are forgotten, clear() the record more often)"
        raise AssertionError("\n".join([f"{problem}.", *_nearest(call, candidates, found), *self._told()]))

    def assert_not_called(self, function: str, /, **arguments: object) -> None:
        """A function was not called, or not with these arguments.

        Args:
            function: Its name.
            **arguments: As those of `assert_called`.

        Raises:
            AssertionError: It was.
            ConfigurationError: There is no such function or argument, or the value cannot be sent as that argument.
        """
        __tracebackhide__ = True
        call = ExpectedCall(checked_name(function, self.functions), arguments)
        found = [one for one in self.calls(function) if call.fits(one)]
        forgotten = self._forgotten[call.function]
        if not found and not forgotten:
            return
        problem = f"{call} was {_times(len(found) or forgotten)}"
        if not found:
            problem += " in requests that are forgotten, maybe with other arguments"
        raise AssertionError("\n".join([f"{problem}.", *self._told()]))

    def assert_only_read(self) -> None:
        """No function was called that changes something, be it in vain: what a dry run has to keep to.

        Functions that the SDK does not know, and cancel-async, count as such that do.

        Raises:
            AssertionError: One was.
        """
        __tracebackhide__ = True
        entries = self._snapshot()
        changing = [entry for entry in entries if not only_reads(entry.function)]
        names = [name for name in self._forgotten if not only_reads(name)]
        if changing or names:
            calls = [f"  {entry.record}" for entry in changing[:SHOWN]] + [f"  {name} (forgotten)" for name in names]
            text = ["Not only functions that read were called:", *calls, *_more(len(changing) - SHOWN)]
            raise AssertionError("\n".join([*text, *self._told()]))

    def assert_order(self, *functions: str) -> None:
        """Functions were called one after the other, others in between or not.

        Args:
            *functions: Their names; a name may come more than once.

        Raises:
            AssertionError: They were not.
            ConfigurationError: There is no such function.
        """
        __tracebackhide__ = True
        called = self.functions
        wanted = [checked_name(name, called) for name in functions]
        rest = iter([official_name(name) for name in called])
        for number, name in enumerate(wanted):
            if name not in rest:  # takes from the iterator what comes before it, too
                after = f" after {', '.join(wanted[:number])}" if number else ""
                problem = f"{name} was not called{after}; wanted: {', '.join(wanted)}."
                raise AssertionError("\n".join([problem, *self._told()]))

    def _snapshot(self) -> list[_Entry]:
        with self._lock:
            return list(self._entries)

    def _told(self) -> list[str]:
        """What was called, polls of one call in a line."""
        entries = self._snapshot()
        if not entries:
            return ["Nothing was called."]
        lines: list[str] = []
        position = 0
        for _, group in itertools.groupby(entries, key=_alike):
            same = list(group)
            count = f", {len(same)} times" if len(same) > 1 else ""
            lines.append(f"  [{position}] {same[-1].record}{count}")
            position += len(same)
        forgotten = self._forgotten.total()
        heading = f"What was called ({len(entries)}{f', and {forgotten} before, forgotten' if forgotten else ''}):"
        return [heading, *_more(len(lines) - SHOWN), *lines[-SHOWN:]]


class _Entry:
    """A request as it came, which most tests never look at: read when somebody does."""

    __slots__ = ("_at", "_outcome", "_record", "_request", "_status", "function")

    def __init__(self, function: str, request: Request, answer: Response, at: float) -> None:
        self.function = function
        # Of the headers only the one that tells who asked: thousands of requests are kept.
        kept = {"authorization": request.headers.get("authorization", "")}
        self._request: Request | None = replace(request, headers=kept)
        self._status = 0 if answer.delivery.cut_after == 0 else answer.status
        self._outcome = outcome_of(request, answer)
        self._at = at
        self._record: RecordedRequest | None = None

    @property
    def record(self) -> RecordedRequest:
        request, record = self._request, self._record
        if record is None:
            assert request is not None
            moment = datetime.fromtimestamp(self._at, UTC)
            record = recorded(self.function, request, self._status, self._outcome, moment)
            self._record, self._request = record, None
        return record


def _alike(entry: _Entry) -> object:
    return (entry.function, entry.record.outcome) if entry.function == "get-status" else repr(entry.record)


def _nearest(call: ExpectedCall, candidates: list[RecordedRequest], found: list[RecordedRequest]) -> list[str]:
    others = sorted((one for one in candidates if one not in found), key=lambda one: len(call.differences(one)))
    if not others:
        return []
    lines = ["Nearest:"]
    for one in others[:NEAREST]:
        lines += [f"  {one}", *(f"    {difference}" for difference in call.differences(one))]
    return lines


def _times(number: int) -> str:
    return {0: "not called", 1: "called once"}.get(number, f"called {number} times")


def _more(number: int) -> list[str]:
    return [f"  ({number} more)"] if number > 0 else []
