"""The functions of MailStore Server, as the later wrappers call them.

Generated from spec/*.toml, do not edit: run ``python tools/generate.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from mailstore_sdk._generated import functions
from mailstore_sdk.compat.envelopes import EnvelopeCaller

if TYPE_CHECKING:
    from pydantic import BaseModel


class ServerEnvelopes(EnvelopeCaller):
    """The functions of MailStore Server; each gives its whole envelope."""

    def GetComplianceConfiguration(self, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Get the compliance settings: legal hold and the audit log."""
        return self._call(functions.GET_COMPLIANCE_CONFIGURATION, {}, autoHandleToken)

    def SetComplianceConfiguration(
        self,
        config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel] | str,
        autoHandleToken: bool | None = None,
    ) -> dict[str, Any]:
        """Replace the compliance settings."""
        return self._call(functions.SET_COMPLIANCE_CONFIGURATION, {"config": config}, autoHandleToken)

    def GetRetentionPolicies(self, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """List the retention policies."""
        return self._call(functions.GET_RETENTION_POLICIES, {}, autoHandleToken)

    def SetRetentionPolicies(
        self,
        config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel] | str,
        autoHandleToken: bool | None = None,
    ) -> dict[str, Any]:
        """Replace all retention policies."""
        return self._call(functions.SET_RETENTION_POLICIES, {"config": config}, autoHandleToken)

    def ProcessRetentionPolicies(self, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Carry out the retention policies now: delete what they say."""
        return self._call(functions.PROCESS_RETENTION_POLICIES, {}, autoHandleToken)

    def GetCredentials(self, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """List the credentials that profiles can use."""
        return self._call(functions.GET_CREDENTIALS, {}, autoHandleToken)

    def GetDirectoryServicesConfiguration(self, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Get the settings of the synchronization with a directory."""
        return self._call(functions.GET_DIRECTORY_SERVICES_CONFIGURATION, {}, autoHandleToken)

    def SetDirectoryServicesConfiguration(
        self,
        config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel] | str,
        autoHandleToken: bool | None = None,
    ) -> dict[str, Any]:
        """Replace the settings of the synchronization with a directory."""
        return self._call(functions.SET_DIRECTORY_SERVICES_CONFIGURATION, {"config": config}, autoHandleToken)

    def SyncUsersWithDirectoryServices(
        self, dryRun: bool | str | None = False, autoHandleToken: bool | None = None
    ) -> dict[str, Any]:
        """Bring the users in line with the directory."""
        return self._call(functions.SYNC_USERS_WITH_DIRECTORY_SERVICES, {"dryRun": dryRun}, autoHandleToken)

    def GetFolderStatistics(self, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Get the size of every archive."""
        return self._call(functions.GET_FOLDER_STATISTICS, {}, autoHandleToken)

    def GetChildFolders(
        self, folder: str | None = None, maxLevels: int | str | None = None, autoHandleToken: bool | None = None
    ) -> dict[str, Any]:
        """List the folders below a folder."""
        return self._call(functions.GET_CHILD_FOLDERS, {"folder": folder, "maxLevels": maxLevels}, autoHandleToken)

    def MoveFolder(self, fromFolder: str, toFolder: str, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Move or rename a folder."""
        return self._call(functions.MOVE_FOLDER, {"fromFolder": fromFolder, "toFolder": toFolder}, autoHandleToken)

    def DeleteEmptyFolders(self, folder: str | None = None, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Delete folders that hold no message."""
        return self._call(functions.DELETE_EMPTY_FOLDERS, {"folder": folder}, autoHandleToken)

    def GetJobs(self, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """List the scheduled jobs."""
        return self._call(functions.GET_JOBS, {}, autoHandleToken)

    def GetJobResults(
        self,
        fromIncluding: datetime | date | str,
        toExcluding: datetime | date | str,
        timeZoneId: str | None = "$Local",
        jobId: int | str | None = None,
        autoHandleToken: bool | None = None,
    ) -> dict[str, Any]:
        """List the runs of jobs in a span of time."""
        return self._call(
            functions.GET_JOB_RESULTS,
            {"fromIncluding": fromIncluding, "toExcluding": toExcluding, "timeZoneId": timeZoneId, "jobId": jobId},
            autoHandleToken,
        )

    def CreateJob(
        self,
        name: str,
        action: str,
        owner: str,
        timeZoneId: str,
        date: datetime | date | str | None = None,
        interval: int | str | None = None,
        time: time | str | None = None,
        dayOfWeek: str | None = None,
        dayOfMonth: str | None = None,
        autoHandleToken: bool | None = None,
    ) -> dict[str, Any]:
        """Create a scheduled job."""
        return self._call(
            functions.CREATE_JOB,
            {
                "name": name,
                "action": action,
                "owner": owner,
                "timeZoneId": timeZoneId,
                "date": date,
                "interval": interval,
                "time": time,
                "dayOfWeek": dayOfWeek,
                "dayOfMonth": dayOfMonth,
            },
            autoHandleToken,
        )

    def RenameJob(self, id: int | str, name: str, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Rename a job."""
        return self._call(functions.RENAME_JOB, {"id": id, "name": name}, autoHandleToken)

    def SetJobEnabled(self, id: int | str, enabled: bool | str, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Turn a job on or off."""
        return self._call(functions.SET_JOB_ENABLED, {"id": id, "enabled": enabled}, autoHandleToken)

    def SetJobSchedule(
        self,
        id: int | str,
        timeZoneId: str,
        date: datetime | date | str | None = None,
        interval: int | str | None = None,
        time: time | str | None = None,
        dayOfWeek: str | None = None,
        dayOfMonth: str | None = None,
        autoHandleToken: bool | None = None,
    ) -> dict[str, Any]:
        """Replace the schedule of a job."""
        return self._call(
            functions.SET_JOB_SCHEDULE,
            {
                "id": id,
                "timeZoneId": timeZoneId,
                "date": date,
                "interval": interval,
                "time": time,
                "dayOfWeek": dayOfWeek,
                "dayOfMonth": dayOfMonth,
            },
            autoHandleToken,
        )

    def DeleteJob(self, id: int | str, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Delete a job."""
        return self._call(functions.DELETE_JOB, {"id": id}, autoHandleToken)

    def RunJobAsync(self, id: int | str, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Start a job now, without waiting for it."""
        return self._call(functions.RUN_JOB_ASYNC, {"id": id}, autoHandleToken)

    def CancelJobAsync(self, id: int | str, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Ask a running job to stop, without waiting for it."""
        return self._call(functions.CANCEL_JOB_ASYNC, {"id": id}, autoHandleToken)

    def GetMessages(self, folder: str, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """List the messages of a folder."""
        return self._call(functions.GET_MESSAGES, {"folder": folder}, autoHandleToken)

    def DeleteMessage(self, id: str, reason: str, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Delete a message from the archive."""
        return self._call(functions.DELETE_MESSAGE, {"id": id, "reason": reason}, autoHandleToken)

    def GetWorkerResults(
        self,
        fromIncluding: datetime | date | str,
        toExcluding: datetime | date | str,
        timeZoneID: str | None = "$Local",
        profileID: int | str | None = None,
        userName: str | None = None,
        autoHandleToken: bool | None = None,
    ) -> dict[str, Any]:
        """List the runs of profiles in a span of time."""
        return self._call(
            functions.GET_WORKER_RESULTS,
            {
                "fromIncluding": fromIncluding,
                "toExcluding": toExcluding,
                "timeZoneID": timeZoneID,
                "profileID": profileID,
                "userName": userName,
            },
            autoHandleToken,
        )

    def GetProfiles(self, raw: bool | str | None = True, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """List the archiving and export profiles."""
        return self._call(functions.GET_PROFILES, {"raw": raw}, autoHandleToken)

    def GetWorkerResultReport(self, id: int | str, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Get the report of a run of a profile."""
        return self._call(functions.GET_WORKER_RESULT_REPORT, {"id": id}, autoHandleToken)

    def CreateProfile(
        self,
        properties: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel] | str | None = None,
        raw: bool | str | None = True,
        autoHandleToken: bool | None = None,
    ) -> dict[str, Any]:
        """Create an archiving or export profile."""
        return self._call(functions.CREATE_PROFILE, {"properties": properties, "raw": raw}, autoHandleToken)

    def RunProfile(self, id: int | str, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Run a profile."""
        return self._call(functions.RUN_PROFILE, {"id": id}, autoHandleToken)

    def RunTemporaryProfile(
        self,
        properties: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel] | str | None = None,
        raw: bool | str | None = True,
        autoHandleToken: bool | None = None,
    ) -> dict[str, Any]:
        """Run a profile that is not saved."""
        return self._call(functions.RUN_TEMPORARY_PROFILE, {"properties": properties, "raw": raw}, autoHandleToken)

    def DeleteProfile(self, id: int | str, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Delete a profile."""
        return self._call(functions.DELETE_PROFILE, {"id": id}, autoHandleToken)

    def SetProfileServerSideExecution(
        self,
        id: int | str,
        automatic: bool | str,
        automaticPauseBetweenExecutions: timedelta | int | str | None = None,
        automaticMaintenanceWindows: str | None = None,
        autoHandleToken: bool | None = None,
    ) -> dict[str, Any]:
        """Set whether and how often the server runs a profile by itself."""
        return self._call(
            functions.SET_PROFILE_SERVER_SIDE_EXECUTION,
            {
                "id": id,
                "automatic": automatic,
                "automaticPauseBetweenExecutions": automaticPauseBetweenExecutions,
                "automaticMaintenanceWindows": automaticMaintenanceWindows,
            },
            autoHandleToken,
        )

    def SelectAllStoreIndexesForRebuild(self, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Mark all search indexes for a rebuild."""
        return self._call(functions.SELECT_ALL_STORE_INDEXES_FOR_REBUILD, {}, autoHandleToken)

    def RebuildSelectedStoreIndexes(self, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Rebuild the search indexes that are marked for it."""
        return self._call(functions.REBUILD_SELECTED_STORE_INDEXES, {}, autoHandleToken)

    def GetStoreIndexes(self, id: int | str | None = None, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """List the search indexes."""
        return self._call(functions.GET_STORE_INDEXES, {"id": id}, autoHandleToken)

    def RebuildStoreIndex(self, id: int | str, folder: str, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Rebuild the search index of an archive in an archive store."""
        return self._call(functions.REBUILD_STORE_INDEX, {"id": id, "folder": folder}, autoHandleToken)

    def GetSmtpSettings(self, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Get the settings of the mail server for notifications."""
        return self._call(functions.GET_SMTP_SETTINGS, {}, autoHandleToken)

    def SetSmtpSettings(
        self,
        settings: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel] | str,
        autoHandleToken: bool | None = None,
    ) -> dict[str, Any]:
        """Replace the settings of the mail server for notifications."""
        return self._call(functions.SET_SMTP_SETTINGS, {"settings": settings}, autoHandleToken)

    def TestSmtpSettings(self, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Send a test message by the settings of the mail server."""
        return self._call(functions.TEST_SMTP_SETTINGS, {}, autoHandleToken)

    def MaintainFileSystemDatabases(self, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Maintain the databases of archive stores that lie in the file system."""
        return self._call(functions.MAINTAIN_FILE_SYSTEM_DATABASES, {}, autoHandleToken)

    def RefreshAllStoreStatistics(self, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Count messages and bytes of all archive stores anew."""
        return self._call(functions.REFRESH_ALL_STORE_STATISTICS, {}, autoHandleToken)

    def RetryOpenStores(self, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Try again to open archive stores that could not be opened."""
        return self._call(functions.RETRY_OPEN_STORES, {}, autoHandleToken)

    def CreateBackup(
        self, path: str, excludeSearchIndexes: bool | str, autoHandleToken: bool | None = None
    ) -> dict[str, Any]:
        """Back the whole server up into a folder."""
        return self._call(
            functions.CREATE_BACKUP, {"path": path, "excludeSearchIndexes": excludeSearchIndexes}, autoHandleToken
        )

    def CompactMasterDatabase(self, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Compact the master database."""
        return self._call(functions.COMPACT_MASTER_DATABASE, {}, autoHandleToken)

    def RenewMasterKey(self, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Encrypt the archive's keys by a new master key."""
        return self._call(functions.RENEW_MASTER_KEY, {}, autoHandleToken)

    def GetStores(self, includeSize: bool | str | None = True, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """List the archive stores."""
        return self._call(functions.GET_STORES, {"includeSize": includeSize}, autoHandleToken)

    def VerifyStore(
        self, id: int | str, includeIndexes: bool | str | None = True, autoHandleToken: bool | None = None
    ) -> dict[str, Any]:
        """Verify the integrity of an archive store."""
        return self._call(functions.VERIFY_STORE, {"id": id, "includeIndexes": includeIndexes}, autoHandleToken)

    def CompactStore(self, id: int | str, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Compact an archive store: give back the space that deleted messages took."""
        return self._call(functions.COMPACT_STORE, {"id": id}, autoHandleToken)

    def CreateStore(
        self,
        name: str,
        type: str | None = None,
        databasePath: str | None = None,
        contentPath: str | None = None,
        indexPath: str | None = None,
        serverName: str | None = None,
        userName: str | None = None,
        password: str | None = None,
        databaseName: str | None = None,
        requestedState: str | None = None,
        autoHandleToken: bool | None = None,
    ) -> dict[str, Any]:
        """Create an archive store and attach it."""
        return self._call(
            functions.CREATE_STORE,
            {
                "name": name,
                "type": type,
                "databasePath": databasePath,
                "contentPath": contentPath,
                "indexPath": indexPath,
                "serverName": serverName,
                "userName": userName,
                "password": password,
                "databaseName": databaseName,
                "requestedState": requestedState,
            },
            autoHandleToken,
        )

    def AttachStore(
        self,
        name: str,
        type: str | None = None,
        databasePath: str | None = None,
        contentPath: str | None = None,
        indexPath: str | None = None,
        serverName: str | None = None,
        userName: str | None = None,
        password: str | None = None,
        databaseName: str | None = None,
        requestedState: str | None = None,
        autoHandleToken: bool | None = None,
    ) -> dict[str, Any]:
        """Attach an archive store that exists."""
        return self._call(
            functions.ATTACH_STORE,
            {
                "name": name,
                "type": type,
                "databasePath": databasePath,
                "contentPath": contentPath,
                "indexPath": indexPath,
                "serverName": serverName,
                "userName": userName,
                "password": password,
                "databaseName": databaseName,
                "requestedState": requestedState,
            },
            autoHandleToken,
        )

    def SetStoreRequestedState(
        self, id: int | str, requestedState: str, autoHandleToken: bool | None = None
    ) -> dict[str, Any]:
        """Set the state of an archive store."""
        return self._call(
            functions.SET_STORE_REQUESTED_STATE, {"id": id, "requestedState": requestedState}, autoHandleToken
        )

    def RenameStore(self, id: int | str, name: str, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Rename an archive store."""
        return self._call(functions.RENAME_STORE, {"id": id, "name": name}, autoHandleToken)

    def DetachStore(self, id: int | str, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Detach an archive store; its files stay."""
        return self._call(functions.DETACH_STORE, {"id": id}, autoHandleToken)

    def MergeStore(self, id: int | str, sourceId: int | str, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Take the messages of one archive store into another."""
        return self._call(functions.MERGE_STORE, {"id": id, "sourceId": sourceId}, autoHandleToken)

    def RecoverStore(
        self,
        id: int | str,
        encryptionKey: str | None = None,
        recoverDeletedMessages: bool | str | None = False,
        autoHandleToken: bool | None = None,
    ) -> dict[str, Any]:
        """Rebuild an archive store's database from its recovery records."""
        return self._call(
            functions.RECOVER_STORE,
            {"id": id, "encryptionKey": encryptionKey, "recoverDeletedMessages": recoverDeletedMessages},
            autoHandleToken,
        )

    def RecreateRecoveryRecords(self, id: int | str, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Write the recovery records of an archive store anew."""
        return self._call(functions.RECREATE_RECOVERY_RECORDS, {"id": id}, autoHandleToken)

    def RepairStoreDatabase(self, id: int | str, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Repair the database of an archive store."""
        return self._call(functions.REPAIR_STORE_DATABASE, {"id": id}, autoHandleToken)

    def UnlockStore(self, id: int | str, passphrase: str, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Unlock an archive store that another server has encrypted."""
        return self._call(functions.UNLOCK_STORE, {"id": id, "passphrase": passphrase}, autoHandleToken)

    def UpgradeStore(self, id: int | str, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Upgrade an archive store to the present format."""
        return self._call(functions.UPGRADE_STORE, {"id": id}, autoHandleToken)

    def UpgradeStores(self, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Upgrade all archive stores to the present format."""
        return self._call(functions.UPGRADE_STORES, {}, autoHandleToken)

    def VerifyStores(
        self, includeIndexes: bool | str | None = True, autoHandleToken: bool | None = None
    ) -> dict[str, Any]:
        """Verify the integrity of all archive stores."""
        return self._call(functions.VERIFY_STORES, {"includeIndexes": includeIndexes}, autoHandleToken)

    def GetStoreAutoCreateConfiguration(self, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Get the settings by which archive stores are created automatically."""
        return self._call(functions.GET_STORE_AUTO_CREATE_CONFIGURATION, {}, autoHandleToken)

    def SetStoreAutoCreateConfiguration(
        self,
        config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel] | str,
        autoHandleToken: bool | None = None,
    ) -> dict[str, Any]:
        """Replace the settings by which archive stores are created automatically."""
        return self._call(functions.SET_STORE_AUTO_CREATE_CONFIGURATION, {"config": config}, autoHandleToken)

    def SetStoreProperties(
        self,
        id: int | str,
        type: str | None = None,
        databasePath: str | None = None,
        contentPath: str | None = None,
        indexPath: str | None = None,
        serverName: str | None = None,
        userName: str | None = None,
        password: str | None = None,
        databaseName: str | None = None,
        autoHandleToken: bool | None = None,
    ) -> dict[str, Any]:
        """Set where an archive store lies."""
        return self._call(
            functions.SET_STORE_PROPERTIES,
            {
                "id": id,
                "type": type,
                "databasePath": databasePath,
                "contentPath": contentPath,
                "indexPath": indexPath,
                "serverName": serverName,
                "userName": userName,
                "password": password,
                "databaseName": databaseName,
            },
            autoHandleToken,
        )

    def GetServerInfo(self, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Get the server's version and machine name."""
        return self._call(functions.GET_SERVER_INFO, {}, autoHandleToken)

    def GetTimeZones(self, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """List the time zones that the server knows."""
        return self._call(functions.GET_TIME_ZONES, {}, autoHandleToken)

    def SendStatusReport(
        self, timespan: str, timeZoneId: str, recipients: Sequence[str] | str, autoHandleToken: bool | None = None
    ) -> dict[str, Any]:
        """Send the status report by mail."""
        return self._call(
            functions.SEND_STATUS_REPORT,
            {"timespan": timespan, "timeZoneId": timeZoneId, "recipients": recipients},
            autoHandleToken,
        )

    def GetServiceConfiguration(self, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Get the settings of the server's service."""
        return self._call(functions.GET_SERVICE_CONFIGURATION, {}, autoHandleToken)

    def SetServiceCertificate(self, thumbprint: str, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Set the certificate that the server shows."""
        return self._call(functions.SET_SERVICE_CERTIFICATE, {"thumbprint": thumbprint}, autoHandleToken)

    def GetActiveSessions(self, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """List who is logged in."""
        return self._call(functions.GET_ACTIVE_SESSIONS, {}, autoHandleToken)

    def GetLicenseInformation(self, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Get the licence: how many users it allows, and how many use it."""
        return self._call(functions.GET_LICENSE_INFORMATION, {}, autoHandleToken)

    def GetUsers(self, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """List all users."""
        return self._call(functions.GET_USERS, {}, autoHandleToken)

    def GetUserInfo(self, userName: str, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Get the details of a user: addresses, authentication, rights."""
        return self._call(functions.GET_USER_INFO, {"userName": userName}, autoHandleToken)

    def CreateUser(
        self,
        userName: str,
        privileges: Sequence[str] | str | None = None,
        fullName: str | None = None,
        distinguishedName: str | None = None,
        authentication: str | None = None,
        password: str | None = None,
        loginPrivileges: Sequence[str] | str | None = None,
        autoHandleToken: bool | None = None,
    ) -> dict[str, Any]:
        """Create a user."""
        return self._call(
            functions.CREATE_USER,
            {
                "userName": userName,
                "privileges": privileges,
                "fullName": fullName,
                "distinguishedName": distinguishedName,
                "authentication": authentication,
                "password": password,
                "loginPrivileges": loginPrivileges,
            },
            autoHandleToken,
        )

    def SetUserEmailAddresses(
        self, userName: str, emailAddresses: Sequence[str] | str | None = None, autoHandleToken: bool | None = None
    ) -> dict[str, Any]:
        """Replace the e-mail addresses of a user."""
        return self._call(
            functions.SET_USER_EMAIL_ADDRESSES,
            {"userName": userName, "emailAddresses": emailAddresses},
            autoHandleToken,
        )

    def SetUserPassword(self, userName: str, password: str, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Set the password of a user."""
        return self._call(functions.SET_USER_PASSWORD, {"userName": userName, "password": password}, autoHandleToken)

    def DeleteUser(self, userName: str, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Delete a user."""
        return self._call(functions.DELETE_USER, {"userName": userName}, autoHandleToken)

    def SetUserAuthentication(
        self, userName: str, authentication: str, autoHandleToken: bool | None = None
    ) -> dict[str, Any]:
        """Set how a user proves who he is."""
        return self._call(
            functions.SET_USER_AUTHENTICATION, {"userName": userName, "authentication": authentication}, autoHandleToken
        )

    def SetUserDistinguishedName(
        self, userName: str, distinguishedName: str | None = None, autoHandleToken: bool | None = None
    ) -> dict[str, Any]:
        """Set the LDAP distinguished name of a user."""
        return self._call(
            functions.SET_USER_DISTINGUISHED_NAME,
            {"userName": userName, "distinguishedName": distinguishedName},
            autoHandleToken,
        )

    def SetUserFullName(
        self, userName: str, fullName: str | None = None, autoHandleToken: bool | None = None
    ) -> dict[str, Any]:
        """Set the display name of a user."""
        return self._call(functions.SET_USER_FULL_NAME, {"userName": userName, "fullName": fullName}, autoHandleToken)

    def SetUserLoginPrivileges(
        self, userName: str, loginPrivileges: Sequence[str] | str, autoHandleToken: bool | None = None
    ) -> dict[str, Any]:
        """Set the ways by which a user may log in."""
        return self._call(
            functions.SET_USER_LOGIN_PRIVILEGES,
            {"userName": userName, "loginPrivileges": loginPrivileges},
            autoHandleToken,
        )

    def InitializeMFA(self, userName: str, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Make a user set up multi-factor authentication anew."""
        return self._call(functions.INITIALIZE_MFA, {"userName": userName}, autoHandleToken)

    def DisableMFA(self, userName: str, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Turn multi-factor authentication off for a user."""
        return self._call(functions.DISABLE_MFA, {"userName": userName}, autoHandleToken)

    def DeleteAppPasswords(self, userName: str, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Delete all app passwords of a user."""
        return self._call(functions.DELETE_APP_PASSWORDS, {"userName": userName}, autoHandleToken)

    def SetUserPop3UserNames(
        self, userName: str, pop3UserNames: Sequence[str] | str | None = None, autoHandleToken: bool | None = None
    ) -> dict[str, Any]:
        """Replace the POP3 user names of a user."""
        return self._call(
            functions.SET_USER_POP3_USER_NAMES, {"userName": userName, "pop3UserNames": pop3UserNames}, autoHandleToken
        )

    def SetUserPrivileges(
        self, userName: str, privileges: Sequence[str] | str, autoHandleToken: bool | None = None
    ) -> dict[str, Any]:
        """Replace the rights of a user on the whole server."""
        return self._call(
            functions.SET_USER_PRIVILEGES, {"userName": userName, "privileges": privileges}, autoHandleToken
        )

    def RenameUser(self, oldUserName: str, newUserName: str, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Rename a user."""
        return self._call(
            functions.RENAME_USER, {"oldUserName": oldUserName, "newUserName": newUserName}, autoHandleToken
        )

    def SetUserPrivilegesOnFolder(
        self, userName: str, folder: str, privileges: Sequence[str] | str, autoHandleToken: bool | None = None
    ) -> dict[str, Any]:
        """Set the rights of a user on a folder."""
        return self._call(
            functions.SET_USER_PRIVILEGES_ON_FOLDER,
            {"userName": userName, "folder": folder, "privileges": privileges},
            autoHandleToken,
        )

    def ClearUserPrivilegesOnFolders(self, userName: str, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Take away all rights of a user on folders."""
        return self._call(functions.CLEAR_USER_PRIVILEGES_ON_FOLDERS, {"userName": userName}, autoHandleToken)
