"""`mailstore spe usage` and `rules`: in a pipe and at a terminal."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailstore_sdk.emulator import Emulator, SystemClock
from mailstore_sdk.emulator.server import EmulatorServer
from mailstore_sdk.provider import Usage
from tests.cli.cli_process import Run, quiet, reaching
from tests.cli.inside import Inside
from tests.cli.session import at_one_terminal
from tests.provider.made import HOSTILE, MONTH, added, emulated

MARK = "Kanarie7-geheim"
MAP = "Kundennummer;Instanz;Name\r\nK-1;customer1;Bäckerei\r\nK-2;customer2;Müller\r\nK-3;customer3;Süß\r\n"
RULES = '[automatic]\nmin_pause = "10m"\n[certificates]\n'
USAGE = ("spe", "usage", "--month", MONTH)


@pytest.fixture
def demo() -> Emulator:
    """An installation of its own, whose administrator and profile have marked secrets."""
    emulator = Emulator(edition="spe", clock=SystemClock())
    emulator.installation.administrators["admin"].password = MARK
    emulator.instances["customer1"].profiles[1]["details"]["password"] = MARK
    return emulator


@pytest.fixture
def served(demo: Emulator, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Environment variables with which the command reaches it; the edition need not be said."""
    (tmp_path / "customers.csv").write_bytes(MAP.encode("cp1252"))
    (tmp_path / "rules.toml").write_text(RULES, encoding="utf-8")
    with demo.serve() as server:
        yield {**reaching(server), "MAILSTORE_PASSWORD": MARK}


def test_the_month_as_table_csv_and_json(
    inside: Inside, demo: Emulator, served: dict[str, str], tmp_path: Path
) -> None:
    done = inside(*USAGE, "--map", "customers.csv", "--csv", "usage.csv", **served)
    assert (done.code, done.err) == (6, "mailstore: customer3: stopped, so it was not asked\n")
    assert "K-1" in done.out
    assert "Note: licences count archives, not users (documented)" in done.out
    assert done.out.endswith("Written: usage.csv\n")
    content = (tmp_path / "usage.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(content.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert [(one["Customer"], one["Messages"]) for one in lines] == [
        ("K-1", "100"), ("K-2", "200"), ("K-3", ""), ("Sum", "300"), ("Left out", "1"),
    ]  # fmt: skip
    first, again = (inside(*USAGE, "--map", "customers.csv", "--json", **served) for _ in range(2))
    assert first == again
    assert Usage.from_json(first.out).totals.messages == 300
    (tmp_path / "before.json").write_text(first.out, encoding="utf-8")
    lines_out = inside(*USAGE, "--previous", "before.json", "--jsonl", **served).out.splitlines()
    assert [json.loads(line)["messagesGrowth"] for line in lines_out] == [0, 0, None]
    grown = inside(*USAGE, "--previous", "before.json", **served)
    assert "MB more" in grown.out
    demo.requests.assert_only_read()


def test_all_that_is_there_and_in_the_map_ends_with_0(
    inside: Inside, demo: Emulator, served: dict[str, str], tmp_path: Path
) -> None:
    demo.instances["customer3"].status = "running"
    done = inside(*USAGE, "--map", "customers.csv", "--read-only", **served)
    assert (done.code, done.err) == (0, "")
    (tmp_path / "customers.csv").write_text("customer;instance\nK;customer1\nK;customer2\nX;gone", encoding="utf-8")
    done = inside(*USAGE, "--map", "customers.csv", **served)
    assert done.code == 6
    assert done.err.splitlines() == [
        "mailstore: line 4 of the map: there is no instance 'gone' ('X')",
        "mailstore: customer 'K' is in the map more than once: 'customer1' (line 2), 'customer2' (line 3)",
        "mailstore: customer3: it is not in the map of customers",
    ]
    assert "(none)" in done.out


def test_a_month_that_is_not_over_is_told_beside_what_cannot_tell_it(
    inside: Inside, demo: Emulator, served: dict[str, str]
) -> None:
    del demo.instances["customer3"]
    month = ("spe", "usage", "--month", "2026-01", "--at", "2026-01-20T08:00+00:00")
    done = inside(*month, **served)
    assert (done.code, done.err) == (0, "")
    assert "read at 2026-01-20 08:00 UTC" in done.out
    assert "Note: 2026-01 is not over" in done.out
    for form in (["--json"], ["--csv", "usage.csv"]):
        assert inside(*month, *form, **served).err == "mailstore: 2026-01 is not over: runs are those until now\n"


def test_a_profile_says_which_installation_and_its_instance_does_not_matter(
    inside: Inside, served: dict[str, str], tmp_path: Path
) -> None:
    where = {name: value for name, value in served.items() if name not in ("MAILSTORE_PORT", "MAILSTORE_CA_FILE")}
    config = tmp_path / "config.toml"
    text = f'edition = "spe"\nport = {served["MAILSTORE_PORT"]}\nca_file = "{served["MAILSTORE_CA_FILE"]}"\n'
    config.write_text(
        f'[hosting]\ninstance = "customer1"\npassword_from = "environment"\n{text}[office]\nedition = "server"\n',
        "utf-8",
    )
    config.chmod(0o600)
    where["MAILSTORE_CONFIG"] = str(config)
    done = inside(*USAGE, "--profile", "hosting", "--json", **where)
    assert done.code == 6, done.err
    assert Usage.from_json(done.out).totals.instances == 3
    done = inside(*USAGE, "--profile", "office", **where)
    assert (done.code, done.out) == (2, "")
    assert "its edition is 'server'" in done.err


