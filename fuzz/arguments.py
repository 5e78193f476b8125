"""Any Python values as arguments of any function: form fields or an ArgumentError must come of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

import atheris

from fuzz.run import fuzz, instrumented

with instrumented():
    from mailstore_sdk import models
    from mailstore_sdk._generated.functions import BY_NAME
    from mailstore_sdk.errors import ArgumentError
    from mailstore_sdk.transport import encoding, redact

FUNCTIONS = list(BY_NAME.values())
DEEPEST = 6


class Values:
    """Python values out of an input."""

    def __init__(self, data: bytes) -> None:
        self.take: Any = atheris.FuzzedDataProvider(data)

    def text(self) -> str:
        """Text, of all of Unicode, halves of characters included."""
        found: str = self.take.ConsumeUnicode(self.take.ConsumeIntInRange(0, 30))
        return found

    def number(self) -> int:
        """A whole number, now and then one beyond all sizes."""
        found: int = self.take.ConsumeInt(self.take.ConsumeIntInRange(1, 20))
        return found

    def moment(self) -> datetime:
        """A moment, with a zone or without."""
        take = self.take
        zones = [None, UTC, timezone(timedelta(minutes=take.ConsumeIntInRange(-1439, 1439)))]
        seconds = timedelta(seconds=take.ConsumeIntInRange(0, 315_537_897_599))
        return (datetime.min + seconds).replace(tzinfo=take.PickValueInList(zones))

    def value(self, depth: int = 0) -> Any:
        """Any value."""
        take = self.take
        makers: list[Callable[[], Any]] = [
            self.text, self.text, self.number, take.ConsumeFloat, take.ConsumeBool, self.moment,
            lambda: None, lambda: take.ConsumeBytes(9), lambda: self.moment().date(), lambda: self.moment().timetz(),
            lambda: timedelta(seconds=take.ConsumeIntInRange(-(10**13), 10**13)), lambda: Decimal(self.number()),
            lambda: models.User.model_construct(user_name=self.text()), lambda: object(), lambda: date.max,
            lambda: time.max, lambda: complex(1), lambda: models.User,
        ]  # fmt: skip
        if depth < DEEPEST:
            makers += [
                lambda: self.values(depth), lambda: self.values(depth), lambda: tuple(self.values(depth)),
                lambda: iter(self.values(depth)),
                lambda: dict(zip([self.key() for _ in range(3)], self.values(depth), strict=False)),
                lambda: models.User.model_construct(user_name=self.value(depth + 1), more=self.value(depth + 1)),
            ]  # fmt: skip
        return makers[take.ConsumeIntInRange(0, len(makers) - 1)]()

    def values(self, depth: int) -> list[Any]:
        """Up to four values."""
        return [self.value(depth + 1) for _ in range(self.take.ConsumeIntInRange(0, 4))]

    def key(self) -> Any:
        """A key of a dict: mostly text."""
        return self.text() if self.take.ConsumeBool() else self.take.PickValueInList([None, 1, 1.5, "password", True])


def one_input(data: bytes) -> None:
    """Encode the arguments; whatever is raised here is a finding."""
    values = Values(data)
    function = FUNCTIONS[values.take.ConsumeIntInRange(0, len(FUNCTIONS) - 1)]
    known = values.take.ConsumeBool()
    given = {argument.name: values.value() for argument in function.arguments if values.take.ConsumeIntInRange(0, 9)}
    if not values.take.ConsumeIntInRange(0, 9):
        given[values.text()] = values.value()
    try:
        fields = encoding.fields(function.name, function if known else None, given)
    except ArgumentError:
        return
    body = encoding.body(fields)
    read = dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, strict_parsing=bool(body)))
    if read != fields or {type(text) for text in fields.values()} - {str}:
        raise AssertionError(f"{fields} is read as {read}")
    redact.mask(function, fields)


def seeds() -> Iterator[bytes]:
    """One for each function; what the bytes mean is for the fuzzer to find out."""
    for number in range(len(FUNCTIONS)):
        yield bytes(range(200)) + bytes([number])


if __name__ == "__main__":
    fuzz(one_input, seeds())
