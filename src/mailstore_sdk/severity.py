"""How bad something is: one scale for the health of profiles, for findings and for every monitoring format."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

__all__ = ["SEVERITIES", "Severity", "worst"]

Severity = Literal["ok", "warning", "unknown", "error"]
"""A closed set, as no server's word is in it. What is not known may be bad; what is known to be bad is worse."""

SEVERITIES: tuple[Severity, ...] = ("ok", "warning", "unknown", "error")
"""From good to bad."""


def worst(severities: Iterable[Severity]) -> Severity:
    """The worst of them.

    Args:
        severities: Any number; of none the worst is ok.
    """
    return SEVERITIES[max(map(SEVERITIES.index, severities), default=0)]
