"""`.raw` gives what the original wrapper of 8.1 gave, in its names and shapes, whichever generation answers."""

from __future__ import annotations

import inspect
import json
from typing import Any

import pytest

from mailstore_sdk import AsyncClient, Client, errors
from mailstore_sdk._generated.functions import ALL
from mailstore_sdk._generated.raw_server import RawServerFunctions
from mailstore_sdk.emulator import ByPolls, ByTime, Emulator
from mailstore_sdk.transport import ProtocolName
from tests.scripted import AsyncScripted, Scripted, envelope, running

TOKEN = "243fc983-89c3-19ef-196a-dbe082894cc5"
CALLS: list[tuple[str, tuple[Any, ...]]] = [
    ("GetServerInfo", ()),
    ("GetTimeZones", ()),
    ("GetUserList", ()),
    ("GetUsers", ()),
    ("GetStores", ()),
    ("GetStores", (False,)),
    ("GetWorkerResults", ("2026-01-01T00:00:00", "2027-01-01T00:00:00")),
    ("VerifyStore", (1,)),
    ("VerifyStore", (2, False)),
    ("CompactStore", (2,)),
    ("CreateUser", ("new", "login,export", "New")),
    ("SetUserEmailAddresses", ("johndoe", ["a@example.com"])),
    ("SetUserPassword", ("johndoe", "pssst")),
    ("DeleteUser", ("johndoe",)),
]
LONG = [("VerifyStore", (1,)), ("CompactStore", (1,))]
ON_SERVER = [function for function in ALL if function.server and function.arguments_known]
each_call = pytest.mark.parametrize(("name", "arguments"), CALLS, ids=lambda value: str(value))
each_long_call = pytest.mark.parametrize(("name", "arguments"), LONG, ids=lambda value: str(value))


@each_call
def test_both_generations_give_the_same_to_the_order_of_the_keys(name: str, arguments: tuple[Any, ...]) -> None:
    modern, legacy = (getattr(Emulator().client(protocol=each).raw, name)(*arguments) for each in ("modern", "legacy"))

    assert json.dumps(modern) == json.dumps(legacy)


@each_call
@pytest.mark.anyio
async def test_asynchronous_calls_give_the_same(protocol: ProtocolName, name: str, arguments: tuple[Any, ...]) -> None:
    emulators = Emulator(protocol=protocol), Emulator(protocol=protocol)  # type: ignore[arg-type]  # a fixture's text
    plain = getattr(emulators[0].client().raw, name)(*arguments)

    assert json.dumps(await getattr(emulators[1].async_client().raw, name)(*arguments)) == json.dumps(plain)


def test_the_server_is_told_in_the_tutorials_order(emulator: Emulator) -> None:
    info = emulator.client().raw.GetServerInfo()

    assert str(info) == "{'machineName': 'WIN2012MS', 'version': '8.1.2.9268'}"


def test_a_user_is_told_in_the_tutorials_order_with_rights_as_a_list(emulator: Emulator) -> None:
    info = emulator.client().raw.GetUserInfo("admin")

    assert list(info)[:5] == ["authentication", "distinguishedName", "privileges", "fullName", "userName"]
    assert (info["privileges"], info["fullName"], info["emailAddresses"]) == (["admin"], "Administrator", [])


def test_a_key_that_a_newer_server_sends_is_kept_at_the_end() -> None:
    sender = Scripted(envelope(result={"new": 1, "userName": "x", "privileges": ["login"]}))

    info = Client(sender=sender, protocol="modern").raw.GetUserInfo("x")

    assert list(info.items()) == [("privileges", ["login"]), ("userName", "x"), ("new", 1)]


def test_users_have_two_names_for_one_function(emulator: Emulator) -> None:
    raw = emulator.client().raw

    assert raw.GetUserList() == raw.GetUsers()
    assert [user["userName"] for user in raw.GetUserList()] == ["admin", "johndoe", "asmith"]


@pytest.mark.parametrize("automatic", [True, None])
def test_a_long_running_call_gives_the_final_status(emulator: Emulator, automatic: bool | None) -> None:
    status = emulator.client().raw.VerifyStore(1, autoHandleToken=automatic)

    assert list(status) == ["status", "progressPercentage", "messages"]
    assert (status["status"], status["progressPercentage"]) == ("succeeded", 100)
    assert list(status["messages"][0].items()) == [("text", "Verifying file group #2..."), ("type", "line")]


def test_a_final_status_has_the_result_when_there_is_one() -> None:
    sender = Scripted(running(), envelope(result={"freed": 17}))

    status = Client(sender=sender, protocol="modern").raw.CompactStore(1)

    assert list(status.items())[-1] == ("result", {"freed": 17})


