"""Whoever looks sees each call once, masked: in the log, by hooks, as spans. Whoever does not pays nothing."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from mailstore_sdk.emulator import Emulator
from mailstore_sdk.errors import ApiError, ConnectError, MailStoreError, TransportError
from mailstore_sdk.transport import Reply, Request
from mailstore_sdk.transport.events import RequestEvent, ResponseEvent
from tests.transport.clocked import STARTED, Clock, Player, clocked, done, finished, under_way
from tests.transport.pieces import some
from tests.transport.scripted import PASSWORD, SECRET_WORD, envelope, json_reply, text_reply

pytestmark = pytest.mark.anyio
OK = json_reply(envelope(result=[]))
REFUSED = text_reply(500, "no")
FORGED = "x\r\nERROR mailstore_sdk: forged\u2028\x1b[2J"


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG, "mailstore_sdk")
    return caplog


def lines(log: pytest.LogCaptureFixture, level: int) -> list[str]:
    return [record.getMessage() for record in log.records if record.levelno == level and record.name == "mailstore_sdk"]


async def test_a_call_is_one_line_with_its_outcome(kind: str, log: pytest.LogCaptureFixture) -> None:
    clock = Clock()
    client = clocked(kind, Player(OK, clock=clock, takes=0.25), clock)
    await done(client.get_users())
    assert lines(log, logging.INFO) == ["GetUsers: answered in 0.250 s (HTTP 200, 1 try)"]


@pytest.mark.parametrize(
    ("outcome", "line"),
    [
        (REFUSED, "GetUsers: ApiError in 0.000 s (HTTP 500, 1 try)"),
        (text_reply(401, "no"), "GetUsers: AuthenticationError in 0.000 s (HTTP 401, 1 try)"),
        (text_reply(200, "no JSON"), "GetUsers: ResponseError in 0.000 s (HTTP 200, 1 try)"),
        (json_reply(envelope(statusCode="failed")), "GetUsers: ApiError in 0.000 s (HTTP 200, 1 try)"),
        (TransportError("broke"), "GetUsers: TransportError in 0.000 s (no answer, 1 try)"),
    ],
    ids=repr,
)
async def test_a_failure_is_one_line_as_well(kind: str, outcome: Any, line: str, log: pytest.LogCaptureFixture) -> None:
    with pytest.raises(MailStoreError):
        await done(clocked(kind, Player(outcome), Clock()).get_users())
    assert lines(log, logging.INFO) == [line]


async def test_all_tries_are_one_line_and_each_reason_to_try_again_another(
    kind: str, log: pytest.LogCaptureFixture
) -> None:
    replies = (ConnectError("refused"), text_reply(503, "wait"), OK)
    await done(clocked(kind, Player(*replies), Clock(), retries=2).get_users())
    assert lines(log, logging.INFO) == ["GetUsers: answered in 0.750 s (HTTP 200, 3 tries)"]
    assert lines(log, logging.DEBUG) == [
        "GetUsers: {}",
        "GetUsers: try 1: ConnectError; again in 0.25 s",
        "GetUsers: try 2: HTTP 503; again in 0.50 s",
    ]


async def test_the_line_tells_of_the_last_try(kind: str, log: pytest.LogCaptureFixture) -> None:
    replies = (text_reply(503, "wait"), ConnectError("refused"))
    with pytest.raises(ConnectError):
        await done(clocked(kind, Player(*replies), Clock(), retries=1).get_users())
    assert lines(log, logging.INFO) == ["GetUsers: ConnectError in 0.250 s (no answer, 2 tries)"]


async def test_polls_are_no_news(kind: str, protocol: str, log: pytest.LogCaptureFixture) -> None:
    sender = Player(STARTED[protocol], under_way(protocol, 10), under_way(protocol, 20), finished(protocol))
    await done(clocked(kind, sender, Clock(), protocol).verify_store(1))
    assert [line.partition(":")[0] for line in lines(log, logging.INFO)] == ["VerifyStore"]
    polls = [line for line in lines(log, logging.DEBUG) if line.startswith("get-status: answered")]
    assert len(polls) == 3


async def test_finding_out_the_protocol_is_no_news(kind: str, log: pytest.LogCaptureFixture) -> None:
    await done(clocked(kind, Player(json_reply([]), OK), Clock(), "auto").get_users())
    assert [line.partition(":")[0] for line in lines(log, logging.INFO)] == ["GetUsers"]


async def test_an_interrupted_call_is_told_of_at_once(kind: str, log: pytest.LogCaptureFixture) -> None:
    """Not when its remains are collected, which may be never."""
    with pytest.raises(KeyboardInterrupt) as caught:
        await done(clocked(kind, Player(KeyboardInterrupt()), Clock()).get_users())
    assert caught.value.__traceback__
    assert lines(log, logging.INFO) == ["GetUsers: KeyboardInterrupt in 0.000 s (no answer, 1 try)"]


async def test_an_interrupt_of_a_second_try_has_no_answer(kind: str, log: pytest.LogCaptureFixture) -> None:
    with pytest.raises(KeyboardInterrupt):
        await done(clocked(kind, Player(text_reply(503, "wait"), KeyboardInterrupt()), Clock(), retries=1).get_users())
    assert lines(log, logging.INFO) == ["GetUsers: KeyboardInterrupt in 0.250 s (no answer, 2 tries)"]


async def test_arguments_are_shown_at_debug_and_masked(kind: str, log: pytest.LogCaptureFixture) -> None:
    client = clocked(kind, Player(OK), Clock())
    await done(client.create_user("jörg", privileges=["login"], password=PASSWORD))
    shown = json.loads(lines(log, logging.DEBUG)[0].removeprefix("CreateUser: "))
    assert shown == {"userName": "jörg", "privileges": "login", "password": "***"}
    assert lines(log, logging.INFO) == ["CreateUser: answered in 0.000 s (HTTP 200, 1 try)"]


HIDDEN: list[tuple[Any, Any]] = [
    ({"password": PASSWORD}, {"password": "***"}),
    ({"smtp": [{"userName": "a", "Password": PASSWORD}]}, {"smtp": [{"userName": "a", "Password": "***"}]}),
    ({"passwords": [PASSWORD, {"of": PASSWORD}]}, {"passwords": "***"}),
    ({"credentials": {"user": "a", "key": PASSWORD}}, {"credentials": "***"}),
    ({"secret": 123456}, {"secret": "***"}),
    ({"passwordSet": True, "token": None}, {"passwordSet": True, "token": None}),
    (f'  {{"password": "{SECRET_WORD}"}}', {"password": "***"}),
    (f'{{"password": "{SECRET_WORD}", "password": "***"}}', {"password": "***"}),
    (f'{{"password": "{SECRET_WORD}",', "***"),
    ("[" * 400 + f'{{"password": "{SECRET_WORD}"}}' + "]" * 400, None),
    ("[" * 100_000 + f'{{"password": "{SECRET_WORD}"}}' + "]" * 100_000, "***"),
    ('{"name": "Jörg"}', {"name": "Jörg"}),
    ('{"name": ', '{"name": '),
]


@pytest.mark.parametrize(("value", "shown"), HIDDEN, ids=lambda value: str(value)[:40])
async def test_secrets_inside_json_are_masked_at_any_depth(
    kind: str, value: Any, shown: Any, log: pytest.LogCaptureFixture
) -> None:
    seen: list[RequestEvent] = []
    client = clocked(kind, Player(OK), Clock(), on_request=seen.append)
    await done(client.invoke("SetSmtpSettings", {"settings": value}))
    text = seen[0].arguments["settings"]
    logged = json.loads(lines(log, logging.DEBUG)[0].removeprefix("SetSmtpSettings: "))["settings"]
    assert logged == text
    assert SECRET_WORD not in text
    if isinstance(shown, dict):
        assert json.loads(text) == shown
    elif shown is not None:
        assert text == shown


async def test_no_line_can_be_forged(kind: str, log: pytest.LogCaptureFixture) -> None:
    replies = (text_reply(503, FORGED), Reply(status=500, reason=FORGED, content=FORGED.encode()))
    client = clocked(kind, Player(*replies), Clock(), retries=1)
    with pytest.raises(ApiError) as caught:
        await done(client.get_user_info(FORGED))
    with pytest.raises(MailStoreError) as refused:
        await done(client.invoke(FORGED, {"a": FORGED}))
    with pytest.raises(MailStoreError) as refused_too:
        await done(client.invoke("GetUsers", {FORGED: FORGED}))
    assert len(log.records) == 3
    for text in [*map(str, (caught.value, refused.value, refused_too.value)), *(r.getMessage() for r in log.records)]:
        assert text.isprintable()


async def test_an_error_keeps_the_servers_words_and_shows_them_on_one_line(kind: str) -> None:
    with pytest.raises(ApiError) as caught:
        await done(clocked(kind, Player(text_reply(500, FORGED)), Clock()).get_users())
    assert caught.value.message == FORGED.strip()
    assert str(caught.value).isprintable()


async def test_hooks_are_called_around_every_try_in_their_order(kind: str) -> None:
    clock = Clock()
    seen: list[RequestEvent | ResponseEvent] = []
    sender = Player(ConnectError("refused"), text_reply(503, "wait"), OK, clock=clock, takes=0.5)
    client = clocked(kind, sender, clock, retries=2, on_request=seen.append, on_response=seen.append)
    await done(client.get_users())
    assert seen == [
        RequestEvent(function="GetUsers", arguments={}, attempt=1),
        ResponseEvent(function="GetUsers", attempt=1, duration=0.5, http_status=None, failure="ConnectError"),
        RequestEvent(function="GetUsers", arguments={}, attempt=2),
        ResponseEvent(function="GetUsers", attempt=2, duration=0.5, http_status=503, failure=None),
        RequestEvent(function="GetUsers", arguments={}, attempt=3),
        ResponseEvent(function="GetUsers", attempt=3, duration=0.5, http_status=200, failure=None),
    ]


async def test_hooks_see_polls_too(kind: str, protocol: str) -> None:
    seen: list[RequestEvent] = []
    sender = Player(STARTED[protocol], under_way(protocol, 10), finished(protocol))
    await done(clocked(kind, sender, Clock(), protocol, on_request=seen.append).verify_store(1))
    assert [(event.function, dict(event.arguments)) for event in seen] == [
        ("VerifyStore", {"id": "1", "includeIndexes": "true"}),
        ("get-status", {"function": "VerifyStore"}),
        ("get-status", {"function": "VerifyStore"}),
    ]


async def test_what_a_hook_raises_ends_the_call(kind: str) -> None:
    def refuse(_: object) -> None:
        raise LookupError

    sender = Player(OK)
    with pytest.raises(LookupError):
        await done(clocked(kind, sender, Clock(), on_request=refuse).get_users())
    assert sender.requests == []


async def test_every_client_takes_hooks_by_its_options(kind: str, protocol: str) -> None:
    """The emulator's clients are given, and have no place for them in a constructor."""
    seen: list[str] = []
    server, spe = Emulator(protocol=protocol), Emulator(edition="spe")  # type: ignore[arg-type]  # a text of the fixture
    opened: list[Any] = (
        [server.client(), spe.spe_client()] if kind == "sync" else [server.async_client(), spe.async_spe_client()]
    )
    hooked = [client.options(on_request=lambda event: seen.append(event.function)) for client in opened]
    await done(hooked[0].get_users())
    await done(hooked[1].get_instances("*"))
    await done(hooked[1].instance("customer1").get_users())
    await done(hooked[0].raw.GetStores())
    assert [name for name in seen if name[0].isupper()] == ["GetUsers", "GetInstances", "GetUsers", "GetStores"]
    for client in opened:
        await done(client.get_users() if client is opened[0] else client.get_instances("*"))
        await done(client.close())
    assert len([name for name in seen if name[0].isupper()]) == 4


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    """What is collected. The program's own provider can be set only once, so it is put in place of that."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(trace, "get_tracer_provider", lambda: provider)
    yield exporter
    provider.shutdown()


def facts(span: ReadableSpan) -> dict[str, Any]:
    return dict(span.attributes or {})


async def test_a_call_is_a_span(kind: str, spans: InMemorySpanExporter) -> None:
    replies = (ConnectError("refused"), OK)
    await done(clocked(kind, Player(*replies), Clock(), retries=1).get_users())
    [span] = spans.get_finished_spans()
    assert (span.name, span.kind, span.status.status_code) == (
        "mailstore GetUsers", trace.SpanKind.CLIENT, trace.StatusCode.UNSET
    )  # fmt: skip
    assert facts(span) == {
        "rpc.system": "mailstore",
        "rpc.method": "GetUsers",
        "server.address": "127.0.0.1",
        "server.port": 8463,
        "mailstore.tries": 2,
        "http.response.status_code": 200,
    }


@pytest.mark.parametrize(
    "outcome", [REFUSED, ConnectError("refused"), text_reply(200, f"<{PASSWORD}>"), KeyboardInterrupt()], ids=repr
)
async def test_a_span_of_a_failure_has_its_class_and_not_its_words(
    kind: str, spans: InMemorySpanExporter, outcome: Any
) -> None:
    client = clocked(kind, Player(outcome), Clock(), password=PASSWORD)
    with pytest.raises(BaseException) as caught:  # noqa: PT011  (which one is compared with the span)
        await done(client.set_user_password("johndoe", PASSWORD))
    assert trace.get_current_span() is trace.INVALID_SPAN  # none is left behind as the current one
    [span] = spans.get_finished_spans()
    assert facts(span)["error.type"] == type(caught.value).__name__
    assert span.status.status_code is trace.StatusCode.ERROR
    assert (span.status.description, span.events) == (None, ())
    assert SECRET_WORD not in span.to_json()


async def test_what_the_reader_of_rows_does_is_not_in_the_span_of_the_call(
    kind: str, spans: InMemorySpanExporter
) -> None:
    rows: Any = clocked(kind, Player(json_reply(envelope(result=[{"userName": "jdoe"}] * 3))), Clock()).stream(
        "GetUsers"
    )
    assert (next(rows) if kind == "sync" else await anext(rows)).user_name == "jdoe"
    assert not trace.get_current_span().get_span_context().is_valid
    assert spans.get_finished_spans() == ()
    await some(rows, 1)
    [span] = spans.get_finished_spans()
    assert (span.name, span.status.status_code) == ("mailstore GetUsers", StatusCode.UNSET)


async def test_what_is_sent_belongs_to_the_span_of_its_call(kind: str, spans: InMemorySpanExporter) -> None:
    """So that spans of the HTTP library, if somebody instruments that, hang below it."""

    class Looking(Player):
        def send(self, request: Request, timeout: float) -> Reply:
            current.append(trace.get_current_span().get_span_context().span_id)
            return super().send(request, timeout)

    current: list[int] = []
    await done(clocked(kind, Looking(ConnectError("refused"), OK), Clock(), retries=1).get_users())
    [span] = spans.get_finished_spans()
    assert span.context
    assert current == [span.context.span_id] * 2


async def test_a_span_hangs_below_the_programs_own(kind: str, spans: InMemorySpanExporter) -> None:
    client = clocked(kind, Player(STARTED["modern"], under_way("modern", 10), finished("modern")), Clock())
    with trace.get_tracer_provider().get_tracer("program").start_as_current_span("nightly") as mine:
        await done(client.verify_store(1))
    names = [(span.name, span.parent and span.parent.span_id) for span in spans.get_finished_spans()[:-1]]
    own = mine.get_span_context().span_id
    assert names == [(f"mailstore {name}", own) for name in ("VerifyStore", "get-status", "get-status")]


QUIET = """
import sys
{before}
from mailstore_sdk.emulator import Emulator
with Emulator().client() as client:
    client.get_users()
