"""Scripts for the original wrappers are moved here by their imports, and nothing else in them changes."""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stdout
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mailstore_sdk import compat
from mailstore_sdk.compat.migrate import main
from mailstore_sdk.compat.rewriting import NotPython, migrate
from mailstore_sdk.emulator.server import EmulatorServer
from tests.compat.test_tutorial import CONNECT_FAST, POLLING

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "tests" / "type_checks" / "scripts"
SECRET = "Kanarie7-geheim"


def moved(script: str) -> str:
    return migrate(script.encode()).after.decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import mailstore", "from mailstore_sdk import compat as mailstore"),
        ("import mailstore as ms", "from mailstore_sdk import compat as ms"),
        ("import mailstore as compat", "from mailstore_sdk import compat"),
        ("import mailstore.server", "from mailstore_sdk import compat as mailstore"),
        ("import mailstore.server as s", "from mailstore_sdk.compat import server as s"),
        ("import mailstore, mailstore.errors", "from mailstore_sdk import compat as mailstore"),
        ("import os, mailstore  # both", "import os\nfrom mailstore_sdk import compat as mailstore  # both"),
        ("import mailstore, os", "import os\nfrom mailstore_sdk import compat as mailstore"),
        ("import mailstore; x = 1", "from mailstore_sdk import compat as mailstore; x = 1"),
        ("import os, mailstore; x = 1", "import os; from mailstore_sdk import compat as mailstore; x = 1"),
        ("if 1: import mailstore", "if 1: from mailstore_sdk import compat as mailstore"),
        ("def f():\n\timport mailstore", "def f():\n\tfrom mailstore_sdk import compat as mailstore"),
        ("from mailstore import mgmt", "from mailstore_sdk.compat import mgmt"),
        ("from mailstore import (\n    mgmt,  # later\n)", "from mailstore_sdk.compat import (\n    mgmt,  # later\n)"),
        ("from mailstore import *", "from mailstore_sdk.compat import *"),
        ("from mailstore.server import Client", "from mailstore_sdk.compat.server import Client"),
        (
            "from mailstore.errors import MailStoreBaseError as E",
            "from mailstore_sdk.compat.errors import MailStoreBaseError as E",
        ),
        ("# above\n\nimport mailstore", "# above\n\nfrom mailstore_sdk import compat as mailstore"),
    ],
)
def test_an_import_is_changed(before: str, after: str) -> None:
    assert moved(before + "\n") == after + "\n"
    assert moved(after + "\n") == after + "\n"  # a second time changes nothing
    compile(moved(before + "\n"), "script.py", "exec")


@pytest.mark.parametrize(
    "script",
    [
        "import mailstores, mailstore_sdk\n",
        "from . import mailstore\n",
        "from .mailstore import mgmt\n",
        "mailstore = 'import mailstore'\n",
        "import os.mailstore\n",
        "",
    ],
)
def test_anything_else_is_left_as_it_is(script: str) -> None:
    done = migrate(script.encode())
    assert (done.after, done.changed, done.notes) == (script.encode(), False, [])


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("import mailstore.gui\n", "not changed: mailstore_sdk.compat has no gui"),
        ("from mailstore import mgmt, nothing\n", "not changed: mailstore_sdk.compat has no nothing"),
        ("from mailstore.server import Nobody\n", "not changed: mailstore_sdk.compat has no Nobody"),
        ("from mailstore.gui import *\n", "not changed: mailstore_sdk.compat has no mailstore.gui"),
        ("__import__('mailstore')\n", "not changed: an import by a text; mailstore_sdk.compat takes its place"),
        (
            "importlib.import_module('mailstore.server')\n",
            "not changed: an import by a text; mailstore_sdk.compat takes its place",
        ),
        (
            "mgmt.ServerClient(ignoreInvalidSSLCerts=True)\n",
            "ignoreInvalidSSLCerts: better trust the server's own certificate",
        ),
    ],
)
def test_what_it_cannot_do_it_says(script: str, said: str) -> None:
    done = migrate(f"# first line\n{script}".encode())
    assert not done.changed
    assert [(note.line, note.text) for note in done.notes] == [(2, said)]


