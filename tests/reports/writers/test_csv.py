"""CSV as a spreadsheet reads it: read back by Python's csv, hostile names included."""

from __future__ import annotations

import codecs
import csv
import io
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from mailstore_sdk import errors
from mailstore_sdk.emulator import Emulator, HttpError, User, Version
from mailstore_sdk.reports import Report
from mailstore_sdk.reports.entries import Gap, RunsOfProfiles
from mailstore_sdk.reports.section import Section
from mailstore_sdk.reports.writers import TABLES, TableName, to_csv, write_csv, write_json
from mailstore_sdk.reports.writers.csv import cell
from tests.reports.collecting import NOON, of_server, of_spe

HOSTILE = [
    "=cmd|' /C calc'!A0",
    "+1+cmd",
    "-2+3+cmd",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\u00a0=1+1",
    "\uff1d1+1",
    "x,=1+1",
    'Büro | "Nord"; 100 % \\ x',
    "two\r\nlines",
    "<script>alert(1)</script>",
    "\u202egnp.exe",
    "nul\0l",
]


def read(text: str, delimiter: str = ";") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def test_every_table_has_its_columns_whatever_the_server_told() -> None:
    columns: dict[str, list[str]] = {}
    versions: tuple[Version, ...] = ("9.0", "22.3", "25.3")
    for version in versions:
        report = of_server(Emulator(version=version))
        for name in TABLES:
            head, *rows = csv.reader(io.StringIO(to_csv(report, name)), delimiter=";")
            assert all(len(row) == len(head) for row in rows)
            if head != ["unavailable"]:
                assert columns.setdefault(name, head) == head
    assert columns["users"][:3] == ["userName", "fullName", "distinguishedName"]
    assert "details.deleteInMailbox" in columns["profiles"]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_from_outside_is_no_formula_and_stays_one_cell(name: str) -> None:
    emulator = Emulator(version="25.3")
    emulator.state.users["asmith"].full_name = name
    emulator.state.profiles[1]["name"] = name
    report = of_server(emulator)
    for text, column in ((to_csv(report, "users"), "fullName"), (to_csv(report, "profiles"), "name")):
        found = read(text)[-1][column]
        assert found.replace("'", "") == name.replace("'", "").replace("\0", "")
        begins = found.lstrip()[:1]
        assert begins not in ("=", "+", "-", "@", "\uff1d")
        assert found[:1] not in ("\t", "\r", "\n")
        # Also where somebody takes the comma for the delimiter.
        for row in csv.reader(io.StringIO(text, newline="")):
            assert not any(part.lstrip()[:1] in ("=", "@") for part in row[1:])


def test_a_hostile_name_survives_json(tmp_path: Path) -> None:
    emulator = Emulator(version="25.3")
    for number, name in enumerate(HOSTILE):
        emulator.state.users[f"{number} {name}"] = User(user_name=f"{number} {name}", full_name=name)
    report = of_server(emulator)
    file = write_json(report, tmp_path / "report.json")
    assert Report.load(file) == report
    assert report.users.data is not None
    assert [user.full_name for user in report.users.data[3:]] == HOSTILE


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (-5, -5),
        (0, 0),
        (1.5, "1,5"),
        (-1.5, "-1,5"),
        ("-5", "-5"),
        ("+49", "+49"),
        ("+49 30", "'+49 30"),
        ("-1,5", "-1,5"),
        ("-1;5", "'-1;5"),
        ("'=1", "'=1"),
        ("a, b; c\td", "a, b; c\td"),
        ('a;"=1', "a;\"'=1"),
        ("a,@b,\t=c", "a,'@b,\t'=c"),
        ("CN=Anna,OU=Users", "CN=Anna,OU=Users"),
        ("a=b", "a=b"),
        ([1, "="], '[1, "\'="]'),
        (datetime(2026, 1, 5, 22, 4, tzinfo=UTC), "2026-01-05 22:04:00"),
        (datetime(2026, 1, 5, 22, 4, tzinfo=timezone(timedelta(hours=1))), "2026-01-05 21:04:00"),
        (datetime(2026, 1, 5, 22, 4), "2026-01-05 22:04:00"),
    ],
)
def test_numbers_stay_numbers_and_texts_become_no_formulas(value: Any, text: int | str) -> None:
    assert cell(value, ",") == text


def test_the_decimal_point_can_be_chosen() -> None:
    assert cell(1.5, ".") == "1.5"


def test_numbers_are_not_quoted_and_texts_are() -> None:
    line = to_csv(of_server(Emulator(version="25.3")), "archives").split("\r\n")[1]
    assert line == '"johndoe";12288;3;""'


def test_files_open_in_excel(tmp_path: Path) -> None:
    report = of_server(Emulator(version="25.3"))
    files = write_csv(report, tmp_path / "new" / "folder")
    assert [file.stem for file in files] == list(TABLES)
    content = files[TABLES.index("users")].read_bytes()
    assert content.startswith(codecs.BOM_UTF8 + b'"userName";"fullName"')
    assert content.count(b"\r\n") == content.count(b"\n") == 4
    assert [row["userName"] for row in read(content.decode("utf-8-sig"))] == ["admin", "johndoe", "asmith"]


def test_only_the_tables_asked_for_are_written_with_the_delimiter_asked_for(tmp_path: Path) -> None:
    report = of_server(Emulator(version="25.3"))
    (file,) = write_csv(report, tmp_path, tables=["rights"], delimiter=",", decimal=".")
    assert file.read_text(encoding="utf-8-sig").splitlines() == [
        '"userName","archive","privileges"',
        '"johndoe","johndoe","read"',
        '"asmith","asmith","read"',
        '"asmith","johndoe","read, write"',
    ]


def test_a_section_that_is_not_there_says_why_and_is_no_empty_table() -> None:
    emulator = Emulator(version="25.3")
    emulator.faults.add("GetStores", HttpError(status=500))
    emulator.faults.add("GetUserInfo", HttpError(status=500), times=1)
    report = of_server(emulator, concurrency=1)
    assert read(to_csv(report, "stores")) == [{"unavailable": "GetStores: Internal Server Error"}]
    rows = read(to_csv(report, "sections"))
    told = [row for row in rows if row["section"] in ("stores", "users")]
    assert [(row["section"], row["available"], row["key"], row["cause"]) for row in told] == [
        ("users", "true", "", ""),
        ("users", "true", "admin", "refused"),
        ("stores", "false", "", "refused"),
    ]


def test_gaps_have_a_table() -> None:
    gap = Gap(start=NOON - timedelta(hours=1), end=NOON, reason="=too many")
    runs = RunsOfProfiles(start=NOON, end=NOON, runs=[], gaps=[gap])
    report = of_server(Emulator(version="25.3")).model_copy(update={"runs": Section(data=runs)})
    assert read(to_csv(report, "gaps")) == [
        {"section": "runs", "start": "2026-01-05 11:00:00", "end": "2026-01-05 12:00:00", "reason": "'=too many"}
    ]


def test_the_tables_of_an_installation() -> None:
    report = of_spe(Emulator(edition="spe"))
    tables: list[TableName] = ["instances", "service_status", "service_messages", "hosts"]
    assert [len(read(to_csv(report, name))) for name in tables] == [3, 3, 0, 1]
    assert read(to_csv(report, "instances"))[1]["statistics.totalSizeMB"] == "24"


def test_there_are_no_other_tables() -> None:
    with pytest.raises(errors.ConfigurationError, match="there is no table 'user', but these: server,"):
        to_csv(of_server(Emulator(version="25.3")), "user")  # type: ignore[arg-type]  # what a typo gives
