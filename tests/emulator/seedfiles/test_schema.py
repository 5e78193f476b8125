"""What the data of a seed file, or a dump, may say, and that it stays apart from what a server makes of it."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from mailstore_sdk.emulator import Emulator, ManualClock
from mailstore_sdk.emulator.seedfiles.load import load
from mailstore_sdk.emulator.seedfiles.restore import restore
from mailstore_sdk.errors import ConfigurationError
from tests.transport.leaks import everything_in

JOB = {"id": 9, "name": "Nightly", "action": "Ping", "owner": "admin", "created": "2025-01-01T00:00:00"}
PROFILE = {"id": 9, "name": "IMAP", "connector": "IMAP"}
PAUSE = "automaticPauseBetweenExecutions"


def refused(data: dict[str, Any]) -> str:
    with pytest.raises(ConfigurationError) as caught:
        restore(data)
    return str(caught.value)


@pytest.mark.parametrize(
    ("schedule", "problem"),
    [
        ({"interval": 0}, "interval is out of range"),
        ({"interval": "5"}, "interval is out of range"),
        ({"interval": True}, "interval is out of range"),
        ({"time": "noon"}, "time is not a time of the day"),
        ({"time": 5}, "time is not a time of the day"),
        ({"date": "tomorrow"}, "date is not a date and time"),
        ({"date": "2026-01-01T00:00:00Z"}, "date is not a date and time"),
        ({"dayOfWeek": "Someday"}, "dayOfWeek is no day of the week"),
        ({"dayOfMonth": "32"}, "dayOfMonth is no day of a month"),
        ({"timeZoneId": "Middle-earth"}, "timeZoneId names no time zone"),
    ],
    ids=str,
)
def test_a_job_whose_schedule_cannot_be_followed_is_refused(schedule: dict[str, Any], problem: str) -> None:
    text = refused({"jobs": [{**JOB, "schedule": {"timeZoneId": "UTC", **schedule}}]})

    assert text.startswith("jobs[0]: ")
    assert f"schedule.{problem}" in text


def test_times_and_dates_of_toml_are_what_they_say(tmp_path: Path) -> None:
    path = tmp_path / "seed.toml"
    path.write_text(
        '[[jobs]]\nid = 9\nname = "x"\naction = "Ping"\nowner = "admin"\ncreated = 2025-01-01T00:00:00\n'
        'schedule = { timeZoneId = "UTC", time = 03:30:00 }\n'
        '[[jobs]]\nid = 10\nname = "y"\naction = "Ping"\nowner = "admin"\ncreated = 2025-01-01T00:00:00\n'
        'schedule = { timeZoneId = "UTC", date = 2026-03-01T12:00:00 }\n'
    )

    jobs = Emulator.from_file(path, clock=ManualClock()).client(protocol="modern").raw.GetJobs()

    assert [job["nextStartDateTimeUtc"] for job in jobs] == ["2026-01-06T03:30:00", "2026-03-01T12:00:00"]


@pytest.mark.parametrize(
    ("execution", "problem"),
    [
        ({"automatic": True, PAUSE: -120}, f"{PAUSE} is out of range"),
        ({"automatic": True, PAUSE: 10**30}, f"{PAUSE} is out of range"),
        ({"automatic": "yes"}, "automatic is neither true nor false"),
        ({"automaticMaintenanceWindows": "at night"}, "automaticMaintenanceWindows is not of the form"),
        ("always", "serverSideExecution is not a table"),
    ],
    ids=str,
)
def test_a_profile_that_could_not_run_by_itself_is_refused(execution: Any, problem: str) -> None:
    text = refused({"profiles": [{**PROFILE, "serverSideExecution": execution}]})

    assert text.startswith("profiles[0]: ")
    assert problem in text


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"retentionPolicies": [5]}, "retentionPolicies has no valid value at 0"),
        ({"compliance": {"legalHoldEnabled": "no"}}, "compliance has no valid value at legalHoldEnabled"),
        ({"compliance": None}, "compliance is not a table"),
        ({"systemSmtp": []}, "systemSmtp is not a table"),
    ],
    ids=str,
)
def test_settings_of_another_kind_are_refused(settings: dict[str, Any], problem: str) -> None:
    assert problem in refused({"settings": settings})


def test_settings_need_not_have_all_keys() -> None:
    emulator = Emulator(protocol="modern")
    emulator.load({"settings": {"service": {}, "compliance": {}}})
    client = emulator.client()

    client.create_store("new")
    client.process_retention_policies()

    assert client.get_stores()[0].database_path == "C:\\MailArchive\\new"


def test_a_time_zone_that_there_is_not_is_refused() -> None:
    assert "time_zone: " in refused({"time_zone": "Middle-earth"})
    assert "time_zone: " in refused({"time_zone": "$Local"})
    restore({"time_zone": "W. Europe Standard Time"})


def test_an_instance_is_there_once() -> None:
    entry = {"id": "a", "host": "h"}

    assert refused({"edition": "spe", "instances": [entry, entry]}) == "instances[1]: 'a' is there twice"


def test_profiles_that_say_nothing_share_nothing() -> None:
    emulators = [Emulator(), Emulator()]
    for emulator in emulators:
        emulator.load({"profiles": [PROFILE, {**PROFILE, "id": 10}]})

    emulators[0].state.profiles[9]["details"]["host"] = "changed"

    assert [emulator.state.profiles[number]["details"] for emulator in emulators for number in (9, 10)] == [
        {"host": "changed"}, {}, {}, {}
    ]  # fmt: skip


def test_what_was_loaded_is_not_changed_with_the_server() -> None:
    emulator = Emulator(protocol="modern")
    data = {"settings": {"service": {"serverCertificate": {"thumbprint": "AA"}}}, "profiles": [PROFILE]}
    before = copy.deepcopy(data)

    emulator.load(data)
    emulator.client().set_service_certificate("BB")
    emulator.state.profiles[9]["details"]["host"] = "changed"

    assert data == before


def test_a_dump_is_not_changed_with_the_server_nor_the_server_with_it() -> None:
    emulator = Emulator(edition="spe")
    data = emulator.dump()
    written = json.dumps(data)

    emulator.instances["customer1"].config["alias"] = "changed"
    assert json.dumps(data) == written

    data["instances"][1]["config"]["alias"] = "other"
    assert emulator.instances["customer2"].config["alias"] == "c2"


@pytest.mark.parametrize("data", [{"users": []}, {"version": "25.3"}], ids=str)
def test_a_server_of_a_version_tells_that_versions_number_whatever_is_loaded(data: dict[str, Any]) -> None:
    emulator = Emulator(version="25.3")

    emulator.load(data)

    assert emulator.client().get_server_info().version == "25.3.1.23021"
    assert emulator.client().get_users()[0].mfa_status == "Disabled"


def test_a_number_of_the_version_is_told_as_the_file_says(tmp_path: Path) -> None:
    path = tmp_path / "seed.json"
    path.write_text('{"version": "25.3", "number": "25.3.9.1"}')
    emulator = Emulator.from_file(path)

    told = [emulator.client().get_server_info().version]
    path.write_text(json.dumps(emulator.dump()))
    told.append(Emulator.from_file(path).client().get_server_info().version)

    assert told == ["25.3.9.1"] * 2


@pytest.mark.parametrize(("ending", "bracket"), [("json", "["), ("toml", "a = [")])
def test_a_file_that_is_nested_too_deeply_is_refused_by_name(tmp_path: Path, ending: str, bracket: str) -> None:
    path = tmp_path / f"seed.{ending}"
    path.write_text(bracket + "[" * 100_000)

    with pytest.raises(ConfigurationError, match=f"seed.{ending}: "):
        load(path)


def test_the_text_of_a_file_is_not_in_the_error_that_refuses_it(tmp_path: Path) -> None:
    path = tmp_path / "seed.json"
    path.write_text('{"users": [{"user_name": "a", "password": "planted-secret"},]}')

    with pytest.raises(ConfigurationError) as caught:
        load(path)

    assert "planted-secret" not in everything_in(caught.value)
