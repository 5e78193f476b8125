"""A scripted year: each rule fires in the weeks of its trouble, and then only."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mailstore_sdk.emulator import Emulator, ManualClock, Seed, User
from mailstore_sdk.findings import Acknowledgement, Findings, findings
from mailstore_sdk.findings._built_in import BUILT_IN
from mailstore_sdk.reports import Report, collect
from mailstore_sdk.reports.entries import CertificateEntry, Gap
from tests.findings.year import (
    BACKUP,
    BEGIN,
    DAY,
    EXCHANGE,
    HOUR,
    JOURNAL,
    MANUAL,
    THRESHOLDS,
    VERIFY,
    WEEK,
    Trouble,
    Week,
    client,
    detail,
    ended,
    in_report,
    late,
    manual_profile,
    nothing_archived,
    password,
    retention,
    rights,
    server,
    setting,
    smtp,
    with_job,
    with_mail,
    without,
    year,
)

BERLIN = ZoneInfo("Europe/Berlin")
HOURLY = {"automatic": True, "automaticPauseBetweenExecutions": 3_540}
MICROSOFT, OWN = "outlook.office365.com", "mail.example.com"
EXPIRES = datetime(2027, 6, 1, tzinfo=UTC)
OTHER_TESTS = {"spe-server-down", "spe-message", "instance-not-running"}


def users(emulator: Emulator, count: int) -> None:
    for number in range(count):
        name = f"user{number}"
        emulator.state.users[name] = User(user_name=name, email_addresses=[f"{name}@example.com"])


def no_users(emulator: Emulator, count: int) -> None:
    for number in range(count):
        del emulator.state.users[f"user{number}"]


def auditor(emulator: Emulator) -> None:
    users(emulator, 6)
    emulator.state.users["jdoe"].privileges_on_folders.update({f"user{number}": ["read"] for number in range(6)})


def no_auditor(emulator: Emulator) -> None:
    no_users(emulator, 6)
    emulator.state.users["jdoe"].privileges_on_folders = {"jdoe": ["read"]}


def leaver(emulator: Emulator) -> None:
    del emulator.state.users["asmith"]


def back(emulator: Emulator) -> None:
    rights = {"asmith": ["read"]}
    emulator.state.users["asmith"] = User(
        user_name="asmith", email_addresses=["asmith@example.com"], privileges_on_folders=rights
    )


def execution(what: Any) -> Any:
    return lambda emulator: emulator.state.profiles[EXCHANGE].update(serverSideExecution=dict(what))


def old_login(emulator: Emulator) -> None:
    emulator.state.profiles[EXCHANGE].update(connector="IMAP")
    emulator.state.profiles[EXCHANGE]["details"].update(host=MICROSOFT)


def no_old_login(emulator: Emulator) -> None:
    emulator.state.profiles[EXCHANGE].update(connector="Exchange")
    emulator.state.profiles[EXCHANGE]["details"].update(host=OWN)


def retained(on: bool) -> Any:
    def put(emulator: Emulator) -> None:
        retention(on)(emulator)
        emulator.state.stores[1].requested_state = "writeProtected" if on else "normal"

    return put


def statistics(works: bool) -> Any:
    def put(emulator: Emulator) -> None:
        mode = "work" if works else "fail"
        emulator.world.behaviour = emulator.world.behaviour.model_copy(update={"folder_statistics": mode})

    return put


def credential(emulator: Emulator) -> None:
    settings = {"ApplicationId": "a", "TenantId": "t", "CertificateThumbprint": "AA"}
    emulator.state.credentials.append(
        {
            "ID": 1,
            "Type": "Office365_Modern",
            "Description": "Microsoft 365",
            "Settings": {**settings, "CertificateExpirationDate": "2027-05-20T00:00:00Z"},
        }
    )


def broken_store(_: Report, told: Any) -> Any:
    return [told[0].model_copy(update={"error": "Disk full."}), *told[1:]]


def no_current(_: Report, told: Any) -> Any:
    return [one.model_copy(update={"requested_state": "normal"}) for one in told]


def failed_job(_: Report, told: Any) -> Any:
    last = max((run for run in told.runs if run.job_id == BACKUP), key=lambda run: run.start_time)
    runs = [run.model_copy(update={"result": "failed"}) if run is last else run for run in told.runs]
    return told.model_copy(update={"runs": runs})


def with_gap(report: Report, told: Any) -> Any:
    gap = Gap(start=report.created - 9 * DAY, end=report.created - 8 * DAY, reason="Nullable object must have a value.")
    return told.model_copy(update={"gaps": [gap]})


def certificate(_: Report, __: Any) -> Any:
    return CertificateEntry(subject="CN=archive", not_after=EXPIRES, fingerprint="AA")


TROUBLES = [
    Trouble("profile-silent:1", 1, 2, spoil=without(EXCHANGE)),
    Trouble("profile-failing:1", 3, 4, spoil=ended(EXCHANGE, "failed", slice(-5, None))),
    Trouble("profile-failing:2", 4, 5, spoil=ended(JOURNAL, "completedWithWarnings", slice(-1, None))),
    Trouble("profile-overdue:1", 5, 6, spoil=late(EXCHANGE, 8)),
    Trouble("profile-not-automatic:3", 6, 8, manual_profile, lambda emulator: emulator.state.profiles.pop(MANUAL)),
    Trouble("no-mail-archived", 8, 9, spoil=nothing_archived),
    Trouble("profile-unknown:1", 9, 10, execution({}), execution(HOURLY)),
    Trouble("runs-unreadable:profiles", 10, 11, report=in_report("runs", with_gap)),
    Trouble("microsoft-365-ews:1", 11, 17, **detail(EXCHANGE, "host", MICROSOFT, OWN)),
    Trouble("microsoft-365-old-login:1", 17, 19, old_login, no_old_login),
    Trouble("profile-ignores-certificate:2", 11, 13, **detail(JOURNAL, "ignoreSSLPolicyErrors", "1")),
    Trouble(
        "profile-deletes-despite-errors:2",
        13,
        15,
        **detail(JOURNAL, "deleteInMailbox", "if-older-than-1-month"),
        spoil=ended(JOURNAL, "completedWithErrors", slice(10, 12)),
    ),
    Trouble("journal-without-unknown-addresses:2", 15, 17, **detail(JOURNAL, "unknownAddresses", "Ignore", "archive")),
    Trouble("store-error:1", 18, 20, report=in_report("stores", broken_store)),
    Trouble("store-needs-upgrade:1", 19, 21, **setting("stores", 1, "needs_upgrade", True, False)),
    Trouble("store-index-rebuild:2", 20, 22, **setting("stores", 2, "indexes_to_rebuild", {"jdoe"}, set())),
    Trouble("no-current-store", 21, 22, report=in_report("stores", no_current)),
    Trouble("store-over-limit:2", 22, 24, **setting("stores", 2, "messages", 2_000_000, 100)),
    Trouble("retention-skips-store:1", 23, 25, retained(True), retained(False)),
    Trouble(
        "user-without-address:asmith", 25, 27, **setting("users", "asmith", "email_addresses", [], ["a@example.com"])
    ),
    Trouble("admin-without-mfa:admin", 26, 28, **setting("users", "admin", "mfa_status", "Disabled", "Enabled")),
    Trouble("reads-other-archive:jdoe/asmith", 27, 29, **rights("asmith")),
    Trouble("right-without-archive:jdoe/nobody", 29, 30, **rights("nobody")),
    Trouble("reads-many-archives:jdoe", 30, 31, auditor, no_auditor),
    Trouble("default-password", 31, 33, password("admin"), password("of its own")),
    Trouble("archive-without-user:asmith", 32, 34, leaver, back),
    Trouble("catchall-growing", 34, 35, lambda emulator: with_mail(emulator, "@catchall", 3)),
    Trouble("catchall-growing", 37, 38, lambda emulator: with_mail(emulator, "@catchall", 1)),
    Trouble("job-not-running:2", 35, 36, report=in_report("job_runs", failed_job)),
    Trouble("no-verify-job", 36, 38, **setting("jobs", VERIFY, "enabled", False, True)),
    Trouble("no-backup-job", 38, 39, **setting("jobs", BACKUP, "enabled", False, True)),
    Trouble("job-and-automatic:1/7", 39, 41, **with_job(7, "RunProfile --id=1")),
    Trouble("section-missing:archives", 41, 42, statistics(False), statistics(True)),
    Trouble(
        "licence-nearly-used", 42, 44, lambda emulator: users(emulator, 16), lambda emulator: no_users(emulator, 16)
    ),
    Trouble("smtp-without-tls", 43, 45, smtp(protocol="SMTP"), smtp(protocol="SMTP-TLS")),
    Trouble("certificate-expiring", 40, 52, report=in_report("certificate", certificate), seen=44),
    Trouble("credential-expiring:1", 40, 50, credential, lambda emulator: emulator.state.credentials.clear(), seen=43),
]


@pytest.fixture(scope="module")
def weeks() -> list[Week]:
    """All reports of the year."""
    return list(year(TROUBLES))


def expected(number: int) -> set[str]:
    return {one.key for one in TROUBLES if number in one.weeks and number >= one.seen}


def test_every_trouble_is_found_in_its_weeks_and_nothing_else_ever(weeks: list[Week]) -> None:
    assert len(weeks) == 52
    assert {week.number: week.keys for week in weeks} == {week.number: expected(week.number) for week in weeks}


def test_the_script_has_every_rule_that_a_server_can_break() -> None:
    planted = {trouble.key.partition(":")[0] for trouble in TROUBLES}
    assert {rule.id for rule in BUILT_IN} - planted == OTHER_TESTS | {"section-incomplete"}


def test_a_quiet_week_is_ok(weeks: list[Week]) -> None:
    quiet = [week.number for week in weeks if not expected(week.number)]
    assert {0, 2} <= set(quiet)
    assert {weeks[number].found.severity for number in quiet} == {"ok"}


def severities(weeks: list[Week], key: str) -> dict[int, str]:
    return {week.number: one.severity for week in weeks for one in week.found.findings if one.key == key}


def test_exchange_web_services_turn_from_a_warning_into_an_error_in_october(weeks: list[Week]) -> None:
    found = severities(weeks, "microsoft-365-ews:1")
    october = next(week.number for week in weeks if week.now >= datetime(2026, 10, 1, tzinfo=UTC))
    assert found == {number: "error" if number >= october else "warning" for number in range(11, 17)}
    assert set(found.values()) == {"warning", "error"}


def test_a_certificate_turns_from_a_warning_into_an_error_on_its_day(weeks: list[Week]) -> None:
    found = severities(weeks, "certificate-expiring")
    assert found == {number: "error" if weeks[number].now >= EXPIRES else "warning" for number in range(44, 52)}
    assert set(found.values()) == {"warning", "error"}


def test_what_is_new_is_new_once(weeks: list[Week]) -> None:
    previous: Findings | None = None
    first: dict[str, list[int]] = {}
    for week in weeks:
        found = findings(week.report, previous, thresholds=THRESHOLDS, now=week.now)
        for one in found.fresh:
            first.setdefault(one.key, []).append(week.number)
        previous = found
    for trouble in TROUBLES:
        if trouble.key != "catchall-growing":  # that needs an older report, not older findings
            assert first[trouble.key] == [max(trouble.begin, trouble.seen)]


def test_an_acknowledgement_lasts_until_its_day_and_is_named_when_its_finding_is_gone(weeks: list[Week]) -> None:
    key, begin, end = "microsoft-365-ews:1", 11, 17
    ack = Acknowledgement(key=key, until=weeks[14].now.date(), why="Migration is planned", created=weeks[begin].now)
    for week in weeks[begin : end + 1]:
        found = findings(week.report, thresholds=THRESHOLDS, acks=[ack])
        there = week.number < end
        assert (key in {one.key for one in found.findings}) == there
        assert (key in {one.key for one in found.active}) == (there and week.number > 14)
        assert found.expired == ([key] if there and week.number > 14 else [])
    gone = findings(weeks[10].report, thresholds=THRESHOLDS, acks=[ack])
    assert gone.acknowledged_but_gone == [key]


@pytest.mark.parametrize("night", [datetime(2026, 10, 25), datetime(2027, 3, 28)], ids=["to winter", "to summer"])
def test_a_night_in_which_the_clocks_change_is_no_finding_and_hides_none(night: datetime) -> None:
    emulator = server()
    clock = emulator.clock
    assert isinstance(clock, ManualClock)
    begin = night.replace(tzinfo=BERLIN).astimezone(UTC)
    clock.advance((begin - 9 * DAY - (BEGIN - WEEK)).total_seconds())
    emulator.run_due()
    emulator.state.worker_runs.clear()
    clock.advance(9 * DAY.total_seconds())
    for _ in range(24):
        clock.advance(HOUR.total_seconds())
        now = datetime.fromtimestamp(clock.now(), UTC)
        with client(emulator) as caller:
            report = collect(caller, runs_until=now).model_copy(update={"created": now})
        assert [one.key for one in findings(report, thresholds=THRESHOLDS).findings] == []
        rows = report.runs.data
        assert rows is not None
        stopped = [run for run in rows.runs if run.start_time < begin - DAY]
        silent = report.model_copy(
            update={"runs": report.runs.model_copy(update={"data": rows.model_copy(update={"runs": stopped})})}
        )
        found = {one.key for one in findings(silent, thresholds=THRESHOLDS).findings}
        assert {"profile-silent:1", "profile-silent:2"} <= found


def test_an_installation_of_the_service_provider_edition() -> None:
    emulator = Emulator(Seed(users=2, messages_per_user=2), edition="spe")
    now = datetime(2026, 1, 6, tzinfo=UTC)

    def found(change: Any = None) -> set[str]:
        with emulator.spe_client(password="admin") as caller:
            report = collect(caller, runs_until=now)
        report = report.model_copy(update={"default_login": False})
        return {one.key for one in findings(change(report) if change else report, now=now).findings}

    assert found() == set()
    name = next(iter(emulator.instances))
    with emulator.spe_client() as caller:
        caller.stop_instances(name)
        assert found() == {f"instance-not-running:{name}"}
        caller.start_instances(name)
    assert found() == set()
    store = next(iter(emulator.instances[name].stores.values()))
    store.indexes_to_rebuild = {"jdoe"}
    assert [key.partition(":")[0] for key in found()] == ["spe-message"]
    store.indexes_to_rebuild = set()

    def down(report: Report) -> Report:
        told = report.service_status.data
        assert told is not None
        servers = [told.servers[0].model_copy(update={"active": False}), *told.servers[1:]]
        status = report.service_status.model_copy(update={"data": told.model_copy(update={"servers": servers})})
        return report.model_copy(update={"service_status": status})

    assert [key.partition(":")[0] for key in found(down)] == ["spe-server-down"]
