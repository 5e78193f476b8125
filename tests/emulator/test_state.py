"""What each function of the emulator does to the server's state, and what it gives."""

from __future__ import annotations

import copy
import json
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import pytest

from mailstore_sdk import Client, errors, models
from mailstore_sdk.emulator import Behaviour, ByPolls, Emulator, Request, Response, State, User
from mailstore_sdk.emulator.handlers import HANDLERS

LOGINS = ["windows", "web", "outlook", "windowsCmd", "imap", "api"]
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
EVER = {"fromIncluding": "2000-01-01T00:00:00", "toExcluding": "2100-01-01T00:00:00"}


@pytest.fixture
def client(emulator: Emulator) -> Client:
    """A client of the emulator, which holds nothing that needs closing."""
    return emulator.client()


def held(emulator: Emulator) -> Any:
    """A copy of all that a call could have changed."""
    state, tasks = emulator.state, emulator.world.tasks
    return copy.deepcopy((state.users, state.stores, state.worker_runs, tasks, state.next_tokens))


def test_the_server_tells_its_version_and_name(client: Client) -> None:
    assert client.get_server_info() == models.ServerInfo(version="8.1.2.9268", machine_name="WIN2012MS")


def test_a_server_with_nothing_in_it_lets_nobody_in() -> None:
    with pytest.raises(errors.AuthenticationError):
        Emulator(State()).client().get_server_info()


def test_users_are_listed_with_their_names(client: Client) -> None:
    users = [(user.user_name, user.full_name, user.distinguished_name) for user in client.get_users()]

    assert users[:2] == [("admin", "Administrator", None), ("johndoe", "John Doe", None)]
    assert users[2][2] == "CN=Anna Smith,OU=Users,DC=example,DC=com"


def test_a_user_is_told_in_detail() -> None:
    info = Emulator(protocol="modern").client().get_user_info("asmith")

    assert info.model_dump(by_alias=True, exclude_unset=True) == {
        "userName": "asmith",
        "fullName": "Anna Smith",
        "distinguishedName": "CN=Anna Smith,OU=Users,DC=example,DC=com",
        "authentication": "directoryServices",
        "emailAddresses": ["asmith@example.com"],
        "pop3UserNames": [],
        "privileges": ["login"],
        "privilegesOnFolders": [
            {"folder": "asmith", "privileges": ["read"]},
            {"folder": "johndoe", "privileges": ["read", "write"]},
        ],
    }


def test_an_administrators_rights_on_folders_are_left_out_as_in_the_capture() -> None:
    info = Emulator(protocol="modern").client().get_user_info("admin")

    assert "privileges_on_folders" not in info.model_fields_set


def test_a_new_user_has_every_login_right_and_none_on_his_own_archive(emulator: Emulator, client: Client) -> None:
    client.create_user("new")

    assert emulator.state.users["new"] == User(user_name="new", login_privileges=LOGINS, privileges_on_folders={})
    assert not client.get_user_info("new").privileges_on_folders


def test_a_new_user_has_what_he_was_given(emulator: Emulator, client: Client) -> None:
    client.create_user(
        "new",
        privileges=["login", "export"],
        full_name="New, Newer & Söhne",
        distinguished_name="CN=New",
        authentication="directoryServices",
        password="a+b&c=ü%",
        login_privileges="web,imap",
    )

    assert emulator.state.users["new"] == User(
        user_name="new",
        privileges=["login", "export"],
        full_name="New, Newer & Söhne",
        distinguished_name="CN=New",
        authentication="directoryServices",
        password="a+b&c=ü%",
        login_privileges=["web", "imap"],
    )


def test_an_empty_list_of_rights_is_not_the_default(emulator: Emulator, client: Client) -> None:
    client.create_user("new", privileges=[], login_privileges=[])

    assert (emulator.state.users["new"].privileges, emulator.state.users["new"].login_privileges) == ([], [])


def test_new_addresses_replace_the_old_ones(client: Client) -> None:
    client.set_user_email_addresses("johndoe", email_addresses=["doe@example.com", "d@example.com"])

    assert client.get_user_info("johndoe").email_addresses == ["doe@example.com", "d@example.com"]


@pytest.mark.parametrize("nothing", [{}, {"email_addresses": None}, {"email_addresses": []}, {"email_addresses": ""}])
def test_leaving_the_addresses_out_removes_them(client: Client, nothing: dict[str, Any]) -> None:
    client.set_user_email_addresses("johndoe", **nothing)

    assert client.get_user_info("johndoe").email_addresses == []


def test_a_new_password_holds_from_the_next_request_on(emulator: Emulator, client: Client) -> None:
    client.set_user_password("admin", "neu:ü")

    with pytest.raises(errors.AuthenticationError):
        client.get_users()
    assert emulator.client(password="neu:ü").get_users()


def test_a_deleted_user_is_gone_and_what_others_may_stays(emulator: Emulator, client: Client) -> None:
    client.delete_user("johndoe")

    assert [user.user_name for user in client.get_users()] == ["admin", "asmith"]
    assert emulator.state.users["asmith"].privileges_on_folders["johndoe"] == ["read", "write"]


