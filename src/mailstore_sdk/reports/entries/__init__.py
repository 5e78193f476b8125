"""The parts that a report is made of."""

from __future__ import annotations

from mailstore_sdk.reports.entries.base import Entry, Part
from mailstore_sdk.reports.entries.compliance import ComplianceEntry, CriteriaEntry, RetentionEntry
from mailstore_sdk.reports.entries.profiles import (
    ExecutionEntry,
    Gap,
    JobEntry,
    JobRunEntry,
    ProfileEntry,
    ProfileSettings,
    RunEntry,
    RunsOfJobs,
    RunsOfProfiles,
    ScheduleEntry,
)
from mailstore_sdk.reports.entries.server import (
    CertificateEntry,
    CredentialEntry,
    Edition,
    LicenceEntry,
    ServerEntry,
    ServiceEntry,
    SettingsEntry,
)
from mailstore_sdk.reports.entries.spe import (
    HostEntry,
    InstanceEntry,
    InstanceSizes,
    MessageEntry,
    RoleEntry,
    ServiceStatusEntry,
)
from mailstore_sdk.reports.entries.storage import ArchiveEntry, StoreEntry
from mailstore_sdk.reports.entries.users import AdministratorEntry, FolderRight, UserEntry

__all__ = [
    "AdministratorEntry",
    "ArchiveEntry",
    "CertificateEntry",
    "ComplianceEntry",
    "CredentialEntry",
    "CriteriaEntry",
    "Edition",
    "Entry",
    "ExecutionEntry",
    "FolderRight",
    "Gap",
    "HostEntry",
    "InstanceEntry",
    "InstanceSizes",
    "JobEntry",
    "JobRunEntry",
    "LicenceEntry",
    "MessageEntry",
    "Part",
    "ProfileEntry",
    "ProfileSettings",
    "RetentionEntry",
    "RoleEntry",
    "RunEntry",
    "RunsOfJobs",
    "RunsOfProfiles",
    "ScheduleEntry",
    "ServerEntry",
    "ServiceEntry",
    "ServiceStatusEntry",
    "SettingsEntry",
    "StoreEntry",
    "UserEntry",
]
