"""The plain-dict methods for an instance of a Service Provider Edition, under the API's own names.

Generated from spec/*.toml, do not edit: run ``python tools/generate.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from mailstore_sdk._generated import functions
from mailstore_sdk.raw import RawCaller

if TYPE_CHECKING:
    from pydantic import BaseModel


class RawInstanceFunctions(RawCaller):
    """The functions of an instance of a Service Provider Edition, as plain data."""

    def GetComplianceConfiguration(self) -> dict[str, Any]:
        """Get the compliance settings: legal hold and the audit log."""
        result: dict[str, Any] = self._call(functions.GET_COMPLIANCE_CONFIGURATION, {})
        return result

    def SetComplianceConfiguration(
        self, config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel]
    ) -> Any:
        """Replace the compliance settings."""
        return self._call(functions.SET_COMPLIANCE_CONFIGURATION, {"config": config})

    def GetRetentionPolicies(self) -> list[dict[str, Any]]:
        """List the retention policies."""
        result: list[dict[str, Any]] = self._call(functions.GET_RETENTION_POLICIES, {})
        return result

    def SetRetentionPolicies(
        self, config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel]
    ) -> Any:
        """Replace all retention policies."""
        return self._call(functions.SET_RETENTION_POLICIES, {"config": config})

    def ProcessRetentionPolicies(self, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Carry out the retention policies now: delete what they say."""
        result: dict[str, Any] = self._call(functions.PROCESS_RETENTION_POLICIES, {}, autoHandleToken)
        return result

    def GetCredentials(self) -> list[dict[str, Any]]:
        """List the credentials that profiles can use."""
        result: list[dict[str, Any]] = self._call(functions.GET_CREDENTIALS, {})
        return result

    def GetDirectoryServicesConfiguration(self) -> dict[str, Any]:
        """Get the settings of the synchronization with a directory."""
        result: dict[str, Any] = self._call(functions.GET_DIRECTORY_SERVICES_CONFIGURATION, {})
        return result

    def SetDirectoryServicesConfiguration(
        self, config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel]
    ) -> Any:
        """Replace the settings of the synchronization with a directory."""
        return self._call(functions.SET_DIRECTORY_SERVICES_CONFIGURATION, {"config": config})

    def SyncUsersWithDirectoryServices(
        self, dryRun: bool | None = False, *, autoHandleToken: bool | None = None
    ) -> dict[str, Any]:
        """Bring the users in line with the directory."""
        result: dict[str, Any] = self._call(
            functions.SYNC_USERS_WITH_DIRECTORY_SERVICES, {"dryRun": dryRun}, autoHandleToken
        )
        return result

    def GetFolderStatistics(self, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Get the size of every archive."""
        result: dict[str, Any] = self._call(functions.GET_FOLDER_STATISTICS, {}, autoHandleToken)
        return result

    def GetChildFolders(self, folder: str | None = None, maxLevels: int | None = None) -> Any:
        """List the folders below a folder."""
        return self._call(functions.GET_CHILD_FOLDERS, {"folder": folder, "maxLevels": maxLevels})

    def MoveFolder(self, fromFolder: str, toFolder: str, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Move or rename a folder."""
        result: dict[str, Any] = self._call(
            functions.MOVE_FOLDER, {"fromFolder": fromFolder, "toFolder": toFolder}, autoHandleToken
        )
        return result

    def DeleteEmptyFolders(self, folder: str | None = None, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Delete folders that hold no message."""
        result: dict[str, Any] = self._call(functions.DELETE_EMPTY_FOLDERS, {"folder": folder}, autoHandleToken)
        return result

    def GetInstanceConfiguration(self) -> dict[str, Any]:
        """Get the settings of an instance."""
        result: dict[str, Any] = self._call(functions.GET_INSTANCE_CONFIGURATION, {})
        return result

    def GetInstanceStatistics(self) -> dict[str, Any]:
        """Get the size of an instance and its number of messages."""
        result: dict[str, Any] = self._call(functions.GET_INSTANCE_STATISTICS, {})
        return result

    def GetInstanceProcessLiveStatistics(self) -> dict[str, Any]:
        """Get the counters of an instance's process."""
        result: dict[str, Any] = self._call(functions.GET_INSTANCE_PROCESS_LIVE_STATISTICS, {})
        return result

    def GetJobs(self) -> list[dict[str, Any]]:
        """List the scheduled jobs."""
        result: list[dict[str, Any]] = self._call(functions.GET_JOBS, {})
        return result

    def GetJobResults(
        self,
        fromIncluding: datetime | date | str,
        toExcluding: datetime | date | str,
        timeZoneId: str | None = "$Local",
        jobId: int | None = None,
    ) -> list[dict[str, Any]]:
        """List the runs of jobs in a span of time."""
        result: list[dict[str, Any]] = self._call(
            functions.GET_JOB_RESULTS,
            {"fromIncluding": fromIncluding, "toExcluding": toExcluding, "timeZoneId": timeZoneId, "jobId": jobId},
        )
        return result

    def CreateJob(
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
        )

    def RenameJob(self, id: int, name: str) -> Any:
        """Rename a job."""
        return self._call(functions.RENAME_JOB, {"id": id, "name": name})

    def SetJobEnabled(self, id: int, enabled: bool) -> Any:
        """Turn a job on or off."""
        return self._call(functions.SET_JOB_ENABLED, {"id": id, "enabled": enabled})

    def SetJobSchedule(
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
        )

    def DeleteJob(self, id: int) -> Any:
        """Delete a job."""
        return self._call(functions.DELETE_JOB, {"id": id})

    def RunJobAsync(self, id: int) -> Any:
        """Start a job now, without waiting for it."""
        return self._call(functions.RUN_JOB_ASYNC, {"id": id})

    def CancelJobAsync(self, id: int) -> Any:
        """Ask a running job to stop, without waiting for it."""
        return self._call(functions.CANCEL_JOB_ASYNC, {"id": id})

    def GetWorkerResults(
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

    def GetProfiles(self, raw: bool | None = True) -> list[dict[str, Any]]:
        """List the archiving and export profiles."""
        result: list[dict[str, Any]] = self._call(functions.GET_PROFILES, {"raw": raw})
        return result

    def GetWorkerResultReport(self, id: int) -> Any:
        """Get the report of a run of a profile."""
        return self._call(functions.GET_WORKER_RESULT_REPORT, {"id": id})

    def CreateProfile(
        self,
        properties: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel] | None = None,
        raw: bool | None = True,
    ) -> Any:
        """Create an archiving or export profile."""
        return self._call(functions.CREATE_PROFILE, {"properties": properties, "raw": raw})

    def RunProfile(self, id: int, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Run a profile."""
        result: dict[str, Any] = self._call(functions.RUN_PROFILE, {"id": id}, autoHandleToken)
        return result

    def RunTemporaryProfile(
        self,
        properties: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel] | None = None,
        raw: bool | None = True,
        *,
        autoHandleToken: bool | None = None,
    ) -> dict[str, Any]:
        """Run a profile that is not saved."""
        result: dict[str, Any] = self._call(
            functions.RUN_TEMPORARY_PROFILE, {"properties": properties, "raw": raw}, autoHandleToken
        )
        return result

    def DeleteProfile(self, id: int) -> Any:
        """Delete a profile."""
        return self._call(functions.DELETE_PROFILE, {"id": id})

    def SetProfileServerSideExecution(
        self,
        id: int,
        automatic: bool,
        automaticPauseBetweenExecutions: timedelta | int | None = None,
        automaticMaintenanceWindows: str | None = None,
    ) -> Any:
        """Set whether and how often the server runs a profile by itself."""
        return self._call(
            functions.SET_PROFILE_SERVER_SIDE_EXECUTION,
            {
                "id": id,
                "automatic": automatic,
                "automaticPauseBetweenExecutions": automaticPauseBetweenExecutions,
                "automaticMaintenanceWindows": automaticMaintenanceWindows,
            },
        )

    def SelectAllStoreIndexesForRebuild(self) -> Any:
        """Mark all search indexes for a rebuild."""
        return self._call(functions.SELECT_ALL_STORE_INDEXES_FOR_REBUILD, {})

    def RebuildSelectedStoreIndexes(self, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Rebuild the search indexes that are marked for it."""
        result: dict[str, Any] = self._call(functions.REBUILD_SELECTED_STORE_INDEXES, {}, autoHandleToken)
        return result

    def GetIndexConfiguration(self) -> dict[str, Any]:
        """Get the settings of the search indexes."""
        result: dict[str, Any] = self._call(functions.GET_INDEX_CONFIGURATION, {})
        return result

    def SetIndexConfiguration(
        self, config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel]
    ) -> Any:
        """Replace the settings of the search indexes."""
        return self._call(functions.SET_INDEX_CONFIGURATION, {"config": config})

    def GetArchiveAdminEnabled(self) -> Any:
        """Tell whether service provider access is enabled on an instance."""
        return self._call(functions.GET_ARCHIVE_ADMIN_ENABLED, {})

    def SetArchiveAdminEnabled(self, enabled: bool) -> Any:
        """Enable or disable service provider access on an instance."""
        return self._call(functions.SET_ARCHIVE_ADMIN_ENABLED, {"enabled": enabled})

    def CreateClientOneTimeUrlForArchiveAdmin(self, instanceUrl: str | None = None) -> Any:
        """Make a URL by which the service provider logs in to an instance once."""
        return self._call(functions.CREATE_CLIENT_ONE_TIME_URL_FOR_ARCHIVE_ADMIN, {"instanceUrl": instanceUrl})

    def GetSmtpSettings(self) -> dict[str, Any]:
        """Get the settings of the mail server for notifications."""
        result: dict[str, Any] = self._call(functions.GET_SMTP_SETTINGS, {})
        return result

    def SetSmtpSettings(self, settings: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel]) -> Any:
        """Replace the settings of the mail server for notifications."""
        return self._call(functions.SET_SMTP_SETTINGS, {"settings": settings})

    def TestSmtpSettings(self, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Send a test message by the settings of the mail server."""
        result: dict[str, Any] = self._call(functions.TEST_SMTP_SETTINGS, {}, autoHandleToken)
        return result

    def MaintainFileSystemDatabases(self, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Maintain the databases of archive stores that lie in the file system."""
        result: dict[str, Any] = self._call(functions.MAINTAIN_FILE_SYSTEM_DATABASES, {}, autoHandleToken)
        return result

    def RefreshAllStoreStatistics(self, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Count messages and bytes of all archive stores anew."""
        result: dict[str, Any] = self._call(functions.REFRESH_ALL_STORE_STATISTICS, {}, autoHandleToken)
        return result

    def RetryOpenStores(self, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Try again to open archive stores that could not be opened."""
        result: dict[str, Any] = self._call(functions.RETRY_OPEN_STORES, {}, autoHandleToken)
        return result

    def CanRunArchiveProfiles(self) -> Any:
        """Tell whether archiving profiles can run."""
        return self._call(functions.CAN_RUN_ARCHIVE_PROFILES, {})

    def GetStores(self, includeSize: bool | None = True) -> list[dict[str, Any]]:
        """List the archive stores."""
        result: list[dict[str, Any]] = self._call(functions.GET_STORES, {"includeSize": includeSize})
        return result

    def VerifyStore(
        self, id: int, includeIndexes: bool | None = True, *, autoHandleToken: bool | None = None
    ) -> dict[str, Any]:
        """Verify the integrity of an archive store."""
        result: dict[str, Any] = self._call(
            functions.VERIFY_STORE, {"id": id, "includeIndexes": includeIndexes}, autoHandleToken
        )
        return result

    def CompactStore(self, id: int, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Compact an archive store: give back the space that deleted messages took."""
        result: dict[str, Any] = self._call(functions.COMPACT_STORE, {"id": id}, autoHandleToken)
        return result

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
        *,
        autoHandleToken: bool | None = None,
    ) -> dict[str, Any]:
        """Create an archive store and attach it."""
        result: dict[str, Any] = self._call(
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
        *,
        autoHandleToken: bool | None = None,
    ) -> dict[str, Any]:
        """Attach an archive store that exists."""
        result: dict[str, Any] = self._call(
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

    def SetStoreRequestedState(self, id: int, requestedState: str) -> Any:
        """Set the state of an archive store."""
        return self._call(functions.SET_STORE_REQUESTED_STATE, {"id": id, "requestedState": requestedState})

    def RenameStore(self, id: int, name: str) -> Any:
        """Rename an archive store."""
        return self._call(functions.RENAME_STORE, {"id": id, "name": name})

    def DetachStore(self, id: int, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Detach an archive store; its files stay."""
        result: dict[str, Any] = self._call(functions.DETACH_STORE, {"id": id}, autoHandleToken)
        return result

    def MergeStore(self, id: int, sourceId: int, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Take the messages of one archive store into another."""
        result: dict[str, Any] = self._call(functions.MERGE_STORE, {"id": id, "sourceId": sourceId}, autoHandleToken)
        return result

    def RecoverStore(
        self,
        id: int,
        encryptionKey: str | None = None,
        recoverDeletedMessages: bool | None = False,
        *,
        autoHandleToken: bool | None = None,
    ) -> dict[str, Any]:
        """Rebuild an archive store's database from its recovery records."""
        result: dict[str, Any] = self._call(
            functions.RECOVER_STORE,
            {"id": id, "encryptionKey": encryptionKey, "recoverDeletedMessages": recoverDeletedMessages},
            autoHandleToken,
        )
        return result

    def RecreateRecoveryRecords(self, id: int, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Write the recovery records of an archive store anew."""
        result: dict[str, Any] = self._call(functions.RECREATE_RECOVERY_RECORDS, {"id": id}, autoHandleToken)
        return result

    def RepairStoreDatabase(self, id: int, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Repair the database of an archive store."""
        result: dict[str, Any] = self._call(functions.REPAIR_STORE_DATABASE, {"id": id}, autoHandleToken)
        return result

    def UnlockStore(self, id: int, passphrase: str, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Unlock an archive store that another server has encrypted."""
        result: dict[str, Any] = self._call(
            functions.UNLOCK_STORE, {"id": id, "passphrase": passphrase}, autoHandleToken
        )
        return result

    def UpgradeStore(self, id: int, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Upgrade an archive store to the present format."""
        result: dict[str, Any] = self._call(functions.UPGRADE_STORE, {"id": id}, autoHandleToken)
        return result

    def UpgradeStores(self, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Upgrade all archive stores to the present format."""
        result: dict[str, Any] = self._call(functions.UPGRADE_STORES, {}, autoHandleToken)
        return result

    def VerifyStores(
        self, includeIndexes: bool | None = True, *, autoHandleToken: bool | None = None
    ) -> dict[str, Any]:
        """Verify the integrity of all archive stores."""
        result: dict[str, Any] = self._call(
            functions.VERIFY_STORES, {"includeIndexes": includeIndexes}, autoHandleToken
        )
        return result

    def GetStoreAutoCreateConfiguration(self) -> Any:
        """Get the settings by which archive stores are created automatically."""
        return self._call(functions.GET_STORE_AUTO_CREATE_CONFIGURATION, {})

    def SetStoreAutoCreateConfiguration(
        self, config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel]
    ) -> Any:
        """Replace the settings by which archive stores are created automatically."""
        return self._call(functions.SET_STORE_AUTO_CREATE_CONFIGURATION, {"config": config})

    def SetStorePath(self, id: int, path: str) -> Any:
        """Set the folder of an archive store."""
        return self._call(functions.SET_STORE_PATH, {"id": id, "path": path})

    def GetTimeZones(self) -> Any:
        """List the time zones that the server knows."""
        return self._call(functions.GET_TIME_ZONES, {})

    def SendStatusReport(
        self, timespan: str, timeZoneId: str, recipients: Sequence[str] | str, *, autoHandleToken: bool | None = None
    ) -> dict[str, Any]:
        """Send the status report by mail."""
        result: dict[str, Any] = self._call(
            functions.SEND_STATUS_REPORT,
            {"timespan": timespan, "timeZoneId": timeZoneId, "recipients": recipients},
            autoHandleToken,
        )
        return result

    def GetUsers(self) -> list[dict[str, Any]]:
        """List all users."""
        result: list[dict[str, Any]] = self._call(functions.GET_USERS, {})
        return result

    def GetUserList(self) -> list[dict[str, Any]]:
        """GetUsers under its name of 8.x."""
        result: list[dict[str, Any]] = self._call(functions.GET_USERS, {})
        return result

    def GetUserInfo(self, userName: str) -> dict[str, Any]:
        """Get the details of a user: addresses, authentication, rights."""
        result: dict[str, Any] = self._call(functions.GET_USER_INFO, {"userName": userName})
        return result

    def CreateUser(
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
        )

    def SetUserEmailAddresses(self, userName: str, emailAddresses: Sequence[str] | str | None = None) -> Any:
        """Replace the e-mail addresses of a user."""
        return self._call(functions.SET_USER_EMAIL_ADDRESSES, {"userName": userName, "emailAddresses": emailAddresses})

    def SetUserPassword(self, userName: str, password: str) -> Any:
        """Set the password of a user."""
        return self._call(functions.SET_USER_PASSWORD, {"userName": userName, "password": password})

    def DeleteUser(self, userName: str) -> Any:
        """Delete a user."""
        return self._call(functions.DELETE_USER, {"userName": userName})

    def SetUserAuthentication(self, userName: str, authentication: str) -> Any:
        """Set how a user proves who he is."""
        return self._call(functions.SET_USER_AUTHENTICATION, {"userName": userName, "authentication": authentication})

    def SetUserDistinguishedName(self, userName: str, distinguishedName: str | None = None) -> Any:
        """Set the LDAP distinguished name of a user."""
        return self._call(
            functions.SET_USER_DISTINGUISHED_NAME, {"userName": userName, "distinguishedName": distinguishedName}
        )

    def SetUserFullName(self, userName: str, fullName: str | None = None) -> Any:
        """Set the display name of a user."""
        return self._call(functions.SET_USER_FULL_NAME, {"userName": userName, "fullName": fullName})

    def SetUserLoginPrivileges(self, userName: str, loginPrivileges: Sequence[str] | str) -> Any:
        """Set the ways by which a user may log in."""
        return self._call(
            functions.SET_USER_LOGIN_PRIVILEGES, {"userName": userName, "loginPrivileges": loginPrivileges}
        )

    def InitializeMFA(self, userName: str) -> Any:
        """Make a user set up multi-factor authentication anew."""
        return self._call(functions.INITIALIZE_MFA, {"userName": userName})

    def DisableMFA(self, userName: str) -> Any:
        """Turn multi-factor authentication off for a user."""
        return self._call(functions.DISABLE_MFA, {"userName": userName})

    def DeleteAppPasswords(self, userName: str) -> Any:
        """Delete all app passwords of a user."""
        return self._call(functions.DELETE_APP_PASSWORDS, {"userName": userName})

    def SetUserPop3UserNames(self, userName: str, pop3UserNames: Sequence[str] | str | None = None) -> Any:
        """Replace the POP3 user names of a user."""
        return self._call(functions.SET_USER_POP3_USER_NAMES, {"userName": userName, "pop3UserNames": pop3UserNames})

    def SetUserPrivileges(self, userName: str, privileges: Sequence[str] | str) -> Any:
        """Replace the rights of a user on the whole server."""
        return self._call(functions.SET_USER_PRIVILEGES, {"userName": userName, "privileges": privileges})

    def RenameUser(self, oldUserName: str, newUserName: str) -> Any:
        """Rename a user."""
        return self._call(functions.RENAME_USER, {"oldUserName": oldUserName, "newUserName": newUserName})

    def SetUserPrivilegesOnFolder(self, userName: str, folder: str, privileges: Sequence[str] | str) -> Any:
        """Set the rights of a user on a folder."""
        return self._call(
            functions.SET_USER_PRIVILEGES_ON_FOLDER, {"userName": userName, "folder": folder, "privileges": privileges}
        )

    def ClearUserPrivilegesOnFolders(self, userName: str) -> Any:
        """Take away all rights of a user on folders."""
        return self._call(functions.CLEAR_USER_PRIVILEGES_ON_FOLDERS, {"userName": userName})
