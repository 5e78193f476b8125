"""Which columns the table of each section has, and what they are called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mailstore_sdk.language import Text

Kind = Literal["text", "plain", "word", "bytes", "MB", "seconds"]
"""How a value is shown: as its type has it; a number that counts nothing; a word that users have another word for; a
size; a length of time."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        path: Where the value is in the entry: names of fields, parted by points.
        title: What stands above it.
        kind: How the value is shown.
    """

    path: str
    title: Text
    kind: Kind = "text"


def _c(path: str, en: str, de: str, kind: Kind = "text") -> Column:
    return Column(path, Text(en, de), kind)


OTHER = _c("other", "Other, under the server's keys", "Weiteres, unter den Schlüsseln des Servers")
"""Of every entry; shown where there is something."""

_HOST = (
    _c("server_name", "Server", "Server"),
    _c("port", "Port", "Port", "plain"),
    _c("base_directory", "Folder", "Ordner"),
    _c("thumbprint", "Thumbprint (SHA-1)", "Fingerabdruck (SHA-1)"),
)
COLUMNS: dict[str, tuple[Column, ...]] = {
    "server": (
        _c("machine_name", "Name", "Name"),
        _c("version", "Version", "Version"),
        _c("web_client_version", "Version of the web client", "Version des Web-Clients"),
        _c("licensee_name", "Licensed to", "Lizenziert für"),
        _c("licensee_id", "Number of the licensee", "Nummer des Lizenznehmers", "plain"),
    ),
    "licence": (
        _c("licensed_to", "Licensed to", "Lizenziert für"),
        _c("named_users", "User licences in use", "Belegte Benutzerlizenzen"),
        _c("max_named_users", "User licences at most", "Benutzerlizenzen höchstens"),
        _c("product_version", "Version", "Version"),
        _c("support_expiration_date", "Support until", "Support bis"),
    ),
    "certificate": (
        _c("subject", "For", "Für"),
        _c("issuer", "Issued by", "Ausgestellt von"),
        _c("names", "Names", "Namen"),
        _c("not_before", "Valid from", "Gültig ab"),
        _c("not_after", "Expires", "Läuft ab"),
        _c("fingerprint", "Fingerprint (SHA-256)", "Fingerabdruck (SHA-256)"),
    ),
    "service": (
        _c("base_directory", "Folder of the master database", "Ordner der Master-Datenbank"),
        _c("debug_log", "Debug log", "Debug-Protokoll"),
        _c("audit_log_location", "Audit log goes to", "Ziel des Audit-Protokolls"),
        _c("thumbprint", "Thumbprint of the certificate (SHA-1)", "Fingerabdruck des Zertifikats (SHA-1)"),
    ),
    "users": (
        _c("user_name", "Name", "Name"),
        _c("full_name", "Full name", "Vollständiger Name"),
        _c("email_addresses", "Addresses", "Adressen"),
        _c("authentication", "Authentication", "Authentifizierung", "word"),
        _c("mfa_status", "Multi-factor authentication", "Mehrfaktor-Authentifizierung", "word"),
        _c("privileges", "Privileges", "Berechtigungen", "word"),
        _c("login_privileges", "May log in by", "Anmeldung über", "word"),
        _c("privileges_on_folders", "Folder access", "Ordnerrechte"),
        _c("pop3_user_names", "POP3 names", "POP3-Namen"),
        _c("distinguished_name", "Distinguished name (LDAP)", "Distinguished Name (LDAP)"),
    ),
    "stores": (
        _c("id", "Number", "Nummer", "plain"),
        _c("name", "Name", "Name"),
        _c("requested_state", "State", "Zustand", "word"),
        _c("error", "Error", "Fehler"),
        _c("statistics_count", "Messages", "Nachrichten"),
        _c("statistics_size", "Size", "Größe", "bytes"),
        _c("needs_upgrade", "Needs an upgrade", "Muss aktualisiert werden"),
        _c("search_indexes_need_rebuild", "Search indexes need a rebuild", "Suchindizes neu aufzubauen"),
        _c("type", "Type", "Typ"),
        _c("database_path", "Folder of the database", "Ordner der Datenbank"),
        _c("content_path", "Folder of the content", "Ordner der Inhalte"),
        _c("index_path", "Folder of the search indexes", "Ordner der Suchindizes"),
    ),
    "archives": (
        _c("folder", "Archive", "Archiv"),
        _c("size", "Size", "Größe", "bytes"),
        _c("count", "Messages", "Nachrichten"),
    ),
    "profiles": (
        _c("id", "Number", "Nummer", "plain"),
        _c("name", "Name", "Name"),
        _c("type", "Type", "Typ"),
        _c("connector", "Connector", "Connector"),
        _c("owner", "Owner", "Besitzer"),
        _c("server_side_execution.automatic", "Automatic", "Automatisch"),
        _c(
            "server_side_execution.automatic_pause_between_executions",
            "Pause between runs",
            "Pause zwischen Läufen",
            "seconds",
        ),
        _c("server_side_execution.automatic_maintenance_windows", "Maintenance windows", "Wartungsfenster"),
        _c("server_side_execution.other", "Other about execution", "Weiteres zur Ausführung"),
        _c("details.host", "Mail server", "E-Mail-Server"),
        _c("details.user_name", "Logs in as", "Meldet sich an als"),
        _c("details.email_address", "Mailbox", "Postfach"),
        _c("details.protocol", "Protocol", "Protokoll"),
        _c("details.target_user_folder", "Target archive", "Zielarchiv"),
        _c("details.delete_in_mailbox", "Deletion rule", "Löschregel"),
        _c("details.ignore_ssl_policy_errors", "Ignores certificate errors", "Ignoriert Zertifikatsfehler", "plain"),
        _c(
            "details.disable_auto_exclude_source_folders",
            "No folders excluded by themselves",
            "Keine Ordner automatisch ausgeschlossen",
            "plain",
        ),
        _c(
            "details.disable_automatic_detection_of_sent_folders",
            "No detection of sent folders",
            "Keine Erkennung von Gesendet-Ordnern",
            "plain",
        ),
        _c("details.exclude_un_read", "Without unread messages", "Ohne ungelesene Nachrichten", "plain"),
        _c("details.sub_type", "Subtype", "Untertyp", "plain"),
        _c("details.timeout", "Timeout", "Zeitlimit", "plain"),
        _c("details.other", "Other settings", "Weitere Einstellungen"),
    ),
    "runs": (
        _c("start_time", "Start", "Beginn"),
        _c("complete_time", "End", "Ende"),
        _c("profile_name", "Profile", "Profil"),
        _c("result", "Result", "Ergebnis", "word"),
        _c("items_archived", "Messages", "Nachrichten"),
        _c("user_name", "User", "Benutzer"),
        _c("machine_name", "Machine", "Rechner"),
        _c("profile_id", "Number of the profile", "Nummer des Profils", "plain"),
        _c("id", "Number of the run", "Nummer des Laufs", "plain"),
    ),
    "jobs": (
        _c("id", "Number", "Nummer", "plain"),
        _c("name", "Name", "Name"),
        _c("action", "Command", "Befehl"),
        _c("enabled", "Enabled", "Aktiviert"),
        _c("owner", "Owner", "Besitzer"),
        _c("last_start_date_time_utc", "Last start", "Letzter Beginn"),
        _c("last_complete_date_time_utc", "Last end", "Letztes Ende"),
        _c("next_start_date_time_utc", "Next start", "Nächster Beginn"),
        _c("schedule.interval", "Every so many minutes", "Alle … Minuten"),
        _c("schedule.time", "Time of the day", "Uhrzeit"),
        _c("schedule.day_of_week", "Day of the week", "Wochentag", "word"),
        _c("schedule.day_of_month", "Day of the month", "Tag des Monats", "plain"),
        _c("schedule.date", "Once, at", "Einmalig, am"),
        _c("schedule.time_zone_id", "Time zone", "Zeitzone"),
        _c("schedule.other", "Other about the schedule", "Weiteres zum Zeitplan"),
        _c("creation_date_time_utc", "Created", "Angelegt"),
    ),
    "job_runs": (
        _c("start_time", "Start", "Beginn"),
        _c("complete_time", "End", "Ende"),
        _c("result", "Result", "Ergebnis", "word"),
        _c("action", "Command", "Befehl"),
        _c("job_id", "Number of the job", "Nummer des Jobs", "plain"),
        _c("job_result_id", "Number of the run", "Nummer des Laufs", "plain"),
    ),
    "compliance": (
        _c("legal_hold_enabled", "Legal hold", "Legal Hold"),
        _c(
            "log_successful_user_activities",
            "In the audit log also when successful",
            "Auch bei Erfolg im Audit-Protokoll",
        ),
    ),
    "retention": (
        _c("name", "Name", "Name"),
        _c("enabled", "Enabled", "Aktiviert"),
        _c("period", "Period", "Zeitraum"),
        _c("period_interval", "Counted in", "Gezählt in", "word"),
        _c("reference_date_type", "From", "Ab"),
        _c("delete", "Deletes afterwards", "Löscht danach"),
        _c("search_criteria.from_", "Sender", "Absender"),
        _c("search_criteria.to", "Recipient", "Empfänger"),
        _c("search_criteria.query", "Words", "Wörter"),
        _c("search_criteria.excluded_archives", "Without the archives", "Ohne die Archive"),
        _c("search_criteria.other", "Other criteria", "Weitere Kriterien"),
    ),
    "credentials": (
        _c("id", "Number", "Nummer", "plain"),
        _c("description", "Name", "Name"),
        _c("type", "Type", "Typ"),
        _c("application_id", "Application", "Anwendung"),
        _c("tenant_id", "Tenant", "Mandant"),
        _c("certificate_expiration_date", "Certificate expires", "Zertifikat läuft ab"),
        _c("certificate_thumbprint", "Thumbprint (SHA-1)", "Fingerabdruck (SHA-1)"),
    ),
    "service_servers": (
        _c("server_name", "Server", "Server"),
        _c("server_type", "Role", "Rolle", "word"),
        _c("active", "Can be reached", "Erreichbar"),
        _c("number_of_instances", "Instances", "Instanzen"),
        _c("number_of_running_instances", "Running instances", "Laufende Instanzen"),
        _c("port", "Port", "Port", "plain"),
        _c("thumbprint", "Thumbprint (SHA-1)", "Fingerabdruck (SHA-1)"),
    ),
    "service_messages": (
        _c("type", "Type", "Art", "word"),
        _c("text", "Message", "Meldung"),
        _c("is_sub_item", "Belongs to the one before", "Gehört zur vorigen"),
    ),
    "hosts": _HOST,
    "access_servers": _HOST,
    "instances": (
        _c("instance_id", "Instance", "Instanz"),
        _c("display_name", "Name", "Name"),
        _c("alias", "Alias", "Alias"),
        _c("status", "Status", "Status", "word"),
        _c("instance_host", "Instance host", "Instance Host"),
        _c("start_mode", "Start mode", "Startart", "word"),
        _c("start_stop_error", "Error at start or stop", "Fehler beim Starten oder Stoppen"),
        _c("statistics.total_size_mb", "Size", "Größe", "MB"),
        _c("statistics.database_file_size_mb", "Databases", "Datenbanken", "MB"),
        _c("statistics.content_file_size_mb", "Content", "Inhalte", "MB"),
        _c("statistics.index_file_size_mb", "Search indexes", "Suchindizes", "MB"),
        _c("statistics.number_of_messages", "Messages", "Nachrichten"),
        _c("statistics.other", "Other sizes", "Weitere Größen"),
    ),
    "administrators": (
        _c("user_name", "Name", "Name"),
        _c("full_name", "Full name", "Vollständiger Name"),
        _c("email_address", "Address", "Adresse"),
    ),
    "profile_health": (
        _c("name", "Profile", "Profil"),
        _c("severity", "Severity", "Schweregrad", "word"),
        _c("state", "State", "Zustand", "word"),
        _c("automatic", "Automatic", "Automatisch"),
        _c("last_start", "Last start", "Letzter Beginn"),
        _c("last_result", "Last result", "Letztes Ergebnis", "word"),
        _c("last_success", "Last success", "Letzter Erfolg"),
        _c("runs", "Runs in 24 hours", "Läufe in 24 Stunden"),
        _c("messages", "Messages in 24 hours", "Nachrichten in 24 Stunden"),
        _c("usual_duration", "Usual duration", "Übliche Dauer", "seconds"),
        _c("overdue_at", "Overdue from", "Überfällig ab"),
        _c("silent_at", "Silent from", "Stumm ab"),
    ),
    "job_health": (
        _c("name", "Job", "Job"),
        _c("severity", "Severity", "Schweregrad", "word"),
        _c("state", "State", "Zustand", "word"),
        _c("enabled", "Enabled", "Aktiviert"),
        _c("last_start", "Last start", "Letzter Beginn"),
        _c("last_result", "Last result", "Letztes Ergebnis", "word"),
        _c("next_start", "Next start", "Nächster Beginn"),
    ),
    "gaps": (
        _c("start", "From", "Von"),
        _c("end", "Until", "Bis"),
        _c("reason", "Reason", "Grund"),
    ),
}
"""The columns of each table, by section; those that a report has besides have names of their own."""
