"""Rights as a spreadsheet and as Exchange tell them, with every line that cannot be meant."""

from __future__ import annotations

from typing import Any

import pytest

from mailstore_sdk.emulator import Emulator
from mailstore_sdk.workflows import (
    Access,
    MailboxRight,
    SheetError,
    Wanted,
    plan_access,
    plan_exchange_access,
    read_access,
    read_exchange,
    read_mailboxes,
    read_wanted,
)
from tests.workflows.plans import emulated
from tests.workflows.test_sheet import HOSTILE


def read(emulator: Emulator) -> Access:
    with emulator.client() as client:
        return read_access(client)


def problems(reader: Any, text: str) -> tuple[str, ...]:
    with pytest.raises(SheetError) as caught:
        reader(text.encode())
    return caught.value.problems


def test_german_lists_say_the_same() -> None:
    text = 'Benutzer;Archiv;Berechtigungen\r\nJörg;anna;"Lesen, löschen"\r\nb;c;KEINE\r\nd;e;read,write\r\n'
    for encoding in ("cp1252", "utf-8-sig", "utf-16"):
        assert read_wanted(text.encode(encoding)) == [
            Wanted("Jörg", "anna", "read,delete", 2),
            Wanted("b", "c", "none", 3),
            Wanted("d", "e", "read,write", 4),
        ]


def test_everything_that_cannot_be_meant_is_told() -> None:
    text = "user;archive;privileges\na;;read\n;b;read\na;b;\na;b;reed\na;b;none,read\na;b;all\n;;\nx;y;READ\n"
    assert problems(read_wanted, text) == (
        "line 2: no archive",
        "line 3: no user",
        "line 4: no privileges (none takes all away)",
        "line 5: 'reed' is not made of read, write, delete, or none alone",
        "line 6: 'none,read' is not made of read, write, delete, or none alone",
        "line 7: 'all' is not made of read, write, delete, or none alone",
    )
    assert problems(read_wanted, "user;archive\na;b\n") == ("line 1: no column privileges",)


def test_a_plan_from_a_list_names_its_lines() -> None:
    access = read(emulated(a={"b": ["read"]}, b={}))
    rows = read_wanted(b"user;archive;privileges\n\nx;b;read\na;b;none\n")

    plan = plan_access(access, rows)

    assert plan.notes == ["line 3: 'x' is no user here"]
    assert plan.steps[0].reason == "line 4 wants it; now: read"


@pytest.mark.parametrize("by", ["user", "archive"])
def test_what_was_written_is_read_again_and_plans_nothing(by: Any) -> None:
    people = {name: {other: ["read"] for other in HOSTILE[:3]} for name in HOSTILE}
    access = read(emulated(**people, nobody={}))

    rows = read_wanted(access.to_csv(by).encode("utf-8-sig"))
    plan = plan_access(access, rows, others="remove")

    assert (plan.steps, plan.notes) == ([], [])
    told = {(row.user, row.archive) for row in rows if row.privileges == "read"}
    assert told == {(name, other) for name in HOSTILE for other in HOSTILE[:3]}


def test_who_is_no_administrator_any_more_is_a_note_and_loses_nothing() -> None:
    emulator = emulated(boss={}, b={"b": ["read"]})
    emulator.state.users["boss"].privileges = ["admin"]
    written = read(emulator).to_csv("archive").encode()
    emulator.state.users["boss"].privileges = ["login"]
    emulator.state.users["boss"].privileges_on_folders = {"b": ["read"]}

    plan = plan_access(read(emulator), read_wanted(written), others="remove")

    assert plan.steps == []
    assert plan.notes == [
        "line 3: 'boss' was an administrator: nothing is planned for it",
        "archive 'b': boss may be meant by a row whose user is not known: kept",
    ]


def test_what_a_server_up_to_8_did_not_tell_is_not_planned_from_a_list() -> None:
    access = read(Emulator(protocol="legacy"))

    plan = plan_access(access, read_wanted(access.to_csv("user").encode()))

    assert plan.steps == []
    assert "line 3: 'asmith' has rights that the list does not tell: nothing is planned for it" in plan.notes


