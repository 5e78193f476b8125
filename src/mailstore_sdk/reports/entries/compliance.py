"""Compliance: legal hold, the audit log, retention."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from mailstore_sdk.reports.entries.base import Entry


class ComplianceEntry(Entry):
    """The compliance settings.

    Attributes:
        legal_hold_enabled: Whether legal hold is on.
        log_successful_user_activities: Activities that are logged also when they succeed.
    """

    sets: ClassVar[frozenset[str]] = frozenset({"log_successful_user_activities"})

    legal_hold_enabled: bool | None = None
    log_successful_user_activities: list[str] = Field(default_factory=list)


class CriteriaEntry(Entry):
    """Which messages a retention policy is for.

    Attributes:
        from_: Sender; `from` in JSON.
        to: Recipient.
        query: Words to look for.
        excluded_archives: Archives that the policy leaves alone.
    """

    unordered: ClassVar[frozenset[str]] = frozenset({"excluded_archives"})

    from_: Annotated[str | None, Field(alias="from")] = None
    to: str | None = None
    query: str | None = None
    excluded_archives: list[str] | None = None


class RetentionEntry(Entry):
    """A retention policy. Source: code of one client; every field is unproven.

    Attributes:
        name: Name of the policy.
        enabled: Whether the policy is in force.
        period: How long messages are kept, counted in `period_interval`.
        period_interval: Known values: year, month, day.
        reference_date_type: The date that the period counts from.
        delete: Whether messages are deleted afterwards; otherwise they are only marked.
        search_criteria: Which messages the policy is for.
    """

    identity: ClassVar[tuple[str, ...]] = ("name",)

    name: str | None = None
    enabled: bool | None = None
    period: int | None = None
    period_interval: str | None = None
    reference_date_type: str | None = None
    delete: bool | None = None
    search_criteria: CriteriaEntry | None = None
