"""A server that plays prepared answers and remembers what it was asked, for what no emulated server would do."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

from mailstore_sdk.transport import AsyncSender, Reply, Request, Sender

TOKEN = "b6b0d9f3-0a4c-4d7e-9d5c-2f1d3c1f7a10"


def envelope(**given: Any) -> dict[str, Any]:
    """A modern answer; a successful one unless said otherwise."""
    keys = ("error", "token", "statusVersion", "statusCode", "percentProgress", "statusText", "result", "logOutput")
    return {**dict.fromkeys(keys), "statusVersion": 2, "statusCode": "succeeded", **given}


def running(version: int = 2, **given: Any) -> dict[str, Any]:
    """A modern answer of a call that goes on."""
    return envelope(statusCode="running", token=TOKEN, statusVersion=version, **given)


class Scripted(Sender):
    """A `Sender` for one client.

    Attributes:
        asked: Path and form fields of every request.
        timeouts: Seconds that each could have taken.
        closed: Whether the client has closed it.
    """

    def __init__(self, *answers: Any) -> None:
        self._answers = list(answers)
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.timeouts: list[float] = []
        self.closed = False

    def send(self, request: Request, timeout: float) -> Reply:
        self.asked.append((request.path, dict(parse_qsl(request.body.decode(), keep_blank_values=True))))
        self.timeouts.append(timeout)
        answer = self._answers.pop(0)
        if isinstance(answer, Reply):
            return answer
        return Reply(status=200, content_type="application/json", content=json.dumps(answer).encode())

    def close(self) -> None:
        self.closed = True


class AsyncScripted(AsyncSender):
    """The same as an `AsyncSender`."""

    def __init__(self, *answers: Any) -> None:
        self.script = Scripted(*answers)

    async def send(self, request: Request, timeout: float) -> Reply:
        return self.script.send(request, timeout)

    async def close(self) -> None:
        self.script.close()
