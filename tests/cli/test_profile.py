"""`mailstore profile`, and `--profile` of the other commands, at a terminal and in a pipe; no password is shown."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer.main

from mailstore_sdk.cli.app import app
from tests.cli.cli_process import Run, beside
from tests.cli.terminal import at_terminal

SECRET = "geheim-4711"
KEYRING = """\
import json, pathlib
from keyring.backend import KeyringBackend

FILE = pathlib.Path(__file__).with_name("keyring.json")

class Keyring(KeyringBackend):
    priority = 1

    def get_password(self, service, username):
        return json.loads(FILE.read_text()).get(f"{service}/{username}") if FILE.exists() else None

    def set_password(self, service, username, password):
        FILE.write_text(json.dumps({f"{service}/{username}": password}))

    def delete_password(self, service, username):
        kept = json.loads(FILE.read_text())
        del kept[f"{service}/{username}"]
        FILE.write_text(json.dumps(kept))
"""


@pytest.fixture
def protocol() -> str:
    """One is enough here."""
    return "modern"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


@pytest.fixture
def variables(config: Path) -> dict[str, str]:
    """The file with the profiles, and a keyring that is a file beside it."""
    folder = config.parent
    (folder / "filed_keyring.py").write_text(KEYRING, encoding="utf-8")
    return {
        "MAILSTORE_CONFIG": str(config),
        "PYTHONPATH": beside(folder),
        "PYTHON_KEYRING_BACKEND": "filed_keyring.Keyring",
    }


def write(config: Path, text: str) -> None:
    config.write_text(text, encoding="utf-8")
    config.chmod(0o600)


def profiles(config: Path) -> Any:
    return tomllib.loads(config.read_text(encoding="utf-8"))


def kept(config: Path) -> Any:
    path = config.with_name("keyring.json")
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def test_at_a_terminal_what_is_missing_is_asked_for_and_the_password_is_not_shown(
    config: Path, variables: dict[str, str]
) -> None:
    answers = [
        ("Name or address of the server: ", "archive.example"),
        ("Port of the Administration API [8463]: ", ""),
        ("An administrator [admin]: ", "backup"),
        ("Keep the password in the keyring of this system? [Y/n]: ", "y"),
        ("Password of backup@archive.example:8463: ", SECRET),
    ]
    code, screen = at_terminal(["profile", "add", "office"], answers, config.parent, **variables)
    assert code == 0, screen
    assert SECRET not in screen
    assert profiles(config) == {
        "office": {"host": "archive.example", "port": 8463, "username": "backup", "password_from": "keyring"}
    }
    assert SECRET not in config.read_text(encoding="utf-8")
    assert kept(config) == {"mailstore-sdk/backup@archive.example:8463": SECRET}
    assert "mailstore trust archive.example --profile office" in screen


def test_at_a_terminal_the_keyring_may_be_declined(config: Path, variables: dict[str, str]) -> None:
    given = ["--host", "archive", "--port", "1", "--username", "admin"]
    answers = [("Keep the password in the keyring of this system? [Y/n]: ", "n")]
    code, screen = at_terminal(["profile", "add", "office", *given], answers, config.parent, **variables)
    assert code == 0, screen
    assert profiles(config) == {"office": {"host": "archive", "port": 1, "username": "admin"}}
    assert kept(config) == {}


def test_in_a_pipe_options_say_everything(mailstore: Run, config: Path, variables: dict[str, str]) -> None:
    write(config, '# mine\n[a]\nhost = "a"\n')
    given = ["--host", "b", "--edition", "spe", "--password-from", "keyring", "--password-stdin", "--ca-file", "ca.pem"]
    done = mailstore("profile", "add", "b", *given, stdin=f"{SECRET}\n", **variables)
    assert (done.returncode, done.stderr) == (0, "")
    assert SECRET not in done.stdout
    assert config.read_text(encoding="utf-8").startswith('# mine\n[a]\nhost = "a"\n\n[b]\n')
    assert profiles(config)["b"] == {
        "host": "b", "port": 8474, "username": "admin", "edition": "spe", "password_from": "keyring",
        "ca_file": str(config.parent / "ca.pem"),
    }  # fmt: skip
    assert kept(config) == {"mailstore-sdk/admin@b:8474": SECRET}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["b"], "which server? say --host"),
        (
            ["a", "--host", "h"],
            "has a profile 'a' already: `mailstore profile set a` changes how the server is reached",
        ),
        (["b", "--host", "h:7", "--port", "8"], "h:7 names port 7, and --port 8: which one?"),
        ([" ", "--host", "h"], "a profile has a name that can be read"),
        (["b", "--host", "https://h"], "is not a host name or address"),
        (["b", "--host", "h", "--fingerprint", "zz"], "fingerprint is not a SHA-256 fingerprint"),
        (["b", "--host", "h", "--password-from", "keyring"], "no password to store: say --password-stdin"),
        (["b", "--host", "h", "--password-stdin"], "can only be stored with --password-from keyring"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_written(
    mailstore: Run, config: Path, variables: dict[str, str], arguments: list[str], said: str
) -> None:
    write(config, '[a]\nhost = "a"\n')
    done = mailstore("profile", "add", *arguments, stdin=f"{SECRET}\n", **variables)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert said in done.stderr
    assert profiles(config) == {"a": {"host": "a"}}
    assert kept(config) == {}


LISTED = """\
  Name    Server                User    Edition  Trusts           Password
  first   127.0.0.1:8463        admin   server   the system       environment, keyring, prompt
  second  archive.example:8474  backup  spe      its fingerprint  keyring
  third   127.0.0.1:8463        admin   server   anybody          THIRD
