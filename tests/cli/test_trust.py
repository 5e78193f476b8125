"""`mailstore trust`: what is shown, and that nothing is trusted which nobody has compared."""

from __future__ import annotations

import stat
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.cli.cli_process import Run
from tests.cli.terminal import at_terminal
from tests.transport.servers import LOOPBACK, Identity, Server, silent, speaking_plainly

OTHER = ":".join(["AB"] * 32)
QUESTION = "Trust it in profile {}? [y/N, or the fingerprint seen there]: "


@pytest.fixture
def protocol() -> str:
    """One is enough here."""
    return "modern"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


@pytest.fixture
def variables(config: Path) -> dict[str, str]:
    return {"MAILSTORE_CONFIG": str(config)}


@pytest.fixture(scope="module")
def identity() -> Identity:
    return Identity()


def profiles(config: Path) -> Any:
    return tomllib.loads(config.read_text(encoding="utf-8"))


def test_at_a_terminal_the_certificate_is_shown_and_trusted_after_a_yes(
    identity: Identity, config: Path, variables: dict[str, str]
) -> None:
    with Server(silent, identity) as server:
        arguments = ["trust", LOOPBACK, "--port", str(server.port), "--profile", "office"]
        code, screen = at_terminal(arguments, [(QUESTION.format("office"), "y")], config.parent, **variables)
    assert code == 0, screen
    assert server.received == b""
    lines = screen.splitlines()
    assert lines[0] == f"Certificate of {LOOPBACK}:{server.port}"
    assert [line.split()[0] for line in lines[1:6]] == ["Subject", "Issuer", "Names", "Valid", "SHA-256"]
    assert lines[3] == f"  Names    {LOOPBACK}"
    assert lines[5] == f"  SHA-256  {identity.fingerprint}"
    assert f"TcpClient('127.0.0.1', {server.port})" in screen
    assert screen.count(" -replace '-', ':'\n") == 1  # as it is shown here
    assert profiles(config) == {"office": {"host": LOOPBACK, "port": server.port, "fingerprint": identity.fingerprint}}
    said = f"MAILSTORE_HOST={LOOPBACK} MAILSTORE_PORT={server.port} MAILSTORE_FINGERPRINT={identity.fingerprint}"
    assert lines[-2] == f"For a script without a profile: export {said}"
    assert lines[-1] == "Next: mailstore doctor --profile office"
    assert stat.S_IMODE(config.stat().st_mode) == 0o600


def test_the_fingerprint_seen_on_the_server_is_an_answer_too(
    identity: Identity, config: Path, variables: dict[str, str]
) -> None:
    answer = identity.fingerprint.lower().replace(":", "")
    with Server(silent, identity) as server:
        arguments = ["trust", LOOPBACK]
        variables = {**variables, "MAILSTORE_PORT": str(server.port)}
        code, screen = at_terminal(arguments, [(QUESTION.format("default"), answer)], config.parent, **variables)
    assert code == 0, screen
    assert profiles(config)["default"]["fingerprint"] == identity.fingerprint


def test_another_certificate_than_before_is_trusted_with_a_warning(
    identity: Identity, config: Path, variables: dict[str, str]
) -> None:
    before = f'[default]\nhost = "{LOOPBACK}"\nport = {{}}\nfingerprint = "{OTHER}"\n'
    with Server(silent, identity) as server:
        config.write_text(before.format(server.port), encoding="utf-8")
        config.chmod(0o600)
        code, screen = at_terminal(
            ["trust", LOOPBACK], [(QUESTION.format("default"), OTHER)], config.parent, **variables
        )
    assert code == 1, screen
    assert f"ATTENTION: until now profile default trusted {OTHER}.\n" in screen
    assert "That is another certificate than the one shown above" in screen
    assert config.read_text(encoding="utf-8") == before.format(server.port)


@pytest.mark.parametrize("answer", ["n", "", "nonsense", "AB:CD"])
def test_without_a_yes_nothing_is_trusted(
    answer: str, identity: Identity, config: Path, variables: dict[str, str]
) -> None:
    with Server(silent, identity) as server:
        arguments = ["trust", LOOPBACK, "--port", str(server.port)]
        code, screen = at_terminal(arguments, [(QUESTION.format("default"), answer)], config.parent, **variables)
    assert code == 1, screen
    assert not config.exists()


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        ([], 2, "nothing was trusted: compare the fingerprint, then say --fingerprint and --yes"),
        (["--fingerprint", "{right}"], 2, "nothing was trusted: compare the fingerprint, then say --fingerprint and"),
        (["--yes"], 2, "--yes trusts nothing unseen: give the fingerprint that you expect with --fingerprint"),
        (["--fingerprint", OTHER, "--yes"], 3, "the certificate has another fingerprint; nothing was trusted"),
        (["--fingerprint", "AB", "--yes"], 2, "fingerprint is not a SHA-256 fingerprint"),
    ],
)
def test_in_a_pipe_nothing_is_trusted_that_nobody_expects(
    mailstore: Run,
    identity: Identity,
    config: Path,
    variables: dict[str, str],
    options: list[str],
    code: int,
    said: str,
) -> None:
    given = [option.format(right=identity.fingerprint) for option in options]
    with Server(silent, identity) as server:
        done = mailstore("trust", LOOPBACK, "--port", str(server.port), *given, stdin="y\n", **variables)
    assert (done.returncode, done.stderr.count("\n")) == (code, 1)
    assert said in done.stderr
    assert not config.exists()


