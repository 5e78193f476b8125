"""Rules about users and their rights."""

from __future__ import annotations

from collections.abc import Iterator

from mailstore_sdk.findings._built_in.common import PROVIDER, administrator, has_journal, names_of
from mailstore_sdk.findings.model import Finding, Unchecked
from mailstore_sdk.findings.rule import Context, Rule
from mailstore_sdk.language import Text, amount, joined, listed, named
from mailstore_sdk.reports import Report
from mailstore_sdk.reports.entries import UserEntry

RIGHTS = {
    "read": Text("read", "lesen"),
    "write": Text("write", "schreiben"),
    "delete": Text("delete", "löschen"),
}


class UserWithoutAddress(Rule):
    """A user has no email address while a journal profile sorts mail by addresses.

    Administrators are left out: they need no archive of their own.
    """

    id = "user-without-address"
    severity = "warning"
    title = Text("User without email address", "Benutzer ohne E-Mail-Adresse")
    effect = Text(
        "Mail from the journal mailbox cannot be assigned to the user: it goes to @catchall, where the user cannot "
        "find it.",
        "E-Mails aus dem Journalpostfach können dem Benutzer nicht zugeordnet werden: Sie landen in @catchall, wo er "
        "sie "
        "nicht findet.",
    )
    todo = Text(
        "Enter all addresses of the user, or synchronize the users from the directory.",
        "Alle Adressen des Benutzers eintragen oder die Benutzer aus dem Verzeichnis synchronisieren.",
    )
    commands = (
        "mailstore call SetUserEmailAddresses userName={user} emailAddresses=ADDRESS",
        "mailstore call SyncUsersWithDirectoryServices",
    )
    done = Text("The user is listed with addresses.", "Der Benutzer ist mit Adressen aufgeführt.")
    needs = ("users", "profiles")

    def check(self, report: Report, context: Context) -> Iterator[Finding]:
        if not has_journal(report):
            return
        unread = {problem.key for problem in report.users.problems}
        for user in report.users.data or ():
            if user.email_addresses or administrator(user) or user.user_name == PROVIDER or user.user_name in unread:
                continue
            text = Text(
                "{name} has no email address, and there is a journal profile",
                "{name} hat keine E-Mail-Adresse, und es gibt ein Journalprofil",
            ).filled(name=named(user.user_name))
            yield self.finding(text, of=user.user_name, subject=user.user_name, user=user.user_name)


class AdministratorWithoutMfa(Rule):
    """An administrator logs in without multi-factor authentication.

    `Disabled` is the only state that was seen; any other is taken for good. Servers up to 22 do not tell it.
    """

    id = "admin-without-mfa"
    severity = "warning"
    title = Text(
        "Administrator without multi-factor authentication", "Administrator ohne Multi-Faktor-Authentifizierung"
    )
    effect = Text(
        "One guessed or stolen password opens every archive.",
        "Ein erratenes oder gestohlenes Kennwort öffnet jedes Archiv.",
    )
    todo = Text(
        "Turn multi-factor authentication on for the administrator; if the directory asks for a second factor itself, "
        "acknowledge this finding.",
        "Für den Administrator die Multi-Faktor-Authentifizierung einschalten; verlangt der Verzeichnisdienst selbst "
        "einen "
        "zweiten Faktor, den Befund bestätigen.",
    )
    commands = ("mailstore call InitializeMFA userName={user}",)
    done = Text("The administrator is listed with it.", "Der Administrator ist damit aufgeführt.")
    needs = ("users",)

    def check(self, report: Report, context: Context) -> Iterator[Finding | Unchecked]:
        silent = []
        for user in report.users.data or ():
            if not administrator(user) or user.user_name == PROVIDER:
                continue
            if user.mfa_status is None:
                silent.append(user.user_name)
            elif user.mfa_status.lower() == "disabled":
                text = Text(
                    "{name} is an administrator and logs in with a password alone",
                    "{name} ist Administrator und meldet sich nur mit Kennwort an",
                ).filled(name=named(user.user_name))
                yield self.finding(text, of=user.user_name, subject=user.user_name, user=user.user_name)
        if silent:
            yield self.unchecked(
                Text(
                    "the server does not tell the state of multi-factor authentication of {names}",
                    "der Server nennt den Stand der Multi-Faktor-Authentifizierung nicht für {names}",
                ).filled(names=joined(silent))
            )


class ReadsOtherArchive(Rule):
    """A user has rights on an archive that is not his own."""

    id = "reads-other-archive"
    severity = "warning"
    title = Text("User may open the archive of another", "Benutzer darf ein fremdes Archiv öffnen")
    effect = Text(
        "Mail of others can be read, without them knowing; whether that is allowed has to be known to somebody.",
        "E-Mails anderer können gelesen werden, ohne dass diese es wissen; ob das erlaubt ist, muss jemand wissen.",
    )
    todo = Text(
        "Ask who allowed it. Take the right away, or acknowledge it with the reason.",
        "Nachfragen, wer es erlaubt hat. Das Recht entziehen oder den Befund mit der Begründung bestätigen.",
    )
    commands = ("mailstore call SetUserPrivilegesOnFolder userName={user} folder={folder} privileges=none",)
    done = Text("The user is listed without the right.", "Der Benutzer ist ohne das Recht aufgeführt.")
    needs = ("users",)

    def check(self, report: Report, context: Context) -> Iterator[Finding]:
        for user, others in _others(report):
            if len(others) <= context.thresholds.others_archives:
                for folder, rights in others:
                    text = Text(
                        "{name} has rights on the archive {folder}: {rights}",
                        "{name} hat Berechtigungen für das Archiv {folder}: {rights}",
                    ).filled(name=named(user.user_name), folder=named(folder), rights=rights)
                    of, subject = f"{user.user_name}/{folder}", user.user_name
                    yield self.finding(text, of=of, subject=subject, user=user.user_name, folder=folder)


