"""Instances of a Service Provider Edition."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from mailstore_sdk.emulator.arguments import Arguments
from mailstore_sdk.emulator.handlers.registry import Handler, Handlers, check_kinds, name_of
from mailstore_sdk.emulator.installation import Installation, InstanceState
from mailstore_sdk.emulator.messages import Refused
from mailstore_sdk.emulator.state import User
from mailstore_sdk.emulator.stored_settings import without_passwords
from mailstore_sdk.emulator.tasks import Script, brief

PROVIDER = "$archiveadmin"  # the service provider's own access, which appears as a user (captured)
FIRST_PROCESS = 5000
AFTER_9 = ("imapServerConnectionLogEnabled", "vssWriterExcludeIndexes")
KINDS: dict[str, type] = {
    **dict.fromkeys(("alias", "displayName", "startMode", "baseDirectory"), str),
    **dict.fromkeys(("debugLogEnabled", "vssWriterEnabled", *AFTER_9), bool),
}
MEGABYTE = 1024 * 1024
DATABASE_SHARE, CONTENT_SHARE = 2, 96  # percent of a store's size, about as captured; the rest are search indexes


def get_instances(installation: Installation, arguments: Arguments) -> Any:
    """Keys and their order as captured. An id that there is not gives no row: our choice."""
    return [
        {
            "instanceID": one.id,
            "alias": one.config.get("alias"),
            "displayName": one.config.get("displayName"),
            "instanceHost": one.host,
            "startMode": one.config.get("startMode"),
            "processID": FIRST_PROCESS + one.starts if one.status != "stopped" else None,
            "status": one.status,
            "startStopError": None,
        }
        for one in installation.selected(arguments.text("instanceFilter"), strict=False)
    ]


def new_instance(config: dict[str, Any], status: str, version: str = InstanceState.version) -> InstanceState:
    """An instance without users but the service provider's; keys that the settings lack are as captured."""
    first = {
        "instanceID": None,
        "alias": None,
        "displayName": None,
        "instanceHost": None,
        "startMode": "automatic",
        "baseDirectory": f"E:\\{config['instanceID']}",
        "debugLogEnabled": False,
        "imapServerConnectionLogEnabled": False,
        "vssWriterEnabled": True,
        "vssWriterExcludeIndexes": False,
    }
    provider = User(user_name=PROVIDER, privileges=["admin"])
    return InstanceState(config={**first, **config}, status=status, version=version, users={PROVIDER: provider})


def create_instance(installation: Installation, arguments: Arguments) -> Script:
    """Of the installation's version; stopped at first, with service provider access: our choice."""
    config = arguments.config()
    name = name_of(config, "instanceID", "An instance")
    _check(installation, config)

    def new() -> None:
        if name in installation.instances:
            raise Refused(f"Instance '{name}' already exists.")

    def finish() -> None:
        new()
        installation.instances[name] = new_instance(config, "stopped", installation.version)

    new()

    return brief(f"Creating instance {name}...", "Finished.", finish=finish)


def get_configuration(instance: InstanceState, _: Arguments) -> Any:
    """Keys and their order as captured; two of them came after version 9."""
    config = without_passwords(instance.config)
    if instance.is_since("22.3"):
        return config
    return {key: value for key, value in config.items() if key not in AFTER_9}


def set_configuration(installation: Installation, arguments: Arguments) -> None:
    """Replaced as a whole; the id says which instance."""
    config = arguments.config()
    instance = installation.instance(name_of(config, "instanceID", "An instance"))
    _check(installation, config)
    instance.config = config


def change(doing: str, apply: Callable[[Installation, InstanceState], object]) -> Handler:
    """A handler that does something to the instances of a filter; one that does not fit the change is passed over."""

    def handler(installation: Installation, arguments: Arguments) -> Script:
        chosen = installation.selected(arguments.text("instanceFilter"), strict=True)

        def finish() -> None:
            for instance in chosen:
                apply(installation, instance)

        return brief(*(f"{doing} instance {one.id}..." for one in chosen), "Finished.", finish=finish)

    return handler


