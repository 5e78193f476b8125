"""The commands that only ask, at a real terminal: drawn tables, bars, and names that cannot steer it."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from mailstore_sdk import Client
from mailstore_sdk.emulator import ByTime, Emulator, SystemClock
from tests.cli import hostile
from tests.cli.asking import INSTALLATION, SERVER
from tests.cli.cli_process import quiet, reaching
from tests.cli.session import at_one_terminal

DRAWN = (
    "users",
    "stores",
    "folders",
    "profiles",
    "runs",
    "jobs",
    "sessions",
    "report",
    "functions",
    "describe",
    "access",
)


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


def test_what_watches_and_what_runs_long_at_a_terminal(tmp_path: Path) -> None:
    """One after the other, since one needs what another has written or begun; on a server of their own."""
    with Emulator(hostile.state(), protocol="modern", clock=SystemClock(), tasks=ByTime(0.2)).serve() as server:
        with Client(**server.connection) as client:
            ended, cancelled = (shlex.quote(client.begin_verify_store(1).to_json()) for _ in range(2))
        steps: dict[str, tuple[int, str]] = {
            "report --since 1d -o report.json": (0, "Written: report.json"),
            "diff report.json report.json": (0, "No change."),
            "ack default-password --until 2099-12-31 --why test": (0, "default-password"),
            "check --from report.json --max-age 2h": (2, "CRIT"),
            "discover profiles": (0, '"{#'),
            f"wait {ended}": (0, "succeeded"),
            f"status {ended}": (0, "succeeded"),
            f"cancel {cancelled} --yes": (0, ""),
            "run 1 --yes": (0, "succeeded"),
        }
        shown = at_one_terminal(list(steps), tmp_path, **quiet(tmp_path), **reaching(server))
    for (typed, (code, expected)), (exit_code, screen) in zip(steps.items(), shown, strict=True):
        assert (exit_code, expected in screen) == (code, True), (typed, exit_code, screen)
        assert hostile.CANARY not in screen
        assert hostile.OVERRIDE not in screen


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
