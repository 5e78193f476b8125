"""A server that is down, a wrong password, a report that is old or half: the same services as ever, and none is ok."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from mailstore_sdk import Client
from mailstore_sdk.emulator import Emulator, HttpError
from mailstore_sdk.errors import ArgumentError
from mailstore_sdk.monitoring import (
    FORMATS,
    Facts,
    check,
    check_async,
    facts,
    failed,
    from_file,
    render,
)
from mailstore_sdk.reports.writers.json import write_json
from tests.monitoring import parsers
from tests.monitoring.made import NOW, PASSWORD, report, states

HOURS = timedelta(hours=1)


def nobody(_: Path) -> Facts:
    with Client("127.0.0.1", port=1, password=PASSWORD, retries=0, timeout=2) as client:
        return check(client, known=facts(report()).names)


def refused(_: Path) -> Facts:
    with Emulator().client(password=PASSWORD, retries=0) as client:
        return check(client, known=facts(report()).names)


def stale(path: Path) -> Facts:
    return from_file(write_json(report(), path / "report.json"), 2 * HOURS, now=NOW + 3 * HOURS)


def future(path: Path) -> Facts:
    return from_file(write_json(report(), path / "report.json"), 2 * HOURS, now=NOW - HOURS)


def absent(path: Path) -> Facts:
    return from_file(path / "report.json", HOURS, known=facts(report()).names)


def broken(path: Path) -> Facts:
    (path / "report.json").write_bytes(b'{"version": 99}')
    return from_file(path / "report.json", HOURS, known=facts(report()).names)


CASES = [
    (nobody, "ConnectError: ", "critical"),
    (refused, "AuthenticationError: ", "unknown"),
    (stale, "the report is 3 hours old, more than 2 hours", "unknown"),
    (future, "the report is from the future, by 60 minutes", "unknown"),
    (absent, "No such file", "unknown"),
    (broken, "report.json: ", "unknown"),
]


@pytest.mark.parametrize(("failing", "reason", "state"), CASES, ids=[case[0].__name__ for case in CASES])
def test_every_format_shows_the_same_services_and_why_they_are_not_known(
    failing: Callable[[Path], Facts], reason: str, state: str, tmp_path: Path
) -> None:
    well, found = facts(report()), failing(tmp_path)
    assert list(states(found)) == list(states(well))
    assert found.state == state
    assert found.failure is not None
    assert reason in found.failure
    assert "ok" not in states(found).values()
    out = {name: render(found, name).text for name in FORMATS}
    assert not any(PASSWORD in text for text in out.values())

    lines = parsers.checkmk(out["checkmk"])
    assert list(lines) == list(parsers.checkmk(render(well, "checkmk").text))
    assert all(shown not in ("ok", "warning") and reason in text for shown, _, text in lines.values())
    first, others, data = parsers.nagios(out["nagios"])
    assert first.startswith(f"MAILSTORE {state.upper()} - ")
    assert not any(line.startswith("[OK]") for line in others)
    assert not data
    assert reason in parsers.prtg(out["prtg"])["text"]
    assert json.loads(out["zabbix"])["profile"]["1"]["state"] == 3
    assert parsers.prometheus(out["prometheus"])["mailstore_up"] == {(): 0}
    assert reason in out["text"]


def test_without_any_names_those_that_every_archive_has_are_shown() -> None:
    with Client("127.0.0.1", port=1, retries=0, timeout=2) as client:
        found = check(client)
    fixed = ["server", "licence", "certificate", "profiles", "stores", "jobs", "findings"]
    assert list(states(found)) == fixed


def test_an_instance_and_an_installation_have_their_own_services() -> None:
    emulator = Emulator(edition="spe")
    with emulator.spe_client(password="wrong", retries=0) as client:
        assert list(states(check(client))) == ["server", "certificate", "instances", "findings"]
        of_one = states(check(client.instance("tutorial")))
        assert list(of_one) == ["server", "certificate", "profiles", "stores", "jobs", "findings"]
    with emulator.spe_client(retries=0) as client:
        found = check(client)
        assert found.of("instance")
        first = found.of("instance")[0].id
        assert first is not None
        assert check(client.instance(first)).of("store")


def test_a_report_that_is_fresh_enough_is_judged_for_its_own_moment(tmp_path: Path) -> None:
    found = from_file(write_json(report(), tmp_path / "report.json"), 24 * HOURS, now=NOW + 12 * HOURS)
    assert found.state == "ok"
    assert found.of("server")[0].metrics[0].value == 12 * 3600


def test_a_moment_without_a_zone_is_refused(tmp_path: Path) -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(ArgumentError, match="now has no time zone"):
        from_file(write_json(report(), tmp_path / "report.json"), HOURS, now=naive)
    with pytest.raises(ArgumentError, match="now has no time zone"):
        failed("down", now=naive)


def test_one_function_that_fails_is_unknown_and_the_rest_is_judged() -> None:
    emulator = Emulator(version="25.3")
    emulator.faults.add("GetStores", HttpError(status=500))
    with emulator.client(retries=0) as client:
        found = check(client)
    assert states(found)["stores"] == "unknown"
    assert states(found)["licence"] == "ok"


def test_a_check_makes_eight_calls() -> None:
    emulator = Emulator(version="25.3")
    with emulator.client(retries=0) as client:
        check(client)
    # The first finds out which generation of the API it is.
    assert [one.function for one in emulator.requests] == [
        "get-metadata",
        "GetServerInfo",
        "GetLicenseInformation",
        "GetStores",
        "GetProfiles",
        "GetWorkerResults",
        "GetJobs",
        "GetJobResults",
    ]


def test_async_is_the_same() -> None:
    async def look(password: str) -> Facts:
        async with Emulator().async_client(password=password, retries=0) as client:
            return await check_async(client)

    assert asyncio.run(look("admin")).failure is None
    assert asyncio.run(look("wrong")).failure is not None
