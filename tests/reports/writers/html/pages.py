"""Reports to write as HTML, and pages as a parser that is not ours reads them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

from mailstore_sdk.emulator import Emulator, Seed
from mailstore_sdk.language import Language
from mailstore_sdk.reports import Report, collect

END = datetime(2026, 1, 5, tzinfo=UTC)
MONTH = timedelta(days=30)


def report_of(emulator: Emulator, at: datetime = END, span: timedelta = MONTH) -> Report:
    """The report of an emulated server, as if it had been made at that moment."""
    with emulator.client(retries=0) as client:
        report = collect(client, runs_since=span, runs_until=at)
    return report.model_copy(update={"created": at})


def archive(months_ago: int = 0) -> Report:
    """A made-up archive, which held less the longer ago it was."""
    at = END - months_ago * MONTH
    seed = Seed(users=24, messages_per_user=200 - 12 * months_ago, end=at)
    return report_of(Emulator(seed, version="25.3"), at)


def parsed(page: str) -> Element:
    """The page's tree, what belongs to a chart as `svg:rect`; a mistake in the HTML is an error."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root: Element = parser.parse(page)
    for element in root.iter():
        element.tag = str(element.tag).replace("{http://www.w3.org/2000/svg}", "svg:")
    return root


def page_of(report: Report, language: Language = "en", older: Sequence[Report] = (), **more: Any) -> Element:
    """The page of a report, parsed."""
    return parsed(report.to_html(language=language, older=older, **more))


def one(root: Element, path: str) -> Element:
    """The only element there."""
    (found,) = root.findall(path)
    return found


def text(element: Element) -> str:
    """What can be read in an element, blanks made one."""
    return " ".join("".join(element.itertext()).split())


def by_id(root: Element, name: str) -> Element:
    """The element of that id."""
    return one(root, f".//*[@id='{name}']")


def rows(table: Element) -> list[list[str]]:
    """The cells of a table, its head first."""
    return [[text(cell) for cell in row] for row in table.iter("tr")]


def table_of(root: Element, section: str) -> list[list[str]]:
    """The first table of a section."""
    found = next(by_id(root, f"s-{section}").iter("table"))
    return rows(found)
