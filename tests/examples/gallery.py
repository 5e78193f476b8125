"""Which examples there are, for whom, and what they print: examples/README.md is made from this.

python -m tests.examples.gallery
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from mailstore_sdk.emulator import Emulator
from mailstore_sdk.emulator.server import EmulatorServer
from tests.examples import offices

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "examples"
README = FOLDER / "README.md"
BEGIN, END = "<!-- made by python -m tests.examples.gallery -->", "<!-- end -->"
INHERITED = ("PATH", "PYTHONPATH", "SYSTEMROOT")
UNSHOWN = ("fleet_celery.py",)  # brings its own servers, and needs Celery; docs/fleet.md shows what it prints


@dataclass(frozen=True, kw_only=True)
class Shown:
    """An example as the gallery shows it.

    Attributes:
        script: Its file.
        audience: For whom it is.
        changes: What it changes, in a few words.
        commands: What is typed, without `python examples/`; one after the other, against the same server.
        ends: With which exit codes.
        emulated: Makes the server.
        sends: The functions that may change something and are called, in their order.
        beside: Other files of the folder that it needs.
        files: Prepares its folder, and gives more of the environment.
        show: Gives what the gallery shows; a terminal as a rule.
    """

    script: str
    audience: str
    changes: str = "nothing"
    commands: Sequence[str]
    ends: Sequence[int] = (0,)
    emulated: Callable[[], Emulator] = offices.office
    sends: Sequence[str] = ()
    beside: Sequence[str] = ()
    files: Callable[[Path, EmulatorServer], dict[str, str]] = field(default=lambda _folder, _server: {})
    show: Callable[[Shown, EmulatorServer, Path], str] = field(default=lambda *given: transcript(*given))

    @property
    def about(self) -> str:
        """The first line of its docstring."""
        first = (FOLDER / self.script).read_text(encoding="utf-8").split("\n", 1)[0]
        return first.lstrip('r"').rstrip('"').rstrip(".")


def environment(server: EmulatorServer, password: str = offices.PASSWORD) -> dict[str, str]:
    """What a user has set who wants to reach the server."""
    return {
        **{name: os.environ[name] for name in INHERITED if name in os.environ},
        "MAILSTORE_HOST": server.host,
        "MAILSTORE_PORT": str(server.port),
        "MAILSTORE_CA_FILE": str(server.ca_file),
        "MAILSTORE_PASSWORD": password,
        "PYTHONIOENCODING": "utf-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONWARNINGS": "error",
    }


def typed(command: str) -> str:
    """The whole command."""
    return command if command.startswith("python ") else f"python examples/{command}"


def run(
    command: str, folder: Path, variables: dict[str, str], scripts: Sequence[str]
) -> subprocess.CompletedProcess[str]:
    """Run an example in a folder that has nothing but this script, since each has to work alone."""
    (folder / "examples").mkdir(exist_ok=True)
    for script in scripts:
        shutil.copy(FOLDER / script, folder / "examples")
    words = [sys.executable, *shlex.split(typed(command))[1:]]
    return subprocess.run(words, capture_output=True, text=True, env=variables, cwd=folder, timeout=60)


def transcript(shown: Shown, server: EmulatorServer, folder: Path) -> str:
    """What the terminal shows when its commands are typed.

    Raises:
        AssertionError: An example ended otherwise than it should, or sent something else.
    """
    variables = environment(server) | shown.files(folder, server)
    lines = []
    ended = []
    for command in shown.commands:
        done = run(command, folder, variables, [shown.script, *shown.beside])
        assert offices.MARK not in done.stdout + done.stderr, "a secret is shown"
        ended.append(done.returncode)
        lines += [f"$ {typed(command)}", (done.stdout + done.stderr).rstrip("\n")]
    assert tuple(ended) == tuple(shown.ends), "\n".join(lines)
    return without_chance("\n".join(line for line in lines if line), server, folder)


def without_chance(text: str, server: EmulatorServer, folder: Path) -> str:
    """Without what another run would have otherwise: the port, the folder, the day, seconds."""
    text = text.replace(f"{server.host}:{server.port}", "archive.example:8463").replace(str(folder), "…")
    for ago in (0, 1):  # it may have been yesterday when it began
        text = text.replace(f"{datetime.now(UTC) - timedelta(days=ago):%Y-%m-%d}", "2026-03-02")
    text = re.sub(r"-\d{8}-\d{6}\.jsonl", "-20260302-080000.jsonl", text)
    return re.sub(r" in \d+\.\d+s\b", " in 0.12s", text)


def section(shown: Shown, printed: str) -> str:
    """The part of the gallery about an example."""
    ends = f" Ends with {' and '.join(map(str, dict.fromkeys(shown.ends)))} here." if any(shown.ends) else ""
    return f"### {shown.script}\n\n{shown.about}.{ends}\n\n```text\n{printed}\n```\n"


def table(gallery: Sequence[Shown]) -> str:
    """All of them at a glance."""
    rows = [f"| [{one.script}]({one.script}) | {one.about} | {one.audience} | {one.changes} |" for one in gallery]
    return "\n".join(["| script | what | for | changes |", "|---|---|---|---|", *rows]) + "\n"


def page(gallery: Sequence[Shown], printed: Callable[[Shown], str]) -> str:
    """The whole file: the words before the mark are kept, the rest is made."""
    kept = README.read_text(encoding="utf-8").split(BEGIN)[0]
    parts = [section(one, printed(one)) for one in gallery]
    return f"{kept}{BEGIN}\n\n{table(gallery)}\n## What they print\n\n" + "\n".join(parts) + f"\n{END}\n"


def main() -> None:
    """Write examples/README.md anew."""
    from tests.examples.shown import GALLERY

    with Emulator().serve() as server:

        def printed(shown: Shown) -> str:
            server.emulator = shown.emulated()
            with TemporaryDirectory() as folder:
                return shown.show(shown, server, Path(folder))

        text = page(GALLERY, printed)
    README.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
