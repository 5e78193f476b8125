"""English and German: one way to hold a sentence in both, for reports, findings and formats.

A text is kept in both languages until somebody shows it, so that the same finding can be read in either.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal, TypeAlias, get_args

from mailstore_sdk.text import one_line

__all__ = [
    "LANGUAGES",
    "Language",
    "Text",
    "Value",
    "amount",
    "day",
    "joined",
    "length",
    "listed",
    "moment",
    "named",
    "number",
]

Language = Literal["en", "de"]
"""Which languages there are."""
LANGUAGES: tuple[Language, ...] = get_args(Language)
"""The same, to go through."""

Value: TypeAlias = "Text | str | int | date | timedelta"
"""What can be filled into a text."""

UNITS = (
    (timedelta(days=1), "days", "Tagen"),
    (timedelta(hours=1), "hours", "Stunden"),
    (timedelta(minutes=1), "minutes", "Minuten"),
)


@dataclass(frozen=True, slots=True)
class Text:
    """A text in English and German; as a `str` it is English.

    Attributes:
        en: The English text. `{name}` in it is a place for a value, see `filled`.
        de: The German one, with the same places.
    """

    en: str
    de: str

    def __str__(self) -> str:
        return self.en

    def of(self, language: Language) -> str:
        """The text in a language."""
        return self.de if language == "de" else self.en

    def filled(self, **values: Value) -> Text:
        """The text with values in its places.

        Whole numbers, moments, days and lengths of time are written as each language writes them; what comes from a
        server, as a name, is put on one line, and is never taken for a place itself.

        Args:
            **values: A value for each place.

        Raises:
            KeyError: There is no value for a place.
        """
        texts = {name: shown(value) for name, value in values.items()}
        return Text(
            en=self.en.format(**{name: text.en for name, text in texts.items()}),
            de=self.de.format(**{name: text.de for name, text in texts.items()}),
        )

    def __add__(self, other: Text) -> Text:
        return Text(self.en + other.en, self.de + other.de)


def shown(value: Value) -> Text:
    """A value as it stands in a sentence."""
    if isinstance(value, Text):
        return value
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, timedelta):
        return length(value)
    if isinstance(value, int):
        return number(value)
    return Text(one_line(value), one_line(value))


def number(value: int) -> Text:
    """A whole number, its thousands set apart."""
    english = f"{value:,}"
    return Text(english, english.replace(",", "."))


def moment(at: datetime) -> Text:
    """A moment, to the minute, in UTC."""
    utc = at.astimezone(UTC)
    return Text(f"{utc:%Y-%m-%d %H:%M} UTC", f"{utc:%d.%m.%Y %H:%M} UTC")


def day(on: date) -> Text:
    """A day."""
    return Text(f"{on:%Y-%m-%d}", f"{on:%d.%m.%Y}")


def length(passed: timedelta) -> Text:
    """A length of time in the largest unit of which there are two, rounded down; in German as after „seit“ or „in“."""
    for unit, en, de in UNITS:
        if passed >= 2 * unit:
            return Text(f"{passed // unit} {en}", f"{passed // unit} {de}")
    seconds = max(int(passed.total_seconds()), 0)
    one = seconds == 1
    return Text(f"{seconds} second{'' if one else 's'}", f"{seconds} Sekunde{'' if one else 'n'}")


def amount(count: int, one: Text, more: Text) -> Text:
    """So many of it: `amount(2, Text("run", "Lauf"), Text("runs", "Läufe"))` is "2 runs"."""
    return Text("{count} {what}", "{count} {what}").filled(count=count, what=one if count == 1 else more)


def named(name: str) -> Text:
    """A name in the quotation marks of each language."""
    return Text('"{name}"', "„{name}“").filled(name=name)


def listed(texts: Iterable[Text]) -> Text:
    """All of them, with commas between."""
    every = list(texts)
    return Text(", ".join(text.en for text in every), ", ".join(text.de for text in every))


def joined(names: Iterable[str], most: int = 5) -> Text:
    """The first names, and how many more there are.

    Args:
        names: In the order in which they are shown.
        most: How many are named.
    """
    every = list(names)
    first, rest = ", ".join(every[:most]), len(every) - most
    if rest <= 0:
        return shown(first)
    return Text("{first} and {rest} more", "{first} und {rest} weitere").filled(first=first, rest=rest)
