"""The plain-dict methods for MailStore Server, under the API's own names.

Generated from spec/*.toml, do not edit: run ``python tools/generate.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from mailstore_sdk._generated import functions
from mailstore_sdk.raw import AsyncRawCaller

if TYPE_CHECKING:
    from pydantic import BaseModel


class AsyncRawServerFunctions(AsyncRawCaller):
    """The functions of MailStore Server, as plain data."""

    async def GetComplianceConfiguration(self) -> dict[str, Any]:
        """Get the compliance settings: legal hold and the audit log."""
        result: dict[str, Any] = await self._call(functions.GET_COMPLIANCE_CONFIGURATION, {})
        return result

    async def SetComplianceConfiguration(
        self, config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel]
    ) -> Any:
        """Replace the compliance settings."""
        return await self._call(functions.SET_COMPLIANCE_CONFIGURATION, {"config": config})

    async def GetRetentionPolicies(self) -> list[dict[str, Any]]:
        """List the retention policies."""
        result: list[dict[str, Any]] = await self._call(functions.GET_RETENTION_POLICIES, {})
        return result

    async def SetRetentionPolicies(
        self, config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel]
    ) -> Any:
        """Replace all retention policies."""
        return await self._call(functions.SET_RETENTION_POLICIES, {"config": config})

    async def ProcessRetentionPolicies(self, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Carry out the retention policies now: delete what they say."""
        result: dict[str, Any] = await self._call(functions.PROCESS_RETENTION_POLICIES, {}, autoHandleToken)
        return result

    async def GetCredentials(self) -> list[dict[str, Any]]:
        """List the credentials that profiles can use."""
        result: list[dict[str, Any]] = await self._call(functions.GET_CREDENTIALS, {})
        return result

    async def GetDirectoryServicesConfiguration(self) -> dict[str, Any]:
        """Get the settings of the synchronization with a directory."""
        result: dict[str, Any] = await self._call(functions.GET_DIRECTORY_SERVICES_CONFIGURATION, {})
        return result

    async def SetDirectoryServicesConfiguration(
        self, config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel]
    ) -> Any:
        """Replace the settings of the synchronization with a directory."""
        return await self._call(functions.SET_DIRECTORY_SERVICES_CONFIGURATION, {"config": config})

    async def SyncUsersWithDirectoryServices(
        self, dryRun: bool | None = False, *, autoHandleToken: bool | None = None
    ) -> dict[str, Any]:
        """Bring the users in line with the directory."""
        result: dict[str, Any] = await self._call(
            functions.SYNC_USERS_WITH_DIRECTORY_SERVICES, {"dryRun": dryRun}, autoHandleToken
        )
        return result

    async def GetFolderStatistics(self, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Get the size of every archive."""
        result: dict[str, Any] = await self._call(functions.GET_FOLDER_STATISTICS, {}, autoHandleToken)
        return result

    async def GetChildFolders(self, folder: str | None = None, maxLevels: int | None = None) -> Any:
        """List the folders below a folder."""
        return await self._call(functions.GET_CHILD_FOLDERS, {"folder": folder, "maxLevels": maxLevels})

    async def MoveFolder(
        self, fromFolder: str, toFolder: str, *, autoHandleToken: bool | None = None
    ) -> dict[str, Any]:
        """Move or rename a folder."""
        result: dict[str, Any] = await self._call(
            functions.MOVE_FOLDER, {"fromFolder": fromFolder, "toFolder": toFolder}, autoHandleToken
        )
        return result

    async def DeleteEmptyFolders(
        self, folder: str | None = None, *, autoHandleToken: bool | None = None
    ) -> dict[str, Any]:
        """Delete folders that hold no message."""
        result: dict[str, Any] = await self._call(functions.DELETE_EMPTY_FOLDERS, {"folder": folder}, autoHandleToken)
        return result

    async def GetJobs(self) -> list[dict[str, Any]]:
        """List the scheduled jobs."""
        result: list[dict[str, Any]] = await self._call(functions.GET_JOBS, {})
        return result

    async def GetJobResults(
        self,
        fromIncluding: datetime | date | str,
        toExcluding: datetime | date | str,
        timeZoneId: str | None = "$Local",
        jobId: int | None = None,
    ) -> list[dict[str, Any]]:
        """List the runs of jobs in a span of time."""
        result: list[dict[str, Any]] = await self._call(
            functions.GET_JOB_RESULTS,
            {"fromIncluding": fromIncluding, "toExcluding": toExcluding, "timeZoneId": timeZoneId, "jobId": jobId},
        )
        return result

    async def CreateJob(
        self,
        name: str,
        action: str,
        owner: str,
        timeZoneId: str,
        date: datetime | date | str | None = None,
        interval: int | None = None,
        time: time | str | None = None,
        dayOfWeek: str | None = None,
        dayOfMonth: str | None = None,
    ) -> Any:
        """Create a scheduled job."""
        return await self._call(
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
        )

    async def RenameJob(self, id: int, name: str) -> Any:
        """Rename a job."""
        return await self._call(functions.RENAME_JOB, {"id": id, "name": name})

    async def SetJobEnabled(self, id: int, enabled: bool) -> Any:
        """Turn a job on or off."""
        return await self._call(functions.SET_JOB_ENABLED, {"id": id, "enabled": enabled})

    async def SetJobSchedule(
        self,
        id: int,
        timeZoneId: str,
        date: datetime | date | str | None = None,
        interval: int | None = None,
        time: time | str | None = None,
        dayOfWeek: str | None = None,
        dayOfMonth: str | None = None,
    ) -> Any:
        """Replace the schedule of a job."""
        return await self._call(
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
        )

    async def DeleteJob(self, id: int) -> Any:
        """Delete a job."""
        return await self._call(functions.DELETE_JOB, {"id": id})

    async def RunJobAsync(self, id: int) -> Any:
        """Start a job now, without waiting for it."""
        return await self._call(functions.RUN_JOB_ASYNC, {"id": id})

    async def CancelJobAsync(self, id: int) -> Any:
        """Ask a running job to stop, without waiting for it."""
        return await self._call(functions.CANCEL_JOB_ASYNC, {"id": id})

    async def GetMessages(self, folder: str, *, autoHandleToken: bool | None = None) -> Any:
        """List the messages of a folder."""
        return await self._call(functions.GET_MESSAGES, {"folder": folder}, autoHandleToken)

    async def DeleteMessage(self, id: str, reason: str) -> Any:
        """Delete a message from the archive."""
        return await self._call(functions.DELETE_MESSAGE, {"id": id, "reason": reason})

    async def GetWorkerResults(
        self,
        fromIncluding: datetime | date | str,
        toExcluding: datetime | date | str,
        timeZoneID: str | None = "$Local",
        profileID: int | None = None,
        userName: str | None = None,
        *,
        autoHandleToken: bool | None = None,
    ) -> Any:
        """List the runs of profiles in a span of time."""
        return await self._call(
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

    async def GetProfiles(self, raw: bool | None = True) -> list[dict[str, Any]]:
        """List the archiving and export profiles."""
        result: list[dict[str, Any]] = await self._call(functions.GET_PROFILES, {"raw": raw})
        return result

    async def GetWorkerResultReport(self, id: int) -> Any:
        """Get the report of a run of a profile."""
        return await self._call(functions.GET_WORKER_RESULT_REPORT, {"id": id})

    async def CreateProfile(
        self,
        properties: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel] | None = None,
        raw: bool | None = True,
    ) -> Any:
        """Create an archiving or export profile."""
        return await self._call(functions.CREATE_PROFILE, {"properties": properties, "raw": raw})

    async def RunProfile(self, id: int, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Run a profile."""
        result: dict[str, Any] = await self._call(functions.RUN_PROFILE, {"id": id}, autoHandleToken)
        return result

    async def RunTemporaryProfile(
        self,
        properties: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel] | None = None,
        raw: bool | None = True,
        *,
        autoHandleToken: bool | None = None,
    ) -> dict[str, Any]:
        """Run a profile that is not saved."""
        result: dict[str, Any] = await self._call(
            functions.RUN_TEMPORARY_PROFILE, {"properties": properties, "raw": raw}, autoHandleToken
        )
        return result

    async def DeleteProfile(self, id: int) -> Any:
        """Delete a profile."""
        return await self._call(functions.DELETE_PROFILE, {"id": id})

    async def SetProfileServerSideExecution(
        self,
        id: int,
        automatic: bool,
        automaticPauseBetweenExecutions: timedelta | int | None = None,
        automaticMaintenanceWindows: str | None = None,
    ) -> Any:
        """Set whether and how often the server runs a profile by itself."""
        return await self._call(
            functions.SET_PROFILE_SERVER_SIDE_EXECUTION,
            {
                "id": id,
                "automatic": automatic,
                "automaticPauseBetweenExecutions": automaticPauseBetweenExecutions,
                "automaticMaintenanceWindows": automaticMaintenanceWindows,
            },
        )

    async def SelectAllStoreIndexesForRebuild(self) -> Any:
        """Mark all search indexes for a rebuild."""
        return await self._call(functions.SELECT_ALL_STORE_INDEXES_FOR_REBUILD, {})

    async def RebuildSelectedStoreIndexes(self, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Rebuild the search indexes that are marked for it."""
        result: dict[str, Any] = await self._call(functions.REBUILD_SELECTED_STORE_INDEXES, {}, autoHandleToken)
        return result

    async def GetStoreIndexes(self, id: int | None = None) -> Any:
        """List the search indexes."""
        return await self._call(functions.GET_STORE_INDEXES, {"id": id})

    async def RebuildStoreIndex(self, id: int, folder: str, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Rebuild the search index of an archive in an archive store."""
        result: dict[str, Any] = await self._call(
            functions.REBUILD_STORE_INDEX, {"id": id, "folder": folder}, autoHandleToken
        )
        return result

    async def GetSmtpSettings(self) -> dict[str, Any]:
        """Get the settings of the mail server for notifications."""
        result: dict[str, Any] = await self._call(functions.GET_SMTP_SETTINGS, {})
        return result

    async def SetSmtpSettings(
        self, settings: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel]
    ) -> Any:
        """Replace the settings of the mail server for notifications."""
        return await self._call(functions.SET_SMTP_SETTINGS, {"settings": settings})

    async def TestSmtpSettings(self, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Send a test message by the settings of the mail server."""
        result: dict[str, Any] = await self._call(functions.TEST_SMTP_SETTINGS, {}, autoHandleToken)
        return result

    async def MaintainFileSystemDatabases(self, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Maintain the databases of archive stores that lie in the file system."""
        result: dict[str, Any] = await self._call(functions.MAINTAIN_FILE_SYSTEM_DATABASES, {}, autoHandleToken)
        return result

    async def RefreshAllStoreStatistics(self, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Count messages and bytes of all archive stores anew."""
        result: dict[str, Any] = await self._call(functions.REFRESH_ALL_STORE_STATISTICS, {}, autoHandleToken)
        return result

    async def RetryOpenStores(self, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Try again to open archive stores that could not be opened."""
        result: dict[str, Any] = await self._call(functions.RETRY_OPEN_STORES, {}, autoHandleToken)
        return result

    async def CreateBackup(
        self, path: str, excludeSearchIndexes: bool, *, autoHandleToken: bool | None = None
    ) -> dict[str, Any]:
        """Back the whole server up into a folder."""
        result: dict[str, Any] = await self._call(
            functions.CREATE_BACKUP, {"path": path, "excludeSearchIndexes": excludeSearchIndexes}, autoHandleToken
        )
        return result

    async def CompactMasterDatabase(self, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Compact the master database."""
        result: dict[str, Any] = await self._call(functions.COMPACT_MASTER_DATABASE, {}, autoHandleToken)
        return result

    async def RenewMasterKey(self, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Encrypt the archive's keys by a new master key."""
        result: dict[str, Any] = await self._call(functions.RENEW_MASTER_KEY, {}, autoHandleToken)
        return result

    async def GetStores(self, includeSize: bool | None = True) -> list[dict[str, Any]]:
        """List the archive stores."""
        result: list[dict[str, Any]] = await self._call(functions.GET_STORES, {"includeSize": includeSize})
        return result

    async def VerifyStore(
        self, id: int, includeIndexes: bool | None = True, *, autoHandleToken: bool | None = None
    ) -> dict[str, Any]:
        """Verify the integrity of an archive store."""
        result: dict[str, Any] = await self._call(
            functions.VERIFY_STORE, {"id": id, "includeIndexes": includeIndexes}, autoHandleToken
        )
        return result

    async def CompactStore(self, id: int, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Compact an archive store: give back the space that deleted messages took."""
        result: dict[str, Any] = await self._call(functions.COMPACT_STORE, {"id": id}, autoHandleToken)
        return result

    async def CreateStore(
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
        *,
        autoHandleToken: bool | None = None,
    ) -> dict[str, Any]:
        """Create an archive store and attach it."""
        result: dict[str, Any] = await self._call(
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
        return result

    async def AttachStore(
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
        *,
        autoHandleToken: bool | None = None,
    ) -> dict[str, Any]:
        """Attach an archive store that exists."""
        result: dict[str, Any] = await self._call(
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
        return result

    async def SetStoreRequestedState(self, id: int, requestedState: str) -> Any:
        """Set the state of an archive store."""
        return await self._call(functions.SET_STORE_REQUESTED_STATE, {"id": id, "requestedState": requestedState})

    async def RenameStore(self, id: int, name: str) -> Any:
        """Rename an archive store."""
        return await self._call(functions.RENAME_STORE, {"id": id, "name": name})

    async def DetachStore(self, id: int, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Detach an archive store; its files stay."""
        result: dict[str, Any] = await self._call(functions.DETACH_STORE, {"id": id}, autoHandleToken)
        return result

    async def MergeStore(self, id: int, sourceId: int, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Take the messages of one archive store into another."""
        result: dict[str, Any] = await self._call(
            functions.MERGE_STORE, {"id": id, "sourceId": sourceId}, autoHandleToken
        )
        return result

    async def RecoverStore(
        self,
        id: int,
        encryptionKey: str | None = None,
        recoverDeletedMessages: bool | None = False,
        *,
        autoHandleToken: bool | None = None,
    ) -> dict[str, Any]:
        """Rebuild an archive store's database from its recovery records."""
        result: dict[str, Any] = await self._call(
            functions.RECOVER_STORE,
            {"id": id, "encryptionKey": encryptionKey, "recoverDeletedMessages": recoverDeletedMessages},
            autoHandleToken,
        )
        return result

    async def RecreateRecoveryRecords(self, id: int, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Write the recovery records of an archive store anew."""
        result: dict[str, Any] = await self._call(functions.RECREATE_RECOVERY_RECORDS, {"id": id}, autoHandleToken)
        return result

    async def RepairStoreDatabase(self, id: int, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Repair the database of an archive store."""
        result: dict[str, Any] = await self._call(functions.REPAIR_STORE_DATABASE, {"id": id}, autoHandleToken)
        return result

    async def UnlockStore(self, id: int, passphrase: str, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Unlock an archive store that another server has encrypted."""
        result: dict[str, Any] = await self._call(
            functions.UNLOCK_STORE, {"id": id, "passphrase": passphrase}, autoHandleToken
        )
        return result

    async def UpgradeStore(self, id: int, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Upgrade an archive store to the present format."""
        result: dict[str, Any] = await self._call(functions.UPGRADE_STORE, {"id": id}, autoHandleToken)
        return result

    async def UpgradeStores(self, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Upgrade all archive stores to the present format."""
        result: dict[str, Any] = await self._call(functions.UPGRADE_STORES, {}, autoHandleToken)
        return result

    async def VerifyStores(
        self, includeIndexes: bool | None = True, *, autoHandleToken: bool | None = None
    ) -> dict[str, Any]:
        """Verify the integrity of all archive stores."""
        result: dict[str, Any] = await self._call(
            functions.VERIFY_STORES, {"includeIndexes": includeIndexes}, autoHandleToken
        )
        return result

    async def GetStoreAutoCreateConfiguration(self) -> Any:
        """Get the settings by which archive stores are created automatically."""
        return await self._call(functions.GET_STORE_AUTO_CREATE_CONFIGURATION, {})

    async def SetStoreAutoCreateConfiguration(
        self, config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel]
    ) -> Any:
        """Replace the settings by which archive stores are created automatically."""
        return await self._call(functions.SET_STORE_AUTO_CREATE_CONFIGURATION, {"config": config})

    async def SetStoreProperties(
        self,
        id: int,
        type: str | None = None,
        databasePath: str | None = None,
        contentPath: str | None = None,
        indexPath: str | None = None,
        serverName: str | None = None,
        userName: str | None = None,
        password: str | None = None,
        databaseName: str | None = None,
    ) -> Any:
        """Set where an archive store lies."""
        return await self._call(
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
        )

    async def GetServerInfo(self) -> dict[str, Any]:
        """Get the server's version and machine name."""
        result: dict[str, Any] = await self._call(functions.GET_SERVER_INFO, {})
        return result

    async def GetTimeZones(self) -> Any:
        """List the time zones that the server knows."""
        return await self._call(functions.GET_TIME_ZONES, {})

    async def SendStatusReport(
        self, timespan: str, timeZoneId: str, recipients: Sequence[str] | str, *, autoHandleToken: bool | None = None
    ) -> dict[str, Any]:
        """Send the status report by mail."""
        result: dict[str, Any] = await self._call(
            functions.SEND_STATUS_REPORT,
            {"timespan": timespan, "timeZoneId": timeZoneId, "recipients": recipients},
            autoHandleToken,
        )
        return result

    async def GetServiceConfiguration(self) -> dict[str, Any]:
        """Get the settings of the server's service."""
        result: dict[str, Any] = await self._call(functions.GET_SERVICE_CONFIGURATION, {})
        return result

    async def SetServiceCertificate(self, thumbprint: str) -> Any:
        """Set the certificate that the server shows."""
        return await self._call(functions.SET_SERVICE_CERTIFICATE, {"thumbprint": thumbprint})

    async def GetActiveSessions(self) -> Any:
        """List who is logged in."""
        return await self._call(functions.GET_ACTIVE_SESSIONS, {})

    async def GetLicenseInformation(self) -> dict[str, Any]:
        """Get the licence: how many users it allows, and how many use it."""
        result: dict[str, Any] = await self._call(functions.GET_LICENSE_INFORMATION, {})
        return result

    async def GetUsers(self) -> list[dict[str, Any]]:
        """List all users."""
        result: list[dict[str, Any]] = await self._call(functions.GET_USERS, {})
        return result

    async def GetUserList(self) -> list[dict[str, Any]]:
        """GetUsers under its name of 8.x."""
        result: list[dict[str, Any]] = await self._call(functions.GET_USERS, {})
        return result

    async def GetUserInfo(self, userName: str) -> dict[str, Any]:
        """Get the details of a user: addresses, authentication, rights."""
        result: dict[str, Any] = await self._call(functions.GET_USER_INFO, {"userName": userName})
        return result

    async def CreateUser(
        self,
        userName: str,
        privileges: Sequence[str] | str | None = None,
        fullName: str | None = None,
        distinguishedName: str | None = None,
        authentication: str | None = None,
        password: str | None = None,
        loginPrivileges: Sequence[str] | str | None = None,
    ) -> Any:
        """Create a user."""
        return await self._call(
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
        )

    async def SetUserEmailAddresses(self, userName: str, emailAddresses: Sequence[str] | str | None = None) -> Any:
        """Replace the e-mail addresses of a user."""
        return await self._call(
            functions.SET_USER_EMAIL_ADDRESSES, {"userName": userName, "emailAddresses": emailAddresses}
        )

    async def SetUserPassword(self, userName: str, password: str) -> Any:
        """Set the password of a user."""
        return await self._call(functions.SET_USER_PASSWORD, {"userName": userName, "password": password})

    async def DeleteUser(self, userName: str) -> Any:
        """Delete a user."""
        return await self._call(functions.DELETE_USER, {"userName": userName})

    async def SetUserAuthentication(self, userName: str, authentication: str) -> Any:
        """Set how a user proves who he is."""
        return await self._call(
            functions.SET_USER_AUTHENTICATION, {"userName": userName, "authentication": authentication}
        )

    async def SetUserDistinguishedName(self, userName: str, distinguishedName: str | None = None) -> Any:
        """Set the LDAP distinguished name of a user."""
        return await self._call(
            functions.SET_USER_DISTINGUISHED_NAME, {"userName": userName, "distinguishedName": distinguishedName}
        )

    async def SetUserFullName(self, userName: str, fullName: str | None = None) -> Any:
        """Set the display name of a user."""
        return await self._call(functions.SET_USER_FULL_NAME, {"userName": userName, "fullName": fullName})

    async def SetUserLoginPrivileges(self, userName: str, loginPrivileges: Sequence[str] | str) -> Any:
        """Set the ways by which a user may log in."""
        return await self._call(
            functions.SET_USER_LOGIN_PRIVILEGES, {"userName": userName, "loginPrivileges": loginPrivileges}
        )

    async def InitializeMFA(self, userName: str) -> Any:
        """Make a user set up multi-factor authentication anew."""
        return await self._call(functions.INITIALIZE_MFA, {"userName": userName})

    async def DisableMFA(self, userName: str) -> Any:
        """Turn multi-factor authentication off for a user."""
        return await self._call(functions.DISABLE_MFA, {"userName": userName})

    async def DeleteAppPasswords(self, userName: str) -> Any:
        """Delete all app passwords of a user."""
        return await self._call(functions.DELETE_APP_PASSWORDS, {"userName": userName})

    async def SetUserPop3UserNames(self, userName: str, pop3UserNames: Sequence[str] | str | None = None) -> Any:
        """Replace the POP3 user names of a user."""
        return await self._call(
            functions.SET_USER_POP3_USER_NAMES, {"userName": userName, "pop3UserNames": pop3UserNames}
        )

    async def SetUserPrivileges(self, userName: str, privileges: Sequence[str] | str) -> Any:
        """Replace the rights of a user on the whole server."""
        return await self._call(functions.SET_USER_PRIVILEGES, {"userName": userName, "privileges": privileges})

    async def RenameUser(self, oldUserName: str, newUserName: str) -> Any:
        """Rename a user."""
        return await self._call(functions.RENAME_USER, {"oldUserName": oldUserName, "newUserName": newUserName})

    async def SetUserPrivilegesOnFolder(self, userName: str, folder: str, privileges: Sequence[str] | str) -> Any:
        """Set the rights of a user on a folder."""
        return await self._call(
            functions.SET_USER_PRIVILEGES_ON_FOLDER, {"userName": userName, "folder": folder, "privileges": privileges}
        )

    async def ClearUserPrivilegesOnFolders(self, userName: str) -> Any:
        """Take away all rights of a user on folders."""
        return await self._call(functions.CLEAR_USER_PRIVILEGES_ON_FOLDERS, {"userName": userName})
