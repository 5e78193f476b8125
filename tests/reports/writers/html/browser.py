"""Chromium as Debian packages it. `python -m tests.reports.writers.html.browser` makes the picture of the docs."""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

IMAGE = Path(__file__).resolve().parents[4] / "docs" / "images" / "report.png"
MOST_BYTES = 200_000


def chromium() -> str | None:
    """Where it is; None if it is not installed. MAILSTORE_CHROMIUM names another one."""
    named = os.environ.get("MAILSTORE_CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@contextmanager
def started(program: str) -> Iterator[Browser]:
    """The browser, ended at the end."""
    with sync_playwright() as playwright:
        # A container's root can have no sandbox, and the page is our own.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


def picture(program: str, page: Path) -> bytes:
    """The beginning of a page and its charts, beside each other, as a small PNG."""
    from PIL import Image

    with started(program) as browser:
        shown = browser.new_page(viewport={"width": 1180, "height": 900}, color_scheme="light")
        shown.goto(page.as_uri())
        top = Image.open(io.BytesIO(shown.screenshot()))
        charts = Image.open(io.BytesIO(shown.locator("#charts").screenshot()))
    whole = Image.new("RGB", (top.width, top.height + charts.height + 24), "white")
    whole.paste(top, (0, 0))
    whole.paste(charts, ((top.width - charts.width) // 2, top.height + 24))
    made = io.BytesIO()
    whole.quantize(200).save(made, "PNG", optimize=True)
    return made.getvalue()


def main() -> None:
    """Make the picture anew."""
    from tests.reports.writers.html.pages import archive

    program = chromium()
    if program is None:
        sys.exit("there is no Chromium: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder:
        page = archive().write_html(Path(folder) / "report.html", older=[archive(months) for months in range(1, 6)])
        made = picture(program, page)
    if len(made) > MOST_BYTES:
        sys.exit(f"{len(made)} bytes are too many for the docs")
    IMAGE.parent.mkdir(parents=True, exist_ok=True)
    IMAGE.write_bytes(made)


if __name__ == "__main__":
    main()
