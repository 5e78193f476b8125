"""The page in a real browser: nothing is fetched, tables sort, charts are seen, and axe finds no fault."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from mailstore_sdk.emulator import Emulator
from mailstore_sdk.language import Language
from mailstore_sdk.reports import Report
from mailstore_sdk.workflows import read_access
from tests.cli.cli_process import COMMAND, ENVIRONMENT
from tests.reports.writers.html.browser import IMAGE, MOST_BYTES, chromium, started
from tests.reports.writers.html.test_hostile import HOSTILE, everywhere

PROGRAM = chromium()
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="there is no Chromium: apt-get install chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert PROGRAM is not None
    with started(PROGRAM) as running:
        yield running


class Opened:
    """A page that is open, with whatever the browser had to say about it."""

    def __init__(self, browser: Browser, file: Path, scheme: Literal["light", "dark"] = "light") -> None:
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page: Page = browser.new_page(color_scheme=scheme, viewport={"width": 1200, "height": 900})
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: self.said.append(f"dialog {dialog.message}"))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(file.as_uri())

    def column(self, section: str, name: str) -> list[str]:
        """What a column shows, by what it is sorted."""
        read = """([section, name]) => {
            const table = document.querySelector(`#s-${section} table`);
            const column = [...table.tHead.rows[0].cells].findIndex((cell) => cell.innerText.startsWith(name));
            return [...table.tBodies[0].rows].map((row) => row.cells[column].dataset.v ?? row.cells[column].innerText);
        }"""
        found: list[str] = self.page.evaluate(read, [section, name])
        return found


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("de", "dark")])
def test_axe_finds_no_violation(
    browser: Browser,
    half_a_year: list[Report],
    tmp_path: Path,
    language: Language,
    scheme: Literal["light", "dark"],
) -> None:
    file = half_a_year[0].write_html(tmp_path / "page.html", language=language, older=half_a_year[1:])
    opened = Opened(browser, file, scheme)
    assert faults(opened) == []
    assert (opened.said, opened.asked) == ([], [file.as_uri()])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_of_the_demo_has_no_fault_either(
    browser: Browser, demo: Path, scheme: Literal["light", "dark"]
) -> None:
    opened = Opened(browser, demo, scheme)
    assert faults(opened) == []
    assert (opened.said, opened.asked) == ([], [demo.as_uri()])
    assert opened.page.get_by_role("img").count() >= 3
    opened.page.locator("#s-users th", has_text="Name").first.get_by_role("button").click()
    assert opened.column("users", "Name") == ["admin", "asmith", "johndoe"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page whose path is the last thing that `mailstore demo` says."""
    folder = tmp_path_factory.mktemp("demo")
    done = subprocess.run(
        [*COMMAND, "demo", "--seconds", "0"], cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return folder / done.stdout.splitlines()[-1].removeprefix("Report to look at: ")


def faults(opened: Opened) -> list[tuple[str, list[str]]]:
    """What axe complains of, in what is folded too."""
    opened.page.evaluate("for (const one of document.querySelectorAll('details')) { one.open = true; }")
    found = Axe().run(opened.page).response
    return [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found["violations"]]


def test_a_table_sorts_by_its_buttons(browser: Browser, half_a_year: list[Report], tmp_path: Path) -> None:
    opened = Opened(browser, half_a_year[0].write_html(tmp_path / "page.html"))
    head = opened.page.locator("#s-archives th", has_text="Size")
    before = opened.column("archives", "Size")
    assert head.get_attribute("aria-sort") is None
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert opened.column("archives", "Size") == sorted(before, key=int) != before
    head.get_by_role("button").press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    assert opened.column("archives", "Size") == sorted(before, key=int, reverse=True)
    opened.page.locator("#s-archives th", has_text="Archive").get_by_role("button").click()
    assert opened.column("archives", "Archive") == sorted(opened.column("archives", "Archive"), key=str.casefold)
    assert opened.page.locator("#s-archives th[aria-sort]").count() == 1
    assert opened.said == []


def test_charts_are_seen(browser: Browser, half_a_year: list[Report], tmp_path: Path) -> None:
    opened = Opened(browser, half_a_year[0].write_html(tmp_path / "page.html", older=half_a_year[1:]))
    charts = opened.page.get_by_role("img")
    assert charts.count() == 6
    ground = opened.page.evaluate("getComputedStyle(document.querySelector('figure')).backgroundColor")
    for index in range(charts.count()):
        box = charts.nth(index).bounding_box()
        assert box is not None
        assert box["width"] > 300
        assert box["height"] > 80
        shapes = charts.nth(index).locator(".series rect, .series circle")
        assert shapes.count() > 0
        fills = shapes.evaluate_all("all => all.map((one) => getComputedStyle(one).fill)")
        assert ground not in fills
        assert "rgb(0, 0, 0)" not in fills


def test_without_script_everything_is_there(browser: Browser, half_a_year: list[Report], tmp_path: Path) -> None:
    file = half_a_year[0].write_html(tmp_path / "page.html")
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(file.as_uri())
        assert page.locator("#s-users tbody tr").count() == len(half_a_year[0].users.data or [])
        assert page.locator("button").count() == 0


def test_a_phone_needs_no_scrolling_sideways(browser: Browser, half_a_year: list[Report], tmp_path: Path) -> None:
    opened = Opened(browser, half_a_year[0].write_html(tmp_path / "page.html", language="de"))
    opened.page.set_viewport_size({"width": 360, "height": 800})
    assert opened.page.evaluate("document.documentElement.scrollWidth") == 360


def test_print_is_dark_on_white_without_what_is_for_the_screen(
    browser: Browser, half_a_year: list[Report], tmp_path: Path
) -> None:
    opened = Opened(browser, half_a_year[0].write_html(tmp_path / "page.html"), "dark")
    opened.page.emulate_media(media="print")
    assert opened.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not opened.page.locator("nav").is_visible()
    assert opened.page.pdf(format="A4").startswith(b"%PDF")


def test_hostile_text_does_nothing(browser: Browser, half_a_year: list[Report], tmp_path: Path) -> None:
    report = everywhere(half_a_year[0], "".join(HOSTILE[:3]))
    opened = Opened(browser, report.write_html(tmp_path / "page.html"))
    assert opened.page.locator("img, script").count() == 1
    assert opened.said == []
    assert len(opened.asked) == 1


def test_the_picture_of_the_docs_is_there_and_small() -> None:
    content = IMAGE.read_bytes()
    assert content.startswith(b"\x89PNG")
    assert len(content) < MOST_BYTES


def test_the_page_of_access_is_filtered_and_has_no_fault(browser: Browser, tmp_path: Path) -> None:
    with Emulator(version="22.3").client() as client:
        access = read_access(client)
    access = access.model_copy(update={"notes": HOSTILE, "archives": [*access.archives, *HOSTILE]})
    file = tmp_path / "access.html"
    file.write_text(access.to_html(language="de"), encoding="utf-8")
    opened = Opened(browser, file)
    assert faults(opened) == []

    opened.page.fill("#filter", "ASMITH  lesen")
    assert opened.page.inner_text("#shown") == f"4 / {9 + len(HOSTILE)}"
    shown = opened.page.locator("tbody tr:visible").all_inner_texts()
    assert [row.split("\t")[:3] for row in shown] == [
        ["asmith", "asmith", "Anna Smith"],
        ["johndoe", "asmith", "Anna Smith"],
        ["asmith", "Anna Smith", "asmith"],
        ["asmith", "Anna Smith", "johndoe"],
    ]
    opened.page.fill("#filter", "")
    assert opened.page.locator("tbody tr:visible").count() == 9 + len(HOSTILE)
    assert (opened.said, opened.asked) == ([], [file.as_uri()])
