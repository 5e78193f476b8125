"""The plugin: the vendor's arguments and those that are usual, and an exit code that says what is the matter."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mailstore_sdk.client import Client
from mailstore_sdk.monitoring.plugin import plugin
from tests.monitoring import parsers
from tests.monitoring.made import PASSWORD

VENDOR = ["-s", "since:1H", "--status", "succeeded", "-c", "8", "-w", "10", "--search", "profiles"]


def asked(server: Any, *arguments: str) -> tuple[int, str]:
    environ = {"MAILSTORE_CA_FILE": server.ca_file, "MAILSTORE_PASSWORD": "admin"}
    out = plugin(["--host", server.host, "--port", str(server.port), *arguments], environ)
    return out.exit_code, out.text


def test_the_vendors_call_is_answered(server: Any) -> None:
    code, text = asked(server, "--username", "admin", "--password", "admin", *VENDOR)
    assert code == 2  # nothing ran within this hour
    assert parsers.nagios(text)[0] == "MAILSTORE CRITICAL - 0 runs succeeded in the last 60 minutes"


def test_without_counting_everything_is_checked_or_what_is_named(server: Any) -> None:
    code, text = asked(server)
    assert code in (2, 3)
    assert any("Profile 1 Exchange Mailboxes" in line for line in parsers.nagios(text)[1])
    code, text = asked(server, "--service", "store:1")
    assert code == 0
    assert parsers.nagios(text)[1] == ["[OK] Store 1 DefaultFileGroup: normal"]


def test_usual_short_options_are_known(server: Any) -> None:
    environ = {"MAILSTORE_CA_FILE": server.ca_file}
    given = ["-H", server.host, "-p", str(server.port), "-u", "admin", "-a", "admin", "-t", "10", "-v"]
    assert plugin([*given, "--service", "stores"], environ).exit_code == 0


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["--nonsense"], "unrecognized arguments"),
        (["-w", "x"], "invalid int value"),
        (["-w", "3"], "say since when"),
        (["-s", "yesterday"], "since:1H"),
        (["--search", "stores"], "invalid choice"),
        (["--port", "99999"], "port"),
        (["-s", "since:1H", "--service", "stores"], "--service is for checking"),
        (["--ca-file", "\0"], "ValueError"),
    ],
)
def test_wrong_arguments_are_unknown(given: list[str], words: str) -> None:
    out = plugin([*given, "--password", PASSWORD], {})
    assert out.exit_code == 3
    assert words in parsers.nagios(out.text)[0]
    assert PASSWORD not in out.text


def test_what_follows_a_mistyped_option_is_not_shown() -> None:
    for given in (["--pasword", PASSWORD], [f"--pasword={PASSWORD}"], [PASSWORD]):
        out = plugin(given, {})
        assert out.exit_code == 3
        assert "unrecognized arguments" in out.text
        assert PASSWORD not in out.text
    assert "--pasword" in plugin(["--pasword", PASSWORD], {}).text


@pytest.mark.parametrize(("option", "shown"), [("-h", "usage: check_mailstore "), ("-V", "check_mailstore ")])
def test_help_and_version_are_no_state_of_an_archive(option: str, shown: str) -> None:
    out = plugin([option], {})
    assert out.exit_code == 3
    assert out.text.startswith(shown)


@pytest.mark.parametrize("option", ["-v", "-p8463"])
def test_a_mistake_in_the_plugin_is_unknown_and_shows_nothing_that_it_knew(
    option: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **settings: Any) -> None:
        raise KeyError(settings["host"])

    monkeypatch.setattr(Client, "__init__", broken)
    out = plugin(["--host", "geheim.example", option], {})
    assert out.exit_code == 3
    assert parsers.nagios(out.text)[0].startswith("MAILSTORE UNKNOWN - KeyError")
    assert "geheim" not in out.text
    assert ("Traceback" in capsys.readouterr().err) == (option == "-v")


@pytest.mark.parametrize("more", [[], VENDOR], ids=["all", "counting"])
def test_a_wrong_password_is_unknown_and_no_answer_critical(server: Any, more: list[str]) -> None:
    code, text = asked(server, "--password", PASSWORD, *more)
    assert code == 3
    assert "AuthenticationError" in text
    assert PASSWORD not in text
    out = plugin(["--host", "127.0.0.1", "--port", "1", "--timeout", "2", *more], {})
    assert out.exit_code == 2
    assert "ConnectError" in parsers.nagios(out.text)[0]


def test_it_is_a_program() -> None:
    begun = datetime.now(UTC)
    done = subprocess.run(
        [sys.executable, "-m", "mailstore_sdk.monitoring.plugin", "-H", "127.0.0.1", "-p", "1", *VENDOR],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == 2, done.stderr
    assert done.stdout.startswith("MAILSTORE CRITICAL - ConnectError")
    assert datetime.now(UTC) - begun < timedelta(seconds=60)
