"""Jobs, the server, an installation, and the report itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from mailstore_sdk.findings import Thresholds
from tests.findings.cases.case import BY_HAND, Case
from tests.findings.made import (
    DAY,
    HOUR,
    NOW,
    archives,
    gap,
    job,
    profile,
    runs,
    user,
)

STATUS = {"serverName": "HOST1", "serverType": "instanceHost"}
TWO_DAYS_AGO = (NOW - 2 * DAY).isoformat()


def ran(at: str | None) -> dict[str, Any]:
    return job(lastStartDateTimeUtc=at, lastCompleteDateTimeUtc=at)


JOBS = [
    Case(
        "job-not-running",
        "overdue",
        {"jobs": [ran(TWO_DAYS_AGO)]},
        {"job-not-running:1": "warning"},
    ),
    *(
        Case(
            "job-not-running",
            f"overdue for {days} days",
            {"jobs": [ran((NOW - days * DAY).isoformat())]},
            {"job-not-running:1": "error"},
        )
        for days in (3, 100)
    ),
    Case(
        "job-not-running",
        "failed, at a time that the server does not tell the end of",
        {
            "jobs": [ran(None)],
            "job_runs": runs(
                {"jobResultId": 1, "jobId": 1, "result": "failed", "startTime": (NOW - 10 * HOUR).isoformat()}
            ),
        },
        {"job-not-running:1": "error"},
    ),
    Case(
        "job-not-running",
        "runs that could not be read",
        {"jobs": [job()], "job_runs": runs(gaps=[gap(NOW - 2 * HOUR, NOW)])},
        {"job-not-running:1": "unknown"},
    ),
    Case(
        "job-not-running",
        "never ran",
        {"jobs": [ran(None)]},
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
    Case("certificate-expiring", "not readable", {"certificate": {"fingerprint": "AA:BB"}}, unchecked=True),
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
