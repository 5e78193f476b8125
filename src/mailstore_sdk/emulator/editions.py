"""Which functions an edition has, what get-metadata tells of them, and on what they work."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from mailstore_sdk._generated.functions import ALL
from mailstore_sdk.emulator import arguments
from mailstore_sdk.emulator.handlers import instances, search_indexes, stores
from mailstore_sdk.emulator.installation import Installation, InstanceState
from mailstore_sdk.emulator.messages import Refused
from mailstore_sdk.emulator.releases import Release
from mailstore_sdk.emulator.state import State
from mailstore_sdk.function import Function

Edition = Literal["server", "spe"]
Metadata: TypeAlias = dict[str, Any]
INSTANCE = "instanceID"
# Service provider access need not be enabled for those of stores and indexes (documented); those that the Management
# Server can answer itself, and those that enable it, are our choice.
WITHOUT_ACCESS = {*stores.HANDLERS, *search_indexes.HANDLERS, *instances.HANDLERS}
WITHOUT_PROCESS = {"GetInstanceConfiguration"}


def has(edition: Edition, release: Release | None, function: Function[Any]) -> bool:
    """Whether the edition has the function in that release; None stands for all releases together."""
    in_edition = function.server if edition == "server" else bool(function.spe)
    return in_edition and (release is None or release.has(function))


def metadata(edition: Edition, release: Release | None) -> list[Metadata]:
    """The list of functions in the documented form, without the three calls about tokens and metadata (documented).

    That an instance's id comes first is our choice.
    """
    return [
        {
            "name": function.name,
            "args": [
                *([_argument(INSTANCE, "string", False)] if edition == "spe" and function.spe == "instance" else []),
                *(_argument(each.name, each.metadata_type, not each.required) for each in function.arguments),
            ],
        }
        for function in ALL
        if has(edition, release, function)
    ]


def _argument(name: str, kind: str, nullable: bool) -> Metadata:
    return {"name": name, "type": kind, "nullable": nullable}


def site(whole: State | Installation, function: Function[Any], body: bytes) -> State | Installation:
    """What the function works on: the server, the installation, or the instance that the call names."""
    if not isinstance(whole, Installation) or function.spe != "instance":
        return whole
    fields = arguments.form(body)
    if INSTANCE not in fields:
        raise arguments.missing(INSTANCE)
    instance = whole.instance(fields[INSTANCE])
    _check(instance, function.name)
    return instance


def _check(instance: InstanceState, function: str) -> None:
    """A failed call for that instance only (client code), in words of our choice."""
    if instance.status != "running" and function not in WITHOUT_PROCESS:
        raise Refused(f"Instance '{instance.id}' is {instance.status}.")
    if not instance.provider_access and function not in WITHOUT_ACCESS:
        raise Refused(f"Service provider access is not enabled on instance '{instance.id}'.")
