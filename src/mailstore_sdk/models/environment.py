"""The Service Provider Edition as a whole."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from mailstore_sdk.models.base import Model
from mailstore_sdk.models.system import ServerCertificate


class SystemProperties(Model):
    """A machine. Source: the vendor's documentation and answers of real servers.

    Attributes:
        processors: Name of the processor, once for each logical one.
        total_physical_memory: Memory in bytes; absent in version 9.0.
        operating_system: Name of the operating system; absent in version 9.0.
    """

    processors: list[str] = Field(default_factory=list)
    total_physical_memory: int | None = None
    operating_system: str | None = None


class EnvironmentInfo(Model):
    """The Management Server. Source: the vendor's documentation and answers of real servers.

    Attributes:
        version: Product version, as 25.3.1.23021.
        web_client_version: Version of the web client; absent in version 9.0.
        copyright: The copyright notice.
        licensee_name: Whom the product is licensed to.
        licensee_id: Number of the licensee.
        server_name: Host name of the Management Server.
        user_name: Administrator who asked.
        system_properties: The machine that it runs on.
    """

    version: str
    web_client_version: str | None = None
    copyright: str | None = None
    licensee_name: str | None = None
    licensee_id: Annotated[int | None, Field(alias="licenseeID")] = None
    server_name: str
    user_name: str | None = None
    system_properties: SystemProperties | None = None


class ServiceServerInfo(Model):
    """A server in its role; one that has several roles is listed once for each. Source: answers of real servers.

    Attributes:
        server_name: Its host name.
        port: TCP port; 8471 for the Management Server, 8472 for an instance host, 8473 for a Client Access Server.
        server_certificate: Its TLS certificate.
        server_type: The role. Known values: clientAccessServer, managementServer, instanceHost.
        active: Whether the server can be reached in that role.
        system_properties: The machine; None for the Management Server.
        number_of_instances: Instances on an instance host; None for other roles.
        number_of_running_instances: Instances that run there; None for other roles.
    """

    server_name: str
    port: int | None = None
    server_certificate: ServerCertificate | None = None
    server_type: str
    active: bool | None = None
    system_properties: SystemProperties | None = None
    number_of_instances: int | None = None
    number_of_running_instances: int | None = None


class ServiceStatusMessage(Model):
    """Something that the administrator should know. Source: answers of real servers.

    Attributes:
        type: Known values: information, warning, error.
        text: The message, in English.
        is_sub_item: Whether it belongs to the message before it, by its name; only False was seen.
        tag: Unproven: only None was seen.
        flags: Unproven: only None was seen.
    """

    type: str
    text: str
    is_sub_item: bool | None = None
    tag: Any = None
    flags: Any = None


class ServiceStatus(Model):
    """How the servers of the environment are. Source: answers of real servers.

    Attributes:
        environment_info: The Management Server, as GetEnvironmentInfo tells it.
        server_infos: Each server in each of its roles.
        messages: What the administrator should know.
    """

    environment_info: EnvironmentInfo | None = None
    server_infos: list[ServiceServerInfo] = Field(default_factory=list)
    messages: list[ServiceStatusMessage] = Field(default_factory=list)
