"""Examples that only read, where the archive has what is hard to tell: odd names, holes, figures that do not grow."""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from mailstore_sdk.emulator import Behaviour, Emulator, HttpError
from mailstore_sdk.emulator.server import EmulatorServer
from mailstore_sdk.emulator.state import User
from mailstore_sdk.reports import Report
from mailstore_sdk.reports.entries import ServerEntry, StoreEntry
from mailstore_sdk.reports.section import Section
from mailstore_sdk.reports.writers import write_json
from tests.examples import offices
from tests.examples.desk import Desk

HOSTILE = '=cmd|"<script>&;,'


def test_a_page_takes_names_for_text(desk: Desk, archive: EmulatorServer) -> None:
    emulator = offices.office()
    emulator.state.users[HOSTILE] = User(user_name=HOSTILE, privileges_on_folders={"johndoe": ["read"]})
    desk.reach(archive, emulator)

    ended = desk.runs("access_review.py out")
    assert ended.code == 0
    assert desk.runs("access_review.py out").code == 0, "nothing has changed"

    (page,) = Path("out").glob("*.html")
    assert "<script>&;" not in page.read_text(encoding="utf-8")
    (table,) = Path("out").glob("*.csv")
    assert [row[1] for row in cells(table) if "script" in row[1]] == [f"'{HOSTILE}"]

    emulator.state.users[HOSTILE].privileges_on_folders.clear()
    ended = desk.runs("access_review.py out")
    assert ended.code == 1
    assert f"gone: {HOSTILE} on johndoe: read\n" in ended.out


def test_a_notebook_takes_names_for_text(desk: Desk, archive: EmulatorServer) -> None:
    emulator = offices.office()
    emulator.state.users[HOSTILE] = User(user_name=HOSTILE)
    desk.reach(archive, emulator)

    assert desk.runs("explore.py").code == 0

    assert cells(Path("users.csv"))[-1][0] == f"'{HOSTILE}"


def test_a_person_is_found_however_his_name_is_written(desk: Desk, archive: EmulatorServer) -> None:
    emulator = offices.office()
    name = unicodedata.normalize("NFD", "Jörg Müller")
    emulator.state.users["jm"] = User(user_name="jm", full_name=name)
    desk.reach(archive, emulator)

    ended = desk.runs("find_person.py 'JÖRG M'")

    assert ended.code == 0
    assert "users[jm].fullName" in ended.out
    assert ended.out.endswith("1 places\n")


def test_a_person_is_not_said_to_be_nowhere_if_a_part_could_not_be_read(desk: Desk, archive: EmulatorServer) -> None:
    emulator = offices.office()
    emulator.faults.add("GetProfiles", HttpError(status=500))
    desk.reach(archive, emulator)

    ended = desk.runs("find_person.py nobody")

    assert ended.code == 1
    assert "NOT LOOKED AT: profiles" in ended.out


def test_an_auditor_is_told_what_is_missing(desk: Desk, archive: EmulatorServer) -> None:
    emulator = offices.office()
    emulator.faults.add("GetRetentionPolicies", HttpError(status=500))
    desk.reach(archive, emulator)

    ended = desk.runs("compliance_sheet.py")

    assert ended.code == 1
    assert "NOT TOLD: retention" in ended.out


def test_runs_that_could_not_be_read_are_told(desk: Desk, archive: EmulatorServer) -> None:
    state = offices.office().state
    first = next(iter(state.worker_runs))
    for number in (900, 901):  # with the first one, three in a minute
        state.worker_runs.append(replace(first, id=number))
    desk.reach(archive, Emulator(state, version="25.3", behaviour=Behaviour(worker_results_limit=2)))

    ended = desk.runs("export_runs.py --month 2026-01 --format json")

    assert ended.code == 1
    assert "2026-01: 2 runs" in ended.out
    assert "NOT READ: 2026-01-04 22:00 to 2026-01-04 22:01 UTC" in ended.out
    written = Report.load("runs-2026-01/runs.json").runs.data
    assert written is not None
    assert len(written.gaps) == 1


