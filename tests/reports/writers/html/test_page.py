"""What a page has: structure that assistive technology relies on, every section, and nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from mailstore_sdk.emulator import Behaviour, Emulator
from mailstore_sdk.errors import ArgumentError, ConfigurationError
from mailstore_sdk.findings import Acknowledgement, Findings, acknowledge, acknowledgements, findings
from mailstore_sdk.reports import Report, Verification, collect
from mailstore_sdk.reports.writers import to_html, write_html
from tests.reports.writers.html.pages import END, by_id, one, page_of, report_of, rows, table_of, text


def test_same_report_same_bytes(half_a_year: list[Report], tmp_path: Path) -> None:
    report, older = half_a_year[0], half_a_year[1:]
    first = write_html(report, tmp_path / "one.html", older=older)
    second = report.write_html(tmp_path / "two.html", older=older[::-1])
    again = Report.from_json(report.to_json()).to_html(older=older)
    assert first.read_bytes() == second.read_bytes() == again.encode()


def test_every_section_is_there_with_data_or_the_reason(half_a_year: list[Report]) -> None:
    report = half_a_year[0]
    page = page_of(report)
    elsewhere = text(by_id(page, "elsewhere"))
    for name, section in report.sections():
        if section.data is not None:
            assert list(by_id(page, f"s-{name}").iter("table")) or "There is nothing." in text(by_id(page, f"s-{name}"))
        elif section.unavailable and section.unavailable.cause == "notInThisEdition":
            assert section.unavailable.reason in elsewhere
        else:
            assert section.unavailable is not None
            assert section.unavailable.reason in text(by_id(page, f"s-{name}"))
    assert {name for name, section in report.sections() if section.data is not None} > {"users", "stores", "runs"}


@pytest.mark.parametrize("edition", ["spe", "instance"])
def test_the_service_provider_edition_has_a_page(edition: str) -> None:
    with Emulator(edition="spe", version="25.3").spe_client(retries=0) as client:
        report = collect(client if edition == "spe" else client.instance("customer1"))
    page = page_of(report, "de")
    shown = [name for name, section in report.sections() if section.data is not None]
    assert len(shown) > 5
    for name in shown:
        assert by_id(page, f"s-{name}") is not None
    if edition == "spe":
        assert table_of(page, "instances")[0][:2] == ["Instanz", "Name"]
        assert by_id(page, "c-size-by-instance") is not None


def test_what_failed_says_why_and_what_was_called() -> None:
    report = report_of(Emulator(version="25.3", behaviour=Behaviour(folder_statistics="fail")))
    page = page_of(report)
    gone = text(by_id(page, "s-archives"))
    assert "Not available: the server refused" in gone
    assert "Nullable object must have a value." in gone
    assert "(Function GetFolderStatistics)" in gone
    assert text(one(by_id(page, "c-size-by-archive"), "p")) == "Not available: the server refused"


def test_findings_come_first_the_worst_of_them_first(half_a_year: list[Report], tmp_path: Path) -> None:
    report, older = half_a_year[0], half_a_year[1:]
    known = findings(report)
    acks = tmp_path / "acks.json"
    acknowledge(known.findings[0].key, END.date(), "<b>known</b>", path=acks, now=END)
    found = findings(report, older[0], acks=acknowledgements(acks))
    page = page_of(report, older=older, findings=found)
    assert [section.get("id") for section in page.iter("section")][:3] == ["findings", "health", "charts"]
    articles = list(by_id(page, "findings").iter("article"))
    for article, finding in zip(articles, found.findings, strict=True):
        for part in (finding.title, finding.text, finding.effect, finding.todo, finding.check):
            assert part.en in text(article)
        assert told(article)["Key"] == finding.key
    assert told(articles[-1])["Acknowledged until"] == "2026-01-05: <b>known</b>"


def test_what_is_acknowledged_is_marked_beside_what_is_new(half_a_year: list[Report]) -> None:
    report, older = half_a_year[0], half_a_year[1:]
    first, *rest = findings(report, older[0]).findings
    ack = Acknowledgement(key=first.key, until=END.date(), why="it is known", created=END)
    articles = list(by_id(page_of(report, older=older, acks=[ack]), "findings").iter("article"))
    assert [told(article)["Key"] for article in articles] == [*(one.key for one in rest), first.key]
    assert told(articles[-1])["Acknowledged until"] == "2026-01-05: it is known"
    assert "Since" in told(articles[0])


def told(article: Element) -> dict[str, str]:
    """Each term with the first thing that is said of it."""
    names = one(article, "dl")
    pairs = zip(names, list(names)[1:], strict=False)
    return {text(name): text(said) for name, said in pairs if (name.tag, said.tag) == ("dt", "dd")}


def test_findings_are_looked_for_when_none_are_given(half_a_year: list[Report]) -> None:
    report, older = half_a_year[0], half_a_year[1:]
    page = page_of(report, older=older)
    expected = findings(report, older[0])
    assert len(list(by_id(page, "findings").iter("article"))) == len(expected.findings) > 0
    nothing = Findings.model_validate(json.loads(expected.to_json()) | {"findings": [], "counts": {}})
    assert "Nothing was found." in text(by_id(page_of(report, findings=nothing), "findings"))


def test_tables_have_captions_and_heads_with_a_scope(half_a_year: list[Report]) -> None:
    page = page_of(half_a_year[0], older=half_a_year[1:])
    tables = list(page.iter("table"))
    assert len(tables) > 15
    for table in tables:
        assert text(one(table, "caption"))
        assert {head.get("scope") for head in one(table, "thead").iter("th")} == {"col"}
        body = list(one(table, "tbody").iter("tr"))
        assert all([cell.get("scope") for cell in row.iter("th")] == ["row"] for row in body)
        assert {len(row) for row in table.iter("tr")} == {len(next(table.iter("tr")))}


def test_headings_and_landmarks(half_a_year: list[Report]) -> None:
    page = page_of(half_a_year[0], "de")
    assert page.get("lang") == "de"
    assert [len(list(page.iter(name))) for name in ("h1", "main", "nav", "header", "footer")] == [1] * 5
    levels = [int(element.tag[1]) for element in page.iter() if re.fullmatch("h[1-6]", str(element.tag))]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = Counter(element.get("id") for element in page.iter() if element.get("id"))
    assert ids.most_common(1)[0][1] == 1
    targets = [link.get("href", "") for link in page.iter("a")]
    assert {target[1:] for target in targets} <= ids.keys()


def test_nothing_comes_from_elsewhere_and_only_our_script_may_run(half_a_year: list[Report]) -> None:
    page = page_of(half_a_year[0], older=half_a_year[1:])
    (policy,) = [meta.get("content", "") for meta in page.iter("meta") if meta.get("http-equiv")]
    script, style = text_of(page, "script"), text_of(page, "style")
    assert policy == (
        f"default-src 'none'; style-src {hashed(style)}; script-src {hashed(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    for element in page.iter():
        # Inline styles and handlers would need a policy that allows them to everybody.
        assert not {name for name in element.attrib if name == "style" or name.startswith("on")}
        assert element.get("src") is None
        assert (element.get("href") or "#").startswith(("#", "data:,"))
    assert "url(" not in style
    assert "@import" not in style


def text_of(page: Element, name: str) -> str:
    (element,) = list(page.iter(name))
    return "".join(element.itertext())


def hashed(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def test_values_sort_by_what_they_are(half_a_year: list[Report]) -> None:
    page = page_of(half_a_year[0], "de")
    table = next(by_id(page, "s-stores").iter("table"))
    head = rows(table)[0]
    sizes = [row[head.index("Größe")].get("data-v") for row in one(table, "tbody").iter("tr")]
    stores = half_a_year[0].stores.data or []
    assert sizes == [str(store.statistics_size) for store in stores]
    assert re.fullmatch(r"[\d.]+,\d [KMG]iB", rows(table)[1][head.index("Größe")])


def test_a_verification_is_told(half_a_year: list[Report]) -> None:
    lines = [{"type": "line", "text": "32.731 messages\r\nare about to be verified."}]
    told = Verification.model_validate({"store": 1, "status": "failed", "progress_percentage": 40, "messages": lines})
    page = page_of(half_a_year[0].with_verification(told))
    assert rows(next(by_id(page, "verification").iter("table")))[1:] == [
        ["Archive store", "1"],
        ["Overall", "failed"],
        ["Progress", "40 %"],
        ["Line 1", "32.731 messages are about to be verified."],
    ]
    assert "verification" not in {section.get("id") for section in page_of(half_a_year[0]).iter("section")}


def test_bad_arguments_are_refused(half_a_year: list[Report], tmp_path: Path) -> None:
    report = half_a_year[0]
    with pytest.raises(ArgumentError, match="no language 'fr', but these: en, de"):
        to_html(report, language="fr")  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError, match="is no folder with older reports"):
        to_html(report, older=tmp_path / "missing")
    with pytest.raises(FileNotFoundError):
        report.write_html(tmp_path / "missing" / "report.html")


def test_without_the_extra_it_says_what_to_install(half_a_year: list[Report], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("mailstore_sdk.reports.writers.html.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr("mailstore_sdk.reports.writers.html.page", raising=False)
    monkeypatch.setitem(sys.modules, "pygal", None)
    with pytest.raises(ConfigurationError, match=r"needs pygal: pip install 'mailstore-sdk\[report\]'"):
        half_a_year[0].to_html()


def test_drawing_leaves_no_importer_behind(half_a_year: list[Report]) -> None:
    assert half_a_year[0].to_html()
    assert [finder for finder in sys.meta_path if type(finder).__module__ == "pygal"] == []


def test_a_page_of_five_thousand_users_stays_small_enough_for_a_mail(half_a_year: list[Report]) -> None:
    report = half_a_year[0]
    users = times(200, report.users.data, "user_name")
    archives = times(200, report.archives.data, "folder")
    assert len(users) == 5_000
    big = report.model_copy(
        update={
            "users": report.users.model_copy(update={"data": users}),
            "archives": report.archives.model_copy(update={"data": archives}),
        }
    )
    page = big.to_html()
    assert len(page.encode()) < 4_000_000
    # Long tables are folded, and whole.
    section = page.partition('<section id="s-users">')[2].partition("</section>")[0]
    assert "<summary>Users: 5,000 rows</summary>" in section
    assert section.count("</tr>") == 5_001


def times(count: int, entries: list[Any] | None, name: str) -> list[Any]:
    """The same entries so many times under other names."""
    return [one.model_copy(update={name: f"{getattr(one, name)}.{i}"}) for i in range(count) for one in entries or ()]
