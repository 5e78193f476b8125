"""`/metrics`: what it answers, how often it asks, and who can reach it."""

from __future__ import annotations

import http.client
import logging
import socket
import struct
import threading
from collections.abc import Iterator

import pytest

from mailstore_sdk.monitoring import Facts, MetricsServer, Name, facts, failed
from mailstore_sdk.monitoring.metrics_server import Latest
from tests.monitoring import parsers
from tests.monitoring.made import profile, report, there


class Looking:
    """Counts the looks; what it gives is set from outside."""

    def __init__(self) -> None:
        self.result: Facts | Exception = facts(report(profiles=there([profile(1, "anna@example.com")])))
        self.known: list[list[Name]] = []

    def __call__(self, known: list[Name]) -> Facts:
        self.known.append(known)
        if isinstance(self.result, Exception):
            raise self.result
        return self.result


@pytest.fixture
def looking() -> Looking:
    return Looking()


@pytest.fixture
def server(looking: Looking) -> Iterator[MetricsServer]:
    with MetricsServer(looking, port=0, kept=0) as running:
        yield running


def ask(server: MetricsServer, path: str = "/metrics", method: str = "GET") -> tuple[int, str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request(method, path)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, answer.getheader("Content-Type", ""), text


def test_it_answers_with_metrics_that_name_nobody(server: MetricsServer) -> None:
    status, kind, text = ask(server)
    assert (status, kind) == (200, "text/plain; version=0.0.4; charset=utf-8")
    assert parsers.prometheus(text)["mailstore_up"] == {(): 1}
    assert "anna" not in text


def test_nothing_else_is_there(server: MetricsServer, looking: Looking) -> None:
    assert ask(server, "/")[0] == 404
    assert ask(server, "/metrics", "POST")[0] == 501
    assert ask(server, "/metrics?x=1", "HEAD")[::2] == (200, "")
    assert len(looking.known) == 1


def test_it_listens_on_this_machine_only(server: MetricsServer) -> None:
    assert server._server.server_address[0] == "127.0.0.1"


def test_a_mistake_shows_nothing_of_itself(
    server: MetricsServer, looking: Looking, caplog: pytest.LogCaptureFixture
) -> None:
    looking.result = ValueError("inside")
    status, _, text = ask(server)
    assert status == 500
    assert "inside" not in text
    assert "/metrics failed" in caplog.text


def test_who_does_not_wait_for_the_answer_leaves_no_traceback(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "mailstore_sdk.monitoring")
    asked, gone, ended = threading.Event(), threading.Event(), threading.Event()

    def look(_: list[Name]) -> Facts:
        asked.set()
        gone.wait(10)
        return facts(report())

    def told(record: logging.LogRecord) -> bool:
        if "broken off" in record.getMessage():
            ended.set()
        return True

    caplog.handler.addFilter(told)
    with MetricsServer(look, port=0) as slow:
        with socket.create_connection(("127.0.0.1", slow.port), timeout=10) as connection:
            connection.sendall(b"GET /metrics HTTP/1.0\r\n\r\n")
            assert asked.wait(10)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # close with a reset
        gone.set()
        assert ended.wait(10)
    assert capsys.readouterr().err == ""


def test_the_archive_is_asked_once_for_many_scrapes(looking: Looking) -> None:
    now = 0.0
    latest = Latest(looking, kept=60, clock=lambda: now)
    for moment in (0.0, 30.0, 59.9, 60.0, 119.0):
        now = moment
        latest.facts()
    assert len(looking.known) == 2


def test_the_names_of_the_last_good_look_are_known_when_it_fails(looking: Looking) -> None:
    good = looking.result
    assert isinstance(good, Facts)
    latest = Latest(looking, kept=0)
    latest.facts()
    looking.result = failed("down")
    latest.facts()
    latest.facts()
    assert looking.known == [[], good.names, good.names]
