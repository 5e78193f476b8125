"""Python's own HTTP client, and polls that a server holds."""

from __future__ import annotations

import http.client
import json
import ssl
import time
from typing import Any
from urllib.parse import urlencode

from mailstore_sdk.emulator.server import EmulatorServer

AUTHORIZATION = {"authorization": "Basic YWRtaW46YWRtaW4="}
LONG = 60.0  # seconds that nobody here waits for
PATIENCE = 10.0


class Plain:
    """A connection of Python's own HTTP client."""

    def __init__(self, server: EmulatorServer) -> None:
        context = ssl.create_default_context(cadata=server.ca_pem.decode())
        self._connection = http.client.HTTPSConnection(server.host, server.port, timeout=PATIENCE, context=context)

    def send(self, path: str, method: str = "POST", **fields: object) -> None:
        self._connection.request(
            method,
            path,
            urlencode(fields),
            {**AUTHORIZATION, "content-type": "application/x-www-form-urlencoded"},
        )

    def ask(self, path: str, method: str = "POST", **fields: object) -> http.client.HTTPResponse:
        self.send(path, method, **fields)
        return self._connection.getresponse()

    def json(self, path: str, method: str = "POST", **fields: object) -> Any:
        return json.loads(self.ask(path, method, **fields).read().decode("utf-8-sig"))

    def __enter__(self) -> Plain:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()


def held(server: EmulatorServer) -> int:
    """How many polls the server holds."""
    return sum(len(futures) for futures in list(server._held.values()))


def until(true: Any) -> None:
    """Wait until something is so that another thread brings about."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.002)


def begun(server: EmulatorServer) -> str:
    """The token of a call that never ends by itself."""
    with Plain(server) as plain:
        token: str = plain.json("/api/invoke/VerifyStore", id=1, includeIndexes="true")["token"]
    return token


def waiting(server: EmulatorServer, token: str) -> Any:
    with Plain(server) as plain:
        answer = plain.ask(
            "/api/get-status", token=token, lastKnownStatusVersion=2, millisecondsTimeout=int(LONG * 1000)
        )
        content = answer.read().decode("utf-8-sig")
        return json.loads(content) if answer.status == 200 else answer.status
