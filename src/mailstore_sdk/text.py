"""What comes from elsewhere, or is long, made fit to be shown to a person."""

from __future__ import annotations

from collections.abc import Collection

EXCERPT = 200  # characters


def one_line(text: str) -> str:
    """The text without line ends, which would forge lines of a log, and without what steers a terminal."""
    return text if text.isprintable() else "".join(letter if letter.isprintable() else " " for letter in text)


def cut(text: str) -> str:
    """The beginning of a long text."""
    return text if len(text) <= EXCERPT else text[:EXCERPT] + "…"


def some(things: Collection[object], most: int = 10) -> str:
    """The first of many things, and how many more there are."""
    shown = ", ".join(str(thing) for thing, _ in zip(things, range(most), strict=False))
    return f"{shown} and {len(things) - most} more" if len(things) > most else shown
