"""Rules about the server: licence, certificates, the mail that it sends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from mailstore_sdk.findings._built_in.common import matches
from mailstore_sdk.findings.model import Finding, Unchecked
from mailstore_sdk.findings.rule import Context, Rule
from mailstore_sdk.language import Text, named
from mailstore_sdk.reports import Report
from mailstore_sdk.severity import Severity


class LicenceNearlyUsed(Rule):
    """Nearly all licences are in use.

    A server counts users, of whom the administrator needs none (documented), and tells both numbers. A Service Provider
    Edition counts archives (documented) and does not tell the limit: it is `Thresholds.licensed_archives`.
    """

    id = "licence-nearly-used"
    severity = "warning"
    title = Text("Licence nearly used up", "Lizenz fast ausgeschöpft")
    effect = Text(
        "When it is used up, no new user can be created, and mail of new employees is not archived.",
        "Ist sie ausgeschöpft, lassen sich keine Benutzer mehr anlegen, und E-Mails neuer Mitarbeiter werden nicht "
        "archiviert.",
    )
    todo = Text(
        "Buy licences, or delete users who do not need one any more; their archives stay.",
        "Lizenzen kaufen oder Benutzer löschen, die keine mehr brauchen; ihre Archive bleiben erhalten.",
    )
    commands = ("mailstore call GetLicenseInformation",)
    done = Text("The next report shows the difference.", "Der nächste Bericht zeigt den Unterschied.")

    def check(self, report: Report, context: Context) -> Iterator[Finding | Unchecked]:
        if report.licence.data is not None:
            what = Text("user licences", "Benutzerlizenzen")
            used, most = report.licence.data.named_users, report.licence.data.max_named_users
        elif report.edition == "instance" and report.archives.data is not None:
            what = Text("licensed archives", "lizenzierten Archiven")
            used, most = len(report.archives.data), context.thresholds.licensed_archives
        else:
            if report.edition != "spe":  # of which each instance has a report of its own
                yield self.unchecked(Text("the report does not tell it", "der Bericht nennt sie nicht"))
            return
        if used is None or not most:
            yield self.unchecked(Text("the limit is not known", "die Grenze ist nicht bekannt"))
        elif used * 100 >= most * context.thresholds.licence_percent:
            text = Text("{used} of {most} {what} in use", "{used} von {most} {what} in Verwendung").filled(
                used=used, most=most, what=what
            )
            commands = None if report.edition == "server" else ()  # only MailStore Server has the function
            yield self.finding(text, severity="error" if used >= most else None, commands=commands)


class CertificateExpiring(Rule):
    """The certificate of the server is about to expire, or has expired."""

    id = "certificate-expiring"
    severity = "warning"
    title = Text("Certificate of the server expires", "Zertifikat des Servers läuft ab")
    effect = Text(
        "Clients, Outlook and scripts refuse the connection, or their users learn to click warnings away.",
        "Clients, Outlook und Skripte verweigern die Verbindung, oder die Benutzer lernen, Warnungen wegzuklicken.",
    )
    todo = Text(
        "Install a new certificate in the service configuration, and make it known to those who pin its fingerprint.",
        "In der Dienst-Konfiguration ein neues Zertifikat einrichten und allen bekannt machen, die seinen "
        "Fingerabdruck "
        "prüfen.",
    )
    commands = ("mailstore trust",)
    done = Text("The next report shows a later date.", "Der nächste Bericht zeigt ein späteres Datum.")
    needs = ("certificate",)

    def check(self, report: Report, context: Context) -> Iterator[Finding | Unchecked]:
        shown = report.certificate.data
        if shown is not None and shown.not_after is not None:
            yield from _expiring(self, context, shown.not_after, shown.subject or shown.fingerprint)
        else:
            yield self.unchecked(Text("the certificate cannot be read", "das Zertifikat ist nicht lesbar"))


class CredentialExpiring(Rule):
    """The certificate of an entry in the credential manager is about to expire, or has expired."""

    id = "credential-expiring"
    severity = "warning"
    title = Text("Credential for Microsoft 365 expires", "Zugangsdaten für Microsoft 365 laufen ab")
    effect = Text(
        "Profiles and directory synchronization that use it cannot log in any more.",
        "Profile und Benutzersynchronisation, die sie verwenden, können sich nicht mehr anmelden.",
    )
    todo = Text(
        "Create a new certificate in the credential manager and upload it to the application in the directory.",
        "In der Verwaltung der Zugangsdaten ein neues Zertifikat erzeugen und bei der Anwendung im Verzeichnis "
        "hochladen.",
    )
    done = Text("The next report shows a later date.", "Der nächste Bericht zeigt ein späteres Datum.")
    needs = ("credentials",)

    def check(self, report: Report, context: Context) -> Iterator[Finding]:
        for one in report.credentials.data or ():
            if one.certificate_expiration_date is not None:
                name = one.description or str(one.id)
                yield from _expiring(self, context, one.certificate_expiration_date, name, of=one.id)


class SmtpWithoutTls(Rule):
    """The server sends its mail without encryption.

    No key of these settings is documented but the password's: only values that say of themselves that nothing is
    encrypted count (`Thresholds.smtp_without_tls`), and settings with none of the known keys are not judged.
    """

    id = "smtp-without-tls"
    severity = "warning"
    title = Text("Mail is sent without TLS", "E-Mail-Versand ohne TLS")
    effect = Text(
        "Status reports, names and the password of the mail account can be read on their way.",
        "Statusberichte, Namen und das Kennwort des E-Mail-Kontos können unterwegs mitgelesen werden.",
    )
    todo = Text(
        "Set the SMTP settings in the client to a protocol with TLS, and test them.",
        "In den SMTP-Einstellungen im Client ein Protokoll mit TLS wählen und testen.",
    )
    commands = ("mailstore call TestSmtpSettings",)
    done = Text("The settings in the next report.", "Die Einstellungen im nächsten Bericht.")
    needs = ("smtp",)

    def check(self, report: Report, context: Context) -> Iterator[Finding | Unchecked]:
        settings = report.smtp.data.settings if report.smtp.data else {}
        told = list(matches(settings, context.thresholds.smtp_without_tls))
        for key, value, bad in told:
            if bad:
                text = Text(
                    "Mail is sent without encryption ({key}: {value})",
                    "E-Mails werden unverschlüsselt gesendet ({key}: {value})",
                )
                commands = ("mailstore call TestSystemSmtpConfiguration",) if report.edition == "spe" else None
                yield self.finding(text.filled(key=key, value=value), commands=commands)
                return
        if not told:
            yield self.unchecked(
                Text(
                    "no known setting tells whether it is encrypted",
                    "keine bekannte Einstellung sagt, ob er verschlüsselt ist",
                )
            )


def _expiring(rule: Rule, context: Context, until: datetime, name: str, of: int | None = None) -> Iterator[Finding]:
    left = until - context.now
    if left > context.thresholds.certificate:
        return
    gone = until <= context.now
    severity: Severity = "error" if gone else rule.severity
    if gone:
        text = Text("{name} expired on {day}", "{name} ist am {day} abgelaufen")
    else:
        text = Text("{name} expires on {day}, in {left}", "{name} läuft am {day} ab, in {left}")
    told = text.filled(name=named(name), day=until.date(), left=left)
    yield rule.finding(told, of=of, subject=name, severity=severity, since=until if gone else None)
