"""What a hostile or broken server sends ends with an error that names the function, and costs little memory."""

from __future__ import annotations

import gzip
import json
import socket
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest

from mailstore_sdk import Client
from mailstore_sdk.errors import ArgumentError, ConfigurationError, ResponseError, TransportError
from mailstore_sdk.transport import Reply
from tests.transport.clocked import STARTED, Clock, Player, clocked, done
from tests.transport.scripted import PASSWORD, SECRET_WORD, ScriptedSender, envelope, json_reply, opened, text_reply
from tests.transport.servers import Identity, Server

pytestmark = pytest.mark.anyio
LIMIT = 100_000
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
Behaviour = Callable[[Server, socket.socket], None]


def document(size: int) -> bytes:
    """An envelope of exactly that many bytes."""
    empty = json.dumps(envelope(result="")).encode()
    return json.dumps(envelope(result="x" * (size - len(empty)))).encode()


def take_form(server: Server, connection: socket.socket) -> None:
    """Read a whole request, its body too: whoever hangs up on something unread breaks the connection."""
    begin = len(server.received)
    server.take_request(connection)
    head, _, _ = server.received[begin:].partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
    while len(server.received) < begin + len(head) + 4 + length and server.take(connection):
        pass


def whole(body: bytes, *headers: bytes) -> Behaviour:
    """Says how long the answer is."""

    def behave(server: Server, connection: socket.socket) -> None:
        take_form(server, connection)
        lines = b"".join(header + b"\r\n" for header in headers)
        connection.sendall(HEAD + lines + b"Content-Length: %d\r\n\r\n" % len(body) + body)

    return behave


def chunked(body: bytes) -> Behaviour:
    """Does not say how long the answer is."""

    def behave(server: Server, connection: socket.socket) -> None:
        server.take_request(connection)
        parts = [body[i : i + 8192] for i in range(0, len(body), 8192)]
        framed = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)
        connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + framed + b"0\r\n\r\n")

    return behave


class Endless:
    """Sends and sends until the client hangs up; counts what the client's side took in."""

    def __init__(self, head: bytes, part: bytes) -> None:
        self._head = head
        self._part = part
        self.sent = 0

    def __call__(self, server: Server, connection: socket.socket) -> None:
        server.take_request(connection)
        connection.sendall(HEAD + self._head)
        while not server.ending.is_set():
            connection.sendall(self._part)
            self.sent += len(self._part)


def ways(body: bytes) -> Iterator[Behaviour]:
    yield whole(body)
    yield chunked(body)
    yield whole(gzip.compress(body), b"Content-Encoding: gzip")


WAYS = ("content-length", "chunked", "gzip")


@pytest.mark.parametrize("way", range(len(WAYS)), ids=WAYS)
async def test_an_answer_as_large_as_is_allowed_arrives(kind: str, way: int, identity: Identity) -> None:
    body = document(LIMIT)
    assert len(body) == LIMIT
    async with (
        Server(list(ways(body))[way], identity) as server,
        opened(kind, **server.connection(max_response_bytes=LIMIT)) as call,
    ):
        assert set(await call("invoke", "Anything")) == {"x"}


@pytest.mark.parametrize("way", range(len(WAYS)), ids=WAYS)
async def test_one_byte_more_is_refused_with_a_cut_excerpt(kind: str, way: int, identity: Identity) -> None:
    async with (
        Server(list(ways(document(LIMIT + 1)))[way], identity) as server,
        opened(kind, **server.connection(max_response_bytes=LIMIT)) as call,
    ):
        with pytest.raises(ResponseError, match=r"GetUsers: .*max_response_bytes") as caught:
            await call("get_users")
    assert isinstance(caught.value.payload, str)
    assert '"statusCode": "succeeded"' in caught.value.payload
    assert len(caught.value.payload) <= 201