def test_in_a_pipe_the_expected_certificate_is_trusted_with_yes(
    mailstore: Run, identity: Identity, config: Path, variables: dict[str, str]
) -> None:
    config.write_text('# mine\n[default]\nusername = "backup" # night\nca_file = "old.pem"\n', encoding="utf-8")
    config.chmod(0o600)
    with Server(silent, identity) as server:
        given = ["--port", str(server.port), "--fingerprint", identity.fingerprint.lower().replace(":", "-"), "--yes"]
        done = mailstore("trust", LOOPBACK, *given, **variables)
        again = mailstore("trust", LOOPBACK, **variables)
    assert (done.returncode, done.stderr) == (0, "")
    assert "It takes the place of ca_file in profile default.\n" in done.stdout
    assert config.read_text(encoding="utf-8").startswith('# mine\n[default]\nusername = "backup" # night\n')
    expected = {"host": LOOPBACK, "port": server.port, "fingerprint": identity.fingerprint}
    assert profiles(config) == {"default": {"username": "backup", **expected}}
    assert (again.returncode, again.stderr) == (0, "")
    assert "\nProfile default trusts it already.\n" in again.stdout
    assert again.stdout.endswith("\nNext: mailstore doctor\n")


def test_what_was_trusted_is_what_the_other_commands_trust(
    mailstore: Run, server: Any, variables: dict[str, str]
) -> None:
    given = ["--port", str(server.port), "--fingerprint", server.fingerprint, "--yes", "--profile", "office"]
    assert mailstore("trust", LOOPBACK, *given, **variables).returncode == 0
    done = mailstore("info", "--profile", "office", MAILSTORE_PASSWORD="admin", **variables)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"(https://{LOOPBACK}:{server.port}, " in done.stdout


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [("host", '"other.example"', f"host other.example, not {LOOPBACK}"), ("port", "1", "port 1, not 2")],
)
def test_the_profile_of_another_server_is_left_alone(
    mailstore: Run, config: Path, variables: dict[str, str], key: str, value: str, said: str
) -> None:
    config.write_text(f"[default]\n{key} = {value}\n", encoding="utf-8")
    config.chmod(0o600)
    done = mailstore("trust", LOOPBACK, "--port", "2", **variables)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"mailstore: profile 'default' in {config} has {said}: name another one with --profile, or change this one: "
        f"mailstore profile set default --host {LOOPBACK} --port 2\n"
    )


def test_the_port_may_stand_behind_the_name(
    mailstore: Run, identity: Identity, config: Path, variables: dict[str, str]
) -> None:
    with Server(silent, identity) as server:
        given = ["--fingerprint", identity.fingerprint, "--yes"]
        done = mailstore("trust", f"{LOOPBACK}:{server.port}", *given, **variables)
        other = mailstore("trust", f"{LOOPBACK}:{server.port}", "--port", "1", **variables)
    assert (done.returncode, done.stderr) == (0, "")
    expected = {"host": LOOPBACK, "port": server.port, "fingerprint": identity.fingerprint}
    assert profiles(config) == {"default": expected}
    assert (other.returncode, "and --port 1: which one?" in other.stderr) == (2, True)


def test_a_server_that_speaks_no_tls_is_one_line(mailstore: Run, variables: dict[str, str]) -> None:
    with Server(speaking_plainly) as server:
        done = mailstore("trust", LOOPBACK, "--port", str(server.port), **variables)
        nobody = mailstore("trust", "a..b", "--port", str(server.port), **variables)
    for each in (done, nobody):
        assert (each.returncode, each.stdout, each.stderr.count("\n")) == (3, "", 1)
        assert each.stderr.startswith("mailstore: no TLS connection to ")
    assert b"HTTP" not in server.received


def test_a_host_that_is_none_is_refused(mailstore: Run, variables: dict[str, str]) -> None:
    done = mailstore("trust", "https://archive", **variables)
    assert (done.returncode, done.stdout) == (2, "")
    assert "is not a host name or address" in done.stderr
