"""What the provider's rules say, in English and German."""

from __future__ import annotations

from typing import NamedTuple

from mailstore_sdk.language import Text


class RuleTexts(NamedTuple):
    """What all findings of a rule say alike.

    Attributes:
        title: What it is about.
        effect: What happens if nothing is done.
        todo: What to do.
    """

    title: Text
    effect: Text
    todo: Text


CHECK = Text("The rules checked again do not name it.", "Eine erneute Prüfung der Regeln nennt es nicht.")
CANNOT_TELL = Text(
    "Whether the rule is kept is not known: that is no leave to take it for kept.",
    "Ob die Regel eingehalten ist, ist nicht bekannt; sie gilt damit nicht als eingehalten.",
)
LOOK = Text("Look into the profile in the MailStore client.", "Das Profil im MailStore-Client nachsehen.")

RULES: dict[str, RuleTexts] = {
    "provider-instance": RuleTexts(
        Text("Instance not checked", "Instanz nicht geprüft"),
        Text("How its profiles are set up is not known.", "Wie ihre Profile eingerichtet sind, ist nicht bekannt."),
        Text(
            "Start the instance, or enable service provider access on it.",
            "Die Instanz starten oder den Dienstanbieterzugriff auf sie einschalten.",
        ),
    ),
    "provider-kind": RuleTexts(
        Text("Kind of profile", "Art des Profils"), CANNOT_TELL, LOOK
    ),
    "provider-automatic": RuleTexts(
        Text("Automatic execution", "Automatische Ausführung"),
        Text(
            "Mail is archived only when somebody starts the profile.",
            "E-Mails werden nur archiviert, wenn jemand das Profil startet.",
        ),
        Text("Turn automatic execution on.", "Die automatische Ausführung einschalten."),
    ),
    "provider-interval": RuleTexts(
        Text("Interval of automatic execution", "Abstand der automatischen Ausführung"),
        Text(
            "Too often, it burdens the mail server and the archive; too rarely, mail is archived late.",
            "Zu oft belastet es E-Mail-Server und Archiv; zu selten werden E-Mails verspätet archiviert.",
        ),
        Text(
            "Set the pause between two executions as the rules want it.",
            "Die Pause zwischen zwei Ausführungen wie in den Regeln einstellen.",
        ),
    ),
    "provider-deletion": RuleTexts(
        Text("Deletion in the mailbox after archiving", "Löschen im Postfach nach Archivierung"),
        Text(
            "Mail leaves the mailbox earlier than was agreed upon with the customer.",
            "E-Mails verschwinden früher aus dem Postfach, als mit dem Kunden vereinbart.",
        ),
        Text("Change the deletion rule of the profile.", "Die Löschregel des Profils ändern."),
    ),
    "provider-unknown-addresses": RuleTexts(
        Text("Emails with unknown addresses", "E-Mails mit unbekannten Adressen"),
        Text(
            "Mail whose addresses no user has is archived, or left out, against the rules.",
            "E-Mails, deren Adressen kein Benutzer hat, werden entgegen den Regeln archiviert oder ausgelassen.",
        ),
        Text(
            "Change the setting for unknown addresses in the profile.",
            "Die Einstellung für unbekannte Adressen im Profil ändern.",
        ),
    ),
    "provider-certificates": RuleTexts(
        Text("Checking of certificates", "Prüfung von Zertifikaten"),
        Text(
            "Whoever stands between archive and mail server can read the password and the mail.",
            "Wer zwischen Archiv und E-Mail-Server steht, kann Kennwort und E-Mails lesen.",
        ),
        Text(
            "Give the mail server a certificate that is trusted, and turn the setting off in the profile.",
            "Dem E-Mail-Server ein vertrauenswürdiges Zertifikat geben und die Einstellung im Profil ausschalten.",
        ),
    ),
    "provider-connector": RuleTexts(
        Text("Connector", "Konnektor"),
        Text("The customer archives in a way that was not agreed upon.",
             "Der Kunde archiviert auf einem Weg, der nicht vereinbart ist."),
        Text("Replace the profile by one of a kind that is allowed.", "Das Profil durch ein zulässiges ersetzen."),
    ),
    "provider-rule": RuleTexts(
        Text("The provider's own rule", "Eigene Regel des Anbieters"),
        Text("The profile works otherwise than was agreed upon.", "Das Profil arbeitet anders als vereinbart."),
        Text("Change the setting in the profile.", "Die Einstellung im Profil ändern."),
    ),
}  # fmt: skip
