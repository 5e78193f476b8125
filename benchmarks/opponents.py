"""Every other way to make a call, as its users would write it."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import urllib.request
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.util import find_spec
from typing import Any

from benchmarks.server import Running

FUNCTION = "GetUserInfo"
PATH = f"/api/invoke/{FUNCTION}"
BODY = b"userName=jdoe"
AUTHORIZATION = "Basic " + b64encode(b"admin:admin").decode()
HEADERS = {"Authorization": AUTHORIZATION, "Content-Type": "application/x-www-form-urlencoded"}
Call = Callable[[], Any]
AsyncCall = Callable[[], Awaitable[Any]]


def read(content: bytes) -> Any:
    """The JSON of an answer with a byte order mark."""
    return json.loads(content.decode("utf-8-sig"))


def trusting(server: Running) -> ssl.SSLContext:
    """What trusts the server's certificate; each opponent has one, made before it is measured."""
    return ssl.create_default_context(cafile=server.ca_file)


def stand_in(server: Running) -> Call:
    """A stand-in for the vendor's wrapper: urllib, a new connection a call, one shared context."""
    context = trusting(server)

    def call() -> Any:
        request = urllib.request.Request(server.url + PATH, BODY, HEADERS)
        with urllib.request.urlopen(request, context=context) as answer:
            return read(answer.read())

    return call


def one_opener(server: Running) -> Call:
    """As the stand-in, by somebody who knows that `urlopen` with a context makes all its handlers anew each time."""
    opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=trusting(server)))

    def call() -> Any:
        with opener.open(urllib.request.Request(server.url + PATH, BODY, HEADERS)) as answer:
            return read(answer.read())

    return call


def bare_httpx(server: Running) -> Call:
    """The own client of httpx, kept open, and `json()`, which knows a byte order mark."""
    import httpx

    client = httpx.Client(base_url=server.url, headers=HEADERS, verify=trusting(server), trust_env=False)
    return lambda: client.post(PATH, content=BODY).json()


def requests_session(server: Running) -> Call:
    """A session of requests."""
    import requests

    session = requests.Session()
    session.verify, session.trust_env = server.ca_file, False
    session.headers.update(HEADERS)
    return lambda: read(session.post(server.url + PATH, data=BODY).content)


def pycurl_handle(server: Running) -> Call:
    """A handle of libcurl that is used again."""
    import pycurl

    handle = pycurl.Curl()
    handle.setopt(pycurl.URL, server.url + PATH)
    handle.setopt(pycurl.CAINFO, server.ca_file)
    handle.setopt(pycurl.POSTFIELDS, BODY)
    handle.setopt(pycurl.HTTPHEADER, [f"{name}: {value}" for name, value in HEADERS.items()])
    return lambda: read(handle.perform_rb())


def one_http_client(server: Running) -> Call:
    """A floor: the standard library's client on one connection."""
    connection = http.client.HTTPSConnection("127.0.0.1", server.port, context=trusting(server))

    def call() -> Any:
        connection.request("POST", PATH, BODY, HEADERS)
        return read(connection.getresponse().read())

    return call


def raw_socket(server: Running) -> Call:
    """The floor: a TLS socket, and no HTTP but what this server needs."""
    connection = trusting(server).wrap_socket(
        socket.create_connection(("127.0.0.1", server.port)), server_hostname="127.0.0.1"
    )
    head = f"POST {PATH} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {AUTHORIZATION}\r\n"
    request = f"{head}Content-Length: {len(BODY)}\r\n\r\n".encode() + BODY

    def call() -> Any:
        connection.sendall(request)
        received = b""
        while b"\r\n\r\n" not in received:
            received += connection.recv(65_536)
        head, _, content = received.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        while len(content) < length:
            content += connection.recv(65_536)
        return read(content)

    return call


@asynccontextmanager
async def async_httpx(server: Running) -> AsyncIterator[AsyncCall]:
    """The asynchronous client of httpx."""
    import httpx

    context = trusting(server)
    async with httpx.AsyncClient(base_url=server.url, headers=HEADERS, verify=context, trust_env=False) as client:

        async def call() -> Any:
            return (await client.post(PATH, content=BODY)).json()

        yield call


@asynccontextmanager
async def aiohttp_session(server: Running) -> AsyncIterator[AsyncCall]:
    """A session of aiohttp."""
    import aiohttp

    connector = aiohttp.TCPConnector(ssl=trusting(server))
    async with aiohttp.ClientSession(server.url, connector=connector, headers=HEADERS) as session:

        async def call() -> Any:
            async with session.post(PATH, data=BODY) as answer:
                return await answer.json(encoding="utf-8-sig")

        yield call


STAND_IN, ONE_OPENER = "stand-in for the vendor's wrapper", "urllib with one opener"
HTTPX = "bare httpx with json()"
# By name: the package it needs, and what makes it.
OPPONENTS: dict[str, tuple[str, Callable[[Running], Call]]] = {
    STAND_IN: ("urllib", stand_in),
    ONE_OPENER: ("urllib", one_opener),
    HTTPX: ("httpx", bare_httpx),
    "requests": ("requests", requests_session),
    "pycurl": ("pycurl", pycurl_handle),
    "http.client, one connection": ("http", one_http_client),
    "raw TLS socket": ("ssl", raw_socket),
}
ASYNC_OPPONENTS: dict[str, tuple[str, Callable[[Running], AbstractAsyncContextManager[AsyncCall]]]] = {
    "async httpx": ("httpx", async_httpx),
    "aiohttp": ("aiohttp", aiohttp_session),
}


def made(server: Running) -> dict[str, Call]:
    """The opponents that are installed, each with its own connection."""
    return {name: make(server) for name, (package, make) in OPPONENTS.items() if find_spec(package)}


def absent() -> list[str]:
    """The opponents that are not installed."""
    known = {name: package for name, (package, _) in {**OPPONENTS, **ASYNC_OPPONENTS}.items()}
    return [name for name, package in known.items() if not find_spec(package)]
