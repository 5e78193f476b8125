"""For each rule: reports in which it fires, with the keys, and reports in which it stays silent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from mailstore_sdk.findings import Thresholds
from mailstore_sdk.findings.thresholds import USUAL
from tests.findings.made import (
    DAY,
    HOUR,
    NOW,
    admin,
    archives,
    gap,
    hourly,
    job,
    profile,
    report,
    run,
    runs,
    store,
    user,
)


@dataclass(frozen=True)
class Case:
    """A report, and the keys and severities of what a rule finds in it."""

    rule: str
    name: str
    sections: dict[str, Any]
    found: dict[str, str] = field(default_factory=dict)
    unchecked: bool = False
    edition: str = "server"
    thresholds: Thresholds = USUAL
    options: dict[str, Any] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)


def details(**changed: Any) -> dict[str, Any]:
    return {"profiles": [profile(details={"host": "mail.example.com", **changed})]}


def microsoft(connector: str = "Exchange", host: str = "outlook.office365.com", **changed: Any) -> dict[str, Any]:
    return {"profiles": [profile(connector=connector, details={"host": host, **changed})]}


def with_profile(*rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"profiles": [profile()], "runs": runs(*rows, **more)}


BY_HAND: dict[str, Any] = {"serverSideExecution": None}
OCTOBER, APRIL = datetime(2026, 10, 1, tzinfo=UTC), datetime(2027, 4, 1, tzinfo=UTC)
JOURNAL = profile(2, "Journal", connector="ExchangeJournal", details={"other": {"unknownAddresses": "Ignore"}})
POLICY = {"name": "Ten years", "enabled": True, "period": 10, "periodInterval": "year", "delete": True}
UNKNOWN = Thresholds(unknown_addresses={"unknownaddresses": ["ignore"]})
LONG_SPAN = {"since": 14 * DAY}
STATUS = {"serverName": "HOST1", "serverType": "instanceHost"}

PROFILES = [
    Case("profile-silent", "no run for a day", with_profile(*hourly(NOW - 25 * HOUR)), {"profile-silent:1": "error"}),
    Case("profile-silent", "never ran", with_profile(), {"profile-silent:1": "error"}),
    Case("profile-silent", "runs", with_profile(*hourly())),
    Case("profile-silent", "runs by hand", {"profiles": [profile(**BY_HAND)], "runs": runs()}),
    Case(
        "profile-silent",
        "its runs could not be read",
        with_profile(*hourly(NOW - 25 * HOUR), gaps=[gap(NOW - 24 * HOUR, NOW)]),
    ),
    Case("profile-overdue", "five hours late", with_profile(*hourly(NOW - 6 * HOUR)), {"profile-overdue:1": "warning"}),
    Case("profile-overdue", "on time", with_profile(*hourly(NOW - timedelta(minutes=50)))),
    Case(
        "profile-failing",
        "last run failed",
        with_profile(*hourly(NOW - HOUR), run(NOW, "failed")),
        {"profile-failing:1": "error"},
    ),
    Case(
        "profile-failing",
        "last run had warnings",
        with_profile(*hourly(NOW - HOUR), run(NOW, "completedWithWarnings")),
        {"profile-failing:1": "warning"},
    ),
    Case(
        "profile-failing", "a word that nobody knows", with_profile(run(NOW, "odd")), {"profile-failing:1": "warning"}
    ),
    Case(
        "profile-failing",
        "a run by hand failed days ago",
        {"profiles": [profile(**BY_HAND)], "runs": runs(run(NOW - 3 * DAY, "failed"))},
        {"profile-failing:1": "warning"},
    ),
    Case(
        "profile-failing",
        "failed, and succeeded since",
        with_profile(run(NOW - 2 * HOUR, "failed"), *hourly(NOW, hours=2)),
    ),
    Case("profile-failing", "never ran", with_profile()),
    Case(
        "profile-not-automatic", "by hand", {"profiles": [profile(**BY_HAND)]}, {"profile-not-automatic:1": "warning"}
    ),
    Case(
        "profile-not-automatic",
        "turned off",
        {"profiles": [profile(serverSideExecution={"automatic": False})]},
        {"profile-not-automatic:1": "warning"},
    ),
    Case("profile-not-automatic", "automatic", {"profiles": [profile()]}),
    Case("profile-not-automatic", "not told", {"profiles": [profile(serverSideExecution={})]}),
    Case("profile-not-automatic", "exports", {"profiles": [profile(type="E", **BY_HAND)]}),
    Case(
        "profile-not-automatic",
        "a job runs it",
        {"profiles": [profile(**BY_HAND)], "jobs": [job(action="RunProfile --id=1")]},
    ),
    Case(
        "profile-not-automatic",
        "a job that is off would run it",
        {"profiles": [profile(**BY_HAND)], "jobs": [job(action="RunProfile --id=1", enabled=False)]},
        {"profile-not-automatic:1": "warning"},
    ),
    Case(
        "profile-unknown",
        "its runs could not be read",
        with_profile(*hourly(NOW - 25 * HOUR), gaps=[gap(NOW - 24 * HOUR, NOW)]),
        {"profile-unknown:1": "unknown"},
    ),
    Case(
        "profile-unknown",
        "the server does not tell whether it is automatic",
        {"profiles": [profile(serverSideExecution={})], "runs": runs(*hourly())},
        {"profile-unknown:1": "unknown"},
    ),
    Case(
        "profile-unknown",
        "too short a span",
        with_profile(since=HOUR),
        {"profile-unknown:1": "unknown"},
    ),
    Case("profile-unknown", "all is known", with_profile(*hourly())),
    Case("no-mail-archived", "runs without mail", with_profile(*hourly(items=0)), {"no-mail-archived": "error"}),
    Case("no-mail-archived", "one message two days ago", with_profile(run(NOW - 2 * DAY), *hourly(hours=40, items=0))),
    Case("no-mail-archived", "no runs at all", with_profile(run(NOW - 6 * DAY, items=0))),
    Case("no-mail-archived", "the span is shorter", with_profile(*hourly(hours=9, items=0), since=DAY), unchecked=True),
    Case(
        "no-mail-archived",
        "a gap in it",
        with_profile(*hourly(items=0), gaps=[gap(NOW - DAY, NOW - 20 * HOUR)]),
        unchecked=True,
    ),
    Case("no-mail-archived", "numbers are not told", with_profile(*hourly(items=None)), unchecked=True),
    Case(
        "no-mail-archived",
        "only profiles by hand",
        {"profiles": [profile(**BY_HAND)], "runs": runs(*hourly(items=0))},
    ),
    Case(
        "no-mail-archived",
        "a longer time is fine",
        with_profile(*hourly(items=0), **LONG_SPAN),
        thresholds=Thresholds(no_mail=timedelta(days=20)),
        unchecked=True,
    ),
    Case(
        "runs-unreadable",
        "gaps of both kinds",
        {"runs": runs(gaps=[gap(NOW - DAY, NOW)]), "job_runs": runs(gaps=[gap(NOW - DAY, NOW)])},
        {"runs-unreadable:profiles": "warning", "runs-unreadable:jobs": "warning"},
    ),
    Case("runs-unreadable", "no gaps", {"runs": runs(), "job_runs": runs()}),
]
SETTINGS = [
    *(
        Case(
            "profile-ignores-certificate",
            f"set to {value!r}",
            details(ignoreSslPolicyErrors=value),
            {"profile-ignores-certificate:1": "warning"},
        )
        for value in ("1", 1, True, "True")
    ),
    *(
        Case("profile-ignores-certificate", f"set to {value!r}", details(ignoreSslPolicyErrors=value))
        for value in ("0", 0, False, None, "")
    ),
    Case("profile-ignores-certificate", "no details", {"profiles": [profile(details=None)]}),
    Case(
        "profile-deletes-despite-errors",
        "deletes, and a run had errors",
        {
            **details(deleteInMailbox="if-older-than-3-months"),
            "runs": runs(run(NOW - DAY, "completedWithErrors"), run(NOW)),
        },
        {"profile-deletes-despite-errors:1": "error"},
    ),
    Case(
        "profile-deletes-despite-errors",
        "deletes, and runs are well",
        {**details(deleteInMailbox="if-older-than-3-months"), "runs": runs(*hourly(hours=3))},
    ),
    *(
        Case(
            "profile-deletes-despite-errors",
            f"rule {rule!r}",
            {**details(deleteInMailbox=rule), "runs": runs(run(NOW, "failed"))},
        )
        for rule in (None, "", "never")
    ),
    Case(
        "profile-deletes-despite-errors",
        "another profile had errors",
        {**details(deleteInMailbox="at-once"), "runs": runs(run(NOW, "failed", of=2))},
    ),
    Case("microsoft-365-ews", "an Exchange profile before October", microsoft(), {"microsoft-365-ews:1": "warning"}),
    Case(
        "microsoft-365-ews", "and in October", microsoft(), {"microsoft-365-ews:1": "error"}, options={"now": OCTOBER}
    ),
    Case("microsoft-365-ews", "and in April", microsoft(), {"microsoft-365-ews:1": "error"}, options={"now": APRIL}),
    Case(
        "microsoft-365-ews",
        "named as such",
        microsoft("Microsoft 365 (EWS)", host=""),
        {"microsoft-365-ews:1": "warning"},
    ),
    Case("microsoft-365-ews", "an Exchange server of one's own", microsoft(host="mail.example.com")),
    Case("microsoft-365-ews", "a host that only looks alike", microsoft(host="notoffice365.com")),
    Case("microsoft-365-ews", "Microsoft 365 by Graph", microsoft("Microsoft365Graph")),
    Case("microsoft-365-ews", "Exchange by IMAP", microsoft("Exchange IMAP")),
    Case(
        "microsoft-365-old-login",
        "IMAP with a user name",
        microsoft("IMAP", userName="a@example.com"),
        {"microsoft-365-old-login:1": "warning"},
    ),
    Case(
        "microsoft-365-old-login",
        "with a credential",
        microsoft("IMAP", userName="a@example.com", other={"credentialId": "2"}),
    ),
    Case("microsoft-365-old-login", "without a user name", microsoft("IMAP")),
    Case("microsoft-365-old-login", "elsewhere", microsoft("IMAP", "imap.example.com", userName="a@example.com")),
    Case(
        "journal-without-unknown-addresses",
        "a setting that is known says so",
        {"profiles": [JOURNAL]},
        {"journal-without-unknown-addresses:2": "error"},
        thresholds=UNKNOWN,
    ),
    Case("journal-without-unknown-addresses", "no setting is known", {"profiles": [JOURNAL]}, unchecked=True),
    Case(
        "journal-without-unknown-addresses",
        "the setting is fine",
        {"profiles": [{**JOURNAL, "details": {"other": {"unknownAddresses": "catchall"}}}]},
        thresholds=UNKNOWN,
    ),
    Case("journal-without-unknown-addresses", "no journal profile", {"profiles": [profile()]}, thresholds=UNKNOWN),
]
STORES = [
    Case("store-error", "an error", {"stores": [store(error="Disk full.")]}, {"store-error:1": "error"}),
    Case("store-error", "fine", {"stores": [store()]}),
    Case("store-needs-upgrade", "it does", {"stores": [store(needsUpgrade=True)]}, {"store-needs-upgrade:1": "error"}),
    Case("store-needs-upgrade", "it does not", {"stores": [store(needsUpgrade=False), store(2)]}),
    Case(
        "store-index-rebuild",
        "it needs one",
        {"stores": [store(searchIndexesNeedRebuild=True)]},
        {"store-index-rebuild:1": "warning"},
    ),
    Case("store-index-rebuild", "it does not", {"stores": [store(searchIndexesNeedRebuild=False), store(2)]}),
    Case("no-current-store", "none", {"stores": [store(state="normal")]}, {"no-current-store": "error"}),
    Case("no-current-store", "no store at all", {"stores": []}, {"no-current-store": "error"}),
    Case("no-current-store", "one", {"stores": [store(state="normal"), store(2)]}),
    Case("no-current-store", "not told", {"stores": [store(state=None)]}, unchecked=True),
    Case(
        "store-over-limit",
        "one more than 5 million",
        {"stores": [store(statisticsCount=5_000_001)]},
        {"store-over-limit:1": "warning"},
    ),
    Case("store-over-limit", "5 million", {"stores": [store(statisticsCount=5_000_000)]}),
    Case("store-over-limit", "not the current one", {"stores": [store(state="normal", statisticsCount=9_000_000)]}),
    Case("store-over-limit", "no count", {"stores": [store(statisticsCount=None)]}),
    Case(
        "retention-skips-store",
        "write-protected, and a policy in force",
        {"stores": [store(state="writeProtected")], "retention": [POLICY]},
        {"retention-skips-store:1": "warning"},
    ),
    Case("retention-skips-store", "not write-protected", {"stores": [store()], "retention": [POLICY]}),
    Case(
        "retention-skips-store",
        "no policy in force",
        {"stores": [store(state="writeProtected")], "retention": [{**POLICY, "enabled": False}]},
    ),
]
RIGHT = {"folder": "asmith", "privileges": ["read"]}
MANY = [{"folder": f"user{number}", "privileges": ["read", "write"]} for number in range(6)]
USERS = [
    Case(
        "user-without-address",
        "and a journal",
        {"users": [user(emailAddresses=[]), user("asmith"), admin()], "profiles": [JOURNAL]},
        {"user-without-address:jdoe": "warning"},
    ),
    Case("user-without-address", "no journal", {"users": [user(emailAddresses=[])], "profiles": [profile()]}),
    Case(
        "user-without-address",
        "the provider's access",
        {"users": [user("$archiveadmin", emailAddresses=[])], "profiles": [JOURNAL]},
    ),
    Case("admin-without-mfa", "disabled", {"users": [admin("Disabled")]}, {"admin-without-mfa:admin": "warning"}),
    Case("admin-without-mfa", "any other state", {"users": [admin("Enabled")]}),
    Case("admin-without-mfa", "no administrator", {"users": [user(mfaStatus="Disabled")]}),
    Case("admin-without-mfa", "not told", {"users": [admin(None)]}, unchecked=True),
    Case(
        "reads-other-archive",
        "one",
        {"users": [user(privilegesOnFolders=[RIGHT]), user("asmith")]},
        {"reads-other-archive:jdoe/asmith": "warning"},
    ),
    Case(
        "reads-other-archive", "his own", {"users": [user("JDoe", privilegesOnFolders=[{**RIGHT, "folder": "jdoe"}])]}
    ),
    Case("reads-other-archive", "none", {"users": [user(privilegesOnFolders=[{**RIGHT, "privileges": ["none"]}])]}),
    Case("reads-other-archive", "not told", {"users": [admin()]}),
    Case("reads-other-archive", "many", {"users": [user(privilegesOnFolders=MANY)]}),
    Case(
        "reads-other-archive",
        "one that is not there",
        {"users": [user(privilegesOnFolders=[RIGHT])], "archives": archives("jdoe")},
    ),
    Case(
        "reads-many-archives",
        "six",
        {"users": [user(privilegesOnFolders=MANY)]},
        {"reads-many-archives:jdoe": "warning"},
    ),
    Case("reads-many-archives", "five", {"users": [user(privilegesOnFolders=MANY[:5])]}),
    Case(
        "right-without-archive",
        "neither user nor archive",
        {"users": [user(privilegesOnFolders=[RIGHT])], "archives": archives("jdoe")},
        {"right-without-archive:jdoe/asmith": "warning"},
    ),
    Case(
        "right-without-archive",
        "a user without mail",
        {"users": [user(privilegesOnFolders=[RIGHT]), user("asmith")], "archives": archives("jdoe")},
    ),
    Case(
        "right-without-archive",
        "an archive without a user",
        {"users": [user(privilegesOnFolders=[RIGHT])], "archives": archives("ASmith")},
    ),
    Case("default-password", "collected with it", {}, {"default-password": "error"}, more={"defaultLogin": True}),
    Case("default-password", "collected otherwise", {}, more={"defaultLogin": False}),
    Case("default-password", "not known", {}, unchecked=True),
]
BEFORE = report(NOW - 7 * DAY, archives=archives("@catchall", count=10))
ARCHIVES = [
    Case(
        "archive-without-user",
        "a leaver's",
        {"users": [user()], "archives": archives("jdoe", "gone", "@catchall")},
        {"archive-without-user:gone": "warning"},
    ),
    Case("archive-without-user", "all have users", {"users": [user("JDoe")], "archives": archives("jdoe")}),
    Case(
        "catchall-growing",
        "one message more",
        {"archives": archives("@catchall", count=11)},
        {"catchall-growing": "warning"},
        options={"older": BEFORE},
    ),
    Case(
        "catchall-growing",
        "it is new",
        {"archives": archives("@catchall")},
        {"catchall-growing": "warning"},
        options={"older": report(NOW - DAY, archives=[])},
    ),
    Case("catchall-growing", "as it was", {"archives": archives("@catchall")}, options={"older": BEFORE}),
    Case("catchall-growing", "there is none", {"archives": archives("jdoe")}),
    Case("catchall-growing", "no older report", {"archives": archives("@catchall")}, unchecked=True),
    Case(
        "catchall-growing",
        "no numbers",
        {"archives": archives("@catchall", count=None)},
        options={"older": BEFORE},
        unchecked=True,
    ),
]
TWO_DAYS_AGO = (NOW - 2 * DAY).isoformat()
JOBS = [
    Case(
        "job-not-running",
        "overdue",
        {"jobs": [job(lastStartDateTimeUtc=TWO_DAYS_AGO, lastCompleteDateTimeUtc=TWO_DAYS_AGO)]},
        {"job-not-running:1": "warning"},
    ),
    Case(
        "job-not-running",
        "never ran",
        {"jobs": [job(lastStartDateTimeUtc=None, lastCompleteDateTimeUtc=None)]},
        {"job-not-running:1": "error"},
    ),
    Case(
        "job-not-running",
        "failed",
        {
            "jobs": [job()],
            "job_runs": runs(
                {"jobResultId": 1, "jobId": 1, "result": "failed"}
                | dict.fromkeys(("startTime", "completeTime"), (NOW - 10 * HOUR).isoformat())
            ),
        },
        {"job-not-running:1": "error"},
    ),
    Case("job-not-running", "ran", {"jobs": [job()]}),
    Case("job-not-running", "turned off", {"jobs": [job(enabled=False, lastStartDateTimeUtc=TWO_DAYS_AGO)]}),
    Case("no-verify-job", "no jobs", {"jobs": []}, {"no-verify-job": "warning"}),
    Case("no-verify-job", "turned off", {"jobs": [job(enabled=False)]}, {"no-verify-job": "warning"}),
    Case("no-verify-job", "all stores", {"jobs": [job()]}),
    Case("no-verify-job", "one store", {"jobs": [job(action="VerifyStore --id=1")]}),
    Case("no-backup-job", "no jobs", {"jobs": [job()]}, {"no-backup-job": "warning"}),
    Case("no-backup-job", "one", {"jobs": [job(action="CreateBackup --path=E:\\Backup")]}),
    Case("no-backup-job", "an instance cannot", {"jobs": []}, edition="instance"),
    Case(
        "job-and-automatic",
        "both",
        {"profiles": [profile()], "jobs": [job(7, action="RunProfile --id=1")]},
        {"job-and-automatic:1/7": "warning"},
    ),
    Case(
        "job-and-automatic",
        "not automatic",
        {"profiles": [profile(**BY_HAND)], "jobs": [job(action="RunProfile --id=1")]},
    ),
    Case("job-and-automatic", "another profile", {"profiles": [profile()], "jobs": [job(action="RunProfile --id=2")]}),
    Case("job-and-automatic", "off", {"profiles": [profile()], "jobs": [job(action="RunProfile 1", enabled=False)]}),
]


def licence(used: int | None, most: int | None) -> dict[str, Any]:
    return {"licence": {"namedUsers": used, "maxNamedUsers": most}}


def certificate(until: datetime) -> dict[str, Any]:
    return {"certificate": {"subject": "CN=archive", "notAfter": until.isoformat(), "fingerprint": "AA:BB"}}


def credential(until: datetime) -> dict[str, Any]:
    return {"credentials": [{"id": 2, "description": "M365", "certificateExpirationDate": until.isoformat()}]}


SERVER = [
    Case("licence-nearly-used", "90 percent", licence(90, 100), {"licence-nearly-used": "warning"}),
    Case("licence-nearly-used", "all", licence(100, 100), {"licence-nearly-used": "error"}),
    Case("licence-nearly-used", "89 percent", licence(89, 100)),
    Case("licence-nearly-used", "no limit told", licence(89, None), unchecked=True),
    Case("licence-nearly-used", "not in the report", {}, unchecked=True),
    Case(
        "licence-nearly-used",
        "an instance counts archives",
        {"archives": archives("a", "b", "c")},
        {"licence-nearly-used": "error"},
        edition="instance",
        thresholds=Thresholds(licensed_archives=3),
    ),
    Case("licence-nearly-used", "of an installation", {}, edition="spe"),
    Case("certificate-expiring", "in 30 days", certificate(NOW + 30 * DAY), {"certificate-expiring": "warning"}),
    Case("certificate-expiring", "since now", certificate(NOW), {"certificate-expiring": "error"}),
    Case("certificate-expiring", "in 31 days", certificate(NOW + 31 * DAY)),
    Case("credential-expiring", "tomorrow", credential(NOW + DAY), {"credential-expiring:2": "warning"}),
    Case("credential-expiring", "yesterday", credential(NOW - DAY), {"credential-expiring:2": "error"}),
    Case("credential-expiring", "in a year", credential(NOW + 365 * DAY)),
    *(
        Case("smtp-without-tls", f"{settings}", {"smtp": {"settings": settings}}, {"smtp-without-tls": "warning"})
        for settings in ({"protocol": "SMTP"}, {"useTLS": False}, {"encryption": "None"})
    ),
    Case("smtp-without-tls", "with TLS", {"smtp": {"settings": {"protocol": "SMTP-TLS", "port": 587}}}),
    Case("smtp-without-tls", "no known key", {"smtp": {"settings": {"password": None}}}, unchecked=True),
]
SPE = [
    Case(
        "spe-server-down",
        "it is",
        {"service_status": {"servers": [{**STATUS, "active": False}], "messages": []}},
        {"spe-server-down:HOST1/instanceHost": "error"},
        edition="spe",
    ),
    Case(
        "spe-server-down",
        "it is not",
        {"service_status": {"servers": [{**STATUS, "active": True}, STATUS], "messages": []}},
        edition="spe",
    ),
    Case(
        "spe-message",
        "a warning",
        {"service_status": {"servers": [], "messages": [{"type": "warning", "text": "Only 12 licences left"}]}},
        {"spe-message:Only # licences left": "warning"},
        edition="spe",
    ),
    Case(
        "spe-message",
        "an information",
        {"service_status": {"servers": [], "messages": [{"type": "information", "text": "Hello"}]}},
        edition="spe",
    ),
    Case(
        "instance-not-running",
        "stopped",
        {"instances": [{"instanceId": "alpha", "startMode": "automatic", "status": "stopped"}]},
        {"instance-not-running:alpha": "error"},
        edition="spe",
    ),
    Case(
        "instance-not-running",
        "failed to start",
        {"instances": [{"instanceId": "alpha", "status": "running", "startStopError": "no disk"}]},
        {"instance-not-running:alpha": "error"},
        edition="spe",
    ),
    Case(
        "instance-not-running",
        "running, or stopped by hand",
        {
            "instances": [
                {"instanceId": "alpha", "startMode": "automatic", "status": "running"},
                {"instanceId": "beta", "startMode": "manual", "status": "stopped"},
            ]
        },
        edition="spe",
    ),
]
REFUSED = {"cause": "refused", "reason": "Access denied.", "function": "GetUsers"}
MISSING = [
    Case("section-missing", "refused", {"users": REFUSED}, {"section-missing:users": "unknown"}),
    *(
        Case("section-missing", cause, {"users": {"cause": cause, "reason": "so it is"}})
        for cause in ("notAsked", "notInThisEdition", "notSeen")
    ),
    Case(
        "section-incomplete",
        "a user could not be asked for",
        {},
        {"section-incomplete:users": "unknown"},
        more={"users": {"data": [], "problems": [{"key": "jdoe", "cause": "refused", "reason": "No."}]}},
    ),
    Case("section-incomplete", "complete", {"users": [user()]}),
]
CASES = [*PROFILES, *SETTINGS, *STORES, *USERS, *ARCHIVES, *JOBS, *SERVER, *SPE, *MISSING]
