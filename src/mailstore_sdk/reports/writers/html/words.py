"""The words of the page, and what users call the words of the server."""

from __future__ import annotations

from mailstore_sdk.findings import tickets
from mailstore_sdk.language import Text
from mailstore_sdk.reports.wording import RESULT_WORDS
from mailstore_sdk.text import one_line

SEVERITIES = {
    "ok": Text("OK", "OK"),
    "warning": Text("warning", "Warnung"),
    "unknown": Text("unknown", "unbekannt"),
    "error": Text("error", "Fehler"),
}

VALUES: dict[str, Text] = {
    **RESULT_WORDS,
    **SEVERITIES,
    # states of profiles and jobs
    "overdue": Text("overdue", "überfällig"),
    "silent": Text("has not run for too long", "zu lange ohne Ausführung"),
    "never_run": Text("never ran", "nie ausgeführt"),
    "running": Text("running", "läuft"),
    "maintenance": Text("in a maintenance window", "im Wartungsfenster"),
    "manual": Text("run by hand", "manuell"),
    "disabled": Text("disabled", "deaktiviert"),
    # archive stores
    "current": Text("current", "aktuell"),
    "normal": Text("normal", "normal"),
    "writeProtected": Text("write-protected", "schreibgeschützt"),
    # users
    "integrated": Text("MailStore-integrated", "MailStore-integriert"),
    "directoryServices": Text("directory services", "Verzeichnisdienste"),
    "Disabled": Text("disabled", "deaktiviert"),
    "admin": Text("administrator", "Administrator"),
    "none": Text("none", "keine"),
    "read": Text("read", "lesen"),
    "write": Text("write", "schreiben"),
    "delete": Text("delete", "löschen"),
    # retention and schedules
    "day": Text("days", "Tagen"),
    "month": Text("months", "Monaten"),
    "year": Text("years", "Jahren"),
    "Monday": Text("Monday", "Montag"),
    "Tuesday": Text("Tuesday", "Dienstag"),
    "Wednesday": Text("Wednesday", "Mittwoch"),
    "Thursday": Text("Thursday", "Donnerstag"),
    "Friday": Text("Friday", "Freitag"),
    "Saturday": Text("Saturday", "Samstag"),
    "Sunday": Text("Sunday", "Sonntag"),
    # Service Provider Edition
    "automatic": Text("automatic", "automatisch"),
    "stopped": Text("stopped", "angehalten"),
    "frozen": Text("frozen", "eingefroren"),
    "clientAccessServer": Text("Client Access Server", "Client Access Server"),
    "managementServer": Text("Management Server", "Management Server"),
    "instanceHost": Text("instance host", "Instance Host"),
    "information": Text("information", "Information"),
}
"""What users call what the server, or the SDK, says in one word; another word is shown as it is."""

CAUSES = {
    "notAsked": Text("not asked for", "nicht abgefragt"),
    "notInThisEdition": Text("not in this edition", "in dieser Edition nicht vorhanden"),
    "notSeen": Text("not seen", "nicht zu sehen"),
    "unknownFunction": Text("the server does not have the function", "der Server kennt die Funktion nicht"),
    "noRight": Text("no right to it", "keine Berechtigung dafür"),
    "refused": Text("the server refused", "vom Server abgelehnt"),
    "failed": Text("failed", "fehlgeschlagen"),
    "cancelled": Text("cancelled", "abgebrochen"),
    "noAnswer": Text("no answer", "keine Antwort"),
    "unreadable": Text("the answer cannot be read", "Antwort nicht lesbar"),
}
"""Why something is not there."""

EDITIONS = {
    "server": Text("MailStore Server", "MailStore Server"),
    "spe": Text("MailStore Service Provider Edition", "MailStore Service Provider Edition"),
    "instance": Text("instance of MailStore SPE", "Instanz von MailStore SPE"),
}

