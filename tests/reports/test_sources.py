"""Every section holds what the server said, of both editions and all versions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.emulator import Behaviour, Emulator, Seed
from mailstore_sdk.emulator.releases import Version
from mailstore_sdk.reports import SECTIONS, Report
from mailstore_sdk.reports.entries.base import TOO_DEEP, kept
from tests.reports.collecting import NOON, data, of_server, of_spe, there

OF_SPE_ONLY = {"service_status", "hosts", "access_servers", "instances", "administrators"}


def test_a_server_of_today_tells_all_but_what_spe_alone_has() -> None:
    emulator = Emulator(version="25.3")
    report = of_server(emulator)
    assert there(report) == set(SECTIONS) - OF_SPE_ONLY - {"certificate"}
    assert report.edition == "server"
    assert data(report, "server").version == "25.3.1.23021"
    assert (data(report, "licence").named_users, data(report, "licence").max_named_users) == (2, 50)
    assert data(report, "service").thumbprint == "0123456789ABCDEF0123456789ABCDEF01234567"
    asmith = data(report, "users")[2]
    assert (asmith.user_name, asmith.authentication, asmith.mfa_status) == ("asmith", "directoryServices", "Disabled")
    assert [(right.folder, right.privileges) for right in asmith.privileges_on_folders] == [
        ("asmith", ["read"]),
        ("johndoe", ["read", "write"]),
    ]
    assert [(one.id, one.requested_state, one.statistics_size) for one in data(report, "stores")] == [
        (1, "normal", 28_311_552),
        (2, "current", 31_457_280),
    ]
    assert [(one.folder, one.size, one.count) for one in data(report, "archives")] == [
        ("johndoe", 12_288, 3),
        ("asmith", 12_288, 3),
    ]
    profile = data(report, "profiles")[0]
    assert (profile.id, profile.details.host) == (1, "mail.example.com")
    assert profile.server_side_execution.automatic_pause_between_executions == 300
    assert data(report, "jobs")[0].schedule.time == "03:30:00"
    assert data(report, "compliance").legal_hold_enabled is False
    assert data(report, "retention")[0].search_criteria.excluded_archives == []
    assert data(report, "smtp").settings == {"password": None}
    assert data(report, "directory").settings["baseDN"] == "OU=Users,DC=example,DC=com"
    assert data(report, "credentials")[0].certificate_expiration_date == datetime(2027, 7, 15, 10, 58, 1, tzinfo=UTC)
    for name in OF_SPE_ONLY:
        assert getattr(report, name).unavailable.cause == "notInThisEdition"


def test_runs_are_those_of_the_span_in_order_and_in_utc() -> None:
    emulator = Emulator(version="25.3")
    runs = data(of_server(emulator, runs_since=timedelta(hours=14)), "runs")
    assert (runs.start, runs.end) == (NOON - timedelta(hours=14), NOON)
    assert [(run.id, run.result, run.start_time.hour) for run in runs.runs] == [
        (100, "succeeded", 22),
        (101, "completedWithErrors", 23),
        (102, "failed", 0),
    ]
    assert runs.runs[0].start_time.tzinfo is UTC
    since = datetime(2026, 1, 5, 0, 30, tzinfo=UTC).astimezone()
    report = of_server(emulator, runs_since=since)
    assert data(report, "runs").runs == []
    assert [run.job_result_id for run in data(report, "job_runs").runs] == [1]


def test_a_span_of_years_is_read_in_parts_that_lose_no_run_and_take_none_twice() -> None:
    seed = Seed(users=1, years=2, profiles=2, runs_per_day=8)
    emulator = Emulator(seed, version="25.3")
    report = of_server(emulator, sections=["runs"], runs_since=timedelta(days=800), runs_until=seed.end)
    runs = data(report, "runs").runs
    assert len(runs) == 2 * 8 * 365 * 2
    assert len({run.id for run in runs}) == len(runs)
    assert [run.start_time for run in runs] == sorted(run.start_time for run in runs)
    assert Report.from_json(report.to_json()) == report


def test_a_server_that_fails_on_many_rows_is_asked_for_fewer() -> None:
    seed = Seed(users=1, years=1, profiles=2, runs_per_day=8)
    emulator = Emulator(seed, version="25.3", behaviour=Behaviour(worker_results_limit=100))
    report = of_server(emulator, sections=["runs"], runs_since=timedelta(days=60), runs_until=seed.end)
    assert len(data(report, "runs").runs) == 2 * 8 * 60
    assert data(report, "runs").gaps == []


def test_what_cannot_be_read_of_a_span_is_a_gap_and_not_hidden() -> None:
    emulator = Emulator(version="25.3", behaviour=Behaviour(worker_results_limit=1))
    twin = emulator.state.worker_runs.by_id(101)
    assert twin is not None
    emulator.state.worker_runs.append(replace(twin, id=200))
    report = of_server(emulator)
    runs = data(report, "runs")
    assert [run.id for run in runs.runs] == [100, 102]
    (gap,) = runs.gaps
    assert gap.start <= twin.start < gap.end <= gap.start + timedelta(minutes=1)
    assert "Nullable object" in gap.reason
    assert Report.from_json(report.to_json()) == report


@pytest.mark.parametrize(
    ("version", "missing"),
    [
        ("8.1", {"licence", "service", "jobs", "job_runs", "retention", "smtp", "credentials"}),
        ("9.0", {"licence", "service", "jobs", "job_runs", "retention", "smtp", "credentials"}),
        ("22.3", {"licence", "credentials"}),
        ("25.3", set()),
    ],
)
def test_what_an_older_server_lacks_is_said_and_stops_nothing(version: Version, missing: set[str]) -> None:
    report = of_server(Emulator(version=version))
    assert there(report) == set(SECTIONS) - OF_SPE_ONLY - {"certificate"} - missing
    for name in missing:
        unavailable = getattr(report, name).unavailable
        assert (unavailable.cause, unavailable.function in BY_NAME) == ("unknownFunction", True)


def test_an_installation_tells_its_servers_and_instances() -> None:
    report = of_spe(Emulator(edition="spe"))
    assert report.edition == "spe"
    assert there(report) == {"server", "smtp"} | OF_SPE_ONLY
    assert data(report, "server").machine_name == "spe.example.com"
    assert [(one.server_name, one.server_type) for one in data(report, "service_status").servers] == [
        ("spe.example.com", "clientAccessServer"),
        ("spe.example.com", "managementServer"),
        ("host1", "instanceHost"),
    ]
    assert data(report, "hosts")[0].server_name == "host1"
    assert data(report, "access_servers")[0].port == 8473
    assert [
        (one.instance_id, one.status, one.statistics and one.statistics.number_of_messages)
        for one in data(report, "instances")
    ] == [("customer1", "running", 100), ("customer2", "running", 200), ("customer3", "stopped", None)]
    assert data(report, "administrators")[0].email_address == "admin@example.com"
    assert report.licence.unavailable is not None
    assert "licence request" in report.licence.unavailable.reason


def test_an_instance_tells_what_it_holds_and_on_which_version() -> None:
    emulator = Emulator(edition="spe")
    report = of_spe(emulator, "customer2")
    assert (report.edition, report.instance_id) == ("instance", "customer2")
    assert data(report, "server").version == "25.3.1.23021"
    assert [user.user_name for user in data(report, "users")] == ["$archiveadmin", "jdoe", "boss"]
    assert [(one.instance_id, one.statistics.total_size_mb) for one in data(report, "instances")] == [("customer2", 24)]
    assert there(report) == set(SECTIONS) - (OF_SPE_ONLY - {"instances"}) - {"certificate", "licence", "service"}


def test_only_functions_that_change_nothing_are_called() -> None:
    server, spe = Emulator(version="25.3"), Emulator(edition="spe")
    of_server(server)
    of_spe(spe)
    of_spe(spe, "customer1")
    called = {one.function for emulator in (server, spe) for one in emulator.requests if one.function in BY_NAME}
    assert len(called) > 20
    assert [name for name in called if not BY_NAME[name].read_only] == []


def test_what_no_json_could_be_written_of_does_not_spoil_the_report() -> None:
    deep: Any = "bottom"
    for _ in range(150):
        deep = [deep]
    emulator = Emulator(version="25.3")
    odd = {"deep": deep, "flat": [{"kept": "ä"}]}
    emulator.state.settings["storeAutoCreate"] = odd
    emulator.state.settings["smtp"] |= odd
    emulator.state.settings["compliance"] |= odd
    emulator.state.profiles[1] |= odd
    emulator.state.profiles[1]["details"] |= odd
    report = of_server(emulator)
    expected = {"deep": TOO_DEEP, "flat": [{"kept": "ä"}]}
    assert data(report, "store_creation").settings == expected
    assert data(report, "smtp").settings == {"password": None, **expected}
    assert data(report, "compliance").other == expected
    assert data(report, "profiles")[0].other == expected
    assert data(report, "profiles")[0].details.other == expected
    assert Report.from_json(report.to_json()) == report
    assert kept({"half\ud800": ["a\ud800b", {"\udc00": 1}]}) == {"half?": ["a?b", {"?": 1}]}
