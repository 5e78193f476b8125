"""Rules about how profiles are set up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from mailstore_sdk.findings._built_in.common import is_journal, is_on, matches
from mailstore_sdk.findings.model import Finding, Unchecked
from mailstore_sdk.findings.rule import Context, Rule
from mailstore_sdk.findings.setting_values import KEEPS
from mailstore_sdk.language import Text, amount, named
from mailstore_sdk.reports import Report
from mailstore_sdk.reports.entries import ProfileEntry

# MailStore's help, "EWS Migration": blocked from 1 October 2026, shut down by April 2027.
EWS_BLOCKED = datetime(2026, 10, 1, tzinfo=UTC)
EWS_GONE = datetime(2027, 4, 1, tzinfo=UTC)
MICROSOFT_HOST = re.compile(
    r"(^|\.)(office365\.(com|us)|outlook\.com|outlook\.office\.com|outlook\.cn)\.?$", re.IGNORECASE
)
MICROSOFT = re.compile(r"(office|microsoft|m)[ _-]?365|exchange[ _-]?online", re.IGNORECASE)
EWS = re.compile(r"(?<![a-z])ews(?![a-z])|exchange[ _-]?web[ _-]?services", re.IGNORECASE)
EXCHANGE = re.compile(r"^exchange", re.IGNORECASE)
MAILBOX = re.compile(r"imap|pop3?(?![a-z])", re.IGNORECASE)
CREDENTIAL = re.compile(r"credential|oauth|modern", re.IGNORECASE)
SHOWN = Text("The profile's settings in the next report.", "Die Einstellungen des Profils im nächsten Bericht.")


class IgnoresCertificate(Rule):
    """A profile takes any certificate of the mail server for good.

    The setting is known as clients send it (`1` for yes).
    """

    id = "profile-ignores-certificate"
    severity = "warning"
    title = Text("Profile ignores certificate errors", "Profil ignoriert Zertifikatsfehler")
    effect = Text(
        "Whoever stands between archive and mail server can read the password and the mail, and slip mail into the "
        "archive.",
        "Wer zwischen Archiv und E-Mail-Server steht, kann Kennwort und E-Mails lesen und dem Archiv E-Mails "
        "unterschieben.",
    )
    todo = Text(
        "Give the mail server a certificate that the archive's machine trusts, and turn the setting off in the "
        "profile.",
        "Dem E-Mail-Server ein Zertifikat geben, dem der Rechner des Archivs vertraut, und die Einstellung im Profil "
        "ausschalten.",
    )
    done = SHOWN
    needs = ("profiles",)

    def check(self, report: Report, context: Context) -> Iterator[Finding]:
        for profile in report.profiles.data or ():
            if profile.details is not None and is_on(profile.details.ignore_ssl_policy_errors):
                text = Text(
                    "{name} takes any certificate of {host}", "{name} akzeptiert jedes Zertifikat von {host}"
                ).filled(name=named(profile.name), host=profile.details.host or "?")
                yield self.finding(text, of=profile.id, subject=profile.name)


class DeletesWithErrors(Rule):
    """A profile deletes in the mailbox, and its runs have errors.

    The rule's text is known from one client; that an empty one, `never` and the like delete nothing is an assumption.
    """

    id = "profile-deletes-despite-errors"
    severity = "error"
    title = Text(
        "Profile deletes in the mailbox while runs have errors", "Profil löscht im Postfach trotz fehlerhafter Läufe"
    )
    effect = Text(
        "Mail leaves the mailboxes while archiving is not sound: what is missing later cannot be fetched again.",
        "E-Mails verschwinden aus den Postfächern, während die Archivierung nicht fehlerfrei ist: Was später fehlt, "
        "lässt "
        "sich nicht noch einmal holen.",
    )
    todo = Text(
        "Turn the deletion rule of the profile off until its runs succeed; find out from the last result what "
        "failed, and "
        "compare some mailboxes with their archives.",
        "Die Löschregel des Profils ausschalten, bis seine Läufe erfolgreich sind; im letzten Ergebnis nachsehen, was "
        "fehlschlug, und einige Postfächer mit ihren Archiven vergleichen.",
    )
    done = Text(
        "All runs in the next report succeeded, or the profile has no deletion rule.",
        "Alle Läufe im nächsten Bericht sind erfolgreich, oder das Profil hat keine Löschregel.",
    )
    needs = ("profiles", "runs")

    def check(self, report: Report, context: Context) -> Iterator[Finding]:
        for profile in report.profiles.data or ():
            deletes = _deletes(profile)
            if deletes is None:
                continue
            own = context.runs_of.get(profile.id, [])
            bad = [run for run in own if context.thresholds.health.of_result(run.result) == "error"]
            if bad:
                text = Text(
                    "{name} deletes in the mailbox ({rule}), and {bad} of {runs} had errors",
                    "{name} löscht im Postfach ({rule}), und {bad} von {runs} hatten Fehler",
                ).filled(
                    name=named(profile.name),
                    rule=deletes,
                    bad=len(bad),
                    runs=amount(len(own), Text("run", "Lauf"), Text("runs", "Läufen")),
                )
                yield self.finding(text, of=profile.id, subject=profile.name, since=bad[0].start_time)


class ExchangeWebServices(Rule):
    """A profile reads Microsoft 365 by Exchange Web Services.

    Which interface a profile uses is not documented. One counts if it names EWS and Microsoft 365 in its connector,
    protocol or kind, or if it is an Exchange profile whose host is one of Microsoft's. Dates: MailStore's help, "EWS
    Migration".
    """

    id = "microsoft-365-ews"
    severity = "error"
    title = Text("Microsoft 365 by Exchange Web Services", "Microsoft 365 über Exchange Web Services")
    effect = Text(
        "Microsoft blocks Exchange Web Services from 1 October 2026 on and shuts them down by April 2027: the profile "
        "then archives nothing.",
        "Microsoft sperrt Exchange Web Services ab dem 1. Oktober 2026 und schaltet sie bis April 2027 ab: Das Profil "
        "archiviert dann nichts mehr.",
    )
    todo = Text(
        "Update the server, and create the profile anew as one for Microsoft 365 that uses the Graph API; see EWS "
        "Migration in MailStore's help.",
        "Den Server aktualisieren und das Profil als eines für Microsoft 365 über die Graph-API neu anlegen; siehe "
        "„EWS "
        "Migration“ in der Hilfe von MailStore.",
    )
    done = Text(
        "The old profile is gone, and the new one has run.", "Das alte Profil ist gelöscht, und das neue ist gelaufen."
    )
    needs = ("profiles",)

    def check(self, report: Report, context: Context) -> Iterator[Finding]:
        for profile in report.profiles.data or ():
            words = _words(profile)
            exchange = bool(EXCHANGE.search(profile.connector or "")) and not MAILBOX.search(words)
            if not (_at_microsoft(profile) and (exchange or EWS.search(words))):
                continue
            if context.now >= EWS_GONE:
                when = Text("which are shut down since {day}", "abgeschaltet seit {day}").filled(day=EWS_GONE.date())
            elif context.now >= EWS_BLOCKED:
                when = Text(
                    "which are blocked since {day} and gone by {gone}", "gesperrt seit {day}, abgeschaltet bis {gone}"
                ).filled(day=EWS_BLOCKED.date(), gone=EWS_GONE.date())
            else:
                when = Text("which are blocked from {day} on", "gesperrt ab {day}").filled(day=EWS_BLOCKED.date())
            text = Text(
                "{name} reads Microsoft 365 by Exchange Web Services, {when}",
                "{name} liest Microsoft 365 über Exchange Web Services ({when})",
            ).filled(name=named(profile.name), when=when)
            severity = self.severity if context.now >= EWS_BLOCKED else "warning"
            yield self.finding(text, of=profile.id, subject=profile.name, severity=severity)


class OldLogin(Rule):
    """A profile reads Microsoft 365 by IMAP or POP3 with a user name, which Microsoft no longer takes.

    That a profile with a user name and without a word of credentials logs in the old way is an assumption.
    """

    id = "microsoft-365-old-login"
    severity = "warning"
    title = Text("Microsoft 365 by the old login", "Microsoft 365 mit alter Anmeldung")
    effect = Text(
        "Microsoft 365 takes no user name and password for IMAP and POP3 any more: the profile cannot log in.",
        "Microsoft 365 nimmt für IMAP und POP3 keinen Benutzernamen mit Kennwort mehr an: Das Profil kann sich nicht "
        "anmelden.",
    )
    todo = Text(
        "Set up an application in the credential manager (modern authentication), and create the profile anew with it.",
        "In der Verwaltung der Zugangsdaten eine Anwendung einrichten (moderne Authentifizierung) und das Profil "
        "damit neu "
        "anlegen.",
    )
    done = Text(
        "The old profile is gone, and the new one has run.", "Das alte Profil ist gelöscht, und das neue ist gelaufen."
    )
    needs = ("profiles",)

    def check(self, report: Report, context: Context) -> Iterator[Finding]:
        for profile in report.profiles.data or ():
            details = profile.details
            if details is None or not details.user_name or not MICROSOFT_HOST.search(details.host or ""):
                continue
            words = _words(profile)
            if MAILBOX.search(words) and not CREDENTIAL.search(" ".join([words, *details.other])):
                text = Text(
                    "{name} logs in at {host} by user name", "{name} meldet sich bei {host} mit Benutzernamen an"
                ).filled(name=named(profile.name), host=details.host or "?")
                yield self.finding(text, of=profile.id, subject=profile.name)


class JournalDropsUnknown(Rule):
    """A journal profile does not archive emails with unknown addresses.

    No setting for it is documented, and none was seen. Who knows how the server calls it names it in
    `Thresholds.unknown_addresses`; without that the rule finds nothing, and says so.
    """

    id = "journal-without-unknown-addresses"
    severity = "error"
    title = Text(
        "Journal profile leaves out emails with unknown addresses",
        "Journalprofil archiviert E-Mails mit unbekannten Adressen nicht",
    )
    effect = Text(
        "Mail of whoever has no user, or an address that the archive does not know, is not archived, and stays in the "
        "journal mailbox until that is full.",
        "E-Mails von allen, die keinen Benutzer oder eine dem Archiv unbekannte Adresse haben, werden nicht "
        "archiviert und "
        "bleiben im Journalpostfach liegen, bis es voll ist.",
    )
    todo = Text(
        "Have the profile archive emails with unknown addresses (into @catchall), and synchronize the users.",
        "Im Profil die Archivierung von E-Mails mit unbekannten Adressen einschalten (in @catchall) und die Benutzer "
        "synchronisieren.",
    )
    commands = ("mailstore call SyncUsersWithDirectoryServices",)
    done = SHOWN
    needs = ("profiles",)

    def check(self, report: Report, context: Context) -> Iterator[Finding | Unchecked]:
        for profile in report.profiles.data or ():
            if not is_journal(profile):
                continue
            settings = profile.details.other if profile.details else {}
            told = list(matches(settings, context.thresholds.unknown_addresses))
            for key, value, bad in told:
                if bad:
                    text = Text(
                        "{name} does not archive emails with unknown addresses ({key}: {value})",
                        "{name} archiviert E-Mails mit unbekannten Adressen nicht ({key}: {value})",
                    ).filled(name=named(profile.name), key=key, value=value)
                    yield self.finding(text, of=profile.id, subject=profile.name)
            if not told:
                yield self.unchecked(
                    Text(
                        "{name}: no known setting tells whether it archives emails with unknown addresses",
                        "{name}: keine bekannte Einstellung sagt, ob es E-Mails mit unbekannten Adressen archiviert",
                    ).filled(name=named(profile.name))
                )


def _deletes(profile: ProfileEntry) -> str | None:
    """By which rule it deletes in the mailbox; None: it does not, as far as is known."""
    told = profile.details.delete_in_mailbox if profile.details else None
    return None if told is None or told.strip().lower() in KEEPS else told


def _words(profile: ProfileEntry) -> str:
    """What the server says about its kind."""
    details = profile.details
    told = (profile.connector, details and details.protocol, details and details.sub_type)
    return " ".join(str(word) for word in told if word)


def _at_microsoft(profile: ProfileEntry) -> bool:
    host = profile.details.host if profile.details else None
    return bool(MICROSOFT_HOST.search(host or "") or MICROSOFT.search(_words(profile)))
