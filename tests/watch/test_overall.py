"""All profiles and jobs at once: the worst wins, and every bad one is named."""

from __future__ import annotations

import ast
import inspect
import itertools
import subprocess
import sys
from datetime import timedelta
from importlib import import_module

import pytest

from mailstore_sdk import watch
from mailstore_sdk.models import Health, Job, JobRuns, JobSchedule
from mailstore_sdk.severity import SEVERITIES
from mailstore_sdk.watch import health, profile_health, worst
from tests.watch.facts import NOW, by_hand, profile, run, steady, told

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_the_scale_goes_from_good_to_bad() -> None:
    assert [worst(pair) for pair in itertools.pairwise(SEVERITIES)] == list(SEVERITIES[1:])
    assert [worst(reversed(pair)) for pair in itertools.pairwise(SEVERITIES)] == list(SEVERITIES[1:])
    assert worst([]) == "ok"


def test_every_bad_profile_is_named_the_worst_first() -> None:
    profiles = [profile(1, "Fine"), profile(2, "Late"), profile(3, "Dead"), by_hand(4, "Manual"), profile(5, "Broken")]
    runs = [
        *steady(NOW),
        *steady(NOW - HOUR, profile_id=2),
        *steady(NOW - 2 * DAY, profile_id=3),
        *steady(NOW - HOUR, profile_id=5),
        run(NOW, "failed", profile_id=5),
    ]
    found = health(profiles, told(*runs), NOW)

    assert found.severity == "error"
    assert [one.state for one in found.profiles] == ["ok", "overdue", "silent", "manual", "error"]
    assert found.text == (
        '3 of 5 profiles: profile "Dead" error: has not run for 2 days, since 2026-01-03 12:00 UTC; '
        'profile "Broken" error: 1 of 1 run in the last 30 minutes: failed (the last at 2026-01-05 12:00 UTC); '
        'profile "Late" warning: overdue since 2026-01-05 11:37 UTC: last run ended 2026-01-05 11:00 UTC'
    )


def test_each_is_judged_as_if_it_were_alone() -> None:
    profiles = [profile(1, "One"), profile(2, "Two")]
    runs = told(*steady(NOW, profile_id=2), *steady(NOW - DAY / 2, result="failed"))

    assert health(profiles, runs, NOW).profiles == [profile_health(one, runs, NOW) for one in profiles]


def test_if_nothing_is_wrong_that_is_said() -> None:
    found = health([profile()], told(*steady(NOW)), NOW)

    assert (found.severity, found.text) == ("ok", "1 profile: nothing is wrong")
    assert health([], told(), NOW).text == "no profiles: nothing is wrong"


def test_jobs_count_too_and_their_success_is_put_right() -> None:
    last = NOW - DAY - 2 * HOUR
    late = Job(
        id=1,
        name="Verify",
        last_start_date_time_utc=last,
        last_complete_date_time_utc=last,
        schedule=JobSchedule(time="01:00:00"),
    )
    found = health([profile()], told(*steady(NOW)), NOW, jobs=[late], job_runs=JobRuns(start=NOW - DAY, end=NOW))

    assert found.severity == "warning"
    assert found.text.startswith('1 of 1 profile and 1 job: job "Verify" warning: overdue for')
    assert found.text.endswith("(that a job succeeded says that it was carried out, not that its command succeeded)")


def test_runs_of_no_profile_are_counted_and_judge_none() -> None:
    others = [
        run(NOW, "failed", profile_id=None, profile_name=None),
        run(NOW, "failed", profile_id=99),
        run(NOW, profile_id=99),
        run(NOW - 2 * DAY, "failed", profile_id=99),
        run(NOW + HOUR, "failed", profile_id=99),
    ]
    found = health([profile()], told(*steady(NOW), *others), NOW)

    assert (found.severity, found.unassigned) == ("ok", {"failed": 2, "succeeded": 1})


def test_the_text_is_one_line_whatever_the_names_are() -> None:
    found = health([profile(name='Büro | "Nord"; 100 % \\ x\nsecond line')], told(), NOW)

    assert found.text.startswith('1 of 1 profile: profile "Büro | "Nord"; 100 % \\ x second line" error: never ran')
    assert Health.model_validate_json(found.model_dump_json(by_alias=True)) == found


def test_judging_looks_at_no_clock() -> None:
    for name in ("profiles", "profile_facts", "jobs", "overall", "maintenance", "verdict", "rules", "words"):
        tree = ast.parse(inspect.getsource(import_module(f"mailstore_sdk.watch.{name}")))
        used = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert used.isdisjoint({"datetime.now", "datetime.today", "datetime.utcnow", "date.today", "time.time"}), name


def test_reading_runs_needs_no_pydantic_before_the_first_call() -> None:
    code = "import sys, mailstore_sdk.client, mailstore_sdk.watch; print('pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"


def test_the_public_names_are_there_and_no_others() -> None:
    for name in watch.__all__:
        assert getattr(watch, name) is not None
    assert dir(watch) == watch.__all__
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        watch.__getattr__("Nothing")
