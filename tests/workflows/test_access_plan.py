"""From rights as they are to rights as they should be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mailstore_sdk.emulator import Emulator
from mailstore_sdk.errors import ArgumentError
from mailstore_sdk.workflows import (
    Access,
    Limits,
    Plan,
    Wanted,
    apply,
    plan_access,
    plan_exchange_access,
    read_access,
    undo,
)
from tests.workflows.plans import crashed, emulated, written


def read(emulator: Emulator) -> Access:
    with emulator.client() as client:
        return read_access(client)


def carried_out(emulator: Emulator, plan: Plan, tmp_path: Path) -> dict[str, dict[str, list[str]]]:
    with emulator.client() as client:
        outcome = apply(plan, client, tmp_path / "p.jsonl")
    assert outcome.complete
    assert outcome.sent == len(plan.steps)
    return {name: user.privileges_on_folders for name, user in emulator.state.users.items()}


def calls(plan: Plan) -> list[tuple[Any, ...]]:
    return [tuple(step.arguments.values()) for step in plan.steps]


@pytest.fixture
def server() -> Emulator:
    """Ann may read Bob's archive and write to Cid's; everybody may read his own."""
    emulator = emulated(
        ann={"ann": ["read"], "bob": ["read"], "cid": ["read", "write"]},
        bob={"bob": ["read"]},
        cid={"cid": ["read"]},
    )
    for name, user in emulator.state.users.items():
        user.email_addresses = [f"{name}@example.com"]
    return emulator


def test_rights_become_as_wanted_giving_first(server: Emulator, tmp_path: Path) -> None:
    wanted = [Wanted("ann", "bob", "none"), Wanted("bob", "cid", "delete, READ"), Wanted("ann", "cid", ["read"])]
    plan = plan_access(read(server), wanted)

    assert calls(plan) == [
        ("bob", "cid", ["read", "delete"]),
        ("ann", "bob", ["none"]),
        ("ann", "cid", ["read"]),
    ]
    assert [step.removes for step in plan.steps] == [False, True, True]
    assert plan.steps[2].reason == "row 3 wants it; now: read, write"
    server.requests.assert_only_read()
    assert carried_out(server, plan, tmp_path) == {
        "admin": {}, "ann": {"ann": ["read"], "cid": ["read"]}, "bob": {"bob": ["read"], "cid": ["read", "delete"]},
        "cid": {"cid": ["read"]},
    }  # fmt: skip


def test_a_second_plan_is_empty_and_undo_restores_every_right(server: Emulator, tmp_path: Path) -> None:
    first = read(server)
    wanted = [Wanted("ann", "cid", "none"), Wanted("BOB", "ann@example.com")]
    carried_out(server, plan_access(first, wanted), tmp_path)

    assert plan_access(read(server), wanted).steps == []
    with server.client() as client:
        apply(undo(tmp_path / "p.jsonl"), client, tmp_path / "undo.jsonl")
    assert read(server).users == first.users


def test_others_lose_their_rights_only_when_asked_for_and_never_on_their_own_archive(server: Emulator) -> None:
    wanted = [Wanted("cid", "bob")]

    assert calls(plan_access(read(server), wanted)) == [("cid", "bob", ["read"])]
    assert calls(plan_access(read(server), wanted, others="remove")) == [
        ("cid", "bob", ["read"]),
        ("ann", "bob", ["none"]),
    ]


def test_nothing_is_taken_away_where_a_row_may_mean_anybody(server: Emulator) -> None:
    plan = plan_access(read(server), [Wanted("cid", "bob"), Wanted("An", "bob")], others="remove")

    assert calls(plan) == [("cid", "bob", ["read"])]
    assert "archive 'bob': ann may be meant by a row whose user is not known: kept" in plan.notes
    assert "row 2: 'An' is no user here" in plan.notes


def test_who_is_not_there_is_a_note_and_so_is_an_administrator(server: Emulator) -> None:
    wanted = [
        Wanted("admin", "bob"),
        Wanted("nobody", "bob"),
        Wanted("nobody", "nowhere"),
        Wanted("admin", "cid", "none"),
    ]
    plan = plan_access(read(server), wanted)

    assert plan.steps == []
    assert plan.notes == [
        "user 'admin' is an administrator, and has access to all: nothing is planned on archive 'bob'",
        "user 'admin' is an administrator, and has access to all: nothing is planned on archive 'cid'",
        "rows 2, 3: 'nobody' is no user here",
        "row 3: 'nowhere' is no archive here",
    ]


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([Wanted(" ", "bob")], "row 1 lacks a name"),
        ([Wanted("ann", "bob", "reed")], "row 1: 'reed' is not made of read, write, delete, or none alone"),
        ([Wanted("ann", "bob", "none,read")], "row 1: 'none,read'"),
        ([Wanted("ann", "bob", [])], "row 1: "),
        (
            [Wanted("ann", "bob"), Wanted("ANN", "bob@example.com", "none"), Wanted("", "")],
            "row 2 contradicts row 1; row 3",
        ),
    ],
)
def test_rows_that_cannot_be_meant_are_all_told_at_once(server: Emulator, rows: list[Wanted], problem: str) -> None:
    with pytest.raises(ArgumentError, match=problem):
        plan_access(read(server), rows)


@pytest.mark.parametrize("text", ["JÖRG", "jörg", "jo\u0308rg", "DOM\\Jörg", "JÖRG@example.com", " Jörg "])
def test_a_name_is_found_however_it_is_written_and_sent_as_the_server_spells_it(text: str) -> None:
    emulator = emulated(Jörg={}, b={"b": ["read"]})
    emulator.state.users["Jörg"].email_addresses = ["jörg@Example.com"]

    plan = plan_access(read(emulator), [Wanted(text, "b"), Wanted("b", text)])

    assert calls(plan) == [("Jörg", "b", ["read"]), ("b", "Jörg", ["read"])]


def test_the_archive_is_spelled_as_in_the_rights_that_there_are() -> None:
    emulator = emulated(JDoe={"jdoe": ["read"]}, b={"b": ["read"]})

    plan = plan_access(read(emulator), [Wanted("b", "JDoe"), Wanted("JDoe", "JDoe")])

    assert calls(plan) == [("b", "jdoe", ["read"])]


@pytest.mark.parametrize(
    ("text", "found"),
    [("anna", ["anna"]), ("ANNA", []), ("strauss", ["strauss"]), ("Strauß", ["strauß"]), ("x\\an=na", ["an=na"])],
)
def test_of_two_that_differ_only_by_case_the_very_name_is_meant_or_nobody(text: str, found: list[str]) -> None:
    emulator = emulated(**{name: {} for name in ("anna", "Anna", "strauss", "strauß", "an=na")}, b={"b": ["read"]})

    plan = plan_access(read(emulator), [Wanted(text, "b")])

    assert [step.arguments["userName"] for step in plan.steps] == found
    assert plan.notes == ([] if found else ["row 1: 'ANNA' may be any of the users anna, Anna"])


def test_archives_become_open_to_those_to_whom_exchange_opens_the_mailbox(server: Emulator, tmp_path: Path) -> None:
    rows = [
        ("bob@example.com", "NT-AUTORITÄT\\SELBST"),
        ("bob@example.com", "CONTOSO\\Cid"),
        ("cid", "contoso\\ann"),
        ("Cid", "CONTOSO\\admin"),
        ("cid", "CONTOSO\\cid"),
    ]
    plan = plan_exchange_access(read(server), rows)

    # Ann keeps her right to write to Cid's archive; the one on Bob's has no reason in Exchange.
    assert calls(plan) == [("cid", "bob", ["read"]), ("ann", "bob", ["none"])]
    assert plan.notes == [
        "user 'admin' is an administrator, and has access to all: nothing is planned on archive 'cid'"
    ]
    after = carried_out(server, plan, tmp_path)
    assert after["ann"] == {"ann": ["read"], "cid": ["read", "write"]}
    assert plan_exchange_access(read(server), rows).steps == []


def test_a_mailbox_without_trustees_is_compared_only_when_it_is_named(server: Emulator) -> None:
    rows = [("bob", "ann")]

    alone = plan_exchange_access(read(server), rows)
    named = plan_exchange_access(read(server), rows, mailboxes=["bob", "cid", "gone"])

    assert alone.steps == []
    assert alone.notes == ["left alone, since no mailbox was named for them: the archives cid"]
    assert calls(named) == [("ann", "cid", ["none"])]
    assert named.notes == ["mailbox 3: 'gone' is no archive here"]


def test_where_a_group_is_a_trustee_nothing_is_taken_away_unless_it_is_passed_over(server: Emulator) -> None:
    rows = [("bob", "CONTOSO\\Exchange Admins"), ("bob", "S-1-5-21-1-2-3-1104")]

    careful = plan_exchange_access(read(server), rows, mailboxes=["bob"])
    sure = plan_exchange_access(read(server), rows, ignored=["contoso\\exchange admins", "S-1-5-21-1-2-3-1104"])

    assert careful.steps == []
    assert len(careful.notes) == 4
    assert "row 1: 'CONTOSO\\\\Exchange Admins' is no user here" in careful.notes
    assert calls(sure) == [("ann", "bob", ["none"])]


def test_the_same_name_in_two_domains_is_not_the_same_person(server: Emulator) -> None:
    rows = [("bob", "CONTOSO\\ann"), ("cid", "OTHER\\bob")]

    with pytest.raises(ArgumentError, match="several domains, say which one is meant: CONTOSO, OTHER"):
        plan_exchange_access(read(server), rows)
    plan = plan_exchange_access(read(server), rows, domain="Contoso")

    assert plan.steps == []
    assert "row 2: 'OTHER\\\\bob' is no user here" in plan.notes


def test_the_right_on_the_own_archive_is_nobody_elses_business(server: Emulator) -> None:
    del server.state.users["cid"].privileges_on_folders["cid"]

    assert plan_exchange_access(read(server), [("cid", "cid"), ("cid", "ann")]).steps == []


def test_rows_of_exchange_without_a_name_and_rights_that_are_none_are_refused(server: Emulator) -> None:
    with pytest.raises(ArgumentError, match="row 2 lacks a name"):
        plan_exchange_access(read(server), [("bob", "ann"), ("bob", "")])
    with pytest.raises(ArgumentError, match="'none' is none of the rights"):
        plan_exchange_access(read(server), [], privilege="none")


def test_a_list_that_was_cut_short_takes_nothing_away(server: Emulator, tmp_path: Path) -> None:
    plan = plan_exchange_access(read(server), [], mailboxes=["ann", "bob", "cid"])
    with server.client() as client:
        outcome = apply(plan, client, tmp_path / "p.jsonl", limits=Limits(max_removals=1))

    assert plan.removals == 2
    assert outcome.sent == 0
    assert [one.state for one in outcome.steps] == ["left", "left"]
    assert written(server) == []


def test_a_crash_at_any_moment_comes_to_the_same_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def rights() -> dict[str, dict[str, list[str]]]:
        return {name: user.privileges_on_folders for name, user in emulator.state.users.items()}

    moments = 0
    for at in range(1, 100):
        emulator, file = emulated(a={"b": ["read"]}, b={}), tmp_path / f"{at}.jsonl"
        plan = plan_access(read(emulator), [Wanted("b", "a"), Wanted("a", "b", "none")])
        with emulator.client() as client:
            if not crashed(client, at, monkeypatch, plan, file):
                break
            moments += 1
        with emulator.client() as client:
            assert apply(plan, client, file).complete, at
        assert rights() == {"admin": {}, "a": {}, "b": {"a": ["read"]}}, at
        assert len(written(emulator)) == 2, at

    assert moments == 2 * (1 + 2 * 4)  # before and after: the head; of each step a look, two lines and a call


def test_of_whom_the_server_did_not_tell_nothing_is_planned() -> None:
    emulator = Emulator(protocol="legacy")

    plan = plan_access(read(emulator), [Wanted("asmith", "johndoe", "none")])

    assert plan.steps == []
    assert "has rights that were not told: nothing is planned" in plan.notes[-1]