"""
SEVERAL = f"""\
[first]
[second]
host = "archive.example"
username = "backup"
edition = "spe"
fingerprint = "{"ab" * 32}"
password_from = "keyring"
[third]
verify = false
password_variable = "THIRD"
"""


def test_the_list_shows_every_profile_and_no_password(mailstore: Run, config: Path, variables: dict[str, str]) -> None:
    write(config, SEVERAL)
    done = mailstore("profile", "list", THIRD=SECRET, MAILSTORE_PASSWORD=SECRET, **variables)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"Profiles in {config}\n{LISTED}"
    as_json = mailstore("profile", "list", "--json", THIRD=SECRET, **variables)
    assert json.loads(as_json.stdout) == {"file": str(config), "profiles": tomllib.loads(SEVERAL)}
    code, screen = at_terminal(["profile", "list"], [], config.parent, **variables, THIRD=SECRET)
    assert code == 0
    assert "│ second │" in screen
    assert SECRET not in done.stdout + as_json.stdout + screen


def test_an_empty_list_says_how_to_add_one(mailstore: Run, config: Path, variables: dict[str, str]) -> None:
    done = mailstore("profile", "list", **variables)
    assert done.stdout == f"No profiles in {config}. To add one: mailstore profile add NAME\n"


def test_a_file_with_a_password_is_refused_without_showing_it(
    mailstore: Run, config: Path, variables: dict[str, str]
) -> None:
    write(config, f'[default]\npassword = "{SECRET}"\n')
    for command in (["profile", "list"], ["info"], ["profile", "add", "b", "--host", "h"], ["trust", "h"]):
        done = mailstore(*command, **variables)
        assert (done.returncode, done.stdout) == (2, "")
        assert "a password does not belong into a file" in done.stderr
        assert SECRET not in done.stderr


@pytest.fixture
def serving(server: Any, config: Path, variables: dict[str, str]) -> dict[str, str]:
    """Variables with which the profiles `office` and `default` lead to a server."""
    place = f'host = "127.0.0.1"\nport = {server.port}\nfingerprint = "{server.fingerprint}"\n'
    write(config, f"[office]\n{place}[default]\n{place}[away]\nport = 1\n")
    return {**variables, "MAILSTORE_PASSWORD": "admin"}


@pytest.mark.parametrize("command", [["info"], ["call", "GetUsers"], ["doctor"]])
def test_every_command_takes_a_profile(mailstore: Run, serving: dict[str, str], command: list[str]) -> None:
    by_option = mailstore(*command, "--profile", "office", **serving)
    by_variable = mailstore(*command, MAILSTORE_PROFILE="office", **serving)
    by_default = mailstore(*command, **serving)
    assert by_option.returncode in (0, 1), by_option.stderr
    assert "127.0.0.1:1" not in by_option.stderr
    assert by_option.stdout == by_variable.stdout == by_default.stdout.replace("profile default", "profile office")
    assert by_option.stderr == by_variable.stderr == by_default.stderr


@pytest.mark.parametrize(
    ("options", "more", "code"),
    [
        (["--profile", "office"], {"MAILSTORE_PROFILE": "away"}, 0),
        (["--profile", "office", "--port", "1"], {}, 3),
        (["--profile", "office"], {"MAILSTORE_PORT": "1"}, 3),
        (["--profile", "away"], {}, 3),
        (["--port", "1"], {}, 3),
        ([], {"MAILSTORE_PORT": "1"}, 3),
        (["--profile", "none"], {}, 2),
    ],
)
def test_an_option_comes_before_the_environment_and_that_before_the_profile(
    mailstore: Run, serving: dict[str, str], options: list[str], more: dict[str, str], code: int
) -> None:
    done = mailstore("info", *options, **{**serving, **more})
    assert done.returncode == code, done.stderr
    assert ("127.0.0.1:1:" in done.stderr) is (code == 3)


def test_a_password_of_the_environment_is_not_sent_where_the_profile_wants_another(
    mailstore: Run, config: Path, serving: dict[str, str]
) -> None:
    write(config, config.read_text(encoding="utf-8").replace("[default]", 'password_from = "keyring"\n[default]'))
    done = mailstore("info", "--profile", "office", **serving)
    assert done.returncode == 2
    assert "the keyring has none" in done.stderr
    typed = mailstore("info", "--profile", "office", "--password-stdin", stdin="admin\n", **serving)
    assert (typed.returncode, typed.stderr) == (0, "")


def test_no_option_of_any_command_takes_a_password() -> None:
    waiting: list[Any] = [typer.main.get_command(app)]  # Any: which click it is depends on the version of typer
    options: set[str] = set()
    while waiting:
        command = waiting.pop()
        waiting += getattr(command, "commands", {}).values()
        options |= {each for option in command.params for each in option.opts if "password" in each}
    where = {"--password-stdin", "--password-from", "--password-variable", "--passwords-to"}
    assert options == {*where, "--set-passwords"}  # which is a switch


def test_without_verification_one_line_says_so(mailstore: Run, connection: dict[str, str]) -> None:
    done = mailstore("info", **{**connection, "MAILSTORE_CA_FILE": "", "MAILSTORE_VERIFY": "no"})
    assert done.returncode == 0
    assert done.stderr.startswith("mailstore: warning: verify=False: anyone in between can read")
    assert done.stderr.count("\n") == 1


def test_a_profile_knows_the_instance_and_whether_only_reading_is_allowed(
    mailstore: Run, config: Path, variables: dict[str, str]
) -> None:
    given = ["--host", "archive.example", "--edition", "spe", "--instance", "customer1", "--read-only"]
    assert mailstore("profile", "add", "office", *given, **variables).returncode == 0
    kept = {"edition": "spe", "instance": "customer1", "read_only": True}
    assert profiles(config)["office"] == {"host": "archive.example", "port": 8474, "username": "admin", **kept}
    refused = mailstore("run", "1", "--yes", "--profile", "office", **variables)
    assert (refused.returncode, "RunProfile is refused" in refused.stderr) == (2, True)
    shown = mailstore("verify", "1", "--dry-run", "--profile", "office", **variables)
    assert "  instanceID=customer1\n" in shown.stdout
