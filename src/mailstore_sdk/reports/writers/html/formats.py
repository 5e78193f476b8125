"""Values as a reader of either language knows them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from mailstore_sdk.language import Text, moment, number

Unit = Literal["count", "bytes", "MB"]
"""What is counted: things, bytes, or megabytes of which the server does not say how large they are."""

STEP = 1024
NAMES = ("bytes", "KiB", "MiB", "GiB", "TiB", "PiB")


def decimal(value: float, digits: int) -> Text:
    """A number with so many digits after the point, or the comma."""
    english = f"{value:,.{digits}f}"
    return Text(english, english.translate(str.maketrans(",.", ".,")))


def scale(most: float, unit: Unit) -> tuple[int, str]:
    """By what to divide so that the largest value is easily read, and the name of the unit that it is in then."""
    if unit != "bytes":
        return 1, "MB" if unit == "MB" else ""
    power = 0
    while most >= STEP ** (power + 1) and power < len(NAMES) - 1:
        power += 1
    return STEP**power, NAMES[power]


def amount_of(value: float, unit: Unit) -> Text:
    """A value with its unit: bytes in the unit in which they are easily read."""
    divisor, name = scale(abs(value), unit)
    shown = decimal(value / divisor, 1) if divisor > 1 else number(round(value))
    return shown + Text(f" {name}", f" {name}") if name else shown


def at(told: datetime) -> Text:
    """A moment in UTC; one without a zone as it was told."""
    if told.tzinfo is not None:
        return moment(told)
    return Text(f"{told:%Y-%m-%d %H:%M}", f"{told:%d.%m.%Y %H:%M}")


def sortable(told: datetime) -> str:
    """A moment by which a program can sort."""
    return (told if told.tzinfo is None else told.astimezone(UTC)).strftime("%Y-%m-%dT%H:%M:%S")
