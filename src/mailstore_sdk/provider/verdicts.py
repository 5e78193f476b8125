"""What came of checking profiles against a provider's rules, as findings."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from mailstore_sdk.findings import Finding
from mailstore_sdk.language import Language
from mailstore_sdk.severity import Severity, worst
from mailstore_sdk.workflows.parts import Part, table_text


class Verdict(Finding):
    """A profile that is not as a rule wants it, or of which that cannot be told (severity `unknown`).

    Attributes:
        instance: Id of the instance.
        profile: Number of the profile; None if it is about the instance as a whole.
    """

    instance: str
    profile: int | None = None


class Verdicts(Part):
    """What came of checking the profiles of all instances.

    Attributes:
        format: Version of the format.
        server: Which server, as `workflows.server_of` names it.
        instances: Number of instances.
        profiles: Number of profiles that were checked.
        severity: The worst of the findings; unknown, too, if there was no profile to check.
        counts: How many findings there are of each severity.
        findings: By instance, profile and rule.
    """

    format: Literal[1] = 1
    server: str
    instances: int
    profiles: int
    severity: Severity
    counts: dict[Severity, int] = Field(default_factory=dict)
    findings: list[Verdict] = Field(default_factory=list)

    def __str__(self) -> str:
        return "\n".join([table_text(*rows(self)), summary(self)])


TITLES: dict[Language, str] = {"en": "Profiles of", "de": "Profile von"}
COLUMNS: dict[Language, list[str]] = {
    "en": ["Instance", "Profile", "Name", "Verdict", "What"],
    "de": ["Instanz", "Profil", "Name", "Ergebnis", "Was"],
}
STATES: dict[Language, dict[Severity, str]] = {
    "en": {"ok": "ok", "warning": "warning", "error": "violation", "unknown": "cannot tell"},
    "de": {"ok": "in Ordnung", "warning": "Warnung", "error": "Verstoß", "unknown": "nicht feststellbar"},
}


def rows(verdicts: Verdicts, language: Language = "en") -> tuple[list[str], list[list[str]]]:
    """Columns and rows of the table."""
    found = [
        [
            one.instance,
            "" if one.profile is None else str(one.profile),
            one.subject or "",
            STATES[language][one.severity],
            one.text.of(language),
        ]
        for one in verdicts.findings
    ]
    return COLUMNS[language], found


def summary(verdicts: Verdicts, language: Language = "en") -> str:
    """One line with the numbers."""
    numbers = [
        f"{STATES[language][severity]}: {verdicts.counts[severity]}"
        for severity in ("error", "warning", "unknown")
        if verdicts.counts.get(severity)
    ]
    if language == "de":
        of = f"{verdicts.profiles} Profile in {verdicts.instances} Instanzen geprüft"
        return f"{of}; {', '.join(numbers) or ('keine Verstöße' if verdicts.profiles else 'nichts zu prüfen')}"
    of = f"{verdicts.profiles} profiles in {verdicts.instances} instances checked"
    return f"{of}; {', '.join(numbers) or ('no violation' if verdicts.profiles else 'nothing to check')}"


def overall(found: list[Verdict], profiles: int) -> Severity:
    """The worst of them; what nobody looked at is not ok."""
    return worst([*(one.severity for one in found), "ok" if profiles else "unknown"])
