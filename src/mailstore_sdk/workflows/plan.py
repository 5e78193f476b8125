"""A plan: the calls that are to be made, why, and how to see that they were."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self

from pydantic import Field, JsonValue, model_validator

from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.documents import Document
from mailstore_sdk.errors import ArgumentError
from mailstore_sdk.models.base import Utc
from mailstore_sdk.text import one_line
from mailstore_sdk.transport.encoding import fields
from mailstore_sdk.transport.redact import MASK, inside, is_secret
from mailstore_sdk.workflows.check import Check, Look, Need
from mailstore_sdk.workflows.parts import Part, table_text

if TYPE_CHECKING:
    from mailstore_sdk.function import Function

PLACEHOLDERS: dict[str, JsonValue] = {"number": 0, "string": MASK}  # for an argument that is found later, by its type
OBJECT = 40  # characters
COLUMNS = ("step", "function", "arguments", "takes away", "can be undone", "reason")


class Call(Part):
    """A call that changes something.

    Attributes:
        function: Its name.
        arguments: By their names on the wire, without secrets.
        secrets: Where a secret belongs, and under which name it is asked for when the plan is carried out. Where: an
            argument's name; within an argument that is JSON the way to the key, its parts separated by `/`.
        found: Arguments that nobody knows yet when the plan is made, as the number of what an earlier step creates: by
            their names where to read them right before the call is sent.
        removes: Whether it takes something away: a right, a user, a profile.
        needs: What must be there right before it is sent, as the replacement of what it deletes. It is read then.
    """

    function: str
    arguments: dict[str, JsonValue] = Field(default_factory=dict)
    secrets: dict[str, str] = Field(default_factory=dict)
    found: dict[str, Look] = Field(default_factory=dict)
    removes: bool = False
    needs: list[Need] = Field(default_factory=list)

    @model_validator(mode="after")
    def _can_be_made(self) -> Self:
        known = BY_NAME.get(self.function)
        if known is None or known.read_only:
            raise ValueError(f"{self.function!r} is not a function that changes something, as far as the SDK knows")
        for name, value in self.arguments.items():
            if known.arguments_known and name not in known.by_name:
                raise ValueError(f"{self.function} has no argument {name!r}")
            if value is not None and (is_secret(known, name) or _holds_secret(known, name, value)):
                raise ValueError(f"{self.function}: {name} is, or holds, a secret, and none may stand in a plan")
        if any(known.by_name[name].type not in PLACEHOLDERS for name in self.found if name in known.by_name):
            raise ValueError(f"{self.function}: only a number or a text can be found by reading")
        found = {name: PLACEHOLDERS[known.by_name[name].type] for name in self.found if name in known.by_name}
        if len(found) < len(self.found) or found.keys() & self.arguments.keys():
            raise ValueError(f"{self.function}: what is found by reading is no argument, or is given as well")
        try:
            fields(self.function, known, self.filled(dict.fromkeys(self.secrets.values(), MASK)) | found)
        except ArgumentError as error:
            raise ValueError(str(error)) from None
        return self

    def filled(self, secrets: Mapping[str, str]) -> dict[str, Any]:
        """The arguments with the secrets in their places.

        Args:
            secrets: By the names under which they are asked for.

        Returns:
            The arguments, as they are sent.

        Raises:
            ArgumentError: The place of one is not there.
        """
        arguments: dict[str, Any] = deepcopy(self.arguments) if self.secrets else dict(self.arguments)
        for place, name in self.secrets.items():
            *way, last = place.split("/")
            inner: Any = arguments
            for key in way:
                inner = inner.get(key) if isinstance(inner, dict) else None
            if not isinstance(inner, dict):
                raise ArgumentError(f"{self.function}: there is no place {place!r} for a secret")
            inner[last] = secrets[name]
        return arguments

    @property
    def runs_long(self) -> bool:
        """Whether the server may still be at it when no answer came: its function runs long, or is likely to."""
        return BY_NAME[self.function].long_running != "no"

    @property
    def described(self) -> str:
        """The arguments on one line, secrets masked."""
        shown = {name: _shown(value) for name, value in self.arguments.items()}
        shown |= {name: f"(from {look.function})" for name, look in self.found.items()}
        shown |= dict.fromkeys(self.secrets, MASK)
        return one_line(", ".join(f"{name}={text}" for name, text in shown.items()))


class Step(Call):
    """A call, why it is made, and what can be known about it.

    Attributes:
        reason: Why, in words.
        check: How to see by reading whether it has been carried out; None where nothing that can be read tells. Such a
            step, once its outcome is unknown, waits for somebody who says what became of it.
        undo: The call that takes it back; None where the API has none.
        group: Steps of a group need each other: after one that was not carried out, the later ones are left.
        repeatable: Whether a second call does no harm, as VerifyStore and SetUserPassword: one without a check, once
            its outcome is unknown, is sent again by the next run instead of waiting for somebody.
    """

    reason: str
    check: Check | None
    undo: Call | None = None
    group: str | None = None
    repeatable: bool = False

    @property
    def may_go_on(self) -> bool:
        """Whether the server may still be at it when no answer came, and a second call might do harm.

        Then reading that it was not carried out does not tell that it will not be. So it is with what runs long, and
        with what can be there twice, which is what a check counts: as a profile, whose name may be that of another.
        """
        twice = self.check is not None and self.check.kind == "count"
        return (self.runs_long or twice) and not self.repeatable

    def reversed(self, reason: str) -> Step | None:
        """The step that takes this one back, which this one takes back in turn; None where the API has none.

        Args:
            reason: Why it is made.

        Returns:
            The step; its check is this one's the other way round.
        """
        if self.undo is None:
            return None
        call = Call(**{name: getattr(self, name) for name in Call.model_fields})
        check = self.check and self.check.model_copy(update={"before": self.check.after, "after": self.check.before})
        return Step(**dict(self.undo), reason=reason, check=check, undo=call, group=self.group)


class Plan(Document, Part):
    """Calls to be made one after the other.

    Attributes:
        format: Version of the format.
        title: What it is for.
        server: For which server, as `server_of` names it; it is carried out on no other.
        created: When it was made.
        steps: The calls, in their order.
        notes: What is not planned, and why; for whoever decides about the plan.
    """

    _kind: ClassVar[str] = "a plan"
    format: Literal[1] = 1
    title: str
    server: str
    created: Utc = Field(default_factory=lambda: datetime.now(UTC))
    steps: list[Step]
    notes: list[str] = Field(default_factory=list)

    @property
    def removals(self) -> int:
        """How many steps take something away."""
        return sum(step.removes for step in self.steps)

    @property
    def secrets(self) -> list[str]:
        """The names of the secrets that carrying it out asks for, in the order of the steps."""
        return list(dict.fromkeys(name for step in self.steps for name in step.secrets.values()))

    def table(self) -> tuple[list[str], list[list[Any]]]:
        """The head of a table and its rows, a step each."""
        rows = [
            [number, step.function, step.described, _yes(step.removes), _yes(step.undo is not None), step.reason]
            for number, step in enumerate(self.steps, 1)
        ]
        return list(COLUMNS), rows

    def __str__(self) -> str:
        columns, rows = self.table()
        count = f"steps: {len(rows)}; of them, take something away: {self.removals}" if rows else "nothing to do"
        head = one_line(f"{self.title}: {count} ({self.server})")
        return "\n".join([head, *([table_text(columns, rows)] if rows else []), *noted(self.notes)])


def noted(notes: Iterable[str]) -> list[str]:
    """Notes as lines for a person."""
    return [f"note: {one_line(note)}" for note in notes]


def _holds_secret(function: Function[Any], name: str, value: JsonValue) -> bool:
    if not isinstance(value, str):
        return any(inside(json.dumps(value)))
    # A user may be called `{"password": "x"}`: an argument that is no JSON is a text, whatever it looks like.
    argument = function.by_name.get(name)
    return (argument is None or argument.type != "string") and any(inside(value))


def _shown(value: JsonValue) -> str:
    """An argument; of an object only the beginning, since the whole of it is in the plan's JSON."""
    text = json.dumps(value, ensure_ascii=False)
    return f"{text[:OBJECT]}…" if isinstance(value, dict) and len(text) > OBJECT else text


def _yes(answer: bool) -> str:
    return "yes" if answer else "no"
