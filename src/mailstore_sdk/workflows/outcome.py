"""What became of a plan."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from mailstore_sdk.text import one_line
from mailstore_sdk.workflows.parts import Part, table_text

StepState: TypeAlias = Literal[
    "planned", "done", "before", "already", "failed", "conflict", "unknown", "running", "left"
]
"""What became of a step; see `StepOutcome`."""

WORDS: dict[StepState, str] = {
    "planned": "would be carried out",
    "done": "carried out",
    "before": "carried out before",
    "already": "already so",
    "failed": "not carried out",
    "conflict": "changed by somebody else",
    "unknown": "outcome unknown",
    "running": "still running on the server",
    "left": "left",
}
STOPPED = "the run had stopped"  # why a step was left: not because of itself
AS_PLANNED = frozenset({"done", "before", "already"})


class Limits(Part):
    """How far a run may go.

    Attributes:
        max_removals: If the plan has more steps that take something away, none of them is carried out: the run stops at
            the first one. That many more than expected mostly means that the list behind the plan was cut short. None:
            any number.
        max_steps: At most so many calls that change something in this run; the next run goes on. None: all.
    """

    max_removals: Annotated[int, Field(ge=0)] | None = None
    max_steps: Annotated[int, Field(ge=0)] | None = None


class StepOutcome(Part):
    """What became of a step.

    Attributes:
        step: Its number in the plan; the first is 1.
        function: The function's name.
        state: planned: a run would carry it out, and this was a preview. done: carried out now. before: carried out in
            an earlier run. already: it was so already, nothing was sent. failed: the server refused or gave up, or
            nothing reached it, or reading says that it did not help. conflict: what is there is neither what the plan
            found nor what it wants; nothing was sent. unknown: it was sent, and whether it was carried out is not
            known. running: the server is at it, and the wait ended; the next run waits for it. left: not begun.
        reason: Why, where it was not carried out; of a call that ran long, what the server said last; else empty.
    """

    step: int
    function: str
    state: StepState
    reason: str = ""


class Outcome(Part):
    """What became of a plan in one run.

    Attributes:
        title: The plan's.
        steps: All of them, in their order.
        stopped: Why the run ended before the last step; None if it did not.
        preview: Whether this only says what a run would do; then nothing was sent that changes anything.
    """

    title: str
    steps: list[StepOutcome]
    stopped: str | None = None
    preview: bool = False

    @property
    def sent(self) -> int:
        """How many steps were carried out in this run."""
        return sum(one.state == "done" for one in self.steps)

    @property
    def left(self) -> list[StepOutcome]:
        """The steps that are not as the plan wants them, or not known to be."""
        return [one for one in self.steps if one.state not in AS_PLANNED]

    @property
    def complete(self) -> bool:
        """Whether everything is as the plan wants it."""
        return not self.left

    def table(self) -> tuple[list[str], list[list[Any]]]:
        """The head of a table and its rows, a step each."""
        rows = [[one.step, one.function, WORDS[one.state], one.reason] for one in self.steps]
        return ["step", "function", "outcome", "reason"], rows

    def __str__(self) -> str:
        """The count, why it stopped, and the steps that are not as planned."""
        counts = Counter(one.state for one in self.steps)
        told = ", ".join(f"{counts[state]} {words}" for state, words in WORDS.items() if counts[state])
        if not self.steps:
            told = "nothing to do"
        elif not self.preview and self.complete and not self.sent:
            told = f"nothing to do: {told}"
        lines = [one_line(f"{self.title}: {told}")]
        if self.stopped:
            lines.append(one_line(f"stopped: {self.stopped}"))
        rows = [[one.step, one.function, WORDS[one.state], one.reason] for one in self.left]
        return "\n".join([*lines, *([table_text(self.table()[0], rows)] if rows else [])])
