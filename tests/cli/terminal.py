"""The command at a real terminal, answered as a person would."""

from __future__ import annotations

import os
import pty
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.cli.cli_process import COMMAND, ENVIRONMENT, until

STEERING = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def at_terminal(
    arguments: Sequence[str], answers: Sequence[tuple[str, str]], folder: Path, **variables: str
) -> tuple[int, str]:
    """Runs a command, types each answer after the question that it belongs to, and gives exit code and screen."""
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, *arguments], stdin=follower, stdout=follower, stderr=follower, cwd=folder, start_new_session=True,
        env={**ENVIRONMENT, "TERM": "xterm", **variables},
    ) as process:  # fmt: skip
        os.close(follower)
        screen = b""
        try:
            for question, answer in answers:
                screen += b"".join(until(leader, question.encode()))
                os.write(leader, answer.encode() + b"\n")
            screen += b"".join(until(leader, None))
        except TimeoutError:
            process.kill()  # it asks something else, and would be waited for without end
            raise
    os.close(leader)
    return process.returncode, STEERING.sub("", screen.decode()).replace("\r\n", "\n")
