"""Settings that are read and replaced as a whole: directory services, compliance, mail servers; and credentials."""

from __future__ import annotations

from typing import Any

from mailstore_sdk.emulator.arguments import Arguments
from mailstore_sdk.emulator.handlers.registry import Known
from mailstore_sdk.emulator.settings import getter, setter
from mailstore_sdk.emulator.state import State


def get_credentials(state: State, _: Arguments) -> Any:
    """Keys as captured, in PascalCase as nowhere else."""
    return state.credentials


HANDLERS: Known = {
    "GetDirectoryServicesConfiguration": getter("directoryServices"),
    "SetDirectoryServicesConfiguration": setter("directoryServices"),
    "GetComplianceConfiguration": getter("compliance"),
    "SetComplianceConfiguration": setter("compliance"),
    "GetRetentionPolicies": getter("retentionPolicies"),
    "SetRetentionPolicies": setter("retentionPolicies", kind=list),
    "GetSmtpSettings": getter("smtp"),
    "SetSmtpSettings": setter("smtp", "settings"),
    "GetSystemSmtpConfiguration": getter("systemSmtp"),
    "SetSystemSmtpConfiguration": setter("systemSmtp"),
    "GetCredentials": get_credentials,
}