@pytest.mark.parametrize(
    ("head", "part"),
    [
        (b"Content-Length: 1000000000000\r\n\r\n", b" " * 65536),
        (b"Transfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + b" " * 65536 + b"\r\n"),
        (b"Connection: close\r\n\r\n", b" " * 65536),
    ],
    ids=["content-length", "chunked", "until it hangs up"],
)
async def test_the_rest_of_an_endless_answer_is_not_read(
    kind: str, head: bytes, part: bytes, identity: Identity
) -> None:
    endless = Endless(head, part)
    async with (
        Server(endless, identity) as server,
        opened(kind, **server.connection(max_response_bytes=LIMIT)) as call,
    ):
        with pytest.raises(ResponseError, match="max_response_bytes"):
            await call("get_users")
    assert endless.sent < 100 * LIMIT  # what the operating systems' buffers hold; the server would go on for ever


async def test_a_small_answer_that_unpacks_into_a_huge_one_is_not_kept(kind: str, identity: Identity) -> None:
    bomb = gzip.compress(b" " * 200_000_000)
    async with (
        Server(whole(bomb, b"Content-Encoding: gzip"), identity) as server,
        opened(kind, **server.connection(max_response_bytes=LIMIT)) as call,
    ):
        tracemalloc.start()
        try:
            with pytest.raises(ResponseError, match="max_response_bytes"):
                await call("get_users")
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert peak < 8_000_000  # it is unpacked in pieces of 1 MB, and no more of them than are allowed


@pytest.mark.parametrize(
    ("body", "packed", "words"),
    [
        (b"no gzip at all", b"gzip", "is not what it is packed as"),
        (gzip.compress(document(LIMIT))[:-9], b"gzip", "is packed and ends too soon"),
        (b"{}", b"br", "packed in a way that was not asked for"),
    ],
    ids=["no gzip", "cut short", "another way"],
)
async def test_what_cannot_be_unpacked_is_an_error_of_ours(
    kind: str, body: bytes, packed: bytes, words: str, identity: Identity
) -> None:
    async with (
        Server(whole(body, b"Content-Encoding: " + packed), identity) as server,
        opened(kind, **server.connection()) as call,
    ):
        with pytest.raises(TransportError, match=words) as caught:
            await call("get_users")
    assert caught.value.request_sent is True


async def test_after_an_answer_that_was_too_large_the_client_is_usable(kind: str, identity: Identity) -> None:
    replies = iter([whole(document(LIMIT + 1)), whole(json.dumps(envelope(result=[])).encode())])

    def behave(server: Server, connection: socket.socket) -> None:
        next(replies)(server, connection)

    async with (
        Server(behave, identity) as server,
        opened(kind, **server.connection(max_response_bytes=LIMIT)) as call,
    ):
        with pytest.raises(ResponseError):
            await call("get_users")
        assert await call("get_users") == []


@pytest.mark.parametrize("size", [0, -1])
def test_a_limit_that_lets_nothing_through_is_refused(size: int) -> None:
    with pytest.raises(ConfigurationError, match="max_response_bytes"):
        Client(max_response_bytes=size, sender=ScriptedSender())


# What is wrong with an answer, as text of the result or as a whole.
DEEP = b"[" * 1_000_000
RESULTS: dict[str, tuple[bytes, str]] = {
    "deep": (DEEP, "nested too deeply"),
    "deep objects": (b'{"a":' * 1_000_000, "nested too deeply"),
    "a lone high surrogate": (rb'"\ud83d"', "lone surrogate"),
    "a lone low surrogate": (rb'["\uDE00"]', "lone surrogate"),
    "a lone surrogate as a key": (rb'{"\ud83d": 1}', "lone surrogate"),
    "a pair the wrong way round": (rb'"\ude00\ud83d"', "lone surrogate"),
    "NaN": (b"NaN", "not JSON"),
    "Infinity": (b"[Infinity]", "not JSON"),
    "-Infinity": (b'{"a": -Infinity}', "not JSON"),
    "a number beyond a double": (b"1e999", "not JSON"),
    "a number of 100,000 digits": (b"9" * 100_000, "not JSON"),
    "Latin-1": ('"Größe"'.encode("latin-1"), "not UTF-8"),
    "a surrogate in UTF-8": (b'"\xed\xa0\xbd"', "not UTF-8"),
    "two documents": (b"1} {", "not JSON"),
    "a line end in a text": (b'"a\nb"', "not JSON"),
    "a comment": (b"1 /* one */", "not JSON"),
}


@pytest.mark.parametrize("case", RESULTS)
@pytest.mark.parametrize("mode", ["get_users", "invoke", "raw", "transport"])
async def test_a_broken_answer_is_a_response_error(kind: str, protocol: str, case: str, mode: str) -> None:
    broken, reason = RESULTS[case]
    content = b'{"statusCode": "succeeded", "result": ' + broken + b"}" if protocol == "modern" else broken
    client = clocked(kind, Player(Reply(status=200, content=content)), Clock(), protocol)
    calls: dict[str, Callable[[], Any]] = {
        "get_users": client.get_users,
        "invoke": lambda: client.invoke("GetUsers"),
        "raw": lambda: client.raw.GetUsers(),
        "transport": lambda: client.transport.invoke("GetUsers"),
    }
    with pytest.raises(ResponseError, match=reason) as caught:
        await done(calls[mode]())
    error = caught.value
    assert error.function == "GetUsers"
    assert str(error).startswith("GetUsers: ")
    assert error.payload is None or len(error.payload) <= 201
    assert len(str(error)) < 600
    assert str(error).isprintable()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "cp037"])
