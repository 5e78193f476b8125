"""Search indexes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mailstore_sdk.emulator.arguments import Arguments
from mailstore_sdk.emulator.handlers.registry import Handlers
from mailstore_sdk.emulator.messages import listed
from mailstore_sdk.emulator.state import State
from mailstore_sdk.emulator.stored_settings import getter, setter
from mailstore_sdk.emulator.tasks import Script, brief


def select_all(state: State, _: Arguments) -> None:
    """Every archive has an index in every store: our choice. GetStores then tells of the need (its key is captured)."""
    for store in state.stores.values():
        store.indexes_to_rebuild.update(state.archives)


def rebuild_selected(state: State, _: Arguments) -> Script:
    """Lines of our choice."""
    stores = [store for store in state.stores.values() if store.indexes_to_rebuild]

    def finish() -> None:
        for store in stores:
            store.indexes_to_rebuild.clear()

    return brief(
        *(f"Rebuilding indexes of archive store {store.name}..." for store in stores), "Finished.", finish=finish
    )


def get_store_indexes(state: State, arguments: Arguments) -> Any:
    """Our choice from beginning to end: no answer of a real server was seen."""
    number = arguments.optional("id", int)
    stores = list(state.stores.values()) if number is None else [state.store(number)]

    def rows() -> Iterator[dict[str, Any]]:
        for store in stores:
            for archive in state.folders.archives():
                yield {"storeId": store.id, "folder": archive, "needsRebuild": archive in store.indexes_to_rebuild}

    return listed(len(stores) * state.folders.count_archives(), rows)


def rebuild_store_index(state: State, arguments: Arguments) -> Script:
    """Lines of our choice."""
    store, folder = state.store(arguments.number("id")), state.folder(arguments.text("folder"))
    return brief(
        f"Rebuilding the index of {folder} in archive store {store.name}...",
        "Finished.",
        finish=lambda: store.indexes_to_rebuild.discard(folder),
    )


HANDLERS: Handlers = {
    "SelectAllStoreIndexesForRebuild": select_all,
    "RebuildSelectedStoreIndexes": rebuild_selected,
    "GetStoreIndexes": get_store_indexes,
    "RebuildStoreIndex": rebuild_store_index,
    "GetIndexConfiguration": getter("index"),
    "SetIndexConfiguration": setter("index"),
}
