"""Marked secrets are planted wherever one can be; every function runs, well and badly, and no mark is seen again."""

from __future__ import annotations

import asyncio
import logging
import pickle
import socket
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import quote

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from mailstore_sdk import AsyncClient, AsyncSpeClient, Client, SpeClient, compat
from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.compat import mgmt
from mailstore_sdk.emulator import ByPolls, Emulator
from mailstore_sdk.errors import ConnectError, MailStoreError, TransportError
from mailstore_sdk.reports.collect import collect
from mailstore_sdk.transport import Options, Reply, Settings, Transport
from tests import walk
from tests.facts import CALLABLE, KNOWN, KnownFunction, snake
from tests.transport.clocked import STARTED, Clock, Outcome, Player, clocked, done
from tests.transport.leaks import everything_in
from tests.transport.scripted import envelope, json_reply, running, text_reply
from tests.transport.servers import Server
from tests.transport.test_secrets import FORMS

pytestmark = pytest.mark.anyio
MARK = "Kanarie7"  # every encoding leaves it alone; what stands around it is what encodings change
ACCOUNT, RESULT = f"ä!<{MARK}-account>&\"' w\\/7+", f"https://archive.example/?once={MARK}-result"
each_function = pytest.mark.parametrize("known", KNOWN.values(), ids=lambda known: known.name)


INTERRUPT = object()
INTERRUPTS: dict[str, type[BaseException]] = {"sync": KeyboardInterrupt, "async": asyncio.CancelledError}


def secret(place: str) -> str:
    return f"ö?<{MARK}-{place}>&\"' w\\/7+"


def planted(known: KnownFunction) -> dict[str, Any]:
    """Arguments with a mark in each that is secret, and inside each that is JSON."""
    arguments = walk.given(known, complete=True)
    for argument in known.arguments or ():
        if argument.secret:
            arguments[argument.name] = secret(argument.name)
        elif argument.type == "json" and isinstance(arguments[argument.name], dict):
            inner = {"userName": "a", "Password": secret("inner")}
            hidden = {"password": secret("json"), "nested": [inner], "credentials": {"list": [secret("list")]}}
            arguments[argument.name] = {**arguments[argument.name], **hidden}
    if known.arguments is None:
        arguments = {"smtpPassword": secret("guessed"), "config": [{"apiKey": secret("json")}], "public": "x"}
    return arguments


def marks(value: Any) -> Iterator[str]:
    """Every marked text in the arguments."""
    if isinstance(value, str) and MARK in value:
        yield value
    elif isinstance(value, dict | list | tuple):
        for one in value.values() if isinstance(value, dict) else value:
            yield from marks(one)


class Witness:
    """Sees all that a person, a log or a crash report may get to see."""

    def __init__(self, log: pytest.LogCaptureFixture) -> None:
        self._log = log
        self._seen: list[str] = []
        self.events: list[object] = []
        self._exporter = InMemorySpanExporter()
        self.provider = TracerProvider()
        self.provider.add_span_processor(SimpleSpanProcessor(self._exporter))

    def see(self, *things: object) -> None:
        self._seen += [f"{one!r} {one!s}" for one in things]

    async def call(self, call: Callable[[], Any]) -> None:
        """Make the call; look at the error, or at the operation, that comes of it."""
        try:
            result = await done(call())
        except (MailStoreError, KeyboardInterrupt, asyncio.CancelledError) as error:
            self._seen += [everything_in(error), *traceback.format_exception(error), *getattr(error, "__notes__", ())]
            with suppress(TypeError):
                self._seen.append(pickle.dumps(error).decode("utf-8", errors="replace"))
        else:
            if hasattr(result, "to_json"):
                self.see(result)
                if not result.done:
                    self._seen.append(result.to_json())

    def check(self) -> None:
        """No mark has been seen, and something has."""
        self.see(*self.events)
        self._seen += [span.to_json() for span in self._exporter.get_finished_spans()]
        self._seen += [f"{record.getMessage()} {record.args!r} {record.exc_text}" for record in self._log.records]
        assert self._exporter.get_finished_spans()
        assert self._log.records
        assert self.events
        assert [text for text in self._seen if MARK in text] == []


