"""Rules about archive stores and retention."""

from __future__ import annotations

from collections.abc import Iterator

from mailstore_sdk.findings.model import Finding, Unchecked
from mailstore_sdk.findings.rule import Context, Rule
from mailstore_sdk.language import Text, joined, named
from mailstore_sdk.reports import Report

FINE = Text("The next report does not say so any more.", "Der nächste Bericht sagt es nicht mehr.")


class StoreError(Rule):
    """An archive store reports an error."""

    id = "store-error"
    severity = "error"
    title = Text("Archive store in error", "Archivspeicher mit Fehler")
    effect = Text(
        "Its messages may not be readable, and if it is the current store, nothing is archived.",
        "Seine Nachrichten sind womöglich nicht lesbar, und ist es der aktuelle Archivspeicher, wird nichts "
        "archiviert.",
    )
    todo = Text(
        "See whether the server reaches the store's folder or database, and whether the disk is full; have the server "
        "open it again, and verify it.",
        "Prüfen, ob der Server den Ordner oder die Datenbank des Archivspeichers erreicht und ob der Datenträger "
        "voll ist; "
        "ihn erneut öffnen lassen und seine Datenintegrität prüfen.",
    )
    commands = ("mailstore stores repair-plan --store {store}",)
    done = Text("The store is listed without an error.", "Der Archivspeicher ist ohne Fehler aufgeführt.")
    needs = ("stores",)

    def check(self, report: Report, context: Context) -> Iterator[Finding]:
        for store in report.stores.data or ():
            if store.error:
                text = Text("{name}: {error}", "{name}: {error}").filled(name=named(store.name), error=store.error)
                yield self.finding(text, of=store.id, subject=store.name, store=store.id)


class StoreNeedsUpgrade(Rule):
    """An archive store has to be upgraded before it can be used."""

    id = "store-needs-upgrade"
    severity = "error"
    title = Text("Archive store needs an upgrade", "Archivspeicher muss aktualisiert werden")
    effect = Text(
        "The store cannot be used until it is upgraded: its messages are not found.",
        "Der Archivspeicher ist bis dahin nicht benutzbar: Seine Nachrichten werden nicht gefunden.",
    )
    todo = Text(
        "Make a backup, then upgrade the store in the client under Storage Locations.",
        "Eine Sicherung anlegen und den Archivspeicher dann im Client unter „Speicherorte“ aktualisieren.",
    )
    commands = ("mailstore stores repair-plan --store {store}",)
    done = FINE
    needs = ("stores",)

    def check(self, report: Report, context: Context) -> Iterator[Finding]:
        for store in report.stores.data or ():
            if store.needs_upgrade:
                text = Text("{name} has to be upgraded", "{name} muss aktualisiert werden")
                yield self.finding(text.filled(name=named(store.name)), of=store.id, subject=store.name, store=store.id)


class IndexNeedsRebuild(Rule):
    """Search indexes of an archive store have to be rebuilt."""

    id = "store-index-rebuild"
    severity = "warning"
    title = Text("Search index has to be rebuilt", "Suchindex muss neu aufgebaut werden")
    effect = Text(
        "Searching does not find all messages of the store, although they are there.",
        "Die Suche findet nicht alle Nachrichten des Archivspeichers, obwohl sie da sind.",
    )
    todo = Text(
        "Rebuild the search indexes of the store in the client, when few people work; it takes long.",
        "Die Suchindizes des Archivspeichers im Client neu aufbauen, wenn wenige arbeiten; es dauert lange.",
    )
    commands = ("mailstore stores repair-plan --store {store}",)
    done = FINE
    needs = ("stores",)

    def check(self, report: Report, context: Context) -> Iterator[Finding]:
        for store in report.stores.data or ():
            if store.search_indexes_need_rebuild:
                text = Text(
                    "{name}: search indexes have to be rebuilt", "{name}: Suchindizes müssen neu aufgebaut werden"
                )
                yield self.finding(text.filled(name=named(store.name)), of=store.id, subject=store.name, store=store.id)


