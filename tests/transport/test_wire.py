"""What the server sees of a call, under either HTTP library: path, headers, form, polls, and the probe of `auto`."""

from __future__ import annotations

import asyncio
import time
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import respx

from mailstore_sdk import AsyncClient, Client
from mailstore_sdk._version import __version__
from mailstore_sdk.errors import (
    ApiError,
    AuthenticationError,
    MailStoreError,
    ResponseError,
    TransportError,
    UnsupportedError,
)
from mailstore_sdk.transport.engine import httpcore
from tests.transport.scripted import TOKEN, envelope, form, opened, running

pytestmark = pytest.mark.anyio
INVOKE = {"modern": "/api/invoke/", "legacy": "/JSON/Invoke/"}
METADATA = "/api/get-metadata"
USER = {"userName": "johndoe"}
HTML = "<!DOCTYPE html><title>Welcome</title>"


def ok(result: Any = None) -> httpx.Response:
    return httpx.Response(200, json=envelope(result=result))


def bare(payload: Any) -> httpx.Response:
    return httpx.Response(200, json=payload)


def answer(protocol: str, result: Any) -> httpx.Response:
    return ok(result) if protocol == "modern" else bare(result)


async def request_of(router: respx.MockRouter, kind: str, protocol: str, **settings: Any) -> httpx.Request:
    """The request by which get_user_info calls."""
    route = router.post(INVOKE[protocol] + "GetUserInfo").mock(return_value=answer(protocol, USER))
    async with opened(kind, protocol=protocol, trust_env=False, **settings) as call:
        assert (await call("get_user_info", "Jörg & Söhne")).user_name == "johndoe"
    assert route.call_count == router.calls.call_count == 1
    request: httpx.Request = route.calls.last.request
    return request


async def test_a_call_is_a_form_posted_to_the_function(router: respx.MockRouter, kind: str, protocol: str) -> None:
    request = await request_of(router, kind, protocol)
    assert (request.method, request.url.path, request.url.query) == ("POST", INVOKE[protocol] + "GetUserInfo", b"")
    assert request.headers.get_list("content-type") == ["application/x-www-form-urlencoded"]
    assert request.content == b"userName=J%C3%B6rg+%26+S%C3%B6hne"
    assert request.headers.get_list("content-length") == [str(len(request.content))]
    assert "transfer-encoding" not in request.headers
    assert request.headers.get_list("user-agent") == [f"mailstore-sdk/{__version__}"]


async def test_credentials_are_utf8_before_base64(router: respx.MockRouter, kind: str, protocol: str) -> None:
    request = await request_of(router, kind, protocol, username="jörg", password="Größe: 5€")
    credentials = b64encode("jörg:Größe: 5€".encode()).decode()
    assert request.headers.get_list("authorization") == [f"Basic {credentials}"]


async def test_an_empty_body_says_that_it_is_empty(router: respx.MockRouter, kind: str, protocol: str) -> None:
    """Without the header the server answers 411."""
    info = {"version": "22.3.0.21002", "machineName": "MS"}
    route = router.post(INVOKE[protocol] + "GetServerInfo").mock(return_value=answer(protocol, info))
    async with opened(kind, protocol=protocol) as call:
        await call("get_server_info")
    assert route.calls.last.request.headers.get_list("content-length") == ["0"]
    assert route.calls.last.request.content == b""


@pytest.mark.parametrize("name", ["GetUsers", "GetUserList"])
async def test_the_list_of_users_has_the_name_of_its_generation(
    router: respx.MockRouter, kind: str, protocol: str, name: str
) -> None:
    on_the_wire = {"modern": "GetUsers", "legacy": "GetUserList"}[protocol]
    route = router.post(INVOKE[protocol] + on_the_wire).mock(return_value=answer(protocol, [USER]))
    async with opened(kind, protocol=protocol) as call:
        assert [user.user_name for user in await call("get_users")] == ["johndoe"]
        assert await call("invoke", name) == [USER]
    assert route.call_count == 2


async def test_optional_arguments_are_sent_under_their_wire_names(router: respx.MockRouter, kind: str) -> None:
    route = router.post("/api/invoke/CreateUser").mock(return_value=ok())
    async with opened(kind, protocol="modern") as call:
        await call("create_user", "asmith", privileges=["login", "export"], full_name="", password="p&=+ w")
    assert form(route.calls.last.request.content) == {
        "userName": "asmith",
        "privileges": "login,export",
        "fullName": "",
        "password": "p&=+ w",
    }