@pytest.mark.parametrize(
    "script",
    [
        "# -*- coding: cp1252 -*-\r\nimport mailstore\r\nname = 'M\u00fcller'\r\n".encode("cp1252"),
        "\ufeffimport mailstore\nname = 'M\u00fcller'\n".encode(),
        b"import mailstore\nx = 1",
    ],
    ids=["cp1252 and CR LF", "byte order mark", "no line end at the end"],
)
def test_encoding_and_line_ends_stay(script: bytes) -> None:
    assert migrate(script).after == script.replace(
        b"import mailstore", b"from mailstore_sdk import compat as mailstore"
    )


@pytest.mark.parametrize("script", [b"print 'Python 2'\n", b"# coding: klingon\nx = 1\n", b"x = '\xff'\n", b"\x00"])
def test_what_is_not_python_3_is_refused(script: bytes) -> None:
    with pytest.raises(NotPython, match="cannot be read as Python 3"):
        migrate(script)


def test_the_tutorials_script_runs_when_it_was_moved(trusted: EmulatorServer) -> None:
    script = moved(CONNECT_FAST + POLLING).replace("8463", str(trusted.port))
    names: dict[str, Any] = {"__name__": "__main__"}
    with redirect_stdout(io.StringIO()) as printed:
        exec(compile(script, "script.py", "exec"), names)
    client = names["serverClient"]
    assert isinstance(client, compat.server.Client)
    client.transport.close()
    assert "Finished. No errors have been found." in printed.getvalue()


def test_the_typed_scripts_of_the_tests_differ_in_their_imports_alone() -> None:
    original, migrated = ((SCRIPTS / f"tutorial_{name}.py").read_text() for name in ("original", "compat"))
    code = "import time\nfrom typing"
    assert moved(original).partition(code)[2] == migrated.partition(code)[2]


@pytest.fixture
def scripts(tmp_path: Path) -> SimpleNamespace:
    folder = tmp_path / "scripts"
    (folder / "deeper").mkdir(parents=True)
    old, deeper, other = folder / "old.py", folder / "deeper" / "old.py", folder / "other.py"
    old.write_text(f"import mailstore\nPASSWORD = '{SECRET}'\n")
    deeper.write_text("import mailstore\n")
    other.write_text("x = 1\n")
    old.chmod(0o750)
    return SimpleNamespace(folder=folder, old=old, deeper=deeper, other=other)


def test_without_write_nothing_is_written_and_only_imports_are_shown(
    scripts: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    before = scripts.old.read_text()
    assert main([str(scripts.old)]) == 0
    shown = capsys.readouterr()
    assert "-import mailstore\n+from mailstore_sdk import compat as mailstore" in shown.out
    assert SECRET not in shown.out + shown.err
    assert scripts.old.read_text() == before


def test_a_folder_is_changed_and_a_second_time_there_is_nothing_to_do(
    scripts: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--write", str(scripts.folder)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{scripts.deeper}: changed", f"{scripts.old}: changed", f"{scripts.other}: nothing to change",
    ]  # fmt: skip
    assert scripts.old.read_text() == f"from mailstore_sdk import compat as mailstore\nPASSWORD = '{SECRET}'\n"
    assert scripts.old.stat().st_mode & 0o777 == 0o750
    assert sorted(path.name for path in scripts.folder.iterdir()) == ["deeper", "old.py", "other.py"]

    assert main(["--write", str(scripts.folder)]) == 0
    assert capsys.readouterr().out.count("nothing to change") == 3


def test_one_that_cannot_be_read_is_named_and_the_others_are_changed(
    scripts: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    scripts.other.write_text("print 'Python 2'\n")
    assert main(["--write", str(scripts.other), str(scripts.folder / "none.py"), str(scripts.old)]) == 2
    shown = capsys.readouterr()
    assert shown.err.splitlines() == [
        f"{scripts.other}: it cannot be read as Python 3 (line 1)",
        f"{scripts.folder / 'none.py'}: No such file or directory",
    ]
    assert shown.out == f"{scripts.old}: changed\n"


def test_names_of_files_do_not_steer_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = tmp_path / "x\x1b[2J\n.py"
    script.write_text("import mailstore  # \x1b[2J\n")
    main([str(script)])
    assert "\x1b" not in capsys.readouterr().out


def test_without_libcst_it_says_what_to_install(
    scripts: SimpleNamespace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "mailstore_sdk.compat.rewriting")
    monkeypatch.setitem(sys.modules, "libcst", None)
    assert main(["--write", str(scripts.old)]) == 2
    assert "pip install 'mailstore-sdk[migrate]'" in capsys.readouterr().err
    assert scripts.old.read_text().startswith("import mailstore\n")
