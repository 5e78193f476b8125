"""`mailstore doctor --functions` and `--shapes` against emulated servers, as they should be and otherwise."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from mailstore_sdk import Client, models
from mailstore_sdk.emulator import Emulator
from mailstore_sdk.emulator.handlers import HANDLERS
from tests.cli.cli_process import Run
from tests.drift.test_metadata import plant

HEADING = "  Function        Argument     Server     Expected          Found                   Known since"
ROWS = {
    "  GetCredentials               missing    no arguments                              2024",
    "  GetJobResults   jobId        different  number, optional  string, optional        2018",
    "  GetUserInfo     depth        extra                        bool, required          9.0",
    "  DeleteUser      userName     different  string, required  string, optional        9.0",
    "  RenameUser      newUserName  missing    string, required                          9.0",
    "  BrewCoffee                   extra                        cups: number, optional",
}


@contextmanager
def serving(**made: Any) -> Iterator[dict[str, str]]:
    """An emulated server, as environment variables with which the command reaches it."""
    with Emulator(**made).serve() as server:
        yield {
            "MAILSTORE_PORT": str(server.port),
            "MAILSTORE_CA_FILE": server.ca_file,
            "MAILSTORE_PASSWORD": "admin",
        }


def compared(stdout: str) -> list[str]:
    """The lines after the steps."""
    lines = stdout.splitlines()
    return lines[next(number for number, line in enumerate(lines) if line.startswith("Functions of ")) :]


def without_steps(stdout: str) -> dict[str, Any]:
    """The JSON without the steps, all of which succeeded."""
    whole: dict[str, Any] = json.loads(stdout)
    assert {step["ok"] for step in whole.pop("steps")} == {True}
    return whole


def test_a_server_as_specified_has_no_difference(mailstore: Run) -> None:
    with serving(protocol="modern") as connection:
        done = mailstore("doctor", "--functions", **connection)

    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(
        r"\nFunctions of MailStore Server: (\d+) known, \1 on this server\.\nNo difference\.\n\Z", done.stdout
    )


def test_a_service_provider_edition_is_compared_with_its_own_functions(mailstore: Run) -> None:
    with serving(edition="spe", protocol="modern") as connection:
        right = mailstore("doctor", "--functions", "--edition", "spe", **connection)
        wrong = mailstore("doctor", "--functions", **connection)

    assert (right.returncode, right.stderr) == (0, "")
    assert "\nFunctions of the Service Provider Edition: " in right.stdout
    assert right.stdout.endswith("\nNo difference.\n")
    assert (wrong.returncode, wrong.stderr) == (1, "")
    assert "\nFAILED  right        GetServerInfo: Unknown function GetServerInfo.\n" in wrong.stdout
    assert "Is it the right edition?" in wrong.stdout


def test_planted_differences_are_a_table_and_exit_code_1(mailstore: Run) -> None:
    with serving(protocol="modern", metadata=plant) as connection:
        done = mailstore("doctor", "--functions", **connection)

    assert (done.returncode, done.stderr) == (1, "")
    first, title, heading, *rows, last = compared(done.stdout)
    assert re.fullmatch(r"Functions of MailStore Server: (\d+) known, \1 on this server\.", first)
    assert (title, heading) == ("Differences", HEADING)
    assert (set(rows), len(rows)) == (ROWS, len(ROWS))
    assert last == "A server older than a function lacks it: that is normal."


def test_as_json_it_is_the_model(mailstore: Run) -> None:
    with serving(protocol="modern", metadata=plant) as connection:
        done = mailstore("doctor", "--functions", "--json", **connection)
        port, ca_file = int(connection["MAILSTORE_PORT"]), connection["MAILSTORE_CA_FILE"]
        with Client(port=port, ca_file=ca_file, trust_env=False) as client:
            comparison = client.compare_metadata()

    assert (done.returncode, done.stderr) == (1, "")
    assert models.MetadataComparison.model_validate(without_steps(done.stdout)) == comparison
    assert set(json.loads(done.stdout)) == {"steps", "edition", "expected", "found", "differences"}


def test_characters_of_the_server_do_not_steer_the_terminal(mailstore: Run) -> None:
    forged = {"name": "Forged\x1b[2J\nNo difference.", "args": []}
    with serving(protocol="modern", metadata=lambda listed: [*listed, forged]) as connection:
        table, text = mailstore("doctor", "--functions", **connection), mailstore("doctor", "--json", **connection)

    assert "Forged [2J No difference." in table.stdout
    assert "\x1b" not in table.stdout + text.stdout


def test_shapes_are_written_and_hold_no_value(mailstore: Run, tmp_path: Path) -> None:
    with serving(protocol="modern") as connection:
        done = mailstore("doctor", "--functions", "--shapes", "shapes.json", **connection)
    text = (tmp_path / "shapes.json").read_text(encoding="utf-8")
    report = models.ShapeReport.model_validate_json(text)

    assert (done.returncode, done.stderr) == (0, "")
    assert "\nNo answer is unlike its model.\n" in done.stdout
    assert report.functions["GetServerInfo"].shape == {"version": "string", "machineName": "string"}
    assert report.not_called["GetMessages"] == "nothing is known to fill in for folder"
    for value in ("WIN2012MS", "8.1.2.9268", "johndoe", "John Doe", "jdoe@example.com"):
        assert value not in text
    called, failed, left_out = len(report.functions), len(report.failed), len(report.not_called)
    assert done.stdout.endswith(
        f"Shapes: shapes.json ({called} functions answered, {failed} failed, {left_out} not called). "
        "Look through it before you send it.\n"
    )


def test_answers_unlike_the_models_are_a_table_and_exit_code_1(mailstore: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(HANDLERS, "GetServerInfo", lambda *_: {"version": 9, "colour": "qzmarkzq"})
    with serving(protocol="modern") as connection:
        done = mailstore("doctor", "--functions", "--shapes", "shapes.json", **connection)

    assert (done.returncode, done.stderr) == (1, "")
    rows = re.findall(r"^  GetServerInfo +(\S+) +(\S+) +(.+)$", done.stdout, re.MULTILINE)
    assert [(key, kind, re.split("  +", what.strip())) for key, kind, what in rows] == [
        ("version", "different", ["string", "number"]),
        ("machineName", "missing", ["string, required"]),
        ("colour", "extra", ["string"]),
    ]


def test_a_function_that_the_server_lacks_is_not_called(mailstore: Run) -> None:
    def without_stores(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [function for function in listed if function["name"] != "GetStores"]

    with serving(protocol="modern", metadata=without_stores) as connection:
        done = mailstore("doctor", "--functions", "--shapes", "shapes.json", "--json", **connection)
    whole = json.loads(done.stdout)

    assert [each["function"] for each in whole["differences"]] == ["GetStores"]
    assert whole["shapes"]["notCalled"]["GetStores"] == "the server does not have it"


def test_shapes_of_a_service_provider_edition_are_those_of_an_instance_too(mailstore: Run, tmp_path: Path) -> None:
    with serving(edition="spe", protocol="modern") as connection:
        mailstore("doctor", "--functions", "--edition", "spe", "--shapes", "shapes.json", **connection)
    report = models.ShapeReport.model_validate_json((tmp_path / "shapes.json").read_text(encoding="utf-8"))

    assert report.edition == "spe"
    assert {"GetEnvironmentInfo", "GetUsers"} <= set(report.functions)


def test_a_server_of_the_legacy_generation_has_nothing_to_compare_but_shapes(mailstore: Run, tmp_path: Path) -> None:
    with serving(protocol="legacy") as connection:
        plain = mailstore("doctor", "--functions", **connection)
        shapes = mailstore("doctor", "--functions", "--shapes", "shapes.json", **connection)

    assert plain.returncode == 1
    assert plain.stderr.count("\n") == 1
    assert shapes.stderr == ""
    assert "\nA server of this generation does not list its functions" in shapes.stdout
    assert json.loads((tmp_path / "shapes.json").read_text(encoding="utf-8"))["protocol"] == "legacy"


@pytest.mark.parametrize("edition", ["server", "spe"])
def test_a_file_that_cannot_be_written_is_said_in_one_line(edition: str, mailstore: Run) -> None:
    with serving(edition=edition, protocol="modern") as connection:
        done = mailstore("doctor", "--functions", "--edition", edition, "--shapes", "missing/shapes.json", **connection)

    assert (done.returncode, "FAILED" in done.stdout) == (2, False)
    assert done.stderr == "mailstore: missing/shapes.json: No such file or directory\n"


def test_each_edition_has_a_port_of_its_own(mailstore: Run) -> None:
    # Port 1 answers nobody, and proves that a port that is given is taken.
    for arguments, port in ((("--edition", "spe"), "8474"), (("--edition", "spe", "--port", "1"), "1")):
        done = mailstore(
            "doctor", "--functions", *arguments, "--timeout", "2", "--host", "127.0.0.1", MAILSTORE_PASSWORD="admin"
        )
        assert done.returncode == 3
        assert f"FAILED  port         port {port} does not answer" in done.stdout