def test_a_month_is_the_last_one_unless_it_is_named(desk: Desk, archive: EmulatorServer) -> None:
    desk.reach(archive, offices.office())
    assert desk.runs("export_runs.py").code == 0
    ended = desk.runs("export_runs.py --month 2026-13")
    assert ended.code == 2
    assert len(ended.err.splitlines()) == 1


def test_what_an_upgrade_lost_is_told(desk: Desk, archive: EmulatorServer) -> None:
    emulator = offices.office()
    desk.reach(archive, emulator)
    desk.runs("version_upgrade.py before.json")
    del emulator.state.users["johndoe"]
    emulator.state.stores[1].messages -= 1

    ended = desk.runs("version_upgrade.py before.json")

    assert ended.code == 1
    assert "LOOK AT THIS: User johndoe" in ended.out
    assert "statisticsCount was 234, is 233" in ended.out

    emulator.faults.add("GetProfiles", HttpError(status=500))
    assert "LOOK AT THIS: profiles cannot be read" in desk.runs("version_upgrade.py before.json").out


def test_a_report_tells_only_what_is_new(desk: Desk, archive: EmulatorServer) -> None:
    emulator = offices.office()
    desk.reach(archive, emulator)
    assert desk.runs("weekly_report.py reports").code == 1
    (page,) = Path("reports").glob("*.html")
    emulator.state.users["johndoe"].privileges.append("admin")

    ended = desk.runs("weekly_report.py reports --language de")

    assert "changed: User johndoe is now an administrator" in ended.out
    assert len([line for line in ended.out.splitlines() if line.startswith("new:")]) <= 1
    assert 'lang="de"' in page.read_text(encoding="utf-8")


def test_archives_that_cannot_be_listed_are_a_note_in_the_review(desk: Desk, archive: EmulatorServer) -> None:
    desk.reach(archive, Emulator(offices.office().state, version="25.3", behaviour=Behaviour(folder_statistics="fail")))
    ended = desk.runs("access_review.py out")
    assert ended.code == 1
    assert "note: archives without rights: GetFolderStatistics" in ended.out


def test_licences_that_are_nearly_used_up(desk: Desk, archive: EmulatorServer) -> None:
    emulator = offices.office()
    emulator.state.licensed_users = 2
    desk.reach(archive, emulator)
    ended = desk.runs("licence_report.py")
    assert ended.code == 1
    assert "2 of 2 (100 %), 0 left" in ended.out


def test_an_archive_that_does_not_grow_has_no_forecast(desk: Desk) -> None:
    for month in (1, 2, 3):
        stored(month, 10)
    ended = desk.runs("growth_forecast.py reports --limit-gb 100")
    assert ended.code == 0
    assert "nothing to forecast" in ended.out
    assert desk.runs("growth_forecast.py reports --limit-gb 5").code == 1, "and is full"


def test_an_archive_that_is_full_already(desk: Desk) -> None:
    for month in (1, 2, 3):
        stored(month, 10 * month)
    ended = desk.runs("growth_forecast.py reports --limit-gb 20")
    assert ended.code == 1
    assert "The limit is reached." in ended.out
    assert "years away" in desk.runs("growth_forecast.py reports --limit-gb 1000000").out


def test_reports_of_two_servers_are_no_history(desk: Desk) -> None:
    stored(1, 10)
    stored(2, 20, "ARCHIVE2")
    ended = desk.runs("growth_forecast.py reports --limit-gb 20")
    assert ended.code == 2
    assert "several servers" in ended.err


def cells(file: Path) -> list[list[str]]:
    return list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))


def stored(month: int, size: int, machine: str = "ARCHIVE1") -> None:
    Path("reports").mkdir(exist_ok=True)
    report = Report(
        created=datetime(2026, month, 1, tzinfo=UTC),
        server=Section(data=ServerEntry(version="25.3.1.23021", machine_name=machine)),
        stores=Section(data=[StoreEntry(id=1, name="2026", statistics_size=size * 1_000_000_000)]),
    )
    write_json(report, Path("reports", f"{month}.json"))
