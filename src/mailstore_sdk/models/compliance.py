"""Compliance: legal hold, logging of activities, retention."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mailstore_sdk.models.base import Model


class ComplianceConfiguration(Model):
    """The compliance settings. Source: answers of real servers.

    Attributes:
        legal_hold_enabled: Whether legal hold is on.
        log_successful_user_activities: Activities that are logged also when they succeed. Known values:
            ComplianceChangeSettings, CredentialsAdd, CredentialsChange, CredentialsDelete, ProfileChangeUserName,
            RecoverStoreFinish, RecoverStoreStart, RetentionPoliciesMessageDelete, RetentionPoliciesProcessStart,
            RetentionPoliciesUpdate, SessionLogin, SessionLogout, SessionUnlockWithMfaCode, UserAdd,
            UserAppPasswordAdd, UserAppPasswordDelete, UserDelete, UserDisableMFA, UserInitializeMFA, UserRename,
            UserSetArchiveAdminSetEnabled, UserSetFolderAccess, UserSetMappings, UserSetPassword, UserUpdate.
    """

    legal_hold_enabled: bool | None = None
    log_successful_user_activities: list[str] = Field(default_factory=list)


class RetentionSearchCriteria(Model):
    """Which messages a retention policy is for. Source: code of one client; every field is unproven.

    Attributes:
        from_: Sender; `from` on the wire.
        to: Recipient.
        query: Words to look for.
        excluded_archives: Archives that the policy leaves alone.
    """

    from_: Annotated[str | None, Field(alias="from")] = None
    to: str | None = None
    query: str | None = None
    excluded_archives: list[str] | None = None


class RetentionPolicy(Model):
    """A retention policy. Source: code of one client; every field is unproven.

    Attributes:
        name: Name of the policy.
        enabled: Whether the policy is in force.
        period: How long messages are kept, counted in `period_interval`.
        period_interval: Known values: year, month, day.
        reference_date_type: The date that the period counts from. Only `ArchiveDate` was seen; the value for the
            message's own date is not known.
        delete: Whether messages are deleted afterwards; otherwise they are only marked.
        search_criteria: Which messages the policy is for.
    """

    name: str | None = None
    enabled: bool | None = None
    period: int | None = None
    period_interval: str | None = None
    reference_date_type: str | None = None
    delete: bool | None = None
    search_criteria: RetentionSearchCriteria | None = None
