"""What an auditor asks about the archive, on a sheet: legal hold, retention, deletion, logging, stores, jobs.

    python examples/compliance_sheet.py > sheet.txt

Reads only. It tells what is set, and does not judge: whether that is right, the company's own rules
say. What the server did not tell is there as such, and then this ends with 1.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from mailstore_sdk import Client
from mailstore_sdk.errors import MailStoreError
from mailstore_sdk.reports import Report, SectionName, collect
from mailstore_sdk.reports.section import Section

SECTIONS: list[SectionName] = ["compliance", "retention", "profiles", "users", "stores", "jobs"]


def lines(report: Report) -> Iterator[tuple[str, str]]:
    """What is asked for, and what the server tells."""
    if compliance := report.compliance.data:
        yield "Legal hold", {True: "on", False: "off", None: "not told"}[compliance.legal_hold_enabled]
        yield "Logged when it succeeds", ", ".join(compliance.log_successful_user_activities) or "nothing"
    for policy in report.retention.data or []:
        kept = f"{policy.period} {policy.period_interval}s" if policy.period else "for a time not told"
        then = "then deleted" if policy.delete else "then marked"
        yield f"Retention: {policy.name}", f"{kept}, {then}{'' if policy.enabled else ' (not in force)'}"
    for profile in report.profiles.data or []:
        rule = profile.details.delete_in_mailbox if profile.details else None
        yield f"Deleted in the mailbox by: {profile.name}", rule or "no rule told"
    users = report.users.data or []
    yield "Administrators", ", ".join(user.user_name for user in users if "admin" in user.privileges) or "none told"
    deleting = [user.user_name for user in users if "delete" in user.privileges]
    yield "Users who may delete messages", ", ".join(deleting) or "none told"
    for store in report.stores.data or []:
        yield f"Archive store: {store.name}", f"{store.requested_state or 'not told'}, {store.error or 'no error'}"
    for job in report.jobs.data or []:
        yield f"Job: {job.name}", f"{job.action or 'not told'}{'' if job.enabled else ' (turned off)'}"


def missing(name: str, section: Section[Any]) -> Iterator[str]:
    """What the sheet lacks."""
    if section.unavailable:
        yield f"{name}: {section.unavailable.reason}"
    yield from (f"{name}: {problem.key or ''}: {problem.reason}" for problem in section.problems)


def main() -> int:
    """Print the sheet."""
    with Client.from_env() as client:
        report = collect(client, sections=SECTIONS)
    server = report.server.data
    print(f"MailStore Server {server.version}, {server.machine_name}" if server else "MailStore Server")
    for what, told in lines(report):
        print(f"{what + ' ':.<44} {told}")
    gaps = [gap for name, section in report.sections() if name in SECTIONS for gap in missing(name, section)]
    for gap in gaps:
        print(f"NOT TOLD: {gap}")
    return int(bool(gaps))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except MailStoreError as error:
        print(f"compliance_sheet: {error}", file=sys.stderr)
        sys.exit(2)
