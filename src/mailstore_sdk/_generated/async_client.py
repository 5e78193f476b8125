"""The typed methods of AsyncClient.

Generated from spec/*.toml, do not edit: run ``python tools/generate.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from mailstore_sdk._generated import functions
from mailstore_sdk.caller import AsyncCaller

if TYPE_CHECKING:
    from mailstore_sdk import models
    from mailstore_sdk._generated import values
    from mailstore_sdk.json_types import JsonValue
    from mailstore_sdk.operations import AsyncOperation


class AsyncServerFunctions(AsyncCaller):
    """The functions of MailStore Server."""

    async def get_worker_results(
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
            from_including: Start of the span, in the time zone asked for. Sent without a zone, to the second.
            to_excluding: End of the span, itself not in it. Sent without a zone, to the second.
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
        return await self._call(
            functions.GET_WORKER_RESULTS,
            {
                "fromIncluding": from_including,
                "toExcluding": to_excluding,
                "timeZoneID": time_zone_id,
                "profileID": profile_id,
                "userName": user_name,
            },
        )

    async def begin_get_worker_results(
        self,
        from_including: datetime | date | str,
        to_excluding: datetime | date | str,
        *,
        time_zone_id: str | None = "$Local",
        profile_id: int | None = None,
        user_name: str | None = None,
    ) -> AsyncOperation[list[models.WorkerResult]]:
        """Start: list the runs of profiles in a span of time.

        Rows are not sorted (captured). Over about 5,000 rows in one span some servers fail with "Nullable object must
        have a value." (seen in client code); ask for shorter spans then.

        MailStore function: GetWorkerResults

        Args:
            from_including: Start of the span, in the time zone asked for. Sent without a zone, to the second.
            to_excluding: End of the span, itself not in it. Sent without a zone, to the second.
            time_zone_id: Time zone of the arguments and of the answer; `$Local` is the server's own.
            profile_id: Only runs of this profile; 0 is refused.
            user_name: Only runs of this user; empty text is refused.

        Returns:
            The AsyncOperation, whose `result()` gives what follows. list[models.WorkerResult]; its shape rests on
            answers of real servers.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return await self._begin(
            functions.GET_WORKER_RESULTS,
            {
                "fromIncluding": from_including,
                "toExcluding": to_excluding,
                "timeZoneID": time_zone_id,
                "profileID": profile_id,
                "userName": user_name,
            },
        )

    async def get_stores(self, *, include_size: bool | None = True) -> list[models.Store]:
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
        return await self._call(functions.GET_STORES, {"includeSize": include_size})

    async def verify_store(self, id: int, *, include_indexes: bool | None = True) -> models.StatusResult:
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
        return await self._call(functions.VERIFY_STORE, {"id": id, "includeIndexes": include_indexes})

    async def begin_verify_store(
        self, id: int, *, include_indexes: bool | None = True
    ) -> AsyncOperation[models.StatusResult]:
        """Start: verify the integrity of an archive store.

        MailStore function: VerifyStore

        Args:
            id: Id of the archive store.
            include_indexes: Whether to verify the search indexes too.

        Returns:
            The AsyncOperation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return await self._begin(functions.VERIFY_STORE, {"id": id, "includeIndexes": include_indexes})

    async def compact_store(self, id: int) -> models.StatusResult:
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
        return await self._call(functions.COMPACT_STORE, {"id": id})

    async def begin_compact_store(self, id: int) -> AsyncOperation[models.StatusResult]:
        """Start: compact an archive store: give back the space that deleted messages took.

        MailStore function: CompactStore

        Args:
            id: Id of the archive store.

        Returns:
            The AsyncOperation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return await self._begin(functions.COMPACT_STORE, {"id": id})

    async def get_server_info(self) -> models.ServerInfo:
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
        return await self._call(functions.GET_SERVER_INFO, {})

    async def get_time_zones(self) -> JsonValue:
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
        return await self._call(functions.GET_TIME_ZONES, {})

    async def get_users(self) -> list[models.User]:
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
        return await self._call(functions.GET_USERS, {})

    async def get_user_info(self, user_name: str) -> models.UserInfo:
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
        return await self._call(functions.GET_USER_INFO, {"userName": user_name})

    async def create_user(
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
        await self._call(
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

    async def set_user_email_addresses(
        self, user_name: str, *, email_addresses: Sequence[str] | str | None = None
    ) -> None:
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
        await self._call(functions.SET_USER_EMAIL_ADDRESSES, {"userName": user_name, "emailAddresses": email_addresses})

    async def set_user_password(self, user_name: str, password: str) -> None:
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
        await self._call(functions.SET_USER_PASSWORD, {"userName": user_name, "password": password})

    async def delete_user(self, user_name: str) -> None:
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
        await self._call(functions.DELETE_USER, {"userName": user_name})
