"""Archive stores."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from itertools import chain, count
from typing import Any

from mailstore_sdk.emulator.arguments import Arguments
from mailstore_sdk.emulator.handlers.registry import Handler, Handlers
from mailstore_sdk.emulator.messages import Refused
from mailstore_sdk.emulator.state import State, Store
from mailstore_sdk.emulator.stored_settings import BASE_DIRECTORY, getter, setter
from mailstore_sdk.emulator.tasks import Beat, Script, brief

BATCH = 100  # messages between two lines of a verification, as in the tutorial's output
FULL = 5_000_000  # messages after which a new store begins


def get_stores(state: State, arguments: Arguments) -> Any:
    """Keys and their order as captured. That sizes are null when not asked for is our choice."""
    sizes = arguments.optional("includeSize", bool) is not False
    return [
        {
            "id": store.id,
            "name": store.name,
            "requestedState": store.requested_state,
            "error": store.error,
            "statisticsCount": store.messages if sizes else None,
            "statisticsSize": store.size if sizes else None,
            "needsUpgrade": store.needs_upgrade,
            "searchIndexesNeedRebuild": bool(store.indexes_to_rebuild),
            "databasePath": store.path,
            "contentPath": store.content_path or f"{store.path}\\Content",
            "indexPath": store.index_path or f"{store.path}\\Index",
        }
        for store in state.stores.values()
    ]


def verify_store(state: State, arguments: Arguments) -> Script:
    """The lines that the tutorial of version 8.1 shows; newer servers write others, by a captured log."""
    store = state.store(arguments.number("id"))
    return _verify_newer(state, [store], alone=True) if state.is_since("22.3") else _verify_older([store])


def verify_stores(state: State, _: Arguments) -> Script:
    """As for one store; that an older server writes the same of one after the other is our choice."""
    chosen = list(state.stores.values())
    return _verify_newer(state, chosen, alone=False) if state.is_since("22.3") else _verify_older(chosen)


def _verify_older(stores: list[Store]) -> Script:
    lines: list[str] = []
    beats: list[Beat] = []
    for position, store in enumerate(stores):
        lines += [
            f"Verifying file group #{store.file_group}...",
            "Creating a list of messages to be verified...",
            f"{store.messages} messages are about to be verified.",
            "Verifying...",
        ]
        before = len(lines)
        for done in range(BATCH, store.messages + 1, BATCH):
            lines.append(f"  {done} messages verified...")
            # At the first poll the tutorial's status stands at 0 percent with the first hundred verified.
            percent = (100 * position + 100 * done // store.messages) // len(stores) if beats else 0
            beats.append(Beat(percent, len(lines)))
        if len(lines) == before:
            beats.append(Beat(100 * position // len(stores), len(lines)))
        lines.append(f"  {store.messages} messages verified.")
    return Script(lines=[*lines, "Finished. No errors have been found."], beats=beats or [Beat(0, 0)])


def _verify_newer(state: State, stores: list[Store], *, alone: bool) -> Script:
    """The last line is our choice, and so is that one store alone is not preceded by the list of stores."""

    def number(count: int) -> str:
        return f"{count:,}".replace(",", state.behaviour.thousands_separator)

    lines = (
        []
        if alone
        else [
            "Creating a list of archive stores to verify...",
            f"{number(len(stores))} archive stores will now be verified.",
        ]
    )
    beats = [Beat(0, len(lines))]
    for position, store in enumerate(stores, start=1):
        lines += [
            f"Verifying archive store {store.id} ({store.name})...",
            "Performing database health check...",
            "Creating a list of messages to be verified...",
            f"{number(store.messages)} messages are about to be verified.",
            *(f"[Status] {number(done)} messages verified..." for done in range(BATCH, store.messages + 1, BATCH)),
        ]
        beats.append(Beat(99 * position // len(stores), len(lines)))
    return Script(lines=[*lines, "Finished. No errors have been found."], beats=beats)


def take_in(state: State, messages: int, size: int) -> None:
    """New messages come into the current store, and when it is full the next one becomes the current one.

    A new store begins every 5 million messages by default (documented); that one is also begun where none is the
    current one, and that it is called by the month, as captured ones are, is our choice.

    Args:
        state: What has the stores.
        messages: How many come.
        size: Their bytes.
    """
    store = next((one for one in state.stores.values() if one.requested_state == "current"), None)
    if store is None:
        store = _begin(state)
    store.messages += messages
    store.size += size
    if store.messages >= FULL:
        _begin(state)


def month_name(moment: datetime, names: Collection[str]) -> str:
    """A store's name by the month, as captured ones are; with a number if there is one of that name: our choice."""
    month = f"{moment:%Y-%m}"
    return next(name for name in chain([month], (f"{month}-{more}" for more in count(2))) if name not in names)


def _begin(state: State) -> Store:
    new = _add(state, month_name(state.now(), [store.name for store in state.stores.values()]), None)
    request(state, new.id, "current")
    return new


