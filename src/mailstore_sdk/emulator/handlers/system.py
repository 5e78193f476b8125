"""The server itself."""

from __future__ import annotations

from typing import Any

from mailstore_sdk.emulator.arguments import Arguments
from mailstore_sdk.emulator.handlers.registry import Known
from mailstore_sdk.emulator.settings import getter
from mailstore_sdk.emulator.state import State

LICENSED_USERS = 50


def get_server_info(state: State, _: Arguments) -> Any:
    """Keys and their order as captured."""
    return {"version": state.version, "machineName": state.machine_name}


def get_time_zones(_state: State, _: Arguments) -> Any:
    """Our choice from beginning to end: no answer of a real server was seen."""
    return [
        {"id": "$Local", "displayName": "Time zone of the server"},
        {"id": "UTC", "displayName": "(UTC) Coordinated Universal Time"},
        {
            "id": "W. Europe Standard Time",
            "displayName": "(UTC+01:00) Amsterdam, Berlin, Rome, Vienna",
        },
    ]


def set_service_certificate(state: State, arguments: Arguments) -> None:
    """GetServiceConfiguration tells it; the certificate of the emulator's own HTTPS stays."""
    state.settings["service"]["serverCertificate"] = {"thumbprint": arguments.text("thumbprint")}


def get_license_information(state: State, _: Arguments) -> Any:
    """Keys as clients read them; the administrator needs no licence (documented)."""
    return {
        "namedUsers": sum(user.user_name != "admin" for user in state.users.values()),
        "maxNamedUsers": LICENSED_USERS,
        "licensedTo": "Example Inc.",
        "productVersion": state.version,
    }


HANDLERS: Known = {
    "GetServerInfo": get_server_info,
    "GetTimeZones": get_time_zones,
    "GetServiceConfiguration": getter("service"),
    "SetServiceCertificate": set_service_certificate,
    "GetLicenseInformation": get_license_information,
}
