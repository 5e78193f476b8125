"""The typed methods for a whole Service Provider Edition.

Generated from spec/*.toml, do not edit: run ``python tools/generate.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mailstore_sdk._generated import functions
from mailstore_sdk.caller import Caller

if TYPE_CHECKING:
    from pydantic import BaseModel

    from mailstore_sdk import models
    from mailstore_sdk.json_types import JsonValue
    from mailstore_sdk.operations import Operation


class SystemFunctions(Caller):
    """The functions of a whole Service Provider Edition."""

    def get_system_administrators(self) -> list[models.SystemAdministrator]:
        """List the administrators of the installation.

        MailStore function: GetSystemAdministrators

        Returns:
            list[models.SystemAdministrator]; its shape rests on the vendor's documentation.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.GET_SYSTEM_ADMINISTRATORS, {})

    def create_system_administrator(
        self, config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel], password: str
    ) -> None:
        """Create an administrator of the installation.

        MailStore function: CreateSystemAdministrator

        Args:
            config: The administrator, as GetSystemAdministrators gives one.
            password: The administrator's password. Never logged.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        self._call(functions.CREATE_SYSTEM_ADMINISTRATOR, {"config": config, "password": password})

    def set_system_administrator_configuration(
        self, config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel]
    ) -> None:
        """Replace the settings of an administrator of the installation.

        MailStore function: SetSystemAdministratorConfiguration

        Args:
            config: The administrator, as GetSystemAdministrators gives him.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        self._call(functions.SET_SYSTEM_ADMINISTRATOR_CONFIGURATION, {"config": config})

    def set_system_administrator_password(self, user_name: str, password: str) -> None:
        """Set the password of an administrator of the installation.

        MailStore function: SetSystemAdministratorPassword

        Args:
            user_name: Name of the administrator.
            password: The new password. Never logged.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        self._call(functions.SET_SYSTEM_ADMINISTRATOR_PASSWORD, {"userName": user_name, "password": password})

    def delete_system_administrator(self, user_name: str) -> None:
        """Delete an administrator of the installation.

        MailStore function: DeleteSystemAdministrator

        Args:
            user_name: Name of the administrator.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        self._call(functions.DELETE_SYSTEM_ADMINISTRATOR, {"userName": user_name})

    def initialize_system_administrator_mfa(self, user_name: str) -> JsonValue:
        """Make an administrator of the installation set up multi-factor authentication anew.

        MailStore function: InitializeSystemAdministratorMFA

        Args:
            user_name: Name of the administrator.

        Returns:
            JSON as the server sent it; its shape is unknown: nobody has published an answer of this function. A
            secret: it stands in no error of the SDK.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper with copyright 2018, by the wrapper of 2024.
        """
        return self._call(functions.INITIALIZE_SYSTEM_ADMINISTRATOR_MFA, {"userName": user_name})

    def deactivate_system_administrator_mfa(self, user_name: str) -> None:
        """Turn multi-factor authentication off for an administrator of the installation.

        MailStore function: DeactivateSystemAdministratorMFA

        Args:
            user_name: Name of the administrator.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper with copyright 2018, by the wrapper of 2024.
        """
        self._call(functions.DEACTIVATE_SYSTEM_ADMINISTRATOR_MFA, {"userName": user_name})

    def create_system_administrator_api_password(self) -> JsonValue:
        """Make an API password for the administrator who calls.

        With multi-factor authentication only this password is accepted by the API (documented).

        MailStore function: CreateSystemAdministratorAPIPassword

        Returns:
            JSON as the server sent it; its shape is unknown: nobody has published an answer of this function. A
            secret: it stands in no error of the SDK.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper with copyright 2018, by the wrapper of 2024.
        """
        return self._call(functions.CREATE_SYSTEM_ADMINISTRATOR_API_PASSWORD, {})

    def get_client_access_servers(
        self, with_service_status: bool, *, server_name_filter: str | None = None
    ) -> list[models.ClientAccessServer]:
        """List the Client Access Servers.

        MailStore function: GetClientAccessServers

        Args:
            with_service_status: Whether to ask each for its state.
            server_name_filter: Exact name of one; left out: all.

        Returns:
            list[models.ClientAccessServer]; its shape rests on the vendor's documentation.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(
            functions.GET_CLIENT_ACCESS_SERVERS,
            {"withServiceStatus": with_service_status, "serverNameFilter": server_name_filter},
        )

    def create_client_access_server(
        self, config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel]
    ) -> None:
        """Add a Client Access Server.

        MailStore function: CreateClientAccessServer

        Args:
            config: Its settings.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        self._call(functions.CREATE_CLIENT_ACCESS_SERVER, {"config": config})

    def set_client_access_server_configuration(
        self, config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel]
    ) -> None:
        """Replace the settings of a Client Access Server.

        MailStore function: SetClientAccessServerConfiguration

        Args:
            config: Its whole settings, as GetClientAccessServers gives them.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        self._call(functions.SET_CLIENT_ACCESS_SERVER_CONFIGURATION, {"config": config})

    def delete_client_access_server(self, server_name: str) -> None:
        """Remove a Client Access Server.

        MailStore function: DeleteClientAccessServer

        Args:
            server_name: Its name.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        self._call(functions.DELETE_CLIENT_ACCESS_SERVER, {"serverName": server_name})

    def get_environment_info(self) -> models.EnvironmentInfo:
        """Get the Management Server's version, licensee and machine.

        MailStore function: GetEnvironmentInfo

        Returns:
            models.EnvironmentInfo; its shape rests on the vendor's documentation and answers of real servers.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.GET_ENVIRONMENT_INFO, {})

    def get_service_status(self) -> models.ServiceStatus:
        """Get the state of all servers of the installation, with their messages.

        MailStore function: GetServiceStatus

        Returns:
            models.ServiceStatus; its shape rests on answers of real servers.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.GET_SERVICE_STATUS, {})

    def pair_with_management_server(self, server_type: str, server_name: str, port: str, thumbprint: str) -> None:
        """Pair a server with the Management Server.

        MailStore function: PairWithManagementServer

        Args:
            server_type: Role of the server.
            server_name: Name of the server.
            port: Its port, as text.
            thumbprint: SHA-1 thumbprint of its certificate.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        self._call(
            functions.PAIR_WITH_MANAGEMENT_SERVER,
            {"serverType": server_type, "serverName": server_name, "port": port, "thumbprint": thumbprint},
        )

    def get_instance_hosts(self, *, server_name_filter: str | None = None) -> list[models.InstanceHost]:
        """List the Instance Hosts.

        MailStore function: GetInstanceHosts

        Args:
            server_name_filter: Exact name of one; left out: all.

        Returns:
            list[models.InstanceHost]; its shape rests on answers of real servers.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.GET_INSTANCE_HOSTS, {"serverNameFilter": server_name_filter})

    def create_instance_host(
        self, config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel]
    ) -> None:
        """Add an Instance Host.

        MailStore function: CreateInstanceHost

        Args:
            config: Its settings.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        self._call(functions.CREATE_INSTANCE_HOST, {"config": config})

    def set_instance_host_configuration(
        self, config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel]
    ) -> None:
        """Replace the settings of an Instance Host.

        MailStore function: SetInstanceHostConfiguration

        Args:
            config: Its whole settings, as GetInstanceHosts gives them.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        self._call(functions.SET_INSTANCE_HOST_CONFIGURATION, {"config": config})

    def get_directories_on_instance_host(self, server_name: str, *, path: str | None = None) -> JsonValue:
        """List the folders on an Instance Host.

        MailStore function: GetDirectoriesOnInstanceHost

        Args:
            server_name: Name of the Instance Host.
            path: Folder to look into; left out: the drives, or what the server takes for the start.

        Returns:
            JSON as the server sent it; its shape is unknown: nobody has published an answer of this function.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.GET_DIRECTORIES_ON_INSTANCE_HOST, {"serverName": server_name, "path": path})

    def create_directory_on_instance_host(self, server_name: str, path: str) -> None:
        """Create a folder on an Instance Host.

        MailStore function: CreateDirectoryOnInstanceHost

        Args:
            server_name: Name of the Instance Host.
            path: The new folder.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        self._call(functions.CREATE_DIRECTORY_ON_INSTANCE_HOST, {"serverName": server_name, "path": path})

    def delete_instance_host(self, server_name: str) -> None:
        """Remove an Instance Host.

        MailStore function: DeleteInstanceHost

        Args:
            server_name: Its name.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        self._call(functions.DELETE_INSTANCE_HOST, {"serverName": server_name})

    def get_instances(self, instance_filter: str) -> list[models.Instance]:
        """List instances.

        MailStore function: GetInstances

        Args:
            instance_filter: Instance ids separated by blanks; `*` for all; `*host` for all on an instance host;
                `*.running` and the like for a status (documented, 2014).

        Returns:
            list[models.Instance]; its shape rests on answers of real servers.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.GET_INSTANCES, {"instanceFilter": instance_filter})

    def create_instance(
        self, config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel]
    ) -> models.StatusResult:
        """Create an instance.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: CreateInstance

        Args:
            config: Its settings.

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
        return self._call(functions.CREATE_INSTANCE, {"config": config})

    def begin_create_instance(
        self, config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel]
    ) -> Operation[models.StatusResult]:
        """Start: create an instance.

        MailStore function: CreateInstance

        Args:
            config: Its settings.

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._begin(functions.CREATE_INSTANCE, {"config": config})

    def set_instance_configuration(
        self, config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel]
    ) -> None:
        """Replace the settings of an instance.

        MailStore function: SetInstanceConfiguration

        Args:
            config: Its whole settings, as GetInstanceConfiguration gives them.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        self._call(functions.SET_INSTANCE_CONFIGURATION, {"config": config})

    def start_instances(self, instance_filter: str) -> models.StatusResult:
        """Start instances.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: StartInstances

        Args:
            instance_filter: Instance ids separated by blanks; `*` for all; `*host` for all on an instance host;
                `*.running` and the like for a status (documented, 2014).

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
        return self._call(functions.START_INSTANCES, {"instanceFilter": instance_filter})

    def begin_start_instances(self, instance_filter: str) -> Operation[models.StatusResult]:
        """Start: start instances.

        MailStore function: StartInstances

        Args:
            instance_filter: Instance ids separated by blanks; `*` for all; `*host` for all on an instance host;
                `*.running` and the like for a status (documented, 2014).

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._begin(functions.START_INSTANCES, {"instanceFilter": instance_filter})

    def restart_instances(self, instance_filter: str) -> models.StatusResult:
        """Restart instances.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: RestartInstances

        Args:
            instance_filter: Instance ids separated by blanks; `*` for all; `*host` for all on an instance host;
                `*.running` and the like for a status (documented, 2014).

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
        return self._call(functions.RESTART_INSTANCES, {"instanceFilter": instance_filter})

    def begin_restart_instances(self, instance_filter: str) -> Operation[models.StatusResult]:
        """Start: restart instances.

        MailStore function: RestartInstances

        Args:
            instance_filter: Instance ids separated by blanks; `*` for all; `*host` for all on an instance host;
                `*.running` and the like for a status (documented, 2014).

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._begin(functions.RESTART_INSTANCES, {"instanceFilter": instance_filter})

    def stop_instances(self, instance_filter: str) -> models.StatusResult:
        """Stop instances.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: StopInstances

        Args:
            instance_filter: Instance ids separated by blanks; `*` for all; `*host` for all on an instance host;
                `*.running` and the like for a status (documented, 2014).

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
        return self._call(functions.STOP_INSTANCES, {"instanceFilter": instance_filter})

    def begin_stop_instances(self, instance_filter: str) -> Operation[models.StatusResult]:
        """Start: stop instances.

        MailStore function: StopInstances

        Args:
            instance_filter: Instance ids separated by blanks; `*` for all; `*host` for all on an instance host;
                `*.running` and the like for a status (documented, 2014).

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._begin(functions.STOP_INSTANCES, {"instanceFilter": instance_filter})

    def freeze_instances(self, instance_filter: str) -> models.StatusResult:
        """Freeze instances, so that their files can be copied.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: FreezeInstances

        Args:
            instance_filter: Instance ids separated by blanks; `*` for all; `*host` for all on an instance host;
                `*.running` and the like for a status (documented, 2014).

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
        return self._call(functions.FREEZE_INSTANCES, {"instanceFilter": instance_filter})

    def begin_freeze_instances(self, instance_filter: str) -> Operation[models.StatusResult]:
        """Start: freeze instances, so that their files can be copied.

        MailStore function: FreezeInstances

        Args:
            instance_filter: Instance ids separated by blanks; `*` for all; `*host` for all on an instance host;
                `*.running` and the like for a status (documented, 2014).

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._begin(functions.FREEZE_INSTANCES, {"instanceFilter": instance_filter})

    def thaw_instances(self, instance_filter: str) -> models.StatusResult:
        """Thaw frozen instances.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: ThawInstances

        Args:
            instance_filter: Instance ids separated by blanks; `*` for all; `*host` for all on an instance host;
                `*.running` and the like for a status (documented, 2014).

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
        return self._call(functions.THAW_INSTANCES, {"instanceFilter": instance_filter})

    def begin_thaw_instances(self, instance_filter: str) -> Operation[models.StatusResult]:
        """Start: thaw frozen instances.

        MailStore function: ThawInstances

        Args:
            instance_filter: Instance ids separated by blanks; `*` for all; `*host` for all on an instance host;
                `*.running` and the like for a status (documented, 2014).

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._begin(functions.THAW_INSTANCES, {"instanceFilter": instance_filter})

    def delete_instances(self, instance_filter: str) -> models.StatusResult:
        """Delete instances.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: DeleteInstances

        Args:
            instance_filter: Instance ids separated by blanks; `*` for all; `*host` for all on an instance host;
                `*.running` and the like for a status (documented, 2014).

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
        return self._call(functions.DELETE_INSTANCES, {"instanceFilter": instance_filter})

    def begin_delete_instances(self, instance_filter: str) -> Operation[models.StatusResult]:
        """Start: delete instances.

        MailStore function: DeleteInstances

        Args:
            instance_filter: Instance ids separated by blanks; `*` for all; `*host` for all on an instance host;
                `*.running` and the like for a status (documented, 2014).

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._begin(functions.DELETE_INSTANCES, {"instanceFilter": instance_filter})

    def get_system_smtp_configuration(self) -> models.SystemSmtpConfiguration:
        """Get the Management Server's settings of the mail server for notifications.

        The password comes back as null (documented).

        MailStore function: GetSystemSmtpConfiguration

        Returns:
            models.SystemSmtpConfiguration; its shape rests on the vendor's documentation.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        return self._call(functions.GET_SYSTEM_SMTP_CONFIGURATION, {})

    def set_system_smtp_configuration(
        self, config: Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel]
    ) -> None:
        """Replace the Management Server's settings of the mail server for notifications.

        The password has to be filled in again.

        MailStore function: SetSystemSmtpConfiguration

        Args:
            config: The whole settings, as GetSystemSmtpConfiguration gives them.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        self._call(functions.SET_SYSTEM_SMTP_CONFIGURATION, {"config": config})

    def test_system_smtp_configuration(self) -> models.StatusResult:
        """Send a test message by the Management Server's settings of the mail server.

        Waits until the server has finished; `wait_timeout` of `options()` bounds the wait.

        MailStore function: TestSystemSmtpConfiguration

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
        return self._call(functions.TEST_SYSTEM_SMTP_CONFIGURATION, {})

    def begin_test_system_smtp_configuration(self) -> Operation[models.StatusResult]:
        """Start: send a test message by the Management Server's settings of the mail server.

        MailStore function: TestSystemSmtpConfiguration

        Returns:
            The Operation, whose `result()` gives what follows. The final status: progress in percent, and the
            messages that the server wrote.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        return self._begin(functions.TEST_SYSTEM_SMTP_CONFIGURATION, {})

    def create_license_request(self) -> models.LicenseRequest:
        """Write a request for a licence, with what each instance uses.

        MailStore function: CreateLicenseRequest

        Returns:
            models.LicenseRequest; its shape rests on the vendor's documentation.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.CREATE_LICENSE_REQUEST, {})

    def ping(self) -> JsonValue:
        """Tell that the Management Server is there.

        MailStore function: Ping

        Returns:
            JSON as the server sent it; its shape is unknown: nobody has published an answer of this function.

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: present in the vendor's wrapper for version 9 (2014).
        """
        return self._call(functions.PING, {})

    def reload_branding(self) -> None:
        """Read the branding files anew.

        MailStore function: ReloadBranding

        Raises:
            ApiError: The server refused.
            AuthenticationError: User name or password is wrong, or the user is no administrator.
            TransportError: The server could not be reached, or the answer did not arrive.

        Known since: after the wrapper of 2014, by the wrapper with copyright 2018.
        """
        self._call(functions.RELOAD_BRANDING, {})
