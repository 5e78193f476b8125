"""What the benchmarks' server answers: made once, before it is asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
MESSAGES = "GetMessages"
USER_INFO = {
    "userName": "jdoe",
    "fullName": "John Doe",
    "distinguishedName": "CN=John Doe,OU=Users,DC=example,DC=com",
    "authentication": "directoryServices",
    "emailAddresses": ["jdoe@example.com", "john.doe@example.com"],
    "pop3UserNames": [],
    "privileges": ["login", "export"],
    "privilegesOnFolders": [
        {"folder": "jdoe", "privileges": ["read"]},
        {"folder": "asmith", "privileges": ["read", "write"]},
    ],
}
FUNCTIONS = [{"name": "GetUserInfo", "args": [{"name": "userName", "type": "string", "nullable": False}]}]


def compact(value: Any) -> bytes:
    """JSON as the server writes it."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def envelope(result: Any, **given: Any) -> bytes:
    """An answer of the modern protocol as bytes."""
    whole = {
        "error": None,
        "token": None,
        "statusVersion": 2,
        "statusCode": "succeeded",
        "percentProgress": None,
        "statusText": None,
        "result": result,
        "logOutput": None,
        **given,
    }
    return BYTE_ORDER_MARK + compact(whole)


def users(count: int) -> list[dict[str, Any]]:
    """Rows of GetUsers with the keys of a recent server's, as captured."""
    return [
        {
            "userName": f"john.doe.{i:06}",
            "fullName": f"John Doe {i:06}",
            "distinguishedName": f"CN=John Doe {i:06},OU=Users,DC=example,DC=com",
            "mfaStatus": "Disabled",
        }
        for i in range(count)
    ]


def folder_statistics(count: int) -> list[dict[str, Any]]:
    """Rows of GetFolderStatistics."""
    return [{"folder": f"user{i:06}", "size": 1_000_003 * i, "count": 17 * i} for i in range(count)]


def message(number: int) -> dict[str, Any]:
    """A row of GetMessages, 256 bytes large; its keys are this project's choice, as no answer was ever published."""
    return {
        "id": f"1:{number}",
        "subject": f"Re: Offer {number:07} for the year",
        "from": f"John Doe <john.doe.{number % 997:03}@example.com>",
        "to": f"Sales Department <sales.{number % 89:02}@example.com>",
        "date": "2026-01-31T23:59:59",
        "sizeInBytes": 10_000 + number,
        "hasAttachments": number % 3 == 0,
        "messageId": f"<{number:012x}@mail.example.com>",
    }


def messages(count: int, rows_a_piece: int = 1000) -> Iterator[bytes]:
    """An answer of GetMessages in pieces."""
    head, tail = envelope([]).split(b"[]")
    yield head + b"["
    for first in range(0, count, rows_a_piece):
        rows = compact([message(i) for i in range(first, min(first + rows_a_piece, count))])[1:-1]
        yield (b"," if first else b"") + rows
    yield b"]" + tail


def response(body: bytes) -> bytes:
    """An HTTP answer as bytes."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    return head % len(body) + body


def answers(messages_count: int) -> dict[bytes, bytes]:
    """By path."""
    made = {
        b"/api/invoke/GetUserInfo": response(envelope(USER_INFO)),
        b"/api/invoke/GetServerInfo": response(envelope({"version": "22.3.0.21002", "machineName": "BENCH"})),
        b"/api/invoke/GetUsers": response(envelope(users(1000))),
        b"/api/get-metadata": response(BYTE_ORDER_MARK + compact(FUNCTIONS)),
    }
    if messages_count:
        made[f"/api/invoke/{MESSAGES}".encode()] = response(b"".join(messages(messages_count)))
    return made
