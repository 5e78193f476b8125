"""Archive stores: what a call does is seen by the next one, and what a verification writes."""

from __future__ import annotations

from typing import Any

import pytest

from mailstore_sdk import Client, errors
from mailstore_sdk.emulator import Behaviour, ByPolls, Emulator


def test_stores_are_listed_with_their_sizes(client: Client) -> None:
    first, second = client.get_stores()

    assert (first.id, first.name, first.requested_state) == (1, "DefaultFileGroup", "normal")
    assert (second.id, second.name, second.requested_state) == (2, "2012-07", "current")
    assert (first.statistics_count, first.statistics_size) == (234, 28_311_552)


def test_stores_have_no_sizes_if_nobody_asks_for_them(client: Client) -> None:
    stores = client.get_stores(include_size=False)

    assert [(store.statistics_count, store.statistics_size) for store in stores] == [(None, None), (None, None)]


def states(client: Client) -> dict[str | None, str | None]:
    """The requested state of every store."""
    return {store.name: store.requested_state for store in client.get_stores()}


def test_a_created_store_is_listed_when_the_call_has_ended(client: Client) -> None:
    operation = client.begin_create_store("2026-02", database_path="D:\\New", requested_state="current")

    assert "2026-02" not in states(client)
    operation.result()

    store = client.get_stores()[-1]
    assert (store.id, store.name, store.database_path, store.content_path) == (
        3,
        "2026-02",
        "D:\\New",
        "D:\\New\\Content",
    )


def test_only_one_store_is_the_current_one(client: Client) -> None:
    client.set_store_requested_state(1, "current")
    assert states(client) == {"DefaultFileGroup": "current", "2012-07": "normal"}

    client.create_store("2026-02", requested_state="current")
    assert states(client) == {"DefaultFileGroup": "normal", "2012-07": "normal", "2026-02": "current"}


def test_a_store_that_is_write_protected_stays_so_when_another_becomes_current(client: Client) -> None:
    client.set_store_requested_state(2, "writeProtected")
    client.set_store_requested_state(1, "current")

    assert states(client) == {"DefaultFileGroup": "current", "2012-07": "writeProtected"}


def test_a_renamed_store_is_renamed(client: Client) -> None:
    client.rename_store(1, "Old mail")

    assert list(states(client)) == ["Old mail", "2012-07"]


def test_a_detached_store_is_gone_and_can_be_attached_again(client: Client) -> None:
    client.detach_store(1)
    assert list(states(client)) == ["2012-07"]

    client.attach_store("DefaultFileGroup", database_path="C:\\MailArchive\\DefaultFileGroup")
    assert list(states(client)) == ["2012-07", "DefaultFileGroup"]


def test_a_merged_store_holds_what_both_held(client: Client) -> None:
    client.merge_store(1, 2)

    (store,) = client.get_stores()
    assert (store.id, store.statistics_count, store.statistics_size) == (1, 468, 28_311_552 + 31_457_280)


def test_a_cancelled_call_leaves_nothing_behind() -> None:
    client = Emulator(protocol="modern").client()

    client.begin_detach_store(1).cancel()

    assert len(client.get_stores()) == 2


def test_an_upgraded_store_needs_no_upgrade(emulator: Emulator, client: Client) -> None:
    for store in emulator.state.stores.values():
        store.needs_upgrade = True

    client.upgrade_store(1)
    assert [store.needs_upgrade for store in client.get_stores()] == [False, True]

    client.upgrade_stores()
    assert [store.needs_upgrade for store in client.get_stores()] == [False, False]


def test_a_store_may_be_moved(client: Client) -> None:
    client.set_store_properties(1, content_path="D:\\Content")

    store = client.get_stores()[0]
    assert (store.database_path, store.content_path) == ("C:\\MailArchive\\DefaultFileGroup", "D:\\Content")


CAPTURED = [
    "Creating a list of archive stores to verify...",
    "2 archive stores will now be verified.",
    "Verifying archive store 1 (DefaultFileGroup)...",
    "Performing database health check...",
    "Creating a list of messages to be verified...",
    "32.731 messages are about to be verified.",
    "[Status] 100 messages verified...",
]


