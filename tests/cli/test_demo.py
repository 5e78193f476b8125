"""`mailstore demo`, in a pipe and at a terminal."""

from __future__ import annotations

import os
import pty
import re
import subprocess
from pathlib import Path

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
    lines = rest.splitlines()[-2:]
    assert lines == [
        "Archive store 1: succeeded. Report as JSON: mailstore-report.json",
        "Report to look at: mailstore-report.html",
    ]
    assert "MailStore report: WIN2012MS" in (tmp_path / "mailstore-report.html").read_text(encoding="utf-8")
    assert "\x1b" not in done.stdout
    report = Report.from_json((tmp_path / "mailstore-report.json").read_text(encoding="utf-8"))
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


def test_demo_does_not_write_both_reports_to_the_same_file(mailstore: Run, tmp_path: Path) -> None:
    done = mailstore("demo", "--seconds", "0", "--output", "report.html")
    assert done.returncode == 2
    assert "would be overwritten" in done.stderr
    assert not (tmp_path / "report.html").exists()
