"""Scripts as users write them are clean for mypy and pyright, and their mistakes are found where they are made."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "tests" / "type_checks" / "scripts"
# Not a .py file where it lies: the project's own run of the type checkers has to be clean.
MISTAKES = SCRIPTS / "mistakes.py.txt"
EXPECTED = re.compile(r"# expect: (?P<mypy>\S+) (?P<pyright>\S+)$")


class Finding(NamedTuple):
    """What a type checker says about a line."""

    script: str
    line: int
    rule: str


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of its own with every script in it, as a user has one."""
    made = tmp_path_factory.mktemp("scripts")
    for script in SCRIPTS.glob("*.py"):
        shutil.copy(script, made)
    shutil.copy(MISTAKES, made / "mistakes.py")
    return made


@pytest.fixture(scope="module")
def by_mypy(folder: Path) -> set[Finding]:
    """All that `mypy --strict` says."""
    # A cache of its own: one that is shared with the project's own run reports under the paths of that one.
    cache = ["--cache-dir", str(ROOT / ".mypy_cache" / "scripts")]
    config = ["--config-file", str(ROOT / "mypy.ini"), "--strict", "--output", "json"]
    done = run("mypy", *cache, *config, *map(str, sorted(folder.glob("*.py"))))
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return {
        Finding(Path(entry["file"]).name, entry["line"], entry["code"])
        for entry in said
        if entry["severity"] == "error"
    }


@pytest.fixture(scope="module")
def by_pyright(folder: Path) -> set[Finding]:
    """All that pyright says in its strict mode; the script with the mistakes asks for the standard one itself."""
    config = {"include": ["."], "stubPath": str(ROOT / "typings"), "extraPaths": [str(ROOT / "src")]}
    config["typeCheckingMode"] = "strict"
    config["reportMissingModuleSource"] = "none"  # the stubs are all there is of the original wrapper
    (folder / "pyrightconfig.json").write_text(json.dumps(config), encoding="utf-8")
    done = run("pyright", "--pythonpath", sys.executable, "--outputjson", "--project", str(folder))
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return {
        Finding(Path(entry["file"]).name, entry["range"]["start"]["line"] + 1, entry.get("rule", entry["message"]))
        for entry in json.loads(done.stdout)["generalDiagnostics"]
    }


def run(tool: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}  # it would look for a newer version of itself
    return subprocess.run(
        [sys.executable, "-m", tool, *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip


def expected(tool: str) -> set[Finding]:
    """What the marks in the script with the mistakes announce."""
    lines = enumerate(MISTAKES.read_text(encoding="utf-8").splitlines(), 1)
    return {Finding("mistakes.py", number, mark[tool]) for number, line in lines if (mark := EXPECTED.search(line))}


@pytest.mark.parametrize("script", sorted(path.name for path in SCRIPTS.glob("*.py")))
def test_a_users_script_is_clean(script: str, by_mypy: set[Finding], by_pyright: set[Finding]) -> None:
    assert [finding for finding in by_mypy | by_pyright if finding.script == script] == []


def test_mypy_finds_exactly_the_mistakes(by_mypy: set[Finding]) -> None:
    assert {finding for finding in by_mypy if finding.script == "mistakes.py"} == expected("mypy")


def test_pyright_finds_exactly_the_mistakes(by_pyright: set[Finding]) -> None:
    assert {finding for finding in by_pyright if finding.script == "mistakes.py"} == expected("pyright")
