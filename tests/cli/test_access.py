"""`mailstore access`: who has access to whose archive, for people, programs and spreadsheets."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mailstore_sdk import Client
from mailstore_sdk.emulator import Behaviour, Emulator, Seed
from mailstore_sdk.emulator.server import EmulatorServer
from tests.cli.cli_process import quiet, reaching
from tests.cli.inside import Inside
from tests.cli.session import at_one_terminal
from tests.reports.writers.html.pages import parsed, rows
from tests.workflows.plans import emulated

HOSTILE = "=x\x1b[2J\nmailstore: all is well \u202e<script>alert(1)</script>"


@pytest.fixture(scope="module")
def running() -> Iterator[EmulatorServer]:
    emulator = emulated(ann={"ann": ["read"], "Jörg": ["read", "write"]}, Jörg={"Jörg": ["read"]}, eve={})
    emulator.state.users["ann"].email_addresses = ["ann@example.com"]
    emulator.state.users["eve"].privileges_on_folders = {HOSTILE: ["read"], "left": ["delete"]}
    emulator.state.users["eve"].full_name = HOSTILE
    emulator.state.folders.append("nobody")
    with emulator.serve() as server:
        yield server


@pytest.fixture
def reached(running: EmulatorServer) -> Iterator[dict[str, str]]:
    running.emulator.requests.clear()
    yield reaching(running)
    running.emulator.requests.assert_only_read()


def table(shown: str) -> list[list[str]]:
    """The rows of a table without its title and its head."""
    return [line.split(maxsplit=2) for line in shown.splitlines()[2:]]


def test_both_directions_are_plain_tables(inside: Inside, reached: dict[str, str]) -> None:
    by_archive, by_user = inside("access", **reached), inside("access", "--by-user", **reached)

    assert by_archive == inside("access", "--by-archive", **reached)
    assert [done.err for done in (by_archive, by_user)] == ["", ""]
    assert ["Jörg", "admin", "all (administrator)"] in table(by_archive.out)
    assert ["Jörg", "ann", "read, write"] in table(by_archive.out)
    assert ["ann", "Jörg", "read, write"] in table(by_user.out)
    assert ["admin", "all", "(administrator)"] in table(by_user.out)
    for done in (by_archive, by_user):
        assert not any(sign in done.out for sign in ("\x1b", "\u202e", "\nmailstore: all is well"))


@pytest.mark.parametrize("typed", ["ann", "ANN", "CONTOSO\\ann", "Ann@example.com"])
def test_a_user_is_shown_in_both_directions_however_he_is_named(
    inside: Inside, reached: dict[str, str], typed: str
) -> None:
    done = inside("access", "--user", typed, **reached)

    first, second = done.out.split("What ann has access to\n")
    assert first.startswith("Who has access to the archive ann\n")
    assert table(first) == [["ann", "admin", "all (administrator)"], ["ann", "ann", "read"]]
    assert table("\n" + second) == [["ann", "ann", "read"], ["ann", "Jörg", "read, write"]]
    assert inside("access", "--user", typed, "--by-archive", **reached).out == first


def test_an_archive_whose_user_has_gone_is_shown_too_and_nobody_is_an_error(
    inside: Inside, reached: dict[str, str]
) -> None:
    assert ["left", "eve", "delete"] in table(inside("access", "--user", "left", **reached).out)
    done = inside("access", "--user", "nobody", **reached)
    assert (done.code, done.out, done.err) == (2, "", "mailstore: 'nobody' is no user and no archive here\n")
    found = inside("access", "--user", "nobody", "--by-archive", "--all-archives", **reached)
    assert table(found.out) == [["nobody", "admin", "all (administrator)"]]


def test_a_program_reads_everything_or_a_line_a_row(inside: Inside, reached: dict[str, str]) -> None:
    whole = json.loads(inside("access", "--json", **reached).out)
    assert [one["user"] for one in whole["users"]] == ["admin", "ann", "Jörg", "eve"]
    assert whole["archives"] == [
        "=x\x1b[2J\nmailstore: all is well \u202e<script>alert(1)</script>",
        "ann",
        "Jörg",
        "left",
    ]
    lines = [json.loads(line) for line in inside("access", "--by-user", "--jsonl", **reached).out.splitlines()]
    assert {"user": "ann", "archive": "Jörg", "privileges": "read, write"} in lines
    one = json.loads(inside("access", "--user", "ANN", "--json", **reached).out)
    assert (one["user"], [row["user"] for row in one["by"]["archive"]]) == ("ann", ["admin", "ann"])


def test_csv_is_what_a_spreadsheet_opens_and_standard_output_has_nothing_else(
    inside: Inside, reached: dict[str, str], tmp_path: Path
) -> None:
    done = inside("access", "--csv", "a.csv", **reached)
    assert (done.code, done.out, done.err) == (0, "Written: a.csv\n", "")
    content = (tmp_path / "a.csv").read_bytes()
    assert content.startswith(b'\xef\xbb\xbf"archive";"user";"privileges"\r\n')

    piped = inside("access", "--csv", "-", "--html", "a.html", **reached)
    assert piped.out.encode() == content.removeprefix(b"\xef\xbb\xbf")
    assert piped.err == "mailstore: Written: a.html\n"
    cells = list(csv.reader(io.StringIO(piped.out, newline=""), delimiter=";"))
    assert [f"'{HOSTILE}", "eve", "read"] in cells
    of_one = inside("access", "--csv", "-", "--user", "ann", **reached).out
    assert of_one.split()[1:] == ['"ann";"ann";"read"', '"ann";"Jörg";"read,', 'write"']


@pytest.mark.parametrize(("language", "head", "word"), [("en", "Archive", "write"), ("de", "Archiv", "schreiben")])
def test_the_page_has_both_directions_and_runs_nothing_from_elsewhere(
    inside: Inside, reached: dict[str, str], tmp_path: Path, language: str, head: str, word: str
) -> None:
    inside("access", "--html", "a.html", "--language", language, **reached)
    text = (tmp_path / "a.html").read_text(encoding="utf-8")
    page = parsed(text)

    by_archive, by_user = (rows(one) for one in page.iter("table"))
    assert by_archive[0][0] == head
    assert any(word in row[-1] for row in by_archive)
    shown = " ".join(HOSTILE.replace("\x1b", " ").replace("\u202e", " ").split())
    assert [shown, "eve", shown] in [row[:3] for row in by_archive]
    assert ["eve", shown, shown] in [row[:3] for row in by_user]
    (script,) = page.iter("script")
    digest = base64.b64encode(hashlib.sha256((script.text or "").encode()).digest()).decode()
    (policy,) = (one.attrib["content"] for one in page.iter("meta") if "http-equiv" in one.attrib)
    assert policy.startswith("default-src 'none'; ")
    assert f"script-src 'sha256-{digest}'" in policy
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert not [one for one in page.iter() if {"src", "onclick", "onload"} & one.attrib.keys()]
    assert [one.attrib["href"] for one in page.iter("link")] == ["data:,"]


def test_archives_that_cannot_be_listed_are_a_note_and_the_rest_is_shown(inside: Inside) -> None:
    with Emulator(version="22.3", behaviour=Behaviour(folder_statistics="fail")).serve() as server:
        done = inside("access", "--all-archives", **reaching(server))

    assert (done.code, ["asmith", "asmith", "read"] in table(done.out)) == (0, True)
    assert done.err.startswith("mailstore: note: archives that nobody has a right on could not be listed: ")


def test_a_user_who_is_deleted_meanwhile_is_a_note_on_stderr(
    inside: Inside, reached: dict[str, str], running: EmulatorServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    users = Client.get_users
    gone: Any = iter([True])

    def listing(client: Client) -> Any:
        found = users(client)
        return [*found, found[0].model_copy(update={"user_name": "gone"})] if next(gone, False) else found

    monkeypatch.setattr(Client, "get_users", listing)
    done = inside("access", "--jsonl", **reached)

    assert (done.code, done.err) == (0, "mailstore: note: user 'gone' was deleted, or renamed, while this was read\n")
    assert "gone" not in done.out


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("--by-user --by-archive", "exclude each other"),
        ("--csv - --json", "cannot both be on standard output"),
        ("--host elsewhere.example plan list.csv", "options belong behind plan, not before it"),
        ("--by-user undo p.jsonl", "options belong behind undo, not before it"),
        ("--csv no/folder/a.csv", "no/folder/a.csv: No such file or directory"),
        ("plan list.csv", "list.csv: No such file or directory"),
        ("compare list.csv", "list.csv: No such file or directory"),
        ("--edition spe", "which instance?"),
    ],
)
def test_what_does_not_fit_is_one_line(inside: Inside, reached: dict[str, str], typed: str, said: str) -> None:
    done = inside("access", *typed.split(), **reached)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert said in done.err


def test_an_instance_is_asked_likewise(inside: Inside, to_installation: dict[str, str]) -> None:
    done = inside("access", "--by-user", "--instance", "customer1", **to_installation)
    assert ["jdoe", "jdoe", "read"] in table(done.out)


def test_1200_users_take_one_pass_and_both_directions_agree(inside: Inside, tmp_path: Path) -> None:
    emulator = Emulator(Seed(users=1_200), version="22.3")
    with emulator.serve() as server:
        done = inside("access", "--html", "a.html", "--csv", "a.csv", "--json", **reaching(server))

    assert (done.code, done.err) == (0, "")
    assert len(emulator.requests.calls("GetUsers")) == 1
    assert len(emulator.requests.calls("GetUserInfo")) == 1_201
    assert len(emulator.requests) == 1_203  # the first of all finds out which protocol the server speaks
    by_archive, by_user = (rows(one)[1:] for one in parsed((tmp_path / "a.html").read_text()).iter("table"))
    cells = list(csv.reader(io.StringIO((tmp_path / "a.csv").read_text("utf-8-sig")), delimiter=";"))
    archives = {row[0] for row in by_archive}
    told = {(archive, user, rights) for archive, user, _, rights in by_archive}
    turned = {(archive, user, rights) for user, _, archive, rights in by_user if archive in archives}
    everywhere = {(archive, user, rights) for user, _, _, rights in by_user for archive in archives if user == "admin"}
    assert told == turned | everywhere
    assert told == {tuple(row) for row in cells[1:]}
    truth = {(one["user"], right["archive"]) for one in json.loads(done.out)["users"] for right in one["rights"]}
    assert {(user, archive) for archive, user, _ in turned} == truth
    assert truth == {
        (name, archive) for name, user in emulator.state.users.items() for archive in user.privileges_on_folders
    }


def test_at_a_terminal_a_bar_is_shown_and_no_name_steers_it(reached: dict[str, str], tmp_path: Path) -> None:
    commands = ["access", "access --user eve --all-archives", "access --csv -"]
    shown = at_one_terminal(commands, tmp_path, **quiet(tmp_path), **reached)

    assert [code for code, _ in shown] == [0, 0, 0]
    assert all("Reading users" in screen for _, screen in shown)
    assert [screen.count("┏") for _, screen in shown] == [1, 2, 0]
    for _, screen in shown:
        assert "\n" + "mailstore: all is well" not in screen
        assert "\u202e" not in screen
        assert "<script>" in "".join(screen.split())
