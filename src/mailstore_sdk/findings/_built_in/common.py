"""What several rules ask of the parts of a report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mailstore_sdk.findings.setting_values import ARCHIVING, JOURNAL
from mailstore_sdk.language import Text
from mailstore_sdk.reports import Report
from mailstore_sdk.reports.entries import ArchiveEntry, JobEntry, ProfileEntry, UserEntry
from mailstore_sdk.reports.wording import RESULT_WORDS

PROVIDER = "$archiveadmin"  # the provider's own access to an instance of a Service Provider Edition

# After "of" and "in"; in German the dative.
RUN = Text("run", "Lauf")
RUNS = Text("runs", "Läufen")


def result_text(result: str | None) -> Text:
    """A result in the users' words; one that nobody knows, as the server writes it."""
    return RESULT_WORDS.get(result or "", Text("{result}", "{result}").filled(result=result or "?"))


def administrator(user: UserEntry) -> bool:
    """Whether he is an administrator of the archive."""
    return "admin" in user.privileges


def archives_mail(profile: ProfileEntry) -> bool:
    """Whether it is an archiving profile, as far as is known."""
    return profile.type == ARCHIVING


def is_journal(profile: ProfileEntry) -> bool:
    """Whether it archives a journal or multidrop mailbox, as far as is known."""
    sub_type = profile.details.sub_type if profile.details else None
    return any(JOURNAL.search(str(text)) for text in (profile.connector, sub_type, profile.name) if text)


def has_journal(report: Report) -> bool:
    """Whether there is such a profile."""
    return any(is_journal(profile) for profile in report.profiles.data or ())


def is_on(setting: object) -> bool:
    """Whether a setting is on: clients send `1` and `0`, and how the server gives them back is not known."""
    return str(setting).strip().lower() in ("1", "true")


def automatic(profile: ProfileEntry) -> bool | None:
    """Whether the server runs it by itself; None if it does not tell."""
    execution = profile.server_side_execution
    return False if execution is None else execution.automatic


def function_of(job: JobEntry) -> str:
    """The function of the API that a job carries out; how arguments follow it is not known."""
    found = re.match(r"\s*(\w+)", job.action or "")
    return found[1] if found else ""


def profile_of(job: JobEntry) -> int | None:
    """The number of the profile that a job runs; None if it runs none.

    That the first whole number after RunProfile is the profile's is an assumption: no such job was seen.
    """
    found = re.match(r"\s*RunProfile\b\D*(\d+)", job.action or "")
    return int(found[1]) if found else None


def running(jobs: Iterable[JobEntry]) -> list[JobEntry]:
    """The jobs that are not turned off."""
    return [job for job in jobs if job.enabled is not False]


def names_of(report: Report) -> set[str]:
    """The users' names; capitals do not matter to the server as far as is known, so they do not here."""
    return {user.user_name.casefold() for user in report.users.data or ()}


def archives_of_nobody(report: Report, catchall: str) -> Iterator[ArchiveEntry]:
    """Archives whose name is no user's."""
    known = names_of(report) | {catchall.casefold()}
    for archive in report.archives.data or ():
        if archive.folder.casefold() not in known:
            yield archive


def matches(settings: Mapping[str, Any], bad: Mapping[str, list[str]]) -> Iterator[tuple[str, str, bool]]:
    """Of settings those that can be judged: key, value, and whether it is a bad one."""
    for key, value in settings.items():
        if key.lower() in bad and value is not None:
            yield key, str(value), str(value).strip().lower() in bad[key.lower()]
