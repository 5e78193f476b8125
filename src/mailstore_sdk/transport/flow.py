"""The logic of calls without input and output: generators that ask for an effect and are sent its outcome.

Written once, run twice: `driver.Transport` carries the effects out with threads, `driver.AsyncTransport` with asyncio.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Generator, Mapping
from dataclasses import replace
from itertools import count
from logging import DEBUG, INFO
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.errors import ApiError, MailStoreError, OperationLost, TlsError, TransportError, UnsupportedError
from mailstore_sdk.transport import answers, redact, retry
from mailstore_sdk.transport.legacy import Legacy
from mailstore_sdk.transport.modern import METADATA, Modern
from mailstore_sdk.transport.observe import Observed
from mailstore_sdk.transport.protocol import SUCCEEDED, UNREAD, Answer, Asked, Protocol, Reader, Status, Ticket
from mailstore_sdk.transport.wire import Reply, Request

if TYPE_CHECKING:
    from mailstore_sdk.function import Function
    from mailstore_sdk.transport.settings import Options, Settings

T = TypeVar("T")
S = TypeVar("S")
GRACE = 2.0  # seconds that an answer under way may take beyond the time to wait
DONE = Status(status=SUCCEEDED, progress=100)
MODERN = Modern()
LEGACY = Legacy()
PROTOCOLS: dict[str, Protocol] = {"modern": MODERN, "legacy": LEGACY}


class Send(NamedTuple):
    """Send the request; the outcome is the reply, or a TransportError thrown in."""

    request: Request
    timeout: float


class Sleep(NamedTuple):
    """Let time pass."""

    seconds: float


Flow = Generator[Send | Sleep, Any, T]
Attempt = Callable[[Request, float], Generator[S, Any, Reply]]
"""One try: takes what to send and the seconds for it, asks for effects, and returns the reply."""


class Session:
    """What the calls of one client share. `protocol` is None until the server's generation is known."""

    def __init__(
        self,
        settings: Settings,
        clock: Callable[[], float] = time.monotonic,
        random: Callable[[], float] = retry.jitter,
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.random = random
        self.protocol: Protocol | None = None if settings.protocol == "auto" else PROTOCOLS[settings.protocol]
        self.own: tuple[str, str] = (settings.password, settings.credentials)  # the account's secrets
        self.clean: redact.Cleaner = redact.Cleaner(self.own, [settings.username])
        # By token: how the answers about a long-running call are cleaned that was given secrets.
        self.cleaners: dict[str, redact.Cleaner] = {}

    def watch(
        self,
        options: Options,
        function: str,
        arguments: Callable[[], Mapping[str, str]] = dict,
        *,
        level: int = INFO,
        current: bool = True,
    ) -> Observed:
        """Show a call to those who look: the log, hooks, telemetry."""
        return Observed(self.settings, options, self.clock, function, arguments, level=level, current=current)

    def cleaner(self, secrets: Collection[str], public: Collection[str]) -> redact.Cleaner:
        """What takes these secrets and the account's own out of texts; mostly that is what all calls share."""
        if not secrets and not any(secret in public for secret in self.own):
            return self.clean
        return redact.Cleaner([*secrets, *self.own], [*public, self.settings.username])


def exchange(session: Session, options: Options, request: Request, seen: Observed) -> Flow[Reply]:
    """One request and its reply, with as many tries as do no harm, all within one deadline."""
    return tries(session, options, request, seen, _sent)


def _sent(request: Request, timeout: float) -> Flow[Reply]:
    reply: Reply = yield Send(request, timeout)
    return reply


def tries(
    session: Session, options: Options, request: Request, seen: Observed, once: Attempt[S]
) -> Generator[S | Sleep, Any, Reply]:
    """As many tries as do no harm, all within one deadline."""
    deadline = session.clock() + options.timeout + request.hold
    reply: Reply | None = None
    failure: TransportError | None = None
    sent = False
    for attempt in count():
        reply, failure = None, None
        seen.sending()
        try:
            reply = yield from once(request, max(deadline - session.clock(), 0.001))
        except TransportError as error:
            failure = error
            sent = failure.request_sent = sent or failure.request_sent
        seen.received(reply, failure)
        if reply is not None:
            sent = True
            again = retry.after_reply(request, reply)
        else:
            again = failure is not None and retry.after_failure(request, failure)
        if not again or attempt >= options.retries:
            break
        wait = retry.pause(attempt, reply, session.random)
        if session.clock() + wait >= deadline:
            break
        seen.again(wait, failure)
        yield Sleep(wait)
    if reply is not None:
        return reply
    try:
        raise failure if failure is not None else TransportError("no reply, and no reason given")
    finally:
        del failure  # else it and this frame hold each other, and the request, until garbage is collected


def detect(session: Session, options: Options) -> Flow[Protocol]:
    """Find out which generation the server speaks, by asking for its list of functions, which only the modern one has.

    The list answers without credentials on Server; where it wants them and refuses, so would any call.
    """
    asked = Asked(function="get-metadata", clean=session.clean)
    with session.watch(options, asked.function, level=DEBUG) as seen:
        reply = yield from exchange(session, options, MODERN.metadata(), seen)
        if reply.status == 200:
            MODERN.read_metadata(asked, reply)
            return MODERN
        # How an 8.x answers a path that it does not have is not known: as it fails in general, or as HTTP servers do.
        failed_as_legacy = reply.status == 500 and reply.content_type.lower().startswith("text/plain")
        if failed_as_legacy or reply.status in (400, 404, 405, 501):
            return LEGACY
        raise answers.failure(asked, reply)


class Call(NamedTuple):
    """A call that is ready to be sent, and what it takes to read its answer."""

    protocol: Protocol
    request: Request
    name: str
    function: Function[Any] | None
    fields: Mapping[str, str]

    @classmethod
    def prepare(cls, protocol: Protocol, name: str, function: Function[Any] | None, fields: Mapping[str, str]) -> Call:
        """The call of a function with these form fields."""
        wire_name = function.legacy.name if function and protocol is LEGACY else function.name if function else name
        request = protocol.invoke(wire_name, fields, repeatable=bool(function and function.read_only))
        return cls(protocol, request, function.name if function else name, function, fields)

    def masked(self) -> Mapping[str, str]:
        """The form fields as a person may see them."""
        return redact.mask(self.function, self.fields)

    def asked(self, session: Session, options: Options) -> Asked:
        """What was asked, with all that must not be seen in what is shown of the answer."""
        secrets: list[str] = []
        public: list[str] = []
        for key, text in self.fields.items():
            (secrets if redact.is_secret(self.function, key) else public).append(text)
            secrets += redact.inside(text)
        return Asked(
            function=self.name,
            clean=session.cleaner(secrets, public),
            secret=bool(self.function and self.function.secret_result),
            pause_gc=options.pause_gc,
        )

    def read(self, session: Session, options: Options, reply: Reply, read: Reader | None = None) -> Answer:
        """The answer, or raise what is wrong with it.

        With `read`, what a usual answer results in is the answer's `value`, and nothing else of it is looked at.
        """
        if self.protocol is LEGACY and reply.status == 404 and session.settings.protocol == "auto":
            # Taken for a server of 8.x because its list of functions was not to be had then? The next call finds out.
            session.protocol = None
        if read:
            value = answers.in_one_step(self.protocol, reply, read, pause_gc=options.pause_gc)
            if value is not UNREAD:
                return Answer(None, DONE, None, value)
        asked = self.asked(session, options)
        answer = self.protocol.read(asked, reply)
        if answer.ticket and asked.clean is not session.clean:
            session.cleaners[answer.ticket.token] = asked.clean
        return answer


def invoke(session: Session, options: Options, call: Call, read: Reader | None = None) -> Flow[Answer]:
    """Make a call; the answer may be a token, whatever the function."""
    with session.watch(options, call.name, call.masked) as seen:
        reply = yield from exchange(session, options, call.request, seen)
        return call.read(session, options, reply, read)


def poll(session: Session, options: Options, ticket: Ticket, hold: float) -> Flow[Answer]:
    """Ask once how a long-running call stands."""
    protocol = PROTOCOLS[ticket.protocol]
    clean = session.cleaners.get(ticket.token, session.clean)
    with session.watch(options, "get-status", lambda: {"function": ticket.function}, level=DEBUG) as seen:
        reply = yield from exchange(session, options, protocol.poll(ticket, hold), seen)
        function = BY_NAME.get(ticket.function)
        asked = Asked(
            function=ticket.function,
            clean=clean,
            polled=ticket,
            secret=bool(function and function.secret_result),
            pause_gc=options.pause_gc,
        )
        try:
            answer = protocol.read(asked, reply)
        except OperationLost:
            session.cleaners.pop(ticket.token, None)  # nobody asks for it again
            raise
    if answer.ticket is None:
        session.cleaners.pop(ticket.token, None)
    return answer


def cancel(session: Session, options: Options, ticket: Ticket) -> Flow[None]:
    """Ask the server to stop."""
    asked = Asked(function=ticket.function, clean=session.cleaners.get(ticket.token, session.clean), polled=ticket)
    request = PROTOCOLS[ticket.protocol].cancel(ticket)
    with session.watch(options, "cancel-async", lambda: {"function": ticket.function}) as seen:
        reply = yield from exchange(session, options, request, seen)
        MODERN.read_cancel(asked, reply)  # the legacy protocol has refused before


def metadata(session: Session, options: Options, protocol: Protocol) -> Flow[list[dict[str, Any]]]:
    """The functions that the server says it has."""
    asked = Asked(function="get-metadata", clean=session.clean)
    if protocol is LEGACY:
        raise UnsupportedError(f"servers up to 8.x have no list of their functions ({METADATA})")
    with session.watch(options, asked.function) as seen:
        reply = yield from exchange(session, options, MODERN.metadata(), seen)
        return MODERN.read_metadata(asked, reply)


class Pace:
    """How fast to poll: as the server allows, never in a busy loop, never past the deadline."""

    def __init__(self, options: Options, clock: Callable[[], float], deadline: float | None) -> None:
        self.options = options
        self.clock = clock
        self.deadline = deadline
        self.pause: float = 0.0
        self.lost: int = 0
        self.lost_since: float | None = None

    @classmethod
    def start(cls, session: Session, options: Options, wait: float | None) -> Pace:
        """The pace of a wait that begins now; None: without a deadline."""
        return cls(options, session.clock, None if wait is None else session.clock() + wait)

    @property
    def left(self) -> float:
        """Seconds until the deadline."""
        return float("inf") if self.deadline is None else max(self.deadline - self.clock(), 0.0)

    def outlasts(self, problem: MailStoreError, asked_at: float) -> bool:
        """Whether to ask again after a poll that the network, or a server that is not ready, has swallowed."""
        swallowed = isinstance(problem, TransportError) and not isinstance(problem, TlsError)
        not_ready = isinstance(problem, ApiError) and problem.http_status in retry.NOT_READY
        if not (swallowed or not_ready):
            return False
        if self.lost_since is None:
            self.lost, self.lost_since = 0, asked_at
        self.lost += 1
        return self.deadline is not None or self.clock() - self.lost_since < self.options.outage

    def next_pause(self) -> float:
        """Seconds to sleep before a poll that the server does not hold: 0.1, then ever more, at most 1."""
        if self.options.pause is not None:
            return self.options.pause
        self.pause = min(self.pause * 1.5, 1.0) if self.pause else 0.1
        return self.pause


def follow(session: Session, ticket: Ticket, pace: Pace) -> Flow[Answer | None]:
    """Wait for the next status of a long-running call, or until the time to wait is over.

    None stands for a poll that was lost, and may be repeated while there is time left.
    """
    holds = PROTOCOLS[ticket.protocol].holds_polls
    if not holds:
        yield Sleep(min(pace.next_pause(), pace.left))
    hold = min(pace.options.poll_wait, pace.left) if holds else 0.0
    asked_at = session.clock()
    # A server that falls silent must not hold up whoever waits for a limited time.
    options = replace(pace.options, timeout=min(pace.options.timeout, pace.left - hold + GRACE))
    try:
        answer = yield from poll(session, options, ticket, hold)
    except (TransportError, ApiError) as problem:
        if not pace.outlasts(problem, asked_at):
            raise
        # The call goes on on the server, whether somebody asks for it or not.
        yield Sleep(min(retry.pause(pace.lost, None, session.random), pace.left))
        return None
    pace.lost_since = None
    unheld = session.clock() - asked_at < min(hold, 0.1) / 2 or hold == 0
    if holds and unheld and answer.ticket and answer.ticket.version == ticket.version:
        yield Sleep(min(pace.next_pause(), pace.left))
    return answer
