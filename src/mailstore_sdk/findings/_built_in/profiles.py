"""Rules about whether profiles run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from mailstore_sdk.findings._built_in.common import (
    RUN,
    RUNS,
    archives_mail,
    automatic,
    profile_of,
    result_text,
    running,
)
from mailstore_sdk.findings.model import Finding, Unchecked
from mailstore_sdk.findings.rule import Context, Rule
from mailstore_sdk.language import Text, amount, named
from mailstore_sdk.models import ProfileHealth
from mailstore_sdk.reports import Report
from mailstore_sdk.severity import Severity, worst

RAN_OK = Text(
    "The next report shows a run that succeeded.",
    "Der nächste Bericht zeigt einen erfolgreichen Lauf.",
)


class ProfileSilent(Rule):
    """A profile that runs by itself has not run for too long, or never did."""

    id = "profile-silent"
    severity = "error"
    title = Text("Profile has not run", "Profil ohne Ausführung")
    effect = Text(
        "New mail of these mailboxes is not archived, and nobody is told: a profile that does not run reports no "
        "error.",
        "Neue E-Mails dieser Postfächer werden nicht archiviert, und niemand erfährt davon: Ein Profil, das nicht "
        "läuft, "
        "meldet auch keinen Fehler.",
    )
    todo = Text(
        "In the client under Archive Email, see whether the profile is still set to run automatically, and whether the "
        "service runs; start it once by hand and read its last result.",
        "Im Client unter „E-Mails archivieren“ prüfen, ob das Profil noch automatisch ausgeführt wird und der Dienst "
        "läuft; einmal von Hand starten und das letzte Ergebnis lesen.",
    )
    commands = ("mailstore runs", "mailstore run {profile}")
    done = RAN_OK
    needs = ("profiles", "runs")

    def check(self, report: Report, context: Context) -> Iterator[Finding]:
        for profile in context.health.profiles:
            if profile.state == "silent" and profile.last_end:
                since = context.now - profile.last_end
                text = Text(
                    "{name} has not run for {length}; last run {last}",
                    "{name}: ohne Ausführung seit {length}; letzter Lauf {last}",
                ).filled(name=named(profile.name), length=since, last=profile.last_end)
            elif profile.state == "never_run" and report.runs.data is not None:
                text = Text(
                    "{name} never ran, as far back as the report reaches ({start})",
                    "{name} wurde nie ausgeführt, so weit der Bericht zurückreicht ({start})",
                ).filled(name=named(profile.name), start=report.runs.data.start)
            else:
                continue
            yield from _told(self, profile, text)


class ProfileOverdue(Rule):
    """A profile is later than its own rhythm lets expect, or one of its runs takes far longer than usual."""

    id = "profile-overdue"
    severity = "warning"
    title = Text("Profile is overdue", "Profil ist überfällig")
    effect = Text(
        "If it goes on, mail is missing in the archive until the profile runs again.",
        "Dauert es an, fehlen im Archiv E-Mails, bis das Profil wieder läuft.",
    )
    todo = Text(
        "See in the client whether the profile is running just now, and what it waits for; cancel a run that hangs.",
        "Im Client prüfen, ob das Profil gerade läuft und worauf es wartet; einen hängenden Lauf abbrechen.",
    )
    commands = ("mailstore runs", "mailstore run {profile}")
    done = RAN_OK
    needs = ("profiles", "runs")

    def check(self, report: Report, context: Context) -> Iterator[Finding]:
        for profile in context.health.profiles:
            if profile.state != "overdue":
                continue
            if profile.last_end and profile.overdue_at and context.now > profile.overdue_at:
                text = Text(
                    "{name} was to end its next run by {due}; the last one ended {last}",
                    "{name} sollte seinen nächsten Lauf bis {due} beenden; der letzte endete {last}",
                ).filled(name=named(profile.name), due=profile.overdue_at, last=profile.last_end)
            else:
                begun = profile.last_start or context.now
                text = Text("{name} has been running since {begun}", "{name} läuft ununterbrochen seit {begun}").filled(
                    name=named(profile.name), begun=begun
                )
            yield from _told(self, profile, text)


class ProfileFailing(Rule):
    """The last run of a profile ended with errors or warnings, or runs do but none succeeds.

    A report is made once a day, not every few minutes: the last result counts until there is a better one. Of a profile
    that does not run by itself it is a warning at most.
    """

    id = "profile-failing"
    severity = "error"
    title = Text("Profile does not run well", "Profil läuft nicht fehlerfrei")
    effect = Text(
        "Mail that the run could not take in is missing in the archive.",
        "E-Mails, die der Lauf nicht übernehmen konnte, fehlen im Archiv.",
    )
    todo = Text(
        "Open the last result of the profile in the client: it names each mailbox and message that failed.",
        "Das letzte Ergebnis des Profils im Client öffnen: Es nennt jedes Postfach und jede Nachricht, die Fehler "
        "machte.",
    )
    commands = ("mailstore runs", "mailstore run {profile}")
    done = RAN_OK
    needs = ("profiles", "runs")

    def check(self, report: Report, context: Context) -> Iterator[Finding]:
        rules = context.thresholds.health
        for profile in context.health.profiles:
            if profile.last_result is None or profile.last_end is None:
                continue
            severity = rules.of_result(profile.last_result)
            if profile.state in ("error", "warning"):
                severity = worst((severity, profile.severity))
            if severity == "ok":
                continue
            if profile.automatic is False:
                severity = "warning"
            bad = sum(count for result, count in profile.results.items() if rules.of_result(result) != "ok")
            text = Text(
                "{name}: last run {result}, {last}; {bad} of {runs} of the last {length} not as they should be",
                "{name}: letzter Lauf {result}, {last}; {bad} von {runs} der letzten {length} nicht einwandfrei",
            ).filled(
                name=named(profile.name),
                result=result_text(profile.last_result),
                last=profile.last_end,
                bad=bad,
                runs=amount(profile.runs, RUN, RUNS),
                length=rules.silence,
            )
            yield from _told(self, profile, text, severity=severity, since=profile.last_success)


class ProfileNotAutomatic(Rule):
    """An archiving profile does not run by itself, and no job runs it.

    Only those count of which the server says that they archive: the letter `I` is what clients send for such a one.
    """

    id = "profile-not-automatic"
    severity = "warning"
    title = Text("Profile is not run automatically", "Profil wird nicht automatisch ausgeführt")
    effect = Text(
        "It archives only when somebody starts it by hand.",
        "Es archiviert nur, wenn jemand es von Hand startet.",
    )
    todo = Text(
        "Have the client run the profile automatically; delete it if it was for one time, or acknowledge this finding.",
        "Das Profil im Client automatisch ausführen lassen; löschen, wenn es einmalig war, oder den Befund bestätigen.",
    )
    commands = ("mailstore call SetProfileServerSideExecution id={profile} automatic=true",)
    done = Text(
        "The profile is listed as automatic, and the next report shows a run.",
        "Das Profil ist als automatisch aufgeführt, und der nächste Bericht zeigt einen Lauf.",
    )
    needs = ("profiles",)

    def check(self, report: Report, context: Context) -> Iterator[Finding]:
        by_jobs = {profile_of(job) for job in running(report.jobs.data or ())}
        text = Text("{name} runs only when it is started by hand", "{name} läuft nur, wenn es von Hand gestartet wird")
        if report.jobs.data is None:
            text = Text(
                "{name} is not run automatically; whether a job runs it is not known",
                "{name} wird nicht automatisch ausgeführt; ob ein Job es ausführt, ist nicht bekannt",
            )
        for profile in report.profiles.data or ():
            if archives_mail(profile) and automatic(profile) is False and profile.id not in by_jobs:
                told = text.filled(name=named(profile.name))
                yield self.finding(told, of=profile.id, subject=profile.name, profile=profile.id)


class ProfileUnknown(Rule):
    """How a profile is cannot be told: its runs could not be read, or the server leaves out what has to be known."""

    id = "profile-unknown"
    severity = "unknown"
    title = Text("State of the profile is not known", "Zustand des Profils ist nicht bekannt")
    effect = Text(
        "Whether this profile archives cannot be said, so it may as well not.",
        "Ob dieses Profil archiviert, lässt sich nicht sagen; vielleicht tut es das nicht.",
    )
    todo = Text(
        "Make a report over more days; if the server fails on the runs, see its log.",
        "Einen Bericht über mehr Tage erstellen; wenn der Server die Läufe nicht liefert, sein Protokoll ansehen.",
    )
    commands = ("mailstore runs",)
    done = Text("The next report tells the profile's state.", "Der nächste Bericht nennt den Zustand des Profils.")
    needs = ("profiles", "runs")

    def check(self, report: Report, context: Context) -> Iterator[Finding]:
        told = report.runs.data
        for profile in context.health.profiles:
            if profile.state != "unknown" or told is None:
                continue
            if profile.automatic is None:
                why = Text(
                    "the server does not tell whether it runs by itself",
                    "der Server sagt nicht, ob es automatisch läuft",
                )
            elif told.gaps:
                why = Text(
                    "runs from {start} to {end} could not be read", "Läufe von {start} bis {end} nicht lesbar"
                ).filled(start=told.gaps[-1].start, end=told.gaps[-1].end)
            else:
                why = Text(
                    "only runs from {start} to {end} are known", "nur Läufe von {start} bis {end} bekannt"
                ).filled(start=told.start, end=told.end)
            yield from _told(
                self, profile, Text("{name}: {why}", "{name}: {why}").filled(name=named(profile.name), why=why)
            )


class NoMail(Rule):
    """Profiles run, and yet nothing was archived for long."""

    id = "no-mail-archived"
    severity = "error"
    title = Text("No mail archived", "Keine E-Mails archiviert")
    effect = Text(
        "Runs succeed and archive nothing: mail goes where no profile looks, as after a move of mailboxes or of the "
        "journal.",
        "Läufe sind erfolgreich und archivieren nichts: Die Post geht dorthin, wo kein Profil sucht, etwa nach einem "
        "Umzug "
        "von Postfächern oder des Journals.",
    )
    todo = Text(
        "Send a mail to an archived mailbox, run its profile, and look for the mail; see whether journaling still "
        "delivers into the mailbox that the profile reads.",
        "Eine E-Mail an ein archiviertes Postfach senden, das Profil ausführen und die E-Mail suchen; prüfen, ob das "
        "Journal noch in das Postfach zustellt, das das Profil liest.",
    )
    commands = ("mailstore runs",)
    done = Text("The next report shows archived messages.", "Der nächste Bericht zeigt archivierte Nachrichten.")
    needs = ("profiles", "runs")

    def check(self, report: Report, context: Context) -> Iterator[Finding | Unchecked]:
        told, begin = report.runs.data, context.now - context.thresholds.no_mail
        if told is None or not any(automatic(profile) for profile in report.profiles.data or ()):
            return
        latest = [run for run in told.runs if begin < (run.complete_time or run.start_time) <= context.now]
        if any(run.items_archived for run in latest) or not latest:
            return  # with no run at all it is the profiles that are silent
        if told.start > begin or any(gap.end > begin and gap.start < context.now for gap in told.gaps):
            yield self.unchecked(
                Text(
                    "the runs of the last {length} are not all in the report",
                    "die Läufe der letzten {length} stehen nicht alle im Bericht",
                ).filled(length=context.thresholds.no_mail)
            )
        elif all(run.items_archived is None for run in latest):
            yield self.unchecked(
                Text("the server tells no numbers of messages", "der Server nennt keine Anzahl von Nachrichten")
            )
        else:
            before = [run.complete_time or run.start_time for run in told.runs if run.items_archived]
            text = Text(
                "No message archived in the last {length}, in {runs}",
                "Keine Nachricht archiviert in den letzten {length}, bei {runs}",
            ).filled(length=context.thresholds.no_mail, runs=amount(len(latest), RUN, RUNS))
            yield self.finding(text, since=max(before, default=None))


class RunsUnreadable(Rule):
    """The server did not give the runs of some time, so what ran then is not known."""

    id = "runs-unreadable"
    severity = "warning"
    title = Text("Runs could not be read", "Läufe konnten nicht gelesen werden")
    effect = Text(
        "What went wrong in that time is in no report.",
        "Was in dieser Zeit fehlging, steht in keinem Bericht.",
    )
    todo = Text(
        "See the server's log; some servers fail on times with very many runs.",
        "Das Protokoll des Servers ansehen; manche Server scheitern an Zeiten mit sehr vielen Läufen.",
    )
    done = Text("The next report names no gaps.", "Der nächste Bericht nennt keine Lücken.")

    def check(self, report: Report, context: Context) -> Iterator[Finding]:
        kinds = (
            ("profiles", Text("profiles", "Profilen"), report.runs.data),
            ("jobs", Text("jobs", "Jobs"), report.job_runs.data),
        )
        for kind, what, told in kinds:
            if told is not None and told.gaps:
                text = Text(
                    "Runs of {what}: {gaps} not readable, the latest from {start} to {end}",
                    "Läufe von {what}: {gaps} nicht lesbar, zuletzt von {start} bis {end}",
                ).filled(
                    what=what,
                    gaps=amount(len(told.gaps), Text("span", "Zeitraum"), Text("spans", "Zeiträume")),
                    start=told.gaps[-1].start,
                    end=told.gaps[-1].end,
                )
                yield self.finding(text, of=kind)


def _told(
    rule: Rule, profile: ProfileHealth, text: Text, severity: Severity | None = None, since: datetime | None = None
) -> Iterator[Finding]:
    """A finding about a profile, unless its state is set to be fine."""
    found = severity or profile.severity
    if found != "ok":
        yield rule.finding(
            text,
            of=profile.profile_id,
            subject=profile.name,
            severity=found,
            since=since or profile.last_end,
            profile=profile.profile_id,
        )
