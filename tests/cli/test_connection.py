"""Where the password comes from, and what is said where an extra is not installed."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from mailstore_sdk.emulator import Emulator
from mailstore_sdk.errors import ConfigurationError
from tests.cli.cli_process import COMMAND, ENVIRONMENT, Run, beside, until

KEYRING = """\
from keyring.backend import KeyringBackend

class Keyring(KeyringBackend):
    priority = 1

    def get_password(self, service, username):
        known = service == "mailstore-sdk" and username.startswith("admin@127.0.0.1:")
        return "admin" if known else None

    def set_password(self, service, username, password):
        raise AssertionError("nothing is stored")
"""


def test_the_password_can_come_from_the_keyring(mailstore: Run, connection: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "fake_keyring.py").write_text(KEYRING, encoding="utf-8")
    connection.pop("MAILSTORE_PASSWORD")
    fake = {"PYTHONPATH": beside(tmp_path), "PYTHON_KEYRING_BACKEND": "fake_keyring.Keyring"}
    assert mailstore("info", **connection, **fake).returncode == 0
    assert mailstore("info", "--username", "other", **connection, **fake).returncode == 2


def test_the_password_is_asked_for_at_a_terminal_and_not_shown(connection: dict[str, str], tmp_path: Path) -> None:
    connection.pop("MAILSTORE_PASSWORD")
    question = f"Password of admin@127.0.0.1:{connection['MAILSTORE_PORT']}: "
    none = {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    terminal, follower = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, "info"], stdin=follower, stdout=follower, stderr=follower, cwd=tmp_path, start_new_session=True,
        env={**ENVIRONMENT, **connection, **none},
    ) as process:  # fmt: skip
        os.close(follower)
        shown = b"".join(until(terminal, question.encode()))
        os.write(terminal, b"admin\n")
        shown += b"".join(until(terminal, None))
    os.close(terminal)
    assert process.returncode == 0, shown
    after = shown.decode().split(question)[1]
    assert after.strip().startswith("MailStore Server 8.1.2.9268 on WIN2012MS (")


def test_without_the_extra_the_command_says_what_to_install() -> None:
    code = "import sys; sys.modules['typer'] = None; from mailstore_sdk.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", code, "info"], capture_output=True, text=True, env=ENVIRONMENT, timeout=60
    )
    assert done.returncode == 2
    assert done.stderr == (
        "mailstore: the command line needs more than the library: pip install 'mailstore-sdk[cli,emulator,report]'\n"
    )


def test_without_the_extra_the_emulator_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trustme", None)
    for module in ("server", "certificates"):
        monkeypatch.delitem(sys.modules, f"mailstore_sdk.emulator.{module}", raising=False)
    with pytest.raises(ConfigurationError, match=r"needs trustme: pip install 'mailstore-sdk\[emulator\]'"):
        Emulator().serve()
