"""A report holds what the server says, section by section, and survives its own JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailstore_sdk import errors
from mailstore_sdk.emulator import Emulator
from mailstore_sdk.reports import Report, collect, verify
from mailstore_sdk.reports.model import SECTIONS

V1 = Path(__file__).parents[1] / "data" / "report-v1.json"


def test_a_report_holds_server_users_stores_and_verification(emulator: Emulator) -> None:
    with emulator.client() as client:
        report = collect(client).with_verification(verify(client, 1))
    data = json.loads(report.to_json())
    assert data["server"]["data"] == {"version": "8.1.2.9268", "machineName": "WIN2012MS"}
    assert [(user["userName"], user["emailAddresses"]) for user in data["users"]["data"]] == [
        ("admin", []),
        ("johndoe", ["jdoe@example.com", "john@example.com"]),
        ("asmith", ["asmith@example.com"]),
    ]
    assert [(store["id"], store["statisticsCount"]) for store in data["stores"]["data"]] == [(1, 234), (2, 234)]
    assert data["verification"]["store"] == 1
    assert data["verification"]["status"] == "succeeded"
    assert data["verification"]["messages"][-1]["text"] == "Finished. No errors have been found."


def test_a_report_reads_its_own_json_back(emulator: Emulator) -> None:
    with emulator.client() as client:
        report = collect(client).with_verification(verify(client, 2))
    again = Report.from_json(report.to_json())
    assert again == report
    assert again.to_json() == report.to_json()
    assert Report.model_validate_json(report.model_dump_json()) == report
    assert report.created.tzinfo is not None


def test_what_the_server_did_not_tell_is_not_in_the_json_and_what_it_sent_as_null_is() -> None:
    emulator = Emulator(version="22.3")
    with emulator.client() as client:
        report = collect(client, sections=["users"])
    admin, john = json.loads(report.to_json())["users"]["data"][:2]
    assert "mfaStatus" not in admin
    assert "privilegesOnFolders" not in admin
    assert admin["distinguishedName"] is None
    assert john["privilegesOnFolders"] == [{"folder": "johndoe", "privileges": ["read"]}]


def test_a_report_of_a_later_version_is_refused(emulator: Emulator) -> None:
    with emulator.client() as client:
        data = json.loads(collect(client).to_json())
    with pytest.raises(errors.ConfigurationError, match="version 3 of the format is of a later SDK"):
        Report.from_json(json.dumps({**data, "version": 3}))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "it is not JSON"),
        ("{", "it is not JSON"),
        ("[" * 100_000, "it is not JSON"),
        ("[]", "should be a valid dictionary"),
        ("{}", "it says no version"),
        ('{"version": "2"}', "it says no version"),
        ('{"version": true}', "it says no version"),
        ('{"version": 2}', "created: Field required"),
        ('{"version": 2, "created": "2026-01-01T00:00:00Z", "users": {}}', "either data or the reason"),
        (
            '{"version": 2, "created": "2026-01-01T00:00:00Z", "users": {"data": [{"userName": 1}, {}, {}, {}]}}',
            "users.data.0.userName: Input should be a valid string; .* and 1 more",
        ),
    ],
)
def test_what_is_no_report_is_refused_in_one_line_that_shows_no_value(text: str, problem: str) -> None:
    with pytest.raises(errors.ConfigurationError, match=problem) as caught:
        Report.from_json(text)
    assert "\n" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_a_file_of_version_1_is_read() -> None:
    report = Report.load(V1)
    assert report.version == 2
    assert report.created == datetime(2026, 1, 4, 23, 30, tzinfo=UTC)
    assert report.server.data is not None
    assert report.server.data.version == "25.3.1.23021"
    assert report.users.data is not None
    assert [user.user_name for user in report.users.data] == ["admin", "johndoe", "asmith"]
    assert report.users.data[1].privileges_on_folders is not None
    # Version 1 wrote null for what was not told as well, so nothing can be said of it.
    assert "privileges_on_folders" not in report.users.data[0].model_fields_set
    assert report.stores.data is not None
    assert report.stores.data[0].statistics_size == 28_311_552
    assert report.verification is not None
    assert report.verification.status == "succeeded"
    for name in set(SECTIONS) - {"server", "users", "stores"}:
        unavailable = getattr(report, name).unavailable
        assert unavailable.cause == "notAsked"
    assert Report.from_json(report.to_json()) == report


def test_every_section_is_listed_in_the_order_of_the_model() -> None:
    fields = [name for name in Report.model_fields if name in SECTIONS]
    assert tuple(fields) == SECTIONS
    others = {"version", "created", "sdk", "edition", "instance_id", "verification", "default_login"}
    assert set(Report.model_fields) - set(SECTIONS) == others
