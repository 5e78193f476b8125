"""Moments with a zone, times of the day and durations, as Python has them and as the API wants them."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, timezone
from typing import Any
from urllib.parse import parse_qs

import pytest

from mailstore_sdk import Client
from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.errors import ArgumentError
from mailstore_sdk.transport.encoding import fields
from tests.transport.scripted import ScriptedSender, envelope, json_reply

BERLIN = timezone(timedelta(hours=1))


@pytest.mark.parametrize("name", ["GetWorkerResults", "GetJobResults"])
@pytest.mark.parametrize(
    "moment", [datetime(2026, 1, 31, 12, 0, tzinfo=UTC), datetime(2026, 1, 31, 13, 0, tzinfo=BERLIN)]
)
def test_a_moment_with_a_zone_is_sent_as_utc_where_that_is_asked_for(name: str, moment: datetime) -> None:
    zone = next(argument for argument in BY_NAME[name].by_name if argument.lower() == "timezoneid")
    given = {"fromIncluding": moment, "toExcluding": "2026-02-01T00:00:00", zone: "UTC"}
    assert fields(name, BY_NAME[name], given)["fromIncluding"] == "2026-01-31T12:00:00"


@pytest.mark.parametrize("zone", ["$Local", "W. Europe Standard Time", None])
def test_a_moment_with_a_zone_is_refused_where_only_the_server_knows_the_difference(zone: str | None) -> None:
    moment = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
    given = {"fromIncluding": moment, "toExcluding": "2026-02-01T00:00:00", "timeZoneID": zone}
    with pytest.raises(ArgumentError, match=r'fromIncluding has a time zone.* ask for "UTC", or convert it'):
        fields("GetWorkerResults", BY_NAME["GetWorkerResults"], given)


def test_a_moment_that_utc_does_not_have_is_refused() -> None:
    given = {
        "fromIncluding": datetime.min.replace(tzinfo=BERLIN),
        "toExcluding": datetime(2026, 2, 1),
        "timeZoneID": "UTC",
    }
    with pytest.raises(ArgumentError, match="fromIncluding is beyond the calendar in UTC"):
        fields("GetWorkerResults", BY_NAME["GetWorkerResults"], given)


def test_a_list_of_mappings_is_json_for_a_function_that_nobody_knows() -> None:
    assert fields("Try", None, {"config": [{"a": 1}]}) == {"config": '[{"a": 1}]'}


def test_a_moment_without_a_zone_is_sent_as_it_is_whatever_zone_is_asked_for() -> None:
    given = {"fromIncluding": datetime(2026, 1, 31, 12), "toExcluding": datetime(2026, 2, 1), "timeZoneID": "UTC"}
    assert fields("GetWorkerResults", BY_NAME["GetWorkerResults"], given)["fromIncluding"] == "2026-01-31T12:00:00"


@pytest.mark.parametrize(
    ("given", "sent"), [(time(23, 5), "23:05:00"), (time(1, 2, 3, 999), "01:02:03"), ("7:00", "7:00")]
)
def test_a_time_of_the_day_may_be_a_time(given: time | str, sent: str) -> None:
    sender = ScriptedSender(json_reply(envelope()))
    Client(sender=sender, protocol="modern").set_job_schedule(3, "UTC", time=given)
    assert _form(sender)["time"] == [sent]


@pytest.mark.parametrize("given", [timedelta(minutes=5), 300])
def test_a_duration_is_sent_in_seconds(given: timedelta | int) -> None:
    sender = ScriptedSender(json_reply(envelope()))
    client = Client(sender=sender, protocol="modern")
    client.set_profile_server_side_execution(3, True, automatic_pause_between_executions=given)
    assert _form(sender)["automaticPauseBetweenExecutions"] == ["300"]


@pytest.mark.parametrize("given", [time(12, tzinfo=UTC), 12, timedelta(hours=12)])
def test_what_is_no_time_of_the_day_is_refused(given: Any) -> None:
    with pytest.raises(ArgumentError, match="SetJobSchedule: time "):
        Client(sender=ScriptedSender(), protocol="modern").set_job_schedule(3, "UTC", time=given)


def _form(sender: ScriptedSender) -> dict[str, list[str]]:
    return parse_qs(sender.requests[-1].body.decode())
