"""One run over a fleet: what both fleets do alike, without waiting for anything themselves."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from mailstore_sdk.calls import AsyncCalls, Calls
from mailstore_sdk.errors import (
    AuthenticationError,
    ConfigurationError,
    ConnectError,
    MailStoreError,
    RequestTimeout,
    TlsError,
)
from mailstore_sdk.fleet.result import FleetResult
from mailstore_sdk.fleet.turns import Turns
from mailstore_sdk.models.fleet import FleetFailure, FleetOperation, FleetReport
from mailstore_sdk.operations import AsyncOperation, Operation
from mailstore_sdk.text import one_line
from mailstore_sdk.transport.redact import Cleaner
from mailstore_sdk.transport.wire import Incoming, Reply, Request, Sender

C = TypeVar("C", bound=Calls | AsyncCalls)
Progress = Callable[[int, int, int], object]
HANGS = 2  # calls in a row without an answer after which a server is taken for one that hangs, at the least
# What would meet every further call to that server, too. A wrong password above all is not sent again and again.
HOPELESS = (AuthenticationError, ConnectError, TlsError)


class Over(Exception):
    """Nobody waits for this call any more."""


class FleetCall(NamedTuple):
    """A call to be made."""

    name: str
    item: Any


class FleetRun(Generic[C]):
    """The state of one run: whose turn it is, how much time is left, what has come of it.

    Attributes:
        turns: The calls, by the connections that they share.
    """

    def __init__(
        self,
        members: Mapping[str, C],
        items: Mapping[str, Collection[Any]],
        per_server: int,
        deadline: float | None,
        on_progress: Progress | None,
    ) -> None:
        if deadline is not None and not deadline > 0:
            raise ConfigurationError(f"deadline {deadline!r} is not a number of seconds above 0")
        unknown = [name for name in items if name not in members]
        if unknown:
            raise ConfigurationError(f"not in this fleet: {', '.join(map(repr, unknown))}")
        texts = [name for name, some in items.items() if isinstance(some, str)]
        if texts:  # its letters would be the items
            raise ConfigurationError(f"one text instead of a list of items: {', '.join(map(repr, texts))}")
        self._members = members
        self._per_server = per_server
        self._deadline = deadline
        self._end: float | None = None
        self._on_progress = on_progress
        self._done = self._failed = 0
        self._total = sum(map(len, items.values()))
        self._silent: Counter[str] = Counter()
        calls: dict[int, list[FleetCall]] = {}
        for name in members:  # in their order, whatever that of the items
            same = calls.setdefault(id(members[name].transport.sender), [])
            same += [FleetCall(name, item) for item in items.get(name, ())]
        self.turns: Turns[int, FleetCall] = Turns(calls, per_server)

    def begin(self) -> None:
        """The time runs from now on."""
        self._end = None if self._deadline is None else time.monotonic() + self._deadline
        self._tell()

    @property
    def left(self) -> float:
        """Seconds until the deadline, or infinity."""
        return math.inf if self._end is None else self._end - time.monotonic()

    def granted(self, timeout: float) -> float:
        """Seconds for a further request, at most `timeout`; raises `Over` if there is to be none."""
        left = self.left
        if self.turns.stopped or left <= 0:
            raise Over("the client was lent for one call of a fleet, and nobody waits for that any more")
        return min(timeout, left)

    def not_begun(self) -> RequestTimeout:
        """What becomes of a call that comes too late."""
        return RequestTimeout(f"not begun: the {self._deadline} s for all servers were over", request_sent=False)

    def cut_off(self) -> RequestTimeout:
        """What becomes of a call that takes too long."""
        return RequestTimeout(f"under way when the {self._deadline} s for all servers were over")

    def failed(self, call: FleetCall, error: Exception, seconds: float = 0.0) -> FleetResult[Any]:
        """The result of a call that failed, or was not tried."""
        text = str(error)
        if not isinstance(error, MailStoreError):  # those are clean; anything else may show what the caller knew
            settings = self._members[call.name].transport.settings
            text = one_line(Cleaner([settings.password, settings.credentials], [settings.username])(text))
        failure = FleetFailure(type=type(error).__name__, message=text)
        return FleetResult(name=call.name, item=call.item, seconds=seconds, error=error, failure=failure)

    def results(self, key: int, call: FleetCall, result: FleetResult[Any]) -> tuple[bool, list[FleetResult[Any]]]:
        """Whether that was the last call over these connections, and what is known now.

        What is known is the result itself, and those of the calls that are not tried any more after it.
        """
        error = result.error
        # After the deadline every call ends so, whatever the server.
        no_answer = isinstance(error, RequestTimeout) and self.left > 0
        self._silent[call.name] = self._silent[call.name] + 1 if no_answer else 0
        more: list[FleetResult[Any]] = []
        if isinstance(error, HOPELESS):
            more = [self.failed(other, error) for other in self.turns.drop(key, lambda _: True)]
        elif self._silent[call.name] >= max(HANGS, self._per_server):
            silent = RequestTimeout(
                f"not tried: {self._silent[call.name]} calls before got no answer in time", request_sent=False
            )
            dropped = self.turns.drop(key, lambda other: other.name == call.name)
            more = [self.failed(other, silent) for other in dropped]
        return self.turns.ended(key), [result, *more]

    def told(self, results: list[FleetResult[Any]]) -> Iterator[FleetResult[Any]]:
        """The results one by one, each counted before it is handed out."""
        for result in results:
            self._done += 1
            self._failed += result.error is not None
            self._tell()
            yield result

    def _tell(self) -> None:
        if self._on_progress is not None:
            self._on_progress(self._done, self._failed, self._total)


class Granting(Protocol):
    """Says how long a request may take: a run, or whoever has less time than the run."""

    def granted(self, timeout: float) -> float:
        """Seconds for a further request, at most `timeout`; raises `Over` if there is to be none."""
        ...


class BoundedSender:
    """Hands requests on as long as somebody waits for the answers."""

    def __init__(self, sender: Sender, run: Granting) -> None:
        self._sender = sender
        self._run = run

    def send(self, request: Request, timeout: float) -> Reply:
        """Hand it on, with no more time than all servers have left."""
        return self._sender.send(request, self._run.granted(timeout))

    @contextmanager
    def stream(self, request: Request, timeout: float, silence: float) -> Iterator[Incoming]:
        """As `send`; nobody is handed a piece for which nobody waits."""
        with self._sender.stream(request, self._run.granted(timeout), silence) as incoming:
            yield replace(incoming, chunks=self._while_granted(incoming.chunks, silence))

    def _while_granted(self, chunks: Iterator[bytes], silence: float) -> Iterator[bytes]:
        for chunk in chunks:
            self._run.granted(silence)
            yield chunk

    def close(self) -> None:
        """Nothing: the connections are the run's."""


def report(names: Collection[str], results: Collection[FleetResult[Any]], took: float) -> FleetReport[Any]:
    """The results of all servers as data, in the order of the names."""
    by_name = {result.name: result for result in results}
    ordered = [by_name[name] for name in names]
    return FleetReport(
        total=len(ordered),
        succeeded=sum(result.failure is None for result in ordered),
        failed=sum(result.failure is not None for result in ordered),
        took=round(took, 3),
        results={result.name: result.value for result in ordered if result.failure is None},
        failures={result.name: result.failure for result in ordered if result.failure is not None},
        seconds={result.name: round(result.seconds, 3) for result in ordered},
    )


def written_down(operation: Operation[Any] | AsyncOperation[Any]) -> FleetOperation:
    """A long-running call as data."""
    import json

    saved = None if operation.done else json.loads(operation.to_json())
    return FleetOperation(function=operation.function, saved=saved, status=operation.status)
