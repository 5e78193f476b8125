"""Search indexes: which ones have to be rebuilt, and until when."""

from __future__ import annotations

from mailstore_sdk import Client


def test_selected_indexes_are_told_until_they_are_rebuilt(client: Client) -> None:
    def needs() -> list[bool | None]:
        return [store.search_indexes_need_rebuild for store in client.get_stores()]

    client.select_all_store_indexes_for_rebuild()
    assert needs() == [True, True]

    client.rebuild_store_index(1, "johndoe")
    client.rebuild_store_index(1, "asmith")
    assert needs() == [False, True]

    client.rebuild_selected_store_indexes()
    assert needs() == [False, False]


def test_indexes_are_those_of_every_archive_in_a_store(client: Client) -> None:
    client.select_all_store_indexes_for_rebuild()
    client.rebuild_store_index(2, "asmith")

    assert client.get_store_indexes(id=2) == [
        {"storeId": 2, "folder": "johndoe", "needsRebuild": True},
        {"storeId": 2, "folder": "asmith", "needsRebuild": False},
    ]
    assert len(client.invoke("GetStoreIndexes")) == 4
