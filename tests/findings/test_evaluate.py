"""From a report to its findings: order, severity, what is new, what is missing, what others bring along."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib.metadata import EntryPoint
from typing import Any, ClassVar

import pytest

from mailstore_sdk.emulator import Emulator
from mailstore_sdk.errors import ArgumentError, ConfigurationError
from mailstore_sdk.findings import Context, Finding, Findings, Rule, Thresholds, findings, rules, ticket
from mailstore_sdk.findings._built_in.common import names_of
from mailstore_sdk.findings._built_in.missing import SectionMissing
from mailstore_sdk.language import Text
from mailstore_sdk.reports import Report, collect, collect_async
from mailstore_sdk.severity import Severity
from tests.findings.made import DAY, NOW, admin, archives, job, keys, of_rule, profile, report, runs, store, user

HERE = __name__
TEXT = Text("A text.", "Ein Text.")
FINE: dict[str, Any] = {"jobs": [job(), job(2, "Backup", "CreateBackup")], "stores": [store()], "users": [admin()]}


class Foreign(Rule):
    """A rule of another package."""

    id = "foreign"
    severity = "warning"
    title = effect = todo = done = TEXT

    def check(self, report: Report, context: Context) -> Iterator[Finding]:
        yield self.finding(TEXT, of="one")


class Raises(Foreign):
    id = "raises"

    def check(self, report: Report, context: Context) -> Iterator[Finding]:
        yield self.finding(TEXT, of="first")
        raise ZeroDivisionError("so it\nis")


class Misnamed(Foreign):
    id = "misnamed"

    def check(self, report: Report, context: Context) -> Iterator[Finding]:
        yield Foreign().finding(TEXT)


class Nonsense(Foreign):
    id = "nonsense"

    def check(self, report: Report, context: Context) -> Iterator[Finding]:
        return iter(["no finding"])  # type: ignore[list-item]  # what a careless author may write


class Taken(Foreign):
    id = "store-error"


class Odd(Foreign):
    id = "with: colon"
    severity: ClassVar[Severity] = "fatal"  # type: ignore[assignment]  # likewise
    needs = ("nowhere",)  # type: ignore[assignment]
    commands = "mailstore doctor"  # type: ignore[assignment]
    title = "no Text"  # type: ignore[assignment]


class Bare(Rule):
    id = "bare"
    severity = "warning"

    def check(self, report: Report, context: Context) -> Iterator[Finding]:
        yield from ()


def point(name: str) -> EntryPoint:
    return EntryPoint(name=name.lower(), value=f"{HERE}:{name}", group="mailstore_sdk.rules")


def test_a_report_with_nothing_wrong_is_ok_and_names_what_was_not_checked() -> None:
    found = findings(report(**FINE, more={"defaultLogin": False}))
    assert (found.severity, found.findings, found.counts) == ("ok", [], {})
    assert found.text.en.startswith("no findings (")
    assert found.text.de.startswith("keine Befunde (")
    assert {"profile-silent", "retention-skips-store"} <= {one.rule for one in found.unchecked}
    assert {"no-current-store", "no-verify-job"} <= set(found.checked)


def test_what_nobody_looked_at_is_not_ok() -> None:
    found = findings(report(), rules=[rule for rule in rules()[0] if rule.id == "store-error"])
    assert (found.severity, found.checked) == ("unknown", [])
    assert found.text.en == "nothing could be checked (1 rule not checked)"


def test_the_worst_comes_first_and_the_order_never_changes() -> None:
    made = report(
        stores=[store(state="normal", error="Disk full.")], jobs=[], users={"cause": "refused", "reason": "No."}
    )
    found = findings(made)
    assert [finding.key for finding in found.findings] == [
        "no-current-store",
        "store-error:1",
        "section-missing:users",
        "no-backup-job",
        "no-verify-job",
    ]
    assert found.counts == {"error": 2, "unknown": 1, "warning": 2}
    assert list(found.counts) == ["error", "unknown", "warning"]
    assert found.severity == "error"
    assert found.text.en.startswith(
        '5 findings: No archive store is the current one (1 in all); "2026": Disk full.; Users'
    )
    assert "; and 2 more (" in found.text.en
    assert findings(made) == found


def test_new_and_known_are_told_apart_by_older_findings() -> None:
    older = findings(report(NOW - 7 * DAY, jobs=[]))
    found = findings(report(jobs=[], stores=[]), older)
    assert {finding.key: finding.new for finding in found.findings} == {
        "no-current-store": True,
        "no-backup-job": False,
        "no-verify-job": False,
    }
    assert [finding.key for finding in found.fresh] == ["no-current-store"]
    assert {finding.key: finding.since for finding in found.findings} == {
        "no-current-store": None,
        "no-backup-job": NOW - 7 * DAY,
        "no-verify-job": NOW - 7 * DAY,
    }
    third = findings(report(NOW + 7 * DAY, jobs=[]), found)
    assert {finding.since for finding in third.findings} == {NOW - 7 * DAY}
    assert {finding.new for finding in older.findings} == {None}


def test_what_was_one_of_very_many_is_not_new_when_there_are_fewer() -> None:
    stores = [store(number, f"store {number}", "normal", error="Disk full.") for number in range(51)]
    older = of_rule("store-error", report(NOW - DAY, stores=stores))
    assert keys(older) == ["store-error:*"]
    found = of_rule("store-error", report(stores=stores[1:]), previous=older)
    assert len(found.findings) == 50
    assert found.fresh == []
    assert {finding.since for finding in found.findings} == {NOW - DAY}


def test_an_archive_has_its_name_on_one_line() -> None:
    named = report(server={"version": "25.3", "machineName": "ARC\nHIVE\u202e"})
    found = findings(named)
    assert found.scope == "ARC HIVE"
    assert ticket(findings(report(jobs=[])).findings[0], archive="ARC\nHIVE").title.startswith("[ARC HIVE] ")


def test_an_older_report_serves_to_compare_and_to_see_growth() -> None:
    older = report(NOW - DAY, archives=archives("@catchall", count=1), jobs=[])
    found = findings(report(archives=archives("@catchall", count=5), jobs=[job()]), older)
    assert {finding.key: finding.new for finding in found.findings} == {
        "catchall-growing": True,
        "no-backup-job": False,
    }


def test_reports_of_another_archive_are_not_compared() -> None:
    other = report(server={"version": "25.3", "machineName": "OTHER"})
    compared: list[dict[str, Any]] = [{"previous": other}, {"previous": findings(other)}, {"older": other}]
    for options in compared:
        with pytest.raises(ArgumentError, match="ARCHIVE and server OTHER are not comparable"):
            findings(report(), **options)
    with pytest.raises(ArgumentError, match="not comparable"):
        findings(report(), report(edition="instance", more={"instanceId": "alpha"}))
    unnamed = report(server={"version": "25.3"})
    assert findings(report(), unnamed).findings == []


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ArgumentError, match="no time zone"):
        findings(report(), now=datetime(2026, 1, 1))


@pytest.mark.parametrize("cause", ["unknownFunction", "noRight", "refused", "failed", "noAnswer", "unreadable"])
def test_a_section_that_failed_never_reads_as_ok(cause: str) -> None:
    found = findings(report(**{**FINE, "stores": {"cause": cause, "reason": "Nullable object must have a value."}}))
    assert found.severity == "unknown"
    assert keys(found) == ["section-missing:stores"]
    assert not {"store-error", "no-current-store"} & {*found.checked, *(one.rule for one in found.unchecked)}


def test_what_was_left_out_is_named_in_both_languages() -> None:
    (one,) = [one for one in findings(report()).unchecked if one.rule == "retention-skips-store"]
    assert one.reason == Text(
        "Archive stores, Retention policies: not asked for", "Archivspeicher, Aufbewahrungsrichtlinien: nicht abgefragt"
    )


def test_what_an_edition_does_not_have_is_not_missed() -> None:
    lack = {"cause": "notInThisEdition", "reason": "only MailStore Server has it"}
    found = findings(report(edition="spe", stores=lack, users=lack), rules=rules()[0])
    assert not {"store-error", "admin-without-mfa"} & {one.rule for one in found.unchecked}


def test_very_many_findings_of_a_rule_become_one() -> None:
    journal = profile(2, "Journal", connector="ExchangeJournal")
    users = [user(f"user{number:02}", emailAddresses=[]) for number in range(51)]
    (one,) = of_rule("user-without-address", report(users=users, profiles=[journal])).findings
    assert (one.key, one.severity, one.subject) == ("user-without-address:*", "warning", None)
    assert one.text.en == "User without email address: 51 (user00, user01, user02, user03, user04 and 46 more)"
    assert one.text.de.endswith("user04 und 46 weitere)")
    fifty = of_rule("user-without-address", report(users=users[:50], profiles=[journal]))
    assert len(fifty.findings) == 50
    few = of_rule("user-without-address", report(users=users, profiles=[journal]), thresholds=Thresholds(most=100))
    assert len(few.findings) == 51


def test_findings_survive_their_own_json() -> None:
    found = findings(report(stores=[store(error="Büro")], jobs=[]))
    text = found.to_json()
    assert Findings.from_json(text) == found
    data = json.loads(text)
    first = next(one for one in data["findings"] if one["key"] == "store-error:1")
    assert first["text"] == {"en": '"2026": Büro', "de": "„2026“: Büro"}
    assert data["counts"] == {"error": 1, "warning": 2}


@pytest.mark.parametrize("text", ["", "{", "[]", "[" * 100_000, '{"version": 2}', '{"findings": 1}'])
def test_what_are_no_findings_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match="that is not a file of findings"):
        Findings.from_json(text)


def test_rules_of_other_packages_are_used_and_broken_ones_reported() -> None:
    usable, broken = rules(
        [point("Foreign"), point("Taken"), point("Odd"), point("Bare"), point("TEXT"), point("NoSuch")]
    )
    assert [rule.id for rule in usable][-1] == "foreign"
    assert {one.name: one.problem for one in broken} == {
        "taken": "ValueError: there is a rule 'store-error' already",
        "odd": f"TypeError: {HERE}:Odd: id, severity, needs, commands, title cannot be used",
        "bare": f"TypeError: {HERE}:Bare has no title, effect, todo, done",
        "text": f"TypeError: {HERE}:TEXT is no rule",
        "nosuch": f"AttributeError: module '{HERE}' has no attribute 'NoSuch'",
    }


@pytest.mark.parametrize("rule", [Raises(), Misnamed(), Nonsense()], ids=lambda rule: rule.id)
def test_a_rule_that_fails_is_a_finding_and_stops_nothing(rule: Rule) -> None:
    found = findings(report(), rules=[rule, Foreign(), SectionMissing()])
    assert {f"rule-broken:{rule.id}", "foreign:one"} <= set(keys(found))
    assert found.checked == ["foreign", "section-missing"]
    assert found.severity == "unknown"


def test_a_broken_rule_keeps_what_it_had_found_and_says_what_went_wrong() -> None:
    found = findings(report(), rules=[Raises()])
    broken, first = found.findings
    assert first.key == "raises:first"
    assert broken.text.en == "raises could not be checked: ZeroDivisionError: so it is"


def test_an_installed_entry_point_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "mailstore_sdk.findings.registry.entry_points", lambda group: [point("Foreign"), point("NoSuch")]
    )
    found = findings(report())
    assert {"foreign:one", "rule-broken:nosuch"} <= set(keys(found))


def test_thresholds_are_read_from_json_and_refuse_what_they_do_not_know() -> None:
    read = Thresholds.model_validate_json('{"no_mail": 1}')
    assert read.no_mail == timedelta(seconds=1)
    for wrong in ({"nomail": 1}, {"licence_percent": 0}, {"time_zone": "Berlin"}, {"time_zone": "../x"}):
        with pytest.raises(ValueError, match="for Thresholds"):
            Thresholds.model_validate(wrong)


def test_a_million_runs_are_gone_through_once() -> None:
    """Not once a profile: 200 profiles and a year of runs would be two hundred million looks."""

    class Counted(list[Any]):
        times = 0

        def __iter__(self) -> Iterator[Any]:
            Counted.times += 1
            return super().__iter__()

    deleting: dict[str, Any] = {"details": {"deleteInMailbox": "at-once"}}
    made = report(profiles=[profile(number, **deleting) for number in range(1, 101)], runs=runs())
    assert made.runs.data is not None
    told = made.runs.data.model_copy(update={"runs": Counted()})
    made = made.model_copy(update={"runs": made.runs.model_copy(update={"data": told})})
    findings(made)
    assert Counted.times < 10


@pytest.mark.parametrize(("password", "default"), [("admin", True), ("of its own", False)])
def test_whether_the_default_password_is_in_use_is_known_from_collecting_and_never_tried(
    password: str, default: bool
) -> None:
    async def ask() -> Report:
        async with emulator.async_client(password=password) as client:
            return await collect_async(client, sections=[])

    emulator = Emulator(protocol="modern")
    emulator.state.users["admin"].password = password
    with emulator.client(password=password) as client:
        report = collect(client, sections=[])
    assert {request.function for request in emulator.requests} == {"get-metadata", "GetServerInfo"}
    assert report.default_login == default
    assert asyncio.run(ask()).default_login == default
    assert keys(of_rule("default-password", report)) == ["default-password"] * default


def test_names_are_gathered_once_and_not_for_each_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """5,000 users took more than a minute, and take a moment."""
    calls: list[Report] = []

    def counted(made: Report) -> set[str]:
        calls.append(made)
        return names_of(made)

    monkeypatch.setattr("mailstore_sdk.findings._built_in.users.names_of", counted)
    monkeypatch.setattr("mailstore_sdk.findings._built_in.common.names_of", counted)
    findings(report(users=[user(f"user{number}") for number in range(50)], archives=archives("user1", "user2")))
    assert 1 <= len(calls) < 10
