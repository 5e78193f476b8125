"""What kind of change a difference is: a word that programs can decide by."""

from __future__ import annotations

from mailstore_sdk.reports.differences import Difference

NOUNS = {
    "server": "server",
    "licence": "licence",
    "certificate": "certificate",
    "service": "service",
    "users": "user",
    "stores": "store",
    "store_creation": "storeCreation",
    "archives": "archive",
    "profiles": "profile",
    "jobs": "job",
    "compliance": "compliance",
    "retention": "retention",
    "smtp": "smtp",
    "directory": "directory",
    "credentials": "credential",
    "service_status": "serviceStatus",
    "hosts": "host",
    "access_servers": "accessServer",
    "instances": "instance",
    "administrators": "administrator",
}
# What has a kind of its own, by section and the beginning of the path; `…Added` or `…Removed` where it is a word or a
# thing in a list.
SPECIAL: dict[tuple[str, ...], str] = {
    ("server", "version"): "version",
    ("users", "privileges", "admin"): "administrator",
    ("users", "privileges"): "right",
    ("users", "loginPrivileges"): "loginRight",
    ("users", "privilegesOnFolders"): "folderRight",
    ("users", "mfaStatus"): "mfa",
    ("users", "authentication"): "authentication",
    ("users", "emailAddresses"): "addresses",
    ("stores", "requestedState"): "storeState",
    ("stores", "error"): "storeError",
    ("profiles", "details", "deleteInMailbox"): "deletionRule",
    ("profiles", "details", "ignoreSslPolicyErrors"): "certificateCheck",
    ("profiles", "serverSideExecution", "automaticPauseBetweenExecutions"): "interval",
    ("profiles", "serverSideExecution"): "execution",
    ("jobs", "schedule"): "schedule",
    ("compliance", "legalHoldEnabled"): "legalHold",
    ("compliance", "logSuccessfulUserActivities"): "logging",
    ("service_status", "servers"): "serviceServer",
    ("service_status", "messages"): "serviceMessage",
    ("instances", "status"): "instanceState",
}
LONGEST = max(map(len, SPECIAL))


def kind_of(section: str, difference: Difference) -> str:
    """The word, as userAdded or legalHoldChanged."""
    what = NOUNS[section]
    if section == "users" and not difference.path and is_administrator(difference.before or difference.after):
        what = "administrator"
    for length in range(LONGEST, 1, -1):
        special = SPECIAL.get((section, *difference.path)[:length])
        if special is not None and len(difference.path) >= length - 1:
            what = special
            break
    return what + ("Added" if difference.added else "Removed" if difference.removed else "Changed")


def is_administrator(user: object) -> bool:
    """Whether a user, as JSON, is an administrator."""
    return isinstance(user, dict) and "admin" in (user.get("privileges") or [])
