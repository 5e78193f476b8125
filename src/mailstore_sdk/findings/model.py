"""Findings as data."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from mailstore_sdk.documents import Document
from mailstore_sdk.language import Text
from mailstore_sdk.models.base import Utc
from mailstore_sdk.reports.entries import Edition, Part
from mailstore_sdk.severity import SEVERITIES, Severity, worst

ALL_OF_A_RULE = "*"


class Acknowledgement(Part):
    """That somebody knows of a finding, and takes it out of the exit code until a day.

    Attributes:
        key: The finding's key.
        until: The last day on which it holds, in UTC.
        why: Why, in the words of whoever acknowledged it.
        scope: Of which archive, as `Findings.scope` names it; None: of any.
        created: When it was acknowledged.
    """

    key: str
    until: date
    why: str
    scope: str | None = None
    created: Utc

    def holds(self, on: date) -> bool:
        """Whether it holds on a day."""
        return on <= self.until


class Finding(Part):
    """Something that is not as it should be.

    Attributes:
        rule: Id of the rule.
        key: What tells it from all other findings: the same problem has the same key at any time and on any machine.
        severity: How bad it is: warning, unknown (it cannot be told) or error.
        subject: What it is about, as the name of a profile; None if it is about the archive as a whole.
        title: What kind of problem it is.
        text: The problem itself in one line, with its figures.
        effect: What happens if nothing is done.
        todo: What to do in the MailStore client, or elsewhere.
        commands: What to do by command, where there is one.
        check: How to see that it is done.
        since: Since when, where that is known: as the server tells it, else when it was first found.
        new: Whether the older findings did not have it, neither by itself nor among very many of its rule; None if
            there were none to compare with.
        acknowledged: That it is known, and until when that holds; None: it counts.
    """

    rule: str
    key: str
    severity: Severity
    subject: str | None = None
    title: Text
    text: Text
    effect: Text
    todo: Text
    commands: list[str] = Field(default_factory=list)
    check: Text
    since: Utc | None = None
    new: bool | None = None
    acknowledged: Acknowledgement | None = None


class Unchecked(Part):
    """That a rule could not be checked, or not all of it, without that being wrong in itself.

    Attributes:
        rule: Id of the rule.
        title: What it looks for.
        reason: Why it could not be checked.
    """

    rule: str
    title: Text
    reason: Text


class Findings(Document, Part):
    """All findings of a report.

    Attributes:
        version: Version of this format.
        now: The moment for which the report was judged.
        created: When the report was made.
        edition: What the report is of.
        scope: Which archive that is: name of the server, and of the instance; None if the server did not tell.
        severity: The worst of those that are not acknowledged; unknown if no rule could be checked.
        text: One line with what counts, the worst first.
        counts: How many there are of each severity, without those that are acknowledged.
        findings: The worst first; those that are acknowledged last.
        checked: Ids of the rules that were checked.
        unchecked: What could not be checked, for a reason that is no finding: it was left out on purpose, or the
            server does not tell it.
        acknowledged_but_gone: Keys of acknowledgements whose finding is not there any more.
        expired: Keys of acknowledgements that do not hold any more although the finding is still there.
    """

    _kind: ClassVar[str] = "a file of findings"

    version: Literal[1] = 1
    now: Utc
    created: Utc
    edition: Edition
    scope: str | None = None
    severity: Severity
    text: Text
    counts: dict[Severity, int] = Field(default_factory=dict)
    findings: list[Finding] = Field(default_factory=list)
    checked: list[str] = Field(default_factory=list)
    unchecked: list[Unchecked] = Field(default_factory=list)
    acknowledged_but_gone: list[str] = Field(default_factory=list)
    expired: list[str] = Field(default_factory=list)

    @property
    def active(self) -> list[Finding]:
        """Those that are not acknowledged."""
        return [finding for finding in self.findings if finding.acknowledged is None]

    @property
    def fresh(self) -> list[Finding]:
        """Those that are not acknowledged, and that the older findings did not have."""
        return [finding for finding in self.active if finding.new]


def ordered(found: list[Finding]) -> list[Finding]:
    """The worst first, those that are acknowledged last; otherwise by key, so that the order never changes."""
    return sorted(
        found, key=lambda one: (one.acknowledged is not None, -SEVERITIES.index(one.severity), one.rule, one.key)
    )


def counted(found: list[Finding]) -> dict[Severity, int]:
    """How many there are of each severity, the worst first."""
    numbers = Counter(finding.severity for finding in found)
    return {severity: numbers[severity] for severity in reversed(SEVERITIES) if numbers[severity]}


def overall(found: list[Finding], any_checked: bool) -> Severity:
    """The worst of them; what nobody looked at is not ok."""
    return worst([*(finding.severity for finding in found), "ok" if any_checked else "unknown"])