def verifier(**options: Any) -> Client:
    """A client of a recent server with as many messages as in the capture."""
    emulator = Emulator(version="22.3", **options)
    emulator.state.stores[1].messages = 32_731
    return emulator.client()


def test_verifying_all_stores_of_a_recent_server_writes_the_captured_lines() -> None:
    lines = [message.text for message in verifier().verify_stores().messages]

    assert lines[:7] == CAPTURED
    assert "[Status] 32.700 messages verified..." in lines


def test_verifying_one_store_of_a_recent_server_writes_the_lines_of_that_store() -> None:
    lines = [message.text for message in verifier().verify_store(1).messages]

    assert lines[:5] == CAPTURED[2:]


def test_numbers_have_the_servers_own_thousands_separator() -> None:
    lines = [
        message.text for message in verifier(behaviour=Behaviour(thousands_separator=",")).verify_store(1).messages
    ]

    assert "32,731 messages are about to be verified." in lines


def test_an_older_server_verifies_one_store_after_the_other_in_the_tutorials_words(client: Client) -> None:
    lines = [message.text for message in client.verify_stores().messages]

    assert [line for line in lines if "..." not in line] == [
        "234 messages are about to be verified.",
        "  234 messages verified.",
        "234 messages are about to be verified.",
        "  234 messages verified.",
        "Finished. No errors have been found.",
    ]


def test_a_store_of_the_same_name_that_came_first_lets_the_later_call_fail() -> None:
    client = Emulator(protocol="modern").client()
    first, second = client.begin_create_store("2026-02"), client.begin_create_store("2026-02")
    first.result()

    with pytest.raises(errors.OperationFailed, match="already exists"):
        second.result()
    assert len(client.get_stores()) == 3


def test_a_store_that_was_merged_meanwhile_is_not_merged_again() -> None:
    client = Emulator(protocol="modern").client()
    first, second = client.begin_merge_store(1, 2), client.begin_merge_store(1, 2)
    first.result()

    with pytest.raises(errors.OperationFailed, match="does not exist"):
        second.result()
    assert [store.statistics_count for store in client.get_stores()] == [468]


LINES = [
    "Verifying file group #2...",
    "Creating a list of messages to be verified...",
    "234 messages are about to be verified.",
    "Verifying...",
    "  100 messages verified...",
    "  200 messages verified...",
    "  234 messages verified.",
    "Finished. No errors have been found.",
]


@pytest.mark.parametrize("polls", [0, 1, 2, 7])
def test_verifying_a_store_writes_the_tutorials_lines(protocol: str, polls: int) -> None:
    client = Emulator(tasks=ByPolls(polls)).client(protocol=protocol)

    assert client.raw.VerifyStore(1) == {
        "status": "succeeded",
        "progressPercentage": 100,
        "messages": [{"text": line, "type": "line"} for line in LINES],
    }


def test_the_first_two_polls_are_those_of_the_tutorial(client: Client) -> None:
    token = client.raw.VerifyStore(2, autoHandleToken=False)

    first, second = client.raw.GetStatus(token), client.raw.GetStatus(token)

    assert (first["status"], first["progressPercentage"]) == ("running", 0)
    assert [message["text"] for message in first["messages"]] == LINES[:5]
    assert (second["status"], second["progressPercentage"]) == ("succeeded", 100)
    assert [message["text"] for message in second["messages"]] == LINES


@pytest.mark.parametrize(("messages", "counts"), [(0, [0]), (50, [50]), (100, [100, 100]), (250, [100, 200, 250])])
def test_verifying_a_store_of_any_size_counts_up_to_its_messages(
    emulator: Emulator, client: Client, messages: int, counts: list[int]
) -> None:
    emulator.state.stores[1].messages = messages

    lines = [message.text for message in client.verify_store(1).messages]

    assert [int(line.split()[0]) for line in lines if "messages verified" in line] == counts
    assert f"{messages} messages are about to be verified." in lines


def test_compacting_a_store_says_which_one(client: Client) -> None:
    status = client.compact_store(2)

    assert (status.status, status.messages[0].text) == ("succeeded", "Compacting archive store 2012-07...")
