"""A leaver's archive stays, and nobody is deleted before the manager may read it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mailstore_sdk.emulator import Emulator, HttpError, Reset, Restart
from mailstore_sdk.emulator.handlers import HANDLERS
from mailstore_sdk.emulator.state import User
from mailstore_sdk.errors import ArgumentError
from mailstore_sdk.workflows import Limits, Plan, apply, plan_offboard, preview, read_inventory, read_licence, undo
from tests.workflows.people import EVIL, carried_out, inventory, profile, sent, staffed, whole
from tests.workflows.plans import MARK, crashed

ORDER = ["SetUserPrivilegesOnFolder", "SetProfileServerSideExecution", "DeleteUser"]


def planned(emulator: Emulator, user: str = "ann", manager: str | None = "cid") -> Plan:
    return plan_offboard(inventory(emulator), user, manager)


def test_the_manager_may_read_profiles_for_the_leaver_alone_stop_and_the_user_goes_last(tmp_path: Path) -> None:
    emulator = staffed()
    plan = planned(emulator)
    emulator.requests.assert_only_read()
    carried_out(emulator, plan, tmp_path / "p.jsonl")

    assert sent(emulator) == ORDER
    # Whether a server would take away what is left out is not known.
    emulator.requests.assert_called(ORDER[1], id=2, automatic=False, automaticPauseBetweenExecutions=300)
    assert [step.removes for step in plan.steps] == [False, False, True]
    assert "ann" not in emulator.state.users
    assert emulator.state.archives == ["ann", "bob", "cid", "left long ago"]
    assert emulator.state.users["cid"].privileges_on_folders == {"cid": ["read"], "ann": ["read"]}
    runs = {number: one["serverSideExecution"] for number, one in emulator.state.profiles.items()}
    assert runs[2] == {"automatic": False, "automaticPauseBetweenExecutions": 300}
    assert [runs[number]["automatic"] for number in (1, 4, 5)] == [True, True, True]


@pytest.mark.parametrize("automatic", ["true", "True", "1"])
def test_a_profile_that_runs_by_itself_is_stopped_also_where_clients_have_set_it_as_text(automatic: str) -> None:
    emulator = staffed()
    emulator.state.profiles[2]["serverSideExecution"] = {
        "automatic": automatic, "automaticPauseBetweenExecutions": "300",
    }  # fmt: skip
    (step,) = [one for one in planned(emulator).steps if one.function == ORDER[1]]
    assert step.arguments == {"id": 2, "automatic": False, "automaticPauseBetweenExecutions": 300}
    assert step.check is not None
    assert [step.check.compared(text) for text in (automatic, "false", False, None)] == ["before", *["after"] * 3]
    assert step.undo is not None
    assert step.undo.arguments == {**step.arguments, "automatic": True}


def test_what_is_left_and_what_goes_with_the_user_is_in_the_notes() -> None:
    emulator = staffed()
    emulator.state.users["ann"].distinguished_name = "CN=Ann,DC=example"
    emulator.state.licensed_users = 50
    emulator.state.profiles[6] = {**profile(6, "hers", target="x"), "owner": "ANN"}
    assert planned(emulator).notes == [
        "archive 'ann' stays open to 'bob' (delete, read)",
        "profile 3 'her old mailbox' writes to his archive alone; the server does not run it by itself, so it is left",
        "left, though they name him, since they may be for others, too: the profiles 4 'service'",
        "left, since they name no single archive, and may be for many: the profiles 1 'Exchange Mailboxes'",
        "they belong to him, and whether they run without him is not known: the profiles 6 'hers'",
        "they run as him, and whether they run without him is not known: the jobs 1 'nightly'",
        "his rights on other archives go with him: 'bob' (read, write)",
        "'ann' comes from a directory (CN=Ann,DC=example): synchronization brings him back as long as he is in it,"
        " or in its groups; take him out first",
        "named users of the licence in use now: 4 of 50",
        "there is no way back from deleting a user: his password and his second factor are lost with him",
    ]


def test_a_second_run_finds_nothing_to_do_and_sends_nothing(tmp_path: Path) -> None:
    emulator = staffed()
    carried_out(emulator, planned(emulator), tmp_path / "p.jsonl")
    again = planned(emulator)

    assert again.steps == []
    assert "'ann' is no user any more; his archive is there" in again.notes
    assert planned(emulator, "ANN", "bob").steps == []


def test_of_somebody_deleted_by_hand_the_rest_is_done(tmp_path: Path) -> None:
    emulator = staffed()
    del emulator.state.users["ann"]
    plan = planned(emulator, "left long ago")

    assert [step.function for step in plan.steps] == ORDER[:1]
    assert [step.function for step in planned(emulator).steps] == ORDER[:2]


def test_a_preview_tells_all_and_only_reads() -> None:
    emulator = staffed()
    plan = planned(emulator)
    with emulator.client() as client:
        seen = preview(plan, client)

    assert [one.state for one in seen.steps] == ["planned"] * 3
    emulator.requests.assert_only_read()


def test_a_crash_at_any_moment_is_gone_on_from_with_the_protocol_or_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    undisturbed = staffed()
    wanted = carried_out(undisturbed, planned(undisturbed), tmp_path / "plain.jsonl")
    moments = 0
    for at in range(1, 100):
        emulator, file = staffed(), tmp_path / f"{at}.jsonl"
        plan = planned(emulator)
        with emulator.client() as client:
            if not crashed(client, at, monkeypatch, plan, file):
                break
            moments += 1
        fresh = at % 2 == 0
        again = planned(emulator) if fresh else plan
        assert carried_out(emulator, again, tmp_path / f"{at}b.jsonl" if fresh else file) == wanted, at
        assert sent(emulator) == ORDER, at

    assert moments == 2 * (1 + 3 * 4 + 1)  # before and after: the head; of each step a look, two lines, a call; a need


@pytest.mark.parametrize("function", ORDER)
@pytest.mark.parametrize("fault", [Reset(), Reset(carried_out=False), Restart(carried_out=True)], ids=repr)
def test_a_lost_answer_ends_the_run_and_nothing_is_sent_twice(tmp_path: Path, function: str, fault: Any) -> None:
    emulator = staffed()
    plan = planned(emulator)
    emulator.faults.add(function, fault, times=1)
    with emulator.client(retries=0) as client:
        broken = apply(plan, client, tmp_path / "p.jsonl")
    carried_out(emulator, plan, tmp_path / "p.jsonl")

    assert broken.stopped
    assert "ann" not in emulator.state.users
    assert sent(emulator).count(function) == (1 if fault.carried_out else 2)


def test_the_user_stays_when_the_manager_may_not_read(tmp_path: Path) -> None:
    emulator = staffed()
    plan = planned(emulator)
    emulator.faults.add("SetUserPrivilegesOnFolder", HttpError(status=404), times=1)
    with emulator.client() as client:
        refused = apply(plan, client, tmp_path / "p.jsonl")
    assert [one.state for one in refused.steps] == ["failed", "left", "left"]

    given = staffed()
    given.state.users["cid"].privileges_on_folders["ann"] = ["read"]
    later = planned(given)
    del given.state.users["cid"].privileges_on_folders["ann"]
    with given.client() as client:
        taken = apply(later, client, tmp_path / "q.jsonl")
    assert [one.state for one in taken.steps] == ["done", "conflict"]
    assert "ann" in given.state.users


def test_an_administrator_as_manager_is_given_nothing_and_has_to_be_one_still(tmp_path: Path) -> None:
    emulator = staffed()
    plan = planned(emulator, manager="dora@example.com")
    assert [step.function for step in plan.steps] == ORDER[1:]
    assert "manager 'dora' is an administrator, and has access to all: he is given nothing" in plan.notes
    other = staffed()
    carried_out(other, planned(other, manager="dora"), tmp_path / "other.jsonl")
    assert "ann" not in other.state.users

    emulator.state.users["dora"].privileges = ["login"]
    with emulator.client() as client:
        outcome = apply(plan, client, tmp_path / "p.jsonl")
    assert [one.state for one in outcome.steps] == ["done", "conflict"]


def test_without_a_manager_nobody_else_gets_access() -> None:
    plan = planned(staffed(), manager=None)

    assert [step.function for step in plan.steps] == ORDER[1:]
    assert "archive 'ann': nobody else gets access" in plan.notes


def test_without_an_archive_nobody_gets_a_right() -> None:
    emulator = staffed()
    emulator.state.folders = ["bob"]
    assert [step.function for step in planned(emulator).steps] == ORDER  # rights tell of it
    emulator.state.users["ann"].privileges_on_folders = {}
    emulator.state.users["bob"].privileges_on_folders = {}
    plan = planned(emulator)

    assert [step.function for step in plan.steps] == ORDER[1:]
    assert "there is no archive 'ann': nobody gets a right on it" in plan.notes


@pytest.mark.parametrize(
    ("user", "manager", "problem"),
    [
        ("ann", "nobody", "manager 'nobody' is no user here"),
        ("ann", "ANN@example.com", "manager 'ann' is who leaves"),
        ("nobody", "cid", "'nobody' is no user here, and there is no archive of that name"),
        ("", "cid", "'' is no user here"),
        ("ADMIN", "cid", "'admin' is the user as whom you are logged in"),
        ("$archiveadmin", "cid", "the provider's own access"),
        ("Same", "cid", "'Same' may be any of the users 'same', 'SAME'"),
        ("ann", "Same", "manager 'Same' may be any of the users 'same', 'SAME'"),
    ],
)
def test_who_cannot_be_meant_is_told_before_anything_is_sent(user: str, manager: str, problem: str) -> None:
    emulator = staffed()
    for name in ("$archiveadmin", "same", "SAME"):
        emulator.state.users[name] = User(user_name=name)
    with pytest.raises(ArgumentError) as raised:
        planned(emulator, user, manager)
    assert problem in str(raised.value)


def test_the_last_administrator_of_an_instance_stays() -> None:
    spe = Emulator(edition="spe")
    spe.instances["customer1"].users["$archiveadmin"] = User(user_name="$archiveadmin", privileges=["admin"])
    with spe.spe_client() as client:
        found = read_inventory(client.instance("customer1"))
        with pytest.raises(ArgumentError, match="'boss' is the last administrator"):
            plan_offboard(found, "boss", "jdoe")
        plan = plan_offboard(found, "jdoe", "boss")
        assert read_licence(client.instance("customer1")) is None

    assert [step.function for step in plan.steps] == ["DeleteUser"]
    assert (
        "the licence of a Service Provider Edition counts archives (documented): his stays, and is counted"
        in plan.notes
    )


def test_two_runs_at_once_leave_one_of_the_last_two_administrators(tmp_path: Path) -> None:
    spe = Emulator(edition="spe")
    instance = spe.instances["customer1"]
    instance.users["deputy"] = User(user_name="deputy", privileges=["admin"])
    with spe.spe_client() as client:
        on = client.instance("customer1")
        plans = [plan_offboard(read_inventory(on), name) for name in ("boss", "deputy")]
        outcomes = [apply(plan, on, tmp_path / f"{number}.jsonl") for number, plan in enumerate(plans)]

    assert [one.complete for one in outcomes] == [True, False]
    assert "boss" not in instance.users
    assert "deputy" in instance.users


def test_more_removals_than_allowed_leave_the_user(tmp_path: Path) -> None:
    emulator = staffed()
    plan = planned(emulator)
    with emulator.client() as client:
        limited = apply(plan, client, tmp_path / "p.jsonl", limits=Limits(max_removals=0))
        emulator.requests.clear()
        steps = apply(plan, client, tmp_path / "p.jsonl", limits=Limits(max_steps=0))

    assert [one.state for one in limited.steps] == ["done", "done", "left"]
    assert [one.state for one in steps.steps] == ["before", "before", "left"]
    emulator.requests.assert_only_read()


def test_undo_starts_the_profile_again_and_says_that_the_user_is_gone(tmp_path: Path) -> None:
    emulator = staffed()
    before = whole(emulator)
    carried_out(emulator, planned(emulator), tmp_path / "p.jsonl")
    way_back = undo(tmp_path / "p.jsonl")
    after = carried_out(emulator, way_back, tmp_path / "q.jsonl")

    (note,) = way_back.notes
    assert note.endswith('cannot be taken back: DeleteUser(userName="ann")')
    del before[0]["ann"]
    assert after == before


@pytest.mark.parametrize("name", [EVIL, "=1+1", 'a"b,c;d', "Jo\u0308rg", "ÄNNE", "a=b&c%20"])
def test_names_from_elsewhere_are_sent_as_the_server_spells_them(tmp_path: Path, name: str) -> None:
    emulator = staffed()
    emulator.state.users[name] = emulator.state.users.pop("ann")
    emulator.state.users[name].user_name = name
    emulator.state.folders = [name, f"{name}/Inbox"]
    emulator.state.profiles[2]["details"]["targetUserFolder"] = name
    plan = planned(emulator, name.upper())
    carried_out(emulator, plan, tmp_path / "p.jsonl")

    assert sent(emulator) == ORDER
    emulator.requests.assert_called("DeleteUser", userName=name)
    assert emulator.state.archives == [name]
    assert all(line.isprintable() for line in str(plan).splitlines())


def test_of_two_names_that_differ_only_by_case_the_other_one_is_left_alone(tmp_path: Path) -> None:
    emulator = staffed()
    emulator.state.users["Ann"] = User(user_name="Ann")
    plan = planned(emulator)
    emulator.faults.add("DeleteUser", Reset(), times=1)
    with emulator.client() as client:
        apply(plan, client, tmp_path / "p.jsonl")
    carried_out(emulator, plan, tmp_path / "p.jsonl")

    assert emulator.requests.calls("DeleteUser")[0].arguments["userName"] == "ann"
    assert len(emulator.requests.calls("DeleteUser")) == 1
    assert "Ann" in emulator.state.users


def test_no_password_of_a_profile_or_a_job_comes_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    emulator = staffed()
    leaking = [{**one, "x": {"secretKey": MARK}} for one in emulator.state.profiles.values()]
    monkeypatch.setitem(HANDLERS, "GetProfiles", lambda *_: leaking)  # a server that gives passwords back
    found = inventory(emulator)
    plan = plan_offboard(found, "ann", "cid")
    with emulator.client() as client:
        apply(plan, client, tmp_path / "p.jsonl")

    assert MARK not in str([one.texts for one in found.profiles])
    assert MARK not in plan.to_json() + str(plan) + repr(found) + (tmp_path / "p.jsonl").read_text(encoding="utf-8")


def test_servers_up_to_8_delete_without_a_manager_only(tmp_path: Path) -> None:
    emulator = Emulator(protocol="legacy")
    with pytest.raises(ArgumentError, match="does not tell the rights of manager 'asmith'"):
        planned(emulator, "johndoe", "asmith")
    carried_out(emulator, planned(emulator, "johndoe", None), tmp_path / "p.jsonl")

    assert "johndoe" not in emulator.state.users
    assert "johndoe" in emulator.state.archives