def test_rules_are_checked_and_the_exit_code_is_that_of_findings(
    inside: Inside, demo: Emulator, served: dict[str, str], tmp_path: Path
) -> None:
    done = inside("spe", "rules", "rules.toml", **served)
    assert (done.code, done.err) == (7, "")
    assert "its pause is 300 s, less than 600 s" in done.out
    assert done.out.endswith("2 profiles in 3 instances checked; violation: 2, cannot tell: 3\n")
    german = inside("spe", "rules", "rules.toml", "--language", "de", **served)
    assert "Verstoß" in german.out
    assert len(json.loads(inside("spe", "rules", "rules.toml", "--json", **served).out)["findings"]) == 5
    assert len(inside("spe", "rules", "rules.toml", "--jsonl", **served).out.splitlines()) == 5
    (tmp_path / "rules.toml").write_text("[automatic]", encoding="utf-8")
    assert inside("spe", "rules", "rules.toml", **served).code == 6
    del demo.instances["customer3"]
    done = inside("spe", "rules", "rules.toml", **served)
    assert (done.code, done.out) == (0, "2 profiles in 2 instances checked; no violation\n")
    demo.requests.assert_only_read()


WRONG = [
    (["usage", "--month", "2026-13"], "'2026-13' is no month"),
    (["usage", "--month", "2999-01"], "2999-01 has not begun"),
    (["usage", "--month", MONTH, "--map", "rules.toml"], "rules.toml: line 1: no column customer"),
    (["usage", "--month", MONTH, "--map", "none.csv"], "none.csv: No such file"),
    (["usage", "--month", MONTH, "--previous", "rules.toml"], "that is not a usage"),
    (["usage", "--month", MONTH, "--instance", "customer1"], "leave --instance"),
    (["usage", "--month", MONTH, "--edition", "server"], "only the Service Provider Edition"),
    (["usage", "--month", MONTH, "--instance-timeout", "0"], "timeout 0.0 is not"),
    (["usage", "--month", MONTH, "--time-zone", "Mars/X"], "no time zone 'Mars/X'"),
    (["usage", "--month", MONTH, "--at", "soon"], "'soon' is no length"),
    (["rules", "customers.csv"], "customers.csv: it is not in UTF-8"),
    (["rules", "none.toml"], "none.toml: No such file"),
]


def test_what_is_wrong_is_told_and_nothing_is_asked(inside: Inside, demo: Emulator, served: dict[str, str]) -> None:
    for typed, told in WRONG:
        done = inside("spe", *typed, **served)
        assert (done.code, done.out) == (2, "")
        assert told in done.err
    assert not demo.requests


def test_a_csv_file_that_cannot_be_written_does_not_lose_the_figures(inside: Inside, served: dict[str, str]) -> None:
    done = inside(*USAGE, "--json", "--csv", "nowhere/usage.csv", **served)
    assert done.code == 2
    assert Usage.from_json(done.out).totals.messages == 300
    assert "nowhere/usage.csv: No such file or directory" in done.err


def test_a_wrong_password_is_that_and_no_row(inside: Inside, served: dict[str, str]) -> None:
    done = inside(*USAGE, **{**served, "MAILSTORE_PASSWORD": "wrong"})
    assert (done.code, done.out) == (4, "")


def test_no_secret_is_shown(mailstore: Run, inside: Inside, served: dict[str, str], tmp_path: Path) -> None:
    told = []
    for command in ([*USAGE, "--csv", "usage.csv"], ["spe", "rules", "rules.toml"]):
        logged = mailstore("-vv", *command, **served)
        assert "GetInstances" in logged.stderr
        told += [logged.stdout, logged.stderr]
        for form in ("--json", "--jsonl"):
            done = inside(*command, form, **served)
            told += [done.out, done.err]
    assert MARK not in "".join(told) + (tmp_path / "usage.csv").read_text("utf-8")


@pytest.fixture(scope="module")
def hostile() -> Iterator[EmulatorServer]:
    """Instances with names as nobody should give them."""
    emulator = emulated()
    for name in HOSTILE:
        instance = added(emulator, name, users=(name,), archives=(name,))
        instance.profiles[1] = {"id": 1, "name": name, "type": "I", "connector": name, "details": {}}
    with emulator.serve() as server:
        yield server


def test_at_a_terminal(hostile: EmulatorServer, tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text(f'{RULES}[connectors]\nallowed = ["IMAP"]\n', encoding="utf-8")
    commands = [" ".join(USAGE), "spe rules rules.toml", "spe rules rules.toml --language de"]
    shown = at_one_terminal(commands, tmp_path, **quiet(tmp_path), **reaching(hostile))
    assert [code for code, _ in shown] == [0, 7, 7], shown[0][1]
    for _, screen in shown:
        assert "┃" in screen
        assert "\u202e" not in screen
        assert "clear" in screen
        assert "line  break" in screen
    assert "━" in shown[0][1]
    assert "100%" in shown[0][1]
