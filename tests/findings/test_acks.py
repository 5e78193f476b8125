"""Acknowledgements: visible, out of the exit code, for a time, and never lost."""

from __future__ import annotations

import json
import os
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from mailstore_sdk.errors import ArgumentError, ConfigurationError
from mailstore_sdk.findings import (
    Acknowledgement,
    acknowledge,
    acknowledgements,
    acknowledgements_file,
    findings,
    forget,
)
from tests.findings.made import DAY, NOW, report, store, user

TODAY = NOW.date()
MADE = report(stores=[store(error="Disk full."), store(2, error="Disk full.")])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "acknowledged.json"


def ack(key: str, until: date = TODAY, scope: str | None = None) -> Acknowledgement:
    return Acknowledgement(key=key, until=until, why="It is known", scope=scope, created=NOW - DAY)


def test_what_is_acknowledged_stays_visible_and_does_not_count() -> None:
    found = findings(MADE, acks=[ack("store-error:1"), ack("store-error:2")])
    assert found.severity == "ok"
    assert [(one.key, one.acknowledged is not None) for one in found.findings] == [
        ("store-error:1", True),
        ("store-error:2", True),
    ]
    assert found.counts == {}
    assert found.active == []
    assert found.text.en.startswith("no findings (2 acknowledged)")
    assert found.text.de.startswith("keine Befunde (2 bestätigt)")


def test_what_is_acknowledged_comes_last() -> None:
    found = findings(MADE, acks=[ack("store-error:1")])
    assert [one.key for one in found.findings] == ["store-error:2", "store-error:1"]
    assert found.severity == "error"


@pytest.mark.parametrize(("days", "holds"), [(-1, False), (0, True), (1, True)])
def test_it_holds_on_its_last_day_and_ends_by_itself(days: int, holds: bool) -> None:
    found = findings(MADE, acks=[ack("store-error:1", TODAY + timedelta(days=days))])
    first = next(one for one in found.findings if one.key == "store-error:1")
    assert (first.acknowledged is not None) == holds
    assert found.expired == ([] if holds else ["store-error:1"])


def test_one_whose_finding_is_gone_is_named() -> None:
    found = findings(MADE, acks=[ack("store-error:9"), ack("store-error:8", TODAY - DAY), ack("store-error:1")])
    assert found.acknowledged_but_gone == ["store-error:9"]


def test_it_is_only_for_its_own_archive() -> None:
    acks = [ack("store-error:1", scope="OTHER"), ack("store-error:2", scope="ARCHIVE")]
    found = findings(MADE, acks=acks)
    assert found.scope == "ARCHIVE"
    assert {one.key: one.acknowledged is not None for one in found.findings} == {
        "store-error:1": False,
        "store-error:2": True,
    }
    assert found.acknowledged_but_gone == []


def test_all_of_a_rule_can_be_acknowledged_at_once() -> None:
    found = findings(MADE, acks=[ack("store-error:*")])
    assert found.active == []
    assert found.acknowledged_but_gone == []
    assert findings(MADE, acks=[ack("store-error:*", TODAY - DAY)]).expired == ["store-error:*"]


def test_the_longest_of_several_counts() -> None:
    acks = [ack("store-error:1", TODAY + 9 * DAY), ack("store-error:1", TODAY - DAY)]
    found = findings(MADE, acks=acks)
    assert found.findings[-1].acknowledged == acks[0]
    assert found.expired == []


def test_one_of_many_can_be_acknowledged_before_they_become_one() -> None:
    rights = [{"folder": "boss", "privileges": ["read"]}]
    made = report(users=[user("boss"), *(user(f"u{number:02}", privilegesOnFolders=rights) for number in range(52))])
    found = findings(made, acks=[ack("reads-other-archive:u07/boss")])
    assert [(one.key, one.acknowledged is not None) for one in found.findings] == [
        ("reads-other-archive:*", False),
        ("reads-other-archive:u07/boss", True),
    ]
    assert found.findings[0].text.en.startswith("User may open the archive of another: 51 (u00, ")


