"""What is made on demand behaves as if it were there, and costs nothing until it is looked at."""

from __future__ import annotations

import copy
import json
import pickle
import random
import tracemalloc
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest

from mailstore_sdk import Client, errors
from mailstore_sdk.emulator import ByPolls, Emulator, Mail, Request, Response, Seed, State, User
from mailstore_sdk.emulator.lazy_mapping import LOOKED_AT
from mailstore_sdk.emulator.seed_sources import SeedArchives, SeedUsers

SEED = Seed(users=11, folders_per_user=6, messages_per_user=9, runs_per_day=0)
CREDENTIALS = {"authorization": "Basic YWRtaW46YWRtaW4=", "content-length": "0"}
MEGABYTE = 1024 * 1024
TWO_YEARS = b"fromIncluding=2024-01-06T00%3A00%3A00&toExcluding=2026-01-06T00%3A00%3A00"


def kept(seed: Seed) -> State:
    """A server that holds just what the seed's does, nothing of it made on demand."""
    made = seed.state()
    state = State(
        machine_name=made.machine_name,
        users=dict(made.users.items()),
        folders=list(made.folders),
        mails=dict(made.mails.items()),
        worker_runs=list(made.worker_runs),
    )
    state.stores, state.profiles, state.jobs, state.job_runs = made.stores, made.profiles, made.jobs, made.job_runs
    return state


def seen(client: Client) -> dict[str, Any]:
    """All that a client can see of users, folders and messages, in an order of its own."""
    users = sorted(user.user_name or "" for user in client.get_users())
    tree = client.get_child_folders()
    paths = sorted(_paths(tree))
    return {
        "users": [client.get_user_info(name).model_dump() for name in users],
        "folders": paths,
        "statistics": sorted((row.folder, row.size, row.count) for row in client.get_folder_statistics()),
        "messages": {
            path: sorted(json.dumps(mail) for mail in client.invoke("GetMessages", {"folder": path})) for path in paths
        },
    }


def _paths(tree: Any) -> Iterator[str]:
    for folder in tree:
        yield folder["path"]
        yield from _paths(folder["children"])


def any_call(chance: random.Random, client: Client) -> tuple[str, dict[str, Any]]:
    """A call that changes something, or is refused."""
    paths = sorted(_paths(client.get_child_folders()))
    users = sorted(user.user_name or "" for user in client.get_users())
    path, user = chance.choice(paths), chance.choice(users[1:])
    mails = [mail["id"] for mail in client.invoke("GetMessages", {"folder": path})]
    target = chance.choice([user, f"new{chance.randrange(5)}", f"{path}/new", f"{chance.choice(paths)}/moved"])
    calls: list[tuple[str, dict[str, Any]]] = [
        ("MoveFolder", {"fromFolder": path, "toFolder": target}),
        ("MoveFolder", {"fromFolder": path.partition("/")[0], "toFolder": target}),
        ("DeleteEmptyFolders", {"folder": path}),
        ("DeleteEmptyFolders", {}),
        ("RenameUser", {"oldUserName": user, "newUserName": target}),
        ("DeleteUser", {"userName": user}),
        ("CreateUser", {"userName": target}),
        ("SetUserFullName", {"userName": user, "fullName": "Changed"}),
        ("SetUserPrivilegesOnFolder", {"userName": user, "folder": path, "privileges": "read"}),
        *[("DeleteMessage", {"id": mail, "reason": "none"}) for mail in mails[:8]],
    ]
    return chance.choice(calls)


@pytest.mark.parametrize("number", range(12))
def test_an_archive_made_on_demand_does_what_one_that_is_kept_does(number: int) -> None:
    chance = random.Random(number)
    seed = SEED.model_copy(update={"messages_per_user": chance.choice([0, 2, 9]), "number": number})
    made, other = (Emulator(state, tasks=ByPolls(0)).client() for state in (seed, kept(seed)))

    for _ in range(25):
        function, arguments = any_call(chance, made)
        refusals = []
        for client in (made, other):
            try:
                client.invoke(function, arguments)
            except errors.ApiError as error:
                refusals.append(error.message)
        assert len(refusals) != 1, (function, arguments, refusals)
        assert refusals[:1] == refusals[1:]
    assert seen(made) == seen(other)


def test_only_what_is_sent_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    made = counted(monkeypatch, SeedUsers)
    answer = Emulator(Seed(users=1_000_000)).respond(request("/api/invoke/GetUsers"))
    assert isinstance(answer, Response)
    assert callable(answer.body)
    made.clear()

    next(answer.body())

    assert 0 < len(made) < 5_000