class NoCurrentStore(Rule):
    """No archive store takes new mail."""

    id = "no-current-store"
    severity = "error"
    title = Text("No current archive store", "Kein aktueller Archivspeicher")
    effect = Text(
        "There is nowhere for new mail to go, so nothing is archived.",
        "Für neue E-Mails gibt es keinen Platz, also wird nichts archiviert.",
    )
    todo = Text(
        "Set a store to be the current one in the client under Storage Locations, or create a new one.",
        "Im Client unter „Speicherorte“ einen Archivspeicher zum aktuellen machen oder einen neuen anlegen.",
    )
    commands = ("mailstore call SetStoreRequestedState id=ID requestedState=current",)
    done = Text("One store is listed as current.", "Ein Archivspeicher ist als aktuell aufgeführt.")
    needs = ("stores",)

    def check(self, report: Report, context: Context) -> Iterator[Finding | Unchecked]:
        told = report.stores.data or []
        states = [store.requested_state for store in told]
        if "current" in states:
            return
        if None in states:
            yield self.unchecked(
                Text("the server does not tell the state of every store", "der Server nennt nicht jeden Zustand")
            )
            return
        text = Text(
            "No archive store is the current one ({count} in all)",
            "Kein Archivspeicher ist der aktuelle (insgesamt {count})",
        )
        yield self.finding(text.filled(count=len(told)))


class StoreOverLimit(Rule):
    """The current archive store holds more messages than a store should.

    Only the current one counts: no other one grows, and none can be made smaller. The limit is what a server keeps to
    by itself unless it is told otherwise (documented): 5 million.
    """

    id = "store-over-limit"
    severity = "warning"
    title = Text("Archive store over its message limit", "Archivspeicher über seiner Nachrichtengrenze")
    effect = Text(
        "The larger a store, the slower are searching, backup and repair; it seems that no new one is begun by itself.",
        "Je größer ein Archivspeicher, desto langsamer sind Suche, Sicherung und Reparatur; offenbar wird kein neuer "
        "automatisch begonnen.",
    )
    todo = Text(
        "Create a new store and make it the current one; have new ones created automatically.",
        "Einen neuen Archivspeicher anlegen und zum aktuellen machen; neue automatisch anlegen lassen.",
    )
    commands = ("mailstore call GetStoreAutoCreateConfiguration",)
    done = Text("Another store is the current one.", "Ein anderer Archivspeicher ist der aktuelle.")
    needs = ("stores",)

    def check(self, report: Report, context: Context) -> Iterator[Finding]:
        limit = context.thresholds.store_messages
        for store in report.stores.data or ():
            if store.requested_state == "current" and (store.statistics_count or 0) > limit:
                text = Text(
                    "{name} holds {count} messages, over {limit}",
                    "{name} enthält {count} Nachrichten, mehr als {limit}",
                ).filled(name=named(store.name), count=store.statistics_count or 0, limit=limit)
                yield self.finding(text, of=store.id, subject=store.name)


class RetentionSkipsStore(Rule):
    """A write-protected store, while a retention policy is in force: retention leaves such stores out (documented)."""

    id = "retention-skips-store"
    severity = "warning"
    title = Text("Retention skips a write-protected store", "Aufbewahrung übergeht schreibgeschützten Archivspeicher")
    effect = Text(
        "Messages in it are kept beyond their time, although the policies say that they are deleted.",
        "Nachrichten darin bleiben über ihre Frist hinaus, obwohl sie den Richtlinien nach gelöscht werden.",
    )
    todo = Text(
        "Take the write protection off before retention is processed, or acknowledge that the store is kept as it is.",
        "Den Schreibschutz aufheben, bevor Aufbewahrungsrichtlinien angewendet werden, oder bestätigen, dass der "
        "Archivspeicher so bleibt.",
    )
    commands = ("mailstore call SetStoreRequestedState id={store} requestedState=normal",)
    done = Text("The store is not write-protected any more.", "Der Archivspeicher ist nicht mehr schreibgeschützt.")
    needs = ("stores", "retention")

    def check(self, report: Report, context: Context) -> Iterator[Finding]:
        in_force = [policy.name or "?" for policy in report.retention.data or () if policy.enabled]
        if not in_force:
            return
        for store in report.stores.data or ():
            if store.requested_state == "writeProtected":
                text = Text(
                    "{name} is write-protected; retention in force: {policies}",
                    "{name} ist schreibgeschützt; Aufbewahrung in Kraft: {policies}",
                ).filled(name=named(store.name), policies=joined(in_force))
                yield self.finding(text, of=store.id, subject=store.name, store=store.id)
