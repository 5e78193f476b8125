"""`mailstore --verbose` tells each call on stderr, and no secret; an interrupted wait says how to take it up again."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path

import pytest

from mailstore_sdk import Client
from mailstore_sdk.emulator import ByTime, Emulator
from tests.cli.cli_process import COMMAND, ENVIRONMENT, Run

SECRET = "Kanarie7"


def test_each_call_is_a_line_on_stderr_and_the_answer_alone_on_stdout(
    mailstore: Run, connection: dict[str, str]
) -> None:
    done = mailstore("-v", "call", "GetServerInfo", **connection)

    assert json.loads(done.stdout)["machineName"] == "WIN2012MS"
    lines = done.stderr.splitlines()
    assert len(lines) == 1
    assert " INFO GetServerInfo: answered in " in lines[0]
    assert lines[0].endswith("(HTTP 200, 1 try)")


@pytest.mark.parametrize("password", ["admin", f"{SECRET}-wrong"])
def test_nothing_secret_is_told_however_much_is(mailstore: Run, connection: dict[str, str], password: str) -> None:
    connection["MAILSTORE_PASSWORD"] = password
    name, settings = f"password={SECRET}", f'config={{"password": "{SECRET}"}}'
    calls = [
        ("SetUserPassword", "userName=johndoe", name),
        ("SetUserPassword", "userName=nobody", name),
        ("SetDirectoryServicesConfiguration", settings),
    ]
    told = [mailstore("-vv", "call", *call, "--yes", **connection) for call in calls]

    assert all(SECRET not in done.stdout + done.stderr for done in told)
    assert all(" DEBUG " in done.stderr for done in told)
    if password == "admin":
        assert 'SetUserPassword: {"userName": "johndoe", "password": "***"}' in told[0].stderr


def test_without_it_nothing_is_told(mailstore: Run, connection: dict[str, str]) -> None:
    assert mailstore("call", "GetServerInfo", **connection).stderr == ""


def test_ctrl_c_says_how_to_take_up_the_call_that_goes_on(tmp_path: Path) -> None:
    emulator = Emulator(tasks=ByTime(600), protocol="modern")
    with emulator.serve() as server:
        environment = {
            **ENVIRONMENT,
            "MAILSTORE_PORT": str(server.port),
            "MAILSTORE_CA_FILE": server.ca_file,
            "MAILSTORE_PASSWORD": "admin",
        }
        command = [*COMMAND, "-vv", "call", "VerifyStore", "id=1", "--yes"]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path, env=environment
        ) as process:
            assert process.stderr is not None
            seen = ""
            while "get-status" not in seen:  # now it waits
                seen = process.stderr.readline()
            process.send_signal(signal.SIGINT)
            _, rest = process.communicate(timeout=30)

        assert process.returncode == 130
        last = rest.splitlines()[-1]
        assert last.startswith("mailstore: interrupted: VerifyStore goes on on the server. ")
        saved = last.partition("client.resume('")[2].removesuffix("')")
        with Client(**server.connection) as client:
            assert client.resume(saved).refresh().status == "running"
