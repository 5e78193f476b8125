"""Rules about archives."""

from __future__ import annotations

from collections.abc import Iterator

from mailstore_sdk.findings._built_in.common import archives_of_nobody
from mailstore_sdk.findings.model import Finding, Unchecked
from mailstore_sdk.findings.rule import Context, Rule
from mailstore_sdk.language import Text, named
from mailstore_sdk.reports import Report
from mailstore_sdk.reports.entries import ArchiveEntry


class ArchiveWithoutUser(Rule):
    """An archive has no user of its name, as that of a leaver, or of a user who was renamed."""

    id = "archive-without-user"
    severity = "warning"
    title = Text("Archive without a user", "Archiv ohne Benutzer")
    effect = Text(
        "Nobody feels responsible for its mail; after a renaming the user does not find the older mail. With the "
        "Service "
        "Provider Edition it counts as a licence.",
        "Niemand ist für seine E-Mails zuständig; nach einer Umbenennung findet der Benutzer die älteren nicht. In der "
        "Service Provider Edition zählt es als Lizenz.",
    )
    todo = Text(
        "Of a renamed user, move the folders to the new name; of a leaver, keep it as long as the law demands, and "
        "acknowledge this finding.",
        "Bei Umbenennung die Ordner zum neuen Namen verschieben; bei ausgeschiedenen Mitarbeitern so lange "
        "aufbewahren wie "
        "vorgeschrieben und den Befund bestätigen.",
    )
    commands = ("mailstore call MoveFolder fromFolder={folder} toFolder=NAME",)
    done = Text(
        "The archive is gone, or a user of its name is listed.",
        "Das Archiv ist verschwunden, oder ein Benutzer seines Namens ist aufgeführt.",
    )
    needs = ("users", "archives")

    def check(self, report: Report, context: Context) -> Iterator[Finding]:
        for archive in archives_of_nobody(report, context.thresholds.catchall):
            text = Text("{name} belongs to no user ({size})", "{name} gehört zu keinem Benutzer ({size})").filled(
                name=named(archive.folder), size=_size(archive)
            )
            yield self.finding(text, of=archive.folder, subject=archive.folder, folder=archive.folder)


class CatchAllGrows(Rule):
    """The archive for emails with unknown addresses holds more messages than in an older report."""

    id = "catchall-growing"
    severity = "warning"
    title = Text("@catchall is growing", "@catchall wächst")
    effect = Text(
        "Mail is archived where its owners do not find it. With the Service Provider Edition @catchall counts as a "
        "licence.",
        "E-Mails werden dort archiviert, wo ihre Besitzer sie nicht finden. In der Service Provider Edition zählt "
        "@catchall "
        "als Lizenz.",
    )
    todo = Text(
        "See whose mail it is, enter the missing addresses of users, and move the mail to their archives.",
        "Nachsehen, wessen E-Mails es sind, die fehlenden Adressen bei den Benutzern eintragen und die E-Mails in "
        "deren "
        "Archive verschieben.",
    )
    commands = ("mailstore call SyncUsersWithDirectoryServices",)
    done = Text(
        "It has not grown from one report to the next.", "Es ist von einem Bericht zum nächsten nicht gewachsen."
    )
    needs = ("archives",)

    def check(self, report: Report, context: Context) -> Iterator[Finding | Unchecked]:
        name = context.thresholds.catchall
        now = _called(report, name)
        if now is None:
            return
        older = context.older
        if older is None or older.archives.data is None:
            yield self.unchecked(
                Text("that needs an older report with archives", "dazu braucht es einen älteren Bericht mit Archiven")
            )
            return
        before = _called(older, name) or ArchiveEntry(folder=name, size=0, count=0)
        if now.count is None or before.count is None:
            yield self.unchecked(
                Text("the server tells no numbers of messages", "der Server nennt keine Anzahl von Nachrichten")
            )
        elif now.count - before.count >= context.thresholds.catchall_growth:
            text = Text(
                "{name} has grown by {more} to {count} messages since {since}",
                "{name} ist seit {since} um {more} auf {count} Nachrichten gewachsen",
            ).filled(name=named(now.folder), more=now.count - before.count, count=now.count, since=older.created)
            yield self.finding(text, subject=now.folder, since=older.created)


def _called(report: Report, name: str) -> ArchiveEntry | None:
    every = report.archives.data or ()
    return next((archive for archive in every if archive.folder.casefold() == name.casefold()), None)


def _size(archive: ArchiveEntry) -> Text:
    if archive.count is not None:
        return Text("{count} messages", "{count} Nachrichten").filled(count=archive.count)
    if archive.size is not None:
        return Text("{size} bytes", "{size} Byte").filled(size=archive.size)
    return Text("size not known", "Größe nicht bekannt")
