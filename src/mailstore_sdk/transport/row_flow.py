"""A call whose answer is read row by row, without input and output: a flow that gives rows on its way."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from mailstore_sdk.errors import MailStoreError, ResponseError, TransportError
from mailstore_sdk.transport import answers
from mailstore_sdk.transport.flow import LEGACY, Call, Session, Sleep, tries
from mailstore_sdk.transport.row_reader import Parse, Problem, RowReader, plain
from mailstore_sdk.transport.wire import Body, Head, Reply, Request

if TYPE_CHECKING:
    from mailstore_sdk.function import Function
    from mailstore_sdk.transport.protocol import Answer, Asked, Protocol
    from mailstore_sdk.transport.settings import Options

R = TypeVar("R")
T = TypeVar("T")
Misfit = Callable[["Asked", Any], MailStoreError]


@dataclass(frozen=True, slots=True)
class Open:
    """Send the request; the outcome is the head of the answer, or a TransportError thrown in."""

    request: Request
    timeout: float
    silence: float


@dataclass(frozen=True, slots=True)
class Read:
    """The outcome is the next piece of the answer, or None at its end, or a TransportError thrown in."""


@dataclass(frozen=True, slots=True)
class Give:
    """Rows for whoever asked; GeneratorExit is thrown in when nobody wants more."""

    rows: list[Any]


RowFlow = Generator[Open | Read | Give | Sleep, Any, T]
READ = Read()
NO_LIST = "the answer is not a list, so there are no rows in it"


@dataclass(frozen=True, slots=True)
class RowKind(Generic[R]):
    """What becomes of a row.

    Attributes:
        parse: Makes rows of a list in JSON; raises ValueError for one that it does not take.
        misfit: The error that such a row, as JSON, stands for; None where all JSON is taken.
    """

    parse: Parse[R]
    misfit: Misfit | None = None


PLAIN: RowKind[Any] = RowKind(plain)


class Reading(Generic[R]):
    """One call, which is made when the first row is wanted.

    Args:
        name: Of the function.
        function: What is known of it, or None.
        fields: The form fields.
        kind: What becomes of the rows.

    Attributes:
        count: How many rows were given.
        answer: After the last row: the answer without its rows; its ticket, if the call runs long.
    """

    def __init__(self, name: str, function: Function[Any] | None, fields: Mapping[str, str], kind: RowKind[R]) -> None:
        self._name = name
        self._function = function
        self._fields = fields
        self._kind = kind
        self._reader: RowReader[R] | None = None  # of an answer with HTTP 200
        self._batch: list[R] = []
        self._ended = False
        self.count: int = 0
        self.answer: Answer | None = None

    def steps(self, session: Session, options: Options, protocol: Protocol) -> RowFlow[None]:
        """Make the call and give its rows; then see what the end of the answer says."""
        call = Call.prepare(protocol, self._name, self._function, self._fields)
        most = session.settings.max_response_bytes

        def begin(request: Request, timeout: float) -> RowFlow[Reply]:
            self._reader, self._ended = None, False
            head: Head = yield Open(request, timeout, options.timeout)
            if head.status != 200:
                return (yield from _whole(head, most))
            self._reader = RowReader(self._kind.parse, enveloped=call.protocol is not LEGACY, most=most)
            yield from self._more(self._reader)
            return Reply(status=head.status)

        with session.watch(options, call.name, call.masked, current=False) as seen:
            reply = yield from tries(session, options, call.request, seen, begin)
            if self._reader is None:
                self.answer = call.read(session, options, reply)
                return
            asked = call.asked(session, options)
            try:
                yield from self._give(self._reader, asked)
                self.answer = call.read(session, options, Reply(status=reply.status, content=self._reader.rest))
                self._check(self._reader, asked, self.answer)
            except GeneratorExit:
                return  # nobody wants more: the end of the answer is of no interest
            except TransportError as error:
                error.args = (error.args[0] + self._so_far, *error.args[1:])
                raise
            except ResponseError as error:
                problem = ResponseError(error.function, error.reason + self._so_far, error.payload)
            else:
                return
            try:
                raise problem
            finally:
                del problem

    def _more(self, reader: RowReader[R]) -> RowFlow[None]:
        """Read on, until there are rows, a problem or the end."""
        while not self._ended:
            chunk: bytes | None = yield READ
            self._ended = chunk is None
            self._batch = reader.finish() if chunk is None else reader.feed(chunk)
            if self._batch or reader.problem:
                return

    def _give(self, reader: RowReader[R], asked: Asked) -> RowFlow[None]:
        while True:
            if self._batch:
                self.count += len(self._batch)
                yield Give(self._batch)
            if reader.problem is not None:
                raise self._error(asked, reader.problem)
            if self._ended:
                return
            yield from self._more(reader)

    def _error(self, asked: Asked, problem: Problem) -> MailStoreError:
        if problem.misfit and self._kind.misfit is not None:
            return self._kind.misfit(asked, plain(b"[%b]" % problem.content)[0])
        return ResponseError(asked.function, problem.reason, answers.excerpt(asked, problem.content))

    def _check(self, reader: RowReader[R], asked: Asked, answer: Answer) -> None:
        if answer.ticket is not None:
            if self.count:
                raise ResponseError(asked.function, "the call is still running, though there were rows")
        elif not reader.found:
            raise ResponseError(asked.function, NO_LIST, asked.shown(answer.status.result))

    @property
    def _so_far(self) -> str:
        rows = "1 row" if self.count == 1 else f"{self.count:,} rows"
        return f" (after {rows})" if self.count else ""


def _whole(head: Head, most: int) -> RowFlow[Reply]:
    """An answer that is no success, as a whole."""
    body = Body(most)
    chunk: bytes | None
    while (chunk := (yield READ)) is not None and body.takes(chunk):
        pass
    return Reply(
        status=head.status,
        reason=head.reason,
        content_type=head.content_type,
        retry_after=head.retry_after,
        content=body.content(),
        cut=body.cut,
    )
