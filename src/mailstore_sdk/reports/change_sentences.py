"""Changes in words: one English sentence each."""

from __future__ import annotations

import json
import re
from typing import Any

from mailstore_sdk.reports.differences import Difference
from mailstore_sdk.text import cut, one_line

CAPITAL = re.compile("(?<=[a-z0-9])[A-Z]")
THINGS = {
    "server": "server",
    "licence": "licence",
    "certificate": "certificate of the server",
    "service": "settings of the service",
    "users": "user",
    "stores": "archive store",
    "store_creation": "automatic creation of archive stores",
    "archives": "archive",
    "profiles": "profile",
    "jobs": "job",
    "compliance": "compliance settings",
    "retention": "retention policy",
    "smtp": "settings for sending mail",
    "directory": "settings of the directory synchronization",
    "credentials": "credential",
    "service_status": "service status",
    "hosts": "instance host",
    "access_servers": "Client Access Server",
    "instances": "instance",
    "administrators": "administrator",
}
FIELDS = {
    "version": "version",
    "automaticPauseBetweenExecutions": "pause between two runs in seconds",
    "automatic": "automatic execution",
    "automaticMaintenanceWindows": "maintenance windows",
    "serverSideExecution": "automatic execution",
    "deleteInMailbox": "rule for deleting in the mailbox",
    "ignoreSslPolicyErrors": "ignoring certificate errors",
    "requestedState": "state",
    "mfaStatus": "multi-factor authentication",
    "emailAddresses": "addresses",
    "namedUsers": "licensed users in use",
    "maxNamedUsers": "licensed users at most",
    "legalHoldEnabled": "legal hold",
    "searchIndexesNeedRebuild": "search indexes need a rebuild",
    "needsUpgrade": "needs an upgrade",
}


def sentence(kind: str, section: str, difference: Difference) -> str:
    """What has changed.

    Args:
        kind: The kind of the change.
        section: The section.
        difference: What differs.
    """
    thing = THINGS[section]
    name = _name(difference)
    of = f"{thing} {name}" if name else thing
    if kind.startswith("administrator") and section == "users":
        text = _administrator(of, difference)
    elif kind.startswith(("right", "loginRight")):
        right = "right to log in by" if kind.startswith("loginRight") else "right"
        text = f"{of} {'now has' if difference.added else 'no longer has'} the {right} {difference.path[-1]}"
    elif kind.startswith("folderRight"):
        text = _folder_right(of, difference)
    elif kind in ("serviceMessageAdded", "serviceMessageRemoved"):
        said = difference.after if difference.added else difference.before
        text = f"{'new message' if difference.added else 'message gone'}: {said['type']}: {said['text']}"
    elif difference.path and (difference.added or difference.removed):
        text = f"{of}: {_label(difference.path[:-1])}: {difference.path[-1]} {_came_or_went(difference)}"
    elif difference.added or difference.removed:
        text = f"{of} {'is new' if difference.added else 'is gone'}"
    elif not difference.path:
        text = f"{of} is another one: {_brief(difference.before)}, now {_brief(difference.after)}"
    else:
        text = f"{of}: {_label(difference.path)} changed from {_shown(difference.before)} to {_shown(difference.after)}"
    return one_line(text[:1].upper() + text[1:])


def _name(difference: Difference) -> str:
    """The key, with the name beside it where there is another."""
    if difference.name in (None, difference.key):
        return difference.key or ""
    return f"{difference.key} ({difference.name})"


def _administrator(of: str, difference: Difference) -> str:
    if not difference.path:
        return f"new {of}, an administrator" if difference.added else f"{of}, an administrator, is gone"
    return f"{of} is now an administrator" if difference.added else f"{of} is no longer an administrator"


def _folder_right(of: str, difference: Difference) -> str:
    if len(difference.path) < 2:  # told before and not now, or the other way round
        return f"{of}: rights on archives changed from {_shown(difference.before)} to {_shown(difference.after)}"
    archive = difference.path[1]
    before, after = (_rights(one) for one in (difference.before, difference.after))
    if difference.added:
        return f"{of} now has rights on the archive {archive}: {after}"
    if difference.removed:
        return f"{of} no longer has rights on the archive {archive}: {before}"
    return f"{of}: rights on the archive {archive} changed from {before} to {after}"


def _rights(told: Any) -> str:
    return _shown(told.get("privileges") if isinstance(told, dict) else told)


def _came_or_went(difference: Difference) -> str:
    return "is new" if difference.added else "is gone"


def _label(path: tuple[str, ...]) -> str:
    fields = [part for part in path if part not in ("details", "other", "settings")]
    if fields and fields[-1] in FIELDS:
        return FIELDS[fields[-1]]
    if not fields:
        return path[-1]
    # Only the last one is a field for sure: what stands before may be the name of something.
    *others, last = fields
    return " ".join([*others, CAPITAL.sub(lambda letter: f" {letter[0].lower()}", last)])


def _brief(told: Any) -> str:
    return _shown(told.get("fingerprint", told) if isinstance(told, dict) else told)


def _shown(value: Any) -> str:
    if value is None or value in ([], ""):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return cut(", ".join(value))
    return cut(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
