"""Rules about scheduled jobs."""

from __future__ import annotations

from collections.abc import Iterator

from mailstore_sdk.findings._built_in.common import automatic, function_of, profile_of, result_text, running
from mailstore_sdk.findings.model import Finding
from mailstore_sdk.findings.rule import Context, Rule
from mailstore_sdk.language import Text, joined, named
from mailstore_sdk.reports import Report


class JobNotRunning(Rule):
    """A scheduled job did not run when it should have, its last run failed, or whether it ran is not known.

    That a run succeeded says that the job was carried out, not that its command succeeded (documented), so a job of
    which nothing is found here may have done nothing all the same.
    """

    id = "job-not-running"
    severity = "error"
    title = Text("Scheduled job does not run well", "Geplanter Job läuft nicht")
    effect = Text("What the job is for is not done.", "Wozu der Job da ist, geschieht nicht.")
    todo = Text(
        "Look at the job and its results in the client; start it by hand.",
        "Den Job und seine Ergebnisse im Client ansehen; ihn von Hand starten.",
    )
    commands = ("mailstore jobs", "mailstore call RunJobAsync id={job}")
    done = Text("The next report shows a run that succeeded.", "Der nächste Bericht zeigt einen erfolgreichen Lauf.")
    needs = ("jobs",)

    def check(self, report: Report, context: Context) -> Iterator[Finding]:
        gaps = report.job_runs.data.gaps if report.job_runs.data else []
        for job in context.health.jobs:
            last = job.last_end or job.last_start
            if job.state == "never_run":
                text = Text("{name} never ran", "{name} wurde nie ausgeführt").filled(name=named(job.name))
            elif job.state in ("overdue", "silent") and job.last_start:
                text = Text(
                    "{name} is overdue; last started {last}", "{name} ist überfällig; zuletzt gestartet {last}"
                ).filled(name=named(job.name), last=job.last_start)
            elif job.state in ("error", "warning") and last:
                text = Text("{name}: last run {result}, {last}", "{name}: letzter Lauf {result}, {last}").filled(
                    name=named(job.name), result=result_text(job.last_result), last=last
                )
            elif job.state == "unknown" and gaps:
                text = Text(
                    "{name}: runs from {start} to {end} could not be read",
                    "{name}: Läufe von {start} bis {end} nicht lesbar",
                ).filled(name=named(job.name), start=gaps[-1].start, end=gaps[-1].end)
            else:
                continue
            if job.severity != "ok":
                yield self.finding(
                    text, of=job.job_id, subject=job.name, severity=job.severity, since=last, job=job.job_id
                )


class NoVerifyJob(Rule):
    """No job verifies the archive stores."""

    id = "no-verify-job"
    severity = "warning"
    title = Text("No job verifies the archive", "Kein Job prüft die Datenintegrität")
    effect = Text(
        "Damage to the archive is noticed when somebody needs the mail, and the backups may have it by then too.",
        "Schäden am Archiv fallen erst auf, wenn jemand die E-Mails braucht; bis dahin sind sie auch in den "
        "Sicherungen.",
    )
    todo = Text(
        "Create a job in the client that verifies all archive stores, once a week or month.",
        "Im Client einen Job anlegen, der die Datenintegrität aller Archivspeicher wöchentlich oder monatlich prüft.",
    )
    commands = (
        "mailstore call CreateJob name='Verify all stores' action=VerifyStores owner=admin "
        "timeZoneId='$Local' dayOfWeek=Sunday time=03:00:00",
    )
    done = Text("The job is listed, and has run.", "Der Job ist aufgeführt und gelaufen.")
    needs = ("jobs",)

    def check(self, report: Report, context: Context) -> Iterator[Finding]:
        yield from _missing(
            self,
            report,
            ("VerifyStores", "VerifyStore"),
            Text("verifies the archive stores", "prüft die Datenintegrität"),
        )


class NoBackupJob(Rule):
    """No job of a MailStore Server makes a backup; instances of a Service Provider Edition have no such function."""

    id = "no-backup-job"
    severity = "warning"
    title = Text("No job makes a backup", "Kein Job erstellt eine Sicherung")
    effect = Text(
        "If the machine is lost, the archive is, unless something else backs it up.",
        "Geht der Rechner verloren, dann auch das Archiv, wenn nichts anderes es sichert.",
    )
    todo = Text(
        "Create a backup job in the client; if a backup of the whole machine covers the archive, acknowledge this "
        "finding "
        "with its name.",
        "Im Client einen Sicherungsjob anlegen; deckt eine Sicherung des ganzen Rechners das Archiv ab, den Befund mit "
        "deren Namen bestätigen.",
    )
    done = Text("The job is listed, and has run.", "Der Job ist aufgeführt und gelaufen.")
    needs = ("jobs",)

    def check(self, report: Report, context: Context) -> Iterator[Finding]:
        if report.edition == "server":
            yield from _missing(self, report, ("CreateBackup",), Text("makes a backup", "erstellt eine Sicherung"))


class JobAndAutomatic(Rule):
    """A job runs a profile that the server also runs by itself."""

    id = "job-and-automatic"
    severity = "warning"
    title = Text("Profile is run by a job and automatically", "Profil läuft per Job und automatisch")
    effect = Text(
        "The two get in each other's way: runs fail or are cancelled because the profile is already running.",
        "Beide behindern sich: Läufe schlagen fehl oder werden abgebrochen, weil das Profil schon läuft.",
    )
    todo = Text(
        "Keep one of the two: turn the job off, or the automatic execution of the profile.",
        "Nur eines behalten: den Job ausschalten oder die automatische Ausführung des Profils.",
    )
    commands = (
        "mailstore call SetJobEnabled id={job} enabled=false",
        "mailstore call SetProfileServerSideExecution id={profile} automatic=false",
    )
    done = Text("Only one of the two is left.", "Nur eines von beiden ist übrig.")
    needs = ("jobs", "profiles")

    def check(self, report: Report, context: Context) -> Iterator[Finding]:
        by_number = {profile.id: profile for profile in report.profiles.data or ()}
        for job in running(report.jobs.data or ()):
            profile = by_number.get(number) if (number := profile_of(job)) is not None else None
            if profile is not None and automatic(profile):
                text = Text(
                    "{profile} runs automatically, and by the job {job}",
                    "{profile} läuft automatisch und durch den Job {job}",
                ).filled(profile=named(profile.name), job=named(job.name))
                of = f"{profile.id}/{job.id}"
                yield self.finding(text, of=of, subject=profile.name, job=job.id, profile=profile.id)


def _missing(rule: Rule, report: Report, functions: tuple[str, ...], does: Text) -> Iterator[Finding]:
    """A finding if no job that is turned on carries out one of the functions."""
    fitting = [job for job in report.jobs.data or () if function_of(job) in functions]
    if running(fitting):
        return
    if fitting:
        text = Text("No job {does}; turned off: {names}", "Kein Job {does}; ausgeschaltet: {names}").filled(
            does=does, names=joined(job.name for job in fitting)
        )
    else:
        text = Text("No job {does} ({count} in all)", "Kein Job {does} (insgesamt {count})").filled(
            does=does, count=len(report.jobs.data or ())
        )
    yield rule.finding(text)
