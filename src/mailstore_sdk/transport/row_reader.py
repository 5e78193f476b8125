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
from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

from mailstore_sdk.transport import answers
from mailstore_sdk.transport.envelope import DECODER

R = TypeVar("R")
BLANK = " \t\r\n"
CLOSED = '}]"'  # with which a row ends of which no more can come
FIRST_KEY = re.compile(r'\{[ \t\r\n]*"[^"\\]*"')
CUT_SHORT = 16  # letters before the end at which what was cut off may look wrong: tru, -, 2., \u12
EAGER = 16_384  # bytes up to which every piece is looked at as it comes
NOT_JSON = "the answer is not JSON"
TOO_DEEP = "the answer is nested too deeply"
Parse = Callable[[bytes], list[R]]


class Problem(NamedTuple):
    """What is wrong with the rows.

    Attributes:
        reason: In words.
        content: What it is wrong with, or where it begins.
        misfit: Whether that is a row which is JSON, and not what was expected of a row.
    """

    reason: str
    content: bytes
    misfit: bool = False


def plain(rows: bytes) -> list[Any]:
    """A list of rows as JSON.

    Raises:
        ValueError: That is none.
    """
    found: list[Any] = DECODER.decode(rows.decode("utf-8"))
    if answers.LONE_SURROGATE.search(rows):
        json.dumps(found, ensure_ascii=False).encode()
    return found


