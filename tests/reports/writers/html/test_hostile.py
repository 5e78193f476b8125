"""Whoever can send mail, rename himself or set a host name writes into a report: it stays text."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest

from mailstore_sdk.findings import findings
from mailstore_sdk.reports import Report, Verification
from tests.reports.writers.html.pages import archive, page_of, parsed

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'</style></title></textarea>--><svg onload=alert(1)>",
    "{{ 1234*5678 }}{% raw %}",
    "evil\u202egpj.exe\u2066\u200b",
    "bell\x07 null\x00 escape\x1b[31m next\x85 line\u2028 end\ufffe",
    "half \ud800 a pair",
    "]]><!--",
]
HARMLESS = ['Büro | "Nord"; 100 % \\ x', "שלום עולם", "数据 <3 & more"]


def poisoned(value: Any, text: str) -> Any:
    """Every text in data of a report with something after it, but for what a program decides by."""
    if isinstance(value, dict):
        kept = {"cause", "version", "start", "end", "created", "edition"}
        return {
            key: one
            if key in kept or key.endswith(("Time", "TimeUtc", "Date", "Before", "After"))
            else poisoned(one, text)
            for key, one in value.items()
        }
    if isinstance(value, list):
        return [poisoned(one, text) for one in value]
    return value + text if isinstance(value, str) else value


def everywhere(report: Report, text: str) -> Report:
    data = json.loads(report.to_json())
    sections = {name: poisoned(one, text) for name, one in data.items() if isinstance(one, dict)}
    told = {"store": 1, "status": text, "messages": [{"type": text, "text": text}]}
    made = Report.model_validate({**data, **sections, "instanceId": None})
    return made.with_verification(Verification.model_validate(told))


@pytest.fixture(scope="module")
def clean() -> Report:
    return archive()


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_server_says_is_text_and_no_more(clean: Report, text: str) -> None:
    report = everywhere(clean, text)
    older = [everywhere(archive(months), text) for months in (1, 2)]
    page = report.to_html(language="de", older=older, findings=findings(report))
    tree = parsed(page)
    assert {str(element.tag) for element in tree.iter()} <= ALLOWED
    assert len(list(tree.iter("script"))) == 1
    assert not [name for element in tree.iter() for name in element.attrib if name.startswith(("on", "style"))]
    seen = {unicodedata.category(letter) for letter in page if letter != "\n"}
    assert not seen & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    page.encode()
    assert str(1234 * 5678) not in page


ALLOWED = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "link",
        "style",
        "body",
        "a",
        "header",
        "h1",
        "h2",
        "h3",
        "dl",
        "dt",
        "dd",
        "div",
    ),
    *("p", "nav", "ul", "li", "main", "section", "article", "span", "code", "table", "caption", "thead", "tbody", "tr"),
    *("th", "td", "figure", "figcaption", "details", "summary", "strong", "q", "footer", "script"),
    *("svg:svg", "svg:g", "svg:rect", "svg:path", "svg:circle", "svg:text", "svg:title"),
}


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_harmless_stays_as_it_is(clean: Report, text: str) -> None:
    page = page_of(everywhere(clean, text))
    cells = ["".join(cell.itertext()) for cell in page.iter("th") if cell.get("scope") == "row"]
    assert f"{(clean.users.data or [])[1].user_name}{text}" in cells
