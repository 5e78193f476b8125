"""Every kind of call, against a server that gives prepared replies: where properties and fuzzers put their input in."""

from __future__ import annotations

import inspect
from base64 import b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, Literal

from mailstore_sdk import AsyncClient, AsyncSpeClient, Client, SpeClient
from mailstore_sdk.errors import ConnectError, MailStoreError
from mailstore_sdk.transport import AsyncTransport, Reply, Request, Transport
from tests import walk
from tests.facts import CALLABLE, KnownFunction, snake
from tests.transport.leaks import everything_in
from tests.transport.scripted import PASSWORD, SECRET_WORD, AsyncScriptedSender, ScriptedSender

ARGUMENT = PASSWORD.replace(SECRET_WORD, "Zweitwort8")
CREDENTIALS = b64encode(f"admin:{PASSWORD}".encode()).decode("ascii")
SECRETS = (PASSWORD, ARGUMENT, CREDENTIALS)
# By which a secret is recognized, whatever form the rest of it has.
MARKS = {PASSWORD: SECRET_WORD, ARGUMENT: "Zweitwort8", CREDENTIALS: CREDENTIALS}
OUTAGE = 3.0
TICKETS = {
    "modern": {"protocol": "modern", "function": "VerifyStore", "token": "t-1", "url": "/api/get-status"},
    "legacy": {"protocol": "legacy", "function": "VerifyStore", "token": "t-1", "url": "/JSON/Status/t-1"},
}
Kind = Literal["sync", "async"]
Protocol = Literal["modern", "legacy", "auto"]


class Prepared(ScriptedSender):
    """Gives the replies in their order; then the server is out of reach."""

    def send(self, request: Request, timeout: float) -> Reply:
        try:
            return super().send(request, timeout)
        except IndexError:
            raise ConnectError("no more replies") from None


def client_of(known: KnownFunction, kind: Kind, protocol: Protocol, replies: Iterable[Reply]) -> Any:
    """A client of the edition that has the function; time passes for it only between two looks at the clock."""
    sender, clock = Prepared(*replies), count().__next__
    made: Any
    if kind == "sync":
        made = (
            Client(sender=sender, password=PASSWORD, protocol=protocol)
            if known.server
            else SpeClient(sender=sender, password=PASSWORD)
        )
        settings, options = made.transport.settings, replace(made.transport.options, outage=OUTAGE)
        made.transport = Transport(settings, options, sender, clock=clock, sleep=lambda _: None)
    else:
        waiting = AsyncScriptedSender(sender)
        made = (
            AsyncClient(sender=waiting, password=PASSWORD, protocol=protocol)
            if known.server
            else AsyncSpeClient(sender=waiting, password=PASSWORD)
        )
        settings, options = made.transport.settings, replace(made.transport.options, outage=OUTAGE)
        made.transport = AsyncTransport(settings, options, waiting, clock=clock, sleep=_no_sleep)
    return made if known.server or known.scope == "system" else made.instance(walk.INSTANCE)


async def _no_sleep(_: float) -> None:
    """No time passes."""


def finished(outcome: Any) -> Any:
    """What a call gives; nothing here waits, so that a coroutine needs no event loop."""
    if inspect.isasyncgen(outcome):
        found: list[Any] = []
        while True:
            try:
                found.append(_stepped(outcome.__anext__()))
            except StopAsyncIteration:
                return found
    return _stepped(outcome) if inspect.iscoroutine(outcome) else outcome


def _stepped(waiting: Any) -> Any:
    try:
        waiting.send(None)
    except StopIteration as done:
        return done.value
    raise AssertionError("the call waits for something")


def given(known: KnownFunction) -> dict[str, Any]:
    """All arguments under their wire names, the secret ones among them recognizable."""
    return {**walk.given(known, complete=True), **{a.name: ARGUMENT for a in known.arguments or () if a.secret}}


def _typed(client: Any, known: KnownFunction) -> None:
    finished(getattr(client, known.python_name)(**{snake(name): value for name, value in given(known).items()}))


def _raw(client: Any, known: KnownFunction) -> None:
    finished(getattr(client.raw, known.name)(**given(known)))