class RowReader(Generic[R]):
    """Reads an answer whose rows come in piece by piece. Nothing is raised on the way, so that no row is lost.

    Args:
        parse: Makes rows of a list in JSON; raises ValueError for one that it does not take.
        enveloped: Whether the list is the `result` of an envelope, or the whole answer.
        most: Bytes that a row may have, or the envelope without its rows.

    Attributes:
        found: Whether there is a list of rows; there is none in an envelope that says beforehand that the call did
            not succeed.
        problem: What is wrong with the answer; there are no rows from then on.
    """

    def __init__(self, parse: Parse[R], *, enveloped: bool, most: int) -> None:
        self._parse = parse
        self._most = most
        self._enveloped = enveloped
        self._pieces: list[bytes] = []  # what came in, and was not looked at yet
        self._size = 0
        self._buffer = b""
        self._try_at = 0  # size below which another try would be vain, so that all tries together stay linear
        self._head = b""
        self._between = b""  # from the end of a row to the first key of the next one, as rows have it here
        self._comma = False  # whether a comma has to come before the next row
        self._tail = False
        self._rowless = False  # whether the answer is to be kept as a whole
        self.found: bool = False
        self.problem: Problem | None = None

    def feed(self, chunk: bytes) -> list[R]:
        """Take what came in, and give the rows that are complete now."""
        self._pieces.append(chunk)
        self._size += len(chunk)
        if self.problem is not None:
            return []
        rows = self._complete() if self._size >= min(self._try_at, self._most) else []
        if self._size > self._most and self.problem is None:
            self._wrong(answers.TOO_LARGE)
        return rows

    def finish(self) -> list[R]:
        """The answer is over: give the rows that were held back."""
        rows = [] if self.problem else self._complete()
        if self.found and not self._tail and self.problem is None:
            self._wrong("the answer ends in the middle of its rows")
        return rows

    @property
    def rest(self) -> bytes:
        """The answer without its rows: a list that is empty, or an envelope with one, or with whatever stood there."""
        return self._head + self._joined()

    def _joined(self) -> bytes:
        if self._pieces:
            self._buffer = b"".join((self._buffer, *self._pieces))
            self._pieces.clear()
        return self._buffer

    def _keep(self, buffer: bytes) -> None:
        self._buffer = buffer
        self._size = len(buffer)

    def _wrong(self, reason: str) -> None:
        self.problem = Problem(reason, self._joined())

    def _complete(self) -> list[R]:
        """The rows that are complete in what came in."""
        if self._tail or self._rowless:
            return []
        self._joined()
        self._try_at = 2 * self._size if self._size > EAGER else 0
        if not self.found:
            self._find_rows()
            if not self.found:
                return []
        rows = self._batch()
        if not rows or b"]" in self._buffer:  # else what is left is the beginning of a row
            rows += self._singly()
        if rows or self._tail:
            self._try_at = 0
        return rows

    def _find_rows(self) -> None:
        """Look for the beginning of the list; what is no JSON is left for those who read the whole."""
        content = self._buffer.removeprefix(codecs.BOM_UTF8)
        text, _ = _readable(content)
        at = _skip(text, 0)
        if self._enveloped:
            place = self._in_envelope(text, at)
        else:
            place = at if text[at : at + 1] == "[" else None
            self._rowless = at < len(text) and place is None
        if place is not None:
            self._head = text[: place + 1].encode()
            self._keep(content[len(self._head) :])
            self.found = True

    def _in_envelope(self, text: str, at: int) -> int | None:
        """Where the list of `result` begins."""
        if text[at : at + 1] != "{":
            self._rowless = at < len(text)
            return None
        separator = "{"
        while text[at : at + 1] == separator:
            at = _skip(text, at + 1)
            try:
                key, at = DECODER.raw_decode(text, at)
                at = _skip(text, at)
                if text[at : at + 1] != ":":
                    return None
                at = _skip(text, at + 1)
                if key == "result" and text[at : at + 1] == "[":
                    return at
                value, at = DECODER.raw_decode(text, at)
            except (ValueError, RecursionError):
                return None
            if key == "statusCode" and value != "succeeded":
                self._rowless = True
                return None
            at = _skip(text, at)
            separator = ","
        return None

    def _batch(self) -> list[R]:
        """All rows but those at the end, if the last place that looks like an end of a row is one."""
        cut = self._buffer.rfind(self._between) + 1 if self._between else 0
        if not cut:
            return []
        begin = len(self._buffer) - len(self._buffer.lstrip(b" \t\r\n"))
        if self._comma:
            if self._buffer[begin : begin + 1] != b",":
                return []
            begin += 1
        try:
            rows = self._parse(b"[%b]" % self._buffer[begin:cut])
        except (ValueError, RecursionError):
            return []
        self._keep(self._buffer[cut:])
        self._comma = True
        return rows

    def _singly(self) -> list[R]:
        """The rows at the beginning, each looked for by itself; notices the end of the list, and what is wrong."""
        text, wrong = _readable(self._buffer)
        found: list[tuple[int, int]] = []  # where the rows begin and end
        at = done = 0
        while (at := _skip(text, at)) < len(text):
            if text[at] == "]":
                self._tail, done = True, at
                break
            if self._comma != (text[at] == ","):
                wrong = NOT_JSON
                break
            if self._comma:
                at = _skip(text, at + 1)
            try:
                _, end = DECODER.raw_decode(text, at)
            except RecursionError:
                wrong = TOO_DEEP
                break
            except json.JSONDecodeError as problem:
                if not problem.msg.startswith(("Unterminated", "Invalid \\")) and problem.pos < len(text) - CUT_SHORT:
                    wrong = NOT_JSON
                break
            except ValueError:  # NaN, or a number beyond all bounds
                wrong = NOT_JSON
                break
            after = _skip(text, end)
            if text[end - 1] not in CLOSED and _may_go_on(text, after):
                break
            if self._comma and found:
                self._learn(text, found[-1][1], at)
            found.append((at, end))
            self._comma = True
            at = done = after
        rows = self._parsed(text, found)
        if self.problem is None:
            self._keep(self._buffer[len(text[:done].encode()) :])
            if wrong and not self._tail:
                self._wrong(wrong)
        return rows

    def _learn(self, text: str, end: int, begin: int) -> None:
        """How rows follow one another here: servers write all of them alike."""
        key = FIRST_KEY.match(text, begin)
        if key and text[end - 1] == "}":
            self._between = text[end - 1 : key.end()].encode()

    def _parsed(self, text: str, found: list[tuple[int, int]]) -> list[R]:
        """The rows; where one does not fit, those before it."""
        if not found:
            return []
        try:
            return self._parse(f"[{text[found[0][0] : found[-1][1]]}]".encode())
        except (ValueError, RecursionError):
            pass
        rows: list[R] = []
        for begin, end in found:
            row = text[begin:end].encode()
            try:
                rows += self._parse(b"[%b]" % row)
            except (ValueError, RecursionError):
                self.problem = _problem_of(row)
                break
        return rows


def _problem_of(row: bytes) -> Problem:
    """Why a row that could be read was not taken."""
    try:
        plain(b"[%b]" % row)
    except ValueError:
        return Problem("the answer holds half a character (a lone surrogate)", row)
    return Problem("a row does not fit", row, misfit=True)


def _readable(content: bytes) -> tuple[str, str]:
    """The text, up to a character that is not complete yet; and what is wrong behind it."""
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(content), ""
    except UnicodeDecodeError as problem:
        return content[: problem.start].decode("utf-8"), "the answer is not UTF-8"


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in BLANK:
        at += 1
    return at


def _may_go_on(text: str, after: int) -> bool:
    """Whether a number, behind which the text goes on there, may be only the beginning of one."""
    return after == len(text) or (text[after] not in ",]" and len(text) - after < CUT_SHORT)