@pytest.fixture
def witness(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Witness:
    caplog.set_level(logging.DEBUG)
    seeing = Witness(caplog)
    monkeypatch.setattr(trace, "get_tracer_provider", lambda: seeing.provider)
    return seeing


WITH_SECRETS = [known for known in CALLABLE.values() if known.server and [*marks(planted(known))]]


def echoes(secrets: Iterable[str]) -> str:
    """All secrets in every form that a server may write them in."""
    return " | ".join(form(one) for one in secrets for form in FORMS.values())


def last(answer: dict[str, Any]) -> Reply:
    return json_reply({"token": "t-1", **answer})


def outcomes(protocol: str, said: str) -> Iterator[Callable[[str], list[Outcome]]]:
    """How calls end, well and badly, with a server that repeats what it was told wherever it can."""
    for replies in _endings(protocol, said):
        yield lambda kind, replies=replies: [  # type: ignore[misc]  # mypy cannot infer a lambda with a default
            INTERRUPTS[kind]() if one is INTERRUPT else one for one in replies
        ]


def _endings(protocol: str, said: str) -> Iterator[list[Any]]:
    yield [ConnectError("refused")]
    yield [TransportError("broke")]
    yield [INTERRUPT]
    yield [text_reply(500, said)]
    yield [text_reply(401, said)]
    yield [text_reply(404, said)]
    yield [text_reply(503, f"<html>{said}", "text/html")]
    yield [text_reply(200, f"<html>{said}", "text/html")]
    yield [text_reply(200, f'{{"result": "{said}')]
    yield [Reply(status=500, reason=said)]
    yield [Reply(status=200, content=said.encode(), cut=True)]
    yield [json_reply({said: [said]})]
    yield [json_reply(said)]
    begun = STARTED[protocol]
    yield [begun, INTERRUPT]
    yield [begun, text_reply(404, said)]
    yield [begun, text_reply(500, said)]
    yield [begun, text_reply(200, said)]
    if protocol == "modern":
        refusal = envelope(statusCode="failed", error={"message": said, "details": said}, logOutput=said)
        half = len(said) // 2
        yield [json_reply(envelope())]
        yield [json_reply(refusal)]
        yield [json_reply(envelope(result={said: {said: [said]}}))]
        yield [json_reply(envelope(statusCode=said, statusText=said))]
        yield [json_reply(running(token=None, statusText=said))]
        yield [begun, last(refusal)]
        yield [begun, last(envelope(statusCode="cancelled", statusText=said, result={said: said}))]
        parts = [running(statusVersion=3, logOutput=said[:half]), running(statusVersion=4, logOutput=said[half:])]
        yield [begun, *map(json_reply, parts), INTERRUPT]
        yield [json_reply(running(statusText=said, logOutput=said)), INTERRUPT]
    else:
        message = {"type": "line", "text": said}
        yield [json_reply(None)]
        yield [begun, json_reply({"status": "failed", "messages": [message], "result": said})]
        yield [begun, json_reply({"status": "running", "messages": [message]}), INTERRUPT]


def calls(client: Any, known: KnownFunction, arguments: dict[str, Any]) -> Iterator[Callable[[], Any]]:
    """The ways to call a function."""
    yield lambda: client.invoke(known.name, arguments)
    yield lambda: client.transport.invoke(known.name, arguments)
    if known.name in CALLABLE:
        given = {snake(name): value for name, value in arguments.items()}
        yield lambda: getattr(client, known.python_name)(**given)
        yield lambda: getattr(client.raw, known.name)(**arguments)
        if known.long_running != "no sign of it":
            yield lambda: getattr(client, f"begin_{known.python_name}")(**given)
            yield lambda: getattr(client.raw, known.name)(**arguments, autoHandleToken=False)


@each_function
async def test_no_mark_is_seen_whatever_a_server_answers(protocol: str, known: KnownFunction, witness: Witness) -> None:
    if not known.server and protocol == "legacy":
        return  # the Service Provider Edition never spoke it
    arguments = planted(known)
    said = echoes([ACCOUNT, *marks(arguments)])
    options = {"on_request": witness.events.append, "on_response": witness.events.append, "outage": 0}
    # Each end comes about in one way of calling, and with one of both clients; over all functions, in every one.
    for turn, replies in enumerate(outcomes(protocol, said), list(KNOWN).index(known.name)):
        kind = ("sync", "async")[turn % 2]
        client = clocked(kind, Player(*(replies(kind))), Clock(), protocol, ACCOUNT, **options)
        ways = list(calls(client, known, arguments))[: None if known.server else 2]  # any client invokes any function
        await witness.call(ways[turn // 2 % len(ways)])
        witness.see(client, client.transport, client.transport.settings, client.raw)
    witness.check()


SECRET_RESULTS = [function.name for function in BY_NAME.values() if function.secret_result]
SPOILED: dict[str, Reply] = {
    "cut off": text_reply(200, f'{{"statusCode": "succeeded", "result": "{RESULT}'),
    "too large": Reply(status=200, content=f'{{"result": "{RESULT}'.encode(), cut=True),
    "no envelope": json_reply({"result": RESULT}),
    "another type": json_reply(envelope(result=[RESULT])),
    "another type inside": json_reply(envelope(result={"password": {"is": RESULT}, "url": [RESULT]})),
    "running without a token": json_reply(running(token=None, result=RESULT)),
    "neither well nor badly": json_reply(envelope(statusCode="perhaps", result=RESULT)),
    "refused": json_reply(envelope(statusCode="failed", error={"message": "No."}, result=RESULT)),
    "well": json_reply(envelope(result=RESULT)),
}


def test_there_are_functions_whose_result_is_a_secret() -> None:
    assert len(SECRET_RESULTS) == 3


@pytest.mark.parametrize("name", SECRET_RESULTS)
@pytest.mark.parametrize("spoiled", SPOILED)
@pytest.mark.parametrize("polled", [False, True], ids=["at once", "polled"])
@pytest.mark.parametrize("kind", ["sync", "async"])
async def test_a_secret_that_the_server_makes_is_seen_by_the_caller_alone(
    kind: str, name: str, spoiled: str, polled: bool, witness: Witness
) -> None:
    known = KNOWN[name]
    replies = [STARTED["modern"], SPOILED[spoiled]] if polled else [SPOILED[spoiled]]
    hooks: dict[str, Any] = {
        "on_request": witness.events.append,
        "on_response": witness.events.append,
        "wait_timeout": 3,
    }
    for way in range(6):
        client = _as_spe(known, clocked(kind, Player(*replies), Clock(), "modern", ACCOUNT, **hooks))
        for call in list(calls(client, known, planted(known)))[way : way + 1]:
            await witness.call(call)
    witness.check()


def _as_spe(known: KnownFunction, client: Any) -> Any:
    """The same transport below the client that has the function."""
    kind = AsyncSpeClient if isinstance(client, AsyncClient) else SpeClient
    other: Any = kind(sender=Player(text_reply(500, "never asked")))  # type: ignore[arg-type]  # replaced at once
    other.transport = client.transport
    return other.instance(walk.INSTANCE) if known.scope == "instance" else other


@each_function
@pytest.mark.parametrize("kind", ["sync", "async"])
async def test_no_mark_is_seen_with_an_emulated_server(kind: str, known: KnownFunction, witness: Witness) -> None:
    edition: Any = "server" if known.server else "spe"
    emulator = Emulator(edition=edition, tasks=ByPolls(1))
    if edition == "server":
        emulator.state.users["admin"].password = ACCOUNT
    else:
        walk.same_archive(emulator.installation)
        emulator.installation.administrators["admin"].password = ACCOUNT
    made: Any = {
        ("sync", "server"): emulator.client, ("sync", "spe"): emulator.spe_client,
        ("async", "server"): emulator.async_client, ("async", "spe"): emulator.async_spe_client,
    }[kind, edition]  # fmt: skip
    for password in (ACCOUNT, secret("wrong")):
        opened: Any = made(password=password)
        client = opened.options(on_request=witness.events.append, on_response=witness.events.append)
        if known.scope == "instance" and edition == "spe":
            client = client.instance(walk.INSTANCE)
        for call in calls(client, known, planted(known)):
            await witness.call(call)
        witness.see(client, client.transport, client.raw)
        await done(opened.close())
    witness.see(emulator.requests, *emulator.requests, *(dict(one.arguments) for one in emulator.requests))
    witness.check()


async def test_a_password_in_the_url_of_a_proxy_is_not_seen(witness: Witness, caplog: pytest.LogCaptureFixture) -> None:
    def refusing(server: Server, connection: socket.socket) -> None:
        server.take_request(connection)
        authorization = server.received.partition(b"Proxy-Authorization: ")[2].partition(b"\r\n")[0]
        reason = b" ".join([authorization, quote(ACCOUNT, safe="").encode()])
        connection.sendall(b"HTTP/1.1 407 %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" % reason)

    # Theirs at this level shows every byte that a proxy sends.
    caplog.set_level(logging.INFO, "httpcore")
    caplog.set_level(logging.INFO, "httpcore2")
    with Server(refusing) as server:
        for port in (server.port, 1):
            proxy = f"http://user:{quote(ACCOUNT, safe='')}@127.0.0.1:{port}"
            settings: dict[str, Any] = {"proxy": proxy, "protocol": "modern", "retries": 1, "trust_env": False}
            with Client("archive.example", password=secret("account"), **settings) as client:
                hooked = client.options(on_request=witness.events.append, on_response=witness.events.append)
                await witness.call(hooked.get_users)
                witness.see(client, hooked, client.transport.settings)
    assert server.received.count(b"Proxy-Authorization: Basic ") == 2
    witness.check()


async def test_a_proxy_that_cannot_be_used_is_refused_without_being_shown(witness: Witness) -> None:
    for proxy in (f"ftp://user:{quote(ACCOUNT, safe='')}@proxy.example", ACCOUNT, f"http://user:{ACCOUNT}@x:y"):
        await witness.call(lambda proxy=proxy: Client(proxy=proxy, password=ACCOUNT))  # type: ignore[misc]  # a default
    assert [text for text in witness._seen if MARK in text] == []
    assert len(witness._seen) >= 3


@pytest.mark.parametrize("known", WITH_SECRETS, ids=lambda known: known.name)
async def test_the_vendors_wrappers_print_no_mark(
    known: KnownFunction, witness: Witness, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = planted(known)
    said = echoes([ACCOUNT, *marks(arguments)])
    hooks: dict[str, Any] = {"on_request": witness.events.append, "on_response": witness.events.append}
    for replies in outcomes("modern", said):
        for client in (
            compat.server.Client(password=ACCOUNT, logLevel=4),
            mgmt.ServerClient(password=ACCOUNT, logLevel=4),
        ):
            client.transport.close()
            sender, clock = Player(*replies("sync")), Clock()
            settings = Settings(protocol="modern", password=ACCOUNT)
            options = Options(retries=0, outage=0, **hooks)
            client.transport = Transport(settings, options, sender, clock, clock.sleep)
            await witness.call(lambda client=client: getattr(client, known.name)(**arguments))  # type: ignore[misc]  # a default
            witness.see(client)
    witness.check()
    assert MARK not in "".join(capsys.readouterr())


async def test_a_report_holds_no_mark(witness: Witness) -> None:
    emulator = Emulator(tasks=ByPolls(1))
    emulator.state.users["admin"].password = ACCOUNT
    with emulator.client(password=ACCOUNT) as client:
        hooked = client.options(on_request=witness.events.append, on_response=witness.events.append)
        hooked.create_user("asmith2", privileges="none", password=secret("password"))
        report = collect(hooked)
    assert "asmith2" in report.to_json()
    witness.see(report.to_json(), report)
    witness.check()


async def test_what_is_planted_would_be_found(witness: Witness) -> None:
    """A canary that cannot die proves nothing: without the cleaning, the marks are everywhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mailstore_sdk.transport.redact.Cleaner.__call__", lambda self, text: text)
        patch.setattr("mailstore_sdk.transport.redact.mask", lambda function, fields: dict(fields))
        client = clocked("sync", Player(text_reply(500, ACCOUNT)), Clock(), "modern", ACCOUNT,
                         on_request=witness.events.append)  # fmt: skip
        await witness.call(lambda: client.set_user_password("johndoe", secret("password")))
    with pytest.raises(AssertionError):
        witness.check()
