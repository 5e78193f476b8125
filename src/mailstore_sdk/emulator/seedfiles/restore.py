"""From plain data to what a server holds; schema.py has its form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError

from mailstore_sdk.emulator.archive import Folders
from mailstore_sdk.emulator.editions import Edition
from mailstore_sdk.emulator.handlers.servers import HOST_PORT
from mailstore_sdk.emulator.installation import Installation, InstanceState
from mailstore_sdk.emulator.releases import Version
from mailstore_sdk.emulator.seedfiles.baseline import (
    baseline_installation,
    baseline_instance,
    baseline_state,
    by_key,
    key_of,
)
from mailstore_sdk.emulator.seedfiles.schema import (
    IN_INSTALLATION,
    IN_SERVER,
    Contents,
    Kind,
    ServerFile,
    SpeFile,
    plain_fields,
)
from mailstore_sdk.emulator.state import State
from mailstore_sdk.errors import ConfigurationError

MOST_PROBLEMS = 3  # that one error tells


class Restored(NamedTuple):
    """What a seed file or a dump describes."""

    state: State | Installation
    edition: Edition
    version: Version | None


def restore(data: object) -> Restored:
    """What the data of a seed file, or a dump, describes.

    Raises:
        ConfigurationError: The data is not as schema.py says; the text tells at which places.
    """
    spe = isinstance(data, Mapping) and data.get("edition") == "spe"
    try:
        told: Any = (SpeFile if spe else ServerFile).model_validate(data)
    except ValidationError as error:
        raise ConfigurationError(_problems(error)) from None
    if spe:
        return Restored(_installation(told), "spe", told.version)
    state = baseline_state(told.generate)
    _fill(state, told, "")
    return Restored(state, "server", told.version)


def _problems(error: ValidationError) -> str:
    """Where the data is wrong, and how; never what is there, which may be a password."""
    found = [f"{_place(one['loc'])}: {one['msg']}" for one in error.errors(include_input=False, include_url=False)]
    more = len(found) - MOST_PROBLEMS
    return "; ".join([*found[:MOST_PROBLEMS], *([f"and {more} more"] if more > 0 else [])])


def _place(where: tuple[str | int, ...]) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in where)
    return text.removeprefix(".") or "the whole"


def _installation(told: Any) -> Installation:
    installation = baseline_installation(told.generate)
    _set_plain(installation, told)
    for kind in IN_INSTALLATION:
        _put(kind, installation, told, "")
    for position, name in enumerate(told.deleted.instances):
        if installation.instances.pop(name, None) is None:
            raise _nothing(f"deleted.instances[{position}]", name)
    met = set()
    for position, entry in enumerate(told.instances):
        place = f"instances[{position}]"
        instance = _instance(installation, entry, place)
        if instance.id in met:
            raise ConfigurationError(f"{place}: {instance.id!r} is there twice")
        met.add(instance.id)
        _fill(instance, entry, f"{place}.")
        installation.instances[instance.id] = instance
    return installation


def _instance(installation: Installation, entry: Any, place: str) -> InstanceState:
    config = entry.config or {"instanceID": entry.id, "instanceHost": entry.host}
    if not all(isinstance(config.get(key), str) and config[key] for key in ("instanceID", "instanceHost")):
        raise ConfigurationError(f"{place}: an instance needs an id and a host, or a config with them")
    if entry.host:
        first = {"serverName": entry.host, "port": HOST_PORT, "serverCertificate": None, "baseDirectory": None}
        installation.instance_hosts.setdefault(entry.host, first)
    known = installation.instances.get(config["instanceID"])
    return baseline_instance(config, entry.generate) if known is None or entry.generate is not None else known


def _fill(state: State, told: Contents, place: str) -> None:
    """Change what is held at the beginning into what is told."""
    _set_plain(state, told)
    for kind in IN_SERVER:
        _put(kind, state, told, place)
    if told.deleted.worker_runs:
        state.worker_runs.clear()
    for run in told.worker_runs:
        state.worker_runs.append(run)
    _put_folders(state.folders, told, place)
    for mail in told.messages:
        _add_folder(state.folders, mail.folder)


def _set_plain(site: State | Installation, told: Any) -> None:
    for name in told.model_fields_set & set(plain_fields(type(site))) - {"settings"}:
        setattr(site, name, getattr(told, name))
    site.settings = {**site.settings, **told.settings}
    site.version = told.number or site.version


def _put(kind: Kind, site: State | Installation, told: Any, place: str) -> None:
    held = by_key(kind, site)
    for position, key in enumerate(getattr(told.deleted, kind.name)):
        if key not in held:
            raise _nothing(f"{place}deleted.{kind.name}[{position}]", key)
        del held[key]
    met = set()
    for position, thing in enumerate(getattr(told, kind.name)):
        key = key_of(kind, thing)
        if key in met:
            raise ConfigurationError(f"{place}{kind.name}[{position}].{kind.key}: {key!r} is there twice")
        met.add(key)
        held[key] = thing
    if isinstance(getattr(site, kind.holder), list):
        setattr(site, kind.holder, list(held.values()))


def _put_folders(folders: Folders, told: Contents, place: str) -> None:
    made = {name: folders.untouched(name) for name in told.deleted.folders}
    for position, (name, number) in enumerate(made.items()):
        if number is None:
            raise _nothing(f"{place}deleted.folders[{position}]", name)
    # Looked up first: without its archive no folder is where it was made.
    origins = [None if folder.was is None else folders.origin(folder.was) for folder in told.folders]
    folders.pruned = told.deleted.empty_folders
    folders.clear(number for number in made.values() if number is not None)
    for position, (folder, origin) in enumerate(zip(told.folders, origins, strict=True)):
        if folder.was is None:
            _add_folder(folders, folder.path)
        elif origin is None or folder.was.partition("/")[0] not in made:
            raise ConfigurationError(
                f"{place}folders[{position}].was: {folder.was!r} is no folder of an archive in deleted.folders"
            )
        else:
            folders.append(folder.path, origin)


def _add_folder(folders: Folders, path: str) -> None:
    """With those in which it lies."""
    parts = path.split("/")
    for end in range(1, len(parts) + 1):
        if "/".join(parts[:end]) not in folders:
            folders.append("/".join(parts[:end]))


def _nothing(place: str, key: object) -> ConfigurationError:
    return ConfigurationError(f"{place}: there is no {key!r} at the beginning")