EXPORT = """#TYPE Deserialized.Microsoft.Exchange.Management.RecipientTasks.MailboxAcePresentationObject
"AccessRights","Deny","InheritanceType","User","Identity","IsInherited","IsValid"
"FullAccess, ReadPermission","False","All","NT AUTHORITY\\SELF","bob","False","True"
"FullAccess","False","All","CONTOSO\\ann","bob","False","True"
"{FullAccess}","False","All","CONTOSO\\cid","bob","False","True"
"FullAccess","True","All","contoso\\CID","Bob","False","True"
"FullAccess","True","All","CONTOSO\\Domain Admins","bob","True","True"
"FullAccess","False","All","CONTOSO\\Exchange Servers","bob","True","True"
"SendAs","False","All","CONTOSO\\dan","bob","False","True"
"FullAccess","Falsch","All","CONTOSO\\dan","cid","WAHR","True"
"""


def test_of_an_export_only_rows_count_that_open_the_mailbox_themselves() -> None:
    found = read_exchange(EXPORT.encode())

    assert found.rights == [MailboxRight("bob", "CONTOSO\\ann", 4)]  # cid is denied it, by a line further down
    assert found.mailboxes == ["bob", "Bob", "cid"]
    assert found.notes == [
        "rows that do not count: 1 (denied)",
        "rows that do not count: 3 (inherited)",
        "rows that do not count: 1 (other rights)",
    ]


def test_a_list_of_two_columns_is_enough_and_the_address_of_a_mailbox_counts_before_its_identity() -> None:
    assert read_exchange(b"mailbox;trustee\nbob;ann\n").rights == [MailboxRight("bob", "ann", 2)]
    both = b"Identity,PrimarySmtpAddress,User\ncontoso.com/Users/Bob,bob@example.com,ann\n"
    assert read_exchange(both).mailboxes == ["bob@example.com"]
    assert read_mailboxes(b"Name,Identity,PrimarySmtpAddress\nB,x/Bob,bob@example.com\nC,x/Cid,\n") == [
        "bob@example.com",
        "x/Cid",
    ]


def test_an_export_that_cannot_be_read_is_refused_with_its_lines() -> None:
    text = (
        "Identity;User;AccessRights;IsInherited;Deny\n"
        "bob;ann;System.Collections.ArrayList;False;False\n"
        "bob;ann;Microsoft.Exchange.Management.RecipientTasks.MailboxRights[];False;False\n"
        "bob;ann;;False;False\n;ann;FullAccess;False;False\nbob;ann;FullAccess;perhaps;False\n"
        "bob;;FullAccess;False;False\n"
    )
    assert problems(read_exchange, text) == ("line 7: no trustee",)
    assert problems(read_exchange, text.rsplit("bob;;", 1)[0]) == (
        "line 2: AccessRights is 'System.Collections.ArrayList': export it with -join ','",
        "line 3: AccessRights is 'Microsoft.Exchange.Management.RecipientTasks.MailboxRights[]': "
        "export it with -join ','",
        "line 4: no AccessRights",
        "line 5: no mailbox",
        "line 6: inherited is 'perhaps', and neither True nor False",
    )
    for reader in (read_exchange, read_mailboxes):
        assert problems(reader, "user;right\na;b\n")[0].startswith("line 1: no column mailbox")


def test_a_mailbox_that_the_export_names_is_compared_though_nobody_may_open_it() -> None:
    access = read(emulated(ann={"cid": ["read"]}, bob={"bob": ["read"], "cid": ["read"]}, cid={}, dan={}))
    found = read_exchange(EXPORT.encode())

    plan = plan_exchange_access(access, found.rights, mailboxes=found.mailboxes)

    assert [tuple(step.arguments.values()) for step in plan.steps] == [
        ("ann", "bob", ["read"]),
        ("ann", "cid", ["none"]),
        ("bob", "cid", ["none"]),
    ]
    assert plan.notes == []


def test_a_mailbox_that_is_nowhere_is_told_once() -> None:
    access = read(emulated(ann={}))

    plan = plan_exchange_access(access, [MailboxRight("gone", "ann", 2)], mailboxes=["Gone", "lost"])

    assert plan.notes == ["line 2: 'gone' is no archive here", "mailbox 2: 'lost' is no archive here"]
