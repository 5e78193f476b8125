"""Calls that may change something: asked about, shown without being sent, or refused; and long-running ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailstore_sdk import Client
from mailstore_sdk.cli.connection import refuse_writing
from mailstore_sdk.emulator import ByTime, Emulator
from mailstore_sdk.emulator.server import EmulatorServer
from mailstore_sdk.errors import ConfigurationError
from tests.cli.cli_process import reaching
from tests.cli.inside import Inside
from tests.cli.terminal import at_terminal

SECRET = "Kanarie7"
WRITING = {
    "VerifyStore": "verify 1",
    "VerifyStores": "verify --all",
    "RunProfile": "run 1",
    "SetUserPassword": f"call SetUserPassword userName=johndoe password={SECRET}",
    "BrewCoffee": f"call BrewCoffee cups=1 apiKey={SECRET}",
}


@pytest.fixture(scope="module")
def server() -> Iterator[EmulatorServer]:
    """A server whose long-running calls take a moment; of its own, since it is written to."""
    with Emulator(protocol="modern", tasks=ByTime(0.2)).serve() as running:
        yield running


@pytest.fixture
def reached(server: EmulatorServer) -> dict[str, str]:
    """Environment variables with which the command reaches it."""
    server.emulator.requests.clear()
    return reaching(server)


@pytest.mark.parametrize("typed", [*WRITING.values(), "cancel e30"])
def test_in_a_pipe_nothing_is_written_without_yes(
    inside: Inside, server: EmulatorServer, reached: dict[str, str], typed: str
) -> None:
    done = inside(*typed.split(), **reached)
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith("may change something on the server: say --yes\n")
    assert list(server.emulator.requests) == []


@pytest.mark.parametrize("how", ["option", "variable", "profile"])
@pytest.mark.parametrize("typed", [*WRITING.values(), "cancel e30"])
def test_read_only_refuses_even_with_yes(
    inside: Inside, server: EmulatorServer, reached: dict[str, str], tmp_path: Path, typed: str, how: str
) -> None:
    options, variables = ["--yes"], dict(reached)
    if how == "option":
        options.append("--read-only")
    elif how == "variable":
        variables["MAILSTORE_READ_ONLY"] = "1"
    else:
        config = tmp_path / "config.toml"
        config.write_text("[office]\nread_only = true\n", encoding="utf-8")
        config.chmod(0o600)
        variables |= {"MAILSTORE_CONFIG": str(config), "MAILSTORE_PROFILE": "office"}
    done = inside(*typed.split(), *options, **variables)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert "is refused: --read-only, or the profile, allows only functions that read" in done.err
    assert SECRET not in done.err
    assert list(server.emulator.requests) == []
    assert inside("info", *options[1:], **variables).code == 0


def test_what_is_not_known_to_read_is_stopped_before_it_is_sent(server: EmulatorServer) -> None:
    server.emulator.requests.clear()
    with Client(**server.connection) as client:
        reading = client.options(on_request=refuse_writing)
        assert reading.get_users()
        for writes in (lambda: reading.delete_user("johndoe"), lambda: reading.invoke("BrewCoffee")):
            with pytest.raises(ConfigurationError, match="is refused"):
                writes()
    assert {request.function for request in server.emulator.requests} <= {"GetUsers", "GetServerInfo", "get-metadata"}


@pytest.mark.parametrize("function", WRITING)
def test_a_dry_run_shows_the_request_and_sends_nothing(
    inside: Inside, server: EmulatorServer, reached: dict[str, str], function: str
) -> None:
    without = {name: value for name, value in reached.items() if name != "MAILSTORE_PASSWORD"}
    done = inside(*WRITING[function].split(), "--dry-run", **without)  # nor is a password asked for
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == f"POST {server.url}/api/invoke/{function}"
    assert lines[-1] == "Nothing was sent."
    assert SECRET not in done.out
    assert ("=***" in done.out) is (SECRET in WRITING[function])
    assert list(server.emulator.requests) == []


def test_a_dry_run_knows_the_other_protocol_and_the_instance(inside: Inside) -> None:
    old = inside("run", "1", "--dry-run", "--protocol", "legacy")
    assert old.out.splitlines()[0] == "POST https://127.0.0.1:8463/JSON/Invoke/RunProfile"
    spe = inside("run", "1", "--dry-run", "--edition", "spe", "--instance", "c1")
    assert spe.out.splitlines()[:2] == ["POST https://127.0.0.1:8474/api/invoke/RunProfile", "  instanceID=c1"]


def test_a_long_running_call_ends_with_its_outcome(inside: Inside, reached: dict[str, str]) -> None:
    done = inside("verify", "1", "--yes", **reached)
    assert (done.code, done.err) == (0, "")
    first, *lines, last = done.out.splitlines()
    assert first == "Verifying archive store 1"
    assert all(line.startswith("  ") and " %  " in line for line in lines)
    assert last.startswith("Verifying archive store 1: succeeded")
    as_json = inside("run", "Exchange Mailboxes", "--yes", "--json", **reached)
    assert json.loads(as_json.out)["status"] == "succeeded"
    failed = inside("verify", "9", "--yes", **reached)
    assert failed.code == 1


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_call_that_nobody_waits_for_is_taken_up_again(
    inside: Inside, reached: dict[str, str], form: tuple[str, ...]
) -> None:
    started = inside("verify", "--all", "--yes", "--no-wait", *form, **reached)
    token = started.out.strip()
    assert (started.code, started.err, token.split()) == (0, "", [token] if not form else token.split())
    assert ("'" in token or '"' in token) is bool(form)
    assert inside("status", token, **reached).out.splitlines()[0].startswith(("running", "succeeded"))
    waited = inside("wait", token, "--jsonl", **reached)
    assert (waited.code, json.loads(waited.out)["status"]) == (0, "succeeded")


def test_a_call_can_be_cancelled(inside: Inside, reached: dict[str, str]) -> None:
    token = inside("call", "VerifyStores", "--yes", "--no-wait", **reached).out.strip()
    cancelled = inside("cancel", token, "--yes", **reached)
    assert (cancelled.code, cancelled.out) == (0, "The server was asked to stop VerifyStores.\n")
    waited = inside("wait", token, **reached)
    assert (waited.code, waited.out.splitlines()[-1].split(" (")[0]) == (1, "VerifyStores: cancelled")


def test_waiting_can_be_bounded(inside: Inside) -> None:
    with Emulator(protocol="modern", tasks=ByTime(600)).serve() as slow:
        done = inside("verify", "1", "--yes", "--wait-timeout", "0.1", "--json", **reaching(slow))
    assert (done.code, done.out) == (1, "")
    assert "VerifyStore is not finished" in done.err


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("verify --yes", "say the id of one archive store, or --all"),
        ("verify 1 --all --yes", "say the id of one archive store, or --all"),
        ("run Nothing --yes", "profile 'Nothing': there is none"),
        ("call VerifyStore id=x --yes", "id"),
    ],
)
def test_what_does_not_fit_is_one_line(inside: Inside, reached: dict[str, str], typed: str, said: str) -> None:
    done = inside(*typed.split(), **reached)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert said in done.err


@pytest.mark.parametrize(("answer", "code"), [("n", 1), ("y", 0)])
def test_at_a_terminal_somebody_is_asked(
    server: EmulatorServer, reached: dict[str, str], tmp_path: Path, answer: str, code: int
) -> None:
    ended, screen = at_terminal(["verify", "1"], [("Go on? [y/N]: ", answer)], tmp_path, **reached)
    assert ended == code, screen
    assert ("100%" in screen) is (code == 0)  # the bar
    assert bool(list(server.emulator.requests)) is (code == 0)
