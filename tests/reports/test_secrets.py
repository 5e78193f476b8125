"""No password, whatever server sent it and under which name, is in a report or in what is made of it."""

from __future__ import annotations

from typing import Any

import pytest

from mailstore_sdk.emulator import Emulator
from mailstore_sdk.emulator.handlers import HANDLERS
from mailstore_sdk.reports.writers import TABLES, to_csv
from tests.reports.collecting import LATER, NOON, at, of_server, of_spe

MARK = "hunter2-mark"


def planted(settings: dict[str, Any]) -> None:
    """Secrets as a server would give them that does not keep to the documentation."""
    settings.update(
        apiKey=MARK,
        clientSecret={"value": MARK},
        nested={"list": [{"refreshToken": MARK, "harmless": "kept"}]},
        connection=f"Server=db;User Id=sa;Password={MARK}",
        proxy=f"http://user:{MARK}@proxy.example.com:3128",
    )


@pytest.mark.parametrize("told", ["null", "everything"])
def test_no_secret_is_in_a_report(told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if told == "everything":
        # A server that does give passwords back.
        for module in ("stored_settings", "handlers.profiles"):
            monkeypatch.setattr(f"mailstore_sdk.emulator.{module}.without_passwords", lambda value: value)
    emulator = Emulator(version="25.3")
    state = emulator.state
    state.profiles[1]["details"].update(password=MARK, otherPassword=MARK)
    for name in ("smtp", "directoryServices", "compliance", "service", "storeAutoCreate"):
        planted(state.settings[name])
        state.settings[name]["password"] = MARK
    planted(state.profiles[1]["details"])
    planted(state.profiles[1])
    planted(state.settings["retentionPolicies"][0])
    planted(state.credentials[0]["Settings"])
    state.credentials[0]["Settings"]["value"] = MARK
    state.jobs[1].action = f'UnlockStore --id 1 --passphrase={MARK} "password": "{MARK}" userPassword = \'{MARK}\''
    state.job_runs[0].action = f"UnlockStore passphrase:{MARK}"
    report = at(of_server(emulator))
    state.profiles[1]["details"].update(password=f"new {MARK}", newSecret=MARK)
    later = at(of_server(emulator), LATER)
    diff = later.diff(report)
    for one in (report, later, diff):
        assert MARK not in one.to_json()
        assert MARK not in repr(one)
    assert not [name for name in TABLES if MARK in to_csv(report, name)]
    assert '"harmless": "kept"' in report.to_json()
    assert report.jobs.data is not None
    assert report.jobs.data[0].action == 'UnlockStore --id 1 --passphrase=*** "password": *** userPassword = ***'


def test_no_secret_of_an_installation_is_in_a_report() -> None:
    emulator = Emulator(edition="spe")
    planted(emulator.installation.settings["systemSmtp"])
    planted(emulator.installation.instance_hosts["host1"])
    report = at(of_spe(emulator), NOON)
    assert MARK not in report.to_json()
    assert MARK not in repr(report)
    assert '"harmless": "kept"' in report.to_json()


def test_the_handlers_that_the_tests_change_are_there() -> None:
    assert {"GetProfiles", "GetSmtpSettings"} <= set(HANDLERS)