class ReadsManyArchives(Rule):
    """A user has rights on many archives that are not his own."""

    id = "reads-many-archives"
    severity = "warning"
    title = Text("User may open many archives", "Benutzer darf viele Archive öffnen")
    effect = Text(
        "One account opens the mail of many; if it is lost, all of that is.",
        "Ein Konto öffnet die E-Mails vieler; geht es verloren, dann auch diese.",
    )
    todo = Text(
        "Keep such rights to those who need them, as auditors, and for as long as they do; acknowledge them until "
        "then.",
        "Solche Rechte auf die beschränken, die sie brauchen, etwa Prüfer, und nur so lange; bis dahin bestätigen.",
    )
    # Not ClearUserPrivilegesOnFolders, which takes away the right on the user's own archive too.
    commands = ("mailstore call SetUserPrivilegesOnFolder userName={user} folder=ARCHIVE privileges=none",)
    done = Text("The user is listed without the rights.", "Der Benutzer ist ohne die Rechte aufgeführt.")
    needs = ("users",)

    def check(self, report: Report, context: Context) -> Iterator[Finding]:
        for user, others in _others(report):
            if len(others) > context.thresholds.others_archives:
                text = Text(
                    "{name} has rights on {archives} of others: {names}",
                    "{name} hat Berechtigungen für {archives}: {names}",
                ).filled(
                    name=named(user.user_name),
                    archives=amount(len(others), Text("archive", "fremdes Archiv"), Text("archives", "fremde Archive")),
                    names=joined(folder for folder, _ in others),
                )
                yield self.finding(text, of=user.user_name, subject=user.user_name, user=user.user_name)


class RightWithoutArchive(Rule):
    """A user has rights on an archive that there is not.

    The archive of an existing user counts as there: whether the statistics list an empty one is not known.
    """

    id = "right-without-archive"
    severity = "warning"
    title = Text("Right on an archive that does not exist", "Berechtigung für ein Archiv, das es nicht gibt")
    effect = Text(
        "Should an archive of that name come into being, as for a new employee, the user may open it at once.",
        "Entsteht ein Archiv dieses Namens, etwa für einen neuen Mitarbeiter, darf der Benutzer es sofort öffnen.",
    )
    todo = Text("Take the right away.", "Das Recht entziehen.")
    commands = ("mailstore call SetUserPrivilegesOnFolder userName={user} folder={folder} privileges=none",)
    done = Text("The user is listed without the right.", "Der Benutzer ist ohne das Recht aufgeführt.")
    needs = ("users", "archives")

    def check(self, report: Report, context: Context) -> Iterator[Finding]:
        there = _archives(report)
        for user in report.users.data or ():
            for folder, rights in _rights(user):
                if folder.casefold() not in there:
                    text = Text(
                        "{name} has rights on {folder}, which does not exist: {rights}",
                        "{name} hat Berechtigungen für {folder}, das es nicht gibt: {rights}",
                    ).filled(name=named(user.user_name), folder=named(folder), rights=rights)
                    of, subject = f"{user.user_name}/{folder}", user.user_name
                    yield self.finding(text, of=of, subject=subject, user=user.user_name, folder=folder)


class DefaultPassword(Rule):
    """The administrator still has the password that the server was installed with.

    Nothing is tried: the report says whether it was itself collected with that name and password.
    """

    id = "default-password"
    severity = "error"
    title = Text("Default password in use", "Standardkennwort in Verwendung")
    effect = Text(
        "Whoever gets onto the server's machine, or a program on it, is administrator of the archive.",
        "Wer auf den Rechner des Servers gelangt, oder ein Programm darauf, ist Administrator des Archivs.",
    )
    todo = Text("Give the administrator a password of its own.", "Dem Administrator ein eigenes Kennwort geben.")
    commands = ("mailstore call SetUserPassword userName=admin",)
    done = Text(
        "A report collected with the new password does not name it.",
        "Ein mit dem neuen Kennwort erstellter Bericht nennt es nicht.",
    )
    needs = ("server",)

    def check(self, report: Report, context: Context) -> Iterator[Finding | Unchecked]:
        if report.default_login:
            text = Text(
                "The report was collected with the default name and password, admin and admin",
                "Der Bericht wurde mit dem Standardnamen und -kennwort erstellt, admin und admin",
            )
            # Of an instance, too, it is the provider's administrator: the instance may have a user of that name.
            of_spe = ("mailstore call SetSystemAdministratorPassword userName=admin",)
            yield self.finding(text, subject="admin", commands=None if report.edition == "server" else of_spe)
        elif report.default_login is None:
            yield self.unchecked(
                Text("the report does not tell how it was collected", "der Bericht sagt nicht, wie er erstellt wurde")
            )


def _rights(user: UserEntry) -> Iterator[tuple[str, Text]]:
    """Archives that are not his own, and his rights on them."""
    for right in user.privileges_on_folders or ():
        granted = [RIGHTS[one] for one in right.privileges if one in RIGHTS]
        if granted and right.folder.casefold() != user.user_name.casefold():
            yield right.folder, listed(granted)


def _others(report: Report) -> Iterator[tuple[UserEntry, list[tuple[str, Text]]]]:
    """The same of each user, without those that are known not to exist: they are for another rule."""
    there = None if report.archives.data is None else _archives(report)
    for user in report.users.data or ():
        yield user, [one for one in _rights(user) if there is None or one[0].casefold() in there]


def _archives(report: Report) -> set[str]:
    """The names of archives that are there, or may be: those of users."""
    return names_of(report) | {archive.folder.casefold() for archive in report.archives.data or ()}
