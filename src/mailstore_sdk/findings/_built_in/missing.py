"""Rules about the report itself: what it does not have never reads as if it were fine."""

from __future__ import annotations

from collections.abc import Iterator

from mailstore_sdk.findings.model import Finding
from mailstore_sdk.findings.rule import Context, Rule
from mailstore_sdk.language import Text, amount, joined
from mailstore_sdk.reports import Report
from mailstore_sdk.reports.wording import SECTION_TITLES
from mailstore_sdk.text import cut

ON_PURPOSE = {
    "notAsked": Text("not asked for", "nicht abgefragt"),
    "notInThisEdition": Text("this edition does not have it", "in dieser Edition nicht vorhanden"),
    "notSeen": Text("no direct TLS connection to see it on", "keine direkte TLS-Verbindung, um es zu sehen"),
}
"""Causes for which a section is not there without anything being wrong."""


class SectionMissing(Rule):
    """A section of the report could not be had, so nothing of it was checked."""

    id = "section-missing"
    severity = "unknown"
    title = Text("Part of the report could not be had", "Teil des Berichts nicht verfügbar")
    effect = Text(
        "Problems in that part are not found.",
        "Probleme in diesem Teil werden nicht gefunden.",
    )
    todo = Text(
        "Follow the reason: give the user who collects the report the right, or update the server. If the server will "
        "never tell it, leave the section out or acknowledge this finding.",
        "Der Begründung folgen: dem Benutzer, der den Bericht erstellt, das Recht geben oder den Server aktualisieren. "
        "Liefert der Server es nie, den Abschnitt weglassen oder den Befund bestätigen.",
    )
    commands = ("mailstore doctor",)
    done = Text("The next report has the part.", "Der nächste Bericht hat den Teil.")

    def check(self, report: Report, context: Context) -> Iterator[Finding]:
        for name, section in report.sections():
            lack = section.unavailable
            if lack is not None and lack.cause not in ON_PURPOSE:
                text = Text("{name} could not be had: {reason}", "{name} nicht verfügbar: {reason}").filled(
                    name=SECTION_TITLES[name], reason=cut(lack.reason)
                )
                yield self.finding(text, of=name, subject=name)


class SectionIncomplete(Rule):
    """Some of a section could not be had, as the details of a user."""

    id = "section-incomplete"
    severity = "unknown"
    title = Text("Part of the report is incomplete", "Teil des Berichts unvollständig")
    effect = Text(
        "Problems with what is missing are not found.",
        "Probleme mit dem, was fehlt, werden nicht gefunden.",
    )
    todo = Text(
        "Follow the reason; what was deleted while the report was made is not missing in the next one.",
        "Der Begründung folgen; was gelöscht wurde, während der Bericht entstand, fehlt im nächsten nicht mehr.",
    )
    done = Text("The next report is complete.", "Der nächste Bericht ist vollständig.")

    def check(self, report: Report, context: Context) -> Iterator[Finding]:
        for name, section in report.sections():
            if section.data is not None and section.problems:
                keys = [problem.key or name for problem in section.problems]
                text = Text(
                    "{name}: {count} could not be had ({keys}): {reason}",
                    "{name}: {count} nicht verfügbar ({keys}): {reason}",
                ).filled(
                    name=SECTION_TITLES[name],
                    count=amount(len(keys), Text("thing", "Eintrag"), Text("things", "Einträge")),
                    keys=joined(keys, 3),
                    reason=cut(section.problems[0].reason),
                )
                yield self.finding(text, of=name, subject=name)
