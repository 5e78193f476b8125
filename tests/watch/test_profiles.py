"""How a profile is: each rule where it should fire, and just before it should."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from mailstore_sdk import errors
from mailstore_sdk.models import ProfileHealth
from mailstore_sdk.watch import HealthRules, profile_health
from tests.watch.facts import NOW, by_hand, profile, run, steady, told
from tests.watch.servers import utc

BERLIN = ZoneInfo("Europe/Berlin")
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def state(found: ProfileHealth) -> tuple[str, str]:
    return found.state, found.severity


def test_a_profile_that_runs_as_it_should_is_ok() -> None:
    found = profile_health(profile(), told(*steady(NOW - MINUTE)), NOW)

    assert state(found) == ("ok", "ok")
    assert found.reason == "last run succeeded at 2026-01-05 11:59 UTC"
    assert (found.automatic, found.pause, found.usual_duration) == (True, 300, 60.0)
    assert (found.last_start, found.last_end) == (NOW - 2 * MINUTE, NOW - MINUTE)
    assert found.last_success == NOW - MINUTE
    # Pause and two minutes, for a run may take twice as long, and the margin.
    assert found.overdue_at == NOW - MINUTE + 7 * MINUTE + timedelta(minutes=30)
    assert found.silent_at == NOW - MINUTE + DAY


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        ("succeeded", "ok"),
        ("completedWithWarnings", "warning"),
        ("completedWithErrors", "error"),
        ("failed", "error"),
        ("cancelled", "error"),
        ("disconnected", "error"),
        ("threadAbort", "error"),
        ("paused", "warning"),
    ],
)
def test_every_result_has_its_severity(result: str, expected: str) -> None:
    found = profile_health(profile(), told(*steady(NOW - 7 * MINUTE), run(NOW - MINUTE, result)), NOW)

    assert state(found) == (expected, expected)
    assert result in found.reason
    assert found.last_result == result
    assert ("not known" in found.reason) == (result == "paused")


def test_a_failure_counts_for_half_an_hour_and_then_is_forgotten() -> None:
    failed = NOW
    seen = {}
    for minutes in (0, 29, 30):
        now = failed + minutes * MINUTE
        runs = [*steady(failed - 6 * MINUTE), run(failed, "failed"), *steady(now, count=minutes // 6)]
        seen[minutes] = profile_health(profile(), told(*runs, now=now), now)

    assert [found.severity for found in seen.values()] == ["error", "error", "ok"]
    assert seen[29].reason == "1 of 5 runs in the last 30 minutes: failed (the last at 2026-01-05 12:00 UTC)"
    assert seen[29].last_result == "succeeded"


def test_the_worst_of_the_latest_results_wins() -> None:
    runs = [run(NOW - 20 * MINUTE, "failed"), run(NOW - 10 * MINUTE, "completedWithWarnings"), run(NOW - MINUTE)]
    found = profile_health(profile(), told(*runs), NOW)

    assert state(found) == ("error", "error")
    assert "1 of 3 runs" in found.reason


@pytest.mark.parametrize(
    ("passed", "expected"),
    [
        (37 * MINUTE, ("ok", "ok")),
        (37 * MINUTE + SECOND, ("overdue", "warning")),
        (DAY, ("overdue", "warning")),
        (DAY + SECOND, ("silent", "error")),
        (6 * DAY, ("silent", "error")),
    ],
)
def test_a_profile_that_stops_is_overdue_by_its_own_rhythm_and_silent_after_a_day(
    passed: timedelta, expected: tuple[str, str]
) -> None:
    last = NOW - passed
    found = profile_health(profile(), told(*steady(last)), NOW)

    assert state(found) == expected
    assert (found.overdue_at, found.silent_at) == (last + 37 * MINUTE, last + DAY)


def test_what_is_said_of_a_profile_that_stopped() -> None:
    overdue = profile_health(profile(), told(*steady(NOW - HOUR)), NOW)
    silent = profile_health(profile(), told(*steady(NOW - 3 * DAY)), NOW)

    assert overdue.reason == "overdue since 2026-01-05 11:37 UTC: last run ended 2026-01-05 11:00 UTC"
    assert silent.reason == "has not run for 3 days, since 2026-01-02 12:00 UTC"
    assert (silent.runs, silent.messages, silent.results) == (0, 0, {})


def test_a_profile_of_which_the_pause_is_long_is_not_silent_before_its_time() -> None:
    every_two_days = profile(pause=2 * 86_400)
    runs = steady(NOW, step=2 * DAY + MINUTE, count=4)
    last = NOW + 2 * MINUTE + 2 * DAY + timedelta(minutes=30)

    assert profile_health(every_two_days, told(*runs, now=last), last).severity == "ok"
    later = last + SECOND
    assert state(profile_health(every_two_days, told(*runs, now=later), later)) == ("silent", "error")


def test_runs_that_wait_for_each_other_are_not_overdue_by_the_pause_alone() -> None:
    # The pause is five minutes, but the profile's turn comes once in two hours.
    runs = steady(NOW - 2 * HOUR, step=2 * HOUR, count=20)

    assert profile_health(profile(), told(*runs), NOW).state == "ok"
    assert profile_health(profile(), told(*steady(NOW - 2 * HOUR)), NOW).state == "overdue"


def test_a_run_may_take_as_long_as_the_median_of_the_last_and_as_long_again() -> None:
    runs = [*steady(NOW - 3 * DAY, minutes=1), *steady(NOW - DAY / 2, step=2 * HOUR, count=20, minutes=60)]
    found = profile_health(profile(pause=3600), told(*runs), NOW)

    assert found.usual_duration == 3600
    assert found.overdue_at == NOW - DAY / 2 + 3 * HOUR + 30 * MINUTE


@pytest.mark.parametrize("windows", [None, "00:01-00:00"])
@pytest.mark.parametrize("pause", [2**31 - 1, 2**63 - 1])
def test_a_pause_beyond_the_calendar_is_never_overdue(pause: int, windows: str | None) -> None:
    found = profile_health(profile(pause=pause, windows=windows), told(*steady(NOW)), NOW)

    assert (found.severity, found.pause) == ("ok", pause)


def test_the_longest_limit_can_be_reckoned_with() -> None:
    rules = HealthRules(silence=timedelta(days=36_500), limits={1: timedelta(days=36_500)})

    assert profile_health(profile(), told(*steady(NOW)), NOW, rules=rules).state == "ok"


def test_without_a_pause_only_silence_is_noticed() -> None:
    runs = told(*steady(NOW - 23 * HOUR))

    assert profile_health(profile(pause=None), runs, NOW).state == "ok"
    assert profile_health(profile(pause=None), told(*steady(NOW - 25 * HOUR)), NOW).state == "silent"


@pytest.mark.parametrize("key", [1, "1", "Exchange"])
def test_a_limit_takes_the_place_of_the_rhythm(key: int | str) -> None:
    rules = HealthRules(limits={key: timedelta(hours=3)})

    for passed, expected in ((3 * HOUR, "ok"), (3 * HOUR + SECOND, "silent")):
        assert profile_health(profile(), told(*steady(NOW - passed)), NOW, rules=rules).state == expected
    assert profile_health(profile(), told(*steady(NOW)), NOW, rules=rules).overdue_at is None


def test_a_limit_may_be_longer_than_a_day_and_is_for_its_profile_alone() -> None:
    rules = HealthRules(limits={"Exchange": timedelta(days=3)})
    runs = told(*steady(NOW - 2 * DAY))

    assert profile_health(profile(), runs, NOW, rules=rules).state == "ok"
    assert profile_health(profile(name="Other"), runs, NOW, rules=rules).state == "silent"


def test_the_failure_of_a_nightly_profile_counts_until_the_next_night() -> None:
    nightly = profile(pause=23 * 3600)
    failed = [*steady(NOW - DAY, step=DAY, count=5, minutes=60), run(NOW, "failed", minutes=60)]
    overdue = NOW + 25 * HOUR + 30 * MINUTE

    for now in (NOW + 31 * MINUTE, overdue):
        found = profile_health(nightly, told(*failed, now=now), now)
        assert state(found) == ("error", "error")
        assert "last run failed at 2026-01-05 12:00 UTC, and there was none since" in found.reason
    later = overdue + SECOND
    assert profile_health(nightly, told(*failed, now=later), later).state == "silent"
    again = NOW + 23 * HOUR
    assert profile_health(nightly, told(*failed, run(again, minutes=60), now=again), again).state == "ok"


def test_a_profile_that_never_succeeds_stays_in_error_although_each_failure_is_forgotten() -> None:
    rules = HealthRules(limits={1: DAY})
    runs = [run(NOW - DAY - HOUR), run(NOW - 2 * HOUR, "failed"), run(NOW - HOUR, "completedWithErrors")]

    found = profile_health(by_hand(), told(*runs), NOW, rules=rules)
    assert state(found) == ("error", "error")
    assert found.reason == "no run has succeeded for 25 hours (the last result: completedWithErrors)"
    assert found.last_success == NOW - DAY - HOUR
    before = NOW - HOUR - SECOND
    assert state(profile_health(by_hand(), told(*runs, now=before), before, rules=rules)) == ("ok", "ok")
    warned = told(*runs[:-1], run(NOW - HOUR, "completedWithWarnings"))
    assert state(profile_health(by_hand(), warned, NOW, rules=rules)) == ("ok", "ok")


def test_a_profile_that_never_ran_is_told_from_one_that_stopped_and_from_one_run_by_hand() -> None:
    never = profile_health(profile(), told(), NOW)
    manual = profile_health(by_hand(), told(), NOW)

    assert state(never) == ("never_run", "error")
    assert never.reason == "never ran, as far back as is known (2025-12-29 12:00 UTC)"
    assert state(manual) == ("manual", "ok")
    assert manual.reason == "does not run by itself; no run is known"
    assert (never.last_start, never.silent_at, never.overdue_at) == (None, None, None)


def test_a_profile_run_by_hand_is_silent_for_ever_but_its_failures_count() -> None:
    assert state(profile_health(by_hand(), told(*steady(NOW - 6 * DAY)), NOW)) == ("manual", "ok")
    failed = profile_health(by_hand(), told(run(NOW - MINUTE, "failed")), NOW)
    assert state(failed) == ("error", "error")
    assert profile_health(by_hand(), told(run(NOW - HOUR, "failed")), NOW).severity == "ok"


def test_a_profile_run_by_hand_that_has_a_limit_is_watched() -> None:
    rules = HealthRules(limits={1: timedelta(days=1)})

    assert profile_health(by_hand(), told(run(NOW - 23 * HOUR)), NOW, rules=rules).state == "ok"
    assert profile_health(by_hand(), told(run(NOW - 25 * HOUR)), NOW, rules=rules).state == "silent"
    assert profile_health(by_hand(), told(), NOW, rules=rules).state == "never_run"


def test_a_run_that_goes_on_is_not_silence() -> None:
    begun = run(NOW, "running", start_time=NOW - 5 * HOUR, complete_time=None)
    found = profile_health(profile(), told(*steady(NOW - 5 * HOUR), begun), NOW)

    assert state(found) == ("running", "ok")
    assert found.last_start == NOW - 5 * HOUR
    long_ago = run(NOW, "running", start_time=NOW - 25 * HOUR, complete_time=None)
    assert state(profile_health(profile(), told(long_ago), NOW)) == ("overdue", "warning")
    over = profile_health(profile(), told(begun, *steady(NOW)), NOW)
    assert over.state == "ok"


def test_a_run_without_an_end_whose_result_is_known_does_not_go_on() -> None:
    found = profile_health(profile(), told(*steady(NOW - HOUR), run(NOW, "failed", complete_time=None)), NOW)

    assert state(found) == ("error", "error")
    assert found.last_end == NOW - MINUTE


def test_what_ended_after_the_moment_is_not_looked_at() -> None:
    runs = told(*steady(NOW - 2 * DAY), *steady(NOW, count=3))

    assert profile_health(profile(), runs, NOW - DAY / 2).state == "silent"
    assert profile_health(profile(), runs, NOW).state == "ok"


def test_only_runs_with_its_number_are_its_own() -> None:
    others = [run(NOW, "failed", profile_id=2), run(NOW, "failed", profile_id=None, profile_name=None)]
    found = profile_health(profile(), told(*steady(NOW), *others), NOW)

    assert state(found) == ("ok", "ok")


def test_runs_and_messages_of_the_last_day_are_counted() -> None:
    runs = [run(NOW - DAY), run(NOW - DAY + SECOND, items_archived=5), run(NOW - HOUR, "failed", items_archived=None)]
    found = profile_health(profile(), told(*runs), NOW)

    assert (found.runs, found.messages, found.results) == (2, 5, {"succeeded": 1, "failed": 1})


def test_in_a_maintenance_window_nothing_is_overdue() -> None:
    nightly = profile(windows="11:00-15:00")  # in Berlin: 10:00 to 14:00 UTC
    runs = steady(utc(2026, 1, 5, 10))

    inside = profile_health(nightly, told(*runs), NOW, zone=BERLIN)
    assert state(inside) == ("maintenance", "ok")
    assert "until 2026-01-05 14:00 UTC" in inside.reason
    assert inside.overdue_at == utc(2026, 1, 5, 14, 37)
    soon, late = utc(2026, 1, 5, 14, 37), utc(2026, 1, 5, 14, 38)
    assert profile_health(nightly, told(*runs, now=soon), soon, zone=BERLIN).state == "ok"
    assert profile_health(nightly, told(*runs, now=late), late, zone=BERLIN).state == "overdue"
    assert profile_health(profile(), told(*runs), NOW, zone=BERLIN).state == "overdue"


def test_a_failure_counts_in_a_maintenance_window_too() -> None:
    nightly = profile(windows="11:00-15:00")
    found = profile_health(nightly, told(*steady(NOW - HOUR), run(NOW, "failed")), NOW, zone=BERLIN)

    assert state(found) == ("error", "error")


def test_without_the_servers_zone_windows_only_put_off_when_it_is_overdue() -> None:
    nightly = profile(windows="11:00-15:00")
    last = utc(2026, 1, 5, 3)
    found = profile_health(nightly, told(*steady(last)), NOW)

    # 37 minutes, the four hours of the window, and the hour by which the clocks may be put back.
    assert found.overdue_at == last + 37 * MINUTE + 5 * HOUR
    assert found.state == "overdue"
    assert profile_health(nightly, told(*steady(NOW - 5 * HOUR)), NOW).state == "ok"


def test_windows_that_cannot_be_read_are_shown_and_silence_is_noticed_all_the_same() -> None:
    strange = profile(windows="on Sundays")

    fine = profile_health(strange, told(*steady(NOW - 20 * HOUR)), NOW)
    assert state(fine) == ("ok", "ok")
    assert fine.reason.endswith("its maintenance windows cannot be read: on Sundays")
    assert profile_health(strange, told(*steady(NOW - 25 * HOUR)), NOW).state == "silent"


def test_the_table_of_severities_can_be_changed_in_part() -> None:
    rules = HealthRules(
        results={"cancelled": "warning", "paused": "ok"}, states={"silent": "warning"}, unknown_result="unknown"
    )

    def found(result: str) -> str:
        return profile_health(profile(), told(*steady(NOW), run(NOW, result)), NOW, rules=rules).severity

    assert [found(result) for result in ("cancelled", "paused", "failed", "new")] == [
        "warning",
        "ok",
        "error",
        "unknown",
    ]
    silent = profile_health(profile(), told(*steady(NOW - 2 * DAY)), NOW, rules=rules)
    assert state(silent) == ("silent", "warning")
    assert HealthRules.model_validate_json(rules.model_dump_json()) == rules


@pytest.mark.parametrize(
    "wrong",
    [
        {"results": {"failed": "bad"}},
        {"states": {"tired": "ok"}},
        {"silence": -1},
        {"last_runs": 0},
        {"limits": {1: timedelta(hours=-1)}},
        {"silence": timedelta.max},
        {"limits": {1: timedelta.max}},
        {"silnce": 3600},
    ],
)
def test_rules_that_make_no_sense_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        HealthRules.model_validate(wrong)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(errors.ArgumentError, match="now has no time zone"):
        profile_health(profile(), told(), datetime(2026, 1, 5))


def test_health_survives_its_own_json_and_is_one_line_whatever_the_server_says() -> None:
    nasty = profile(name='Büro | "Nord"; 100 % \\ x\nsecond line')
    found = profile_health(nasty, told(*steady(NOW), run(NOW, "new\nline\x1b[31m")), NOW)

    assert ProfileHealth.model_validate_json(found.model_dump_json(by_alias=True)) == found
    assert found.name == nasty.name
    assert "\n" not in found.reason
    assert "\x1b" not in found.reason
