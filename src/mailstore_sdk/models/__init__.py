"""What the functions return, as pydantic models; one file an area, loaded when one of its names is first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mailstore_sdk.models.administrators import SystemAdministrator
    from mailstore_sdk.models.client_access_servers import ClientAccessServer
    from mailstore_sdk.models.compliance import ComplianceConfiguration, RetentionPolicy, RetentionSearchCriteria
    from mailstore_sdk.models.credentials import Credential, CredentialSettings
    from mailstore_sdk.models.directory_services import DirectoryServicesConfiguration
    from mailstore_sdk.models.drift import (
        FunctionDifference,
        FunctionShape,
        MetadataComparison,
        ShapeDifference,
        ShapeReport,
    )
    from mailstore_sdk.models.environment import (
        EnvironmentInfo,
        ServiceServerInfo,
        ServiceStatus,
        ServiceStatusMessage,
        SystemProperties,
    )
    from mailstore_sdk.models.fleet import FleetFailure, FleetOperation, FleetReport
    from mailstore_sdk.models.folders import FolderStatistics
    from mailstore_sdk.models.health import Health, JobHealth, ProfileHealth
    from mailstore_sdk.models.instance_hosts import InstanceHost
    from mailstore_sdk.models.instances import (
        Instance,
        InstanceConfiguration,
        InstanceProcessLiveStatistics,
        InstanceStatistics,
    )
    from mailstore_sdk.models.jobs import Job, JobResult, JobSchedule
    from mailstore_sdk.models.messages import Message
    from mailstore_sdk.models.metadata import ArgumentMetadata, FunctionMetadata
    from mailstore_sdk.models.operations import StatusMessage, StatusResult
    from mailstore_sdk.models.profiles import Profile, ProfileDetails, ServerSideExecution, WorkerResult
    from mailstore_sdk.models.runs import Gap, JobRun, JobRuns, Run, Runs
    from mailstore_sdk.models.search_indexes import IndexConfiguration
    from mailstore_sdk.models.smtp import SmtpSettings, SystemSmtpConfiguration
    from mailstore_sdk.models.stores import Store
    from mailstore_sdk.models.system import (
        LicenseInformation,
        LicenseRequest,
        LicenseRequestInstance,
        ServerCertificate,
        ServerInfo,
        ServiceConfiguration,
    )
    from mailstore_sdk.models.users import FolderPrivileges, User, UserInfo

__all__ = [
    "ArgumentMetadata",
    "ClientAccessServer",
    "ComplianceConfiguration",
    "Credential",
    "CredentialSettings",
    "DirectoryServicesConfiguration",
    "EnvironmentInfo",
    "FleetFailure",
    "FleetOperation",
    "FleetReport",
    "FolderPrivileges",
    "FolderStatistics",
    "FunctionDifference",
    "FunctionMetadata",
    "FunctionShape",
    "Gap",
    "Health",
    "IndexConfiguration",
    "Instance",
    "InstanceConfiguration",
    "InstanceHost",
    "InstanceProcessLiveStatistics",
    "InstanceStatistics",
    "Job",
    "JobHealth",
    "JobResult",
    "JobRun",
    "JobRuns",
    "JobSchedule",
    "LicenseInformation",
    "LicenseRequest",
    "LicenseRequestInstance",
    "Message",
    "MetadataComparison",
    "Profile",
    "ProfileDetails",
    "ProfileHealth",
    "RetentionPolicy",
    "RetentionSearchCriteria",
    "Run",
    "Runs",
    "ServerCertificate",
    "ServerInfo",
    "ServerSideExecution",
    "ServiceConfiguration",
    "ServiceServerInfo",
    "ServiceStatus",
    "ServiceStatusMessage",
    "ShapeDifference",
    "ShapeReport",
    "SmtpSettings",
    "StatusMessage",
    "StatusResult",
    "Store",
    "SystemAdministrator",
    "SystemProperties",
    "SystemSmtpConfiguration",
    "User",
    "UserInfo",
    "WorkerResult",
]

_MODULES = {
    "ArgumentMetadata": "metadata",
    "ClientAccessServer": "client_access_servers",
    "ComplianceConfiguration": "compliance",
    "Credential": "credentials",
    "CredentialSettings": "credentials",
    "DirectoryServicesConfiguration": "directory_services",
    "EnvironmentInfo": "environment",
    "FleetFailure": "fleet",
    "FleetOperation": "fleet",
    "FleetReport": "fleet",
    "FolderPrivileges": "users",
    "FolderStatistics": "folders",
    "FunctionDifference": "drift",
    "FunctionMetadata": "metadata",
    "FunctionShape": "drift",
    "Gap": "runs",
    "Health": "health",
    "IndexConfiguration": "search_indexes",
    "Instance": "instances",
    "InstanceConfiguration": "instances",
    "InstanceHost": "instance_hosts",
    "InstanceProcessLiveStatistics": "instances",
    "InstanceStatistics": "instances",
    "Job": "jobs",
    "JobHealth": "health",
    "JobResult": "jobs",
    "JobRun": "runs",
    "JobRuns": "runs",
    "JobSchedule": "jobs",
    "LicenseInformation": "system",
    "LicenseRequest": "system",
    "LicenseRequestInstance": "system",
    "Message": "messages",
    "MetadataComparison": "drift",
    "Profile": "profiles",
    "ProfileDetails": "profiles",
    "ProfileHealth": "health",
    "RetentionPolicy": "compliance",
    "RetentionSearchCriteria": "compliance",
    "Run": "runs",
    "Runs": "runs",
    "ServerCertificate": "system",
    "ServerInfo": "system",
    "ServerSideExecution": "profiles",
    "ServiceConfiguration": "system",
    "ServiceServerInfo": "environment",
    "ServiceStatus": "environment",
    "ServiceStatusMessage": "environment",
    "ShapeDifference": "drift",
    "ShapeReport": "drift",
    "SmtpSettings": "smtp",
    "StatusMessage": "operations",
    "StatusResult": "operations",
    "Store": "stores",
    "SystemAdministrator": "administrators",
    "SystemProperties": "environment",
    "SystemSmtpConfiguration": "smtp",
    "User": "users",
    "UserInfo": "users",
    "WorkerResult": "profiles",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return list(__all__)
