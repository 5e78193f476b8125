"""The Service Provider Edition: its servers and instances."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from mailstore_sdk.reports.entries.base import Entry


class RoleEntry(Entry):
    """A server in one of its roles.

    Attributes:
        server_name: Its host name.
        server_type: The role. Known values: clientAccessServer, managementServer, instanceHost.
        port: TCP port.
        thumbprint: SHA-1 of its TLS certificate.
        active: Whether the server can be reached in that role.
        number_of_instances: Instances on an instance host; None for other roles.
        number_of_running_instances: Instances that run there; None for other roles.
    """

    identity: ClassVar[tuple[str, ...]] = ("server_name", "server_type")
    measured: ClassVar[frozenset[str]] = frozenset({"number_of_instances"})
    passing: ClassVar[frozenset[str]] = frozenset({"number_of_running_instances"})

    server_name: str
    server_type: str
    port: int | None = None
    thumbprint: str | None = None
    active: bool | None = None
    number_of_instances: int | None = None
    number_of_running_instances: int | None = None


class MessageEntry(Entry):
    """Something that the Management Server says to the administrator.

    Attributes:
        type: Known values: information, warning, error.
        text: The message, in English.
        is_sub_item: Whether it belongs to the message before it.
    """

    identity: ClassVar[tuple[str, ...]] = ("type", "text")

    type: str
    text: str
    is_sub_item: bool | None = None


class ServiceStatusEntry(Entry):
    """How the servers of the installation are.

    Attributes:
        servers: Each server in each of its roles.
        messages: What the administrator should know.
    """

    servers: list[RoleEntry]
    messages: list[MessageEntry]


class HostEntry(Entry):
    """An instance host, or a Client Access Server.

    Attributes:
        server_name: Its host name.
        port: TCP port that the Management Server reaches it by.
        thumbprint: SHA-1 of its TLS certificate.
        base_directory: Folder for the instances on an instance host; None where none is set.
    """

    identity: ClassVar[tuple[str, ...]] = ("server_name",)

    server_name: str
    port: int | None = None
    thumbprint: str | None = None
    base_directory: str | None = None


class InstanceSizes(Entry):
    """What an instance holds, in megabytes as the server gives them; of which size a megabyte is, is not known.

    Attributes:
        total_size_mb: Size of everything, in megabytes.
        database_file_size_mb: Size of the databases, in megabytes.
        content_file_size_mb: Size of the messages' content, in megabytes.
        index_file_size_mb: Size of the search indexes, in megabytes.
        number_of_messages: Number of messages.
    """

    measured: ClassVar[frozenset[str]] = frozenset(
        {"total_size_mb", "database_file_size_mb", "content_file_size_mb", "index_file_size_mb", "number_of_messages"}
    )

    total_size_mb: Annotated[int | None, Field(alias="totalSizeMB")] = None
    database_file_size_mb: Annotated[int | None, Field(alias="databaseFileSizeMB")] = None
    content_file_size_mb: Annotated[int | None, Field(alias="contentFileSizeMB")] = None
    index_file_size_mb: Annotated[int | None, Field(alias="indexFileSizeMB")] = None
    number_of_messages: int | None = None


class InstanceEntry(Entry):
    """An instance.

    Attributes:
        instance_id: Id of the instance.
        alias: Short name in URLs.
        display_name: Name for people.
        instance_host: Host name of the instance host.
        start_mode: Only `automatic` was seen.
        status: Only `running` was seen; instances can also be stopped and frozen.
        start_stop_error: Why the instance last failed to start or stop; None when it did not.
        statistics: What it holds; not there where it could not be asked for.
    """

    identity: ClassVar[tuple[str, ...]] = ("instance_id",)
    none_when_absent: ClassVar[frozenset[str]] = frozenset({"start_stop_error"})
    silence_means_none: ClassVar[bool] = False

    instance_id: str
    alias: str | None = None
    display_name: str | None = None
    instance_host: str | None = None
    start_mode: str | None = None
    status: str | None = None
    start_stop_error: str | None = None
    statistics: InstanceSizes | None = None
