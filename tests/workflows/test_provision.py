"""From a list of people to a plan: what is wrong is told with its line, and what is not meant stays as it is."""

from __future__ import annotations

import asyncio
import unicodedata
from typing import Any

import pytest

from mailstore_sdk.emulator import Emulator, HttpError
from mailstore_sdk.errors import ArgumentError
from mailstore_sdk.workflows import (
    Plan,
    SheetError,
    plan_provision,
    read_people,
    read_present_users,
    read_present_users_async,
)
from tests.workflows.plans import emulated


def plan(emulator: Emulator, *lines: str, archives: tuple[str, ...] = (), **options: Any) -> Plan:
    people = read_people("\r\n".join(lines).encode())
    with emulator.client() as client:
        made = plan_provision(read_present_users(client, archives=archives), people, **options)
    emulator.requests.assert_only_read()
    return made


def problems(emulator: Emulator, *lines: str, archives: tuple[str, ...] = (), **options: Any) -> tuple[str, ...]:
    with pytest.raises(SheetError) as caught:
        plan(emulator, *lines, archives=archives, **options)
    return caught.value.problems


def calls(made: Plan) -> list[tuple[Any, ...]]:
    return [(step.function, *step.arguments.values()) for step in made.steps]


@pytest.fixture
def server() -> Emulator:
    """Ann may read her archive and Bob's; each has an address."""
    emulator = emulated(ann={"ann": ["read"], "bob": ["read"], "gone": ["read"]}, bob={"bob": ["read", "write"]})
    for name, user in emulator.state.users.items():
        user.email_addresses = [f"{name}@example.com"]
    return emulator


def test_who_is_as_the_list_says_is_left_alone_and_so_is_what_it_does_not_say(server: Emulator) -> None:
    server.state.users["ann"].full_name = "Ann"
    server.state.users["bob"].email_addresses = ["bob@example.com", "b@example.com", "x@example.com"]
    made = plan(
        server,
        "user;full name;addresses;authentication;privileges;login privileges;archive rights",
        "ann;Ann;ANN@example.com;integrated;LOGIN;api imap windowscmd outlook web windows;",
        "BOB;;bob@Example.com X@example.com b@example.com;;;;write read",
    )

    assert (made.steps, made.notes) == ([], [])


def test_each_change_says_what_was_there_and_whether_something_goes(server: Emulator) -> None:
    server.state.users["bob"].full_name = "Old"
    made = plan(
        server,
        "user;full name;addresses;distinguished name;authentication;privileges;login privileges;archive rights",
        "bob;New;b@example.com;CN=B;directoryServices;login delete;none;read",
        "ann;;ann@example.com a2@example.com;;;none;;none",
    )

    assert [(step.function, step.removes, step.reason) for step in made.steps] == [
        ("SetUserFullName", False, "line 2; now: Old"),
        ("SetUserDistinguishedName", False, "line 2; now: none"),
        ("SetUserAuthentication", False, "line 2; now: integrated"),
        ("SetUserPrivileges", False, "line 2; now: login"),
        ("SetUserEmailAddresses", False, "line 3; now: ann@example.com"),
        ("SetUserEmailAddresses", True, "line 2; now: bob@example.com; taken away: bob@example.com"),
        ("SetUserLoginPrivileges", True, "line 2; now: windows, web, outlook, windowsCmd, imap, api"),
        ("SetUserPrivilegesOnFolder", True, "line 2; now: read, write"),
        ("SetUserPrivileges", True, "line 3; now: login"),
        ("SetUserPrivilegesOnFolder", True, "line 3; now: read"),
    ]
    assert made.steps[6].arguments == {"userName": "bob", "loginPrivileges": ["none"]}


def test_all_addresses_go_only_by_a_word(server: Emulator) -> None:
    made = plan(server, "user;addresses", "ann;", "bob;none")

    assert calls(made) == [("SetUserEmailAddresses", "bob")]  # without addresses: documented to remove them
    assert made.removals == 1


