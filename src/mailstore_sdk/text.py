"""Text from elsewhere, made fit to be shown to a person."""

from __future__ import annotations

EXCERPT = 200  # characters


def one_line(text: str) -> str:
    """The text without line ends, which would forge lines of a log, and without what steers a terminal."""
    return text if text.isprintable() else "".join(letter if letter.isprintable() else " " for letter in text)


def cut(text: str) -> str:
    """The beginning of a long text."""
    return text if len(text) <= EXCERPT else text[:EXCERPT] + "…"