print(sorted(name for name in sys.modules if name.startswith("opentelemetry") and sys.modules[name]))
"""


@pytest.mark.parametrize("before", ["", "sys.modules['opentelemetry'] = None"], ids=["installed", "not installed"])
def test_nothing_of_opentelemetry_is_imported_unless_the_program_has(before: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", QUIET.format(before=before)], capture_output=True, text=True, check=False
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


async def test_without_a_collector_there_is_no_span(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    monkeypatch.setattr("mailstore_sdk.transport.observe._spanning", lambda *given: made.append(str(given)))
    monkeypatch.setattr(trace, "get_tracer_provider", trace.ProxyTracerProvider)
    await done(clocked(kind, Player(OK), Clock()).get_users())
    assert made == []


async def test_where_nobody_looks_arguments_are_not_even_masked(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    masked: list[object] = []

    def mask(*given: object) -> dict[str, str]:
        masked.append(given)
        return {}

    monkeypatch.setattr("mailstore_sdk.transport.redact.mask", mask)
    logging.getLogger("mailstore_sdk").setLevel(logging.WARNING)
    try:
        await done(clocked(kind, Player(OK), Clock()).get_users())
    finally:
        logging.getLogger("mailstore_sdk").setLevel(logging.NOTSET)
    assert masked == []
    await done(clocked(kind, Player(OK), Clock(), on_request=print).get_users())
    assert masked
