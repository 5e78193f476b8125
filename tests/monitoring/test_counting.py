"""How much was archived in the last while, and when that is too little or too much."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mailstore_sdk.errors import ArgumentError
from mailstore_sdk.models import Gap, Run, Runs
from mailstore_sdk.monitoring.counting import Count, since
from tests.monitoring import parsers
from tests.monitoring.made import NOW


def told(count: int, result: str = "succeeded", gaps: int = 0) -> Runs:
    start = NOW - timedelta(minutes=30)
    rows = [Run(id=number, result=result, items_archived=5, start_time=start) for number in range(count)]
    gap = Gap(start=start, end=NOW, reason="too | many\nrows")
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
    for wrong in ("1H", "since:", "since:0H", "since:1Y", "since:-1H", "since:1.5H", "since:٣H", "since:999999W"):
        with pytest.raises(ArgumentError, match="since:1H"):
            since(wrong)
