"""Who can read whose archive: complete, in both directions, in one pass."""

from __future__ import annotations

import asyncio
import csv
import io
from typing import Any

import pytest

from mailstore_sdk.emulator import Emulator, HttpError, InvalidJson, Reset
from mailstore_sdk.emulator.seed import Seed
from mailstore_sdk.errors import ApiError, TransportError
from mailstore_sdk.workflows import Access, read_access, read_access_async
from mailstore_sdk.workflows.access import ALL
from tests.workflows.plans import emulated

HOSTILE = ('=HYPERLINK("x")', "Müller, Jörg", 'a"b;c', "-1", "JDoe", "jdoe", "two\nlines")


def read(emulator: Emulator, **options: Any) -> Access:
    with emulator.client(retries=0) as client:
        return read_access(client, **options)


def pairs(access: Access, by: Any) -> set[tuple[str, str]]:
    """Who has access to what, an administrator's `all` spelled out."""
    found: set[tuple[str, str]] = set()
    for row in access.rows(by):
        everywhere = row.privileges == ALL and not row.archive
        found |= {(row.user, archive) for archive in access.archives} if everywhere else {(row.user, row.archive)}
    return {(user, archive) for user, archive in found if user and archive}


def test_1200_users_take_one_request_each_and_one_for_the_list_and_both_directions_agree() -> None:
    emulator = Emulator(Seed(users=1_200), version="22.3")
    seen: list[tuple[int, int]] = []

    access = read(emulator, on_progress=lambda done, of: seen.append((done, of)))

    assert len(emulator.requests.calls("GetUsers")) == 1
    assert len(emulator.requests.calls("GetUserInfo")) == 1_201
    assert len(emulator.requests) == 1_203  # the first of all finds out which protocol the server speaks
    emulator.requests.assert_only_read()
    assert seen[-1] == (1_201, 1_201)
    truth = {
        (user.user_name, archive): words
        for user in emulator.state.users.values()
        for archive, words in user.privileges_on_folders.items()
    }
    told = {(row.user, row.archive): row.privileges for row in access.rows("user") if row.archive}
    assert told == {pair: ", ".join(words) for pair, words in truth.items()}
    assert pairs(access, "user") == pairs(access, "archive") == {*truth, *(("admin", name) for name in access.archives)}
    assert access.notes == []


def test_an_administrator_has_access_to_all_and_not_to_none() -> None:
    access = read(emulated(a={"a": ["read"]}))

    assert [tuple(row) for row in access.of_user("ADMIN")] == [("admin", "", ALL)]
    assert [tuple(row) for row in access.rows("archive")] == [("admin", "a", ALL), ("a", "a", "read")]
    assert access.notes == []


def test_an_administrator_whose_answer_names_rights_still_has_access_to_all() -> None:
    emulator = emulated(boss={"boss": ["read"]})
    emulator.state.users["boss"].privileges = ["login", "admin"]

    access = read(emulator)

    assert [tuple(row) for row in access.of_user("boss")] == [("boss", "", ALL)]
    assert access.users[1].on("boss") == {"read"}


def test_a_user_who_is_deleted_meanwhile_is_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    emulator = emulated(a={"a": ["read"]}, b={"a": ["read"]})
    with emulator.client() as client:
        told = client.get_user_info

        def deleting(name: str) -> Any:
            emulator.state.users.pop("b", None)
            return told(name)

        monkeypatch.setattr(client, "get_user_info", deleting)
        access = read_access(client, concurrency=1)

    assert access.notes == ["user 'b' was deleted, or renamed, while this was read"]
    assert [one.user for one in access.users] == ["admin", "a"]
    assert len(emulator.requests.calls("GetUsers")) == 2


@pytest.mark.parametrize("fault", [HttpError(status=500), InvalidJson()], ids=repr)
def test_one_user_of_whom_nothing_can_be_read_is_a_note(fault: Any) -> None:
    emulator = emulated(a={"a": ["read"]})
    emulator.faults.add("GetUserInfo", fault, times=1)

    access = read(emulator, concurrency=1)

    assert len(access.notes) == 1
    assert access.notes[0].startswith("user 'admin' could not be read: GetUserInfo: ")


def test_a_server_that_tells_of_nobody_or_does_not_answer_is_an_error() -> None:
    emulator = emulated(a={"a": ["read"]})
    emulator.faults.add("GetUserInfo", HttpError(status=500))
    with pytest.raises(ApiError):
        read(emulator)
    emulator.faults.clear()
    emulator.faults.add("GetUserInfo", Reset(), times=1)
    with pytest.raises(TransportError):
        read(emulator)


def test_what_a_server_up_to_8_does_not_tell_is_not_taken_for_nothing() -> None:
    access = read(Emulator(protocol="legacy"))

    assert [row.privileges for row in access.rows("user")] == [ALL, "not told", "not told"]
    assert len(access.notes) == 2


def test_denied_access_is_none() -> None:
    access = read(emulated(a={"b": ["none"], "c": ["read"]}, b={}))

    assert [tuple(row) for row in access.of_user("a")] == [("a", "c", "read")]
    assert [tuple(row) for row in access.of_user("b")] == [("b", "", "")]


def test_an_archive_on_which_nobody_has_a_right_is_listed_when_asked_for() -> None:
    access = read(emulated(a={"a": ["read"]}), archives=["left", "a"])

    assert access.archives == ["a", "left"]
    assert ("admin", "left", ALL) in access.rows("archive")
    alone = access.model_copy(update={"users": []})
    assert [tuple(row) for row in alone.rows("archive")] == [("", "a", ""), ("", "left", "")]


@pytest.mark.parametrize("by", ["user", "archive"])
def test_hostile_names_come_through_every_form_and_run_nowhere(by: Any) -> None:
    emulator = emulated(**{name: {archive: ["read"] for archive in HOSTILE} for name in HOSTILE})

    access = read(emulator)

    assert Access.from_json(access.to_json()) == access
    assert pairs(access, by) == {(name, archive) for name in (*HOSTILE, "admin") for archive in HOSTILE}
    text = access.to_text(by)
    assert all(line.isprintable() for line in text.splitlines())
    assert len(text.splitlines()) == 1 + len(access.rows(by))
    cells = list(csv.reader(io.StringIO(access.to_csv(by), newline=""), delimiter=";"))
    assert len(cells) == 1 + len(access.rows(by))
    assert not [cell for row in cells for cell in row if cell.startswith(("=", "@", "+")) or cell[:2] == "-H"]
    assert any('"Müller, Jörg"' in line for line in access.to_csv(by).splitlines())


def test_an_instance_and_the_asynchronous_twin_are_read_alike() -> None:
    emulator = Emulator(edition="spe")

    async def ask() -> Access:
        async with emulator.async_spe_client() as client:
            return await read_access_async(client.instance("customer1"))

    with emulator.spe_client() as client:
        access = read_access(client.instance("customer1"))

    assert access.server.endswith(" customer1")
    assert {row.user: row.privileges for row in access.rows("user")} == {
        "$archiveadmin": ALL,
        "boss": ALL,
        "jdoe": "read",
    }
    assert asyncio.run(ask()).model_copy(update={"created": access.created}) == access
