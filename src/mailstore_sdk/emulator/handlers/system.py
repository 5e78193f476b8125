"""The server itself."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone, tzinfo
from typing import Any

from mailstore_sdk.emulator.arguments import Arguments
from mailstore_sdk.emulator.handlers.registry import Handlers
from mailstore_sdk.emulator.licences import named_users
from mailstore_sdk.emulator.state import State
from mailstore_sdk.emulator.stored_settings import getter
from mailstore_sdk.emulator.zones import LOCAL, known_zone, windows_zones

LICENCES = 50  # told of a server that takes as many users as come: the next multiple of it


def get_server_info(state: State, _: Arguments) -> Any:
    """Keys and their order as captured."""
    return {"version": state.version, "machineName": state.machine_name}


def get_time_zones(state: State, _: Arguments) -> Any:
    """Our choice from beginning to end: no answer of a real server was seen. UTC alone without the extra [emulator]."""
    zones = ((name, place, known_zone(name, "")) for name, place in windows_zones().items())
    told = [
        {"id": name, "displayName": f"({_offset(zone, state.now())}) {place}"} for name, place, zone in zones if zone
    ]
    return [{"id": LOCAL, "displayName": f"Time zone of the server: {state.time_zone}"}, *told]


def _offset(zone: tzinfo, now: datetime) -> str:
    """The standard offset of this year: the lesser of winter and summer."""
    offset = min(datetime(now.year, month, 1, tzinfo=zone).utcoffset() or timedelta() for month in (1, 7))
    return str(timezone(offset))


def set_service_certificate(state: State, arguments: Arguments) -> None:
    """GetServiceConfiguration tells it; the certificate of the emulator's own HTTPS stays."""
    state.settings["service"]["serverCertificate"] = {"thumbprint": arguments.text("thumbprint")}


def get_license_information(state: State, _: Arguments) -> Any:
    """Keys as clients read them; the administrator needs no licence (documented)."""
    used = named_users(state)
    enough = max(used + LICENCES - 1, LICENCES) // LICENCES * LICENCES
    return {
        "namedUsers": used,
        "maxNamedUsers": enough if state.licensed_users is None else state.licensed_users,
        "licensedTo": "Example Inc.",
        "productVersion": state.version,
    }


HANDLERS: Handlers = {
    "GetServerInfo": get_server_info,
    "GetTimeZones": get_time_zones,
    "GetServiceConfiguration": getter("service"),
    "SetServiceCertificate": set_service_certificate,
    "GetLicenseInformation": get_license_information,
}
