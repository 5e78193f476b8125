"""Numbers as every format takes them."""

from __future__ import annotations


def number(value: float | int | None) -> str:
    """A number without an exponent and without needless zeros; nothing for None."""
    if value is None:
        return ""
    return str(value) if isinstance(value, int) else f"{value:.3f}".rstrip("0").rstrip(".")
