"""Every other way to make a call, as its users would write it."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import urllib.request
from base64 import b64encode
from collections.abc import Callable
from typing import Any

from benchmarks.server import Running

FUNCTION = "GetUserInfo"
BODY = b"userName=jdoe"
AUTHORIZATION = "Basic " + b64encode(b"admin:admin").decode()
HEADERS = {"Authorization": AUTHORIZATION, "Content-Type": "application/x-www-form-urlencoded"}
Call = Callable[[], Any]


def read(content: bytes) -> Any:
    """The JSON of an answer with a byte order mark."""
    return json.loads(content.decode("utf-8-sig"))


def stand_in(server: Running) -> Call:
    """A stand-in for the vendor's wrapper: urllib, a new connection a call, one shared context."""
    context = ssl.create_default_context(cafile=server.ca_file)

    def call() -> Any:
        request = urllib.request.Request(f"{server.url}/api/invoke/{FUNCTION}", BODY, HEADERS)
        with urllib.request.urlopen(request, context=context) as answer:
            return read(answer.read())

    return call


def bare_httpx(server: Running) -> Call:
    """The own client of httpx, kept open, and `json()`, for which the byte order mark has to be decoded away."""
    import httpx

    context = ssl.create_default_context(cafile=server.ca_file)
    client = httpx.Client(base_url=server.url, headers=HEADERS, verify=context, trust_env=False)

    def call() -> Any:
        answer = client.post(f"/api/invoke/{FUNCTION}", content=BODY)
        answer.encoding = "utf-8-sig"
        return json.loads(answer.text)

    return call


def requests_session(server: Running) -> Call:
    """A session of requests."""
    import requests

    session = requests.Session()
    session.verify, session.trust_env = server.ca_file, False
    session.headers.update(HEADERS)
    return lambda: read(session.post(f"{server.url}/api/invoke/{FUNCTION}", data=BODY).content)


def pycurl_handle(server: Running) -> Call:
    """A handle of libcurl that is used again."""
    import pycurl

    handle = pycurl.Curl()
    handle.setopt(pycurl.URL, f"{server.url}/api/invoke/{FUNCTION}")
    handle.setopt(pycurl.CAINFO, server.ca_file)
    handle.setopt(pycurl.POSTFIELDS, BODY)
    handle.setopt(pycurl.HTTPHEADER, [f"{name}: {value}" for name, value in HEADERS.items()])

    return lambda: read(handle.perform_rb())


def one_http_client(server: Running) -> Call:
    """A floor: the standard library's client on one connection."""
    context = ssl.create_default_context(cafile=server.ca_file)
    connection = http.client.HTTPSConnection("127.0.0.1", server.port, context=context)

    def call() -> Any:
        connection.request("POST", f"/api/invoke/{FUNCTION}", BODY, HEADERS)
        return read(connection.getresponse().read())

    return call


def raw_socket(server: Running) -> Call:
    """The floor: a TLS socket, and no HTTP but what this server needs."""
    context = ssl.create_default_context(cafile=server.ca_file)
    connection = context.wrap_socket(socket.create_connection(("127.0.0.1", server.port)), server_hostname="127.0.0.1")
    head = f"POST /api/invoke/{FUNCTION} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {AUTHORIZATION}\r\n"
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


OPPONENTS: dict[str, Callable[[Running], Call]] = {
    "stand-in for the vendor's wrapper": stand_in,
    "bare httpx": bare_httpx,
    "requests": requests_session,
    "pycurl": pycurl_handle,
    "http.client, one connection": one_http_client,
    "raw TLS socket": raw_socket,
}
