"""A profile that `trust` began, one whose password is wrong, one that goes; and a system without a keyring."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.cli_process import Run
from tests.cli.inside import Inside
from tests.cli.terminal import at_terminal
from tests.cli.test_profile import SECRET, config, kept, profiles, variables, write

__all__ = ["config", "variables"]  # fixtures

OTHER = "Kanarie7-4712"
PRINT = ":".join(["AB"] * 32)
TRUSTED = f'[office]\nhost = "archive"\nport = 18463\nfingerprint = "{PRINT}"\n'
KEPT = '[{}]\nhost = "archive"\npassword_from = "keyring"\n'
NOT_USABLE = ("keyring.backends.fail.Keyring", "keyring.backends.null.Keyring")
NONE = ". Without one the password is asked for each time, or comes from MAILSTORE_PASSWORD\n"
PROFILE = {"host": "archive", "port": 8463, "username": "admin"}
GIVEN = ["--host", "archive", "--port", "8463", "--username", "admin"]


@pytest.fixture
def protocol() -> str:
    """One is enough here."""
    return "modern"


def filled(config: Path, accounts: str) -> None:
    config.with_name("keyring.json").write_text(accounts, encoding="utf-8")


@pytest.mark.parametrize("backend", NOT_USABLE)
def test_without_a_keyring_no_password_is_asked_for_and_the_profile_asks_each_time(
    config: Path, variables: dict[str, str], backend: str
) -> None:
    none = {**variables, "PYTHON_KEYRING_BACKEND": backend}
    code, screen = at_terminal(["profile", "add", "office", *GIVEN], [], config.parent, **none)
    assert code == 0, screen
    said = "No keyring can be used here: the password will be asked for each time, or comes from MAILSTORE_PASSWORD.\n"
    assert screen.startswith(said)
    assert "Password of" not in screen
    assert profiles(config) == {"office": PROFILE}


@pytest.mark.parametrize("backend", NOT_USABLE)
def test_a_keyring_that_is_wanted_and_not_there_is_an_error_before_anything_is_written(
    mailstore: Run, config: Path, variables: dict[str, str], backend: str
) -> None:
    none = {**variables, "PYTHON_KEYRING_BACKEND": backend}
    wanted = ["--password-from", "keyring", "--password-stdin"]
    done = mailstore("profile", "add", "office", *GIVEN, *wanted, stdin=f"{SECRET}\n", **none)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert NONE in done.stderr
    assert not config.exists()
    write(config, TRUSTED)
    done = mailstore("profile", "set-password", "office", "--password-stdin", stdin=f"{SECRET}\n", **none)
    assert (done.returncode, NONE in done.stderr) == (2, True)
    assert config.read_text(encoding="utf-8") == TRUSTED


def test_what_trust_began_is_filled_in(inside: Inside, config: Path, variables: dict[str, str]) -> None:
    write(config, f"# compared by me\n{TRUSTED}")
    same = ["--host", "archive:18463", "--fingerprint", PRINT.lower().replace(":", "")]
    done = inside("profile", "add", "office", *same, "--username", "backup", **variables)
    assert (done.code, done.err) == (0, "")
    assert config.read_text(encoding="utf-8") == f'# compared by me\n{TRUSTED}username = "backup"\n'
    again = inside("profile", "add", "office", *same, **variables)
    assert (again.code, "has a profile 'office' already" in again.err) == (2, True)
    assert "mailstore profile remove office" in again.err


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--host", "other"], "has host archive from"),
        (["--host", "archive", "--port", "8463"], "has port 18463 from"),
        (["--host", "other:1"], "has host archive and port 18463 from"),
        (["--fingerprint", PRINT.replace("A", "C")], f"has fingerprint {PRINT} from"),
        (["--ca-file", "ca.pem"], f"has fingerprint {PRINT} from"),
    ],
)
def test_what_contradicts_a_trusted_certificate_is_refused(
    inside: Inside, config: Path, variables: dict[str, str], given: list[str], said: str
) -> None:
    write(config, TRUSTED)
    done = inside("profile", "add", "office", *given, **variables)
    assert (done.code, done.out) == (2, "")
    assert f"profile 'office' in {config} {said} `mailstore trust`" in done.err
    assert config.read_text(encoding="utf-8") == TRUSTED


@pytest.mark.parametrize(
    ("typed", "host", "port"),
    [("localhost:18463", "localhost", 18463), ("[::1]:7", "[::1]", 7), ("[::1]", "[::1]", 8463)],
)
def test_a_port_may_stand_behind_the_name(
    inside: Inside, config: Path, variables: dict[str, str], typed: str, host: str, port: int
) -> None:
    assert inside("profile", "add", "office", "--host", typed, **variables).code == 0
    assert profiles(config) == {"office": {"host": host, "port": port, "username": "admin"}}


def test_a_port_behind_the_name_that_is_typed_is_not_asked_for_again(config: Path, variables: dict[str, str]) -> None:
    answers = [
        ("Name or address of the server: ", "archive:18463"),
        ("An administrator [admin]: ", ""),
        ("Keep the password in the keyring of this system? [Y/n]: ", "y"),
        ("Password of admin@archive:18463: ", SECRET),
    ]
    code, screen = at_terminal(["profile", "add", "office"], answers, config.parent, **variables)
    assert (code, "Port of the" in screen, SECRET in screen) == (0, False, False), screen
    assert kept(config) == {"mailstore-sdk/admin@archive:18463": SECRET}


def test_a_password_is_set_anew_and_not_shown(config: Path, variables: dict[str, str]) -> None:
    write(config, KEPT.format("office"))
    filled(config, '{"mailstore-sdk/admin@archive:8463": "wrong"}')
    answers = [("Password of admin@archive:8463: ", OTHER)]
    code, screen = at_terminal(["profile", "set-password", "office"], answers, config.parent, **variables)
    assert (code, OTHER in screen) == (0, False), screen
    assert kept(config) == {"mailstore-sdk/admin@archive:8463": OTHER}
    assert config.read_text(encoding="utf-8") == KEPT.format("office")


def test_a_profile_that_had_no_password_takes_it_from_the_keyring_from_then_on(
    mailstore: Run, config: Path, variables: dict[str, str]
) -> None:
    write(config, '[office]\nedition = "spe"\npassword_variable = "OFFICE"\n')
    done = mailstore("profile", "set-password", "office", "--password-stdin", stdin=f"{OTHER}\n", **variables)
    assert (done.returncode, done.stderr, OTHER in done.stdout) == (0, "", False)
    assert kept(config) == {"mailstore-sdk/admin@127.0.0.1:8474": OTHER}  # the port of its edition
    assert profiles(config) == {"office": {"edition": "spe", "password_from": "keyring"}}
    for stdin, options, said in (
        ("\n", ["--password-stdin"], "no password to store: it is empty"),
        ("", [], "no password to store: say --password-stdin"),
    ):
        refused = mailstore("profile", "set-password", "office", *options, stdin=stdin, **variables)
        assert (refused.returncode, said in refused.stderr) == (2, True)
    unknown = mailstore("profile", "set-password", "other", **variables)
    assert (unknown.returncode, "no profile 'other'" in unknown.stderr) == (2, True)


def test_a_profile_is_removed_with_its_password(inside: Inside, config: Path, variables: dict[str, str]) -> None:
    write(config, f"# mine\n{KEPT.format('office')}\n{KEPT.format('home')}")
    accounts = '{"mailstore-sdk/admin@archive:8463": "geheim-4711"}'
    filled(config, accounts)
    unasked = inside("profile", "remove", "office", **variables)
    assert (unasked.code, unasked.err) == (2, "mailstore: nothing was removed: say --yes\n")
    first = inside("profile", "remove", "office", "--yes", **variables)
    assert (first.code, first.err) == (0, "")
    assert "the password stays in the keyring" in first.out
    assert (list(profiles(config)), kept(config)) == (["home"], {"mailstore-sdk/admin@archive:8463": SECRET})


def test_the_last_profile_of_an_account_takes_the_password_along(
    mailstore: Run, config: Path, variables: dict[str, str]
) -> None:
    write(config, KEPT.format("office"))
    filled(config, '{"mailstore-sdk/admin@archive:8463": "geheim-4711", "mailstore-sdk/b@c:1": "x"}')
    done = mailstore("profile", "remove", "office", "--yes", **variables)
    assert (done.returncode, done.stderr) == (0, "")
    assert (profiles(config), kept(config)) == ({}, {"mailstore-sdk/b@c:1": "x"})
    again = mailstore("profile", "remove", "office", "--yes", **variables)
    assert (again.returncode, "no profile 'office'" in again.stderr) == (2, True)


def test_a_keyring_that_cannot_be_used_any_more_does_not_keep_a_profile(
    mailstore: Run, config: Path, variables: dict[str, str]
) -> None:
    write(config, KEPT.format("office"))
    none = {**variables, "PYTHON_KEYRING_BACKEND": NOT_USABLE[0]}
    done = mailstore("profile", "remove", "office", "--yes", **none)
    assert (done.returncode, done.stderr.count("\n"), profiles(config)) == (0, 1, {})
    assert "the password of admin@archive:8463 may still be in the keyring" in done.stderr


def test_at_a_terminal_removing_is_asked_about(config: Path, variables: dict[str, str]) -> None:
    write(config, TRUSTED)
    question = f"Remove profile office (admin@archive:18463) from {config}? [y/N]: "
    for answer, code, left in (("n", 1, ["office"]), ("y", 0, [])):
        ended, screen = at_terminal(
            ["profile", "remove", "office"], [(question, answer)], config.parent, **variables, COLUMNS="300"
        )
        assert (ended, list(profiles(config))) == (code, left), screen


def test_how_a_server_is_reached_is_changed_and_the_password_goes_along(
    inside: Inside, config: Path, variables: dict[str, str], mailstore: Run
) -> None:
    write(config, f"# mine\n{KEPT.format('office')}")
    filled(config, '{"mailstore-sdk/admin@archive:8463": "geheim-4711"}')
    done = mailstore("profile", "set", "office", "--host", "archive.example:18463", **variables)
    assert (done.returncode, done.stderr, SECRET in done.stdout) == (0, "", False)
    assert f"Profile office in {config} has host archive.example, port 18463." in done.stdout
    assert config.read_text(encoding="utf-8").startswith("# mine\n")
    assert profiles(config)["office"] == {"host": "archive.example", "password_from": "keyring", "port": 18463}
    assert kept(config) == {"mailstore-sdk/admin@archive.example:18463": SECRET}


def test_another_user_has_another_password_and_what_others_need_stays(
    config: Path, variables: dict[str, str], mailstore: Run
) -> None:
    write(config, f"{KEPT.format('office')}\n{KEPT.format('home')}")
    filled(config, '{"mailstore-sdk/admin@archive:8463": "geheim-4711"}')
    done = mailstore("profile", "set", "office", "--username", "backup", **variables)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("no password of backup@archive:8463: mailstore profile set-password office\n")
    assert kept(config) == {"mailstore-sdk/admin@archive:8463": SECRET}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "what is to be changed? say --host, --port,"),
        (["--host", "https://archive"], "is not a host name or address"),
        (["--protocol", "legacy", "--host", "a:1", "--port", "2"], "a:1 names port 1, and --port 2: which one?"),
    ],
)
def test_a_change_that_does_not_fit_changes_nothing(
    inside: Inside, config: Path, variables: dict[str, str], given: list[str], said: str
) -> None:
    write(config, TRUSTED)
    done = inside("profile", "set", "office", *given, **variables)
    assert (done.code, done.out, said in done.err) == (2, "", True)
    assert config.read_text(encoding="utf-8") == TRUSTED


def test_a_port_that_is_none_is_asked_for_again(config: Path, variables: dict[str, str]) -> None:
    answers = [
        ("Port of the Administration API [8463]: ", "99999"),
        ("A port is a number from 1 to 65535.\r\nPort of the Administration API [8463]: ", "18463"),
        ("Keep the password in the keyring of this system? [Y/n]: ", "n"),
    ]
    given = ["--host", "archive", "--username", "admin"]
    code, screen = at_terminal(["profile", "add", "office", *given], answers, config.parent, **variables)
    assert code == 0, screen
    assert profiles(config)["office"]["port"] == 18463
