"""Every example prints what the gallery shows, and sends no more than it should."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.emulator import Emulator
from mailstore_sdk.emulator.server import EmulatorServer
from tests.examples import offices
from tests.examples.gallery import BEGIN, README, Shown, page
from tests.examples.shown import GALLERY


@pytest.mark.parametrize("shown", GALLERY, ids=lambda one: one.script)
def test_it_prints_what_is_shown_and_sends_no_more(shown: Shown, archive: EmulatorServer, tmp_path: Path) -> None:
    archive.emulator = shown.emulated()

    printed = shown.show(shown, archive, tmp_path)

    assert f"\n```text\n{printed}\n```\n" in README.read_text(encoding="utf-8"), printed
    assert writing(archive.emulator) == list(shown.sends)
    for file in tmp_path.rglob("*"):
        assert file.is_dir() or offices.MARK.encode() not in file.read_bytes(), f"a secret is in {file.name}"


def writing(emulator: Emulator) -> list[str]:
    """What was called that may change something."""
    return [name for name in emulator.requests.functions if name in BY_NAME and not BY_NAME[name].read_only]


def test_the_rest_of_the_page_is_made_from_the_gallery() -> None:
    text = README.read_text(encoding="utf-8")
    parts = text.split("\n```text\n")[1:]
    printed = iter([part.split("\n```\n", 1)[0] for part in parts])

    assert BEGIN in text
    assert text == page(GALLERY, lambda _: next(printed))
    assert not list(printed)
