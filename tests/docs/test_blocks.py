"""No block of code escapes: each is run, or read, or says why it is not."""

from __future__ import annotations

import json
import re
import shlex
import tomllib

import pytest

from mailstore_sdk.emulator import Emulator
from tests.cli.cli_process import reaching
from tests.cli.inside import Inside
from tests.docs.pages import FENCED, Block, blocks, pages, text

ELSEWHERE = {"docs/cli.md": "tests/cli/test_docs.py"}
# Languages of which every block has to be run or read, and what of these only a shell could run.
READ = {"python", "console", "toml", "json"}
FOR_A_SHELL = {"sh", "powershell"}
# What a command prints, and files that are no program's.
SHOWN = {"text", "csv"}
# How `check` ends: as monitoring systems want it, 0 to 3.
FOUND = {"check": (0, 1, 2, 3)}
MADE = re.compile(r"<!-- begin of \w+ -->.*?<!-- end of \w+ -->", re.DOTALL)

CONSOLES = [block for block in blocks("console") if not block.mark and block.page not in ELSEWHERE]


@pytest.mark.parametrize("block", CONSOLES, ids=str)
def test_every_command_shown_runs(block: Block, inside: Inside) -> None:
    with Emulator(protocol="modern").serve() as server:
        for line in block.code.splitlines():
            prompt, program, *typed = shlex.split(line)
            assert (prompt, program) == ("$", "mailstore"), line
            done = inside(*typed, **reaching(server))
            assert done.code in FOUND.get(typed[0], (0,)), (line, done)
            assert done.err == "", line


@pytest.mark.parametrize("block", blocks("toml", "json"), ids=str)
def test_every_file_shown_can_be_read(block: Block) -> None:
    (tomllib if block.language == "toml" else json).loads(block.code)


@pytest.mark.parametrize("page", pages())
def test_every_block_says_what_it_is(page: str) -> None:
    for block in blocks():
        if block.page == page and page != "README.md":
            assert block.language in READ | FOR_A_SHELL | SHOWN, block
            assert block.mark or block.language not in FOR_A_SHELL, f"say why it is not run: {block.code}"


@pytest.mark.parametrize("page", [page for page in pages() if page != "README.md"])
def test_no_code_hides_in_what_is_not_run(page: str) -> None:
    """Code that is only indented has no language, and commands that stand in `text` would be run by nobody."""
    own = MADE.sub("", text(page))  # what is made from the code, the code's tests hold
    for block in FENCED.finditer(own):
        if block["language"] == "text":
            assert not re.search(r"^(\$ |mailstore |\.venv/|python )", block["code"], re.MULTILINE), block["code"]
    rest = FENCED.sub("", own)
    indented = [
        line
        for before, line in zip(["", *rest.splitlines()], rest.splitlines(), strict=False)
        if line.startswith("    ") and not before.strip()
    ]
    assert [line for line in indented if not page.startswith("docs/reference/")] == []