def start(_: Installation, instance: InstanceState) -> None:
    """Running already, it stays so."""
    if instance.status == "stopped":
        instance.status = "running"
        instance.starts += 1


def stop(_: Installation, instance: InstanceState) -> None:
    """A frozen one stops too: our choice."""
    instance.status = "stopped"


def restart(_: Installation, instance: InstanceState) -> None:
    """Stopped or not, it runs afterwards."""
    instance.status = "running"
    instance.starts += 1


def freeze(_: Installation, instance: InstanceState) -> None:
    """Only what runs can be frozen."""
    if instance.status == "running":
        instance.status = "frozen"


def thaw(_: Installation, instance: InstanceState) -> None:
    """Only what is frozen can be thawed."""
    if instance.status == "frozen":
        instance.status = "running"


def delete(installation: Installation, instance: InstanceState) -> None:
    """Running or not: our choice."""
    installation.instances.pop(instance.id, None)


def get_statistics(instance: InstanceState, _: Arguments) -> Any:
    """Keys and their order as captured."""
    total = sum(store.size for store in instance.stores.values()) // MEGABYTE
    database, content = total * DATABASE_SHARE // 100, total * CONTENT_SHARE // 100
    return {
        "totalSizeMB": total,
        "databaseFileSizeMB": database,
        "contentFileSizeMB": content,
        "indexFileSizeMB": total - database - content,
        "numberOfMessages": sum(store.messages for store in instance.stores.values()),
    }


def get_live_statistics(instance: InstanceState, _: Arguments) -> Any:
    """Keys and their order as captured; the process's id changes with every start (captured)."""
    archived = sum(run.items_archived for run in instance.worker_runs.own)
    return {
        "processUniqueID": str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{instance.id} {instance.starts}")),
        "timestamp": int(instance.clock.now() * 1000),
        "totalProcessorMilliseconds": 1000,
        "totalIOReadBytes": MEGABYTE,
        "totalIOWriteBytes": MEGABYTE,
        "totalIOOtherBytes": 0,
        "totalRemoteProcedureCalls": 1,
        "totalMessagesArchived": archived,
        "totalMessagesChecked": archived,
        "currentPrivateMemoryBytes": 100 * MEGABYTE,
    }


def get_provider_access(instance: InstanceState, _: Arguments) -> Any:
    """A bare boolean: our choice."""
    return instance.provider_access


def set_provider_access(instance: InstanceState, arguments: Arguments) -> None:
    """Without it most functions on the instance are refused (documented)."""
    instance.provider_access = arguments.flag("enabled")


def create_one_time_url(instance: InstanceState, arguments: Arguments) -> Any:
    """Bare text: our choice. It leads nowhere."""
    address = arguments.optional("instanceUrl", str) or f"https://{instance.host}/{instance.id}"
    return f"{address.rstrip('/')}/?otp={instance.new_token()}"


def can_run_archive_profiles(_: InstanceState, __: Arguments) -> Any:
    """A bare boolean: our choice."""
    return True


def _check(installation: Installation, config: dict[str, Any]) -> None:
    host = config.get("instanceHost")
    if not isinstance(host, str) or host not in installation.instance_hosts:
        raise Refused(f"Server '{host}' does not exist.")
    check_kinds(config, KINDS)


HANDLERS: Handlers = {
    "GetInstances": get_instances,
    "CreateInstance": create_instance,
    "GetInstanceConfiguration": get_configuration,
    "SetInstanceConfiguration": set_configuration,
    "StartInstances": change("Starting", start),
    "RestartInstances": change("Restarting", restart),
    "StopInstances": change("Stopping", stop),
    "FreezeInstances": change("Freezing", freeze),
    "ThawInstances": change("Thawing", thaw),
    "DeleteInstances": change("Deleting", delete),
    "GetInstanceStatistics": get_statistics,
    "GetInstanceProcessLiveStatistics": get_live_statistics,
    "GetArchiveAdminEnabled": get_provider_access,
    "SetArchiveAdminEnabled": set_provider_access,
    "CreateClientOneTimeUrlForArchiveAdmin": create_one_time_url,
    "CanRunArchiveProfiles": can_run_archive_profiles,
}
