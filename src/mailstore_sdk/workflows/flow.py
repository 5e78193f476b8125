"""Carrying out a plan, written once without any input or output: it asks for what it needs, and drivers do it."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.errors import (
    ApiError,
    ArgumentError,
    AuthenticationError,
    MailStoreError,
    OperationCancelled,
    OperationFailed,
    OperationLost,
    ResponseError,
    TransportError,
)
from mailstore_sdk.text import cut, one_line
from mailstore_sdk.transport.redact import Cleaner
from mailstore_sdk.workflows.outcome import STOPPED, Limits, Outcome, StepOutcome, StepState
from mailstore_sdk.workflows.plan import Plan, Step
from mailstore_sdk.workflows.protocol import AS_PLANNED, Entry, Event, Protocol

ENDED_BADLY = (OperationFailed, OperationCancelled)
REFUSED = (ApiError, ArgumentError, *ENDED_BADLY)
NOTHING_TELLS = "an earlier run sent it, and nothing that can be read tells whether it was carried out"
STILL_AT_IT = "the server may still be at it; once it is not, settle the step: it was not carried out"
BEGUN_BEFORE = "an earlier run began it, and a run waits for it"
LINES_TOLD = 3  # of what the server wrote about a call that failed
BY_A_PROXY = 500  # an HTTP status above it is not the server's own refusal, and may come after the call


class Invoke(NamedTuple):
    """Make a call that only reads; a `MailStoreError` is sent back in place of its result."""

    function: str
    arguments: Mapping[str, Any]


class Begin(NamedTuple):
    """Make a call that changes something.

    Sent back is what the server said last; while it runs, what `client.resume()` takes; or a `MailStoreError`.
    """

    function: str
    arguments: Mapping[str, Any]


class Await(NamedTuple):
    """Wait for a long-running call; sent back is what the server said last, or a `MailStoreError`."""

    step: int
    operation: Mapping[str, Any]


Effect: TypeAlias = Invoke | Begin | Await | Entry | StepOutcome
"""A call to be made or waited for, a line for the protocol, or news for whoever watches."""

Flow: TypeAlias = Generator[Effect, Any, Outcome]


@dataclass
class Run:
    """One run of a plan.

    Attributes:
        plan: What is to be done.
        history: What earlier runs did.
        limits: How far this one may go.
        secrets: By the names under which the plan asks for them.
        settled: What somebody has found out about steps whose outcome is unknown: whether they were carried out.
        preview: Whether to find out only what would be done.
    """

    plan: Plan
    history: Protocol
    limits: Limits = field(default_factory=Limits)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    settled: Mapping[int, bool] = field(default_factory=dict)
    preview: bool = False
    _stopped: str | None = None
    _sent: int = 0
    _broken: dict[str, int] = field(default_factory=dict)
    _assumed: dict[str, Any] = field(default_factory=dict)
    _previewed: set[str | None] = field(default_factory=set)

    def __post_init__(self) -> None:
        last = self.history.last
        lacking = [name for name in self.plan.secrets if not self.secrets.get(name)]
        if lacking and not self.preview:
            raise ArgumentError(f"the plan asks for secrets that were not given: {', '.join(map(repr, lacking))}")
        wrong = [number for number in self.settled if last.get(number) not in ("begun", "unknown")]
        if wrong:
            raise ArgumentError(f"the outcome of step {wrong[0]} is not unknown, so it cannot be settled")
        for number, carried_out in self.settled.items():
            step = self.plan.steps[number - 1]
            if step.check is not None and (carried_out or not step.may_go_on):
                raise ArgumentError(f"reading tells whether step {number} was carried out, so nobody else has to")

    def flow(self) -> Flow:
        """Everything that the run does."""
        outcomes: list[StepOutcome] = []
        last = self.history.last
        for number, step in enumerate(self.plan.steps, 1):
            state, reason = yield from self._step(number, step, last.get(number))
            if step.group is not None and state in ("failed", "conflict", "unknown", "running", "left"):
                self._broken.setdefault(step.group, number)
            outcome = StepOutcome(step=number, function=step.function, state=state, reason=reason)
            outcomes.append(outcome)
            yield outcome
        return Outcome(title=self.plan.title, steps=outcomes, stopped=self._stopped, preview=self.preview)

    def _step(self, number: int, step: Step, last: Event | None) -> Generator[Effect, Any, tuple[StepState, str]]:
        if last in AS_PLANNED:
            return "before" if last != "already" else "already", ""
        if self._stopped is not None:
            return "left", STOPPED
        if step.group is not None and step.group in self._broken:
            return "left", f"it needs step {self._broken[step.group]}"
        if last == "running":
            return (yield from self._taken_up(number, step))
        sent_before = last in ("begun", "unknown")
        if step.check is None:
            if sent_before and number not in self.settled and not step.repeatable:
                return "unknown", NOTHING_TELLS
            if self.settled.get(number):
                yield Entry(step=number, event="found", reason="as whoever started this run says")
                return "before", ""
        else:
            ended = yield from self._look(number, step, sent_before)
            if ended is not None:
                return ended
        unmet = yield from self._unmet(number, step)
        if unmet is not None:
            return unmet
        limit = self._limit(step)
        if limit:
            self._stopped = limit
            return "left", limit
        found = yield from self._found(number, step)
        if isinstance(found, tuple):
            return found
        return (yield from self._send(number, step, found))

    def _look(self, number: int, step: Step, sent_before: bool) -> Generator[Effect, Any, tuple[StepState, str] | None]:
        """What reading says; None if the step is to be carried out."""
        check = step.check
        assert check is not None
        if check.place in self._assumed:
            value = self._assumed[check.place]
        else:
            answer = yield Invoke(check.function, check.arguments)
            if isinstance(answer, MailStoreError):
                return self._unreadable(step, answer)
            value = check.value(answer)
        found = check.compared(value)
        if found == "before":
            if sent_before and step.may_go_on and number not in self.settled:
                return "unknown", f"{check.function} does not say that it was carried out, and {STILL_AT_IT}"
            return None
        if found == "after":
            yield Entry(step=number, event="found" if sent_before else "already")
            return "before" if sent_before else "already", ""
        there, wanted = check.described(value), check.described(check.before)
        reason = f"{check.function} says {there}, and the plan was made for {wanted}"
        yield Entry(step=number, event="conflict", reason=reason)
        return "conflict", reason

    def _unmet(self, number: int, step: Step) -> Generator[Effect, Any, tuple[StepState, str] | None]:
        """What the step needs and is not there; None if it may be sent."""
        for need in step.needs:
            answer = yield Invoke(need.function, need.arguments)
            if isinstance(answer, MailStoreError):
                return self._unreadable(step, answer)
            value = need.value(answer)
            if need.met(value) or self._may_come(step):
                continue
            reason = f"it needs {need.described(need.expected)}, and {need.function} says {need.described(value)}"
            if need.why:
                reason = f"{need.why}: {reason}"
            yield Entry(step=number, event="conflict", reason=reason)
            return "conflict", reason
        return None

    def _found(self, number: int, step: Step) -> Generator[Effect, Any, tuple[StepState, str] | dict[str, Any]]:
        """The arguments that could not be known earlier; or why the step is not sent."""
        values: dict[str, Any] = {}
        for name, look in step.found.items():
            answer = yield Invoke(look.function, look.arguments)
            if isinstance(answer, MailStoreError):
                unreadable = self._unreadable(step, answer)
                if unreadable is not None:
                    return unreadable
                continue
            value = look.value(answer)
            if isinstance(value, int | str) and not isinstance(value, bool):
                values[name] = value
            elif not self._may_come(step):
                reason = f"{name} cannot be found: {look.function} says {look.described(value)}"
                yield Entry(step=number, event="conflict", reason=reason)
                return "conflict", reason
        return values

    def _may_come(self, step: Step) -> bool:
        """Whether this is a preview, and an earlier step of the group may make what is looked for."""
        return self.preview and step.group is not None and step.group in self._previewed

    def _unreadable(self, step: Step, error: MailStoreError) -> tuple[StepState, str] | None:
        if isinstance(error, ApiError) and self._may_come(step):
            return None
        if isinstance(error, TransportError | AuthenticationError):
            self._stopped = self._cleaned(str(error))
        return "left", f"it could not be looked at: {self._cleaned(str(error))}"

    def _limit(self, step: Step) -> str:
        """The limit that the step would exceed, or nothing."""
        most, removals = self.limits.max_removals, self.plan.removals
        if step.removes and most is not None and removals > most:
            return f"steps that take something away: {removals}; max_removals is {most}"
        if self.limits.max_steps is not None and self._sent >= self.limits.max_steps:
            return f"max_steps is {self.limits.max_steps}"
        return ""

    def _send(self, number: int, step: Step, found: Mapping[str, Any]) -> Generator[Effect, Any, tuple[StepState, str]]:
        self._sent += 1
        if self.preview:
            return self._supposed(step)
        yield Entry(step=number, event="begun", reason=", ".join(f"{name}={value}" for name, value in found.items()))
        error = yield Begin(step.function, {**step.filled(self.secrets), **found})
        if isinstance(error, Mapping):
            yield Entry(step=number, event="running", operation=dict(error))
            return (yield from self._waited(number, step, error))
        if not isinstance(error, MailStoreError):
            if BY_NAME[step.function].long_running != "no":  # a server decides call by call whether it waits itself
                return (yield from self._proved(number, step, cut(one_line(self._cleaned(error)))))
            yield Entry(step=number, event="done")
            return "done", ""
        reason = self._cleaned(str(error))
        refused = isinstance(error, REFUSED) and (getattr(error, "http_status", None) or 0) <= BY_A_PROXY
        unsent = isinstance(error, AuthenticationError) or not getattr(error, "request_sent", True)
        if not refused:
            # What met this call would meet the next one, too; and of one whose outcome is unknown nobody can say yet
            # whether it is still under way, so that a look at once might deceive.
            self._stopped = reason
        state: StepState = "failed" if refused or unsent else "unknown"
        yield Entry(step=number, event="failed" if state == "failed" else "unknown", reason=reason)
        return state, reason

    def _supposed(self, step: Step, reason: str = "") -> tuple[StepState, str]:
        """What a preview says of a step that a run carries out, and takes for granted afterwards."""
        self._previewed |= {step.group}
        if step.check is not None:
            self._assumed[step.check.place] = step.check.after
        return "planned", reason

    def _taken_up(self, number: int, step: Step) -> Generator[Effect, Any, tuple[StepState, str]]:
        """Go on with a long-running call that an earlier run began."""
        if self.preview:
            return self._supposed(step, BEGUN_BEFORE)
        return (yield from self._waited(number, step, self.history.operations[number]))

    def _waited(
        self, number: int, step: Step, operation: Mapping[str, Any]
    ) -> Generator[Effect, Any, tuple[StepState, str]]:
        """Wait for a long-running call, and see by reading what it has come to."""
        said = yield Await(number, operation)
        if not isinstance(said, MailStoreError):
            return (yield from self._proved(number, step, cut(one_line(self._cleaned(said)))))
        reason = _told(said, self._cleaned)
        if isinstance(said, ENDED_BADLY):
            yield Entry(step=number, event="failed", reason=reason)
            return "failed", reason
        # An answer that cannot be read may have been the last one, which may be empty (documented).
        if isinstance(said, OperationLost | ResponseError) and (yield from self._is_there(step)):
            yield Entry(step=number, event="found", reason=reason)
            return "done", reason
        if isinstance(said, OperationLost):
            return (yield from self._open(number, f"{reason}: {_next(step)}"))
        self._stopped = reason
        return "running", f"{reason}; the server goes on, and the next run waits for it"

    def _proved(self, number: int, step: Step, said: str) -> Generator[Effect, Any, tuple[StepState, str]]:
        """Read whether a call that ran long, and ended well as the server says, did what it was made for."""
        if step.check is not None:
            answer = yield Invoke(step.check.function, step.check.arguments)
            if isinstance(answer, MailStoreError):
                reason = f"it succeeded, and could not be looked at again: {self._cleaned(str(answer))}"
                return (yield from self._open(number, reason))
            value = step.check.value(answer)
            if step.check.compared(value) != "after":
                what = next((key for key in reversed(step.check.path) if isinstance(key, str)), "it")
                there = f"{what}: {step.check.described(value)}"
                reason = f"the server says that it succeeded, and {step.check.function} still says {there}"
                yield Entry(step=number, event="failed", reason=reason)
                return "failed", reason
        yield Entry(step=number, event="done", reason=said)
        return "done", said

    def _is_there(self, step: Step) -> Generator[Effect, Any, bool]:
        """Whether reading says that a call did what it was made for, which the server itself no longer tells."""
        if step.check is None:
            return False
        answer = yield Invoke(step.check.function, step.check.arguments)
        return not isinstance(answer, MailStoreError) and step.check.state(answer) == "after"

    def _open(self, number: int, reason: str) -> Generator[Effect, Any, tuple[StepState, str]]:
        """The outcome is not known, so the run ends."""
        self._stopped = reason
        yield Entry(step=number, event="unknown", reason=reason)
        return "unknown", reason

    @cached_property
    def _cleaned(self) -> Cleaner:
        """Takes the secrets of all steps out of what a server wrote.

        A client knows only those of the call that it makes, and not even those where it takes a call up again; a server
        may tell a password that an earlier step has set.
        """
        return Cleaner(self.secrets[name] for name in self.plan.secrets if name in self.secrets)


def _next(step: Step) -> str:
    """What becomes of a step whose call the server has forgotten, as after a restart."""
    if step.repeatable:
        return "the next run sends it again, which does no harm, unless reading says that it was carried out"
    if step.check is not None and not step.may_go_on:
        return f"the next run reads {step.check.function}, and sends it again only if it was not carried out"
    return "look at the server and its log, then settle the step"


def _told(error: MailStoreError, cleaned: Cleaner) -> str:
    """An error in words; of a call that ended badly also the last lines that the server wrote about it."""
    messages = getattr(error.status, "messages", ()) if isinstance(error, ENDED_BADLY) else ()
    text = cleaned(str(error))
    lines = [line for line in (one_line(cleaned(message.text)).strip() for message in messages) if line not in text]
    return " / ".join([text, *map(cut, lines[-LINES_TOLD:])])