@pytest.mark.parametrize(
    ("seed", "path", "body"),
    [
        (Seed(users=12_000), "/api/invoke/GetUsers", b""),
        (Seed(users=12_000), "/JSON/Invoke/GetUserList", b""),
        (Seed(users=1, folders_per_user=1, messages_per_user=9_000), "/api/invoke/GetMessages", None),
        (Seed(users=1, runs_per_day=10), "/api/invoke/GetWorkerResults", TWO_YEARS),
    ],
    ids=["users", "legacy users", "messages", "runs"],
)
def test_a_long_answer_is_sent_without_being_kept(seed: Seed, path: str, body: bytes | None) -> None:
    emulator = Emulator(seed)
    if body is None:
        archive = next(iter(emulator.state.folders.archives()))
        body = f"folder={archive}%2FInbox".encode()
    answer = emulator.respond(request(path, body))
    assert isinstance(answer, Response)
    tracemalloc.start()

    try:
        size = sum(map(len, answer.chunks()))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert size > MEGABYTE
    assert peak < size / 2


def test_long_and_short_lists_are_the_same_json() -> None:
    emulator = Emulator(Seed(users=3_000))
    answer = emulator.respond(request("/api/invoke/GetUsers"))
    assert isinstance(answer, Response)

    envelope = json.loads(answer.content.decode("utf-8-sig"))

    assert list(envelope)[:4] == ["error", "token", "statusVersion", "statusCode"]
    assert [row["userName"] for row in envelope["result"]] == list(emulator.state.users)


@pytest.mark.parametrize(
    "state",
    [Seed(users=3_000), kept(Seed(users=3_000, messages_per_user=0, runs_per_day=0))],
    ids=["made on demand", "kept"],
)
def test_an_answer_goes_on_when_users_change_meanwhile(state: State | Seed) -> None:
    emulator = Emulator(state)
    client = emulator.client()
    names = list(emulator.state.users)
    answer = emulator.respond(request("/api/invoke/GetUsers"))
    assert isinstance(answer, Response)
    pieces = answer.chunks()
    first = next(pieces)

    client.delete_user(names[2_900])
    client.create_user("new")
    client.create_user("newer")
    client.rename_user(names[2_901], "renamed")
    rest = b"".join(pieces).decode()

    assert json.loads(first.decode("utf-8-sig") + rest)["statusCode"] == "succeeded"
    assert len(first) < len(rest)


def test_the_archive_is_as_at_first_after_a_reset() -> None:
    emulator = Emulator(SEED)
    client = emulator.client()
    before = seen(client)
    name = list(emulator.state.users)[4]
    client.delete_user(name)
    client.move_folder(name, "moved")

    emulator.reset()

    assert seen(client) == before


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda state: pickle.loads(pickle.dumps(state))])
def test_a_copy_is_equal_and_apart(copied: Callable[[State], State]) -> None:
    state = SEED.state()
    names = list(state.users)
    del state.users[names[3]]
    state.users[names[4]].full_name = "Changed"
    state.folders.move(f"{names[5]}/Inbox", f"{names[5]}/In")

    other = copied(state)

    assert other == state
    other.users[names[4]].full_name = "Other"
    assert other != state
    other = copied(state)
    other.folders.move(f"{names[5]}/In", f"{names[5]}/Inbox")
    assert f"{names[5]}/In" in state.folders
    assert {mail.folder for mail in other.mails.values()} != {mail.folder for mail in state.mails.values()}


def test_changed_users_are_kept_however_many_others_are_looked_at() -> None:
    users = Seed(users=4 * LOOKED_AT).state().users
    names = list(users)
    users[names[1]].full_name = "Changed"

    for name in names[2:]:
        users[name]

    assert users[names[1]].full_name == "Changed"
    assert dict(users.changed()) == {names[1]: users[names[1]]}
    assert users[names[9]] is users[names[9]]


def test_users_looked_at_are_let_go() -> None:
    users = Seed(users=8_000).state().users
    tracemalloc.start()

    try:
        for name in users:
            users[name]
        held = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()

    assert held < 5 * MEGABYTE


def test_a_deleted_user_can_be_created_anew() -> None:
    emulator = Emulator(SEED)
    client = emulator.client()
    name = list(emulator.state.users)[2]

    client.delete_user(name)
    assert name not in [user.user_name for user in client.get_users()]
    with pytest.raises(errors.ApiError, match="does not exist"):
        client.get_user_info(name)
    client.create_user(name, full_name="New")

    assert client.get_user_info(name).full_name == "New"
    assert len(client.get_users()) == 12


