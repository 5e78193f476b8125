"""The plain-dict methods of Client.raw, under the API's own names.

Generated from spec/*.toml, do not edit: run ``python tools/generate.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from mailstore_sdk._generated import functions
from mailstore_sdk.raw import RawCaller

if TYPE_CHECKING:
    pass


class RawFunctions(RawCaller):
    """The functions of MailStore Server, as plain data."""

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

    def GetServerInfo(self) -> dict[str, Any]:
        """Get the server's version and machine name."""
        result: dict[str, Any] = self._call(functions.GET_SERVER_INFO, {})
        return result

    def GetTimeZones(self) -> Any:
        """List the time zones that the server knows."""
        return self._call(functions.GET_TIME_ZONES, {})

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
