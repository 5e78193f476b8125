"""The built site is whole: links lead somewhere, the reference lists everything, and nothing comes from elsewhere.

`zensical build --clean --strict`, then `MAILSTORE_SITE=site python -m pytest tests/docs/test_site.py`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache, partial
from html import unescape
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

import mailstore_sdk
from mailstore_sdk import models
from mailstore_sdk._generated.functions import BY_NAME
from tests.docs.pages import ROOT
from tests.facts import snake
from tests.reports.writers.html.browser import chromium, started

SITE = Path(os.environ.get("MAILSTORE_SITE", "")).resolve()
pytestmark = pytest.mark.skipif("MAILSTORE_SITE" not in os.environ, reason="MAILSTORE_SITE does not name a built site")
MODULES = {"compat", "errors", "models"}


class Page(HTMLParser):
    """What a page refers to, what it loads, and what can be referred to in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.loaded: set[str] = set()
        self.anchors = {"", "__top"}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.anchors.add(value)
            elif name == "href" and value:
                (self.loaded if tag == "link" else self.links).add(value)
            elif name == "src" and value:
                self.loaded.add(value)


@cache
def pages() -> dict[Path, Page]:
    """Every page of the site but the one for what is not there, whose links begin at the root of a server."""
    return {path: Page(path.read_text(encoding="utf-8")) for path in SITE.rglob("*.html") if path.name != "404.html"}


def test_every_link_leads_somewhere() -> None:
    dead = []
    for path, page in pages().items():
        for link in page.links | page.loaded:
            if urlsplit(link).scheme:
                continue
            where, anchor = urldefrag(unquote(link))
            target = (path.parent / where).resolve() if where else path
            if target.is_dir():
                target /= "index.html"
            if not target.is_file() or (target in pages() and anchor not in pages()[target].anchors):
                dead.append(f"{path.relative_to(SITE)}: {link}")
    assert len(pages()) > 40
    assert dead == []


def test_nothing_is_loaded_from_elsewhere() -> None:
    loaded = {link for page in pages().values() for link in page.loaded}
    assert loaded
    assert [link for link in loaded if urlsplit(link).scheme or link.startswith("//")] == []


def anchors(*names: str) -> set[str]:
    return set().union(*(pages()[SITE / "reference" / f"{name}.html"].anchors for name in names))


def test_the_reference_has_a_method_for_every_function() -> None:
    there = anchors("client", "spe")
    for function in BY_NAME.values():
        if function.arguments_known:
            classes = ["Client"] * function.server
            classes += [{"instance": "InstanceClient"}.get(function.spe, "SpeClient")] * bool(function.spe)
            methods = {f"mailstore_sdk.{kind}.{snake(function.name)}" for kind in classes}
            assert methods <= there, function.name


def test_the_reference_has_every_model_and_every_public_name() -> None:
    assert {f"mailstore_sdk.models.{name}" for name in models.__all__} <= anchors("models")
    everywhere = anchors("client", "spe", "async", "operations", "fleet")
    names = set(mailstore_sdk.__all__) - MODULES - {"__version__", "JsonValue"}
    elsewhere = {f"mailstore_sdk.fleet.{name}" for name in ("Fleet", "AsyncFleet")}
    assert {f"mailstore_sdk.{name}" for name in names if not name.endswith("Fleet")} | elsewhere <= everywhere


def test_examples_are_shown_as_they_are() -> None:
    pages = "".join(page.read_text(encoding="utf-8") for page in (SITE / "examples").glob("*.html"))
    shown = unescape(re.sub(r"<[^>]+>", "", pages))
    scripts = list((ROOT / "examples").glob("*.py"))
    assert scripts
    assert [script.name for script in scripts if script.read_text(encoding="utf-8") not in shown] == []


@pytest.fixture
def address() -> Iterator[str]:
    """The site, served on this machine alone."""
    handler = partial(Quiet, directory=str(SITE))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class Quiet(SimpleHTTPRequestHandler):
    """Serves files, and tells nobody."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the name of the parent)
        pass


@pytest.mark.skipif(chromium() is None, reason="there is no Chromium")
def test_the_search_works_and_asks_nobody_else(address: str) -> None:
    asked: list[str] = []
    with started(str(chromium())) as browser:
        page = browser.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}/index.html", wait_until="networkidle")
        page.keyboard.press("Control+k")
        page.wait_for_function("document.activeElement !== document.body")
        page.keyboard.type("fingerprint")
        page.get_by_text("Certificates pinned inside the handshake").first.wait_for(timeout=20_000)
    assert [url for url in asked if urlsplit(url).scheme not in ("data", "blob") and not url.startswith(address)] == []
