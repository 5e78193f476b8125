"""The plain-dict methods for a whole Service Provider Edition, under the API's own names.

Generated from spec/*.toml, do not edit: run ``python tools/generate.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mailstore_sdk._generated import functions
from mailstore_sdk.raw import AsyncRawCaller

if TYPE_CHECKING:
    from pydantic import BaseModel


class AsyncRawSystemFunctions(AsyncRawCaller):
    """The functions of a whole Service Provider Edition, as plain data."""

    async def GetSystemAdministrators(self) -> list[dict[str, Any]]:
        """List the administrators of the installation."""
        result: list[dict[str, Any]] = await self._call(functions.GET_SYSTEM_ADMINISTRATORS, {})
        return result

    async def CreateSystemAdministrator(
        self, config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel], password: str
    ) -> Any:
        """Create an administrator of the installation."""
        return await self._call(functions.CREATE_SYSTEM_ADMINISTRATOR, {"config": config, "password": password})

    async def SetSystemAdministratorConfiguration(
        self, config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel]
    ) -> Any:
        """Replace the settings of an administrator of the installation."""
        return await self._call(functions.SET_SYSTEM_ADMINISTRATOR_CONFIGURATION, {"config": config})

    async def SetSystemAdministratorPassword(self, userName: str, password: str) -> Any:
        """Set the password of an administrator of the installation."""
        return await self._call(
            functions.SET_SYSTEM_ADMINISTRATOR_PASSWORD, {"userName": userName, "password": password}
        )

    async def DeleteSystemAdministrator(self, userName: str) -> Any:
        """Delete an administrator of the installation."""
        return await self._call(functions.DELETE_SYSTEM_ADMINISTRATOR, {"userName": userName})

    async def InitializeSystemAdministratorMFA(self, userName: str) -> Any:
        """Make an administrator of the installation set up multi-factor authentication anew."""
        return await self._call(functions.INITIALIZE_SYSTEM_ADMINISTRATOR_MFA, {"userName": userName})

    async def DeactivateSystemAdministratorMFA(self, userName: str) -> Any:
        """Turn multi-factor authentication off for an administrator of the installation."""
        return await self._call(functions.DEACTIVATE_SYSTEM_ADMINISTRATOR_MFA, {"userName": userName})

    async def CreateSystemAdministratorAPIPassword(self) -> Any:
        """Make an API password for the administrator who calls."""
        return await self._call(functions.CREATE_SYSTEM_ADMINISTRATOR_API_PASSWORD, {})

    async def GetClientAccessServers(
        self, withServiceStatus: bool, serverNameFilter: str | None = None
    ) -> list[dict[str, Any]]:
        """List the Client Access Servers."""
        result: list[dict[str, Any]] = await self._call(
            functions.GET_CLIENT_ACCESS_SERVERS,
            {"withServiceStatus": withServiceStatus, "serverNameFilter": serverNameFilter},
        )
        return result

    async def CreateClientAccessServer(
        self, config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel]
    ) -> Any:
        """Add a Client Access Server."""
        return await self._call(functions.CREATE_CLIENT_ACCESS_SERVER, {"config": config})

    async def SetClientAccessServerConfiguration(
        self, config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel]
    ) -> Any:
        """Replace the settings of a Client Access Server."""
        return await self._call(functions.SET_CLIENT_ACCESS_SERVER_CONFIGURATION, {"config": config})

    async def DeleteClientAccessServer(self, serverName: str) -> Any:
        """Remove a Client Access Server."""
        return await self._call(functions.DELETE_CLIENT_ACCESS_SERVER, {"serverName": serverName})

    async def GetEnvironmentInfo(self) -> dict[str, Any]:
        """Get the Management Server's version, licensee and machine."""
        result: dict[str, Any] = await self._call(functions.GET_ENVIRONMENT_INFO, {})
        return result

    async def GetServiceStatus(self) -> dict[str, Any]:
        """Get the state of all servers of the installation, with their messages."""
        result: dict[str, Any] = await self._call(functions.GET_SERVICE_STATUS, {})
        return result

    async def PairWithManagementServer(self, serverType: str, serverName: str, port: str, thumbprint: str) -> Any:
        """Pair a server with the Management Server."""
        return await self._call(
            functions.PAIR_WITH_MANAGEMENT_SERVER,
            {"serverType": serverType, "serverName": serverName, "port": port, "thumbprint": thumbprint},
        )

    async def GetInstanceHosts(self, serverNameFilter: str | None = None) -> list[dict[str, Any]]:
        """List the Instance Hosts."""
        result: list[dict[str, Any]] = await self._call(
            functions.GET_INSTANCE_HOSTS, {"serverNameFilter": serverNameFilter}
        )
        return result

    async def CreateInstanceHost(
        self, config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel]
    ) -> Any:
        """Add an Instance Host."""
        return await self._call(functions.CREATE_INSTANCE_HOST, {"config": config})

    async def SetInstanceHostConfiguration(
        self, config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel]
    ) -> Any:
        """Replace the settings of an Instance Host."""
        return await self._call(functions.SET_INSTANCE_HOST_CONFIGURATION, {"config": config})

    async def GetDirectoriesOnInstanceHost(self, serverName: str, path: str | None = None) -> Any:
        """List the folders on an Instance Host."""
        return await self._call(functions.GET_DIRECTORIES_ON_INSTANCE_HOST, {"serverName": serverName, "path": path})

    async def CreateDirectoryOnInstanceHost(self, serverName: str, path: str) -> Any:
        """Create a folder on an Instance Host."""
        return await self._call(functions.CREATE_DIRECTORY_ON_INSTANCE_HOST, {"serverName": serverName, "path": path})

    async def DeleteInstanceHost(self, serverName: str) -> Any:
        """Remove an Instance Host."""
        return await self._call(functions.DELETE_INSTANCE_HOST, {"serverName": serverName})

    async def GetInstances(self, instanceFilter: str) -> list[dict[str, Any]]:
        """List instances."""
        result: list[dict[str, Any]] = await self._call(functions.GET_INSTANCES, {"instanceFilter": instanceFilter})
        return result

    async def CreateInstance(
        self,
        config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel],
        *,
        autoHandleToken: bool | None = None,
    ) -> dict[str, Any]:
        """Create an instance."""
        result: dict[str, Any] = await self._call(functions.CREATE_INSTANCE, {"config": config}, autoHandleToken)
        return result

    async def SetInstanceConfiguration(
        self, config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel]
    ) -> Any:
        """Replace the settings of an instance."""
        return await self._call(functions.SET_INSTANCE_CONFIGURATION, {"config": config})

    async def StartInstances(self, instanceFilter: str, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Start instances."""
        result: dict[str, Any] = await self._call(
            functions.START_INSTANCES, {"instanceFilter": instanceFilter}, autoHandleToken
        )
        return result

    async def RestartInstances(self, instanceFilter: str, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Restart instances."""
        result: dict[str, Any] = await self._call(
            functions.RESTART_INSTANCES, {"instanceFilter": instanceFilter}, autoHandleToken
        )
        return result

    async def StopInstances(self, instanceFilter: str, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Stop instances."""
        result: dict[str, Any] = await self._call(
            functions.STOP_INSTANCES, {"instanceFilter": instanceFilter}, autoHandleToken
        )
        return result

    async def FreezeInstances(self, instanceFilter: str, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Freeze instances, so that their files can be copied."""
        result: dict[str, Any] = await self._call(
            functions.FREEZE_INSTANCES, {"instanceFilter": instanceFilter}, autoHandleToken
        )
        return result

    async def ThawInstances(self, instanceFilter: str, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Thaw frozen instances."""
        result: dict[str, Any] = await self._call(
            functions.THAW_INSTANCES, {"instanceFilter": instanceFilter}, autoHandleToken
        )
        return result

    async def DeleteInstances(self, instanceFilter: str, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Delete instances."""
        result: dict[str, Any] = await self._call(
            functions.DELETE_INSTANCES, {"instanceFilter": instanceFilter}, autoHandleToken
        )
        return result

    async def GetSystemSmtpConfiguration(self) -> dict[str, Any]:
        """Get the Management Server's settings of the mail server for notifications."""
        result: dict[str, Any] = await self._call(functions.GET_SYSTEM_SMTP_CONFIGURATION, {})
        return result

    async def SetSystemSmtpConfiguration(
        self, config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel]
    ) -> Any:
        """Replace the Management Server's settings of the mail server for notifications."""
        return await self._call(functions.SET_SYSTEM_SMTP_CONFIGURATION, {"config": config})

    async def TestSystemSmtpConfiguration(self, *, autoHandleToken: bool | None = None) -> dict[str, Any]:
        """Send a test message by the Management Server's settings of the mail server."""
        result: dict[str, Any] = await self._call(functions.TEST_SYSTEM_SMTP_CONFIGURATION, {}, autoHandleToken)
        return result

    async def CreateLicenseRequest(self) -> dict[str, Any]:
        """Write a request for a licence, with what each instance uses."""
        result: dict[str, Any] = await self._call(functions.CREATE_LICENSE_REQUEST, {})
        return result

    async def Ping(self) -> Any:
        """Tell that the Management Server is there."""
        return await self._call(functions.PING, {})

    async def ReloadBranding(self) -> Any:
        """Read the branding files anew."""
        return await self._call(functions.RELOAD_BRANDING, {})
