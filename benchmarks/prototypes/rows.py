"""The rows of a big answer one after the other, while it comes in, in constant memory.

What arrives is cut where a row seems to end, and what lies before is read as a list of its own. That is sound without
looking at each letter: a cut inside a text leaves the text open, one inside a row leaves a brace open, and neither is
JSON then. Only where the guess was wrong, and around the edges of the list, rows are looked for one by one.

No input or output here: a client with threads and one with asyncio feed it alike.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, NoReturn, TypeVar

R = TypeVar("R")
BEGIN = re.compile(rb'"result"\s*:\s*\[')
BETWEEN = b"},{"
BLANK = " \t\r\n"
CUT_SHORT = 16  # letters before the end at which what was cut off may look wrong: tru, -, 2., \u12
Parse = Callable[[bytes], list[R]]


class BadRows(ValueError):
    """The answer is not what it should be; the text says how."""


def _no_constant(name: str) -> NoReturn:
    raise BadRows(f"{name} is not JSON")


DECODER = json.JSONDecoder(parse_constant=_no_constant)


def plain(rows: bytes) -> list[Any]:
    """A list of rows as JSON."""
    found: list[Any] = DECODER.decode(rows.decode("utf-8"))
    return found


class RowReader(Generic[R]):
    """Reads an envelope, or a bare list, whose rows come in piece by piece.

    Args:
        parse: Makes rows of a list in JSON; `TypeAdapter(list[Model]).validate_json` makes models.
    """

    def __init__(self, parse: Parse[R]) -> None:
        self._parse = parse
        self._buffer = b""
        self._head: bytes | None = None
        self._tail = False
        self._comma = False  # whether a comma has to come before the next row
        self._try_at = 0  # size of the buffer below which another try would be vain, so that all tries stay linear

    def feed(self, chunk: bytes) -> list[R]:
        """Take what came in, and give the rows that are complete now.

        Raises:
            BadRows: That is not JSON.
            ValueError: What `parse` raises for a row that it does not take.
        """
        self._buffer += chunk
        return [] if self._tail or len(self._buffer) < self._try_at else self._complete()

    def finish(self) -> tuple[list[R], Any]:
        """The answer is over.

        Returns:
            The rows that were held back, and the answer without its rows: an empty list, or an envelope with one, or
            with whatever stood there.

        Raises:
            BadRows: It ended too soon, or is not JSON.
        """
        rows = [] if self._tail else self._complete()
        if self._head is not None and not self._tail:
            raise BadRows("the answer ends in the middle of its rows")
        whole = self._buffer.removeprefix(codecs.BOM_UTF8) if self._head is None else self._head + self._buffer
        try:
            return rows, DECODER.decode(whole.decode("utf-8"))
        except (ValueError, RecursionError):
            pass
        raise BadRows("the answer is not JSON, or ends too soon")

    def _complete(self) -> list[R]:
        if self._head is None and not self._find_rows():
            self._try_at = 2 * len(self._buffer)
            return []
        rows = self._batch()
        if not rows or b"]" in self._buffer:  # else what is left is the beginning of a row
            rows += self._singly()
        return rows

    def _find_rows(self) -> bool:
        content = self._buffer.removeprefix(codecs.BOM_UTF8)
        if content.lstrip()[:1] == b"[":
            ends: Iterable[int] = (content.index(b"[") + 1,)
        else:
            ends = (found.end() for found in BEGIN.finditer(content))
        for end in ends:
            head = content[:end]
            try:
                DECODER.decode(f"{head.decode()}]{'' if head.lstrip()[:1] == b'[' else '}'}")
            except (ValueError, RecursionError):
                continue  # deeper, or inside a text
            self._head, self._buffer = head, content[end:]
            return True
        return False

    def _batch(self) -> list[R]:
        """All rows but those at the end, if the last place that looks like an end of a row is one."""
        cut = self._buffer.rfind(BETWEEN) + 1
        if not cut:
            return []
        begin = 1 if self._comma and self._buffer.startswith(b",") else 0
        try:
            rows = self._parse(b"[%b]" % self._buffer[begin:cut])
        except (ValueError, RecursionError):
            return []
        self._buffer, self._comma, self._try_at = self._buffer[cut + 1 :], False, 0
        return rows

    def _singly(self) -> list[R]:
        text = codecs.getincrementaldecoder("utf-8")().decode(self._buffer)
        rows: list[R] = []
        at = done = 0
        while (at := _skip(text, at)) < len(text):
            if text[at] == "]":
                self._tail = True
                done = at
                break
            if self._comma != (text[at] == ","):
                raise BadRows("the answer is not JSON: a comma is missing between two rows, or there is one too many")
            if self._comma:
                at = _skip(text, at + 1)
            try:
                _, end = DECODER.raw_decode(text, at)
            except RecursionError:
                raise BadRows("the answer is nested too deeply") from None
            except json.JSONDecodeError as problem:
                if not problem.msg.startswith(("Unterminated", "Invalid \\")) and problem.pos < len(text) - CUT_SHORT:
                    raise BadRows(f"the answer is not JSON: {problem.msg}") from None
                break
            after = _skip(text, end)
            if after == len(text) or (text[after] not in ",]" and len(text) - after < CUT_SHORT):
                break  # a number may go on
            rows += self._parse(f"[{text[at:end]}]".encode())
            self._comma = True
            at = done = after
        self._buffer = self._buffer[len(text[:done].encode()) :]
        self._try_at = 0 if self._tail or rows else 2 * len(self._buffer)
        return rows


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in BLANK:
        at += 1
    return at


def stream(chunks: Iterable[bytes], parse: Parse[R]) -> Iterator[R]:
    """The rows of an answer that comes in chunks; raises what its end says, after the rows."""
    reader = RowReader(parse)
    for chunk in chunks:
        yield from reader.feed(chunk)
    rows, envelope = reader.finish()
    yield from rows
    if isinstance(envelope, dict) and envelope.get("statusCode") != "succeeded":
        raise BadRows(f"the server says {envelope.get('statusCode')!r} after the rows: {envelope.get('error')}")