def _add(state: State, name: str, path: str | None) -> Store:
    number = max(state.stores, default=0) + 1
    where = path or f"{state.settings['service'].get('baseDirectory', BASE_DIRECTORY)}\\{name}"
    state.stores[number] = Store(id=number, name=name, file_group=number, path=where)
    return state.stores[number]


def create_store(state: State, arguments: Arguments) -> Script:
    """The new store is there when the call has ended. It is `normal` unless the call says otherwise: our choice."""
    name, asked = arguments.text("name"), arguments.optional("requestedState", str) or "normal"
    _free(state, name)

    def finish() -> None:
        _free(state, name)
        new = _add(state, name, arguments.optional("databasePath", str))
        new.content_path = arguments.optional("contentPath", str)
        new.index_path = arguments.optional("indexPath", str)
        request(state, new.id, asked)

    return brief(f"Creating archive store {name}...", "Finished.", finish=finish)


def _free(state: State, name: str) -> None:
    if any(store.name == name for store in state.stores.values()):
        raise Refused(f"Archive store '{name}' already exists.")


def request(state: State, number: int, asked: str) -> None:
    """Only one store can be the current one; the one that was becomes `normal`, which is our choice."""
    wanted = state.store(number)
    if asked == "current":
        for store in state.stores.values():
            store.requested_state = "normal" if store.requested_state == "current" else store.requested_state
    wanted.requested_state = asked


def set_store_requested_state(state: State, arguments: Arguments) -> None:
    """At once: our choice."""
    request(state, arguments.number("id"), arguments.text("requestedState"))


def rename_store(state: State, arguments: Arguments) -> None:
    """Its folders keep their names, and no two stores have the same one: our choice."""
    store, name = state.store(arguments.number("id")), arguments.text("name")
    if name != store.name:
        _free(state, name)
    store.name = name


def detach_store(state: State, arguments: Arguments) -> Script:
    """The store is no longer listed when the call has ended."""
    store = state.store(arguments.number("id"))

    def finish() -> None:
        del state.stores[state.store(store.id).id]

    return brief(f"Detaching archive store {store.name}...", "Finished.", finish=finish)


def merge_store(state: State, arguments: Arguments) -> Script:
    """That the store that the messages come from is gone afterwards is our choice."""
    store, source = state.store(arguments.number("id")), state.store(arguments.number("sourceId"))
    if store is source:
        raise Refused("An archive store cannot be merged with itself.")

    def finish() -> None:
        # Another call may have taken one of them away meanwhile.
        for one in (store, source):
            state.store(one.id)
        store.messages += source.messages
        store.size += source.size
        del state.stores[source.id]

    return brief(f"Merging archive store {source.name} into {store.name}...", "Finished.", finish=finish)


def upgrade_store(state: State, arguments: Arguments) -> Script:
    """Lines of our choice."""
    return _upgrade([state.store(arguments.number("id"))])


def upgrade_stores(state: State, _: Arguments) -> Script:
    """Lines of our choice."""
    return _upgrade([store for store in state.stores.values() if store.needs_upgrade])


def _upgrade(stores: list[Store]) -> Script:
    def finish() -> None:
        for store in stores:
            store.needs_upgrade = False

    return brief(*(f"Upgrading archive store {store.name}..." for store in stores), "Finished.", finish=finish)


def set_store_properties(state: State, arguments: Arguments) -> None:
    """What is left out stays: our choice. Nothing tells of the database server of a store."""
    store = state.store(arguments.number("id"))
    store.path = arguments.optional("databasePath", str) or store.path
    store.content_path = arguments.optional("contentPath", str) or store.content_path
    store.index_path = arguments.optional("indexPath", str) or store.index_path


def set_store_path(state: State, arguments: Arguments) -> None:
    """Content and indexes lie below it then: our choice."""
    store = state.store(arguments.number("id"))
    store.path, store.content_path, store.index_path = arguments.text("path"), None, None


def work_on(doing: str) -> Handler:
    """A handler that only says what it does to a store, in words of our choice: a real server's were not seen."""

    def work(state: State, arguments: Arguments) -> Script:
        return brief(f"{doing} archive store {state.store(arguments.number('id')).name}...", "Finished.")

    return work


HANDLERS: Handlers = {
    "GetStores": get_stores,
    "CreateStore": create_store,
    "AttachStore": create_store,
    "SetStoreRequestedState": set_store_requested_state,
    "RenameStore": rename_store,
    "DetachStore": detach_store,
    "CompactStore": work_on("Compacting"),
    "MergeStore": merge_store,
    "RecoverStore": work_on("Recovering"),
    "RecreateRecoveryRecords": work_on("Recreating the recovery records of"),
    "RepairStoreDatabase": work_on("Repairing the database of"),
    "UnlockStore": work_on("Unlocking"),
    "UpgradeStore": upgrade_store,
    "UpgradeStores": upgrade_stores,
    "VerifyStore": verify_store,
    "VerifyStores": verify_stores,
    "GetStoreAutoCreateConfiguration": getter("storeAutoCreate"),
    "SetStoreAutoCreateConfiguration": setter("storeAutoCreate"),
    "SetStoreProperties": set_store_properties,
    "SetStorePath": set_store_path,
}
