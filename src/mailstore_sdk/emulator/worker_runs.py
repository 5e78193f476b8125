"""The results of profile runs, years of which may be made when they are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Protocol

if TYPE_CHECKING:
    from mailstore_sdk.emulator.state import WorkerRun


class History(Protocol):
    """What makes runs, in the order of their starts; their ids are 1, 2, 3 and so on."""

    @property
    def count(self) -> int:
        """How many there are."""
        ...

    def make(self, index: int) -> WorkerRun:
        """The run, a new object each time."""
        ...

    def first_since(self, moment: datetime) -> int:
        """The first run that started then or later; `count` if there is none."""
        ...


class WorkerRuns:
    """The runs of all profiles: first those made on demand, then those that are kept.

    Args:
        runs: Runs that are kept.
        history: What makes the first ones.
    """

    def __init__(self, runs: Iterable[WorkerRun] = (), history: History | None = None) -> None:
        self.history = history
        self.own: list[WorkerRun] = list(runs)
        self._highest = max((run.id for run in self.own), default=0)

    def append(self, run: WorkerRun) -> None:
        """Add a run."""
        self.own.append(run)
        self._highest = max(self._highest, run.id)

    def clear(self) -> None:
        """Forget them all."""
        self._highest = self.next_id() - 1
        self.history = None
        self.own.clear()

    def next_id(self) -> int:
        """The id of a run that comes now: never one that was given before."""
        return max(self._highest, self._made) + 1

    def by_id(self, number: int) -> WorkerRun | None:
        """The run of that id; None: there is none."""
        if self.history is not None and 1 <= number <= self.history.count:
            return self.history.make(number - 1)
        return next((run for run in self.own if run.id == number), None)

    def between(self, start: datetime, end: datetime) -> Iterator[WorkerRun]:
        """The runs that started in a span of time.

        Args:
            start: Its begin, with a zone.
            end: Its end, with a zone; it does not belong to the span.
        """
        if self.history is not None:
            for index in range(self.history.first_since(start), self.history.first_since(end)):
                yield self.history.make(index)
        yield from [run for run in self.own if start <= run.start < end]

    def __iter__(self) -> Iterator[WorkerRun]:
        if self.history is not None:
            for index in range(self.history.count):
                yield self.history.make(index)
        yield from tuple(self.own)

    def __len__(self) -> int:
        return self._made + len(self.own)

    def __getitem__(self, index: int) -> WorkerRun:
        index = index + len(self) if index < 0 else index
        if self.history is not None and 0 <= index < self.history.count:
            return self.history.make(index)
        if index < 0:
            raise IndexError(index)
        return self.own[index - self._made]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, WorkerRuns):
            return NotImplemented
        return (self.history, self.own) == (other.history, other.own)

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # mypy wants a method; Python wants None for what is not hashable

    def __repr__(self) -> str:
        return f"<WorkerRuns of {len(self)}>"

    @property
    def _made(self) -> int:
        return 0 if self.history is None else self.history.count
