"""What users call the sections of a report, and the results of runs, in English and German."""

from __future__ import annotations

from mailstore_sdk.language import Text
from mailstore_sdk.reports.model import SectionName

SECTION_TITLES: dict[SectionName, Text] = {
    "server": Text("Server", "Server"),
    "licence": Text("Licence", "Lizenz"),
    "certificate": Text("Certificate of the server", "Zertifikat des Servers"),
    "service": Text("Service configuration", "Dienst-Konfiguration"),
    "users": Text("Users", "Benutzer"),
    "stores": Text("Archive stores", "Archivspeicher"),
    "store_creation": Text("Automatic creation of archive stores", "Automatisches Anlegen von Archivspeichern"),
    "archives": Text("Archives", "Archive"),
    "profiles": Text("Profiles", "Profile"),
    "runs": Text("Runs of profiles", "Läufe der Profile"),
    "jobs": Text("Jobs", "Jobs"),
    "job_runs": Text("Runs of jobs", "Läufe der Jobs"),
    "compliance": Text("Compliance settings", "Compliance-Einstellungen"),
    "retention": Text("Retention policies", "Aufbewahrungsrichtlinien"),
    "smtp": Text("SMTP settings", "SMTP-Einstellungen"),
    "directory": Text("Directory services", "Verzeichnisdienste"),
    "credentials": Text("Credentials", "Zugangsdaten"),
    "service_status": Text("Service status", "Dienststatus"),
    "hosts": Text("Instance hosts", "Instance Hosts"),
    "access_servers": Text("Client Access Servers", "Client Access Server"),
    "instances": Text("Instances", "Instanzen"),
    "administrators": Text("Administrators", "Administratoren"),
}
"""The sections, in the report's order."""

RESULT_WORDS = {
    "succeeded": Text("succeeded", "erfolgreich"),
    "completedWithWarnings": Text("completed with warnings", "mit Warnungen abgeschlossen"),
    "completedWithErrors": Text("completed with errors", "mit Fehlern abgeschlossen"),
    "failed": Text("failed", "fehlgeschlagen"),
    "cancelled": Text("cancelled", "abgebrochen"),
    "disconnected": Text("disconnected", "Verbindung verloren"),
}
"""How a run ended; of an unknown result the server's word is shown."""