@pytest.mark.parametrize(
    ("row", "make_passwords", "authentication", "asks"),
    [
        ("new;;;p", False, "integrated", True),
        ("new;;CN=N;p", False, "integrated", True),
        ("new;;;", False, "directoryServices", False),
        ("new;;;", True, "integrated", True),
        ("new;;CN=N;", True, "directoryServices", False),
        ("new;integrated;CN=N;", True, "integrated", True),
        ("new;directoryServices;;", True, "directoryServices", False),
    ],
)
def test_how_a_new_user_proves_who_he_is(
    server: Emulator, row: str, make_passwords: bool, authentication: str, asks: bool
) -> None:
    made = plan(server, "user;authentication;dn;password", row, make_passwords=make_passwords)

    assert made.steps[0].arguments["authentication"] == authentication
    assert made.secrets == (["password of new"] if asks else [])
    assert ("they have no password" in "".join(made.notes)) is (row == "new;;;" and not make_passwords)


def test_a_new_user_gets_what_the_command_says_where_his_row_says_nothing(server: Emulator) -> None:
    made = plan(server, "user;login privileges", "new;", "other;none", login_privileges="imap, WEB", own_archive=())

    assert [step.arguments["loginPrivileges"] for step in made.steps] == [["web", "imap"], ["none"]]
    assert [step.function for step in made.steps] == ["CreateUser", "CreateUser"]
    with pytest.raises(ArgumentError, match="login privileges: 'fax' is none of none, windows"):
        plan(server, "user", "new", login_privileges="fax")
    with pytest.raises(ArgumentError, match="own archive: no word: say none, read, write, delete"):
        plan(server, "user", "new", own_archive=" ")


def test_whoever_has_no_right_on_his_own_archive_gets_one_unless_his_row_says_otherwise(server: Emulator) -> None:
    server.state.users["ann"].privileges_on_folders = {"bob": ["read"]}
    given = ("SetUserPrivilegesOnFolder", "ann", "ann", ["read"])

    assert calls(plan(server, "user", "ann", "bob")) == [given]
    assert calls(plan(server, "user;archive rights", "ann;none", "bob;")) == []
    assert calls(plan(server, "user", "ann", own_archive="none")) == []


def test_an_archive_of_that_name_that_is_there_already_is_given_only_on_purpose(server: Emulator) -> None:
    (seen,) = problems(server, "user", "Gone")
    (listed,) = problems(server, "user", "lost", archives=("lost",))
    assert seen.startswith("line 2: there is an archive 'gone' already, maybe a leaver's: say in column archive rights")
    assert listed.startswith("line 2: there is an archive 'lost' already")

    made = plan(server, "user;archive rights", "Gone;read", "lost;none", archives=("lost",))
    assert calls(made)[1:] == [
        ("SetUserPrivilegesOnFolder", "Gone", "gone", ["read"]),
        ("CreateUser", "lost", "directoryServices", ["login"], ["windows", "web", "outlook"]),
    ]


@pytest.mark.parametrize(
    ("head", "row", "problem"),
    [
        ("addresses", "new;ANN@example.com", "address 'ANN@example.com' belongs to user 'ann'"),
        ("addresses", "bob;bob@example.com ann@example.com", "address 'ann@example.com' belongs to user 'ann'"),
        ("authentication", "new;integrated", "no password for 'new', who is to log in with one"),
        ("authentication;password", "new;directoryServices;x", "a password, and authentication by directory services"),
        ("authentication;password", "bob;directoryServices;x", "a password, and authentication by directory services"),
        ("privileges", "new;admin", "privileges: the row would make an administrator of a new user"),
        ("privileges", "bob;admin", "privileges: the row would make an administrator"),
        ("privileges", "root;login", "privileges: the row would take that away from an administrator"),
        ("privileges", "ADMIN;login", "privileges: 'admin' is who carries out the plan"),
        ("authentication", "admin;directoryServices", "authentication: 'admin' is who carries out the plan"),
        ("login privileges", "admin;web", "loginPrivileges: 'admin' is who carries out the plan"),
        ("password", "admin;x", "password: 'admin' is who carries out the plan"),
        ("full name", "EXAMPLE\\new;x", "'EXAMPLE\\\\new': a new user's name cannot have a slash, nor a domain"),
        ("full name", "a/b;x", "'a/b': a new user's name cannot have a slash"),
    ],
)
def test_what_cannot_be_on_this_server_is_told_with_its_line(
    server: Emulator, head: str, row: str, problem: str
) -> None:
    server.state.users["root"] = type(server.state.users["bob"])(user_name="root", privileges=["admin"])
    told = problems(server, f"user;{head}", "ann;", row, set_passwords=True)

    assert told[0].startswith(f"line 3: {problem}")


