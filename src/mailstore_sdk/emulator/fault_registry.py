"""Which faults are armed, for which function, how often, and how often they struck."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TypeVar

from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.emulator.faults import AnswerFault, ConnectionFault, ExpiredCertificate, Fault, Refuse, TaskFault
from mailstore_sdk.emulator.function_names import LOW_LEVEL, checked_name, official_name
from mailstore_sdk.emulator.tasks import Task
from mailstore_sdk.errors import ConfigurationError

ALL = "*"
SEED = 1
Kind = TypeVar("Kind", AnswerFault, TaskFault, Refuse, ExpiredCertificate)


@dataclass(eq=False, kw_only=True)
class Planted:
    """A fault that is armed, or was.

    Attributes:
        id: A number of its own among all of this emulator.
        function: For which function: its official name, `get-status`, `cancel-async`, `get-metadata`, or `*`.
        fault: What goes wrong.
        times: How often it strikes; None: as often as it can.
        probability: How often it strikes when it could, above 0 and up to 1.
        until: When it ends by itself, by the emulator's clock, in seconds since 1970; None: never.
        struck: How often it struck.
    """

    id: int
    function: str
    fault: Fault
    times: int | None = None
    probability: float = 1.0
    until: float | None = None
    struck: int = 0


class Faults:
    """The faults that are armed, in the order in which they were added; the first that fits a call strikes it.

    Args:
        lock: The emulator's.
        now: The emulator's time, in seconds since 1970.
        changed: Told when connections are to be taken otherwise than before; never while the lock is held by it.
        seed: Where the draws of a probability begin; the same seed, the same draws.
    """

    def __init__(
        self,
        lock: AbstractContextManager[object],
        now: Callable[[], float],
        changed: Callable[[], object],
        seed: int = SEED,
    ) -> None:
        self._lock = lock
        self._now = now
        self._changed = changed
        self._seed = seed
        self._random: random.Random | None = None
        self._planted: list[Planted] = []
        self._next_id = 1

    def add(self, function: str, fault: Fault, *, times: int | None = None, probability: float = 1.0) -> Planted:
        """Arm a fault.

        Args:
            function: An API function's name, of a long-running one for faults of long-running calls; `get-status`,
                `cancel-async` or `get-metadata`; `*` for every request, and for faults of connections.
            fault: What goes wrong.
            times: How often; None: until it is removed.
            probability: How often it strikes when it could, above 0 and up to 1; drawn alike in every run.

        Raises:
            ConfigurationError: There is no such function, or the fault cannot strike there, or not so often.
        """
        name = function if function == ALL else checked_name(function)
        _check(name, fault, times, probability)
        until = self._now() + fault.seconds if isinstance(fault, Refuse) and fault.seconds is not None else None
        with self._lock:
            planted = Planted(
                id=self._next_id, function=name, fault=fault, times=times, probability=probability, until=until
            )
            self._next_id += 1
            self._planted.append(planted)
        if isinstance(fault, ConnectionFault):
            self._changed()
        return planted

    @contextmanager
    def planted(
        self, function: str, fault: Fault, *, times: int | None = None, probability: float = 1.0
    ) -> Iterator[Planted]:
        """As `add`, and disarmed at the end of the `with` block."""
        planted = self.add(function, fault, times=times, probability=probability)
        try:
            yield planted
        finally:
            self.remove(planted)

    def remove(self, planted: Planted) -> None:
        """Disarm a fault; one that is not armed any more is passed over."""
        self._keep(lambda one: one is not planted)

    def clear(self) -> None:
        """Disarm them all, and begin the draws of probabilities anew."""
        self._keep(lambda _: False)
        self._random = None

    def __iter__(self) -> Iterator[Planted]:
        # A server asks ten times a second, and every request: without the lock, since mostly there is none.
        if not self._planted:
            return iter(())
        with self._lock:
            self._drop_ended()
            return iter(self._planted[:])

    def __len__(self) -> int:
        return len(list(iter(self)))

    def pick(self, function: str) -> AnswerFault | None:
        """The fault of this request, if one strikes.

        Args:
            function: What it calls, by the name that it uses.
        """
        return self._strike(AnswerFault, official_name(function))

    def begun(self, task: Task) -> None:
        """A long-running call begins, and a fault may befall it."""
        fault = self._strike(TaskFault, task.function)
        if fault is not None:
            fault.befall(task)

    def expired_certificate(self) -> bool:
        """Whether this handshake is struck by an expired certificate."""
        return self._strike(ExpiredCertificate, ALL) is not None

    def refusing(self) -> bool:
        """Whether connections are refused; only asked, so nothing is counted."""
        return any(isinstance(one.fault, Refuse) for one in self)

    def connection_faults(self) -> list[Planted]:
        """The armed faults of connections."""
        return [one for one in self if isinstance(one.fault, ConnectionFault)]

    def _strike(self, kind: type[Kind], function: str) -> Kind | None:
        if not self._planted:
            return None
        with self._lock:
            self._drop_ended()
            for planted in self._planted:
                fault = planted.fault
                if isinstance(fault, kind) and planted.function in (ALL, function) and self._draw(planted):
                    planted.struck += 1
                    self._drop_ended()
                    return fault
        return None

    def _draw(self, planted: Planted) -> bool:
        if planted.probability == 1.0:
            return True
        if self._random is None:
            self._random = random.Random(self._seed)  # noqa: S311  # not for secrets, and the same in every run
        return self._random.random() < planted.probability

    def _drop_ended(self) -> None:
        now = self._now()
        self._planted = [
            one
            for one in self._planted
            if (one.times is None or one.struck < one.times) and (one.until is None or now < one.until)
        ]

    def _keep(self, wanted: Callable[[Planted], bool]) -> None:
        with self._lock:
            gone = [one for one in self._planted if not wanted(one)]
            self._planted = [one for one in self._planted if wanted(one)]
        # Out of the lock: who is told may wait for a thread that needs it.
        if any(isinstance(one.fault, ConnectionFault) for one in gone):
            self._changed()


def _check(function: str, fault: Fault, times: int | None, probability: float) -> None:
    if not isinstance(fault, AnswerFault | ConnectionFault | TaskFault):
        raise ConfigurationError(f"{fault!r} is no fault; a class has to be called: Reset()")
    kind = type(fault).__name__
    if times is not None and times < 1:
        raise ConfigurationError(f"times {times!r} is below 1")
    if not 0 < probability <= 1:
        raise ConfigurationError(f"probability {probability!r} is not above 0 and up to 1")
    if isinstance(fault, ConnectionFault) and function != ALL:
        raise ConfigurationError(f"{kind} strikes before the server knows what is called: plant it for {ALL!r}")
    if isinstance(fault, Refuse) and (times is not None or probability != 1):
        raise ConfigurationError("Refuse cannot be counted or drawn, since only the system sees it: give seconds")
    if not isinstance(fault, TaskFault) or function == ALL:
        return
    if function in LOW_LEVEL or BY_NAME[function].long_running == "no":
        raise ConfigurationError(f"{kind} is for long-running calls, and {function} does not run long")
