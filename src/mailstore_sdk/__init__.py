"""Typed Python SDK for the Administration API of MailStore Server.

from mailstore_sdk import Client

with Client("archive.example", username="admin", password=...) as client:
print(client.get_server_info().version)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mailstore_sdk._version import __version__

if TYPE_CHECKING:
    from mailstore_sdk import compat, errors, models
    from mailstore_sdk.client import AsyncClient, Client
    from mailstore_sdk.fleet import AsyncFleet, Fleet
    from mailstore_sdk.json_types import JsonValue
    from mailstore_sdk.operations import AsyncOperation, Operation
    from mailstore_sdk.spe import AsyncInstanceClient, AsyncSpeClient, InstanceClient, SpeClient

__all__ = [
    "AsyncClient",
    "AsyncFleet",
    "AsyncInstanceClient",
    "AsyncOperation",
    "AsyncSpeClient",
    "Client",
    "Fleet",
    "InstanceClient",
    "JsonValue",
    "Operation",
    "SpeClient",
    "__version__",
    "compat",
    "errors",
    "models",
]

# Loaded when first used: a script that only catches an error must not pay for pydantic and the HTTP library.
_MODULES = {
    "AsyncClient": "client",
    "AsyncFleet": "fleet",
    "AsyncInstanceClient": "spe",
    "AsyncOperation": "operations",
    "AsyncSpeClient": "spe",
    "Client": "client",
    "Fleet": "fleet",
    "InstanceClient": "spe",
    "JsonValue": "json_types",
    "Operation": "operations",
    "SpeClient": "spe",
}
_SUBMODULES = ("compat", "errors", "models")


def __getattr__(name: str) -> Any:
    if name in _SUBMODULES:
        value: Any = import_module(f"{__name__}.{name}")
    elif name in _MODULES:
        value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
