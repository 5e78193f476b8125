"""`mailstore demo` and `mailstore emulator`, in a pipe and at a terminal."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import ssl
import subprocess
import urllib.request
from base64 import b64encode
from pathlib import Path

import pytest

from mailstore_sdk import Client
from mailstore_sdk.reports import Report
from tests.cli.cli_process import COMMAND, ENVIRONMENT, Run, until

TABLE = """\
Users
  Name     Full name      Addresses
  admin    Administrator
  johndoe  John Doe       jdoe@example.com, john@example.com
  asmith   Anna Smith     asmith@example.com
"""


def test_demo_in_a_pipe_is_plain_text_and_writes_the_report(mailstore: Run, tmp_path: Path) -> None:
    done = mailstore("demo", "--seconds", "0.2")
    assert (done.returncode, done.stderr) == (0, "")
    first, rest = done.stdout.split("\n", 1)
    assert re.fullmatch(
        r"MailStore Server 8\.1\.2\.9268 on WIN2012MS \(https://127\.0\.0\.1:\d+, certificate verified\)", first
    )
    assert rest.startswith(TABLE)
    assert "100 %  Finished. No errors have been found." in rest
    assert rest.endswith("Archive store 1: succeeded. Report: mailstore-report.json\n")
    assert "\x1b" not in done.stdout
    report = Report.model_validate_json((tmp_path / "mailstore-report.json").read_text(encoding="utf-8"))
    assert report.verification is not None
    assert report.verification.progress_percentage == 100


def test_demo_at_a_terminal_draws_a_table_and_a_bar(tmp_path: Path) -> None:
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, "demo", "--seconds", "0.2"], stdin=follower, stdout=follower, stderr=follower, cwd=tmp_path,
        env={**ENVIRONMENT, "TERM": "xterm-256color"},
    ) as process:  # fmt: skip
        os.close(follower)
        text = b"".join(until(leader, None)).decode()
    os.close(leader)
    assert process.returncode == 0, text
    assert "│ johndoe │" in text
    assert "━" in text
    assert "100%" in text
    assert (tmp_path / "mailstore-report.json").exists()


def test_demo_says_in_one_line_that_the_report_cannot_be_written(mailstore: Run) -> None:
    done = mailstore("demo", "--seconds", "0", "--output", "missing/report.json")
    assert done.returncode == 2
    assert done.stderr == "mailstore: missing/report.json: No such file or directory\n"


@pytest.mark.parametrize(
    ("protocol", "path"), [("modern", "/api/invoke/GetServerInfo"), ("legacy", "/JSON/Invoke/GetServerInfo")]
)
def test_emulator_serves_any_client_until_it_is_interrupted(protocol: str, path: str, tmp_path: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "emulator", "--port", "0", "--protocol", protocol, "--ca-out", "ca.pem"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path, env=ENVIRONMENT,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(5)]
        match = re.search(r"https://127\.0\.0\.1:(\d+)", lines[0])
        assert match, lines
        port = int(match.group(1))
        assert "ca.pem" in lines[1]

        request = urllib.request.Request(f"https://127.0.0.1:{port}{path}", data=b"", method="POST")
        request.add_header("Authorization", "Basic " + b64encode(b"admin:admin").decode())
        trusted = ssl.create_default_context(cafile=str(tmp_path / "ca.pem"))
        with urllib.request.urlopen(request, context=trusted) as answer:
            found = json.loads(answer.read().decode("utf-8-sig"))
        assert (found.get("result") or found)["machineName"] == "WIN2012MS"

        fingerprint = lines[1].rsplit(" ", 1)[1].strip()
        with Client(port=port, fingerprint=fingerprint, trust_env=False) as client:
            assert client.transport.detect().name == protocol

        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=30)
    assert (process.returncode, rest, errors) == (0, "Ended.\n", "")


def test_emulator_says_in_one_line_that_the_port_is_taken(mailstore: Run, server: object) -> None:
    done = mailstore("emulator", "--port", str(getattr(server, "port")))  # noqa: B009
    assert done.returncode == 2
    assert re.fullmatch(r"mailstore: .*[Aa]ddress already in use.*\n", done.stderr)
