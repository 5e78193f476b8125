"""Instances of the Service Provider Edition."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mailstore_sdk.models.base import Model


class Instance(Model):
    """An instance and how it is. Source: answers of real servers.

    Attributes:
        instance_id: Id of the instance.
        alias: Short name in URLs. Unproven whether it may be None.
        display_name: Name for people. Unproven whether it may be None.
        instance_host: Host name of the instance host.
        start_mode: Only `automatic` was seen.
        process_id: Process on the instance host. Unproven: supposed to be None while the instance does not run.
        status: Only `running` was seen; instances can also be stopped and frozen.
        start_stop_error: Why the instance last failed to start or stop; None when it did not.
    """

    instance_id: Annotated[str, Field(alias="instanceID")]
    alias: str | None = None
    display_name: str | None = None
    instance_host: str | None = None
    start_mode: str | None = None
    process_id: Annotated[int | None, Field(alias="processID")] = None
    status: str | None = None
    start_stop_error: str | None = None


class InstanceConfiguration(Model):
    """The settings of an instance. Source: the vendor's documentation and answers of real servers.

    Attributes:
        instance_id: Id of the instance.
        alias: Short name in URLs. Unproven whether it may be None.
        display_name: Name for people. Unproven whether it may be None.
        instance_host: Host name of the instance host.
        start_mode: Only `automatic` was seen.
        base_directory: Folder of the instance on its host.
        debug_log_enabled: Whether a debug log is written.
        imap_server_connection_log_enabled: Whether the IMAP server logs connections; absent in version 9.
        vss_writer_enabled: Whether the instance takes part in volume shadow copies.
        vss_writer_exclude_indexes: Whether search indexes are left out of these; absent in version 9.
    """

    instance_id: Annotated[str, Field(alias="instanceID")]
    alias: str | None = None
    display_name: str | None = None
    instance_host: str | None = None
    start_mode: str | None = None
    base_directory: str | None = None
    debug_log_enabled: bool | None = None
    imap_server_connection_log_enabled: bool | None = None
    vss_writer_enabled: bool | None = None
    vss_writer_exclude_indexes: bool | None = None


class InstanceStatistics(Model):
    """What an instance holds. Source: answers of real servers.

    Sizes are in megabytes, as the server gives them; whether one is 1,000,000 or 1,048,576 bytes is not known.

    Attributes:
        total_size_mb: Size of everything, in megabytes.
        database_file_size_mb: Size of the databases, in megabytes.
        content_file_size_mb: Size of the messages' content, in megabytes.
        index_file_size_mb: Size of the search indexes, in megabytes.
        number_of_messages: Number of messages.
    """

    total_size_mb: Annotated[int | None, Field(alias="totalSizeMB")] = None
    database_file_size_mb: Annotated[int | None, Field(alias="databaseFileSizeMB")] = None
    content_file_size_mb: Annotated[int | None, Field(alias="contentFileSizeMB")] = None
    index_file_size_mb: Annotated[int | None, Field(alias="indexFileSizeMB")] = None
    number_of_messages: int | None = None


class InstanceProcessLiveStatistics(Model):
    """Counters of an instance's process; the totals count from its start. Source: answers of real servers.

    Attributes:
        process_unique_id: A GUID; another one means that the process was started anew.
        timestamp: When the counters were read: milliseconds since 1970, in UTC.
        total_processor_milliseconds: Processor time in milliseconds.
        total_io_read_bytes: Bytes read.
        total_io_write_bytes: Bytes written.
        total_io_other_bytes: Bytes of other input and output.
        total_remote_procedure_calls: Number of remote procedure calls.
        total_messages_archived: Number of messages archived.
        total_messages_checked: Number of messages checked.
        current_private_memory_bytes: Private memory in bytes at that moment.
    """

    process_unique_id: Annotated[str, Field(alias="processUniqueID")]
    timestamp: int
    total_processor_milliseconds: int | None = None
    total_io_read_bytes: Annotated[int | None, Field(alias="totalIOReadBytes")] = None
    total_io_write_bytes: Annotated[int | None, Field(alias="totalIOWriteBytes")] = None
    total_io_other_bytes: Annotated[int | None, Field(alias="totalIOOtherBytes")] = None
    total_remote_procedure_calls: int | None = None
    total_messages_archived: int | None = None
    total_messages_checked: int | None = None
    current_private_memory_bytes: int | None = None
