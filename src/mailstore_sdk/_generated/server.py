"""The typed methods for MailStore Server.

Generated from spec/*.toml, do not edit: run ``python tools/generate.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from mailstore_sdk._generated import functions
from mailstore_sdk.caller import Caller

if TYPE_CHECKING:
    from pydantic import BaseModel

    from mailstore_sdk import models
    from mailstore_sdk._generated import values
    from mailstore_sdk.json_types import JsonValue
    from mailstore_sdk.operations import Operation


class ServerFunctions(Caller):
    """The functions of MailStore Server."""

    def get_compliance_configuration(self) -> models.ComplianceConfiguration:
        """Get the compliance settings: legal hold and the audit log.

        MailStore function: GetComplianceConfiguration

        Returns:
            models.ComplianceConfiguration; its shape rests on answers of real servers.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.GET_COMPLIANCE_CONFIGURATION, {})

    def set_compliance_configuration(
        self, config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel]
    ) -> None:
        """Replace the compliance settings.

        MailStore function: SetComplianceConfiguration

        Args:
            config: The whole settings, as GetComplianceConfiguration gives them.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        self._call(functions.SET_COMPLIANCE_CONFIGURATION, {"config": config})

    def get_retention_policies(self) -> list[models.RetentionPolicy]:
        """List the retention policies.

        MailStore function: GetRetentionPolicies

        Returns:
            list[models.RetentionPolicy]; its shape rests on code of clients that use it.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        return self._call(functions.GET_RETENTION_POLICIES, {})

    def set_retention_policies(
        self, config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel]
    ) -> None:
        """Replace all retention policies.

        A policy that is not in the list is gone afterwards.

        MailStore function: SetRetentionPolicies

        Args:
            config: All policies, as GetRetentionPolicies gives them.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        self._call(functions.SET_RETENTION_POLICIES, {"config": config})

    def process_retention_policies(self) -> models.StatusResult:
        """Carry out the retention policies now: delete what they say.

        Write-protected stores are left out (documented).

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: ProcessRetentionPolicies

        Returns:
            The final status: progress in percent, and the messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.
            OperationFailed: The server gave up; `status` holds its messages.
            OperationTimeout: `wait_timeout` passed; the server goes on.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        return self._call(functions.PROCESS_RETENTION_POLICIES, {})

    def begin_process_retention_policies(self) -> Operation[models.StatusResult]:
        """Start: carry out the retention policies now: delete what they say.

        Write-protected stores are left out (documented).

        MailStore function: ProcessRetentionPolicies

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        return self._begin(functions.PROCESS_RETENTION_POLICIES, {})

    def get_credentials(self) -> list[models.Credential]:
        """List the credentials that profiles can use.

        MailStore function: GetCredentials

        Returns:
            list[models.Credential]; its shape rests on answers of real servers.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper with copyright 2018, by the wrapper of 2024.
        """
        return self._call(functions.GET_CREDENTIALS, {})

    def get_directory_services_configuration(self) -> models.DirectoryServicesConfiguration:
        """Get the settings of the synchronization with a directory.

        Passwords come back as null (documented).

        MailStore function: GetDirectoryServicesConfiguration

        Returns:
            models.DirectoryServicesConfiguration; its shape rests on answers of real servers.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.GET_DIRECTORY_SERVICES_CONFIGURATION, {})

    def set_directory_services_configuration(
        self, config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel]
    ) -> None:
        """Replace the settings of the synchronization with a directory.

        Passwords that GetDirectoryServicesConfiguration gave as null have to be filled in again.

        MailStore function: SetDirectoryServicesConfiguration

        Args:
            config: The whole settings, as GetDirectoryServicesConfiguration gives them.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        self._call(functions.SET_DIRECTORY_SERVICES_CONFIGURATION, {"config": config})

    def sync_users_with_directory_services(self, *, dry_run: bool | None = False) -> models.StatusResult:
        """Bring the users in line with the directory.

        Archives are not removed, even where their users are (documented).

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: SyncUsersWithDirectoryServices

        Args:
            dry_run: True only tells what would change.

        Returns:
            The final status: progress in percent, and the messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.
            OperationFailed: The server gave up; `status` holds its messages.
            OperationTimeout: `wait_timeout` passed; the server goes on.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.SYNC_USERS_WITH_DIRECTORY_SERVICES, {"dryRun": dry_run})

    def begin_sync_users_with_directory_services(
        self, *, dry_run: bool | None = False
    ) -> Operation[models.StatusResult]:
        """Start: bring the users in line with the directory.

        Archives are not removed, even where their users are (documented).

        MailStore function: SyncUsersWithDirectoryServices

        Args:
            dry_run: True only tells what would change.

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._begin(functions.SYNC_USERS_WITH_DIRECTORY_SERVICES, {"dryRun": dry_run})

    def get_folder_statistics(self) -> list[models.FolderStatistics]:
        """Get the size of every archive.

        Slow on big servers, and failing on some: "Nullable object must have a value." (seen in client code).

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: GetFolderStatistics

        Returns:
            list[models.FolderStatistics]; its shape rests on code of clients that use it.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.
            OperationFailed: The server gave up; `status` holds its messages.
            OperationTimeout: `wait_timeout` passed; the server goes on.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.GET_FOLDER_STATISTICS, {})

    def begin_get_folder_statistics(self) -> Operation[list[models.FolderStatistics]]:
        """Start: get the size of every archive.

        Slow on big servers, and failing on some: "Nullable object must have a value." (seen in client code).

        MailStore function: GetFolderStatistics

        Returns:
            The Operation, whose `result()` gives what follows. list[models.FolderStatistics]; its shape rests on code
            of clients that use it.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._begin(functions.GET_FOLDER_STATISTICS, {})

    def get_child_folders(self, *, folder: str | None = None, max_levels: int | None = None) -> JsonValue:
        """List the folders below a folder.

        MailStore function: GetChildFolders

        Args:
            folder: The folder; left out: all archives.
            max_levels: How many levels deep.

        Returns:
            JSON as the server sent it; its shape is unknown: nobody has published an answer of this function.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.GET_CHILD_FOLDERS, {"folder": folder, "maxLevels": max_levels})

    def move_folder(self, from_folder: str, to_folder: str) -> models.StatusResult:
        """Move or rename a folder.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: MoveFolder

        Args:
            from_folder: The folder's present path.
            to_folder: Its path from now on.

        Returns:
            The final status: progress in percent, and the messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.
            OperationFailed: The server gave up; `status` holds its messages.
            OperationTimeout: `wait_timeout` passed; the server goes on.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.MOVE_FOLDER, {"fromFolder": from_folder, "toFolder": to_folder})

    def begin_move_folder(self, from_folder: str, to_folder: str) -> Operation[models.StatusResult]:
        """Start: move or rename a folder.

        MailStore function: MoveFolder

        Args:
            from_folder: The folder's present path.
            to_folder: Its path from now on.

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._begin(functions.MOVE_FOLDER, {"fromFolder": from_folder, "toFolder": to_folder})

    def delete_empty_folders(self, *, folder: str | None = None) -> models.StatusResult:
        """Delete folders that hold no message.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: DeleteEmptyFolders

        Args:
            folder: Only below this folder; left out: everywhere.

        Returns:
            The final status: progress in percent, and the messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.
            OperationFailed: The server gave up; `status` holds its messages.
            OperationTimeout: `wait_timeout` passed; the server goes on.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.DELETE_EMPTY_FOLDERS, {"folder": folder})

    def begin_delete_empty_folders(self, *, folder: str | None = None) -> Operation[models.StatusResult]:
        """Start: delete folders that hold no message.

        MailStore function: DeleteEmptyFolders

        Args:
            folder: Only below this folder; left out: everywhere.

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._begin(functions.DELETE_EMPTY_FOLDERS, {"folder": folder})

    def get_jobs(self) -> list[models.Job]:
        """List the scheduled jobs.

        MailStore function: GetJobs

        Returns:
            list[models.Job]; its shape rests on answers of real servers.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        return self._call(functions.GET_JOBS, {})

    def get_job_results(
        self,
        from_including: datetime | date | str,
        to_excluding: datetime | date | str,
        *,
        time_zone_id: str | None = "$Local",
        job_id: int | None = None,
    ) -> list[models.JobResult]:
        """List the runs of jobs in a span of time.

        That a run succeeded says that the job was carried out, not that its command succeeded (documented).

        MailStore function: GetJobResults

        Args:
            from_including: Start of the span, in the time zone asked for. Sent without a zone, to the second; one
                with a zone is taken if UTC is the zone asked for.
            to_excluding: End of the span, itself not in it. Sent without a zone, to the second; one with a zone is
                taken if UTC is the zone asked for.
            time_zone_id: Time zone in which the times are meant; `$Local` is the server's own.
            job_id: Only runs of this job.

        Returns:
            list[models.JobResult]; its shape rests on answers of real servers.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        return self._call(
            functions.GET_JOB_RESULTS,
            {"fromIncluding": from_including, "toExcluding": to_excluding, "timeZoneId": time_zone_id, "jobId": job_id},
        )

    def create_job(
        self,
        name: str,
        action: str,
        owner: str,
        time_zone_id: str,
        *,
        date: datetime | date | str | None = None,
        interval: int | None = None,
        time: time | str | None = None,
        day_of_week: values.DayOfWeek | None = None,
        day_of_month: str | None = None,
    ) -> JsonValue:
        """Create a scheduled job.

        Its result is not known; GetJobs tells the new job's id.

        MailStore function: CreateJob

        Args:
            name: Name of the job.
            action: Command of the API that the job carries out, as text.
            owner: Administrator as whom it runs.
            time_zone_id: Time zone in which the times are meant; `$Local` is the server's own.
            date: Moment of a job that runs once. Sent without a zone, to the second; one with a zone is taken if UTC
                is the zone asked for.
            interval: Minutes between two runs; known values: 5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720.
            time: Time of the day, as `HH:MM:SS`.
            day_of_week: Day of the week. Known values: Sunday, Monday, Tuesday, Wednesday, Thursday, Friday,
                Saturday.
            day_of_month: Day of the month, 1 to 31 or `Last`.

        Returns:
            JSON as the server sent it; its shape is unknown: nobody has published an answer of this function.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        return self._call(
            functions.CREATE_JOB,
            {
                "name": name,
                "action": action,
                "owner": owner,
                "timeZoneId": time_zone_id,
                "date": date,
                "interval": interval,
                "time": time,
                "dayOfWeek": day_of_week,
                "dayOfMonth": day_of_month,
            },
        )

    def rename_job(self, id: int, name: str) -> None:
        """Rename a job.

        MailStore function: RenameJob

        Args:
            id: Id of the job.
            name: The name from now on.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        self._call(functions.RENAME_JOB, {"id": id, "name": name})

    def set_job_enabled(self, id: int, enabled: bool) -> None:
        """Turn a job on or off.

        MailStore function: SetJobEnabled

        Args:
            id: Id of the job.
            enabled: Whether its schedule starts it.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        self._call(functions.SET_JOB_ENABLED, {"id": id, "enabled": enabled})

    def set_job_schedule(
        self,
        id: int,
        time_zone_id: str,
        *,
        date: datetime | date | str | None = None,
        interval: int | None = None,
        time: time | str | None = None,
        day_of_week: values.DayOfWeek | None = None,
        day_of_month: str | None = None,
    ) -> None:
        """Replace the schedule of a job.

        MailStore function: SetJobSchedule

        Args:
            id: Id of the job.
            time_zone_id: Time zone in which the times are meant; `$Local` is the server's own.
            date: Moment of a job that runs once. Sent without a zone, to the second; one with a zone is taken if UTC
                is the zone asked for.
            interval: Minutes between two runs; known values: 5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720.
            time: Time of the day, as `HH:MM:SS`.
            day_of_week: Day of the week. Known values: Sunday, Monday, Tuesday, Wednesday, Thursday, Friday,
                Saturday.
            day_of_month: Day of the month, 1 to 31 or `Last`.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        self._call(
            functions.SET_JOB_SCHEDULE,
            {
                "id": id,
                "timeZoneId": time_zone_id,
                "date": date,
                "interval": interval,
                "time": time,
                "dayOfWeek": day_of_week,
                "dayOfMonth": day_of_month,
            },
        )

    def delete_job(self, id: int) -> None:
        """Delete a job.

        MailStore function: DeleteJob

        Args:
            id: Id of the job.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        self._call(functions.DELETE_JOB, {"id": id})

    def run_job_async(self, id: int) -> None:
        """Start a job now, without waiting for it.

        MailStore function: RunJobAsync

        Args:
            id: Id of the job.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        self._call(functions.RUN_JOB_ASYNC, {"id": id})

    def cancel_job_async(self, id: int) -> None:
        """Ask a running job to stop, without waiting for it.

        MailStore function: CancelJobAsync

        Args:
            id: Id of the job.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        self._call(functions.CANCEL_JOB_ASYNC, {"id": id})

    def get_messages(self, folder: str) -> JsonValue:
        """List the messages of a folder.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: GetMessages

        Args:
            folder: Path of the folder.

        Returns:
            JSON as the server sent it; its shape is unknown: nobody has published an answer of this function.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.
            OperationFailed: The server gave up; `status` holds its messages.
            OperationTimeout: `wait_timeout` passed; the server goes on.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.GET_MESSAGES, {"folder": folder})

    def begin_get_messages(self, folder: str) -> Operation[JsonValue]:
        """Start: list the messages of a folder.

        MailStore function: GetMessages

        Args:
            folder: Path of the folder.

        Returns:
            The Operation, whose `result()` gives what follows. JSON as the server sent it; its shape is unknown:
            nobody has published an answer of this function.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._begin(functions.GET_MESSAGES, {"folder": folder})

    def delete_message(self, id: str, reason: str) -> None:
        """Delete a message from the archive.

        It is gone for good, and the law may forbid it.

        MailStore function: DeleteMessage

        Args:
            id: Id of the message, from GetMessages.
            reason: Why, for the audit log.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        self._call(functions.DELETE_MESSAGE, {"id": id, "reason": reason})

    def get_worker_results(
        self,
        from_including: datetime | date | str,
        to_excluding: datetime | date | str,
        *,
        time_zone_id: str | None = "$Local",
        profile_id: int | None = None,
        user_name: str | None = None,
    ) -> list[models.WorkerResult]:
        """List the runs of profiles in a span of time.

        Rows are not sorted (captured). Over about 5,000 rows in one span some servers fail with "Nullable object must
        have a value." (seen in client code); ask for shorter spans then.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: GetWorkerResults

        Args:
            from_including: Start of the span, in the time zone asked for. Sent without a zone, to the second; one
                with a zone is taken if UTC is the zone asked for.
            to_excluding: End of the span, itself not in it. Sent without a zone, to the second; one with a zone is
                taken if UTC is the zone asked for.
            time_zone_id: Time zone of the arguments and of the answer; `$Local` is the server's own.
            profile_id: Only runs of this profile; 0 is refused.
            user_name: Only runs of this user; empty text is refused.

        Returns:
            list[models.WorkerResult]; its shape rests on answers of real servers.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.
            OperationFailed: The server gave up; `status` holds its messages.
            OperationTimeout: `wait_timeout` passed; the server goes on.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(
            functions.GET_WORKER_RESULTS,
            {
                "fromIncluding": from_including,
                "toExcluding": to_excluding,
                "timeZoneID": time_zone_id,
                "profileID": profile_id,
                "userName": user_name,
            },
        )

    def begin_get_worker_results(
        self,
        from_including: datetime | date | str,
        to_excluding: datetime | date | str,
        *,
        time_zone_id: str | None = "$Local",
        profile_id: int | None = None,
        user_name: str | None = None,
    ) -> Operation[list[models.WorkerResult]]:
        """Start: list the runs of profiles in a span of time.

        Rows are not sorted (captured). Over about 5,000 rows in one span some servers fail with "Nullable object must
        have a value." (seen in client code); ask for shorter spans then.

        MailStore function: GetWorkerResults

        Args:
            from_including: Start of the span, in the time zone asked for. Sent without a zone, to the second; one
                with a zone is taken if UTC is the zone asked for.
            to_excluding: End of the span, itself not in it. Sent without a zone, to the second; one with a zone is
                taken if UTC is the zone asked for.
            time_zone_id: Time zone of the arguments and of the answer; `$Local` is the server's own.
            profile_id: Only runs of this profile; 0 is refused.
            user_name: Only runs of this user; empty text is refused.

        Returns:
            The Operation, whose `result()` gives what follows. list[models.WorkerResult]; its shape rests on answers
            of real servers.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._begin(
            functions.GET_WORKER_RESULTS,
            {
                "fromIncluding": from_including,
                "toExcluding": to_excluding,
                "timeZoneID": time_zone_id,
                "profileID": profile_id,
                "userName": user_name,
            },
        )

    def get_profiles(self, *, raw: bool | None = True) -> list[models.Profile]:
        """List the archiving and export profiles.

        Passwords in them cannot be used (documented).

        MailStore function: GetProfiles

        Args:
            raw: Servers refuse False (seen in client code).

        Returns:
            list[models.Profile]; its shape rests on answers of real servers.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.GET_PROFILES, {"raw": raw})

    def get_worker_result_report(self, id: int) -> JsonValue:
        """Get the report of a run of a profile.

        MailStore function: GetWorkerResultReport

        Args:
            id: Id of the run, from GetWorkerResults.

        Returns:
            JSON as the server sent it; its shape is unknown: nobody has published an answer of this function.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper with copyright 2018, by the wrapper of 2024.
        """
        return self._call(functions.GET_WORKER_RESULT_REPORT, {"id": id})

    def create_profile(
        self,
        *,
        properties: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel] | None = None,
        raw: bool | None = True,
    ) -> JsonValue:
        """Create an archiving or export profile.

        There is no function to change one: read it, create another, delete the old one. `id` and `version` of one
        that GetProfiles gave have to be left out, and passwords filled in again (documented). Its result is not
        known; GetProfiles tells the new profile's id.

        MailStore function: CreateProfile

        Args:
            properties: The profile, as GetProfiles gives one, without `id` and `version`.
            raw: Servers refuse False (seen in client code).

        Returns:
            JSON as the server sent it; its shape is unknown: nobody has published an answer of this function.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.CREATE_PROFILE, {"properties": properties, "raw": raw})

    def run_profile(self, id: int) -> models.StatusResult:
        """Run a profile.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: RunProfile

        Args:
            id: Id of the profile.

        Returns:
            The final status: progress in percent, and the messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.
            OperationFailed: The server gave up; `status` holds its messages.
            OperationTimeout: `wait_timeout` passed; the server goes on.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.RUN_PROFILE, {"id": id})

    def begin_run_profile(self, id: int) -> Operation[models.StatusResult]:
        """Start: run a profile.

        MailStore function: RunProfile

        Args:
            id: Id of the profile.

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._begin(functions.RUN_PROFILE, {"id": id})

    def run_temporary_profile(
        self,
        *,
        properties: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel] | None = None,
        raw: bool | None = True,
    ) -> models.StatusResult:
        """Run a profile that is not saved.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: RunTemporaryProfile

        Args:
            properties: The profile, as for CreateProfile.
            raw: Servers refuse False (seen in client code).

        Returns:
            The final status: progress in percent, and the messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.
            OperationFailed: The server gave up; `status` holds its messages.
            OperationTimeout: `wait_timeout` passed; the server goes on.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.RUN_TEMPORARY_PROFILE, {"properties": properties, "raw": raw})

    def begin_run_temporary_profile(
        self,
        *,
        properties: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel] | None = None,
        raw: bool | None = True,
    ) -> Operation[models.StatusResult]:
        """Start: run a profile that is not saved.

        MailStore function: RunTemporaryProfile

        Args:
            properties: The profile, as for CreateProfile.
            raw: Servers refuse False (seen in client code).

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._begin(functions.RUN_TEMPORARY_PROFILE, {"properties": properties, "raw": raw})

    def delete_profile(self, id: int) -> None:
        """Delete a profile.

        MailStore function: DeleteProfile

        Args:
            id: Id of the profile.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        self._call(functions.DELETE_PROFILE, {"id": id})

    def set_profile_server_side_execution(
        self,
        id: int,
        automatic: bool,
        *,
        automatic_pause_between_executions: timedelta | int | None = None,
        automatic_maintenance_windows: str | None = None,
    ) -> None:
        """Set whether and how often the server runs a profile by itself.

        MailStore function: SetProfileServerSideExecution

        Args:
            id: Id of the profile.
            automatic: Whether the server runs it by itself.
            automatic_pause_between_executions: Pause between two runs. Seconds, or a timedelta.
            automatic_maintenance_windows: Times in which it does not run.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: just added in the documentation of 22 August 2022.
        """
        self._call(
            functions.SET_PROFILE_SERVER_SIDE_EXECUTION,
            {
                "id": id,
                "automatic": automatic,
                "automaticPauseBetweenExecutions": automatic_pause_between_executions,
                "automaticMaintenanceWindows": automatic_maintenance_windows,
            },
        )

    def select_all_store_indexes_for_rebuild(self) -> None:
        """Mark all search indexes for a rebuild.

        RebuildSelectedStoreIndexes then carries it out.

        MailStore function: SelectAllStoreIndexesForRebuild

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        self._call(functions.SELECT_ALL_STORE_INDEXES_FOR_REBUILD, {})

    def rebuild_selected_store_indexes(self) -> models.StatusResult:
        """Rebuild the search indexes that are marked for it.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: RebuildSelectedStoreIndexes

        Returns:
            The final status: progress in percent, and the messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.
            OperationFailed: The server gave up; `status` holds its messages.
            OperationTimeout: `wait_timeout` passed; the server goes on.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.REBUILD_SELECTED_STORE_INDEXES, {})

    def begin_rebuild_selected_store_indexes(self) -> Operation[models.StatusResult]:
        """Start: rebuild the search indexes that are marked for it.

        MailStore function: RebuildSelectedStoreIndexes

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._begin(functions.REBUILD_SELECTED_STORE_INDEXES, {})

    def get_store_indexes(self, *, id: int | None = None) -> JsonValue:
        """List the search indexes.

        MailStore function: GetStoreIndexes

        Args:
            id: Only those of this archive store.

        Returns:
            JSON as the server sent it; its shape is unknown: nobody has published an answer of this function.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.GET_STORE_INDEXES, {"id": id})

    def rebuild_store_index(self, id: int, folder: str) -> models.StatusResult:
        """Rebuild the search index of an archive in an archive store.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: RebuildStoreIndex

        Args:
            id: Id of the archive store.
            folder: Name of the archive.

        Returns:
            The final status: progress in percent, and the messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.
            OperationFailed: The server gave up; `status` holds its messages.
            OperationTimeout: `wait_timeout` passed; the server goes on.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.REBUILD_STORE_INDEX, {"id": id, "folder": folder})

    def begin_rebuild_store_index(self, id: int, folder: str) -> Operation[models.StatusResult]:
        """Start: rebuild the search index of an archive in an archive store.

        MailStore function: RebuildStoreIndex

        Args:
            id: Id of the archive store.
            folder: Name of the archive.

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._begin(functions.REBUILD_STORE_INDEX, {"id": id, "folder": folder})

    def get_smtp_settings(self) -> models.SmtpSettings:
        """Get the settings of the mail server for notifications.

        The password comes back as null (documented).

        MailStore function: GetSmtpSettings

        Returns:
            models.SmtpSettings; its shape rests on the vendor's documentation.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        return self._call(functions.GET_SMTP_SETTINGS, {})

    def set_smtp_settings(
        self, settings: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel]
    ) -> None:
        """Replace the settings of the mail server for notifications.

        The password has to be filled in again.

        MailStore function: SetSmtpSettings

        Args:
            settings: The whole settings, as GetSmtpSettings gives them.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        self._call(functions.SET_SMTP_SETTINGS, {"settings": settings})

    def test_smtp_settings(self) -> models.StatusResult:
        """Send a test message by the settings of the mail server.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: TestSmtpSettings

        Returns:
            The final status: progress in percent, and the messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.
            OperationFailed: The server gave up; `status` holds its messages.
            OperationTimeout: `wait_timeout` passed; the server goes on.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        return self._call(functions.TEST_SMTP_SETTINGS, {})

    def begin_test_smtp_settings(self) -> Operation[models.StatusResult]:
        """Start: send a test message by the settings of the mail server.

        MailStore function: TestSmtpSettings

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        return self._begin(functions.TEST_SMTP_SETTINGS, {})

    def maintain_file_system_databases(self) -> models.StatusResult:
        """Maintain the databases of archive stores that lie in the file system.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: MaintainFileSystemDatabases

        Returns:
            The final status: progress in percent, and the messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.
            OperationFailed: The server gave up; `status` holds its messages.
            OperationTimeout: `wait_timeout` passed; the server goes on.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.MAINTAIN_FILE_SYSTEM_DATABASES, {})

    def begin_maintain_file_system_databases(self) -> Operation[models.StatusResult]:
        """Start: maintain the databases of archive stores that lie in the file system.

        MailStore function: MaintainFileSystemDatabases

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._begin(functions.MAINTAIN_FILE_SYSTEM_DATABASES, {})

    def refresh_all_store_statistics(self) -> models.StatusResult:
        """Count messages and bytes of all archive stores anew.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: RefreshAllStoreStatistics

        Returns:
            The final status: progress in percent, and the messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.
            OperationFailed: The server gave up; `status` holds its messages.
            OperationTimeout: `wait_timeout` passed; the server goes on.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.REFRESH_ALL_STORE_STATISTICS, {})

    def begin_refresh_all_store_statistics(self) -> Operation[models.StatusResult]:
        """Start: count messages and bytes of all archive stores anew.

        MailStore function: RefreshAllStoreStatistics

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._begin(functions.REFRESH_ALL_STORE_STATISTICS, {})

    def retry_open_stores(self) -> models.StatusResult:
        """Try again to open archive stores that could not be opened.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: RetryOpenStores

        Returns:
            The final status: progress in percent, and the messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.
            OperationFailed: The server gave up; `status` holds its messages.
            OperationTimeout: `wait_timeout` passed; the server goes on.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.RETRY_OPEN_STORES, {})

    def begin_retry_open_stores(self) -> Operation[models.StatusResult]:
        """Start: try again to open archive stores that could not be opened.

        MailStore function: RetryOpenStores

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._begin(functions.RETRY_OPEN_STORES, {})

    def create_backup(self, path: str, exclude_search_indexes: bool) -> models.StatusResult:
        """Back the whole server up into a folder.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: CreateBackup

        Args:
            path: Folder on the server.
            exclude_search_indexes: Whether to leave the search indexes out.

        Returns:
            The final status: progress in percent, and the messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.
            OperationFailed: The server gave up; `status` holds its messages.
            OperationTimeout: `wait_timeout` passed; the server goes on.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        return self._call(functions.CREATE_BACKUP, {"path": path, "excludeSearchIndexes": exclude_search_indexes})

    def begin_create_backup(self, path: str, exclude_search_indexes: bool) -> Operation[models.StatusResult]:
        """Start: back the whole server up into a folder.

        MailStore function: CreateBackup

        Args:
            path: Folder on the server.
            exclude_search_indexes: Whether to leave the search indexes out.

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        return self._begin(functions.CREATE_BACKUP, {"path": path, "excludeSearchIndexes": exclude_search_indexes})

    def compact_master_database(self) -> models.StatusResult:
        """Compact the master database.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: CompactMasterDatabase

        Returns:
            The final status: progress in percent, and the messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.
            OperationFailed: The server gave up; `status` holds its messages.
            OperationTimeout: `wait_timeout` passed; the server goes on.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.COMPACT_MASTER_DATABASE, {})

    def begin_compact_master_database(self) -> Operation[models.StatusResult]:
        """Start: compact the master database.

        MailStore function: CompactMasterDatabase

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._begin(functions.COMPACT_MASTER_DATABASE, {})

    def renew_master_key(self) -> models.StatusResult:
        """Encrypt the archive's keys by a new master key.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: RenewMasterKey

        Returns:
            The final status: progress in percent, and the messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.
            OperationFailed: The server gave up; `status` holds its messages.
            OperationTimeout: `wait_timeout` passed; the server goes on.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        return self._call(functions.RENEW_MASTER_KEY, {})

    def begin_renew_master_key(self) -> Operation[models.StatusResult]:
        """Start: encrypt the archive's keys by a new master key.

        MailStore function: RenewMasterKey

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        return self._begin(functions.RENEW_MASTER_KEY, {})

    def get_stores(self, *, include_size: bool | None = True) -> list[models.Store]:
        """List the archive stores.

        MailStore function: GetStores

        Args:
            include_size: Whether to count messages and bytes; what comes back without it was not seen.

        Returns:
            list[models.Store]; its shape rests on answers of real servers.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.GET_STORES, {"includeSize": include_size})

    def verify_store(self, id: int, *, include_indexes: bool | None = True) -> models.StatusResult:
        """Verify the integrity of an archive store.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: VerifyStore

        Args:
            id: Id of the archive store.
            include_indexes: Whether to verify the search indexes too.

        Returns:
            The final status: progress in percent, and the messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.
            OperationFailed: The server gave up; `status` holds its messages.
            OperationTimeout: `wait_timeout` passed; the server goes on.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.VERIFY_STORE, {"id": id, "includeIndexes": include_indexes})

    def begin_verify_store(self, id: int, *, include_indexes: bool | None = True) -> Operation[models.StatusResult]:
        """Start: verify the integrity of an archive store.

        MailStore function: VerifyStore

        Args:
            id: Id of the archive store.
            include_indexes: Whether to verify the search indexes too.

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._begin(functions.VERIFY_STORE, {"id": id, "includeIndexes": include_indexes})

    def compact_store(self, id: int) -> models.StatusResult:
        """Compact an archive store: give back the space that deleted messages took.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: CompactStore

        Args:
            id: Id of the archive store.

        Returns:
            The final status: progress in percent, and the messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.
            OperationFailed: The server gave up; `status` holds its messages.
            OperationTimeout: `wait_timeout` passed; the server goes on.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.COMPACT_STORE, {"id": id})

    def begin_compact_store(self, id: int) -> Operation[models.StatusResult]:
        """Start: compact an archive store: give back the space that deleted messages took.

        MailStore function: CompactStore

        Args:
            id: Id of the archive store.

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._begin(functions.COMPACT_STORE, {"id": id})

    def create_store(
        self,
        name: str,
        *,
        type: values.StoreType | None = None,
        database_path: str | None = None,
        content_path: str | None = None,
        index_path: str | None = None,
        server_name: str | None = None,
        user_name: str | None = None,
        password: str | None = None,
        database_name: str | None = None,
        requested_state: values.StoreState | None = None,
    ) -> models.StatusResult:
        """Create an archive store and attach it.

        A new store begins by itself every 5 million messages by default (documented).

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: CreateStore

        Args:
            name: Name of the store.
            type: Kind of store. Known values: FileSystemInternal, SQLServer, PostgreSQL.
            database_path: Folder of the database on the server.
            content_path: Folder of the content on the server.
            index_path: Folder of the search indexes on the server.
            server_name: Name of the database server.
            user_name: User on the database server.
            password: His password on the database server. Never logged.
            database_name: Name of the database.
            requested_state: State that the store is brought to. Known values: current, normal, writeProtected,
                disabled.

        Returns:
            The final status: progress in percent, and the messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.
            OperationFailed: The server gave up; `status` holds its messages.
            OperationTimeout: `wait_timeout` passed; the server goes on.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(
            functions.CREATE_STORE,
            {
                "name": name,
                "type": type,
                "databasePath": database_path,
                "contentPath": content_path,
                "indexPath": index_path,
                "serverName": server_name,
                "userName": user_name,
                "password": password,
                "databaseName": database_name,
                "requestedState": requested_state,
            },
        )

    def begin_create_store(
        self,
        name: str,
        *,
        type: values.StoreType | None = None,
        database_path: str | None = None,
        content_path: str | None = None,
        index_path: str | None = None,
        server_name: str | None = None,
        user_name: str | None = None,
        password: str | None = None,
        database_name: str | None = None,
        requested_state: values.StoreState | None = None,
    ) -> Operation[models.StatusResult]:
        """Start: create an archive store and attach it.

        A new store begins by itself every 5 million messages by default (documented).

        MailStore function: CreateStore

        Args:
            name: Name of the store.
            type: Kind of store. Known values: FileSystemInternal, SQLServer, PostgreSQL.
            database_path: Folder of the database on the server.
            content_path: Folder of the content on the server.
            index_path: Folder of the search indexes on the server.
            server_name: Name of the database server.
            user_name: User on the database server.
            password: His password on the database server. Never logged.
            database_name: Name of the database.
            requested_state: State that the store is brought to. Known values: current, normal, writeProtected,
                disabled.

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._begin(
            functions.CREATE_STORE,
            {
                "name": name,
                "type": type,
                "databasePath": database_path,
                "contentPath": content_path,
                "indexPath": index_path,
                "serverName": server_name,
                "userName": user_name,
                "password": password,
                "databaseName": database_name,
                "requestedState": requested_state,
            },
        )

    def attach_store(
        self,
        name: str,
        *,
        type: values.StoreType | None = None,
        database_path: str | None = None,
        content_path: str | None = None,
        index_path: str | None = None,
        server_name: str | None = None,
        user_name: str | None = None,
        password: str | None = None,
        database_name: str | None = None,
        requested_state: values.StoreState | None = None,
    ) -> models.StatusResult:
        """Attach an archive store that exists.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: AttachStore

        Args:
            name: Name of the store.
            type: Kind of store. Known values: FileSystemInternal, SQLServer, PostgreSQL.
            database_path: Folder of the database on the server.
            content_path: Folder of the content on the server.
            index_path: Folder of the search indexes on the server.
            server_name: Name of the database server.
            user_name: User on the database server.
            password: His password on the database server. Never logged.
            database_name: Name of the database.
            requested_state: State that the store is brought to. Known values: current, normal, writeProtected,
                disabled.

        Returns:
            The final status: progress in percent, and the messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.
            OperationFailed: The server gave up; `status` holds its messages.
            OperationTimeout: `wait_timeout` passed; the server goes on.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(
            functions.ATTACH_STORE,
            {
                "name": name,
                "type": type,
                "databasePath": database_path,
                "contentPath": content_path,
                "indexPath": index_path,
                "serverName": server_name,
                "userName": user_name,
                "password": password,
                "databaseName": database_name,
                "requestedState": requested_state,
            },
        )

    def begin_attach_store(
        self,
        name: str,
        *,
        type: values.StoreType | None = None,
        database_path: str | None = None,
        content_path: str | None = None,
        index_path: str | None = None,
        server_name: str | None = None,
        user_name: str | None = None,
        password: str | None = None,
        database_name: str | None = None,
        requested_state: values.StoreState | None = None,
    ) -> Operation[models.StatusResult]:
        """Start: attach an archive store that exists.

        MailStore function: AttachStore

        Args:
            name: Name of the store.
            type: Kind of store. Known values: FileSystemInternal, SQLServer, PostgreSQL.
            database_path: Folder of the database on the server.
            content_path: Folder of the content on the server.
            index_path: Folder of the search indexes on the server.
            server_name: Name of the database server.
            user_name: User on the database server.
            password: His password on the database server. Never logged.
            database_name: Name of the database.
            requested_state: State that the store is brought to. Known values: current, normal, writeProtected,
                disabled.

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._begin(
            functions.ATTACH_STORE,
            {
                "name": name,
                "type": type,
                "databasePath": database_path,
                "contentPath": content_path,
                "indexPath": index_path,
                "serverName": server_name,
                "userName": user_name,
                "password": password,
                "databaseName": database_name,
                "requestedState": requested_state,
            },
        )

    def set_store_requested_state(self, id: int, requested_state: values.StoreState) -> None:
        """Set the state of an archive store.

        Write-protected stores are left out of retention (documented).

        MailStore function: SetStoreRequestedState

        Args:
            id: Id of the archive store.
            requested_state: State that the store is brought to. Known values: current, normal, writeProtected,
                disabled.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        self._call(functions.SET_STORE_REQUESTED_STATE, {"id": id, "requestedState": requested_state})

    def rename_store(self, id: int, name: str) -> None:
        """Rename an archive store.

        MailStore function: RenameStore

        Args:
            id: Id of the archive store.
            name: The name from now on.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        self._call(functions.RENAME_STORE, {"id": id, "name": name})

    def detach_store(self, id: int) -> models.StatusResult:
        """Detach an archive store; its files stay.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: DetachStore

        Args:
            id: Id of the archive store.

        Returns:
            The final status: progress in percent, and the messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.
            OperationFailed: The server gave up; `status` holds its messages.
            OperationTimeout: `wait_timeout` passed; the server goes on.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.DETACH_STORE, {"id": id})

    def begin_detach_store(self, id: int) -> Operation[models.StatusResult]:
        """Start: detach an archive store; its files stay.

        MailStore function: DetachStore

        Args:
            id: Id of the archive store.

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._begin(functions.DETACH_STORE, {"id": id})

    def merge_store(self, id: int, source_id: int) -> models.StatusResult:
        """Take the messages of one archive store into another.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: MergeStore

        Args:
            id: Id of the archive store that takes them in.
            source_id: Id of the archive store that they come from.

        Returns:
            The final status: progress in percent, and the messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.
            OperationFailed: The server gave up; `status` holds its messages.
            OperationTimeout: `wait_timeout` passed; the server goes on.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.MERGE_STORE, {"id": id, "sourceId": source_id})

    def begin_merge_store(self, id: int, source_id: int) -> Operation[models.StatusResult]:
        """Start: take the messages of one archive store into another.

        MailStore function: MergeStore

        Args:
            id: Id of the archive store that takes them in.
            source_id: Id of the archive store that they come from.

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._begin(functions.MERGE_STORE, {"id": id, "sourceId": source_id})

    def recover_store(
        self, id: int, *, encryption_key: str | None = None, recover_deleted_messages: bool | None = False
    ) -> models.StatusResult:
        """Rebuild an archive store's database from its recovery records.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: RecoverStore

        Args:
            id: Id of the archive store.
            encryption_key: Key of the store, where it is not known to the server. Never logged.
            recover_deleted_messages: Whether messages that were deleted come back.

        Returns:
            The final status: progress in percent, and the messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.
            OperationFailed: The server gave up; `status` holds its messages.
            OperationTimeout: `wait_timeout` passed; the server goes on.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        return self._call(
            functions.RECOVER_STORE,
            {"id": id, "encryptionKey": encryption_key, "recoverDeletedMessages": recover_deleted_messages},
        )

    def begin_recover_store(
        self, id: int, *, encryption_key: str | None = None, recover_deleted_messages: bool | None = False
    ) -> Operation[models.StatusResult]:
        """Start: rebuild an archive store's database from its recovery records.

        MailStore function: RecoverStore

        Args:
            id: Id of the archive store.
            encryption_key: Key of the store, where it is not known to the server. Never logged.
            recover_deleted_messages: Whether messages that were deleted come back.

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        return self._begin(
            functions.RECOVER_STORE,
            {"id": id, "encryptionKey": encryption_key, "recoverDeletedMessages": recover_deleted_messages},
        )

    def recreate_recovery_records(self, id: int) -> models.StatusResult:
        """Write the recovery records of an archive store anew.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: RecreateRecoveryRecords

        Args:
            id: Id of the archive store.

        Returns:
            The final status: progress in percent, and the messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.
            OperationFailed: The server gave up; `status` holds its messages.
            OperationTimeout: `wait_timeout` passed; the server goes on.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        return self._call(functions.RECREATE_RECOVERY_RECORDS, {"id": id})

    def begin_recreate_recovery_records(self, id: int) -> Operation[models.StatusResult]:
        """Start: write the recovery records of an archive store anew.

        MailStore function: RecreateRecoveryRecords

        Args:
            id: Id of the archive store.

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        return self._begin(functions.RECREATE_RECOVERY_RECORDS, {"id": id})

    def repair_store_database(self, id: int) -> models.StatusResult:
        """Repair the database of an archive store.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: RepairStoreDatabase

        Args:
            id: Id of the archive store.

        Returns:
            The final status: progress in percent, and the messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.
            OperationFailed: The server gave up; `status` holds its messages.
            OperationTimeout: `wait_timeout` passed; the server goes on.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        return self._call(functions.REPAIR_STORE_DATABASE, {"id": id})

    def begin_repair_store_database(self, id: int) -> Operation[models.StatusResult]:
        """Start: repair the database of an archive store.

        MailStore function: RepairStoreDatabase

        Args:
            id: Id of the archive store.

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        return self._begin(functions.REPAIR_STORE_DATABASE, {"id": id})

    def unlock_store(self, id: int, passphrase: str) -> models.StatusResult:
        """Unlock an archive store that another server has encrypted.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: UnlockStore

        Args:
            id: Id of the archive store.
            passphrase: The passphrase. Never logged.

        Returns:
            The final status: progress in percent, and the messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.
            OperationFailed: The server gave up; `status` holds its messages.
            OperationTimeout: `wait_timeout` passed; the server goes on.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        return self._call(functions.UNLOCK_STORE, {"id": id, "passphrase": passphrase})

    def begin_unlock_store(self, id: int, passphrase: str) -> Operation[models.StatusResult]:
        """Start: unlock an archive store that another server has encrypted.

        MailStore function: UnlockStore

        Args:
            id: Id of the archive store.
            passphrase: The passphrase. Never logged.

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        return self._begin(functions.UNLOCK_STORE, {"id": id, "passphrase": passphrase})

    def upgrade_store(self, id: int) -> models.StatusResult:
        """Upgrade an archive store to the present format.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: UpgradeStore

        Args:
            id: Id of the archive store.

        Returns:
            The final status: progress in percent, and the messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.
            OperationFailed: The server gave up; `status` holds its messages.
            OperationTimeout: `wait_timeout` passed; the server goes on.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.UPGRADE_STORE, {"id": id})

    def begin_upgrade_store(self, id: int) -> Operation[models.StatusResult]:
        """Start: upgrade an archive store to the present format.

        MailStore function: UpgradeStore

        Args:
            id: Id of the archive store.

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._begin(functions.UPGRADE_STORE, {"id": id})

    def upgrade_stores(self) -> models.StatusResult:
        """Upgrade all archive stores to the present format.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: UpgradeStores

        Returns:
            The final status: progress in percent, and the messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.
            OperationFailed: The server gave up; `status` holds its messages.
            OperationTimeout: `wait_timeout` passed; the server goes on.

        Known since: after the wrapper with copyright 2018, by the wrapper of 2024.
        """
        return self._call(functions.UPGRADE_STORES, {})

    def begin_upgrade_stores(self) -> Operation[models.StatusResult]:
        """Start: upgrade all archive stores to the present format.

        MailStore function: UpgradeStores

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper with copyright 2018, by the wrapper of 2024.
        """
        return self._begin(functions.UPGRADE_STORES, {})

    def verify_stores(self, *, include_indexes: bool | None = True) -> models.StatusResult:
        """Verify the integrity of all archive stores.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: VerifyStores

        Args:
            include_indexes: Whether to verify the search indexes too.

        Returns:
            The final status: progress in percent, and the messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.
            OperationFailed: The server gave up; `status` holds its messages.
            OperationTimeout: `wait_timeout` passed; the server goes on.

        Known since: in the MailStore Server manual by June 2015.
        """
        return self._call(functions.VERIFY_STORES, {"includeIndexes": include_indexes})

    def begin_verify_stores(self, *, include_indexes: bool | None = True) -> Operation[models.StatusResult]:
        """Start: verify the integrity of all archive stores.

        MailStore function: VerifyStores

        Args:
            include_indexes: Whether to verify the search indexes too.

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: in the MailStore Server manual by June 2015.
        """
        return self._begin(functions.VERIFY_STORES, {"includeIndexes": include_indexes})

    def get_store_auto_create_configuration(self) -> JsonValue:
        """Get the settings by which archive stores are created automatically.

        MailStore function: GetStoreAutoCreateConfiguration

        Returns:
            JSON as the server sent it; its shape is unknown: nobody has published an answer of this function.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.GET_STORE_AUTO_CREATE_CONFIGURATION, {})

    def set_store_auto_create_configuration(
        self, config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel]
    ) -> None:
        """Replace the settings by which archive stores are created automatically.

        MailStore function: SetStoreAutoCreateConfiguration

        Args:
            config: The whole settings, as GetStoreAutoCreateConfiguration gives them.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        self._call(functions.SET_STORE_AUTO_CREATE_CONFIGURATION, {"config": config})

    def set_store_properties(
        self,
        id: int,
        *,
        type: values.StoreType | None = None,
        database_path: str | None = None,
        content_path: str | None = None,
        index_path: str | None = None,
        server_name: str | None = None,
        user_name: str | None = None,
        password: str | None = None,
        database_name: str | None = None,
    ) -> None:
        """Set where an archive store lies.

        MailStore function: SetStoreProperties

        Args:
            id: Id of the archive store.
            type: Kind of store. Known values: FileSystemInternal, SQLServer, PostgreSQL.
            database_path: Folder of the database on the server.
            content_path: Folder of the content on the server.
            index_path: Folder of the search indexes on the server.
            server_name: Name of the database server.
            user_name: User on the database server.
            password: His password on the database server. Never logged.
            database_name: Name of the database.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        self._call(
            functions.SET_STORE_PROPERTIES,
            {
                "id": id,
                "type": type,
                "databasePath": database_path,
                "contentPath": content_path,
                "indexPath": index_path,
                "serverName": server_name,
                "userName": user_name,
                "password": password,
                "databaseName": database_name,
            },
        )

    def get_server_info(self) -> models.ServerInfo:
        """Get the server's version and machine name.

        MailStore function: GetServerInfo

        Returns:
            models.ServerInfo; its shape rests on the vendor's documentation and answers of real servers.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.GET_SERVER_INFO, {})

    def get_time_zones(self) -> JsonValue:
        """List the time zones that the server knows.

        MailStore function: GetTimeZones

        Returns:
            JSON as the server sent it; its shape is unknown: nobody has published an answer of this function.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.GET_TIME_ZONES, {})

    def send_status_report(
        self, timespan: values.StatusReportTimespan, time_zone_id: str, recipients: Sequence[str] | str
    ) -> models.StatusResult:
        """Send the status report by mail.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: SendStatusReport

        Args:
            timespan: The time that it covers. Known values: today, yesterday, thisweek, lastweek, thismonth,
                lastmonth.
            time_zone_id: Time zone in which the time is meant.
            recipients: Addresses that it goes to. A sequence, or text with commas.

        Returns:
            The final status: progress in percent, and the messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.
            OperationFailed: The server gave up; `status` holds its messages.
            OperationTimeout: `wait_timeout` passed; the server goes on.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        return self._call(
            functions.SEND_STATUS_REPORT, {"timespan": timespan, "timeZoneId": time_zone_id, "recipients": recipients}
        )

    def begin_send_status_report(
        self, timespan: values.StatusReportTimespan, time_zone_id: str, recipients: Sequence[str] | str
    ) -> Operation[models.StatusResult]:
        """Start: send the status report by mail.

        MailStore function: SendStatusReport

        Args:
            timespan: The time that it covers. Known values: today, yesterday, thisweek, lastweek, thismonth,
                lastmonth.
            time_zone_id: Time zone in which the time is meant.
            recipients: Addresses that it goes to. A sequence, or text with commas.

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        return self._begin(
            functions.SEND_STATUS_REPORT, {"timespan": timespan, "timeZoneId": time_zone_id, "recipients": recipients}
        )

    def get_service_configuration(self) -> models.ServiceConfiguration:
        """Get the settings of the server's service.

        MailStore function: GetServiceConfiguration

        Returns:
            models.ServiceConfiguration; its shape rests on code of clients that use it.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        return self._call(functions.GET_SERVICE_CONFIGURATION, {})

    def set_service_certificate(self, thumbprint: str) -> None:
        """Set the certificate that the server shows.

        A client that pins the old certificate by its fingerprint has to be told of the new one.

        MailStore function: SetServiceCertificate

        Args:
            thumbprint: SHA-1 thumbprint of a certificate in the machine's certificate store.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper with copyright 2018, by the wrapper of 2024.
        """
        self._call(functions.SET_SERVICE_CERTIFICATE, {"thumbprint": thumbprint})

    def get_active_sessions(self) -> JsonValue:
        """List who is logged in.

        MailStore function: GetActiveSessions

        Returns:
            JSON as the server sent it; its shape is unknown: nobody has published an answer of this function.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.GET_ACTIVE_SESSIONS, {})

    def get_license_information(self) -> models.LicenseInformation:
        """Get the licence: how many users it allows, and how many use it.

        MailStore function: GetLicenseInformation

        Returns:
            models.LicenseInformation; its shape rests on code of clients that use it.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper with copyright 2018, by the wrapper of 2024.
        """
        return self._call(functions.GET_LICENSE_INFORMATION, {})

    def get_users(self) -> list[models.User]:
        """List all users.

        MailStore function: GetUsers

        Returns:
            list[models.User]; its shape rests on answers of real servers.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.GET_USERS, {})

    def get_user_info(self, user_name: str) -> models.UserInfo:
        """Get the details of a user: addresses, authentication, rights.

        MailStore function: GetUserInfo

        Args:
            user_name: Name of the user.

        Returns:
            models.UserInfo; its shape rests on answers of real servers.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.GET_USER_INFO, {"userName": user_name})

    def create_user(
        self,
        user_name: str,
        *,
        privileges: Sequence[values.UserPrivilege] | str | None = None,
        full_name: str | None = None,
        distinguished_name: str | None = None,
        authentication: values.Authentication | None = None,
        password: str | None = None,
        login_privileges: Sequence[values.LoginPrivilege] | str | None = None,
    ) -> None:
        """Create a user.

        The new user gets no right on his own archive, and every login right when `login_privileges` is left out
        (documented). Grant the former with SetUserPrivilegesOnFolder, restrict the latter here.

        MailStore function: CreateUser

        Args:
            user_name: Name of the new user.
            privileges: Rights on the whole server. Known values: none, admin, login, changePassword, archive,
                modifyArchiveProfiles, export, modifyExportProfiles, delete. A sequence, or text with commas.
            full_name: Display name.
            distinguished_name: LDAP distinguished name.
            authentication: How the user proves who he is. Known values: integrated, directoryServices.
            password: Password for integrated authentication. Never logged.
            login_privileges: Ways by which the user may log in; all of them when left out. Known values: none,
                windows, web, outlook, windowsCmd, imap, api. A sequence, or text with commas.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        self._call(
            functions.CREATE_USER,
            {
                "userName": user_name,
                "privileges": privileges,
                "fullName": full_name,
                "distinguishedName": distinguished_name,
                "authentication": authentication,
                "password": password,
                "loginPrivileges": login_privileges,
            },
        )

    def set_user_email_addresses(self, user_name: str, *, email_addresses: Sequence[str] | str | None = None) -> None:
        """Replace the e-mail addresses of a user.

        Leaving out `email_addresses` removes all of them (documented).

        MailStore function: SetUserEmailAddresses

        Args:
            user_name: Name of the user.
            email_addresses: The addresses, the primary one first; left out: the user has none afterwards. A sequence,
                or text with commas.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        self._call(functions.SET_USER_EMAIL_ADDRESSES, {"userName": user_name, "emailAddresses": email_addresses})

    def set_user_password(self, user_name: str, password: str) -> None:
        """Set the password of a user.

        MailStore function: SetUserPassword

        Args:
            user_name: Name of the user.
            password: The new password. Never logged.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        self._call(functions.SET_USER_PASSWORD, {"userName": user_name, "password": password})

    def delete_user(self, user_name: str) -> None:
        """Delete a user.

        The user's archive and its mail stay (documented).

        MailStore function: DeleteUser

        Args:
            user_name: Name of the user.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        self._call(functions.DELETE_USER, {"userName": user_name})

    def set_user_authentication(self, user_name: str, authentication: values.Authentication) -> None:
        """Set how a user proves who he is.

        MailStore function: SetUserAuthentication

        Args:
            user_name: Name of the user.
            authentication: How the user proves who he is. Known values: integrated, directoryServices.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        self._call(functions.SET_USER_AUTHENTICATION, {"userName": user_name, "authentication": authentication})

    def set_user_distinguished_name(self, user_name: str, *, distinguished_name: str | None = None) -> None:
        """Set the LDAP distinguished name of a user.

        Leaving out `distinguished_name` removes it (documented).

        MailStore function: SetUserDistinguishedName

        Args:
            user_name: Name of the user.
            distinguished_name: LDAP distinguished name.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        self._call(
            functions.SET_USER_DISTINGUISHED_NAME, {"userName": user_name, "distinguishedName": distinguished_name}
        )

    def set_user_full_name(self, user_name: str, *, full_name: str | None = None) -> None:
        """Set the display name of a user.

        Leaving out `full_name` removes it (documented).

        MailStore function: SetUserFullName

        Args:
            user_name: Name of the user.
            full_name: Display name.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        self._call(functions.SET_USER_FULL_NAME, {"userName": user_name, "fullName": full_name})

    def set_user_login_privileges(
        self, user_name: str, login_privileges: Sequence[values.LoginPrivilege] | str
    ) -> None:
        """Set the ways by which a user may log in.

        MailStore function: SetUserLoginPrivileges

        Args:
            user_name: Name of the user.
            login_privileges: Ways by which the user may log in. Known values: none, windows, web, outlook,
                windowsCmd, imap, api. A sequence, or text with commas.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper with copyright 2018, by the wrapper of 2024.
        """
        self._call(functions.SET_USER_LOGIN_PRIVILEGES, {"userName": user_name, "loginPrivileges": login_privileges})

    def initialize_mfa(self, user_name: str) -> None:
        """Make a user set up multi-factor authentication anew.

        MailStore function: InitializeMFA

        Args:
            user_name: Name of the user.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper with copyright 2018, by the wrapper of 2024.
        """
        self._call(functions.INITIALIZE_MFA, {"userName": user_name})

    def disable_mfa(self, user_name: str) -> None:
        """Turn multi-factor authentication off for a user.

        MailStore function: DisableMFA

        Args:
            user_name: Name of the user.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper with copyright 2018, by the wrapper of 2024.
        """
        self._call(functions.DISABLE_MFA, {"userName": user_name})

    def delete_app_passwords(self, user_name: str) -> None:
        """Delete all app passwords of a user.

        MailStore function: DeleteAppPasswords

        Args:
            user_name: Name of the user.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper with copyright 2018, by the wrapper of 2024.
        """
        self._call(functions.DELETE_APP_PASSWORDS, {"userName": user_name})

    def set_user_pop3_user_names(self, user_name: str, *, pop3_user_names: Sequence[str] | str | None = None) -> None:
        """Replace the POP3 user names of a user.

        MailStore function: SetUserPop3UserNames

        Args:
            user_name: Name of the user.
            pop3_user_names: Names under which a POP3 mailbox is matched to the user. A sequence, or text with commas.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        self._call(functions.SET_USER_POP3_USER_NAMES, {"userName": user_name, "pop3UserNames": pop3_user_names})

    def set_user_privileges(self, user_name: str, privileges: Sequence[values.UserPrivilege] | str) -> None:
        """Replace the rights of a user on the whole server.

        MailStore function: SetUserPrivileges

        Args:
            user_name: Name of the user.
            privileges: The rights. Known values: none, admin, login, changePassword, archive, modifyArchiveProfiles,
                export, modifyExportProfiles, delete. A sequence, or text with commas.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        self._call(functions.SET_USER_PRIVILEGES, {"userName": user_name, "privileges": privileges})

    def rename_user(self, old_user_name: str, new_user_name: str) -> None:
        """Rename a user.

        The archive keeps its old name (documented): MoveFolder and SetUserPrivilegesOnFolder have to follow, or the
        user no longer sees his mail.

        MailStore function: RenameUser

        Args:
            old_user_name: The user's present name.
            new_user_name: The name from now on.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        self._call(functions.RENAME_USER, {"oldUserName": old_user_name, "newUserName": new_user_name})

    def set_user_privileges_on_folder(
        self, user_name: str, folder: str, privileges: Sequence[values.FolderPrivilege] | str
    ) -> None:
        """Set the rights of a user on a folder.

        `none` takes them away.

        MailStore function: SetUserPrivilegesOnFolder

        Args:
            user_name: Name of the user.
            folder: Name of the folder; a top-level one is an archive.
            privileges: The rights. Known values: none, read, write, delete. A sequence, or text with commas.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        self._call(
            functions.SET_USER_PRIVILEGES_ON_FOLDER, {"userName": user_name, "folder": folder, "privileges": privileges}
        )

    def clear_user_privileges_on_folders(self, user_name: str) -> None:
        """Take away all rights of a user on folders.

        MailStore function: ClearUserPrivilegesOnFolders

        Args:
            user_name: Name of the user.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        self._call(functions.CLEAR_USER_PRIVILEGES_ON_FOLDERS, {"userName": user_name})
