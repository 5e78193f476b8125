"""Typed Python SDK for the Administration API of MailStore Server.

A script:

    from mailstore_sdk import Client

    with Client("archive.example", username="admin", password=...) as client:
        print(client.get_server_info().version)
"""

from __future__ import annotations

from mailstore_sdk._version import __version__

# Not from typing, whose import would be most of what this package costs: type checkers know the name. And not False,
# which jedi would believe, and complete nothing.
TYPE_CHECKING = bool()  # noqa: UP018
if TYPE_CHECKING:
    from typing import Any

    from mailstore_sdk import compat, errors, models
    from mailstore_sdk.async_client import AsyncClient
    from mailstore_sdk.async_spe import AsyncInstanceClient, AsyncSpeClient
    from mailstore_sdk.client import Client
    from mailstore_sdk.fleet import AsyncFleet, Fleet
    from mailstore_sdk.json_types import JsonValue
    from mailstore_sdk.operations import AsyncOperation, Operation
    from mailstore_sdk.spe import InstanceClient, SpeClient
    from mailstore_sdk.streaming import AsyncRows, Rows

__all__ = [
    "AsyncClient",
    "AsyncFleet",
    "AsyncInstanceClient",
    "AsyncOperation",
    "AsyncRows",
    "AsyncSpeClient",
    "Client",
    "Fleet",
    "InstanceClient",
    "JsonValue",
    "Operation",
    "Rows",
    "SpeClient",
    "__version__",
    "compat",
    "errors",
    "models",
]

# Loaded when first used: a script that only catches an error must not pay for pydantic and the HTTP library.
_MODULES = {
    "AsyncClient": "async_client",
    "AsyncFleet": "fleet",
    "AsyncInstanceClient": "async_spe",
    "AsyncOperation": "operations",
    "AsyncRows": "streaming",
    "AsyncSpeClient": "async_spe",
    "Client": "client",
    "Fleet": "fleet",
    "InstanceClient": "spe",
    "JsonValue": "json_types",
    "Operation": "operations",
    "Rows": "streaming",
    "SpeClient": "spe",
}
_SUBMODULES = ("compat", "errors", "models")


def __getattr__(name: str) -> Any:
    from importlib import import_module

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
