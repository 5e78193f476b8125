"""What the functions return, as pydantic models; one file an area, loaded when one of its names is first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mailstore_sdk.models.metadata import ArgumentMetadata, FunctionMetadata
    from mailstore_sdk.models.operations import StatusMessage, StatusResult
    from mailstore_sdk.models.profiles import WorkerResult
    from mailstore_sdk.models.stores import Store
    from mailstore_sdk.models.system import ServerInfo
    from mailstore_sdk.models.users import FolderPrivileges, User, UserInfo

__all__ = [
    "ArgumentMetadata",
    "FolderPrivileges",
    "FunctionMetadata",
    "ServerInfo",
    "StatusMessage",
    "StatusResult",
    "Store",
    "User",
    "UserInfo",
    "WorkerResult",
]

_MODULES = {
    "ArgumentMetadata": "metadata",
    "FolderPrivileges": "users",
    "FunctionMetadata": "metadata",
    "ServerInfo": "system",
    "StatusMessage": "operations",
    "StatusResult": "operations",
    "Store": "stores",
    "User": "users",
    "UserInfo": "users",
    "WorkerResult": "profiles",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return list(__all__)
