"""Many commands in one process at one terminal: what a start costs is paid once."""

from __future__ import annotations

import json
import os
import pty
import re
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.cli.cli_process import ENVIRONMENT, until
from tests.cli.terminal import STEERING

PROGRAM = """
import json, sys
from mailstore_sdk.cli import main
for typed in json.loads(sys.argv[1]):
    sys.argv = ["mailstore", *typed]
    code = main()
    sys.stdout.flush()
    print(f"\\n==> {int(code)}", flush=True)
"""
END = re.compile(r"\n==> (\d+)\n")


def at_one_terminal(commands: Sequence[str], folder: Path, **variables: str) -> list[tuple[int, str]]:
    """Runs commands one after the other, and gives of each the exit code and what was on the screen."""
    leader, follower = pty.openpty()
    typed = json.dumps([shlex.split(command) for command in commands])
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-c", PROGRAM, typed],
        stdin=follower, stdout=follower, stderr=follower, cwd=folder, start_new_session=True,
        env={**ENVIRONMENT, "TERM": "xterm", "COLUMNS": "200", **variables},
    ) as process:  # fmt: skip
        os.close(follower)
        screen = b"".join(until(leader, None)).decode()
    os.close(leader)
    assert process.returncode == 0, screen
    text, parts = STEERING.sub("", screen.replace("\r\n", "\n")), []
    while ended := END.search(text):
        parts.append((int(ended[1]), text[: ended.start()]))
        text = text[ended.end() :]
    assert len(parts) == len(commands), screen
    return parts
