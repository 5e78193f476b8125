"""How the commands of examples are run: in a process of their own, or in that of the test."""

from __future__ import annotations

import io
import os
import runpy
import shlex
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from mailstore_sdk.emulator.server import EmulatorServer
from tests.examples import offices

FOLDER = Path(__file__).resolve().parents[2] / "examples"
INHERITED = ("PATH", "PYTHONPATH", "SYSTEMROOT")


class Ended(NamedTuple):
    """How an example ended, and what it said."""

    code: int
    out: str
    err: str


def environment(server: EmulatorServer, password: str = offices.PASSWORD) -> dict[str, str]:
    """What a user has set who wants to reach the server."""
    return {
        **{name: os.environ[name] for name in INHERITED if name in os.environ},
        "MAILSTORE_HOST": server.host,
        "MAILSTORE_PORT": str(server.port),
        "MAILSTORE_CA_FILE": str(server.ca_file),
        "MAILSTORE_PASSWORD": password,
        "PYTHONIOENCODING": "utf-8",
        "PYTHONWARNINGS": "error",
    }


def typed(command: str) -> str:
    """The whole command."""
    return command if command.startswith("python ") else f"python examples/{command}"


def alone(command: str, folder: Path, variables: dict[str, str]) -> Ended:
    """Type a command in a folder: nothing that a test has loaded or set is there to help."""
    words = [sys.executable, *shlex.split(typed(command))[1:]]
    done = subprocess.run(words, capture_output=True, text=True, env=variables, cwd=folder, timeout=60, check=False)
    return Ended(done.returncode, done.stdout, done.stderr)


def beside(command: str, folder: Path, variables: dict[str, str]) -> Ended:
    """As `alone`, but in this process, which starts nothing and loads nothing anew: for what ran alone before."""
    with mock.patch.dict(os.environ, variables, clear=True), chdir(folder):
        return here(command, Path("examples"))


def here(command: str, folder: Path = FOLDER) -> Ended:
    """Run an example as this process stands. An exception that it does not expect is the caller's."""
    script, *arguments = shlex.split(command)
    code: str | int | None = 0
    out, err = io.StringIO(), io.StringIO()
    with mock.patch.object(sys, "argv", [script, *arguments]), redirect_stdout(out), redirect_stderr(err):
        try:
            runpy.run_path(str(folder / script), run_name="__main__")
        except SystemExit as end:
            code = end.code
    if isinstance(code, str):  # Python prints it, and ends with 1
        return Ended(1, out.getvalue(), f"{err.getvalue()}{code}\n")
    return Ended(code or 0, out.getvalue(), err.getvalue())