def test_administrators_are_made_and_unmade_when_that_is_meant_and_have_no_rights_on_archives(
    server: Emulator,
) -> None:
    server.state.users["root"] = type(server.state.users["bob"])(user_name="root", privileges=["admin"])
    made = plan(
        server, "user;privileges;archive rights", "new;admin;read", "bob;admin;", "root;login;", "admin;admin;read",
        allow_admins=True,
    )  # fmt: skip

    assert [(step.function, step.arguments["privileges"], step.removes) for step in made.steps] == [
        ("CreateUser", ["admin"], False),
        ("SetUserPrivileges", ["admin"], True),  # documented: it has to be the only one
        ("SetUserPrivileges", ["login"], True),
    ]
    assert "administrators, who have access to all archives: no right is planned: new, admin" in made.notes


def test_of_two_users_that_differ_only_by_case_the_very_name_is_meant_or_nobody() -> None:
    server = emulated(anna={}, Anna={}, strauss={}, jörg={"jörg": ["read"]})

    assert problems(server, "user", "ANNA") == ("line 2: 'ANNA' may be any of the users anna, Anna",)
    made = plan(server, "user;full name", "Anna;x", f"{unicodedata.normalize('NFD', 'JÖRG')};y", "strauß;z")
    assert [(step.function, step.arguments["userName"]) for step in made.steps] == [
        ("SetUserFullName", "Anna"),
        ("SetUserPrivilegesOnFolder", "Anna"),
        ("SetUserFullName", "jörg"),
        ("CreateUser", "strauß"),
        ("SetUserPrivilegesOnFolder", "strauß"),
    ]


def test_an_address_is_given_up_before_somebody_else_gets_it(server: Emulator) -> None:
    lines = ["user;addresses", "new;ann@example.com", "ann;bob@example.com", "bob;b2@example.com", "x;x@example.com"]
    made = plan(server, *lines)

    moved = [step for step in made.steps if step.function == "SetUserEmailAddresses"]
    assert [step.arguments["userName"] for step in moved] == ["x", "bob", "ann", "new"]
    assert [step.group for step in moved] == ["x", "new", "new", "new"]
    assert {step.group for step in made.steps if step.arguments["userName"] == "new"} == {"new"}
    assert problems(server, "user;addresses", "ann;bob@example.com", "bob;ann@example.com") == (
        "line 2: lines 2, 3 exchange addresses: that takes two lists, one after the other",
    )


def test_too_few_licences_are_told_and_so_is_a_server_that_does_not_tell(server: Emulator) -> None:
    server.state.licensed_users = 3
    lines = ["user", "ann", "one", "two", "three"]
    assert problems(server, *lines) == ("line 4: no licence for 'two': 3 users are new, and free licences: 1",)

    server.state.licensed_users = 5
    assert len(plan(server, *lines).steps) == 6
    server.faults.add("GetLicenseInformation", HttpError(status=404), times=1)
    assert plan(server, *lines).notes[0].startswith("the server does not tell how many licences are left: ")


def test_a_user_who_could_not_be_read_is_left_alone(server: Emulator) -> None:
    server.faults.add("GetUserInfo", HttpError(status=404), times=1)
    made = plan(server, "user;full name", "admin;x")

    assert made.steps == []
    assert made.notes[0].startswith("user 'admin' could not be read, so his addresses are not known: ")
    assert made.notes[1] == "left alone, since they could not be read: admin"


def test_what_an_older_server_does_not_tell_stays_as_it_is() -> None:
    made = plan(Emulator(version="22.3"), "user;login privileges", "johndoe;web", "new;web")
    assert made.steps[0].arguments["loginPrivileges"] == ["web"]
    assert "their login privileges stay as they are, since the server does not tell them: johndoe" in made.notes

    legacy = plan(Emulator(protocol="legacy"), "user;full name;archive rights", "johndoe;J;write", "new;;read")
    assert [step.function for step in legacy.steps] == ["SetUserFullName", "CreateUser"]
    assert "no right on their own archives is planned, since the server does not tell rights: new" in legacy.notes
    assert "their rights on archives stay as they are, since the server does not tell them: johndoe" in legacy.notes


def test_the_asynchronous_twin_reads_the_same(server: Emulator) -> None:
    async def read() -> Any:
        async with server.async_client() as client:
            return await read_present_users_async(client, archives=["a"])

    with server.client() as client:
        assert asyncio.run(read()) == read_present_users(client, archives=["a"])