async def test_an_iterator_is_sent_to_its_end(router: respx.MockRouter, kind: str) -> None:
    """It can be read only once, so it must not be read by a check beforehand."""
    router.post(METADATA).mock(return_value=bare([]))
    route = router.post("/api/invoke/SetUserEmailAddresses").mock(return_value=ok())
    addresses: Iterator[str] = iter(["a@example.com", "b@example.com"])
    async with opened(kind) as call:
        await call("set_user_email_addresses", "johndoe", email_addresses=addresses)
    assert form(route.calls.last.request.content)["emailAddresses"] == "a@example.com,b@example.com"


@pytest.mark.parametrize(("poll_wait", "milliseconds"), [(15.0, "15000"), (0.25, "250")])
async def test_a_poll_says_what_is_known_and_how_long_to_hold(
    router: respx.MockRouter, kind: str, poll_wait: float, milliseconds: str
) -> None:
    router.post("/api/invoke/VerifyStore").mock(return_value=bare(running(statusVersion=5)))
    polls = router.post("/api/get-status").mock(
        side_effect=[bare(running(statusVersion=9)), bare(envelope(token="t-1", statusVersion=10))]
    )
    async with opened(kind, protocol="modern", poll_wait=poll_wait) as call:
        assert (await call("verify_store", 1)).status == "succeeded"
    assert [form(poll.request.content) for poll in polls.calls] == [
        {"token": "t-1", "lastKnownStatusVersion": "5", "millisecondsTimeout": milliseconds},
        {"token": "t-1", "lastKnownStatusVersion": "9", "millisecondsTimeout": milliseconds},
    ]


async def test_a_refresh_does_not_let_the_server_hold(router: respx.MockRouter) -> None:
    router.post("/api/invoke/VerifyStore").mock(return_value=bare(running()))
    poll = router.post("/api/get-status").mock(return_value=bare(running(percentProgress=7)))
    with Client(protocol="modern") as client:
        assert client.begin_verify_store(1).refresh().progress_percentage == 7
    assert form(poll.calls.last.request.content)["millisecondsTimeout"] == "0"


async def test_a_wait_is_never_held_longer_than_it_may_last(router: respx.MockRouter) -> None:
    router.post("/api/invoke/VerifyStore").mock(return_value=bare(running()))
    poll = router.post("/api/get-status").mock(return_value=bare(envelope()))
    with Client(protocol="modern") as client:
        client.begin_verify_store(1).wait(timeout=3)
    assert 0 < int(form(poll.calls.last.request.content)["millisecondsTimeout"]) <= 3000


async def test_an_old_server_is_asked_at_the_url_that_it_gave(router: respx.MockRouter) -> None:
    router.post("/JSON/Invoke/VerifyStore").mock(return_value=bare(TOKEN))
    poll = router.post("/JSON/Status/t-1").mock(return_value=bare({"status": "succeeded", "messages": []}))
    with Client(protocol="legacy") as client:
        assert client.begin_verify_store(1).refresh().status == "succeeded"
    assert poll.calls.last.request.content == b""


async def test_cancelling_names_the_token(router: respx.MockRouter) -> None:
    router.post("/api/invoke/VerifyStore").mock(return_value=bare(running()))
    cancel = router.post("/api/cancel-async").mock(return_value=httpx.Response(200))
    with Client(protocol="modern") as client:
        client.begin_verify_store(1).cancel()
    assert form(cancel.calls.last.request.content) == {"token": "t-1"}


async def test_an_old_server_is_never_asked_to_cancel(router: respx.MockRouter) -> None:
    invoke = router.post("/JSON/Invoke/VerifyStore").mock(return_value=bare(TOKEN))
    with Client(protocol="legacy") as client, pytest.raises(UnsupportedError):
        client.begin_verify_store(1).cancel()
    assert router.calls.call_count == invoke.call_count == 1


async def test_a_redirect_is_not_followed(router: respx.MockRouter, kind: str) -> None:
    elsewhere = httpx.Response(307, headers={"location": "https://elsewhere.example/api/invoke/GetUsers"})
    router.post("/api/invoke/GetUsers").mock(return_value=elsewhere)
    async with opened(kind, protocol="modern") as call:
        with pytest.raises(ResponseError, match="redirects"):
            await call("get_users")
    assert router.calls.call_count == 1


async def test_a_named_protocol_is_not_probed(router: respx.MockRouter, kind: str, protocol: str) -> None:
    await request_of(router, kind, protocol)
    assert [call.request.url.path for call in router.calls] == [INVOKE[protocol] + "GetUserInfo"]


