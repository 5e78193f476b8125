"""A sender whose replies come in pieces, and both clients' rows read alike."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from contextlib import aclosing, closing, contextmanager
from typing import Any

from mailstore_sdk.errors import TransportError
from mailstore_sdk.transport import Reply, Request
from mailstore_sdk.transport.wire import Incoming
from tests.transport.clocked import Clock, Player, clocked

Piece = bytes | TransportError
Outcome = list[Piece] | Reply | BaseException


def cut(content: bytes, size: int = 7) -> list[Piece]:
    """The content in pieces."""
    return [content[begin : begin + size] for begin in range(0, len(content), size)]


def in_pieces(payload: Any, size: int = 7) -> list[Piece]:
    """An answer of HTTP 200 in pieces."""
    return cut(json.dumps(payload).encode(), size)


class Piecewise(Player):
    """Gives the outcomes in their order, the last one for ever; a list is HTTP 200 with these pieces.

    Attributes:
        silences: Seconds that were allowed between two pieces, of each request.
        given: How many pieces were taken.
        ended: How often an answer was left, whole or not.
    """

    def __init__(self, *outcomes: Outcome) -> None:
        super().__init__(*(Reply(status=200) if isinstance(one, list) else one for one in outcomes))
        self._pieces = [one if isinstance(one, list) else None for one in outcomes]
        self.silences: list[float] = []
        self.given = 0
        self.ended = 0

    @contextmanager
    def stream(self, request: Request, timeout: float, silence: float) -> Iterator[Incoming]:
        self.silences.append(silence)
        pieces = self._pieces.pop(0) if len(self._pieces) > 1 else self._pieces[0]
        reply = self.send(request, timeout)
        try:
            yield Incoming(
                status=reply.status,
                content_type=reply.content_type,
                retry_after=reply.retry_after,
                chunks=self._each([reply.content] if pieces is None else pieces),
            )
        finally:
            self.ended += 1

    def _each(self, pieces: list[Any]) -> Iterator[bytes]:
        for piece in pieces:
            if isinstance(piece, TransportError):
                raise copy.copy(piece)
            self.given += 1
            yield piece


def client_of(kind: str, *outcomes: Outcome, protocol: str = "modern", **options: Any) -> tuple[Any, Piecewise]:
    """A client of that kind on a clock of its own, and its sender."""
    sender = Piecewise(*outcomes)
    return clocked(kind, sender, Clock(), protocol, **options), sender


async def some(rows: Any, number: int) -> list[Any]:
    """The first rows; then they are closed."""
    found: list[Any] = []
    if hasattr(rows, "__aiter__"):
        async with aclosing(rows):
            async for row in rows:
                found.append(row)
                if len(found) == number:
                    break
        return found
    with closing(rows):
        for row in rows:
            found.append(row)
            if len(found) == number:
                break
    return found


async def all_until_error(rows: Any, found: list[Any]) -> None:
    """Put the rows into the list, until there are no more, or an error comes."""
    if hasattr(rows, "__aiter__"):
        async for row in rows:
            found.append(row)
        return
    for row in rows:
        found.append(row)


async def every(rows: Any) -> list[Any]:
    """All rows."""
    found: list[Any] = []
    await all_until_error(rows, found)
    return found
