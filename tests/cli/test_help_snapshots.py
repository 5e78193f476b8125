"""What every command says of itself, as it was when somebody last looked at it.

After a change that is meant: `python -m tests.cli.test_help_snapshots` writes the files anew; read the difference.
How the text is laid out is the matter of typer, whose versions differ in it; so the words are compared.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import typer

from mailstore_sdk.cli.app import app
from mailstore_sdk.cli.commands import COMMANDS, overview
from tests.cli.inside import Inside

FOLDER = Path(__file__).parent / "help"
GROUP: Any = typer.main.get_command(app)  # Any: which click it is depends on the version of typer


def names(name: str) -> list[str]:
    """What is typed: the command, or those of the group, and the group itself where that does something, too."""
    found = command(name)
    below = [f"{name} {each}" for each in getattr(found, "commands", ())]
    return below if below and not found.invoke_without_command else [name, *below]


def command(name: str) -> Any:
    """A command by what is typed."""
    found = GROUP
    for word in name.split():
        found = found.commands[word]
    return found


NAMES = [each for name in COMMANDS for each in names(name)]


def help_of(name: str) -> str:
    """What a command is for, its arguments and its options, in their order."""
    found = command(name)
    lines = [f"mailstore {name}", "", " ".join(found.help.split()), ""]
    for each in found.params:
        names = ", ".join([*each.opts, *each.secondary_opts])
        if each.param_type_name == "argument":
            names = each.metavar or each.name.upper()
        lines.append(f"{names}: {each.help}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_help_is_as_it_was(name: str) -> None:
    assert (FOLDER / f"{name.replace(' ', '-')}.txt").read_text(encoding="utf-8") == help_of(name)


def test_the_overview_is_as_it_was_and_no_file_is_left_over() -> None:
    assert (FOLDER / "overview.txt").read_text(encoding="utf-8") == overview() + "\n"
    assert {file.stem for file in FOLDER.iterdir()} == {"overview", *(name.replace(" ", "-") for name in NAMES)}


@pytest.mark.parametrize("name", NAMES)
def test_help_shows_every_option(inside: Inside, name: str) -> None:
    done = inside(*name.split(), "--help", COLUMNS="400")
    assert (done.code, done.err) == (0, "")
    shown = re.sub(r"[^\w.]+", " ", done.out)
    for each in command(name).params:
        assert re.sub(r"[^\w.]+", " ", each.help).strip() in shown, each.name


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.iterdir():
        old.unlink()
    for each in NAMES:
        (FOLDER / f"{each.replace(' ', '-')}.txt").write_text(help_of(each), encoding="utf-8")
    (FOLDER / "overview.txt").write_text(overview() + "\n", encoding="utf-8")