def test_it_is_kept_in_a_file_that_only_its_owner_reads(file: Path) -> None:
    assert acknowledgements(file) == []
    made = acknowledge("store-error:1", TODAY, "Disk is\nordered", scope="ARCHIVE", path=file, now=NOW)
    assert made.why == "Disk is ordered"
    assert acknowledgements(file) == [made]
    if sys.platform != "win32":
        assert file.stat().st_mode & 0o077 == 0
    data = json.loads(file.read_text(encoding="utf-8"))
    assert data["acknowledged"][0] == {
        "key": "store-error:1",
        "until": "2026-06-15",
        "why": "Disk is ordered",
        "scope": "ARCHIVE",
        "created": "2026-06-15T12:00:00Z",
    }


def test_it_is_kept_as_findings_have_it_and_found_again_however_it_is_written(file: Path) -> None:
    broken = "\ud800"  # half a character, as a terminal may give
    acknowledge(f" right\n1{broken} ", TODAY, "so", scope="A\tB", path=file, now=NOW)
    (made,) = acknowledgements(file)
    assert (made.key, made.scope) == ("right 1", "A B")
    assert forget("right\n1 ", scope="A\tB", path=file)
    assert acknowledgements(file) == []


def test_a_moment_without_a_zone_is_refused(file: Path) -> None:
    with pytest.raises(ArgumentError, match="no time zone"):
        acknowledge("a", TODAY, "so", path=file, now=datetime(2026, 6, 15))
    assert not file.exists()


def test_the_same_one_is_replaced_and_others_stay(file: Path) -> None:
    for key, why, scope in (("a", "1", None), ("b", "2", None), ("a", "3", "X"), ("a", "4", None)):
        acknowledge(key, TODAY, why, scope=scope, path=file, now=NOW)
    assert [(one.key, one.scope, one.why) for one in acknowledgements(file)] == [
        ("a", None, "4"),
        ("a", "X", "3"),
        ("b", None, "2"),
    ]
    assert forget("a", path=file)
    assert not forget("a", path=file)
    assert [(one.key, one.scope) for one in acknowledgements(file)] == [("a", "X"), ("b", None)]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"version": 2, "acknowledged": []}',
        b"\xff",
        b'{"version": 1, "acknowledged": [{"key": "a"}]}',
    ],
)
def test_a_file_that_is_broken_is_named_and_nothing_of_it_is_lost(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    for use in (
        lambda: acknowledgements(file),
        lambda: acknowledge("a", TODAY, "so", path=file, now=NOW),
        lambda: forget("a", path=file),
    ):
        with pytest.raises(
            ConfigurationError, match=r"acknowledged\.json: that is not a file of acknowledgements: .*mend it"
        ):
            use()
    assert file.read_bytes() == content
    assert [each.name for each in file.parent.iterdir()] == [file.name]


def test_what_cannot_be_written_is_an_error_and_leaves_the_old_file(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    acknowledge("a", TODAY, "so", path=file, now=NOW)
    before = file.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ConfigurationError, match="cannot be written"):
        acknowledge("b", TODAY, "so", path=file, now=NOW)
    assert file.read_bytes() == before
    assert [each.name for each in file.parent.iterdir()] == [file.name]


@pytest.mark.parametrize(
    ("key", "until", "why", "problem"),
    [
        ("a", TODAY - DAY, "so", "until 2026-06-14, which is over"),
        (" ", TODAY, "so", "needs the key"),
        ("a", TODAY, " \n", "and the reason why"),
    ],
)
def test_what_makes_no_sense_is_refused(file: Path, key: str, until: date, why: str, problem: str) -> None:
    with pytest.raises(ArgumentError, match=problem):
        acknowledge(key, until, why, path=file, now=NOW)
    assert not file.exists()


def test_where_the_file_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = tmp_path / "here.json"
    assert acknowledgements_file({"MAILSTORE_ACKNOWLEDGED": str(named)}) == named
    monkeypatch.setenv("MAILSTORE_ACKNOWLEDGED", str(named))
    acknowledge("a", date.today() + timedelta(days=2), "so")
    assert [one.key for one in acknowledgements()] == ["a"]
    assert named.exists()
    assert acknowledgements_file({}).name == "acknowledged.json"
    monkeypatch.setitem(sys.modules, "platformdirs", None)
    with pytest.raises(ConfigurationError, match="acknowledgements need platformdirs"):
        acknowledgements_file({})
