"""The generator keeps the code and the tables together, and spec/README.md alone is enough to add a function."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
GENERATED = "src/mailstore_sdk/_generated"
STUB = "typings/mailstore/server.pyi"
PAGE = "docs/functions.md"
README = (ROOT / "spec" / "README.md").read_text(encoding="utf-8")

# What a newcomer's script finds, in a process of its own so that it imports the newly generated package.
SCRIPT = """
import asyncio, inspect, json, sys
import mailstore_sdk
from mailstore_sdk import compat
from mailstore_sdk.emulator import Beat, Emulator, Script
from mailstore_sdk.emulator.handlers import HANDLERS

emulator = Emulator()
found = {"package": mailstore_sdk.__file__}

with emulator.client() as client:
    found["without a handler"] = client.get_shelf_summary("A")
    found["metadata"] = {entry.name: [argument.model_dump() for argument in entry.args]
                         for entry in client.get_metadata() if "Shelf" in entry.name}

HANDLERS["GetShelfSummary"] = lambda state, given: dict(given.values)
HANDLERS["TidyShelf"] = lambda state, given: Script(lines=[json.dumps(given.values)], beats=[Beat(0, 0)])

with emulator.client() as client:
    exec(sys.argv[1], {"client": client})
    found["typed"] = client.get_shelf_summary("A", include_empty=False)
    found["waited"] = client.tidy_shelf("A", password="s3cret").model_dump(exclude={"result"})
    operation = client.begin_tidy_shelf("A")
    found["begun"] = [operation.done, operation.result().status]
    found["raw"] = client.raw.GetShelfSummary("A", True)
    found["token"] = list(client.raw.TidyShelf("A", autoHandleToken=False))[:2]
    found["docstring"] = client.tidy_shelf.__doc__
    old = compat.server.Client()
    old.transport, transport = client.transport, old.transport
    transport.close()
    found["compat"] = [old.GetShelfSummary("A", True), old.TidyShelf("A")["status"]]

async def asynchronous():
    async with emulator.async_client() as client:
        found["async"] = [await client.get_shelf_summary("A"), (await (await client.begin_tidy_shelf("A"))).status]
        found["async raw"] = await client.raw.GetShelfSummary("A")

