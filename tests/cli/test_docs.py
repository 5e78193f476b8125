"""docs/cli.md: its commands run as they stand there, and its tables are those of the program."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from mailstore_sdk.cli.commands import COMMANDS
from mailstore_sdk.cli.exit_codes import ExitCode
from tests.cli.inside import Inside

PAGE = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")
SHOWN = [line[2:] for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]
FOUND = {"findings": (6, 7), "check": (0, 1, 2, 3)}


def test_every_command_shown_runs(inside: Inside, to_archive: dict[str, str]) -> None:
    assert len(SHOWN) > 10
    for line in SHOWN:
        _, *typed = shlex.split(line)
        done = inside(*typed, **to_archive)
        assert done.code in FOUND.get(typed[0], (0,)), (line, done)
        assert done.err == "", line


def test_the_exit_codes_are_those_of_the_program() -> None:
    told = dict(re.findall(r"^\| (\d+) \| (.+) \|$", PAGE, re.MULTILINE))
    assert told == {str(code.value): code.meaning for code in ExitCode}


def test_every_command_is_named() -> None:
    rows = re.findall(r"^\| (`.+?`) \|", PAGE, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`(\w+)", row)}
    assert named == set(COMMANDS)
