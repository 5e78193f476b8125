"""Profiles: whether they run, and how they are set up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from mailstore_sdk.findings import Thresholds
from tests.findings.cases.case import BY_HAND, JOURNAL, Case
from tests.findings.made import (
    DAY,
    HOUR,
    NOW,
    gap,
    hourly,
    job,
    profile,
    run,
    runs,
)


def details(**changed: Any) -> dict[str, Any]:
    return {"profiles": [profile(details={"host": "mail.example.com", **changed})]}


def microsoft(connector: str = "Exchange", host: str = "outlook.office365.com", **changed: Any) -> dict[str, Any]:
    return {"profiles": [profile(connector=connector, details={"host": host, **changed})]}


def with_profile(*rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"profiles": [profile()], "runs": runs(*rows, **more)}


OCTOBER, APRIL = datetime(2026, 10, 1, tzinfo=UTC), datetime(2027, 4, 1, tzinfo=UTC)
UNKNOWN = Thresholds(unknown_addresses={"unknownaddresses": ["ignore"]})
LONG_SPAN = {"since": 14 * DAY}

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
