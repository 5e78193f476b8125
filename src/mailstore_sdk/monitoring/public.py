"""Names without what may name a person: labels of metrics are stored for long, and read by many."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mailstore_sdk.reports import Report
from mailstore_sdk.reports.entries import ProfileEntry

LEFT_OUT = "…"
ADDRESS = re.compile(r"[^\s@<>(),;:\"']*@[^\s@<>(),;:\"']*")


def people(report: Report) -> list[str]:
    """The user names and archives that a report knows, the longest first.

    Args:
        report: The report; most reports for monitoring have no users, but their profiles name some.
    """
    found = {user.user_name for user in report.users.data or ()}
    for profile in report.profiles.data or ():
        found.update(_of_profile(profile))
    for job in report.jobs.data or ():
        found.add(job.owner or "")
    return sorted((name for name in found if name.strip()), key=lambda name: (-len(name), name))


def without_people(name: str, users: Iterable[str]) -> str:
    """A name without email addresses and names of users.

    Args:
        name: The name, as of a profile.
        users: Names of users, the longest first.
    """
    kept = ADDRESS.sub(LEFT_OUT, name)
    for user in users:
        kept = re.sub(rf"(?<!\w){re.escape(user)}(?!\w)", LEFT_OUT, kept, flags=re.IGNORECASE)
    return kept


def _of_profile(profile: ProfileEntry) -> Iterable[str]:
    details = profile.details
    told = [profile.owner, *((details.user_name, details.email_address, details.target_user_folder) if details else ())]
    for name in told:
        if name:
            # `DOMAIN\anna` and `anna@example.com` are anna.
            yield from (name, name.rpartition("\\")[2].partition("@")[0])