WORDS = {
    "report": Text("MailStore report", "MailStore-Bericht"),
    "contents": Text("Contents", "Inhalt"),
    "skip": Text("To the findings", "Zu den Befunden"),
    "created": Text("Created", "Erstellt"),
    "judged": Text("Judged for", "Beurteilt für"),
    "edition": Text("Edition", "Edition"),
    "instance": Text("Instance", "Instanz"),
    "version": Text("Version", "Version"),
    "made_by": Text("Made by mailstore-sdk", "Erstellt von mailstore-sdk"),
    "overall": Text("Overall", "Gesamt"),
    "findings": Text("Findings", "Befunde"),
    "no_findings": Text("Nothing was found.", "Es wurde nichts gefunden."),
    "effect": tickets.EFFECT,
    "todo": tickets.TODO,
    "commands": tickets.COMMANDS,
    "check": tickets.CHECK,
    "since": tickets.SINCE,
    "key": tickets.KEY,
    "new": Text("new", "neu"),
    "acknowledged": Text("acknowledged", "bestätigt"),
    "acknowledged_until": Text("Acknowledged until", "Bestätigt bis"),
    "unchecked": Text("What was not checked", "Was nicht geprüft wurde"),
    "gone": Text("Acknowledged, but not found any more", "Bestätigt, aber nicht mehr gefunden"),
    "expired": Text("No longer acknowledged, but still found", "Nicht mehr bestätigt, aber noch gefunden"),
    "health": Text("Health of profiles and jobs", "Zustand der Profile und Jobs"),
    "profile_health": Text("Profiles", "Profile"),
    "job_health": Text("Jobs", "Jobs"),
    "job_note": Text(
        "That a job succeeded says that it was carried out, not that its command succeeded.",
        "Dass ein Job erfolgreich war, sagt, dass er ausgeführt wurde, nicht, dass sein Befehl erfolgreich war.",
    ),
    "no_health": Text(
        "Without profiles and their runs, or jobs, nothing can be judged; see the sections for the reason.",
        "Ohne Profile und ihre Läufe oder Jobs lässt sich nichts beurteilen; den Grund nennen die Abschnitte.",
    ),
    "charts": Text("Charts", "Diagramme"),
    "figures": Text("The figures", "Die Zahlen"),
    "elsewhere": Text("Not in this edition", "In dieser Edition nicht vorhanden"),
    "unavailable": Text("Not available", "Nicht verfügbar"),
    "function": Text("Function", "Funktion"),
    "problems": Text("What is missing in it", "Was darin fehlt"),
    "empty": Text("There is nothing.", "Es ist nichts vorhanden."),
    "gaps": Text("Runs that could not be read", "Läufe, die nicht lesbar waren"),
    "gap_note": Text(
        "What ran in these times is not known.",
        "Was in diesen Zeiten lief, ist nicht bekannt.",
    ),
    "service_servers": Text("Servers", "Server"),
    "service_messages": Text("Messages", "Meldungen"),
    "setting": Text("Setting", "Einstellung"),
    "value": Text("Value", "Wert"),
    "rows": Text("rows", "Zeilen"),
    "verification": Text("Verification of an archive store", "Prüfung der Datenintegrität eines Archivspeichers"),
    "store": Text("Archive store", "Archivspeicher"),
    "progress": Text("Progress", "Fortschritt"),
    "line": Text("Line", "Zeile"),
    "left_out": Text("Older reports that say nothing here", "Ältere Berichte, die hierzu nichts sagen"),
    "dash": Text(
        "\u2013 stands for what is not there, or what the server did not tell. Times are UTC.",
        "\u2013 steht für das, was nicht da ist oder was der Server nicht nannte. Zeiten sind UTC.",
    ),
    "sort": Text("Sort by", "Sortieren nach"),
    "yes": Text("yes", "ja"),
    "no": Text("no", "nein"),
    "nothing": Text("\u2013", "\u2013"),
}
"""The words of the page, by the names that its template has for them."""


def word(told: str) -> Text:
    """What users call a word of the server or the SDK; one that nobody knows as it is, on one line."""
    return VALUES.get(told) or Text(one_line(told), one_line(told))