def test_without_automatic_handling_a_legacy_token_is_the_originals() -> None:
    token = Emulator(protocol="legacy").client().raw.VerifyStore(2, autoHandleToken=False)

    assert list(token.items()) == [("statusUrl", f"/JSON/Status/{TOKEN}"), ("statusToken", TOKEN)]


def test_without_automatic_handling_a_modern_token_begins_like_the_originals() -> None:
    token = Emulator(protocol="modern").client().raw.VerifyStore(2, autoHandleToken=False)

    assert list(token)[:2] == ["statusUrl", "statusToken"]
    assert token["statusToken"] == TOKEN


@each_long_call
def test_a_token_leads_to_the_status_that_automatic_handling_gives(
    emulator: Emulator, name: str, arguments: tuple[Any, ...]
) -> None:
    call = getattr(emulator.client().raw, name)
    token = call(*arguments, autoHandleToken=False)
    elsewhere = emulator.client().raw

    assert elsewhere.HandleToken(json.loads(json.dumps(token))) == call(*arguments)


def test_get_status_asks_once_in_the_originals_order(emulator: Emulator) -> None:
    raw = emulator.client().raw
    token = raw.VerifyStore(2, autoHandleToken=False)

    first, second = raw.GetStatus(token), raw.GetStatus(token)

    assert list(first) == list(second) == ["progressPercentage", "messages", "status"]
    assert [(status["status"], len(status["messages"])) for status in (first, second)] == [
        ("running", 5),
        ("succeeded", 8),
    ]


def test_a_token_may_be_asked_for_after_the_end(emulator: Emulator) -> None:
    raw = emulator.client().raw
    token = raw.VerifyStore(2, autoHandleToken=False)
    final = raw.HandleToken(token)

    assert raw.HandleToken(token) == final
    assert raw.GetStatus(token) == final


def test_get_status_brings_a_modern_token_up_to_date_so_that_no_message_is_lost() -> None:
    answers = [running(logOutput="A\r\n"), running(3, logOutput="B\r\n"), envelope(logOutput="C\r\n")]
    sender = Scripted(*answers)
    raw = Client(sender=sender, protocol="modern").raw
    token = raw.CompactStore(1, autoHandleToken=False)

    raw.GetStatus(token)
    final = raw.HandleToken(token)

    assert [message["text"] for message in final["messages"]] == ["A", "B", "C"]
    assert [fields["lastKnownStatusVersion"] for _, fields in sender.asked[1:]] == ["2", "3"]


def test_a_cancelled_call_ends_as_cancelled_without_an_error() -> None:
    raw = Emulator(protocol="modern", tasks=ByTime(100)).client().raw
    token = raw.VerifyStore(1, autoHandleToken=False)

    raw.CancelAsync(token)

    assert raw.HandleToken(token)["status"] == "cancelled"


def test_servers_up_to_8_x_cannot_cancel() -> None:
    raw = Emulator(protocol="legacy").client().raw
    token = raw.VerifyStore(1, autoHandleToken=False)

    with pytest.raises(errors.UnsupportedError):
        raw.CancelAsync(token)


def test_a_call_that_failed_later_gives_its_status_as_the_original_did() -> None:
    failed = envelope(statusCode="failed", error={"message": "disk full", "details": None})

    status = Client(sender=Scripted(running(), failed), protocol="modern").raw.VerifyStore(1)

    assert status["status"] == "failed"
    assert status["messages"][-1] == {"text": "disk full", "type": "error"}


def test_a_call_refused_at_once_is_an_error(emulator: Emulator) -> None:
    with pytest.raises(errors.ApiError, match="Archive store 99 does not exist"):
        emulator.client().raw.VerifyStore(99)


# The server decides call by call whether it answers with a token; nobody may notice where the bare result is promised.
UNEXPECTED: list[tuple[str, tuple[Any, ...], Any]] = [
    ("GetUsers", (), [{"userName": "jdoe"}]),
    ("CreateUser", ("new",), None),
    ("GetWorkerResults", ("2026-01-01T00:00:00", "2027-01-01T00:00:00"), [{"id": 1}]),
]


@pytest.mark.parametrize(("name", "arguments", "result"), UNEXPECTED)
def test_a_token_nobody_expected_is_waited_for(name: str, arguments: tuple[Any, ...], result: Any) -> None:
    raw = Client(sender=Scripted(running(), envelope(result=result)), protocol="modern").raw

    assert getattr(raw, name)(*arguments) == result


def test_a_caller_who_wants_tokens_gets_none_where_he_could_not_have_asked_for_it() -> None:
    answers = [running(), envelope(result=[{"userName": "jdoe"}]), running()]
    transport = Client(sender=Scripted(*answers), protocol="modern").transport
    raw = RawServerFunctions(transport, auto_handle_token=False)

    assert raw.GetUsers() == [{"userName": "jdoe"}]
    assert "statusToken" in raw.VerifyStore(1)


