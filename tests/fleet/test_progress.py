"""The line that shows how far a run is."""

from __future__ import annotations

import sys

import pytest

from mailstore_sdk import Fleet
from mailstore_sdk.emulator import Emulator, Refuse
from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.fleet import progress_bar


def test_the_last_line_says_how_many_are_done_and_how_many_failed(capsys: pytest.CaptureFixture[str]) -> None:
    refusing = Emulator()
    refusing.faults.add("*", Refuse())
    fleet = Fleet({"north": Emulator().client(), "south": refusing.client(retries=0)})

    with progress_bar("Info [of servers]") as tell:
        for result in fleet.each(lambda client: client.get_server_info(), on_progress=tell):
            sys.stdout.write(f"{result.name}\n")

    shown = capsys.readouterr()
    assert sorted(shown.out.splitlines()) == ["north", "south"]
    assert shown.err.startswith("Info [of servers] ")
    assert "2/2 1 failed" in shown.err


def test_without_rich_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rich.console", None)

    with pytest.raises(ConfigurationError, match=r"mailstore-sdk\[cli\]"), progress_bar():
        pytest.fail("there is nothing to show with")
