"""A user, his archive and everybody's rights on it get another name together, or the rest is known to be left."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from mailstore_sdk.emulator import Behaviour, ByPolls, Emulator, HttpError, Reset, Restart
from mailstore_sdk.emulator.handlers import HANDLERS
from mailstore_sdk.emulator.state import User
from mailstore_sdk.errors import ArgumentError
from mailstore_sdk.workflows import (
    Limits,
    Plan,
    apply,
    plan_rename,
    preview,
    read_inventory,
    read_inventory_async,
    undo,
)
from tests.workflows.long_running import finish
from tests.workflows.people import EVIL, carried_out, inventory, sent, staffed, whole
from tests.workflows.plans import crashed

RIGHTS = "SetUserPrivilegesOnFolder"
ORDER = ["RenameUser", "MoveFolder", RIGHTS, RIGHTS, RIGHTS, RIGHTS]


def planned(emulator: Emulator, old: str = "ann", new: str = "anna", *, continued: bool = False) -> Plan:
    return plan_rename(inventory(emulator), old, new, continued=continued)


def test_the_archive_and_everybodys_rights_go_with_the_user(tmp_path: Path) -> None:
    emulator = staffed()
    plan = planned(emulator)
    emulator.requests.assert_only_read()
    carried_out(emulator, plan, tmp_path / "p.jsonl")

    assert sent(emulator) == ORDER
    assert [step.removes for step in plan.steps] == [False, False, False, False, True, True]
    users = {name: one.privileges_on_folders for name, one in emulator.state.users.items()}
    assert users == {
        "admin": {}, "cid": {"cid": ["read"]}, "dora": {},
        "bob": {"bob": ["read"], "anna": ["read", "delete"]},
        "anna": {"anna": ["read"], "bob": ["read", "write"]},
    }  # fmt: skip
    assert sorted(emulator.state.folders) == ["anna", "anna/Inbox", "bob", "cid", "left long ago"]


def test_what_names_the_old_one_and_what_may_get_in_the_way_is_in_the_notes() -> None:
    emulator = staffed()
    emulator.state.users["ann"].distinguished_name = "CN=Ann,DC=example"
    emulator.state.stores[1].requested_state = "writeProtected"
    emulator.state.stores[1].name = "2019"
    assert planned(emulator).notes == [
        "write-protected archive stores: '2019'; folders in them cannot be moved (documented), so that MoveFolder may"
        " be refused",
        "he comes from a directory (CN=Ann,DC=example): as long as he is 'ann' there, synchronization may bring 'ann'"
        " back, and delete 'anna', since it deletes users who are not in it; rename him there first",
        "they write to the archive 'ann', and would begin it anew: stop them before, and tell them the new name"
        " (mailstore profiles set): the profiles 2 'ann@example.com via IMAP', 3 'her old mailbox'",
        "they run by themselves, and what they archive between the renaming and the move may begin an archive of the"
        " new name, which would be in the way: the profiles 1 'Exchange Mailboxes', 4 'service', 5 \"bob's mailbox\"",
        "they run as 'ann', or name him, and are left as they are: the jobs 1 'nightly'",
        "he logs in as 'anna' from then on",
    ]


def test_a_second_run_finds_nothing_to_do_and_sends_nothing(tmp_path: Path) -> None:
    emulator = staffed()
    carried_out(emulator, planned(emulator), tmp_path / "p.jsonl")
    again = planned(emulator)

    assert again.steps == []
    assert again.notes[-1] == "no archive is called 'ann', and no right on that name has to be moved"


def test_a_preview_tells_all_and_only_reads() -> None:
    emulator = staffed()
    plan = planned(emulator)
    with emulator.client() as client:
        seen = preview(plan, client)

    assert [one.state for one in seen.steps] == ["planned"] * 6
    emulator.requests.assert_only_read()


def test_a_crash_at_any_moment_is_gone_on_from_with_the_protocol_or_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    undisturbed = staffed()
    wanted = carried_out(undisturbed, planned(undisturbed), tmp_path / "plain.jsonl")
    moments = 0
    for at in range(1, 200):
        emulator, file = staffed(tasks=ByPolls(0)), tmp_path / f"{at}.jsonl"
        plan = planned(emulator)
        with emulator.client() as client:
            if not crashed(client, at, monkeypatch, plan, file):
                break
            moments += 1
        fresh = at % 2 == 0
        again = planned(emulator, continued=True) if fresh else plan
        assert carried_out(emulator, again, tmp_path / f"{at}b.jsonl" if fresh else file) == wanted, at
        assert sent(emulator) == ORDER, at

    assert moments >= 2 * (1 + 6 * 4 + 2)  # before and after: the head; of each step a look, two lines, a call; 2 needs


@pytest.mark.parametrize("step", range(3))
@pytest.mark.parametrize("fault", [Reset(), Reset(carried_out=False), Restart(carried_out=True)], ids=repr)
def test_a_lost_answer_ends_the_run_and_nothing_is_sent_twice(tmp_path: Path, step: int, fault: Any) -> None:
    undisturbed, emulator = staffed(), staffed(tasks=ByPolls(0))  # a move is finished with the call
    wanted = carried_out(undisturbed, planned(undisturbed), tmp_path / "plain.jsonl")
    plan, file = planned(emulator), tmp_path / "p.jsonl"
    with emulator.client(retries=0) as client:
        apply(plan, client, file, limits=Limits(max_steps=step))
        emulator.faults.add(ORDER[step], fault, times=1)
        assert apply(plan, client, file).stopped
    assert carried_out(emulator, plan, file) == wanted
    assert sent(emulator).count(ORDER[step]) == ORDER.count(ORDER[step]) + (not fault.carried_out)


def test_a_move_of_which_nobody_knows_that_it_began_is_not_sent_again(tmp_path: Path) -> None:
    undisturbed, emulator = staffed(), staffed()
    wanted = carried_out(undisturbed, planned(undisturbed), tmp_path / "plain.jsonl")
    plan, file = planned(emulator), tmp_path / "p.jsonl"
    emulator.faults.add("MoveFolder", Reset(), times=1)  # its answer would have said that it runs
    with emulator.client() as client:
        assert apply(plan, client, file).stopped
        meanwhile = apply(plan, client, file)
    finish(emulator)

    assert meanwhile.steps[1].state == "unknown"
    assert "the server may still be at it" in meanwhile.steps[1].reason
    assert carried_out(emulator, plan, file) == wanted
    assert sent(emulator) == ORDER


def test_who_was_renamed_before_is_told_from_somebody_else(tmp_path: Path) -> None:
    emulator = staffed()
    with emulator.client() as client:
        apply(planned(emulator), client, tmp_path / "p.jsonl", limits=Limits(max_steps=1))

    with pytest.raises(ArgumentError, match="who may be somebody else"):
        planned(emulator)
    with pytest.raises(ArgumentError, match="who may be somebody else"):
        planned(emulator, "left long ago", "cid")
    assert [step.function for step in planned(emulator, continued=True).steps] == ORDER[1:]
    emulator.state.folders.append("Anna")
    with pytest.raises(ArgumentError, match="join them by hand"):
        planned(emulator, continued=True)


def test_rights_given_by_hand_meanwhile_are_kept_and_told(tmp_path: Path) -> None:
    emulator = staffed()
    with emulator.client() as client:
        apply(planned(emulator), client, tmp_path / "p.jsonl", limits=Limits(max_steps=2))
    emulator.state.users["bob"].privileges_on_folders["anna"] = ["write"]
    emulator.state.users["cid"].privileges_on_folders["anna"] = ["read"]
    rest = planned(emulator, continued=True)
    carried_out(emulator, rest, tmp_path / "q.jsonl")

    assert emulator.state.users["bob"].privileges_on_folders["anna"] == ["read", "write", "delete"]
    assert "they have rights on 'anna', and had none on 'ann': 'cid'" in rest.notes


def test_the_archive_is_not_moved_to_somebody_who_came_meanwhile(tmp_path: Path) -> None:
    emulator = staffed()
    plan = planned(emulator)
    emulator.state.users["anna"] = User(user_name="anna")
    with emulator.client() as client:
        outcome = apply(plan, client, tmp_path / "p.jsonl")

    assert [one.state for one in outcome.steps] == ["already", "conflict", *["left"] * 4]
    assert sent(emulator) == []


def test_nobody_is_renamed_once_an_archive_of_that_name_is_there(tmp_path: Path) -> None:
    emulator = staffed()
    plan = planned(emulator)
    emulator.state.folders.append("anna")
    with emulator.client() as client:
        outcome = apply(plan, client, tmp_path / "p.jsonl")

    assert outcome.steps[0].state == "conflict"
    assert sent(emulator) == []


def test_where_the_move_is_refused_no_right_is_touched_and_undo_brings_the_name_back(tmp_path: Path) -> None:
    emulator = staffed()
    before = whole(emulator)
    emulator.faults.add("MoveFolder", HttpError(status=404), times=1)
    with emulator.client() as client:
        outcome = apply(planned(emulator), client, tmp_path / "p.jsonl")

    assert [one.state for one in outcome.steps] == ["done", "failed", *["left"] * 4]
    assert carried_out(emulator, undo(tmp_path / "p.jsonl"), tmp_path / "q.jsonl") == before


def test_undo_is_the_reverse_of_all(tmp_path: Path) -> None:
    emulator = staffed()
    before = whole(emulator)
    carried_out(emulator, planned(emulator), tmp_path / "p.jsonl")
    assert carried_out(emulator, undo(tmp_path / "p.jsonl"), tmp_path / "q.jsonl") == before


def test_a_server_that_moves_the_rights_itself_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    emulator = staffed()
    usual: Any = HANDLERS["MoveFolder"]

    def moving(state: Any, arguments: Any) -> Any:
        for user in state.users.values():
            if "ann" in user.privileges_on_folders:
                user.privileges_on_folders["anna"] = user.privileges_on_folders.pop("ann")
        return usual(state, arguments)

    monkeypatch.setitem(HANDLERS, "MoveFolder", moving)
    carried_out(emulator, planned(emulator), tmp_path / "p.jsonl")
    assert sent(emulator) == ORDER[:2]


def test_without_an_archive_nothing_is_moved_and_nothing_taken_away(tmp_path: Path) -> None:
    emulator = staffed()
    emulator.state.folders = ["bob", "cid"]
    plan = planned(emulator)
    carried_out(emulator, plan, tmp_path / "p.jsonl")

    assert sent(emulator) == ["RenameUser", RIGHTS, RIGHTS]
    assert emulator.state.users["anna"].privileges_on_folders.keys() == {"ann", "anna", "bob"}
    assert (
        "there is no archive 'ann': nothing is moved; rights on that name are kept besides the new ones" in plan.notes
    )
    assert planned(emulator).steps == []


def test_an_administrator_is_renamed_without_rights_of_his_own(tmp_path: Path) -> None:
    emulator = staffed()
    emulator.state.folders.append("dora")
    plan = planned(emulator, "dora", "dorothea")
    carried_out(emulator, plan, tmp_path / "p.jsonl")

    assert sent(emulator) == ORDER[:2]
    assert "'dora' is an administrator, and has access to all: he is given no rights" in plan.notes


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("ann", "  ", "the new name is empty"),
        ("ann", "a/b", "has a separator of folders"),
        ("ann", "CONTOSO\\ann", "has a separator of folders"),
        ("ann", "a\nb", r"the new name 'a\nb' has letters that cannot be seen"),
        ("ann", "a\x1b[2Jb", "has letters that cannot be seen"),
        ("ann", "$ArchiveAdmin", "the provider's own access"),
        ("ann", "ANN", "differ at most by the case of letters"),
        ("ann", "ann", "differ at most by the case of letters"),
        ("ann", "Bob", "there is a user 'bob' already"),
        ("ann", "LEFT long ago", "there is an archive 'left long ago' already"),
        ("ann", "Stale", "would open the moved one to 'cid'"),
        ("nobody", "new", "'nobody' is no user here"),
        ("admin", "root", "'admin' is the user as whom you are logged in"),
        ("Same", "new", "'Same' may be any of the users 'same', 'SAME'"),
    ],
)
def test_names_that_cannot_be_meant_are_told_before_anything_is_sent(old: str, new: str, problem: str) -> None:
    emulator = staffed()
    emulator.state.users["cid"].privileges_on_folders["stale"] = ["read"]
    for name in ("same", "SAME"):
        emulator.state.users[name] = User(user_name=name)
    with pytest.raises(ArgumentError) as raised:
        planned(emulator, old, new)
    assert problem in str(raised.value)


@pytest.mark.parametrize("old", [EVIL, "=1+1", "A,b;'c", "Jo\u0308rg"])
def test_names_from_elsewhere_are_moved_and_the_new_one_is_sent_composed(tmp_path: Path, old: str) -> None:
    emulator = staffed()
    emulator.state.users[old] = emulator.state.users.pop("ann")
    emulator.state.users[old].user_name = old
    for user in emulator.state.users.values():
        if "ann" in user.privileges_on_folders:
            user.privileges_on_folders[old] = user.privileges_on_folders.pop("ann")
    emulator.state.folders = [old, f"{old}/Inbox"]
    plan = planned(emulator, old, "=Mu\u0308ller, \"A\"; 'b'")
    carried_out(emulator, plan, tmp_path / "p.jsonl")

    new = "=Müller, \"A\"; 'b'"
    assert sent(emulator) == ORDER
    assert emulator.state.archives == [new]
    assert emulator.state.users["bob"].privileges_on_folders == {"bob": ["read"], new: ["read", "delete"]}
    assert all(line.isprintable() for line in str(plan).splitlines())


def test_the_archive_of_another_user_whose_name_differs_only_by_case_stays(tmp_path: Path) -> None:
    emulator = staffed(tasks=ByPolls(0))
    emulator.state.users["Ann"] = User(user_name="Ann", privileges_on_folders={"Ann": ["read"]})
    emulator.state.folders.append("Ann")
    plan = planned(emulator)
    emulator.faults.add("MoveFolder", Reset(), times=1)
    with emulator.client() as client:
        assert apply(plan, client, tmp_path / "p.jsonl").stopped
    carried_out(emulator, plan, tmp_path / "p.jsonl")

    assert sent(emulator) == ORDER
    assert emulator.state.users["Ann"].privileges_on_folders == {"Ann": ["read"]}
    assert "Ann" in emulator.state.archives


def _flat(state: Any, _: Any) -> Any:
    return [{"type": "folder", "fullName": archive} for archive in state.archives]


@pytest.mark.parametrize(
    "answer", [None, {"name": "root", "children": []}, ["ann", "bob"], [{"id": 1}, {"id": 2}], [{"id": "1"}]], ids=repr
)
def test_archives_of_an_answer_that_is_not_understood_are_counted_instead(
    answer: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(HANDLERS, "GetChildFolders", lambda *_: answer)
    emulator = staffed()
    carried_out(emulator, planned(emulator), tmp_path / "p.jsonl")
    assert sent(emulator) == ORDER
    assert emulator.requests.calls("GetFolderStatistics")

    failing = staffed(behaviour=Behaviour(folder_statistics="fail"))
    with pytest.raises(ArgumentError, match="does not tell which archives there are"):
        planned(failing)


def test_archives_are_known_by_whatever_key_has_names_of_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(HANDLERS, "GetChildFolders", _flat)
    emulator = staffed()
    carried_out(emulator, planned(emulator), tmp_path / "p.jsonl")

    assert sent(emulator) == ORDER
    assert not emulator.requests.calls("GetFolderStatistics")


def test_where_rights_are_not_told_nobody_is_renamed() -> None:
    emulator = Emulator(protocol="legacy")
    with pytest.raises(ArgumentError, match="does not tell the rights of 'johndoe'"):
        planned(emulator, "johndoe", "jd")


def test_what_a_server_refuses_to_tell_is_a_note_and_the_asynchronous_twin_reads_the_same() -> None:
    emulator = staffed()
    emulator.faults.add("GetJobs", HttpError(status=404))
    emulator.state.profiles[9] = {**emulator.state.profiles[1], "id": "nine"}

    async def run() -> Any:
        async with emulator.async_client() as client:
            return await read_inventory_async(client)

    found = asyncio.run(run())
    with emulator.client() as client:
        same = read_inventory(client)
    assert found.notes[0].startswith("not told: GetJobs")
    assert found.notes[1] == "1 profiles were not understood, and are left alone"
    assert {**vars(found), "access": found.access.users} == {**vars(same), "access": same.access.users}