async def test_other_encodings_are_a_response_error(kind: str, protocol: str, encoding: str) -> None:
    text = json.dumps(envelope(result="Größe") if protocol == "modern" else ["Größe"], ensure_ascii=False)
    client = clocked(kind, Player(Reply(status=200, content=text.encode(encoding))), Clock(), protocol)
    with pytest.raises(ResponseError, match=r"not UTF-8|not JSON|not a list|list"):
        await done(client.get_users())


@pytest.mark.parametrize("text", ["😀", "\U0010ffff", "\\ud83d", "\ud7ff\ue000", "Größe"])
@pytest.mark.parametrize("ascii_only", [True, False])
async def test_whole_characters_pass(kind: str, protocol: str, text: str, ascii_only: bool) -> None:
    answer = envelope(result=[text]) if protocol == "modern" else [text]
    content = json.dumps(answer, ensure_ascii=ascii_only).encode()
    client = clocked(kind, Player(Reply(status=200, content=content)), Clock(), protocol)
    assert await done(client.invoke("Anything")) == [text]


@pytest.mark.parametrize("value", [None, 5, True, "text", [1], [None], {"a": 1}, [[[]]], [{"userName": {"x": 1}}]])
async def test_a_result_of_the_wrong_type_is_a_response_error(kind: str, protocol: str, value: Any) -> None:
    client = clocked(
        kind, Player(json_reply(envelope(result=value) if protocol == "modern" else value)), Clock(), protocol
    )
    with pytest.raises(ResponseError) as caught:
        await done(client.get_users())
    assert caught.value.function == "GetUsers"


@pytest.mark.parametrize(
    "poll",
    [
        {"statusCode": 5}, {"statusCode": ["running"]}, [], "text", None, 5, {"status": 5}, {"status": None},
    ],
    ids=repr,
)  # fmt: skip
async def test_a_status_of_the_wrong_type_is_a_response_error(kind: str, protocol: str, poll: Any) -> None:
    client = clocked(kind, Player(STARTED[protocol], json_reply(poll)), Clock(), protocol)
    with pytest.raises(ResponseError, match="VerifyStore"):
        await done(client.verify_store(1))


@pytest.mark.parametrize("depth", [50, 500, 5_000, 50_000])
@pytest.mark.parametrize("mode", ["invoke", "raw", "typed", "poll"])
async def test_deep_json_is_an_answer_or_a_response_error(kind: str, protocol: str, depth: int, mode: str) -> None:
    deep = "[" * depth + "]" * depth
    answer = '{"statusCode": "succeeded", "status": "succeeded", "token": "t-1", "result": ' + deep + "}"
    first = [STARTED[protocol]] if mode == "poll" else []
    content = deep if protocol == "legacy" and mode != "poll" else answer
    client = clocked(kind, Player(*first, text_reply(200, content)), Clock(), protocol, password="another")
    calls: dict[str, Callable[[], Any]] = {
        "invoke": lambda: client.invoke("Anything"),
        "raw": lambda: client.raw.GetUserInfo("johndoe"),
        "typed": client.get_users,
        "poll": lambda: client.verify_store(1),
    }
    with suppress(ResponseError):  # and nothing else
        await done(calls[mode]())


