"""Compliance settings, and retention policies, which delete messages.

The keys of a policy are those that clients read. That write-protected stores are left out is documented. Our choice is
all else: that a policy that says nothing of `delete` only marks, that `ArchiveDate` means when a message was archived
and any other word when it was sent, and that of its search criteria `from` is a part of the sender's address and
`query` of the subject, while one on recipients, of whom nothing is known here, fits no message.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from mailstore_sdk.emulator.arguments import Arguments
from mailstore_sdk.emulator.handlers.registry import Handlers
from mailstore_sdk.emulator.state import Mail, State
from mailstore_sdk.emulator.stored_settings import getter, setter
from mailstore_sdk.emulator.tasks import Script, brief

CLOSED = ("writeProtected", "disabled")  # states of stores in which nothing can be deleted (documented)


def process_retention_policies(state: State, _: Arguments) -> Script:
    """Messages of which a policy says so are deleted when the call has ended; legal hold keeps all of them.

    The lines, the result, null, and legal hold are our choice.
    """

    def finish() -> None:
        for mail in [] if on_hold(state) else list(_doomed(state)):
            remove(state, mail)

    names = [str(policy.get("name")) for policy in state.settings["retentionPolicies"] if _deletes(policy)]
    lines = ["Legal hold is enabled: no message is deleted."] if on_hold(state) else []
    return brief(*lines, *(f"Processing retention policy {name}..." for name in names), "Finished.", finish=finish)


def on_hold(state: State) -> bool:
    """Whether legal hold keeps every message."""
    return bool(state.settings["compliance"].get("legalHoldEnabled"))


def remove(state: State, mail: Mail) -> None:
    """Delete a message; its store counts one less."""
    del state.mails[mail.id]
    store = state.stores.get(_store(mail))
    if store is not None:
        store.messages, store.size = max(store.messages - 1, 0), max(store.size - mail.size, 0)


def _doomed(state: State) -> Iterator[Mail]:
    now = state.now()
    policies = [
        (policy, limit)
        for policy in state.settings["retentionPolicies"]
        if _deletes(policy) and (limit := _limit(policy, now)) is not None
    ]
    if not policies:
        return
    closed = {store.id for store in state.stores.values() if store.requested_state in CLOSED}
    for mail in state.mails.values():
        if _store(mail) not in closed and any(_fits(policy, limit, mail) for policy, limit in policies):
            yield mail


def _store(mail: Mail) -> int:
    number = mail.id.partition(":")[0]
    return int(number) if number.isdecimal() else 0


def _deletes(policy: dict[str, Any]) -> bool:
    return policy.get("enabled") is True and policy.get("delete") is True


def _limit(policy: dict[str, Any], now: datetime) -> datetime | None:
    """The moment before which messages are too old; None if the policy does not say."""
    period, interval = policy.get("period"), policy.get("periodInterval")
    if not isinstance(period, int) or period < 1:
        return None
    try:
        if interval == "day":
            return now - timedelta(days=period)
        months = {"month": period, "year": 12 * period}.get(str(interval))
        if months is None:
            return None
        year, month = divmod(12 * now.year + now.month - 1 - months, 12)
        return now.replace(year=year, month=month + 1, day=min(now.day, calendar.monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError):  # longer ago than there are dates
        return None


def _fits(policy: dict[str, Any], limit: datetime, mail: Mail) -> bool:
    criteria = policy.get("searchCriteria") or {}
    if (mail.archived if policy.get("referenceDateType") == "ArchiveDate" else mail.sent) >= limit:
        return False
    if mail.folder.partition("/")[0] in (criteria.get("excludedArchives") or []):
        return False
    return not criteria.get("to") and all(
        (criteria.get(key) or "").lower() in text.lower()
        for key, text in (("from", mail.sender), ("query", mail.subject))
    )


HANDLERS: Handlers = {
    "GetComplianceConfiguration": getter("compliance"),
    "SetComplianceConfiguration": setter("compliance"),
    "GetRetentionPolicies": getter("retentionPolicies"),
    "SetRetentionPolicies": setter("retentionPolicies", kind=list),
    "ProcessRetentionPolicies": process_retention_policies,
}
