"""What a rule is, and what it may look at."""

from __future__ import annotations

import shlex
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import ClassVar

from mailstore_sdk.findings.health import report_health
from mailstore_sdk.findings.model import Finding, Unchecked
from mailstore_sdk.findings.thresholds import USUAL, Thresholds
from mailstore_sdk.language import Text
from mailstore_sdk.models import Health
from mailstore_sdk.reports import Report, SectionName
from mailstore_sdk.reports.entries import RunEntry
from mailstore_sdk.severity import Severity
from mailstore_sdk.text import one_line


@dataclass(frozen=True, kw_only=True)
class Context:
    """What a rule may know besides the report.

    Attributes:
        report: The report.
        now: The moment for which it is judged, in UTC.
        thresholds: From when on something is a finding.
        older: An older report of the same archive; None: there is none.
    """

    report: Report
    now: datetime
    thresholds: Thresholds = USUAL
    older: Report | None = None

    @cached_property
    def health(self) -> Health:
        """How the profiles and jobs of the report are; judged once for all rules."""
        return report_health(self.report, self.now, self.thresholds.health, self.thresholds.zone)

    @cached_property
    def runs_of(self) -> dict[int | None, list[RunEntry]]:
        """The runs of each profile by its number, in the report's order."""
        found: dict[int | None, list[RunEntry]] = {}
        for run in self.report.runs.data.runs if self.report.runs.data else ():
            found.setdefault(run.profile_id, []).append(run)
        return found


class Rule(ABC):
    """Something to look for in a report.

    A rule asks no server and reads no file: the same report gives the same findings. Where the report does not tell
    what it has to know, it yields an `Unchecked` or nothing, and never guesses.

    Attributes:
        id: Its name in keys, as `profile-silent`; it never changes.
        severity: How bad a finding mostly is.
        title: What kind of problem it finds.
        effect: What happens if nothing is done.
        todo: What to do in the MailStore client, or elsewhere.
        commands: What to do by command; `{name}` in it is filled by `finding`.
        done: How to see that it is done.
        needs: Sections that the report has to have; without one of them the rule is not checked.
    """

    id: ClassVar[str]
    severity: ClassVar[Severity]
    title: ClassVar[Text]
    effect: ClassVar[Text]
    todo: ClassVar[Text]
    commands: ClassVar[tuple[str, ...]] = ()
    done: ClassVar[Text]
    needs: ClassVar[tuple[SectionName, ...]] = ()

    @abstractmethod
    def check(self, report: Report, context: Context) -> Iterator[Finding | Unchecked]:
        """Look at a report.

        Args:
            report: It has the sections that the rule needs.
            context: The moment, the thresholds, an older report.
        """

    def finding(
        self,
        text: Text,
        *,
        of: str | int | None = None,
        subject: str | None = None,
        severity: Severity | None = None,
        since: datetime | None = None,
        commands: Sequence[str] | None = None,
        **values: str | int,
    ) -> Finding:
        """A finding of this rule.

        Args:
            text: The problem in one line, with its figures.
            of: What its key ends with, as the number of a profile: never a figure that changes.
            subject: What it is about, as a name.
            severity: How bad it is, if not as the rule says.
            since: Since when, where that is known.
            commands: What to do by command, if not as the rule says, as in another edition.
            **values: What the places in the commands are filled with; quoted for a shell.

        Returns:
            The finding, its texts those of the rule.
        """
        quoted = {name: shlex.quote(one_line(str(value))) for name, value in values.items()}
        return Finding(
            rule=self.id,
            key=self.id if of is None else one_line(f"{self.id}:{of}"),
            severity=severity or self.severity,
            subject=None if subject is None else one_line(subject),
            title=self.title,
            text=text,
            effect=self.effect,
            todo=self.todo,
            commands=[command.format(**quoted) for command in (self.commands if commands is None else commands)],
            check=self.done,
            since=since,
        )

    def unchecked(self, reason: Text) -> Unchecked:
        """That this rule, or a part of it, could not be checked.

        Args:
            reason: Why not.

        Returns:
            The note.
        """
        return Unchecked(rule=self.id, title=self.title, reason=reason)