async def test_the_excerpt_is_cleaned(kind: str) -> None:
    said = f"{PASSWORD}\r\nERROR root: forged \x1b[2J \u202eabc" + "x" * 10_000
    client = clocked(kind, Player(text_reply(200, said)), Clock(), password=PASSWORD)
    with pytest.raises(ResponseError) as caught:
        await done(client.get_users())
    assert SECRET_WORD not in f"{caught.value}{caught.value.payload}"
    assert caught.value.payload.startswith("*** ERROR root: forged [2J abcxxx")
    assert len(caught.value.payload) == 201


SMUGGLED = [
    "", " ", "../GetUsers", "GetUsers/../../api/cancel-async", "/GetUsers", "%2e%2e%2fGetUsers", "GetUsers%2f", "a%00",
    "GetUsers?x=1", "GetUsers#x", "GetUsers;x", "GetUsers\\x", "Get Users", " GetUsers", "GetUsers ", "GetUsers\n",
    "GetUsers HTTP/1.1\r\nX-Evil: 1", "GetUsers\r\n\r\nPOST /api/invoke/DeleteUser", "GetUsers\x00", "GetUsers\t",
    "G\u0435tUsers", "\uff27etUsers", "GetUsers\u0131", "Gét", "1GetUsers", "Get.Users", "Get=Users", "a&b",
    "@evil.example", "Get:Users",
]  # fmt: skip


@pytest.mark.parametrize("name", SMUGGLED, ids=ascii)
async def test_a_name_smuggles_nothing_into_path_headers_or_form(kind: str, protocol: str, name: str) -> None:
    sender = Player(text_reply(500, "asked"))
    client = clocked(kind, sender, Clock(), protocol)
    calls: list[Callable[[], Any]] = [
        lambda: client.invoke(name),
        lambda: client.transport.invoke(name),
        lambda: client.invoke("GetUsers", {name: "1"}),
        lambda: client.transport.invoke("GetUsers", {name: "1"}),
    ]
    for call in calls:
        with pytest.raises(ArgumentError) as caught:
            await done(call())
        assert str(caught.value).isprintable()
    assert sender.requests == []


URLS = [
    "https://evil.example/x", "@evil.example", "/x?token=1", "/x#", "/x\r\nX-Evil: 1", "/x y", "x", "", "/ü", "/x\\y",
]  # fmt: skip


@pytest.mark.parametrize("url", URLS, ids=ascii)
async def test_a_status_url_that_is_no_path_is_not_asked(kind: str, url: str) -> None:
    sender = Player(json_reply({"statusUrl": url, "statusToken": "t-1"}), text_reply(500, "asked"))
    with pytest.raises(ResponseError, match="the token is not one"):
        await done(clocked(kind, sender, Clock(), "legacy").verify_store(1))
    assert len(sender.requests) == 1


@pytest.mark.parametrize("url", ["//evil.example/x", "/../../x", "/%2e%2e/x", "//", "/./"])
async def test_a_status_url_never_leads_to_another_server(kind: str, url: str, identity: Identity) -> None:
    """The password goes with every request."""
    replies = iter([{"statusUrl": url, "statusToken": "t-1"}, {"status": "succeeded"}])

    def behave(server: Server, connection: socket.socket) -> None:
        whole(json.dumps(next(replies)).encode(), b"Connection: close")(server, connection)

    async with (
        Server(behave, identity) as server,
        opened(kind, **server.connection(protocol="legacy")) as call,
    ):
        assert (await call("verify_store", 1)).status == "succeeded"
    assert server.received.count(f"Host: 127.0.0.1:{server.port}\r\n".encode()) == 2
