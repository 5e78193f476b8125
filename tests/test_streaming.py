"""Big answers row by row: the right rows, nothing sent in vain, and each failure told with how far it came."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest

from mailstore_sdk import AsyncClient, AsyncRows, Client, Rows, errors, models
from mailstore_sdk.emulator import Behaviour, Emulator, Seed
from mailstore_sdk.transport.events import ResponseEvent
from tests.scripted import AsyncScripted, Scripted
from tests.transport.clocked import STARTED, done, finished, under_way
from tests.transport.pieces import Piece, all_until_error, client_of, every, in_pieces, some
from tests.transport.scripted import PASSWORD, SECRET_WORD, envelope, json_reply, running, text_reply

pytestmark = pytest.mark.anyio
USERS = [{"userName": f"user{number}", "fullName": None, "mfaStatus": "Disabled"} for number in range(40)]


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def answer(protocol: str, rows: Any) -> list[Piece]:
    return in_pieces(envelope(result=rows) if protocol == "modern" else rows, 50)


async def failing(rows: Any, expected: type[Exception]) -> tuple[Any, list[Any]]:
    """The error, and the rows that came before."""
    found: list[Any] = []
    with pytest.raises(expected) as caught:
        await all_until_error(rows, found)
    return caught.value, found


async def test_rows_are_models_where_the_method_gives_models(kind: str, protocol: str) -> None:
    client, sender = client_of(kind, answer(protocol, USERS), protocol=protocol)
    found = await every(client.stream("GetUsers"))
    assert [user.user_name for user in found] == [user["userName"] for user in USERS]
    assert {type(user) for user in found} == {models.User}
    assert [request.path for request in sender.requests] == [
        "/api/invoke/GetUsers" if protocol == "modern" else "/JSON/Invoke/GetUserList"
    ]


async def test_raw_rows_are_as_the_server_sent_them(kind: str, protocol: str) -> None:
    client, _ = client_of(kind, answer(protocol, USERS), protocol=protocol)
    assert await every(client.raw.stream("GetUsers")) == USERS


async def test_rows_of_unknown_shape_are_json(kind: str, protocol: str) -> None:
    rows = [1, "a", None, {"b": [2]}, {"c": {}}]
    for function in ("GetMessages", "AnyFunction"):
        client, _ = client_of(kind, answer(protocol, rows), protocol=protocol)
        assert await every(client.stream(function, {"folder": "jdoe"})) == rows
        client, _ = client_of(kind, answer(protocol, rows), protocol=protocol)
        assert await every(client.raw.stream(function, {"folder": "jdoe"})) == rows


async def test_messages_keep_what_nobody_knows_of_them(kind: str, protocol: str) -> None:
    client, sender = client_of(kind, answer(protocol, [{"id": "1:7", "subject": "Hi"}]), protocol=protocol)
    [message] = await every(client.stream_messages("jdoe/Inbox"))
    assert isinstance(message, models.Message)
    assert (message.id, message.model_extra) == ("1:7", {"subject": "Hi"})
    assert sender.requests[0].body == b"folder=jdoe%2FInbox"


async def test_a_sender_without_pieces_of_its_own_gives_rows_as_well(kind: str) -> None:
    whole = envelope(result=USERS)
    client: Any
    if kind == "sync":
        client = Client(sender=Scripted(whole), protocol="modern")
    else:
        client = AsyncClient(sender=AsyncScripted(whole), protocol="modern")
    assert await every(client.raw.stream("GetUsers")) == USERS


async def test_no_rows_are_no_error(kind: str, protocol: str) -> None:
    client, _ = client_of(kind, answer(protocol, []), protocol=protocol)
    assert await every(client.stream("GetUsers")) == []


async def test_what_cannot_work_is_refused_before_anything_is_sent(kind: str) -> None:
    client, sender = client_of(kind, answer("modern", []))
    for function, arguments, said in (
        ("GetUserInfo", {"userName": "jdoe"}, "GetUserInfo gives no list"),
        ("DeleteUser", {"userName": "jdoe"}, "DeleteUser gives no list"),
        ("VerifyStore", {"id": 1}, "VerifyStore gives no list"),
        ("GetMessages", {}, "GetMessages: folder must be given"),
        ("get-metadata", {}, "not the name of a function"),
    ):
        for surface in (client, client.raw):
            with pytest.raises(errors.ArgumentError, match=said):
                surface.stream(function, arguments)
    assert sender.requests == []


async def test_nothing_is_sent_before_the_first_row_is_wanted(kind: str) -> None:
    client, sender = client_of(kind, answer("modern", USERS))
    rows = client.stream("GetUsers")
    assert isinstance(rows, Rows if kind == "sync" else AsyncRows)
    assert sender.requests == []
    assert len(await some(rows, 1)) == 1
    assert (len(sender.requests), sender.timeouts, sender.silences) == (1, [30.0], [30.0])


async def test_whoever_stops_early_reads_no_further_and_leaves_nothing_open(kind: str) -> None:
    client, sender = client_of(kind, answer("modern", USERS))
    assert len(await some(client.stream("GetUsers"), 3)) == 3
    assert sender.ended == 1
    assert sender.given < len(answer("modern", USERS)) / 5
    rows = client.stream("GetUsers")
    await some(rows, 1)
    assert await every(rows) == []  # closed


def test_a_loop_that_is_left_ends_the_answer() -> None:
    client, sender = client_of("sync", answer("modern", USERS))
    for _ in client.stream("GetUsers"):
        break
    assert sender.ended == 1
    with pytest.raises(ZeroDivisionError), client.stream("GetUsers") as rows:
        raise ZeroDivisionError(next(rows).user_name)
    assert sender.ended == 2


@pytest.mark.parametrize("early", [False, True], ids=["only at the end", "already before"])
async def test_a_failure_that_the_envelope_tells_is_noticed_after_the_rows(kind: str, early: bool) -> None:
    whole = envelope(result=USERS)
    told = {"statusCode": "failed", "error": {"message": f"disk full, {PASSWORD}", "details": None}}
    for key in told:
        del whole[key]
    whole = {**told, **whole} if early else {**whole, **told}
    client, _ = client_of(kind, in_pieces(whole), password=PASSWORD)
    error, found = await failing(client.stream("GetUsers"), errors.ApiError)
    assert (error.function, error.message, error.http_status) == ("GetUsers", "disk full, ***", 200)
    assert len(found) == (0 if early else len(USERS))


async def test_a_truncated_answer_says_how_far_it_came(kind: str, protocol: str) -> None:
    pieces = answer(protocol, USERS)
    client, sender = client_of(kind, pieces[: len(pieces) // 2], protocol=protocol, retries=2)
    error, found = await failing(client.stream("GetUsers"), errors.ResponseError)
    assert 0 < len(found) < len(USERS)
    assert f"the answer ends in the middle of its rows (after {len(found)} rows)" in str(error)
    assert (len(sender.requests), sender.ended) == (1, 1)


@pytest.mark.parametrize("problem", [errors.TransportError("it broke"), errors.RequestTimeout("it fell silent")])
async def test_an_answer_that_breaks_off_keeps_its_kind_of_error(kind: str, problem: errors.TransportError) -> None:
    pieces = [*answer("modern", USERS)[:20], problem]
    client, sender = client_of(kind, pieces, retries=2)
    error, found = await failing(client.stream("GetUsers"), type(problem))
    assert type(error) is type(problem)
    assert str(error) == f"{problem} (after {len(found)} rows)"
    assert len(found) > 3
    assert (len(sender.requests), sender.ended) == (1, 1)


@pytest.mark.parametrize(
    ("before", "times"),
    [
        ([errors.ConnectError("refused")], 2),
        ([text_reply(503, "wait")], 2),
        ([[b'{"error":null,', errors.TransportError("broke")]], 2),
        ([[errors.TransportError("broke")], text_reply(429, "wait")], 3),
    ],
    ids=["no connection", "not ready", "broken in the envelope", "twice"],
)
async def test_what_only_reads_is_tried_again_before_the_first_row(kind: str, before: Any, times: int) -> None:
    client, sender = client_of(kind, *before, answer("modern", USERS), retries=2)
    assert len(await every(client.stream("GetUsers"))) == len(USERS)
    assert len(sender.requests) == times
    assert sender.silences == [30.0] * times


async def test_a_function_that_may_change_something_is_not_tried_again(kind: str) -> None:
    client, sender = client_of(kind, [errors.TransportError("broke")], retries=2)
    await failing(client.stream("AnyFunction"), errors.TransportError)
    assert len(sender.requests) == 1


@pytest.mark.parametrize("protocol", ["modern", "legacy"])
@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (text_reply(401, "no"), errors.AuthenticationError),
        (text_reply(403, "no"), errors.AuthenticationError),
        (text_reply(404, "no"), errors.UnknownFunctionError),
        (text_reply(500, "it failed"), errors.ApiError),
        (text_reply(200, "<html>Welcome</html>", "text/html"), errors.ResponseError),
        (text_reply(302, ""), errors.ResponseError),
        (json_reply(envelope(statusCode="failed", error={"message": "no"}), 500), errors.ApiError),
    ],
    ids=["401", "403", "404", "500", "HTML", "302", "failed 500"],
)
async def test_failures_are_those_of_a_plain_call(kind: str, protocol: str, reply: Any, expected: Any) -> None:
    client, _ = client_of(kind, reply, protocol=protocol)
    error, _ = await failing(client.stream("GetUsers"), expected)
    plain, _ = client_of("sync", reply, protocol=protocol)
    with pytest.raises(expected) as caught:
        plain.get_users()
    assert (type(error), str(error), error.__dict__) == (
        type(caught.value),
        str(caught.value),
        caught.value.__dict__,
    )


@pytest.mark.parametrize("result", [None, {"userName": "jdoe"}, "text", 3], ids=repr)
async def test_an_answer_that_is_no_list_is_an_error_that_says_so(kind: str, protocol: str, result: Any) -> None:
    client, _ = client_of(kind, answer(protocol, result), protocol=protocol)
    error, _ = await failing(client.stream("GetMessages", {"folder": "x"}), errors.ResponseError)
    assert str(error).startswith("GetMessages: the answer is not a list, so there are no rows in it")
    assert error.payload == result


async def test_a_list_without_an_envelope_is_none_on_the_modern_protocol(kind: str) -> None:
    client, _ = client_of(kind, in_pieces(USERS))
    _, found = await failing(client.stream("GetUsers"), errors.ResponseError)
    assert found == []


async def test_a_row_that_is_no_model_is_shown_with_those_before_it_given(kind: str) -> None:
    rows = [*USERS[:5], {"userName": 7, "fullName": f"of {PASSWORD}"}, *USERS]
    client, _ = client_of(kind, answer("modern", rows), password=PASSWORD)
    error, found = await failing(client.stream("GetUsers"), errors.ResponseError)
    assert len(found) == 5
    assert error.reason == "the answer is not a User: userName: Input should be a valid string (after 5 rows)"
    assert error.payload == {"userName": 7, "fullName": "of ***"}
    assert SECRET_WORD not in repr(error.__context__)


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999"])
async def test_what_is_no_number_is_refused_in_any_row(kind: str, number: str) -> None:
    content = json.dumps(envelope(result=[*USERS, {"userName": "x", "new": 0}])).replace('"new": 0', f'"new": {number}')
    for surface in ("", "raw"):
        client, _ = client_of(kind, [content.encode()[:700], content.encode()[700:]])
        rows = (client.raw if surface else client).stream("GetUsers")
        error, found = await failing(rows, errors.ResponseError)
        assert error.reason == "the answer is not JSON (after 40 rows)"
        assert len(found) == 40


async def test_words_like_those_numbers_are_harmless_in_a_text(kind: str) -> None:
    rows = [{"userName": "NaN", "fullName": "To Infinity"}] * 3
    client, _ = client_of(kind, answer("modern", rows))
    assert [user.full_name for user in await every(client.stream("GetUsers"))] == ["To Infinity"] * 3


async def test_a_call_that_runs_long_gives_its_rows_in_the_end(kind: str, protocol: str) -> None:
    told: list[str] = []
    if protocol == "modern":
        last = json_reply(envelope(token="t-1", result=USERS))
    else:
        last = json_reply({"status": "succeeded", "progressPercentage": 100, "result": USERS})
    replies = (STARTED[protocol], under_way(protocol, 10), last)
    client, _ = client_of(kind, *replies, protocol=protocol, on_status=lambda status: told.append(status.status))
    found = await every(client.stream("GetUsers"))
    assert [user.user_name for user in found] == [user["userName"] for user in USERS]
    assert told == ["running", "succeeded"]
    client, _ = client_of(kind, *replies, protocol=protocol)
    assert [user["userName"] for user in await every(client.raw.stream("GetUsers"))] == [u["userName"] for u in USERS]


async def test_a_call_that_runs_long_and_gives_no_list_says_so(kind: str, protocol: str) -> None:
    for surface in ("", "raw"):
        client, _ = client_of(kind, STARTED[protocol], finished(protocol), protocol=protocol)
        rows = (client.raw if surface else client).stream("GetMessages", {"folder": "x"})
        error, _ = await failing(rows, errors.ResponseError)
        assert "not a list" in str(error)


async def test_rows_of_a_call_that_is_said_to_run_afterwards_are_an_error(kind: str) -> None:
    whole = {"result": USERS, **running()}
    whole["result"] = USERS
    client, sender = client_of(kind, in_pieces(whole))
    error, found = await failing(client.stream("GetUsers"), errors.ResponseError)
    assert error.reason == "the call is still running, though there were rows (after 40 rows)"
    assert (len(found), len(sender.requests)) == (40, 1)


async def test_the_limit_is_for_a_row_and_not_for_all(kind: str) -> None:
    emulator = Emulator(Seed(users=1, messages_per_user=2_000, folders_per_user=1))
    folder = list(emulator.state.folders)[1]
    made = emulator.client if kind == "sync" else emulator.async_client
    client: Any = made(max_response_bytes=2_000, protocol="modern")
    assert len(await every(client.stream_messages(folder))) == 2_000
    with pytest.raises(errors.ResponseError, match="max_response_bytes"):
        await done(client.get_messages(folder))


async def test_a_row_beyond_the_limit_is_refused(kind: str) -> None:
    rows = [{"userName": "a"}, {"userName": "b" * 5_000}]
    client, _ = client_of(kind, answer("modern", rows))
    client.transport.settings.__dict__["max_response_bytes"] = 2_000
    error, found = await failing(client.stream("GetUsers"), errors.ResponseError)
    assert error.reason == "the answer is larger than max_response_bytes allows (after 1 row)"
    assert len(found) == 1


async def test_it_is_one_line_in_the_log_whose_caller_leaves_early_or_not(
    kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "mailstore_sdk")
    seen: list[ResponseEvent] = []
    client, _ = client_of(kind, answer("modern", USERS), on_response=seen.append)
    await every(client.stream("GetUsers"))
    await some(client.stream("GetUsers"), 1)
    assert [record.getMessage() for record in caplog.records] == [
        "GetUsers: answered in 0.000 s (HTTP 200, 1 try)",
        "GetUsers: answered in 0.000 s (HTTP 200, 1 try)",
    ]
    assert [(event.http_status, event.failure) for event in seen] == [(200, None), (200, None)]


async def test_a_failure_after_the_rows_is_in_the_log(kind: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "mailstore_sdk")
    client, _ = client_of(kind, [*answer("modern", USERS)[:20], errors.TransportError("broke")])
    await failing(client.stream("GetUsers"), errors.TransportError)
    [line] = [record.getMessage() for record in caplog.records]
    assert line == "GetUsers: TransportError in 0.000 s (HTTP 200, 1 try)"


async def test_an_instance_fills_its_id_in(kind: str) -> None:
    emulator = Emulator(edition="spe")
    spe: Any = emulator.spe_client() if kind == "sync" else emulator.async_spe_client()
    customer = spe.instance("customer1")
    found = await every(customer.stream("GetUsers"))
    assert {type(user) for user in found} == {models.User}
    assert await every(customer.raw.stream("GetUsers")) == [user.model_dump(by_alias=True) for user in found]
    with pytest.raises(errors.ArgumentError, match="instanceID is fixed to 'customer1'"):
        customer.stream("GetUsers", {"instanceID": "another"})
    assert len(await every(spe.stream("GetInstances", {"instanceFilter": "*"}))) > 1


@pytest.mark.parametrize("tokens", ["usual", "always"])
async def test_the_emulator_gives_the_same_rows_as_for_a_plain_call(kind: str, protocol: Any, tokens: Any) -> None:
    emulator = Emulator(protocol=protocol, behaviour=Behaviour(tokens=tokens))
    client: Any = emulator.client() if kind == "sync" else emulator.async_client()
    assert await every(client.stream("GetStores")) == emulator.client().get_stores()
