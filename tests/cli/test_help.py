"""The overview and the app: one table, from which both come. And what is loaded for which of them."""

from __future__ import annotations

import pkgutil
import re
import subprocess
import sys
from typing import Any

import pytest
import typer

from mailstore_sdk import cli
from mailstore_sdk._version import __version__
from mailstore_sdk.cli.app import app
from mailstore_sdk.cli.commands import COLUMNS, COMMANDS, EXIT_CODES, OPTIONS, overview
from tests.cli.cli_process import ENVIRONMENT, Run

GROUP: Any = typer.main.get_command(app)  # Any: which click it is depends on the version of typer
LOADED = """
import sys
before = set(sys.modules)
sys.argv = ["mailstore", *{arguments!r}]
from mailstore_sdk.cli import main
print(main(), *sorted(set(sys.modules) - before), file=sys.stderr)
"""


def loaded(*arguments: str, **variables: str) -> tuple[str, set[str]]:
    """The exit code of the command and the modules that it has loaded."""
    program = LOADED.format(arguments=arguments)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, env={**ENVIRONMENT, **variables}
    )
    code, *modules = done.stderr.splitlines()[-1].split()
    return code, set(modules)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_of_itself_what_the_overview_says_of_it(name: str) -> None:
    text = " ".join(GROUP.commands[name].help.split("\n\n")[0].split())
    assert re.findall(r"^.*?\.(?= |$)", text) == [COMMANDS[name][1]]
    assert GROUP.commands[name].name == name


def test_the_app_has_the_commands_and_options_of_the_overview_and_no_others() -> None:
    context = GROUP.make_context("mailstore", ["--version"], resilient_parsing=True)
    options = {", ".join(sorted(option.opts, key=len)): option.help for option in GROUP.get_params(context)}
    assert options == OPTIONS
    assert GROUP.list_commands(context) == list(COMMANDS)


def test_every_module_of_a_command_is_in_the_table() -> None:
    modules = {module.name for module in pkgutil.iter_modules(cli.__path__)}
    shared = {
        "address", "app", "commands", "completion", "connection", "diagnosis", "drift", "exit_codes", "options",
        "output", "planning", "progress", "spans", "tokens", "writing",
    }  # fmt: skip
    assert modules - shared == {target.partition(":")[0] for target, _ in COMMANDS.values()}


def test_the_overview_shows_everything_in_80_columns() -> None:
    shown = overview()
    assert max(map(len, shown.splitlines())) <= COLUMNS
    as_one_line = " ".join(shown.split())
    for sentence in [*(sentence for _, sentence in COMMANDS.values()), *OPTIONS.values(), EXIT_CODES]:
        assert sentence in as_one_line
    assert [line.split()[0] for line in shown.splitlines() if re.match(r"  [a-z]", line)] == list(COMMANDS)


def test_the_overview_is_the_same_with_and_without_the_app(mailstore: Run) -> None:
    at_once, by_the_app, bare = mailstore("--help"), mailstore("--verbose", "--help"), mailstore()
    assert (at_once.returncode, by_the_app.returncode, bare.returncode) == (0, 0, 2)
    assert at_once.stdout == by_the_app.stdout == bare.stdout == overview() + "\n"
    assert at_once.stderr + by_the_app.stderr + bare.stderr == ""


def test_the_version_is_the_same_with_and_without_the_app(mailstore: Run) -> None:
    at_once, by_the_app = mailstore("--version"), mailstore("--verbose", "--version")
    assert (at_once.returncode, by_the_app.returncode) == (0, 0)
    assert at_once.stdout == by_the_app.stdout == f"mailstore-sdk {__version__}\n"


@pytest.mark.parametrize(("arguments", "code"), [((), "2"), (("--help",), "0"), (("--version",), "0")])
def test_the_overview_loads_neither_typer_nor_rich_nor_a_command(arguments: tuple[str, ...], code: str) -> None:
    exit_code, modules = loaded(*arguments)
    assert exit_code == code
    assert {name for name in modules if name.startswith("mailstore_sdk")} == {
        "mailstore_sdk", "mailstore_sdk._version", "mailstore_sdk.cli", "mailstore_sdk.cli.commands",
        "mailstore_sdk.cli.exit_codes",
    }  # fmt: skip
    assert modules & {"typer", "click", "rich", "typing", "pydantic", "asyncio", "ssl", "importlib.metadata"} == set()


def test_a_command_loads_no_other() -> None:
    _, modules = loaded("info", "--help")
    commands = {f"mailstore_sdk.cli.{target.partition(':')[0]}" for target, _ in COMMANDS.values()}
    assert modules & commands == {"mailstore_sdk.cli.info"}
    assert {name for name in modules if name.startswith(("mailstore_sdk.emulator", "starlette", "uvicorn"))} == set()


def test_a_mistyped_command_is_answered_with_the_right_one(mailstore: Run) -> None:
    done = mailstore("inof")
    assert (done.returncode, done.stdout) == (2, "")
    assert "No such command 'inof'" in done.stderr
    assert "'info'" in done.stderr


def test_a_shell_that_asks_for_completions_gets_them_and_no_overview() -> None:
    asked = {"COMP_WORDS": "mailstore d", "COMP_CWORD": "1", "_MAILSTORE_COMPLETE": "complete_bash"}
    # Under its own name, on which the name of that variable depends.
    program = "import sys; sys.argv[0] = 'mailstore'; from mailstore_sdk.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, env={**ENVIRONMENT, **asked}
    )
    assert done.stdout.split() == ["demo", "doctor", "diff", "discover", "describe"]
