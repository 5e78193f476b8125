"""What the gallery knows of an example: for whom it is, what is typed, and what is printed then.

`python -m tests.examples.gallery` runs them all, and writes docs/examples/ and examples/README.md.
"""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from mailstore_sdk.emulator import Emulator
from mailstore_sdk.emulator.server import EmulatorServer
from tests.examples import offices
from tests.examples.running import FOLDER, alone, beside, environment, typed


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
        told: If tests do not run it: a link to where it is shown what it prints.
    """

    script: str
    audience: str
    changes: str = "nothing"
    commands: Sequence[str] = ()
    ends: Sequence[int] = (0,)
    emulated: Callable[[], Emulator] = offices.office
    sends: Sequence[str] = ()
    beside: Sequence[str] = ()
    files: Callable[[Path, EmulatorServer], dict[str, str]] = field(default=lambda _folder, _server: {})
    show: Callable[[Shown, EmulatorServer, Path], str] = field(default=lambda *given: transcript(*given))
    told: str = ""

    @property
    def code(self) -> str:
        """All of it."""
        return (FOLDER / self.script).read_text(encoding="utf-8")

    @property
    def docstring(self) -> tuple[str, str, str]:
        """What it does, in a sentence; the commands to type; and what else has to be known."""
        about, usage, *notes = (ast.get_docstring(ast.parse(self.code)) or "").split("\n\n")
        return about, re.sub("^    ", "", usage, flags=re.MULTILINE), "\n\n".join(notes)

    @property
    def about(self) -> str:
        """What it does, for a row of a table."""
        return self.docstring[0].removesuffix(".")


@dataclass(frozen=True)
class Group:
    """Examples that are looked for together."""

    title: str
    about: str
    examples: tuple[Shown, ...]


def transcript(shown: Shown, server: EmulatorServer, folder: Path) -> str:
    """What the terminal shows when its commands are typed, in a folder that has nothing but this script.

    Raises:
        AssertionError: An example ended otherwise than it should, or showed a secret.
    """
    variables = environment(server) | shown.files(folder, server)
    (folder / "examples").mkdir(exist_ok=True)
    for script in (shown.script, *shown.beside):
        shutil.copy(FOLDER / script, folder / "examples")
    lines = []
    codes: list[int] = []
    for command in shown.commands:
        ended = (beside if codes else alone)(command, folder, variables)
        assert offices.MARK not in ended.out + ended.err, "a secret is shown"
        codes.append(ended.code)
        lines += [f"$ {typed(command)}", (ended.out + ended.err).rstrip("\n")]
    assert tuple(codes) == tuple(shown.ends), "\n".join(lines)
    return without_chance("\n".join(line for line in lines if line), server, folder)


def without_chance(text: str, server: EmulatorServer, folder: Path) -> str:
    """Without what another run would have otherwise: the port, the folder, the day, seconds."""
    text = text.replace(f"{server.host}:{server.port}", "archive.example:8463").replace(str(folder), "…")
    for ago in (0, 1):  # it may have been yesterday when it began
        text = text.replace(f"{datetime.now(UTC) - timedelta(days=ago):%Y-%m-%d}", "2026-03-02")
    text = re.sub(r"-\d{8}-\d{6}\.jsonl", "-20260302-080000.jsonl", text)
    return re.sub(r" in \d+\.\d+s\b", " in 0.12s", text)


def main() -> None:
    """Write the pages anew."""
    from tests.examples.pages import PAGES
    from tests.examples.shown import GALLERY

    with Emulator().serve() as server:

        def printed(shown: Shown) -> str:
            server.emulator = shown.emulated()
            with TemporaryDirectory() as folder:
                return shown.show(shown, server, Path(folder))

        prints = {shown.script: printed(shown) for shown in GALLERY if not shown.told}
    for page, made in PAGES.items():
        page.write_text(made(prints), encoding="utf-8")


if __name__ == "__main__":
    main()
