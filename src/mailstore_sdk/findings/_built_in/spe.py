"""Rules about a Service Provider Edition as a whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from mailstore_sdk.findings.model import Finding
from mailstore_sdk.findings.rule import Context, Rule
from mailstore_sdk.language import Text, named
from mailstore_sdk.reports import Report
from mailstore_sdk.severity import Severity
from mailstore_sdk.text import cut

FIGURE = re.compile(r"(?<![\w-])\d+([.,]\d+)*(?![\w-])")  # by itself: a digit in the name of an instance is none
SEVERITIES: dict[str, Severity] = {"warning": "warning", "error": "error"}


class ServerDown(Rule):
    """A server of the installation cannot be reached."""

    id = "spe-server-down"
    severity = "error"
    title = Text("Server of the installation is down", "Server der Installation nicht erreichbar")
    effect = Text(
        "Instances on that host do not archive; without a client access server nobody can log in.",
        "Instanzen auf diesem Host archivieren nicht; ohne Client Access Server kann sich niemand anmelden.",
    )
    todo = Text(
        "See whether the machine and its MailStore service run, and whether the Management Server reaches its port.",
        "Prüfen, ob der Rechner und sein MailStore-Dienst laufen und der Management Server seinen Port erreicht.",
    )
    commands = ("mailstore call GetServiceStatus",)
    done = Text("The server is listed as active.", "Der Server ist als aktiv aufgeführt.")
    needs = ("service_status",)

    def check(self, report: Report, context: Context) -> Iterator[Finding]:
        for server in report.service_status.data.servers if report.service_status.data else ():
            if server.active is False:
                text = Text("{name} ({role}) cannot be reached", "{name} ({role}) ist nicht erreichbar").filled(
                    name=named(server.server_name), role=server.server_type
                )
                yield self.finding(text, of=f"{server.server_name}/{server.server_type}", subject=server.server_name)


class ServiceMessage(Rule):
    """The Management Server has something to say to the administrator."""

    id = "spe-message"
    severity = "warning"
    title = Text("Message of the Management Server", "Meldung des Management Servers")
    effect = Text("As the message says.", "Wie die Meldung sagt.")
    todo = Text(
        "Follow the message; it is shown in the Management Console too.",
        "Der Meldung folgen; sie steht auch in der Management Console.",
    )
    commands = ("mailstore call GetServiceStatus",)
    done = Text("The message is gone.", "Die Meldung ist verschwunden.")
    needs = ("service_status",)

    def check(self, report: Report, context: Context) -> Iterator[Finding]:
        seen = Counter[str]()
        for message in report.service_status.data.messages if report.service_status.data else ():
            severity = SEVERITIES.get(message.type)
            if severity is not None:
                # Figures in it change while the problem is the same; each of several that are alike then counts.
                of = cut(FIGURE.sub("#", message.text))
                seen[of] += 1
                of = of if seen[of] == 1 else f"{of} ({seen[of]})"
                yield self.finding(Text("{it}", "{it}").filled(it=message.text), of=of, severity=severity)


class InstanceNotRunning(Rule):
    """An instance that starts by itself does not run, or failed to start or stop."""

    id = "instance-not-running"
    severity = "error"
    title = Text("Instance does not run", "Instanz läuft nicht")
    effect = Text(
        "The customer's mail is not archived, and nobody can search.",
        "Die E-Mails des Endkunden werden nicht archiviert, und niemand kann suchen.",
    )
    todo = Text(
        "Start the instance in the Management Console, and read its error.",
        "Die Instanz in der Management Console starten und ihren Fehler lesen.",
    )
    commands = ("mailstore call StartInstances instanceFilter={instance}",)
    done = Text("The instance is listed as running.", "Die Instanz ist als laufend aufgeführt.")
    needs = ("instances",)

    def check(self, report: Report, context: Context) -> Iterator[Finding]:
        for one in report.instances.data or ():
            down = one.start_mode == "automatic" and one.status not in ("running", None)
            if not down and not one.start_stop_error:
                continue
            text = Text("{name}: {status}{error}", "{name}: {status}{error}").filled(
                name=named(one.display_name or one.instance_id),
                status=one.status or "?",
                error=f" ({one.start_stop_error})" if one.start_stop_error else "",
            )
            yield self.finding(text, of=one.instance_id, subject=one.instance_id, instance=one.instance_id)
