"""The server itself."""

from __future__ import annotations

from typing import Any

from mailstore_sdk.emulator.arguments import Arguments
from mailstore_sdk.emulator.handlers.registry import Known
from mailstore_sdk.emulator.state import State


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


HANDLERS: Known = {"GetServerInfo": get_server_info, "GetTimeZones": get_time_zones}
