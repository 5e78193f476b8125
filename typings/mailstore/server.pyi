# Client of the original wrapper of version 8.1, which has no types.
# Generated from spec/*.toml, do not edit: run `python tools/generate.py`.
# Its tutorial shows GetServerInfo, GetUserList, GetUserInfo and VerifyStore and says that every function of
# the API is a method; the others stand here by that word.
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

class Client:
    def __init__(
        self,
        username: str = "admin",
        password: str = "admin",
        host: str = "127.0.0.1",
        port: int = 8463,
        autoHandleToken: bool = True,
        waitTime: float = 1,
        logLevel: int = 2,
    ) -> None: ...
    def GetWorkerResults(
        self,
        fromIncluding: datetime | date | str,
        toExcluding: datetime | date | str,
        timeZoneID: str | None = "$Local",
        profileID: int | None = None,
        userName: str | None = None,
        *,
        autoHandleToken: bool | None = None,
    ) -> Any: ...
    def GetStores(self, includeSize: bool | None = True) -> list[dict[str, Any]]: ...
    def VerifyStore(
        self, id: int, includeIndexes: bool | None = True, *, autoHandleToken: bool | None = None
    ) -> dict[str, Any]: ...
    def CompactStore(self, id: int, *, autoHandleToken: bool | None = None) -> dict[str, Any]: ...
    def GetServerInfo(self) -> dict[str, Any]: ...
    def GetTimeZones(self) -> Any: ...
    def GetUserList(self) -> list[dict[str, Any]]: ...
    def GetUserInfo(self, userName: str) -> dict[str, Any]: ...
    def CreateUser(
        self,
        userName: str,
        privileges: Sequence[str] | str | None = None,
        fullName: str | None = None,
        distinguishedName: str | None = None,
        authentication: str | None = None,
        password: str | None = None,
        loginPrivileges: Sequence[str] | str | None = None,
    ) -> Any: ...
    def SetUserEmailAddresses(self, userName: str, emailAddresses: Sequence[str] | str | None = None) -> Any: ...
    def SetUserPassword(self, userName: str, password: str) -> Any: ...
    def DeleteUser(self, userName: str) -> Any: ...
    def GetStatus(self, token: dict[str, Any]) -> dict[str, Any]: ...
    def HandleToken(self, token: dict[str, Any]) -> dict[str, Any]: ...
