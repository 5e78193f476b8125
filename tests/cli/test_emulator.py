"""`mailstore emulator`: what it serves, what it says, and what it refuses."""

from __future__ import annotations

import http.client
import json
import os
import pty
import re
import shlex
import signal
import ssl
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from mailstore_sdk import Client, SpeClient
from mailstore_sdk.emulator import Behaviour
from tests.cli.cli_process import COMMAND, ENVIRONMENT, Run, until

ADMIN = "Basic " + b64encode(b"admin:admin").decode()
LINES = 7


class Served(NamedTuple):
    """What the command has said, and how it is reached."""

    lines: list[str]
    port: int
    ca_file: str


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[Served]:
    """The command on a free port, until Ctrl-C, which ends it well."""
    with subprocess.Popen(
        [*COMMAND, "emulator", "--port", "0", *options],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder, env=ENVIRONMENT,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        lines = [process.stdout.readline().removesuffix("\n") for _ in range(LINES)]
        try:
            found = re.search(r" on https://127\.0\.0\.1:(\d+) ", lines[0])
            trusted = re.match(r"Certificate to trust: (\S+)", lines[1])
            assert found, lines
            assert trusted, lines
            yield Served(lines, int(found[1]), trusted[1])
        finally:
            process.send_signal(signal.SIGINT)
            rest, errors = process.communicate(timeout=30)
    assert (process.returncode, rest, errors) == (0, "Ended.\n", "")


def post(served: Served, folder: Path, path: str, method: str = "POST") -> Any:
    """What a client answers with that is not ours."""
    context = ssl.create_default_context(cafile=str(folder / served.ca_file))
    connection = http.client.HTTPSConnection("127.0.0.1", served.port, context=context, timeout=30)
    connection.request(method, path, body="" if method == "POST" else None, headers={"Authorization": ADMIN})
    answer = connection.getresponse()
    text = answer.read().decode("utf-8-sig")
    connection.close()
    assert answer.status == 200, text
    return json.loads(text)


@pytest.mark.parametrize(
    ("protocol", "path"), [("modern", "/api/invoke/GetServerInfo"), ("legacy", "/JSON/Invoke/GetServerInfo")]
)
def test_it_serves_any_client_until_it_is_interrupted(protocol: str, path: str, tmp_path: Path) -> None:
    with serving(tmp_path, "--protocol", protocol) as served:
        found = post(served, tmp_path, path)
        assert (found.get("result") or found)["machineName"] == "WIN2012MS"
        fingerprint = served.lines[1].rsplit(" ", 1)[1]
        with Client(port=served.port, fingerprint=fingerprint, trust_env=False) as client:
            assert client.transport.detect().name == protocol
        assert path in served.lines[3]
    assert not list(tmp_path.iterdir()), "certificates are left only where somebody asked for them"
    assert not Path(served.ca_file).exists()


def test_it_serves_an_spe(tmp_path: Path) -> None:
    with serving(tmp_path, "--edition", "spe") as served:
        assert "Service Provider Edition on https://127.0.0.1:" in served.lines[0]
        assert "(protocol: modern, user admin, password admin)" in served.lines[0]
        with SpeClient(port=served.port, ca_file=served.ca_file, trust_env=False) as client:
            assert client.instance("customer1").get_users()
        assert "SpeClient(" in served.lines[2]
        assert served.lines[3].endswith("/api/invoke/GetEnvironmentInfo")


def test_every_way_in_that_it_names_works(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        python, curl, powershell, control = (line.split(": ", 1) for line in served.lines[2:6])
        assert [python[0], curl[0], powershell[0]] == ["Python", "curl", "PowerShell 7"]
        with eval(python[1], {"Client": Client}) as client:
            assert client.get_server_info().machine_name == "WIN2012MS"
        done = subprocess.run([*shlex.split(curl[1]), "--silent"], capture_output=True, timeout=60, check=True)
        assert json.loads(done.stdout.decode("utf-8-sig"))["result"]["machineName"] == "WIN2012MS"
        call = re.fullmatch(r" *Invoke-RestMethod https://127\.0\.0\.1:\d+(\S+) -Method Post .*'(.*)'\}", powershell[1])
        assert call, powershell[1]
        assert call.groups() == ("/api/invoke/GetServerInfo", ADMIN)
        requests = post(served, tmp_path, f"{control[1].strip().split(str(served.port))[1]}requests", "GET")
        assert [one["function"] for one in requests][-2:] == ["GetServerInfo", "GetServerInfo"]


def test_certificates_are_written_for_clients_of_any_language(tmp_path: Path) -> None:
    with serving(tmp_path, "--certificates", "made/here") as served:
        assert served.ca_file == "made/here/ca.pem"
        folder = tmp_path / "made" / "here"
        assert sorted(one.name for one in folder.iterdir()) == ["ca.pem", "fingerprint.txt", "server.pem"]
        assert (folder / "fingerprint.txt").read_text().strip() == served.lines[1].rsplit(" ", 1)[1]
        with Client(port=served.port, ca_file=folder / "ca.pem", trust_env=False) as client:
            assert client.get_users()


@pytest.mark.parametrize(
    ("version", "number", "protocol"),
    [("8.1", "8.1.2.9268", "legacy"), ("9.0", "9.0.0.9702", "modern"), ("25.3", "25.3.1.23021", "modern")],
)
def test_a_version_decides_on_the_protocol(version: str, number: str, protocol: str, tmp_path: Path) -> None:
    with serving(tmp_path, "--version", version) as served:
        assert f"(protocol: {protocol}, " in served.lines[0]
        with Client(port=served.port, ca_file=served.ca_file, trust_env=False) as client:
            assert client.get_server_info().version == number


def test_a_made_up_archive_has_as_many_users_as_were_asked_for(tmp_path: Path) -> None:
    with (
        serving(tmp_path, "--users", "5000", "--version", "25.3") as served,
        Client(port=served.port, ca_file=served.ca_file, trust_env=False) as client,
    ):
        assert len(client.get_users()) == 5001  # with the administrator


def test_behaviour_is_said_by_key_and_value(tmp_path: Path) -> None:
    options = ["--behaviour", "byte_order_mark=always", "--behaviour", "unknown-function=failed"]
    with serving(tmp_path, *options, "--behaviour", "worker_results_limit=1") as served:
        behaviour = post(served, tmp_path, "/_emulator/behaviour", "GET")
        wanted = Behaviour(byte_order_mark="always", unknown_function="failed", worker_results_limit=1)
        assert Behaviour.model_validate(behaviour) == wanted
        assert post(served, tmp_path, "/api/invoke/Frobnicate")["statusCode"] == "failed"


SEED = """\
edition = "spe"

[[administrators]]
user_name = "root"
password = "geheim"

[[instances]]
id = "acme"
host = "host1"
"""


def test_a_seed_file_says_what_is_served(tmp_path: Path) -> None:
    (tmp_path / "seed.toml").write_text(SEED, encoding="utf-8")
    with serving(tmp_path, "--seed", "seed.toml") as served:
        assert "Service Provider Edition" in served.lines[0]
        assert "geheim" not in "".join(served.lines), "a password in a file is not printed"
        with SpeClient(
            port=served.port, username="root", password="geheim", ca_file=served.ca_file, trust_env=False
        ) as client:
            assert [one.instance_id for one in client.get_instances("*")] == ["acme"]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--behaviour", "log"], "--behaviour log is not KEY=VALUE with one of the keys byte_order_mark, "),
        (["--behaviour", "lag=news"], "--behaviour lag=news is not KEY=VALUE with one of the keys byte_order_mark, "),
        (["--behaviour", "log=some"], "--behaviour log=some: .*'whole' or 'news'"),
        (["--behaviour", "token_lifetime=-1"], "--behaviour token_lifetime=-1: .*greater than or equal to 0"),
        (["--seed", "missing.toml"], "missing.toml: No such file or directory"),
        (["--seed", "wrong.toml"], r"wrong.toml: .*users\[1\]\.full_nam.*"),
        (["--seed", "wrong.toml", "--users", "5"], "--seed and --users exclude each other"),
        (["--edition", "spe", "--protocol", "legacy"], "a Service Provider Edition never spoke the legacy protocol"),
        (["--version", "8.1", "--protocol", "modern"], "a server of version 8.1 speaks the legacy protocol alone"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(mailstore: Run, tmp_path: Path, arguments: list[str], problem: str) -> None:
    wrong = '[[users]]\nuser_name = "a"\n\n[[users]]\nuser_name = "b"\nfull_nam = "B"\n'
    (tmp_path / "wrong.toml").write_text(wrong, encoding="utf-8")
    done = mailstore("emulator", "--port", "0", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(f"mailstore: {problem}.*\n", done.stderr), done.stderr


@pytest.mark.parametrize("arguments", [["--version", "7"], ["--edition", "home"], ["--users", "0"], ["--port", "-1"]])
def test_wrong_values_name_the_choices(mailstore: Run, arguments: list[str]) -> None:
    done = mailstore("emulator", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"Invalid value for '{arguments[0]}'" in done.stderr


def test_it_says_in_one_line_that_the_port_is_taken(mailstore: Run, server: object) -> None:
    done = mailstore("emulator", "--port", str(getattr(server, "port")))  # noqa: B009
    assert done.returncode == 2
    assert re.fullmatch(r"mailstore: .*[Aa]ddress already in use.*\n", done.stderr)


def test_the_help_is_readable_in_80_columns(mailstore: Run) -> None:
    done = mailstore("emulator", "--help", COLUMNS="80")
    assert done.returncode == 0
    assert max(map(len, done.stdout.splitlines())) <= 80
    for option in ("port", "edition", "version", "protocol", "seed", "users", "task-seconds", "certificates"):
        assert re.search(rf"--{option} ", done.stdout), option
    assert "--behaviour " in done.stdout
    assert "…" not in done.stdout


def test_at_a_terminal_it_says_how_it_is_reached_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, "emulator", "--port", "0"], stdin=follower, stdout=follower, stderr=follower, cwd=tmp_path,
        start_new_session=True, env={**ENVIRONMENT, "TERM": "xterm"},
    ) as process:  # fmt: skip
        os.close(follower)
        screen = b"".join(until(leader, b"Ctrl-C"))
        process.send_signal(signal.SIGINT)
        screen += b"".join(until(leader, None))
    os.close(leader)
    assert process.returncode == 0, screen
    assert b" on https://127.0.0.1:" in screen
    assert screen.endswith(b"Ended.\r\n")
