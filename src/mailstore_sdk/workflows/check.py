"""How to see by reading whether a step has been carried out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, Self, TypeAlias

from pydantic import Field, JsonValue, model_validator

from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.errors import ArgumentError
from mailstore_sdk.text import cut, one_line
from mailstore_sdk.transport.encoding import fields
from mailstore_sdk.transport.redact import SECRET_NAME, inside, without_secrets
from mailstore_sdk.workflows.names import folded
from mailstore_sdk.workflows.parts import Part

# There is no list where one should be, as for an administrator; or two elements may be meant.
NOT_TOLD: Final = object()

Found: TypeAlias = Literal["before", "after", "other"]


class Look(Part):
    """Where to look: a function that only reads, and the way into its result.

    Attributes:
        function: A function that changes nothing.
        arguments: By their names on the wire.
        path: The way into its result: the key of an object, or of a list the one element that has these values.
        kind: `value`: what is there is compared as it is; no text and empty text are the same. `set`: a list whose
            order means nothing; nothing, and the word `none`, are the empty list. `exists`: only whether anything is
            there, true or false. `count`: how many elements have the values at the path's end; no list is none. `flag`:
            whether it is on; nothing is off.
        apart: Elements of a list that have all of these values are passed over, as the one that is being replaced.
    """

    function: str
    arguments: dict[str, JsonValue] = Field(default_factory=dict)
    path: list[str | dict[str, JsonValue]] = Field(default_factory=list)
    kind: Literal["value", "set", "exists", "count", "flag"] = "value"
    apart: dict[str, JsonValue] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _can_look(self) -> Self:
        known = BY_NAME.get(self.function)
        if known is None or not known.read_only:
            raise ValueError(f"{self.function!r} is not a function that only reads")
        try:
            fields(self.function, known, self.arguments)
        except ArgumentError as error:
            raise ValueError(str(error)) from None
        if any(SECRET_NAME.search(key) for key in self.path if isinstance(key, str)):
            raise ValueError("a secret cannot be looked at: the server never gives it back")
        if any(inside(json.dumps(key)) for key in self.path if isinstance(key, dict)):
            raise ValueError("a secret stands in the values of an element, and none may stand in a plan")
        if self.kind == "count" and not (self.path and isinstance(self.path[-1], dict)):
            raise ValueError("to count, the path ends with the values that an element has")
        return self

    @property
    def place(self) -> str:
        """What is looked at, apart from what is expected there: two checks may look at the same."""
        return json.dumps([self.function, self.arguments, self.path, self.kind, self.apart], sort_keys=True)

    def value(self, answer: Any) -> Any:
        """What is there: JSON; whether anything is, or how many are, where that is asked; or `NOT_TOLD`.

        Args:
            answer: The function's result, as plain JSON.
        """
        for key in self.path[: -1 if self.kind == "count" else None]:
            answer = self._element(answer, key) if isinstance(key, dict) else _member(answer, key)
            if answer is NOT_TOLD:
                return answer
        if self.kind == "count":
            wanted = self.path[-1]
            return len(_having(self._others(answer), wanted, _exact)) if isinstance(wanted, dict) else 0
        return answer is not None if self.kind == "exists" else answer

    def described(self, value: Any) -> str:
        """What is there, in words for a person.

        Args:
            value: What `value` gave.
        """
        if value is NOT_TOLD:
            return "nothing about it"
        return one_line(cut(json.dumps(without_secrets(value), ensure_ascii=False)))

    def _refuse(self, expected: JsonValue) -> None:
        """Refuse what can never be there."""
        if self.kind in ("exists", "flag") and not isinstance(expected, bool):
            raise ValueError("whether something exists, or is on, is true or false")
        if self.kind == "count" and (isinstance(expected, bool) or not isinstance(expected, int)):
            raise ValueError("how many there are is a number")

    def _plain(self, value: Any) -> Any:
        if value is NOT_TOLD:
            return value
        if self.kind == "flag":
            return str(value).strip().lower() in ("true", "1")  # as text, too: clients send it so
        if self.kind != "set":
            return telling(value)
        # Servers up to 8.x send a list as one text with commas.
        parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
        return frozenset(str(part).strip() for part in parts) - {"none", ""}

    def _others(self, elements: Any) -> list[Any]:
        found = elements if isinstance(elements, list) else []
        passed_over = _having(found, self.apart, _exact) if self.apart else []
        return [one for one in found if not any(one is each for each in passed_over)]

    def _element(self, value: Any, wanted: Mapping[str, Any]) -> Any:
        """The one element that has these values; a name in other letters' case counts where none is exactly the same.

        Whether servers tell names apart by case is not known, nor whether they give one back as it was sent.
        """
        if not isinstance(value, list):
            return NOT_TOLD
        for same in (_exact, _alike):
            found = _having(self._others(value), wanted, same)
            if found:
                return found[0] if len(found) == 1 else NOT_TOLD
        return None


class Check(Look):
    """How to see by reading whether a step has been carried out.

    Attributes:
        before: What is there as long as the step has not been carried out.
        after: What is there once it has been.
    """

    before: JsonValue
    after: JsonValue

    @model_validator(mode="after")
    def _can_tell(self) -> Self:
        self._refuse(self.before)
        self._refuse(self.after)
        if self._plain(self.before) == self._plain(self.after):
            raise ValueError("nothing is different after the step, so nothing could be told by reading")
        return self

    def state(self, answer: Any) -> Found:
        """What the function's answer says.

        Args:
            answer: Its result, as plain JSON.

        Returns:
            `before`, `after`, or `other`: somebody has changed it to something else, or the server does not tell it.
        """
        return self.compared(self.value(answer))

    def compared(self, value: Any) -> Found:
        """As `state`, of what is there already.

        Args:
            value: What `value` gave.
        """
        found = self._plain(value)
        if found == self._plain(self.after):
            return "after"
        return "before" if found == self._plain(self.before) else "other"


class Need(Look):
    """What must be there right before a step is sent: without it the step would lose something.

    Attributes:
        expected: What must be there.
        why: The same in words, for whoever reads that it was not.
    """

    expected: JsonValue
    why: str = ""

    @model_validator(mode="after")
    def _can_be_met(self) -> Self:
        self._refuse(self.expected)
        return self

    def met(self, value: Any) -> bool:
        """Whether what is there is what must be.

        Args:
            value: What `value` gave.
        """
        return bool(self._plain(value) == self._plain(self.expected))


def _member(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, Mapping) else None


def _having(elements: list[Any], wanted: Mapping[str, Any], same: Callable[[Any, Any], bool]) -> list[Any]:
    return [one for one in elements if all(same(_member(one, key), wanted[key]) for key in wanted)]


def _exact(one: Any, other: Any) -> bool:
    return bool(telling(one) == telling(other))


def _alike(one: Any, other: Any) -> bool:
    return isinstance(one, str) and isinstance(other, str) and folded(one) == folded(other)


def telling(value: Any) -> Any:
    """What a value tells, for comparing it.

    A key with nothing to say may be missing instead of null (captured), and servers up to 8.x say nothing with an empty
    text. A secret is never given back, whatever stands in its place.
    """
    if isinstance(value, list):
        return [telling(one) for one in value]
    if isinstance(value, dict):
        told = {key: telling(one) for key, one in value.items() if not is_hidden(key, one)}
        return {key: one for key, one in told.items() if one is not None} or None
    return None if value == "" else value


def is_hidden(key: str, value: Any) -> bool:
    """Whether what stands under a key may be a secret, which no plan holds and no server gives back."""
    return bool(SECRET_NAME.search(key) and inside(json.dumps({key: value})))
