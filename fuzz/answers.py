"""Any answers to any call: a result or an error of this SDK must come of them, without a secret.

An input is five bytes that choose the call, and then the replies, with a byte 255 between two of them: three bytes for
status, type and shape, the rest is the content. In it, `$1` to `$3` stand for the secrets, as JSON writes them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import get_args

from fuzz.run import fuzz, instrumented

with instrumented():
    from mailstore_sdk.transport import Reply
    from tests.facts import CALLABLE
    from tests.properties.calls import SECRETS, TICKETS, WAYS, Call, Kind, Protocol

FUNCTIONS, NAMES = list(CALLABLE), list(WAYS)
KINDS: tuple[Kind, ...] = get_args(Kind)
PROTOCOLS: tuple[Protocol, ...] = get_args(Protocol)
STATUSES = (200, 200, 200, 200, 204, 302, 400, 401, 403, 404, 429, 500, 502, 503)
TYPES = ("application/json", "text/plain; charset=utf-8", "text/html", "")
BETWEEN = b"\xff"
SAMPLES = json.loads((Path(__file__).parent.parent / "tests" / "data" / "samples.json").read_text(encoding="utf-8"))


def reply_of(data: bytes) -> Reply:
    """The reply that a part of an input stands for."""
    status, kind, shape = data[:3].ljust(3, b"\0")
    content = data[3:]
    for number, secret in enumerate(SECRETS, 1):
        content = content.replace(b"$%d" % number, json.dumps(secret, ensure_ascii=shape % 2 == 0)[1:-1].encode())
    return Reply(
        status=STATUSES[status % len(STATUSES)],
        reason=SECRETS[0] if shape & 2 else "OK",
        content_type=TYPES[kind % len(TYPES)],
        retry_after=content[:9].decode("latin-1") if shape & 4 else None,
        content=content if not shape & 24 else content.decode("utf-8", errors="replace").encode("utf-16-le"),
        cut=shape & 96 == 96,
    )


def call_of(data: bytes) -> Call:
    """The call that an input stands for."""
    function, way, kind, protocol, wait = data[:5].ljust(5, b"\0")
    return Call(
        function=FUNCTIONS[function % len(FUNCTIONS)],
        way=NAMES[way % len(NAMES)],
        kind=KINDS[kind % len(KINDS)],
        protocol=PROTOCOLS[protocol % len(PROTOCOLS)],
        replies=tuple(reply_of(part) for part in data[5:].split(BETWEEN)[:4]),
        wait=5.0 if wait % 2 else None,
    )


def one_input(data: bytes) -> None:
    """Make the call; whatever is raised here is a finding."""
    call = call_of(data)
    error = call.outcome()
    if error is not None:
        found = call.shown(error)
        if found:
            raise AssertionError(f"{found} in {error!r}")


def seeds() -> Iterator[bytes]:
    """Answers as servers give them, for every function and every way to call one."""

    def written(value: object) -> bytes:
        return b"\0\0\0" + json.dumps(value).encode()

    def envelope(code: str, **given: object) -> bytes:
        return written({"error": None, "token": None, "statusVersion": 2, "statusCode": code, **given})

    running = envelope("running", **{"token": "t-1", "logOutput": "one $1\r\n", "percentProgress": 50})
    ends = {
        "modern": [
            envelope("succeeded", result={"version": "22", "machineName": "$1"}, logOutput="two\r\n"),
            envelope("failed", error={"message": "no: $1 $2", "details": "at $3"}, statusText="$1"),
            envelope("cancelled", result=["$1"]),
        ],
        "legacy": [
            written({"status": "succeeded", "progressPercentage": 100, "messages": [{"type": "line", "text": "$1"}]}),
            written({"status": "failed", "messages": [{"type": "$2", "text": "$1"}], "result": {"a": "$1"}}),
            b"\x0b\1\0no: $1 $2 $3",
        ],
    }
    begins = {"modern": running, "legacy": written({"statusUrl": TICKETS["legacy"]["url"], "statusToken": "t-1"})}
    store = FUNCTIONS.index("VerifyStore")
    for (number, way), (kind, _), (place, protocol) in product(
        enumerate(NAMES), enumerate(KINDS), enumerate(PROTOCOLS[:2])
    ):
        for end in ends[protocol]:
            head = bytes([store, number, kind, place, kind])
            yield head + (BETWEEN.join([begins[protocol], end]) if way not in ("cancel-async", "get-metadata") else end)
    for name, known in SAMPLES.items():
        for answer in known.get("modern", []):
            yield bytes([FUNCTIONS.index(name), 0, 0, 0, 0]) + envelope("succeeded", result=answer)
    listing = [{"name": "GetUsers $1", "args": [{"name": "a", "type": "string", "nullable": True}]}]
    yield bytes([0, NAMES.index("get-metadata"), 0, 0, 0]) + written(listing)
    for depth in (100, 300, 700):
        for number, way in enumerate(NAMES):
            nested = b"[" * depth + b"]" * depth
            head = bytes([store if way == "begin" else FUNCTIONS.index("GetServerInfo"), number, 0, 0, 0])
            yield head + b'\0\0\0{"statusCode":"succeeded","result":' + nested + b"}"


if __name__ == "__main__":
    fuzz(one_input, seeds())