@pytest.mark.anyio
@pytest.mark.parametrize("code", ["failed", "cancelled"])
@pytest.mark.parametrize(("name", "arguments", "result"), UNEXPECTED)
async def test_where_no_status_is_given_a_later_failure_is_an_error(
    name: str, arguments: tuple[Any, ...], result: Any, code: str
) -> None:
    answers = [running(), envelope(statusCode=code, error={"message": "disk full"})]

    with pytest.raises(errors.OperationError, match=name):
        getattr(Client(sender=Scripted(*answers), protocol="modern").raw, name)(*arguments)
    with pytest.raises(errors.OperationError, match=name):
        await getattr(AsyncClient(sender=AsyncScripted(*answers), protocol="modern").raw, name)(*arguments)


@pytest.mark.parametrize("function", ON_SERVER, ids=lambda function: function.name)
def test_only_functions_that_may_run_long_take_auto_handle_token(function: Any) -> None:
    raw = Emulator().client().raw
    required = [argument.name for argument in function.arguments if argument.required]

    for name in {function.name, function.legacy.name}:
        method = getattr(raw, name)
        if function.long_running == "no":
            with pytest.raises(TypeError, match="autoHandleToken"):
                method(*required, autoHandleToken=False)
        else:
            inspect.signature(method).bind(*required, autoHandleToken=False)
        with pytest.raises(TypeError, match="positional"):
            method(*([None] * len(function.arguments)), False)


@pytest.mark.parametrize(
    "token",
    [
        {},
        None,
        TOKEN,
        [("statusUrl", "/x"), ("statusToken", "t")],
        {"statusToken": TOKEN},
        {"statusUrl": "/api/get-status"},
        {"statusUrl": None, "statusToken": TOKEN},
        {"statusUrl": "https://evil.example/", "statusToken": TOKEN},
        {"statusUrl": "/api/get-status", "statusToken": 5},
        {"statusUrl": "/api/get-status", "statusToken": TOKEN, "statusVersion": "2"},
        {"statusUrl": "/api/get-status", "statusToken": TOKEN, "logOutput": None},
    ],
    ids=repr,
)
@pytest.mark.anyio
async def test_what_is_no_token_is_refused_before_anything_is_sent(token: Any) -> None:
    sender, asynchronous = Scripted(), AsyncScripted()
    raw = Client(sender=sender, protocol="modern").raw
    async_raw = AsyncClient(sender=asynchronous, protocol="modern").raw

    for name in ("GetStatus", "HandleToken", "CancelAsync"):
        with pytest.raises(errors.ConfigurationError, match="token"):
            getattr(raw, name)(token)
        with pytest.raises(errors.ConfigurationError, match="token"):
            await getattr(async_raw, name)(token)
    assert sender.asked == asynchronous.script.asked == []


def test_a_token_that_the_server_does_not_know_is_lost(emulator: Emulator) -> None:
    raw = emulator.client().raw
    token = raw.VerifyStore(1, autoHandleToken=False)
    emulator.world.tasks.clear()

    with pytest.raises(errors.OperationLost):
        raw.GetStatus(token)
    with pytest.raises(errors.OperationLost):
        raw.HandleToken(token)


def test_a_wait_that_is_over_holds_the_last_status_as_a_dict(protocol: ProtocolName) -> None:
    client = Emulator(tasks=ByTime(100)).client(protocol=protocol).options(wait_timeout=10)

    with pytest.raises(errors.OperationTimeout) as caught:
        client.raw.VerifyStore(1)

    assert list(caught.value.status) == ["status", "progressPercentage", "messages"]
    assert caught.value.status["status"] == "running"


@pytest.mark.anyio
async def test_asynchronous_tokens_are_those_of_the_synchronous_calls(protocol: ProtocolName) -> None:
    one, other = Emulator(tasks=ByPolls(3)), Emulator(tasks=ByPolls(3))
    raw, async_raw = one.client(protocol=protocol).raw, other.async_client(protocol=protocol).raw

    token = raw.VerifyStore(1, autoHandleToken=False)
    async_token = await async_raw.VerifyStore(1, autoHandleToken=False)
    assert async_token == token
    assert await async_raw.GetStatus(async_token) == raw.GetStatus(token)
    assert async_token == token
    assert await async_raw.HandleToken(async_token) == raw.HandleToken(token)


@pytest.mark.anyio
async def test_an_asynchronous_call_is_cancelled_where_servers_can() -> None:
    modern = Emulator(tasks=ByTime(100)).async_client(protocol="modern").raw
    legacy = Emulator().async_client(protocol="legacy").raw
    token = await modern.VerifyStore(1, autoHandleToken=False)

    await modern.CancelAsync(token)

    assert (await modern.HandleToken(token))["status"] == "cancelled"
    with pytest.raises(errors.UnsupportedError):
        await legacy.CancelAsync(await legacy.VerifyStore(1, autoHandleToken=False))
