"""What a shell is offered after Tab, from the specification and the profiles, without a server being asked."""

from __future__ import annotations

import os
import shlex
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.cli import completion
from tests.cli.cli_process import COMMAND, ENVIRONMENT
from tests.cli.inside import Inside

SHELLS = {"bash": "complete_bash", "zsh": "complete_zsh", "fish": "complete_fish", "pwsh": "complete_pwsh"}


@pytest.fixture(autouse=True)
def no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever connects fails."""

    def refused(*_: object) -> None:
        raise AssertionError("a server was asked")

    monkeypatch.setattr(socket.socket, "connect", refused)


def offered(inside: Inside, shell: str, typed: str, **more: str) -> str:
    """What typer prints for a shell in which `typed` stands before the cursor."""
    words = typed.split(" ")
    bash = {"COMP_WORDS": typed, "COMP_CWORD": str(len(words) - 1)}
    others = {
        "_TYPER_COMPLETE_ARGS": typed,
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": words[-1],
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    variables = bash if shell == "bash" else others
    return inside(**{"_MAILSTORE_COMPLETE": SHELLS[shell], **variables, **more}).out


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("typed", "expected", "other"),
    [
        ("mailstore f", ["findings", "folders", "functions"], "users"),
        ("mailstore call SetUserP", ["SetUserPassword", "SetUserPrivileges"], "GetUsers"),
        ("mailstore describe GetWorker", ["GetWorkerResults"], "GetUsers"),
        ("mailstore call SetUserPassword ", ["userName=", "password="], "includeIndexes"),
        ("mailstore call SetUserPassword userName=x ", ["password="], "userName="),
        ("mailstore call VerifyStore includeIndexes=", ["includeIndexes=true", "includeIndexes=false"], "id="),
        ("mailstore info --profile off", ["office"], "away"),
    ],
)
def test_each_shell_is_offered_what_fits(
    inside: Inside, tmp_path: Path, shell: str, typed: str, expected: list[str], other: str
) -> None:
    config = tmp_path / "config.toml"
    config.write_text("[office]\n[away]\n", encoding="utf-8")
    config.chmod(0o600)
    shown = offered(inside, shell, typed, MAILSTORE_CONFIG=str(config))
    assert [word for word in expected if word not in shown] == []
    assert other not in shown


def test_bash_parts_words_at_the_equals_sign() -> None:
    words = ["VerifyStore", "includeIndexes"]
    assert list(completion.arguments(words, "=")) == ["true", "false"]
    assert list(completion.arguments([*words, "="], "f")) == ["false"]
    assert list(completion.arguments([*words, "=", "true"], "")) == ["id="]
    assert list(completion.arguments(["NoSuchFunction"], "")) == []
    assert list(completion.arguments(["VerifyStore"], "id=")) == []


def test_values_that_the_specification_knows_are_offered() -> None:
    function, argument = next((f, a) for f in BY_NAME.values() for a in f.arguments if a.values)
    assert list(completion.arguments([function.name], f"{argument.name}=")) == [
        f"{argument.name}={value}" for value in argument.values
    ]


def test_profiles_that_cannot_be_read_are_not_offered(inside: Inside, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[[", encoding="utf-8")
    shown = offered(inside, "bash", "mailstore info --profile ", MAILSTORE_CONFIG=str(tmp_path / "config.toml"))
    assert shown.strip() == ""


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_a_real_bash_completes(tmp_path: Path) -> None:
    program = tmp_path / "mailstore"
    code = "import sys; sys.argv[0] = 'mailstore'; from mailstore_sdk.cli import main; sys.exit(main())"
    start = shlex.join([sys.executable, "-c", code])
    program.write_text(f'#!/bin/sh\nexec {start} "$@"\n', encoding="utf-8")
    program.chmod(0o700)
    environment = {**ENVIRONMENT, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    script = subprocess.run(
        [*COMMAND[:-1], code, "--show-completion", "bash"], capture_output=True, text=True, env=environment, timeout=60
    )
    typed = "COMP_WORDS=(mailstore call VerifyStore includeIndexes = t)\nCOMP_CWORD=5\n_mailstore_completion mailstore"
    done = subprocess.run(
        ["bash", "-c", f'{script.stdout}\n{typed}\necho "${{COMPREPLY[@]}}"'],
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
    )
    assert (done.stdout, done.stderr) == ("true\n", "")
