"""What cannot be known is said, and never taken for well or for silence."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from mailstore_sdk.models import Gap, Profile, ProfileHealth
from mailstore_sdk.watch import HealthRules, profile_health
from tests.watch.facts import NOW, profile, run, steady, told

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def state(found: ProfileHealth) -> tuple[str, str]:
    return found.state, found.severity


def test_a_profile_that_runs_once_a_month_is_not_missed_in_a_week() -> None:
    monthly = profile(pause=30 * 86_400)

    assert state(profile_health(monthly, told(), NOW)) == ("unknown", "unknown")
    assert state(profile_health(monthly, told(since=NOW - 31 * DAY), NOW)) == ("never_run", "error")


@pytest.mark.parametrize("execution", [{}, {"automatic": None}])
def test_whether_it_runs_by_itself_may_not_be_known(execution: dict[str, Any]) -> None:
    unclear = Profile.model_validate({"id": 1, "name": "x", "serverSideExecution": execution})

    assert state(profile_health(unclear, told(*steady(NOW)), NOW)) == ("unknown", "unknown")
    watched = profile_health(unclear, told(*steady(NOW)), NOW, rules=HealthRules(limits={1: timedelta(days=1)}))
    assert state(watched) == ("ok", "ok")


def test_a_span_too_short_to_tell_is_unknown() -> None:
    found = profile_health(profile(), told(since=NOW - HOUR), NOW)

    assert state(found) == ("unknown", "unknown")
    assert "what was before was not asked for" in found.reason


def gap(start: datetime, end: datetime) -> Gap:
    return Gap(start=start, end=end, reason="GetWorkerResults: no.", error="ApiError")


@pytest.mark.parametrize("passed", [HOUR, 3 * DAY, None])
def test_silence_with_a_gap_in_it_is_not_known_to_be_silence(passed: timedelta | None) -> None:
    before = steady(NOW - passed) if passed else []
    unread = [gap(NOW - 50 * MINUTE, NOW - 49 * MINUTE)]
    found = profile_health(profile(), told(*before, gaps=unread), NOW)

    assert state(found) == ("unknown", "unknown")
    assert "from 2026-01-05 11:10 UTC to 2026-01-05 11:11 UTC could not be read (GetWorkerResults: no.)" in found.reason


def test_failures_may_hide_in_a_gap_of_the_last_half_hour_and_older_gaps_do_not_matter() -> None:
    runs = steady(NOW)

    new = told(*runs, gaps=[gap(NOW - 20 * MINUTE, NOW - 19 * MINUTE)])
    assert state(profile_health(profile(), new, NOW)) == ("unknown", "unknown")
    old = told(*runs, gaps=[gap(NOW - 32 * MINUTE, NOW - 30 * MINUTE)])
    assert state(profile_health(profile(), old, NOW)) == ("ok", "ok")


def test_what_is_known_to_be_bad_is_worse_than_what_is_not_known() -> None:
    runs = told(*steady(NOW - MINUTE), run(NOW, "failed"), gaps=[gap(NOW - 20 * MINUTE, NOW - 19 * MINUTE)])
    found = profile_health(profile(), runs, NOW)

    assert state(found) == ("error", "error")
    assert "could not be read" in found.reason


def test_success_may_hide_in_a_gap() -> None:
    failing = steady(NOW, result="failed", step=HOUR, count=40)
    unread = [gap(NOW - 10 * HOUR, NOW - 9 * HOUR)]

    rules = HealthRules(failures=timedelta(0), limits={1: DAY})
    assert profile_health(profile(), told(*failing), NOW, rules=rules).state == "error"
    found = profile_health(profile(), told(*failing, gaps=unread), NOW, rules=rules)
    assert state(found) == ("unknown", "unknown")


def test_runs_that_were_read_long_before_the_moment_tell_nothing_of_it() -> None:
    runs = told(*steady(NOW))

    assert profile_health(profile(), runs, NOW + 30 * MINUTE).state == "ok"
    found = profile_health(profile(), runs, NOW + 31 * MINUTE)
    assert state(found) == ("unknown", "unknown")
    assert found.reason == "what ran after 2026-01-05 12:00 UTC was not asked for"


def test_a_span_shorter_than_failures_count_is_unknown() -> None:
    found = profile_health(profile(), told(*steady(NOW, count=2), since=NOW - 10 * MINUTE), NOW)

    assert found.reason == "what ran before 2026-01-05 11:50 UTC was not asked for"
