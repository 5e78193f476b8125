"""The commands that only ask, at a real terminal: drawn tables, bars, and names that cannot steer it."""

from __future__ import annotations

import re
from pathlib import Path

from tests.cli import hostile
from tests.cli.asking import INSTALLATION, SERVER
from tests.cli.cli_process import quiet
from tests.cli.session import at_one_terminal

DRAWN = ("users", "stores", "folders", "profiles", "runs", "jobs", "sessions", "report", "functions", "describe")


def test_every_command_at_a_terminal(to_archive: dict[str, str], tmp_path: Path) -> None:
    shown = at_one_terminal(list(SERVER), tmp_path, **quiet(tmp_path), **to_archive)
    for (typed, (code, expected)), (ended, screen) in zip(SERVER.items(), shown, strict=True):
        assert ended == code, (typed, screen)
        assert re.search(expected, re.sub(r"\s*│\n│\s*", "", screen)), (typed, screen)
        assert ("┃" in screen) is typed.startswith(DRAWN), typed
        assert hostile.CANARY not in screen
        assert hostile.OVERRIDE not in screen
        assert "\nmailstore: all is well" not in screen
        assert "\x07" not in screen
    whole = "".join(screen for _, screen in shown)
    assert "[bold]x[/bold]" in re.sub(r"[\s│]", "", whole)  # shown, and not taken for markup


def test_commands_on_a_service_provider_edition_at_a_terminal(to_installation: dict[str, str], tmp_path: Path) -> None:
    shown = at_one_terminal(list(INSTALLATION), tmp_path, **quiet(tmp_path), **to_installation)
    for (typed, (code, expected)), (ended, screen) in zip(INSTALLATION.items(), shown, strict=True):
        assert (ended, expected in screen) == (code, True), (typed, screen)


def test_a_bar_is_on_the_screen_while_something_is_collected_and_json_is_not_mixed_with_it(
    to_archive: dict[str, str], tmp_path: Path
) -> None:
    commands = ["report --section users --json", "folders --json", "verify --all --yes", "report --section users"]
    (_, as_json), _, (code, verified), (_, table) = at_one_terminal(commands, tmp_path, **quiet(tmp_path), **to_archive)
    assert "━" in as_json + table
    assert '"users": {' in as_json
    assert code == 0
    assert "Verifying all archive stores" in verified
    assert "100%" in verified
