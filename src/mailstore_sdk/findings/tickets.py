"""A finding as a ticket: plain text for any help desk."""

from __future__ import annotations

from typing import Literal

from mailstore_sdk.findings.model import Finding
from mailstore_sdk.language import Language, Text, moment
from mailstore_sdk.reports.entries import Part
from mailstore_sdk.severity import Severity
from mailstore_sdk.text import one_line

Priority = Literal["high", "normal", "low"]
"""How soon somebody should look."""

PRIORITIES: dict[Severity, Priority] = {"error": "high", "unknown": "normal", "warning": "normal", "ok": "low"}
EFFECT = Text("If nothing is done", "Wenn nichts geschieht")
TODO = Text("What to do", "Was zu tun ist")
COMMANDS = Text("By command", "Per Befehl")
CHECK = Text("How to see that it is done", "Woran man sieht, dass es erledigt ist")
SINCE = Text("Since", "Seit")
KNOWN = Text("Acknowledged until {until}: {why}", "Bestätigt bis {until}: {why}")
KEY = Text("Key", "Schlüssel")


class Ticket(Part):
    """A finding as a ticket.

    Attributes:
        title: One line.
        body: Plain text of several paragraphs.
        priority: high for an error, normal for a warning and for what cannot be told, low for what is acknowledged.
        key: The finding's key, by which a help desk finds the ticket of the same problem again.
    """

    title: str
    body: str
    priority: Priority
    key: str


def ticket(finding: Finding, *, language: Language = "en", archive: str | None = None) -> Ticket:
    """Write a finding as a ticket.

    Args:
        finding: The finding.
        language: In which language.
        archive: What to call the archive in the title, as `Findings.scope`.

    Returns:
        The ticket, its key that of the finding.
    """
    parts = [finding.text.of(language)]
    parts += [
        f"{name.of(language)}:\n{text.of(language)}" for name, text in ((EFFECT, finding.effect), (TODO, finding.todo))
    ]
    if finding.commands:
        parts.append("\n".join([f"{COMMANDS.of(language)}:", *(f"  {command}" for command in finding.commands)]))
    parts.append(f"{CHECK.of(language)}:\n{finding.check.of(language)}")
    if finding.since:
        parts.append(f"{SINCE.of(language)}: {moment(finding.since).of(language)}")
    ack = finding.acknowledged
    if ack:
        parts.append(KNOWN.filled(until=ack.until, why=ack.why).of(language))
    parts.append(f"{KEY.of(language)}: {finding.key}")
    named = f"{finding.title.of(language)}: {finding.subject}" if finding.subject else finding.title.of(language)
    return Ticket(
        title=one_line(f"[{archive}] {named}" if archive else named),
        body="\n\n".join(parts) + "\n",
        priority="low" if ack else PRIORITIES[finding.severity],
        key=finding.key,
    )
