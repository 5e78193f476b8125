"""What a case is, and what several of them have."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from mailstore_sdk.findings import Thresholds
from mailstore_sdk.findings.thresholds import USUAL
from tests.findings.made import profile

BY_HAND: dict[str, Any] = {"serverSideExecution": None}
JOURNAL = profile(2, "Journal", connector="ExchangeJournal", details={"other": {"unknownAddresses": "Ignore"}})


@dataclass(frozen=True)
class Case:
    """A report, and the keys and severities of what a rule finds in it."""

    rule: str
    name: str
    sections: dict[str, Any]
    found: dict[str, str] = field(default_factory=dict)
    unchecked: bool = False
    edition: str = "server"
    thresholds: Thresholds = USUAL
    options: dict[str, Any] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
