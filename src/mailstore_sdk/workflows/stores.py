"""From what a report says of the archive stores to the calls that repair them, in the right order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.text import cut, one_line
from mailstore_sdk.workflows.check import Check
from mailstore_sdk.workflows.plan import Plan, Step

if TYPE_CHECKING:
    from mailstore_sdk.findings import Finding
    from mailstore_sdk.reports import Report
    from mailstore_sdk.reports.entries import StoreEntry

TITLE = "repair archive stores"
ERROR, UPGRADE, REBUILD = "store-error", "store-needs-upgrade", "store-index-rebuild"
# What the server cannot help, as far as the words of its error tell; those of a real server were never seen.
OUTSIDE = re.compile(
    r"disk|space|speicherplatz|datenträger|path|pfad|director|verzeichnis|folder|ordner|network|netzwerk|unreachable|"
    r"passphrase|encrypt|verschlüssel|lock|sperr|denied|verweigert|access|zugriff",
    re.IGNORECASE,
)
ADVICE = (
    "no call mends a folder that is missing, a disk that is full or a share that is out of reach; one that another "
    "server has encrypted is opened by UnlockStore"
)
SLOW = "Upgrading, rebuilding and verifying can take hours and slow the server down: carry it out when few people work."
FINE = "No archive store needs a repair."
CHANGING = ("UpgradeStore", "RecoverStore")
BACKUP = "An upgrade or a recovery cannot be taken back: make a backup first."


class _Case(NamedTuple):
    """A store, and which rules found something."""

    store: StoreEntry
    found: frozenset[str]

    @property
    def name(self) -> str:
        """What it is called in reasons and notes."""
        return f"store {self.store.id} ({one_line(self.store.name)})"

    @property
    def messages(self) -> str:
        """How much work it is, where the server tells."""
        return "" if self.store.statistics_count is None else f", {self.store.statistics_count:,} messages"


def store_problems(report: Report) -> list[Finding]:
    """What is wrong with the archive stores of a report: an error, an upgrade that is due, indexes to be rebuilt.

    Args:
        report: One with the section `stores`, as `collect(client, sections=["stores"])` gives it.

    Returns:
        The findings, by store.

    Raises:
        ConfigurationError: The report does not tell of the stores.
    """
    return [finding for findings in _found(report).values() for finding in findings]


def plan_repair(
    report: Report, server: str, *, stores: Iterable[int] = (), recover: bool = False, verify: bool = True
) -> Plan:
    """Plan the calls that repair the archive stores, and prove it.

    Upgrades come first, then an attempt to open stores with an error, then search indexes, then the verification of
    every store that something was done to. The order is a choice: the vendor says only that nothing upgrades a store
    by itself, and that an index can be rebuilt at any time without loss of data (documented).

    Args:
        report: One with the section `stores`, not older than needed: it is looked at again before every call.
        server: Which server it is of, as `server_of(client)` names it.
        stores: Only the stores with these ids; when left out, all of them.
        recover: Whether the database of a store that stays in error is rebuilt from its recovery records. That
            changes data, and counts as something taken away.
        verify: Whether the stores are verified afterwards.

    Returns:
        The plan. Its notes say what no call repairs.

    Raises:
        ConfigurationError: The report does not tell of the stores, or there is none of that id.
    """
    found = _found(report)
    cases = [_Case(store, frozenset(one.rule for one in found[store.id])) for store in report.stores.data or ()]
    ids = {case.store.id for case in cases}
    wanted = set(stores) or ids
    if wanted - ids:
        there = ", ".join(map(str, sorted(ids))) or "none"
        raise ConfigurationError(f"there is no archive store {min(wanted - ids)}; there are: {there}")
    chosen = [case for case in cases if case.store.id in wanted]
    able = [case for case in chosen if case.found and case.store.requested_state != "disabled"]
    steps = [*_upgrades(able), *_openings(able, recover), *_rebuilds(able)]
    if verify:
        # Of a store that nothing was planned for there is nothing to prove.
        planned = {step.group for step in steps}
        steps += [_verification(case) for case in able if _group(case) in planned]
    notes = [*_notes(cases, chosen, recover)]
    if steps:
        notes += [SLOW, *([BACKUP] if any(step.function in CHANGING for step in steps) else [])]
    notes = notes or ([] if steps else [FINE])
    return Plan(title=TITLE, server=server, steps=steps, notes=notes)


def _found(report: Report) -> dict[int, list[Finding]]:
    """What the rules about stores say of each store."""
    from mailstore_sdk.findings import Context, Finding  # with all that reports need
    from mailstore_sdk.findings.registry import rules

    if report.stores.data is None:
        reason = report.stores.unavailable.reason if report.stores.unavailable else "there is no such section"
        raise ConfigurationError(f"the report does not tell of archive stores: {reason}")
    context = Context(report=report, now=report.created)
    found: dict[int, list[Finding]] = {store.id: [] for store in report.stores.data}
    own, _ = rules(())  # what other packages bring along says nothing of repairs
    for rule in own:
        for one in rule.check(report, context) if rule.id in (ERROR, UPGRADE, REBUILD) else ():
            if isinstance(one, Finding):
                found[int(one.key.rpartition(":")[2])].append(one)
    return found


def _upgrades(cases: list[_Case]) -> Iterator[Step]:
    for case in cases:
        if UPGRADE in case.found and case.store.requested_state != "writeProtected":
            yield Step(
                function="UpgradeStore",
                arguments={"id": case.store.id},
                reason=f"{case.name} has to be upgraded before it can be used{case.messages}",
                check=_flag(case, "needsUpgrade"),
                # Of a store in error the attempt to open it comes after this one, whatever became of it.
                group=None if ERROR in case.found else _group(case),
            )


def _openings(cases: list[_Case], recover: bool) -> Iterator[Step]:
    for case in cases:
        if ERROR not in case.found:
            continue
        recovered = recover and not OUTSIDE.search(case.store.error or "")
        yield Step(
            function="RetryOpenStores",
            reason=f"{case.name} reports: {cut(one_line(case.store.error or ''))}",
            check=_no_error(case),
            group=None if recovered else _group(case),
            repeatable=True,
        )
        if recovered:
            yield Step(
                function="RecoverStore",
                arguments={"id": case.store.id, "recoverDeletedMessages": False},
                removes=True,
                reason=f"{case.name} stays in error: its database is rebuilt from its recovery records{case.messages}",
                check=_no_error(case),
                group=_group(case),
            )


def _rebuilds(cases: list[_Case]) -> Iterator[Step]:
    for case in cases:
        if REBUILD in case.found:
            yield Step(
                function="RebuildSelectedStoreIndexes",
                reason=f"search indexes of {case.name} are marked for a rebuild{case.messages}",
                check=_flag(case, "searchIndexesNeedRebuild"),
                group=_group(case),
                repeatable=True,
            )


def _verification(case: _Case) -> Step:
    return Step(
        function="VerifyStore",
        arguments={"id": case.store.id, "includeIndexes": True},
        reason=f"proves that {case.name} is whole{case.messages}",
        check=None,
        group=_group(case),
        repeatable=True,
    )


def _notes(cases: list[_Case], chosen: list[_Case], recover: bool) -> Iterator[str]:
    for case in chosen:
        state = case.store.requested_state
        if case.found and state == "disabled":
            yield f"{case.name} is disabled, and left as it is."
            continue
        if ERROR in case.found:
            yield f"{case.name} reports an error: {ADVICE}."
            if recover and OUTSIDE.search(case.store.error or ""):
                yield f"{case.name} is not recovered: by its words the error comes from outside of the store."
        if UPGRADE in case.found and state == "writeProtected":
            yield (
                f"{case.name} is write-protected, and not upgraded: take the protection off first "
                f"(mailstore call SetStoreRequestedState id={case.store.id} requestedState=normal)."
            )
    others = [case.name for case in cases if case not in chosen and REBUILD in case.found]
    if others and any(REBUILD in case.found for case in chosen):
        yield f"The server rebuilds all search indexes that are marked, also those of {', '.join(others)}."


def _group(case: _Case) -> str:
    return f"store {case.store.id}"


def _flag(case: _Case, key: str) -> Check:
    return Check(function="GetStores", path=[{"id": case.store.id}, key], before=True, after=False)


def _no_error(case: _Case) -> Check:
    return Check(function="GetStores", path=[{"id": case.store.id}, "error"], kind="exists", before=True, after=False)