def test_a_folder_of_a_million_messages_is_found_and_counted_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    emulator = Emulator(Seed(users=1, folders_per_user=1, messages_per_user=1_000_000, stores=5))
    sizes = sum(store.size for store in emulator.state.stores.values())
    made = counted(monkeypatch, SeedArchives)
    client = emulator.client()

    (row,) = client.get_folder_statistics()
    client.delete_message("3:7", "none")
    (after,) = client.get_folder_statistics()

    assert (row.count, after.count) == (1_000_000, 999_999)
    assert row.size == sizes
    assert len(made) < 10


def test_a_message_that_was_moved_by_hand_is_where_it_was_moved() -> None:
    emulator = Emulator(SEED)
    client = emulator.client()
    first, second = list(emulator.state.folders.archives())[:2]
    mail = next(iter(emulator.state.mails.in_folder(f"{first}/Inbox")))
    before = {row.folder: (row.count or 0, row.size or 0) for row in client.get_folder_statistics()}

    emulator.state.mails[mail.id].folder = second

    after = {row.folder: (row.count, row.size) for row in client.get_folder_statistics()}
    assert after[first] == (before[first][0] - 1, before[first][1] - mail.size)
    assert after[second] == (before[second][0] + 1, before[second][1] + mail.size)
    assert mail.id not in [one.id for one in emulator.state.mails.in_folder(f"{first}/Inbox")]
    assert [one.id for one in emulator.state.mails.in_folder(second)] == [mail.id]


def test_a_folder_that_was_added_by_hand_leaves_the_messages_of_its_archive_where_they_are() -> None:
    emulator = Emulator(SEED)
    archive = next(iter(emulator.state.folders.archives()))
    before = {mail.id: mail.folder for mail in emulator.state.mails.values()}

    emulator.state.folders.append(f"{archive}/New")

    assert {mail.id: mail.folder for mail in emulator.state.mails.values()} == before
    assert f"{archive}/New" in _paths(emulator.client().get_child_folders())


def test_statistics_follow_a_deleted_message_of_an_archive_whose_folders_were_changed() -> None:
    emulator = Emulator(SEED)
    client = emulator.client()
    archive = next(iter(emulator.state.folders.archives()))
    emulator.state.folders.append(f"{archive}/New")
    mails = [mail for mail in emulator.state.mails.values() if mail.folder.startswith(f"{archive}/")]

    client.delete_message(mails[0].id, "none")

    told = {row.folder: (row.count, row.size) for row in client.get_folder_statistics()}
    assert told[archive] == (len(mails) - 1, sum(mail.size for mail in mails[1:]))


def test_a_folder_is_empty_when_all_its_messages_were_deleted() -> None:
    emulator = Emulator(SEED)
    client = emulator.client()
    first, second = list(emulator.state.folders.archives())[:2]
    for mail in list(emulator.state.mails.in_folder(f"{first}/Inbox")):
        client.delete_message(mail.id, "none")

    client.delete_empty_folders()

    paths = list(_paths(client.get_child_folders()))
    assert f"{first}/Inbox" not in paths
    assert f"{first}/Sent Items" in paths
    assert f"{second}/Posteingang" in paths


def test_messages_that_come_later_are_in_their_folder() -> None:
    emulator = Emulator(SEED)
    archive = next(iter(emulator.state.folders.archives()))
    emulator.state.mails["9:1"] = Mail(
        id="9:1", folder=f"{archive}/Inbox", subject="New", sender="a@example.com", size=7
    )

    mails = emulator.client().invoke("GetMessages", {"folder": f"{archive}/Inbox"})

    assert isinstance(mails, list)
    assert mails[-1]["id"] == "9:1"


def test_plain_lists_and_dictionaries_can_be_assigned() -> None:
    state = State()
    state.users = {"a": User(user_name="a")}
    state.folders = ["a", "a/b"]
    state.mails = {"1:1": Mail(id="1:1", folder="a/b", subject="", sender="", size=1)}
    state.worker_runs = []

    assert state == State(users=state.users, folders=["a", "a/b"], mails=dict(state.mails), worker_runs=[])
    assert [mail.id for mail in state.mails.in_folder("a/b")] == ["1:1"]
    assert state.archives == ["a"]


def counted(monkeypatch: pytest.MonkeyPatch, source: type[SeedUsers] | type[SeedArchives]) -> list[int]:
    """The indexes of all that is made from now on."""
    made: list[int] = []
    make = cast("Callable[[Any, int], Any]", source.make)

    def count(self: SeedUsers | SeedArchives, index: int) -> Any:
        made.append(index)
        return make(self, index)

    monkeypatch.setattr(source, "make", count)
    return made


def request(path: str, body: bytes = b"") -> Request:
    """A call of the administrator."""
    return Request(method="POST", path=path, headers=CREDENTIALS, body=body)