def test_stores_are_listed_with_their_sizes(client: Client) -> None:
    first, second = client.get_stores()

    assert (first.id, first.name, first.requested_state) == (1, "DefaultFileGroup", "normal")
    assert (second.id, second.name, second.requested_state) == (2, "2012-07", "current")
    assert (first.statistics_count, first.statistics_size) == (234, 28_311_552)


def test_stores_have_no_sizes_if_nobody_asks_for_them(client: Client) -> None:
    stores = client.get_stores(include_size=False)

    assert [(store.statistics_count, store.statistics_size) for store in stores] == [(None, None), (None, None)]


@pytest.mark.parametrize(
    ("changed", "ids"),
    [
        ({}, [102, 100, 101]),
        ({"fromIncluding": "2026-01-04T23:00:00"}, [102, 101]),
        ({"fromIncluding": "2026-01-04T23:00:01"}, [102]),
        ({"toExcluding": "2026-01-04T23:00:00"}, [100]),
        ({"toExcluding": "2026-01-04T23:00:01"}, [100, 101]),
        ({"fromIncluding": "2026-01-04T23:00:00", "toExcluding": "2026-01-04T23:00:00"}, []),
        ({"profileID": 1}, [102, 100, 101]),
        ({"profileID": 2}, []),
        ({"userName": "admin"}, [102, 100, 101]),
        ({"userName": "johndoe"}, []),
        ({"timeZoneID": "UTC"}, [102, 100, 101]),
    ],
)
def test_runs_are_those_of_the_span_the_profile_and_the_user(
    client: Client, changed: dict[str, Any], ids: list[int]
) -> None:
    runs = client.raw.GetWorkerResults(**{**EVER, **changed})

    assert [run["id"] for run in runs] == ids


def test_a_run_is_told_in_the_captured_keys(client: Client) -> None:
    assert client.raw.GetWorkerResults(datetime(2026, 1, 4, 23), datetime(2026, 1, 5)) == [
        {
            "id": 101,
            "userName": "admin",
            "profileId": 1,
            "profileName": "Exchange Mailboxes",
            "result": "completedWithErrors",
            "itemsArchived": 4,
            "startTime": "2026-01-04T23:00:00",
            "completeTime": "2026-01-04T23:04:00",
            "machineName": "WIN2012MS",
        }
    ]


def test_the_time_zones_have_the_servers_own(client: Client) -> None:
    zones = client.get_time_zones()

    assert isinstance(zones, list)
    assert "$Local" in [zone["id"] for zone in zones if isinstance(zone, dict)]


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


@pytest.mark.parametrize("prefix", ["/api/invoke/", "/JSON/Invoke/"])
@pytest.mark.parametrize(
    ("function", "fields"),
    [
        ("CreateUser", {"userName": "johndoe", "fullName": "Somebody else", "password": "other"}),
        ("CreateUser", {"fullName": "No Name"}),
        ("SetUserEmailAddresses", {"userName": "nobody", "emailAddresses": "a@example.com"}),
        ("SetUserEmailAddresses", {"emailAddresses": "a@example.com"}),
        ("SetUserPassword", {"userName": "nobody", "password": "pssst"}),
        ("SetUserPassword", {"userName": "johndoe"}),
        ("DeleteUser", {"userName": "JohnDoe"}),
        ("DeleteUser", {}),
        ("VerifyStore", {"id": "99"}),
        ("VerifyStore", {"id": "1", "includeIndexes": "yes"}),
        ("CompactStore", {"id": "0"}),
        ("CompactStore", {}),
    ],
)
def test_a_refused_call_leaves_the_state_as_it_was(prefix: str, function: str, fields: dict[str, str]) -> None:
    emulator = Emulator(behaviour=Behaviour(byte_order_mark="never"))
    before = held(emulator)
    body = urlencode(fields).encode()
    headers = {"authorization": "Basic YWRtaW46YWRtaW4=", "content-length": str(len(body))}

    answer = emulator.respond(Request(method="POST", path=prefix + function, headers=headers, body=body))

    assert isinstance(answer, Response)
    assert answer.status == 500 or json.loads(answer.content)["statusCode"] == "failed"
    assert held(emulator) == before


@pytest.mark.parametrize("changed", [{"profileID": 0}, {"userName": ""}])
def test_no_profile_and_no_user_are_refused_in_the_captured_words(client: Client, changed: dict[str, Any]) -> None:
    with pytest.raises(errors.ApiError, match="Specified argument was out of the range of valid values"):
        client.raw.GetWorkerResults(**{**EVER, **changed})


def test_a_function_that_the_emulator_does_not_carry_out_answers_null(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(HANDLERS, "GetTimeZones")
    monkeypatch.delitem(HANDLERS, "DeleteUser")

    assert client.get_time_zones() is None
    with pytest.raises(errors.ApiError, match="Missing API argument userName"):
        client.transport.call("DeleteUser", None, {})


def test_two_emulators_share_nothing() -> None:
    one, other = Emulator(), Emulator()

    one.client().delete_user("johndoe")
    one.state.users["asmith"].email_addresses.clear()

    assert "johndoe" in other.state.users
    assert other.state.users["asmith"].email_addresses


def test_tokens_are_the_same_in_every_run_and_never_the_same_twice() -> None:
    states = [Emulator().state, Emulator().state]
    first, second = ([state.new_token() for _ in range(5)] for state in states)

    assert first == second
    assert len(set(first)) == 5
