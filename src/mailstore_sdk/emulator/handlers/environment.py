"""The installation of a Service Provider Edition as a whole."""

from __future__ import annotations

from typing import Any

from mailstore_sdk.emulator.arguments import Arguments
from mailstore_sdk.emulator.handlers.registry import Handlers
from mailstore_sdk.emulator.installation import Installation
from mailstore_sdk.emulator.releases import at_least
from mailstore_sdk.emulator.stored_settings import THUMBPRINT

MANAGEMENT_PORT = 8471
MACHINE: dict[str, Any] = {
    "processors": ["Intel(R) Xeon(R) CPU E5-2660 v4 @ 2.00GHz"],
    "totalPhysicalMemory": 8_589_398_016,
    "operatingSystem": "Microsoft Windows Server 2022 Standard",
}


def get_environment_info(installation: Installation, arguments: Arguments) -> Any:
    """Keys, their order and most values as captured; version 9 does not tell the web client's version (documented)."""
    return {
        "version": installation.version,
        **({"webClientVersion": installation.version} if at_least(installation.version, "22.3") else {}),
        "copyright": "Copyright (c) 2005-2025 MailStore Software GmbH",
        "licenseeName": "Example Inc.",
        "licenseeID": 10000,
        "serverName": installation.server_name,
        "userName": arguments.caller,
        "systemProperties": MACHINE,
    }


def get_service_status(installation: Installation, arguments: Arguments) -> Any:
    """Keys and their order as captured, and so is the text about search indexes; every server is active."""
    access = [
        _server(name, config, "clientAccessServer", MACHINE)
        for name, config in installation.client_access_servers.items()
    ]
    management = {"port": MANAGEMENT_PORT, "serverCertificate": {"thumbprint": THUMBPRINT}}
    hosts = [
        {
            **_server(name, config, "instanceHost", MACHINE),
            "numberOfInstances": sum(one.host == name for one in installation.instances.values()),
            "numberOfRunningInstances": sum(
                one.host == name and one.status == "running" for one in installation.instances.values()
            ),
        }
        for name, config in installation.instance_hosts.items()
    ]
    return {
        "environmentInfo": get_environment_info(installation, arguments),
        "serverInfos": [*access, _server(installation.server_name, management, "managementServer", None), *hosts],
        "messages": [
            {
                "type": "error",
                "text": f"Instance {one.id} on {one.host}: One or more search indexes have to be rebuilt.",
                "isSubItem": False,
                "tag": None,
                "flags": None,
            }
            for one in installation.instances.values()
            if any(store.indexes_to_rebuild for store in one.stores.values())
        ],
    }


def create_license_request(installation: Installation, _: Arguments) -> Any:
    """The one documented key; SPE counts archives, not users (documented)."""
    return {
        "instanceData": [{"usedLicenseCount": one.folders.count_archives()} for one in installation.instances.values()]
    }


def _server(name: str, config: dict[str, Any], role: str, machine: Any) -> dict[str, Any]:
    return {
        "serverName": name,
        "port": config.get("port"),
        "serverCertificate": config.get("serverCertificate"),
        "serverType": role,
        "active": True,
        "systemProperties": machine,
        "numberOfInstances": None,
        "numberOfRunningInstances": None,
    }


HANDLERS: Handlers = {
    "GetEnvironmentInfo": get_environment_info,
    "GetServiceStatus": get_service_status,
    "CreateLicenseRequest": create_license_request,
}
