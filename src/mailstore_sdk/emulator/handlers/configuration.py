"""Settings of mail servers, which are read and replaced as a whole; and credentials."""

from __future__ import annotations

from typing import Any

from mailstore_sdk.emulator.arguments import Arguments
from mailstore_sdk.emulator.handlers.registry import Handlers
from mailstore_sdk.emulator.state import State
from mailstore_sdk.emulator.stored_settings import getter, setter


def get_credentials(state: State, _: Arguments) -> Any:
    """Keys as captured, in PascalCase as nowhere else."""
    return state.credentials


HANDLERS: Handlers = {
    "GetSmtpSettings": getter("smtp"),
    "SetSmtpSettings": setter("smtp", "settings"),
    "GetSystemSmtpConfiguration": getter("systemSmtp"),
    "SetSystemSmtpConfiguration": setter("systemSmtp"),
    "GetCredentials": get_credentials,
}