asyncio.run(asynchronous())
print(json.dumps(found))
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """What the generator needs, in a place where it may be changed."""
    for name in ("spec", "tools", "src", "typings", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def generate(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(project, "tools/generate.py", *arguments)


def run(project: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **variables}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=project, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip


def contents(project: Path) -> dict[str, bytes]:
    """Every file of the project; what ruff keeps for itself is not part of it."""
    return {
        path.relative_to(project).as_posix(): path.read_bytes()
        for path in project.rglob("*")
        if path.is_file() and ".ruff_cache" not in path.parts
    }


def generated(project: Path) -> list[str]:
    made = (path.relative_to(project).as_posix() for path in (project / GENERATED).rglob("*.py"))
    return sorted([*made, STUB, PAGE])


def code_block(language: str) -> str:
    """The first block of a language in spec/README.md."""
    block = re.search(rf"```{language}\n(.*?)```", README, re.DOTALL)
    assert block is not None
    return block.group(1)


def test_the_committed_files_fit_the_tables() -> None:
    done = generate(ROOT, "--check")
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


def test_files_changed_by_hand_are_named_and_made_anew(project: Path) -> None:
    as_committed, names = contents(project), generated(project)
    for name in names[1:]:
        with (project / name).open("a", encoding="utf-8") as file:
            file.write("# changed by hand\n")
    (project / names[0]).unlink()
    changed = contents(project)

    checked = generate(project, "--check")
    assert checked.returncode == 1
    assert sorted(checked.stdout.splitlines()) == [f"out of date: {name}" for name in names]
    assert contents(project) == changed

    written = generate(project)
    assert written.returncode == 0
    assert sorted(written.stdout.splitlines()) == [f"written: {name}" for name in names]
    assert contents(project) == as_committed


def test_a_table_changed_without_generating_is_found(project: Path) -> None:
    path = project / "spec" / "users.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("List all users.", "List every user."), encoding="utf-8")
    checked = generate(project, "--check")
    assert checked.returncode == 1
    assert f"out of date: {GENERATED}/server.py" in checked.stdout


@pytest.mark.parametrize("arguments", [["--check"], []], ids=["check", "write"])
def test_a_leftover_generated_file_is_named_and_left_to_be_deleted(project: Path, arguments: list[str]) -> None:
    leftover = project / GENERATED / "old_client.py"
    leftover.write_text("", encoding="utf-8")
    done = generate(project, *arguments)
    assert (done.returncode, done.stdout) == (1, f"no longer generated, delete it: {GENERATED}/old_client.py\n")
    assert leftover.exists()


def test_the_recipe_of_contributing_works(project: Path) -> None:
    recipe = re.search(r" +```toml\n(.*?) +```", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.DOTALL)
    assert recipe is not None
    with (project / "spec" / "users.toml").open("a", encoding="utf-8") as file:
        file.write("\n" + textwrap.dedent(recipe[1]))
    done = generate(project)
    assert (done.returncode, done.stderr) == (0, "")
    code = (
        "from mailstore_sdk.emulator import Emulator\nclient = Emulator().client()\n"
        "client.set_user_language('admin', 'de')\nprint(client.set_user_language.__doc__.splitlines()[0])"
    )
    used = run(project, "-c", code, PYTHONPATH=str(project / "src"))
    assert (used.stdout, used.stderr) == ("Set the language of a user.\n", "")


def test_a_newcomer_adds_functions_by_the_readme_alone(project: Path) -> None:
    with (project / "spec" / "stores.toml").open("a", encoding="utf-8") as file:
        file.write("\n" + code_block("toml"))
    done = generate(project)
    assert (done.returncode, done.stderr) == (0, "")
    assert generate(project, "--check").returncode == 0

    script = run(project, "-W", "error", "-c", SCRIPT, code_block("python"), PYTHONPATH=str(project / "src"))
    assert script.stderr == ""
    found: dict[str, Any] = json.loads(script.stdout)
    assert Path(found["package"]).is_relative_to(project)
    assert found["without a handler"] is None
    assert found["metadata"] == {
        "GetShelfSummary": [
            {"name": "shelfName", "type": "string", "nullable": False},
            {"name": "includeEmpty", "type": "bool", "nullable": True},
        ],
        "TidyShelf": [
            {"name": "shelfName", "type": "string", "nullable": False},
            {"name": "password", "type": "string", "nullable": True},
            {"name": "order", "type": "string", "nullable": True},
        ],
    }
    assert found["typed"] == {"shelfName": "A", "includeEmpty": False}
    assert found["raw"] == {"shelfName": "A", "includeEmpty": True}
    assert found["async raw"] == {"shelfName": "A"}
    assert found["async"] == [{"shelfName": "A"}, "succeeded"]
    assert found["compat"] == [{"shelfName": "A", "includeEmpty": True}, "succeeded"]
    assert found["begun"] == [False, "succeeded"]
    assert found["token"] == ["statusUrl", "statusToken"]
    assert found["waited"]["status"] == "succeeded"
    # The emulator writes down what was sent; a default is, and this SDK's own masking is not the server's.
    assert json.loads(found["waited"]["messages"][0]["text"])["order"] == "bySize"
    assert "The shelf cannot be used meanwhile (documented)." in found["docstring"]
    assert "password: Password of a locked shelf. Never logged." in found["docstring"]

    stub = (project / STUB).read_text(encoding="utf-8")
    assert "def GetShelfSummary(self, shelfName: str, includeEmpty: bool | None = None) -> Any: ..." in stub
    assert "TidyShelf" not in stub, "known since 2018, so the original wrapper cannot have had it"


ARGUMENT = '{ name = "id", type = "number", doc = "Number of the shelf." }'


def table(name: str = "TidyShelf", **changed: str | None) -> str:
    """A table with some of its lines as TOML text; None leaves a line out."""
    lines: dict[str, str | None] = {
        "summary": '"Put the boxes of a shelf in order."',
        "products": "{ server = true }",
        "since": '"9.0"',
        "result": '"none"',
        "evidence": '"none"',
        **changed,
    }
    return f"[{name}]\n" + "".join(f"{key} = {value}\n" for key, value in lines.items() if value is not None)


def argument(**changed: str) -> str:
    """A table with one argument."""
    entry = {"name": '"order"', "type": '"string"', "doc": '"How to sort."', **changed}
    return table(arguments="[{ " + ", ".join(f"{key} = {value}" for key, value in entry.items()) + " }]")


MISTAKES = {
    "an unknown key": (table(colour='"red"'), "colour"),
    "no summary": (table(summary=None), "summary"),
    "an empty summary": (table(summary='""', long_running='"likely"'), "summary"),
    "a summary that is no text": (table(summary="3"), "summary"),
    "an unknown since": (table(since='"1999"'), "1999"),
    "an unknown product": (table(products="{ desktop = true }"), "desktop"),
    "no product": (table(products="{}"), "products"),
    "products that are no table": (table(products="true"), "products"),
    "an unknown grade of evidence": (table(evidence='"hearsay"'), "evidence"),
    "an unknown kind of long-running": (table(long_running='"maybe"'), "long_running"),
    "a status of a call that does not run long": (table(result='"status"'), "long-running"),
    "a result that is no type": (table(result='"dict"'), "result"),
    "a model that does not exist": (table(result='"list[Shelf]"'), "Shelf"),
    "text for yes or no": (table(read_only='"no"'), "read_only"),
    "an unknown key about 8.x": (table(legacy='{ nam = "TidyRack" }'), "nam"),
    "text for a list of keys": (table(legacy='{ lists = "privileges" }'), "lists"),
    "a function that another table describes": (table("GetUsers"), "GetUsers is described twice"),
    "a name of 8.x that another table has": (table(legacy='{ name = "GetUserList" }'), "GetUserList"),
    "a function's name in small letters": (table("tidyShelf"), "tidyShelf"),
    "a value where a table belongs": ("TidyShelf = 3\n", "TidyShelf"),
    "an argument without a name": (table(arguments='[{ type = "string", doc = "How." }]'), "name"),
    "an argument that is no table": (table(arguments='["id"]'), "argument"),
    "an argument with an unknown key": (argument(required="true"), "required"),
    "an argument of an unknown type": (argument(type='"int"'), "type"),
    "an argument without a doc": (table(arguments='[{ name = "id", type = "number" }]'), "doc"),
    "an argument with unknown values": (argument(values='"ShelfOrder"'), "values"),
    "an argument with text for yes or no": (argument(optional='"false"'), "optional"),
    "an argument that cannot be a name": (argument(name='"my order"'), "my order"),
    "an argument that Python has a word for": (argument(name='"from"'), "from"),
    "an argument given twice": (table(arguments=f"[{ARGUMENT}, {ARGUMENT}]"), "id"),
    "an optional argument before a required one": (
        table(arguments=f'[{{ name = "order", type = "string", optional = true, doc = "How." }}, {ARGUMENT}]'),
        "required",
    ),
}


@pytest.mark.parametrize(("text", "about"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_in_a_table_is_told_in_one_line_and_nothing_is_written(project: Path, text: str, about: str) -> None:
    (project / "spec" / "shelves.toml").write_text(text, encoding="utf-8")
    before = contents(project)
    done = generate(project)
    assert contents(project) == before
    assert re.fullmatch(r"spec/\w+\.toml: \[\w+\].*\n", done.stderr), done.stderr
    assert "shelves.toml" in done.stderr
    assert about in done.stderr
    assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("shelves.toml", "[TidyShelf\nsummary = 3\n"),
        ("shelves.toml", table() + table()),
        ("values.toml", "[ShelfOrder]\nvalues = 'bySize'\n"),
        ("since.toml", '"9.0 = "present"\n'),
    ],
    ids=["a broken table", "a table given twice", "a set without a doc", "broken labels"],
)
def test_a_mistake_in_a_file_is_told_in_one_line_and_nothing_is_written(project: Path, name: str, text: str) -> None:
    with (project / "spec" / name).open("a", encoding="utf-8") as file:
        file.write(text)
    before = contents(project)
    done = generate(project)
    assert contents(project) == before
    assert re.fullmatch(rf"spec/{re.escape(name)}: .+\n", done.stderr), done.stderr
    assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.parametrize("text", ['Says "hello"', r"Files below C:\temp\new.", "Ends with a backslash: C:\\"])
def test_quotes_and_backslashes_reach_the_docstring_as_they_are(project: Path, text: str) -> None:
    shelves = argument(doc=f"'''{text}'''").replace('"Put the boxes of a shelf in order."', f"'''{text}'''")
    (project / "spec" / "shelves.toml").write_text(shelves, encoding="utf-8")
    done = generate(project)
    assert (done.returncode, done.stderr) == (0, "")
    show = "from mailstore_sdk import Client; print(Client.tidy_shelf.__doc__)"
    shown = run(project, "-W", "error", "-c", show, PYTHONPATH=str(project / "src"))
    assert shown.stderr == ""
    assert shown.stdout.count(text) == 2
