"""Every example prints what the gallery shows, and sends no more than it should."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.emulator import Emulator
from mailstore_sdk.emulator.server import EmulatorServer
from tests.examples import offices
from tests.examples.gallery import Shown
from tests.examples.pages import PAGES, page_of
from tests.examples.shown import GALLERY, GROUPS

RUN = [shown for shown in GALLERY if not shown.told]


@pytest.mark.parametrize("shown", RUN, ids=lambda one: one.script)
def test_it_prints_what_is_shown_and_sends_no_more(shown: Shown, archive: EmulatorServer, tmp_path: Path) -> None:
    archive.emulator = shown.emulated()

    printed = shown.show(shown, archive, tmp_path)

    assert f"\n```text\n{printed}\n```\n" in page_with(shown), printed
    assert writing(archive.emulator) == list(shown.sends)
    for file in tmp_path.rglob("*"):
        assert file.is_dir() or offices.MARK.encode() not in file.read_bytes(), f"a secret is in {file.name}"


def writing(emulator: Emulator) -> list[str]:
    """What was called that may change something."""
    return [name for name in emulator.requests.functions if name in BY_NAME and not BY_NAME[name].read_only]


def page_with(shown: Shown) -> str:
    """The page of its group."""
    (group,) = (group for group in GROUPS if shown in group.examples)
    return page_of(group).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_rest_of_the_page_is_made_from_the_gallery(page: Path) -> None:
    everything = "".join(page_of(group).read_text(encoding="utf-8") for group in GROUPS)
    printed = re.findall(r"^```text\n(.*?)\n```$", everything, re.DOTALL | re.MULTILINE)
    prints = dict(zip([shown.script for shown in RUN], printed, strict=True))

    again = "run python -m tests.examples.gallery"
    assert page.read_text(encoding="utf-8") == PAGES[page](prints), again
