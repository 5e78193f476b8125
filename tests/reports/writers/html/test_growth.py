"""What charts are drawn of: only what reports tell, and of the future only what two methods make of the past."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mailstore_sdk.findings import findings
from mailstore_sdk.reports import Report
from mailstore_sdk.reports.entries import Gap, RunEntry, RunsOfProfiles
from mailstore_sdk.reports.section import Section
from mailstore_sdk.reports.writers.html.figures import Chart, charts
from mailstore_sdk.reports.writers.html.forecast import forecasts
from mailstore_sdk.reports.writers.html.history import history
from mailstore_sdk.reports.writers.html.sections import newest
from tests.reports.writers.html.pages import by_id, page_of, rows, text

DAY = timedelta(days=1)
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def past(size: Callable[[int], float], days: int = 60, step: int = 10) -> list[tuple[datetime, int]]:
    return [(BEGIN + day * DAY, round(size(day))) for day in range(0, days + 1, step)]


def test_a_linear_and_a_compound_past_are_drawn_on_as_they_are() -> None:
    linear, _ = forecasts(past(lambda day: 1_000_000 + 5_000 * day))
    assert linear.method == "linear"
    assert linear.rate == pytest.approx(5_000)
    (first, size), (last, size_then) = linear.points[0], linear.points[-1]
    assert (first, last) == (BEGIN + 60 * DAY, BEGIN + 120 * DAY)
    assert [size, size_then] == pytest.approx([1_300_000, 1_600_000])
    _, compound = forecasts(past(lambda day: 1e9 * 1.01**day))
    assert compound.method == "compound"
    assert compound.rate == pytest.approx(1, rel=1e-3)
    assert compound.points[-1][1] == pytest.approx(1e9 * 1.01**120, rel=1e-3)


def test_a_forecast_needs_three_points_and_a_day_and_looks_a_year_ahead_at_most() -> None:
    assert forecasts(past(lambda day: 100 + day, days=10)) == []
    assert forecasts([(BEGIN + timedelta(hours=hour), 100 + hour) for hour in range(20)]) == []
    long = forecasts(past(lambda day: 100 + day, days=1_000, step=100))
    assert {one.points[-1][0] - (BEGIN + 1_000 * DAY) for one in long} == {365 * DAY}


def test_an_archive_that_shrinks_never_holds_less_than_nothing_and_one_that_was_empty_has_no_percentage() -> None:
    shrinking = forecasts(past(lambda day: 1_000 - 16 * day))
    assert [one.points[-1][1] >= 0 for one in shrinking] == [True, True]
    assert shrinking[0].points[-1][1] == 0
    assert [one.method for one in forecasts(past(lambda day: 10 * day))] == ["linear"]


def test_growth_is_the_size_of_all_stores_at_each_report(half_a_year: list[Report]) -> None:
    page = page_of(half_a_year[0], older=half_a_year[1:])
    table = rows(next(by_id(page, "c-growth").iter("table")))
    assert table[0] == ["", "size", "forecast, linear", "forecast, compound"]
    assert [row[0] for row in table[1:7]] == [f"{one.created:%Y-%m-%d}" for one in reversed(half_a_year)]
    assert len(table) == 1 + 6 + 13
    assert table[-1][1] == "\u2013"
    total = sum(store.statistics_size or 0 for store in half_a_year[0].stores.data or ())
    assert history(half_a_year[0], half_a_year[1:]).held[-1].size == total


def test_without_two_older_reports_nothing_is_drawn(half_a_year: list[Report]) -> None:
    chart = by_id(page_of(half_a_year[0], older=half_a_year[1:2]), "c-growth")
    assert list(chart.iter("svg:svg")) == []
    assert "at least two older reports that tell the size of everything; known so far: 1." in text(chart)


def test_a_folder_gives_the_same_page_and_says_what_it_left_out(half_a_year: list[Report], tmp_path: Path) -> None:
    report, older = half_a_year[2], half_a_year[3:]
    for number, one in enumerate([report, *older]):
        (tmp_path / f"{number}.json").write_text(one.to_json(), encoding="utf-8")
    assert report.to_html(older=tmp_path) == report.to_html(older=older)
    (tmp_path / "<b>.json").write_text("{}", encoding="utf-8")
    (tmp_path / "later.json").write_text(half_a_year[0].to_json(), encoding="utf-8")
    other = older[0].model_copy(update={"server": changed(older[0].server, machine_name="OTHER")})
    (tmp_path / "other.json").write_text(other.to_json(), encoding="utf-8")
    stores = [store.model_copy(update={"statistics_size": None}) for store in older[0].stores.data or ()]
    at = older[-1].created - DAY
    untold = older[0].model_copy(update={"created": at, "stores": Section(data=stores)})
    (tmp_path / "untold.json").write_text(untold.to_json(), encoding="utf-8")
    found = history(report, tmp_path)
    assert [(name, reason.en) for name, reason in found.left_out] == [
        ("<b>.json", "no report"),
        ("later.json", "not older than this report"),
        ("other.json", "a report of another archive"),
        ("untold.json", "tells not the size of everything"),
    ]
    assert len(found.held) == 4
    assert "<b>.json: no report" in text(by_id(page_of(report, older=str(tmp_path)), "charts"))  # type: ignore[arg-type]


def changed(section: Any, **fields: Any) -> Any:
    return section.model_copy(update={"data": section.data.model_copy(update=fields)})


def drawn(report: Report, name: str) -> Chart:
    (found,) = [one for one in charts(report, findings(report), history(report, ())) if one.id == name]
    return found


def run(number: int, hours: float, result: str = "succeeded", items: int | None = 10) -> RunEntry:
    at = BEGIN + timedelta(hours=hours)
    return RunEntry(id=number, profile_id=1, profile_name="A", result=result, items_archived=items, start_time=at)


def with_runs(report: Report, *runs: RunEntry, days: float = 3, gaps: tuple[Gap, ...] = ()) -> Report:
    data = RunsOfProfiles(start=BEGIN, end=BEGIN + days * DAY, runs=list(runs), gaps=list(gaps))
    return report.model_copy(update={"runs": Section(data=data)})


def test_days_count_what_began_in_them_and_unread_ones_are_not_nought(half_a_year: list[Report]) -> None:
    gap = Gap(start=BEGIN + timedelta(hours=30), end=BEGIN + timedelta(hours=31), reason="refused")
    told = [run(1, 0), run(2, 23.9, "failed", None), run(3, 26), run(4, 71, "neverSeen")]
    report = with_runs(half_a_year[0], *told, gaps=(gap,))
    messages, results = drawn(report, "messages"), drawn(report, "results")
    assert [label.en for label in messages.labels] == ["2026-01-01", "2026-01-02", "2026-01-03"]
    assert [list(one.values) for one in messages.series] == [[10, None, 10]]
    assert {one.name.en: list(one.values) for one in results.series} == {
        "succeeded": [1, None, 0],
        "failed": [1, None, 0],
        "other: neverSeen": [0, None, 1],
    }
    assert [note.en for note in messages.notes] == [
        "Days of which not all runs could be read, and which are left out: 1.",
        "Runs that do not tell how many messages they took in, and are not counted: 1.",
    ]
    assert rows(next(by_id(page_of(report), "health").iter("table")))


def test_a_span_without_runs_and_one_of_two_years(half_a_year: list[Report]) -> None:
    empty = drawn(with_runs(half_a_year[0]), "results")
    assert empty.lacking is not None
    assert empty.lacking.en == "Nothing ran."
    idle = drawn(with_runs(half_a_year[0], run(1, 1, items=0)), "messages")
    assert idle.lacking is not None
    assert idle.lacking.en == "No run took in a message."
    assert drawn(with_runs(half_a_year[0], days=0), "messages").lacking is not None
    long = drawn(with_runs(half_a_year[0], run(1, 24 * 700), days=730), "messages")
    assert len(long.labels) == 366
    assert [note.en for note in long.notes] == ["The last 366 days."]


def test_the_largest_are_drawn_and_the_others_summed_up(half_a_year: list[Report]) -> None:
    chart = drawn(half_a_year[0], "size-by-archive")
    sizes = sorted((one.size or 0 for one in half_a_year[0].archives.data or ()), reverse=True)
    assert list(chart.series[0].values) == sizes[:20]
    assert re.match(rf"The 20 largest of {len(sizes)}; the others have [\d.]+ \w+ together", chart.notes[0].en)


def test_too_many_runs_leave_those_that_succeeded_out_first() -> None:
    told = [run(number, number, "failed" if number % 10 == 0 else "succeeded") for number in range(100)]
    shown = newest(told, 15)
    assert [one.result for one in shown].count("failed") == 10
    assert [one for one in told[::-1] if one in shown] == shown
    assert shown[0] == told[-1]
    assert newest(told[:3], 15) == told[2::-1]
