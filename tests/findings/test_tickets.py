"""A finding as a ticket, in both languages."""

from __future__ import annotations

from mailstore_sdk.findings import Acknowledgement, findings, ticket
from tests.findings.made import HOUR, NOW, hourly, job, profile, report, runs

MADE = report(profiles=[profile(name='Büro "Nord"\n')], runs=runs(*hourly(NOW - 26 * HOUR)), jobs=[job()])
ACK = Acknowledgement(key="no-backup-job", until=NOW.date(), why="Veeam", created=NOW)
SILENT, BACKUP = findings(MADE, acks=[ACK]).findings


def test_a_ticket_in_english_says_what_why_and_how() -> None:
    made = ticket(SILENT, archive="ARCHIVE")
    assert made.title == '[ARCHIVE] Profile has not run: Büro "Nord" '
    assert (made.priority, made.key) == ("high", "profile-silent:1")
    paragraphs = made.body.split("\n\n")
    assert paragraphs[0] == '"Büro "Nord" " has not run for 26 hours; last run 2026-06-14 10:00 UTC'
    assert [part.partition("\n")[0] for part in paragraphs[1:]] == [
        "If nothing is done:",
        "What to do:",
        "By command:",
        "How to see that it is done:",
        "Since: 2026-06-14 10:00 UTC",
        "Key: profile-silent:1",
    ]
    assert "  mailstore run 1" in made.body.splitlines()


def test_a_ticket_in_german() -> None:
    made = ticket(SILENT, language="de")
    assert made.title == 'Profil ohne Ausführung: Büro "Nord" '
    assert made.body.startswith('„Büro "Nord" “: ohne Ausführung seit 26 Stunden; letzter Lauf 14.06.2026 10:00 UTC')
    assert "Woran man sieht, dass es erledigt ist:" in made.body
    assert made.body.endswith("Schlüssel: profile-silent:1\n")


def test_what_is_acknowledged_is_low_and_says_so() -> None:
    made = ticket(BACKUP)
    assert made.priority == "low"
    assert "Acknowledged until 2026-06-15: Veeam" in made.body
    assert "By command" not in made.body
    assert ticket(BACKUP, language="de").body.count("Bestätigt bis 15.06.2026: Veeam") == 1


def test_priorities_follow_severities() -> None:
    found = findings(MADE).findings + findings(report(users={"cause": "refused", "reason": "No."})).findings
    assert {(one.severity, ticket(one).priority) for one in found} == {
        ("error", "high"),
        ("warning", "normal"),
        ("unknown", "normal"),
    }
