"""From what a server holds to plain data; schema.py has its form."""

from __future__ import annotations

import copy
from typing import Any

from pydantic import BaseModel

from mailstore_sdk.emulator.archive import Folders
from mailstore_sdk.emulator.installation import Installation
from mailstore_sdk.emulator.lazy_mapping import LazyMapping
from mailstore_sdk.emulator.releases import Version
from mailstore_sdk.emulator.seedfiles.baseline import baseline_installation, baseline_instance, baseline_state, by_key
from mailstore_sdk.emulator.seedfiles.schema import (
    IN_INSTALLATION,
    IN_SERVER,
    Folder,
    Instance,
    Kind,
    ServerFile,
    SpeFile,
    plain_fields,
)
from mailstore_sdk.emulator.state import Site, State


def dump(state: State | Installation, version: Version | None = None) -> dict[str, Any]:
    """What a server holds, as data that JSON can carry.

    Passwords are in it, since nobody could log in to what is made from it otherwise. Long-running calls and the time
    are not.

    Args:
        state: What it holds.
        version: The version that is emulated, if it is a certain one.
    """
    head = {"edition": "spe" if isinstance(state, Installation) else "server"}
    if version is not None:
        head["version"] = version
    if isinstance(state, Installation):
        return head | _installation(state)
    return head | _generated(state) | _differences(state, baseline_state(state.seed), ServerFile)


def _installation(state: Installation) -> dict[str, Any]:
    first = baseline_installation(state.seed)
    told, gone = _plain_differences(state, first), _Deleted()
    for kind in IN_INSTALLATION:
        _compare(kind, state, first, told, gone)
    gone.add("instances", [name for name in first.instances if name not in state.instances])
    instances = []
    for name, instance in state.instances.items():
        beginning, entry = first.instances.get(name), {}
        if beginning is None or beginning.seed != instance.seed:
            gone.add("instances", [name] if beginning is not None else [])
            beginning, entry = baseline_instance(instance.config, instance.seed), {"config": {}, **_generated(instance)}
        entry |= _differences(instance, beginning, Instance)
        if entry:
            instances.append({**entry, "config": copy.deepcopy(instance.config)})
    data = _generated(state) | _as_json(SpeFile, told)
    return data | ({"instances": instances} if instances else {}) | gone.told()


class _Deleted(dict[str, Any]):
    def add(self, name: str, what: list[Any] | bool) -> None:
        if what:
            self[name] = [*self.get(name, []), *what] if isinstance(what, list) else what

    def told(self) -> dict[str, Any]:
        return {"deleted": dict(self)} if self else {}


def _generated(site: Site) -> dict[str, Any]:
    return {} if site.seed is None else {"generate": site.seed.model_dump(mode="json", exclude_defaults=True)}


def _differences(state: State, first: State, model: type[BaseModel]) -> dict[str, Any]:
    told, gone = _plain_differences(state, first), _Deleted()
    for kind in IN_SERVER:
        _compare(kind, state, first, told, gone)
    if state.worker_runs.own:
        told["worker_runs"] = state.worker_runs.own
    gone.add("worker_runs", state.worker_runs.history is None and first.worker_runs.history is not None)
    _compare_folders(state.folders, first.folders, told, gone)
    return _as_json(model, told) | gone.told()


def _plain_differences(site: State | Installation, first: State | Installation) -> dict[str, Any]:
    names = [name for name in plain_fields(type(site)) if name != "settings"]
    told = {name: getattr(site, name) for name in names if getattr(site, name) != getattr(first, name)}
    settings = {name: value for name, value in site.settings.items() if first.settings.get(name) != value}
    if settings:
        told["settings"] = settings
    return told if site.version == first.version else {"number": site.version, **told}


def _compare(kind: Kind, site: Site, first: Site, told: dict[str, Any], gone: _Deleted) -> None:
    held, known = by_key(kind, site), by_key(kind, first)
    if isinstance(held, LazyMapping) and isinstance(known, LazyMapping) and held.source == known.source:
        # In this way a million users that nobody changed need not be made.
        new, old = dict(held.changed()), dict(known.changed())
        gone.add(kind.name, [*held.deleted(), *(key for key in old if key not in held)])
    else:
        new, old = dict(held), dict(known)
        gone.add(kind.name, [key for key in old if key not in new])
    changed = [thing for key, thing in new.items() if key not in old or old[key] != thing]
    if changed:
        told[kind.name] = changed


def _compare_folders(folders: Folders, first: Folders, told: dict[str, Any], gone: _Deleted) -> None:
    made = folders.source is not None and folders.source == first.source
    own = folders.own().items()
    if own:
        told["folders"] = [
            Folder(path=path, was=first.place(origin) if made and origin else None) for path, origin in own
        ]
    if made:
        gone.add("folders", list(folders.replaced()))
        gone.add("empty_folders", folders.pruned)
    else:
        gone.add("folders", list(first.archives()))


def _as_json(model: type[BaseModel], told: dict[str, Any]) -> dict[str, Any]:
    data: dict[str, Any] = model.model_construct(**told).model_dump(
        mode="json", include=set(told), exclude_defaults=True
    )
    if "folders" in data:
        data["folders"] = [one if "was" in one else one["path"] for one in data["folders"]]
    return data
