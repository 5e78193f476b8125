"""Archive stores."""

from __future__ import annotations

from typing import Any

from mailstore_sdk.emulator.arguments import Arguments
from mailstore_sdk.emulator.handlers.registry import Known
from mailstore_sdk.emulator.state import State
from mailstore_sdk.emulator.tasks import Beat, Script

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
            "needsUpgrade": False,
            "searchIndexesNeedRebuild": False,
            "databasePath": store.path,
            "contentPath": f"{store.path}\\Content",
            "indexPath": f"{store.path}\\Index",
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


def compact_store(state: State, arguments: Arguments) -> Script:
    """Lines of our choice: a real server's were not seen."""
    store = state.store(arguments.number("id"))
    return Script(lines=[f"Compacting archive store {store.name}...", "Finished."], beats=[Beat(0, 1)])


HANDLERS: Known = {"GetStores": get_stores, "VerifyStore": verify_store, "CompactStore": compact_store}
