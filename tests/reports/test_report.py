"""A report holds what the server says, and survives its own JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from mailstore_sdk import errors
from mailstore_sdk.emulator import Emulator
from mailstore_sdk.models import StatusResult
from mailstore_sdk.reports import Report, collect, verify


def test_a_report_holds_server_users_stores_and_verification(emulator: Emulator) -> None:
    with emulator.client() as client:
        report = collect(client).with_verification(verify(client, 1))
    data = json.loads(report.to_json())
    assert data["server"] == {"version": "8.1.2.9268", "machineName": "WIN2012MS"}
    assert [(user["userName"], user["emailAddresses"]) for user in data["users"]] == [
        ("admin", []),
        ("johndoe", ["jdoe@example.com", "john@example.com"]),
        ("asmith", ["asmith@example.com"]),
    ]
    assert [(store["id"], store["statisticsCount"]) for store in data["stores"]] == [(1, 234), (2, 234)]
    assert data["verification"]["store"] == 1
    assert data["verification"]["status"] == "succeeded"
    assert data["verification"]["messages"][-1]["text"] == "Finished. No errors have been found."


def test_a_report_reads_its_own_json_back(emulator: Emulator) -> None:
    with emulator.client() as client:
        report = collect(client).with_verification(verify(client, 2))
    assert Report.model_validate_json(report.to_json()) == report
    assert report.created.tzinfo is not None


def test_a_report_of_another_format_is_refused(emulator: Emulator) -> None:
    with emulator.client() as client:
        data = json.loads(collect(client).to_json())
    with pytest.raises(ValidationError, match="format"):
        Report.model_validate({**data, "format": 2})


def test_verify_tells_every_status(emulator: Emulator) -> None:
    seen: list[StatusResult] = []
    with emulator.client() as client:
        verification = verify(client, 1, on_status=seen.append)
    assert [(status.status, status.progress_percentage) for status in seen] == [("running", 0), ("succeeded", 100)]
    assert verification.messages == seen[-1].messages


def test_a_store_that_does_not_exist_is_an_error(emulator: Emulator) -> None:
    with emulator.client() as client, pytest.raises(errors.ApiError, match="Archive store 99"):
        verify(client, 99)


def test_a_verification_that_was_cancelled_is_in_the_report_as_such() -> None:
    emulator = Emulator(protocol="modern")

    def cancel(_: Any) -> None:
        for task in emulator.world.tasks.values():
            task.cancel(emulator.clock.now())

    with emulator.client() as client:
        assert verify(client, 1, on_status=cancel).status == "cancelled"