async def test_auto_probes_once_with_the_first_call(router: respx.MockRouter, kind: str) -> None:
    router.post(METADATA).mock(return_value=bare([]))
    router.post("/api/invoke/GetUsers").mock(return_value=ok([]))
    async with opened(kind) as call:
        assert router.calls.call_count == 0
        await call("get_users")
        await call("get_users")
    paths = [call.request.url.path for call in router.calls]
    assert paths == [METADATA, "/api/invoke/GetUsers", "/api/invoke/GetUsers"]


@pytest.mark.parametrize(
    "probe",
    [
        httpx.Response(404, text="Not Found"),
        httpx.Response(404, html=HTML),
        httpx.Response(405, text="Method Not Allowed"),
        httpx.Response(400),
        httpx.Response(501),
        httpx.Response(500, text="Unknown path."),
        httpx.Response(500, content=b"Unknown path.", headers={"content-type": "Text/Plain"}),
    ],
    ids=lambda probe: f"{probe.status_code}-{probe.headers.get('content-type')}",
)
async def test_a_server_without_a_list_of_functions_is_an_old_one(
    router: respx.MockRouter, kind: str, probe: httpx.Response
) -> None:
    probed = router.post(METADATA).mock(return_value=probe)
    called = router.post("/JSON/Invoke/GetUserList").mock(return_value=bare([USER]))
    async with opened(kind) as call:
        await call("get_users")
        await call("get_users")
    assert (probed.call_count, called.call_count) == (1, 2)


@pytest.mark.parametrize(
    ("probe", "error"),
    [
        (httpx.Response(200, html=HTML), ResponseError),
        (httpx.Response(200, json={"result": []}), ResponseError),
        (httpx.Response(302, headers={"location": "/login"}), ResponseError),
        (httpx.Response(500, html=HTML), ResponseError),
        (httpx.Response(401, text="Unauthorized"), AuthenticationError),
        (httpx.Response(403, text="Forbidden"), AuthenticationError),
        (httpx.Response(503, text="Service Unavailable"), ApiError),
    ],
    ids=lambda given: str(given.status_code) if isinstance(given, httpx.Response) else given.__name__,
)
async def test_a_probe_that_tells_nothing_is_an_error_and_is_not_remembered(
    router: respx.MockRouter, kind: str, probe: httpx.Response, error: type[MailStoreError]
) -> None:
    router.post(METADATA).mock(side_effect=[probe, bare([])])
    router.post("/api/invoke/GetUsers").mock(return_value=ok([]))
    async with opened(kind, retries=0) as call:
        with pytest.raises(error):
            await call("get_users")
        assert await call("get_users") == []


async def test_a_probe_without_an_answer_is_not_remembered(router: respx.MockRouter, kind: str) -> None:
    router.post(METADATA).mock(side_effect=[httpcore.ReadError("reset"), bare([])])
    router.post("/api/invoke/GetUsers").mock(return_value=ok([]))
    async with opened(kind, retries=0) as call:
        with pytest.raises(TransportError):
            await call("get_users")
        assert await call("get_users") == []


async def test_calls_that_start_at_once_share_one_probe(router: respx.MockRouter) -> None:
    def slow(_: httpx.Request) -> httpx.Response:
        time.sleep(0.003)
        return bare([])

    probe = router.post(METADATA).mock(side_effect=slow)
    router.post("/api/invoke/GetUserInfo").mock(return_value=ok(USER))
    with Client() as client:
        users = list(client.map(client.get_user_info, ["johndoe"] * 8, concurrency=8))
    assert (len(users), probe.call_count) == (8, 1)


async def test_coroutines_that_start_at_once_share_one_probe(router: respx.MockRouter) -> None:
    async def slow(_: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0.003)
        return bare([])

    probe = router.post(METADATA).mock(side_effect=slow)
    router.post("/api/invoke/GetUserInfo").mock(return_value=ok(USER))
    async with AsyncClient() as client:
        users = [user async for user in client.map(client.get_user_info, ["johndoe"] * 8, concurrency=8)]
    assert (len(users), probe.call_count) == (8, 1)


async def test_clones_share_what_the_probe_found(router: respx.MockRouter) -> None:
    probe = router.post(METADATA).mock(return_value=bare([]))
    router.post("/api/invoke/GetUsers").mock(return_value=ok([]))
    with Client() as client:
        client.options(timeout=5).get_users()
        client.get_users()
        client.raw.GetUserList()
    assert probe.call_count == 1