def _raw_token(client: Any, known: KnownFunction) -> None:
    if known.long_running == "no sign of it":
        _raw(client, known)
        return
    token = finished(getattr(client.raw, known.name)(**given(known), autoHandleToken=False))
    if isinstance(token, dict) and {"statusUrl", "statusToken"} <= token.keys():
        finished(client.raw.GetStatus(token))
        finished(client.raw.HandleToken(token))


def _invoked(client: Any, known: KnownFunction) -> None:
    finished(client.invoke(known.name, given(known)))


def _unknown(client: Any, known: KnownFunction) -> None:
    finished(client.invoke("BrandNewFunction", {"newPassword": ARGUMENT, "config": {"apiKey": ARGUMENT}}))


def _as_sent(client: Any, known: KnownFunction) -> None:
    finished(client.transport.invoke(known.name, given(known)))


def _begun(client: Any, known: KnownFunction) -> None:
    if known.long_running == "no sign of it":
        _typed(client, known)
        return
    named = {snake(name): value for name, value in given(known).items()}
    operation = finished(getattr(client, f"begin_{known.python_name}")(**named))
    repr(operation)
    finished(operation.refresh())
    if not operation.done:
        assert SECRET_WORD not in operation.to_json()
        finished(client.resume(operation.to_json()).result())


def _resumed(client: Any, known: KnownFunction) -> None:
    finished(client.resume(TICKETS[_protocol_of(client)]).result())


def _iterated(client: Any, known: KnownFunction) -> None:
    operation = client.resume(TICKETS[_protocol_of(client)])
    if hasattr(operation, "__aiter__"):
        finished(aiter(operation))
    else:
        list(operation)


def _polled(client: Any, known: KnownFunction) -> None:
    token = {"statusUrl": "/api/get-status", "statusToken": "t-1"}
    finished(client.raw.GetStatus(token))
    finished(client.raw.HandleToken(token))


def _cancelled(client: Any, known: KnownFunction) -> None:
    finished(client.resume(TICKETS[_protocol_of(client)]).cancel())


def _listed(client: Any, known: KnownFunction) -> None:
    # An instance is not asked what its server has.
    finished(client.compare_metadata() if hasattr(client, "compare_metadata") else client.transport.metadata())


def _protocol_of(client: Any) -> str:
    return "legacy" if client.transport.settings.protocol == "legacy" else "modern"


WAYS: dict[str, Callable[[Any, KnownFunction], None]] = {
    "typed": _typed, "raw": _raw, "raw token": _raw_token, "invoke": _invoked, "unknown": _unknown, "as sent": _as_sent,
    "begin": _begun, "resume": _resumed, "iterate": _iterated, "get-status": _polled, "cancel-async": _cancelled,
    "get-metadata": _listed,
}  # fmt: skip
WITH_SECRETS = [name for name, known in CALLABLE.items() if known.arguments and any(a.secret for a in known.arguments)]
# The ways that begin with a call; the others are about one that was made before, of which only the account is known.
CALLING = ("typed", "raw", "raw token", "invoke", "as sent", "begin")


@dataclass(frozen=True)
class Call:
    """One way to make a call, and what the server has to say to it."""

    function: str
    way: str
    kind: Kind
    protocol: Protocol
    replies: tuple[Reply, ...]
    wait: float | None = None

    def outcome(self) -> MailStoreError | None:
        """Make the call: the error that came of it, or None. Any other exception passes."""
        known = CALLABLE[self.function]
        client = client_of(known, self.kind, self.protocol, self.replies).options(wait_timeout=self.wait)
        try:
            WAYS[self.way](client, known)
        except MailStoreError as error:
            return error
        return None

    def shown(self, error: MailStoreError) -> list[str]:
        """The secrets of the call that can be read in the error."""
        text = everything_in(error)
        text += text.replace(" ", "")  # as UTF-16 looks without its zeros
        given = self.way == "unknown" or (self.function in WITH_SECRETS and self.way in CALLING)
        # A server that is asked for its generation has not yet seen the arguments, and so cannot repeat them.
        known = given and self.protocol != "auto"
        return [mark for secret, mark in MARKS.items() if mark in text and (known or secret != ARGUMENT)]
