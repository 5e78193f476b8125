"""Ask the emulator as a client would that knows HTTP and nothing else, but without a network."""

from __future__ import annotations

import codecs
import json
from base64 import b64encode
from typing import Any
from urllib.parse import urlencode

from mailstore_sdk.emulator import Emulator, Request, Response


def basic(username: str = "admin", password: str = "admin") -> str:
    return "Basic " + b64encode(f"{username}:{password}".encode()).decode()


def ask(
    emulator: Emulator,
    path: str,
    fields: dict[str, str] | None = None,
    *,
    method: str = "POST",
    host: str | None = None,
    authorization: str | None = None,
    body: bytes | None = None,
) -> Response:
    """The emulator's answer to a request that is complete unless said otherwise; an empty `authorization` is none."""
    content = urlencode(fields or {}).encode() if body is None else body
    headers = {"authorization": basic() if authorization is None else authorization}
    headers |= {"host": host or "", "content-length": str(len(content))}
    headers = {name: value for name, value in headers.items() if value}
    answer = emulator.respond(Request(method=method, path=path, headers=headers, body=content))
    assert isinstance(answer, Response)
    return answer


def invoke(emulator: Emulator, function: str, body: bytes = b"") -> Response:
    """The administrator's call of a function."""
    return ask(emulator, f"/api/invoke/{function}", body=body)


def payload(answer: Response) -> Any:
    assert answer.status == 200, answer
    return json.loads(answer.content.removeprefix(codecs.BOM_UTF8))
