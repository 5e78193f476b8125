"""The plugin: the vendor's arguments and those that are usual, and an exit code that says what is the matter."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mailstore_sdk.errors import ArgumentError
from mailstore_sdk.models import Gap, Run, Runs
from mailstore_sdk.monitoring.counting import Count, since
from mailstore_sdk.monitoring.plugin import plugin
from tests.monitoring import parsers
from tests.monitoring.made import NOW, PASSWORD

VENDOR = ["-s", "since:1H", "--status", "succeeded", "-c", "8", "-w", "10", "--search", "profiles"]


def told(count: int, result: str = "succeeded", gaps: int = 0) -> Runs:
    start = NOW - timedelta(minutes=30)
    rows = [Run(id=number, result=result, items_archived=5, start_time=start) for number in range(count)]
    gap = Gap(start=start, end=NOW, reason="too | many rows")
    return Runs(start=NOW - timedelta(hours=1), end=NOW, runs=rows, gaps=[gap] * gaps)


@pytest.mark.parametrize(("count", "code"), [(0, 2), (8, 2), (9, 1), (10, 1), (11, 0)])
def test_the_vendors_example_wants_more_than_ten(count: int, code: int) -> None:
    out = Count(result="succeeded", warning=10, critical=8).judged(told(count))
    first, _, data = parsers.nagios(out.text)
    assert out.exit_code == code
    assert first.startswith(f"MAILSTORE {parsers.STATES[code].upper()} - {count} run")
    assert (data["runs"].value, data["runs"].warn, data["runs"].crit) == (str(count), "@0:10", "@0:8")


@pytest.mark.parametrize(("count", "code"), [(0, 0), (1, 1), (3, 1), (4, 2)])
def test_with_the_higher_number_critical_too_many_are_bad(count: int, code: int) -> None:
    assert Count(result="failed", warning=0, critical=3).judged(told(count, "failed")).exit_code == code


def test_only_runs_with_the_result_count_and_messages_can_be_counted() -> None:
    assert "runs=0" in Count(result="failed").judged(told(3)).text
    out = Count(what="messages", result="Succeeded").judged(told(3))
    assert "15 messages of Succeeded runs in the last 60 minutes" in out.text
    assert parsers.nagios(out.text)[2]["messages"].value == "15"


def test_what_could_not_be_read_is_no_reason_for_an_alarm_nor_for_ok() -> None:
    assert Count(warning=10, critical=8).judged(told(3, gaps=1)).exit_code == 3
    assert Count(warning=10, critical=8).judged(told(20, gaps=1)).exit_code == 0
    assert Count(warning=0, critical=8).judged(told(0, gaps=1)).exit_code == 3
    assert Count(warning=0, critical=8).judged(told(9, gaps=1)).exit_code == 2
    out = Count().judged(told(3, gaps=2))
    assert out.exit_code == 3
    assert "2 spans could not be read: too ¦ many rows" in parsers.nagios(out.text)[0]


def test_how_far_back() -> None:
    assert since("since:1H") == timedelta(hours=1)
    assert since("SINCE:2d") == timedelta(days=2)
    for wrong in ("1H", "since:", "since:0H", "since:1Y", "since:-1H", "since:1.5H"):
        with pytest.raises(ArgumentError, match="since:1H"):
            since(wrong)


def asked(server: Any, *arguments: str) -> tuple[int, str]:
    environ = {"MAILSTORE_CA_FILE": server.ca_file, "MAILSTORE_PASSWORD": "admin"}
    out = plugin(["--host", server.host, "--port", str(server.port), *arguments], environ)
    return out.exit_code, out.text


def test_the_vendors_call_is_answered(server: Any) -> None:
    code, text = asked(server, "--username", "admin", "--password", "admin", *VENDOR)
    assert code == 2  # nothing ran within this hour
    assert parsers.nagios(text)[0] == "MAILSTORE CRITICAL - 0 runs succeeded in the last 60 minutes"


def test_without_counting_everything_is_checked_or_what_is_named(server: Any) -> None:
    code, text = asked(server)
    assert code in (2, 3)
    assert any("Profile 1 Exchange Mailboxes" in line for line in parsers.nagios(text)[1])
    code, text = asked(server, "--service", "store:1")
    assert code == 0
    assert parsers.nagios(text)[1] == ["[OK] Store 1 DefaultFileGroup: normal"]


def test_usual_short_options_are_known(server: Any) -> None:
    environ = {"MAILSTORE_CA_FILE": server.ca_file}
    given = ["-H", server.host, "-p", str(server.port), "-u", "admin", "-a", "admin", "-t", "10", "-v"]
    assert plugin([*given, "--service", "stores"], environ).exit_code == 0


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["--nonsense"], "unrecognized arguments"),
        (["-w", "x"], "invalid int value"),
        (["-w", "3"], "say since when"),
        (["-s", "yesterday"], "since:1H"),
        (["--search", "stores"], "invalid choice"),
        (["--port", "99999"], "port"),
    ],
)
def test_wrong_arguments_are_unknown(given: list[str], words: str) -> None:
    out = plugin([*given, "--password", PASSWORD], {})
    assert out.exit_code == 3
    assert words in parsers.nagios(out.text)[0]
    assert PASSWORD not in out.text


@pytest.mark.parametrize("more", [[], VENDOR], ids=["all", "counting"])
def test_a_wrong_password_is_unknown_and_no_answer_critical(server: Any, more: list[str]) -> None:
    code, text = asked(server, "--password", PASSWORD, *more)
    assert code == 3
    assert "AuthenticationError" in text
    assert PASSWORD not in text
    out = plugin(["--host", "127.0.0.1", "--port", "1", "--timeout", "2", *more], {})
    assert out.exit_code == 2
    assert "ConnectError" in parsers.nagios(out.text)[0]


def test_it_is_a_program() -> None:
    begun = datetime.now(UTC)
    done = subprocess.run(
        [sys.executable, "-m", "mailstore_sdk.monitoring.plugin", "-H", "127.0.0.1", "-p", "1", *VENDOR],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == 2, done.stderr
    assert done.stdout.startswith("MAILSTORE CRITICAL - ConnectError")
    assert datetime.now(UTC) - begun < timedelta(seconds=60)
