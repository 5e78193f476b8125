"""Names without what may name a person: labels of metrics are stored for long, and read by many."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mailstore_sdk.reports import Report
from mailstore_sdk.reports.entries import ProfileEntry

LEFT_OUT = "…"
ADDRESS = r"[^\s@<>(),;:\"']*@[^\s@<>(),;:\"']*"


class People:
    """The people of a report: user names, archives, and whoever profiles and jobs belong to.

    Args:
        report: The report; most reports for monitoring have no users, but their profiles name some.
    """

    def __init__(self, report: Report) -> None:
        found = {user.user_name for user in report.users.data or ()}
        for profile in report.profiles.data or ():
            found.update(_of_profile(profile))
        for job in report.jobs.data or ():
            found.add(job.owner or "")
        # The longest first, so that one name inside another leaves no rest.
        names = "|".join(re.escape(name) for name in sorted(found, key=len, reverse=True) if name.strip())
        # One pattern: with one for each of a thousand users, a thousand profiles would take minutes. An underscore is
        # between words here, as in IMAP_anna.
        words = rf"|(?<![^\W_])(?:{names})(?![^\W_])" if names else ""
        self._pattern = re.compile(ADDRESS + words, re.IGNORECASE)

    def left_out(self, name: str) -> str:
        """A name without email addresses and names of users.

        Args:
            name: The name, as of a profile.
        """
        return self._pattern.sub(LEFT_OUT, name)


def _of_profile(profile: ProfileEntry) -> Iterable[str]:
    details = profile.details
    told = [profile.owner, *((details.user_name, details.email_address, details.target_user_folder) if details else ())]
    for name in told:
        if name:
            # `DOMAIN\anna` and `anna@example.com` are anna.
            yield from (name, name.rpartition("\\")[2].partition("@")[0])
