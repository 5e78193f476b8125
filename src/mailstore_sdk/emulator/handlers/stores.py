"""Archive stores."""

from __future__ import annotations

from typing import Any

from mailstore_sdk.emulator.arguments import Arguments
from mailstore_sdk.emulator.handlers.registry import Handler, Known
from mailstore_sdk.emulator.messages import Refused
from mailstore_sdk.emulator.settings import getter, setter
from mailstore_sdk.emulator.state import State, Store
from mailstore_sdk.emulator.tasks import Beat, Script, brief

BATCH = 100  # messages between two lines of a verification, as in the tutorial's output


def get_stores(state: State, arguments: Arguments) -> Any:
    """Keys and their order as captured. That sizes are null when not asked for is our choice."""
    sizes = arguments.optional("includeSize", bool) is not False
    return [
        {
            "id": store.id,
            "name": store.name,
            "requestedState": store.requested_state,
            "error": None,
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
    """The lines that the tutorial of version 8.1 shows."""
    store = state.store(arguments.number("id"))
    lines = [
        f"Verifying file group #{store.file_group}...",
        "Creating a list of messages to be verified...",
        f"{store.messages} messages are about to be verified.",
        "Verifying...",
    ]
    # At the first poll the tutorial's status stands at 0 percent with the first hundred verified.
    beats: list[Beat] = []
    for done in range(BATCH, store.messages + 1, BATCH):
        lines.append(f"  {done} messages verified...")
        beats.append(Beat(100 * done // store.messages if beats else 0, len(lines)))
    beats = beats or [Beat(0, len(lines))]
    lines += [f"  {store.messages} messages verified.", "Finished. No errors have been found."]
    return Script(lines=lines, beats=beats)


def verify_stores(state: State, _: Arguments) -> Script:
    """Lines as captured from a recent server, without its thousands separator; the last one is our choice."""
    lines = [
        "Creating a list of archive stores to verify...",
        f"{len(state.stores)} archive stores will now be verified.",
    ]
    beats = [Beat(0, len(lines))]
    for position, store in enumerate(state.stores.values(), start=1):
        lines += [
            f"Verifying archive store {store.id} ({store.name})...",
            "Performing database health check...",
            "Creating a list of messages to be verified...",
            f"{store.messages} messages are about to be verified.",
            *(f"[Status] {done} messages verified..." for done in range(BATCH, store.messages + 1, BATCH)),
        ]
        beats.append(Beat(99 * position // len(state.stores), len(lines)))
    return Script(lines=[*lines, "Finished. No errors have been found."], beats=beats)


def create_store(state: State, arguments: Arguments) -> Script:
    """The new store is there when the call has ended. It is `normal` unless the call says otherwise: our choice."""
    name, asked = arguments.text("name"), arguments.optional("requestedState", str) or "normal"
    if any(store.name == name for store in state.stores.values()):
        raise Refused(f"Archive store '{name}' already exists.")
    path = arguments.optional("databasePath", str) or f"{state.settings['service']['baseDirectory']}\\{name}"

    def finish() -> None:
        number = max(state.stores, default=0) + 1
        state.stores[number] = Store(
            id=number,
            name=name,
            file_group=number,
            path=path,
            content_path=arguments.optional("contentPath", str),
            index_path=arguments.optional("indexPath", str),
        )
        request(state, number, asked)

    return brief(f"Creating archive store {name}...", "Finished.", finish=finish)


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
    """Its folders keep their names: our choice."""
    state.store(arguments.number("id")).name = arguments.text("name")


def detach_store(state: State, arguments: Arguments) -> Script:
    """The store is no longer listed when the call has ended."""
    store = state.store(arguments.number("id"))
    return brief(f"Detaching archive store {store.name}...", "Finished.", finish=lambda: _gone(state, store))


def merge_store(state: State, arguments: Arguments) -> Script:
    """That the store that the messages come from is gone afterwards is our choice."""
    store, source = state.store(arguments.number("id")), state.store(arguments.number("sourceId"))
    if store is source:
        raise Refused("An archive store cannot be merged with itself.")

    def finish() -> None:
        store.messages += source.messages
        store.size += source.size
        _gone(state, source)

    return brief(f"Merging archive store {source.name} into {store.name}...", "Finished.", finish=finish)


def _gone(state: State, store: Store) -> None:
    # Another call may have taken it away meanwhile; a task that ends well has no result to complain with.
    state.stores.pop(store.id, None)


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


HANDLERS: Known = {
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
