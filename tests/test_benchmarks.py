"""The benchmarks' verdicts: what falls, what a second try excuses, and where the table goes."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from benchmarks import __main__ as program
from benchmarks import table
from benchmarks.measure import Line, counted, ratio

SLACK = 0.2
PAGE = "before\n<!-- benchmarks tls: begin -->\nold\n<!-- benchmarks tls: end -->\nafter\n"


def measured(value: float, **bounds: float) -> Line:
    return ratio("b", "what", [value] * 3, [1.0] * 3, **bounds)


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (measured(5.0, at_least=5.0), "holds"),
        (measured(4.0, at_least=5.0), "within slack"),
        (measured(3.99, at_least=5.0), "FALLS"),
        (measured(0.89, at_most=0.75), "within slack"),
        (measured(0.91, at_most=0.75), "FALLS"),
        (measured(7.0), ""),
        (counted("b", "what", 101, exactly=100), "FALLS"),
        (counted("b", "what", 99, exactly=100), "FALLS"),
        (counted("b", "what", 100, exactly=100), "holds"),
        (counted("b", "what", 33, at_most=32), "FALLS"),
        (ratio("b", "what", [9.0], [1.0], at_most=1.0, wall=True), "missed (wall time)"),
    ],
)
def test_a_ratio_has_slack_and_a_count_has_none(line: Line, verdict: str) -> None:
    assert table.verdict(line, SLACK) == verdict
    assert line.falls(SLACK) == (verdict == "FALLS")


def tries(*results: list[Line]) -> tuple[list[Line], int]:
    left = list(results)
    lines = program.measured(lambda rounds, *, short: left.pop(0), 3, short=True, slack=SLACK)
    return lines, len(results) - len(left)


def test_what_holds_is_measured_once() -> None:
    good = [measured(5.0, at_least=5.0), counted("b", "count", 1, exactly=1)]

    assert tries(good, []) == (good, 1)


def test_a_ratio_falls_if_it_falls_twice_and_shows_both_figures() -> None:
    (excused,), runs = tries([measured(3.0, at_least=5.0)], [measured(5.1, at_least=5.0)])
    assert (excused.value, excused.first, excused.falls(SLACK), runs) == (5.1, 3.0, False, 2)

    (fallen,), runs = tries([measured(3.0, at_least=5.0)], [measured(3.1, at_least=5.0)])
    assert (fallen.value, fallen.first, fallen.falls(SLACK), runs) == (3.1, 3.0, True, 2)
    assert "3.1 (first 3)" in table.table([fallen], SLACK)


def test_a_count_that_fell_once_has_fallen() -> None:
    bad, good = counted("b", "count", 2, exactly=1), counted("b", "count", 1, exactly=1)
    noisy, calm = measured(3.0, at_least=5.0), measured(5.0, at_least=5.0)

    assert tries([bad]) == ([bad], 1)
    for first, second in ((bad, good), (good, bad)):
        lines, _ = tries([first, noisy], [second, calm])
        assert lines[0] == bad


def test_a_gate_that_falls_ends_with_1_and_names_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    lines = [counted("tls", "handshakes", 4, exactly=3), measured(3.0)]
    monkeypatch.setitem(program.BY_NAME, "tls", lambda rounds, *, short: lines)
    monkeypatch.setattr("sys.argv", ["benchmarks", "tls", "--markdown", str(page)])

    assert program.main() == 1
    assert "a gate fell: handshakes" in capsys.readouterr().err
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n<!-- benchmarks tls: begin -->\nPython")
    assert text.endswith("| FALLS |\n| b | what | 3 | 3 to 3 |  |  |\n<!-- benchmarks tls: end -->\nafter\n")
    assert "old" not in text

    del lines[0]
    assert program.main() == 0


def test_a_file_without_marks_is_not_written_over(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["benchmarks", "long-poll", "--markdown", str(page)])

    with pytest.raises(SystemExit) as caught:
        program.main()

    assert caught.value.code == 2
    assert "no marks for the benchmarks long-poll" in capsys.readouterr().err
    assert page.read_text(encoding="utf-8") == PAGE


def test_the_page_has_marks_for_all_that_is_pasted_into_it_and_the_charts_it_shows() -> None:
    page = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
    assert all(table.has_place(page, which) for which in ("all", "layers", "growth"))

    shown = [part.partition(")")[0] for part in page.read_text(encoding="utf-8").split("](performance/")[1:]]
    assert sorted(shown) == sorted(file.name for file in (page.parent / "performance").glob("*.svg"))
    for name in shown:
        chart = ElementTree.parse(page.parent / "performance" / name).getroot()
        assert chart.tag == "{http://www.w3.org/2000/svg}svg"
        assert not any(one.tag.endswith("script") for one in chart.iter())
