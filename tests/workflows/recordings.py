"""What docs/workflows.md shows of a terminal: commands that were typed at a real one, and what stood on its screen.

A module of `tests.workflows.recorded` says what is typed: `emulator()` makes the server, `FILES` are in the folder,
`COMMANDS` are typed one after the other, and `ANSWERS` are pairs of a question and what is typed then.

After a change that is meant: `python -m tests.workflows.recordings` writes the page anew; read the difference.
"""

from __future__ import annotations

import fcntl
import importlib
import json
import os
import pkgutil
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pyte

from tests.cli.cli_process import ENVIRONMENT, quiet, reaching, until
from tests.workflows import recorded

PAGE = Path(__file__).parents[2] / "docs" / "workflows.md"
WIDTH, HEIGHT = 110, 400
PROGRAM = """
import json, shlex, sys
from mailstore_sdk.cli import main
for typed in json.loads(sys.argv[1]):
    print("$ " + typed, flush=True)
    sys.argv = shlex.split(typed)
    main()
    sys.stdout.flush()
    sys.stderr.flush()
"""
NAMES = [module.name for module in pkgutil.iter_modules(recorded.__path__)]


def module(name: str) -> ModuleType:
    """What is typed."""
    return importlib.import_module(f"tests.workflows.recorded.{name}")


def record(name: str, folder: Path) -> str:
    """What stood on the screen after everything was typed.

    Args:
        name: Of the recording.
        folder: An empty one, in which it is typed.
    """
    typed = module(name)
    for file, content in getattr(typed, "FILES", {}).items():
        (folder / file).write_bytes(content if isinstance(content, bytes) else content.encode())
    with typed.emulator().serve() as server:
        variables = {**quiet(folder), **reaching(server), **getattr(typed, "VARIABLES", {})}
        screen = _screen(typed.COMMANDS, getattr(typed, "ANSWERS", ()), folder, variables)
        return _steady(screen, server.port)


def shown(page: str, name: str) -> str:
    """The recording that the page has."""
    found = re.search(_place(name), page, re.DOTALL)
    assert found, f"docs/workflows.md has no place for the recording {name}"
    return found[2]


def _screen(
    commands: Sequence[str], answers: Sequence[tuple[str, str]], folder: Path, variables: Mapping[str, str]
) -> str:
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-c", PROGRAM, json.dumps(list(commands))],
        stdin=follower, stdout=follower, stderr=follower, cwd=folder, start_new_session=True,
        env={**ENVIRONMENT, "TERM": "xterm", "COLUMNS": str(WIDTH), **variables},
    ) as process:  # fmt: skip
        os.close(follower)
        written = b""
        for question, answer in answers:
            written += b"".join(until(leader, question.encode()))
            os.write(leader, answer.encode() + b"\n")
        written += b"".join(until(leader, None))
    os.close(leader)
    screen = pyte.Screen(WIDTH, HEIGHT)
    pyte.ByteStream(screen).feed(written)
    assert process.returncode == 0, written.decode()
    return "\n".join(line.rstrip() for line in screen.display).rstrip() + "\n"


def _steady(screen: str, port: int) -> str:
    """The screen without what is another one each time: the port, the day and the time of day, how long it took."""
    screen = screen.replace(f":{port}", ":8463")
    now = datetime.now(UTC)
    for day in (now, now - timedelta(days=1)):
        screen = re.sub(rf"{day:%Y-%m-%d}([ T])\d\d:\d\d(:\d\d)?", r"2026-11-22\g<1>09:30\g<2>", screen)
        screen = re.sub(rf"{day:%Y%m%d}-\d{{6}}", "20261122-093000", screen)
    screen = re.sub(r"(2026-11-22[ T]09:30):\d\d", r"\1:00", screen)
    return re.sub(r"\b0:00:\d\d\b", "0:00:01", screen)


def _place(name: str) -> str:
    return rf"(<!-- recording: {re.escape(name)} -->\n+```console\n)(.*?)(```\n+<!-- end -->)"


def write() -> None:
    """Write the recordings of the page anew."""
    page = PAGE.read_text(encoding="utf-8")
    for name in NAMES:
        with tempfile.TemporaryDirectory() as folder:
            screen = record(name, Path(folder))
        begin, end = f"<!-- recording: {name} -->\n", "<!-- end -->"
        before, found, after = page.partition(begin)
        assert found, f"docs/workflows.md has no place for the recording {name}"
        page = f"{before}{begin}\n```console\n{screen}```\n\n{end}{after.partition(end)[2]}"
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    write()
