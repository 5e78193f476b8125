"""When it cannot be done, an example ends with a code that tells so and with one line, and shows no secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailstore_sdk import Client, models
from mailstore_sdk.emulator import Stuck
from mailstore_sdk.emulator.server import EmulatorServer
from tests.examples import offices
from tests.examples.desk import Desk
from tests.examples.running import FOLDER

NO_MAIL = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": "1", "MAIL_FROM": "a@example.com", "MAIL_TO": "b@example.com"}
COMMANDS = {
    "access_review.py reviews": 2,
    "backup.py folder": 2,
    "compliance_sheet.py": 2,
    "directory_sync_preview.py": 2,
    "domain_change.py a.example b.example": 2,
    "double_addresses.py": 2,
    "explore.py": 1,
    "export_runs.py": 2,
    "find_person.py somebody": 2,
    "licence_report.py": 2,
    "lock_out.py johndoe": 2,
    "maintenance_windows.py 22:00-04:00": 2,
    "mfa_overview.py": 2,
    "ownerless_archives.py": 2,
    "patient_client.py": 75,
    "repair_stores.py --apply": 2,
    "spe_health.py": 2,
    "store_rotation.py --folder D:": 2,
    "version_upgrade.py before.json": 2,
}


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """A port at which nothing listens."""
    monkeypatch.setenv("MAILSTORE_HOST", "127.0.0.1")
    monkeypatch.setenv("MAILSTORE_PORT", "1")
    monkeypatch.setenv("MAILSTORE_PASSWORD", offices.PASSWORD)


@pytest.mark.usefixtures("nobody")
@pytest.mark.parametrize("command", COMMANDS)
def test_no_server(command: str, desk: Desk, tmp_path: Path) -> None:
    ended = desk.runs(command)

    assert ended.code == COMMANDS[command]
    assert len(ended.err.splitlines()) == 1
    assert "no connection to 127.0.0.1:1" in ended.err
    assert not list(tmp_path.iterdir()), "nothing was written"


@pytest.mark.parametrize("command", COMMANDS)
def test_wrong_password(command: str, desk: Desk, archive: EmulatorServer, tmp_path: Path) -> None:
    emulator = offices.provider() if command == "spe_health.py" else offices.office()
    desk.reach(archive, emulator, f"{offices.MARK}wrong")

    ended = desk.runs(command)

    assert ended.code in (1, 2)
    assert len(ended.err.splitlines()) == 1
    assert not list(tmp_path.iterdir()), "nothing was written"


@pytest.mark.usefixtures("nobody")
def test_no_server_is_a_metric(desk: Desk, tmp_path: Path) -> None:
    assert desk.runs("metrics_file.py m.prom").code == 0
    assert "\nmailstore_up 0\n" in (tmp_path / "m.prom").read_text(encoding="utf-8")


@pytest.mark.usefixtures("nobody")
def test_profiles_are_missing(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILSTORE_CONFIG", str(tmp_path / "config.toml"))
    ended = desk.runs("fleet_overview.py")
    assert ended.code == 2
    assert len(ended.err.splitlines()) == 1


def test_too_few_reports(desk: Desk, tmp_path: Path) -> None:
    ended = desk.runs("growth_forecast.py . --limit-gb 5")
    assert ended.code == 2
    assert "at least 3 are needed" in ended.err

    (tmp_path / "report.json").write_text("{}", encoding="utf-8")
    ended = desk.runs("growth_forecast.py . --limit-gb 5")
    assert ended.code == 2
    assert "that is not a report" in ended.err


@pytest.mark.usefixtures("nobody")
def test_a_verification_whose_mail_does_not_get_out_is_loud(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAIL_TO", raising=False)
    assert desk.runs("nightly_verification.py").code == 2

    for name, value in NO_MAIL.items():
        monkeypatch.setenv(name, value)
    ended = desk.runs("nightly_verification.py")
    assert ended.code == 2
    assert "no connection to 127.0.0.1:1" in ended.out
    assert "the mail was not sent" in ended.err


def test_a_verification_that_is_well_sends_no_mail(
    desk: Desk, archive: EmulatorServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.reach(archive, offices.office())
    for name, value in NO_MAIL.items():
        monkeypatch.setenv(name, value)
    assert desk.runs("nightly_verification.py").code == 0
    assert desk.runs("nightly_verification.py --always").code == 2, "there is no mail server"


def test_a_store_with_an_error_is_a_problem_although_all_was_verified(
    desk: Desk, archive: EmulatorServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.reach(archive, offices.office())
    for name, value in NO_MAIL.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(Client, "get_stores", lambda _: [models.Store(id=1, name="Old", error="is corrupt")])

    ended = desk.runs("nightly_verification.py")

    assert ended.out == "archive store 1 (Old): is corrupt\n"
    assert ended.code == 2, "there is no mail server"


def test_a_verification_that_does_not_end(desk: Desk, archive: EmulatorServer, monkeypatch: pytest.MonkeyPatch) -> None:
    emulator = offices.office()
    emulator.faults.add("VerifyStores", Stuck())
    desk.reach(archive, emulator)
    for name, value in NO_MAIL.items():
        monkeypatch.setenv(name, value)
    shortened = (FOLDER / "nightly_verification.py").read_text(encoding="utf-8").replace("20 * 3600", "0.2")
    Path("nightly.py").write_text(shortened, encoding="utf-8")

    ended = desk.runs("nightly.py", folder=Path())

    assert "VerifyStores is not finished" in ended.out
    assert ended.code == 2, "it is told by mail, and there is no mail server"


@pytest.mark.usefixtures("nobody")
@pytest.mark.parametrize(
    ("script", "list_of_people"),
    [("leavers.py", "user;manager\na;b\n"), ("new_colleagues.py", '[{"login": "a", "name": "A", "mail": []}]')],
)
def test_lists_of_people(script: str, list_of_people: str, desk: Desk) -> None:
    Path("people").write_text(list_of_people, encoding="utf-8")
    for command in (script, f"{script} nowhere", f"{script} people"):
        ended = desk.runs(f"{command} --apply")
        assert ended.code == 2
        assert len(ended.err.splitlines()) == 1
    assert [file.name for file in Path().iterdir()] == ["people"]


@pytest.mark.usefixtures("nobody")
def test_a_month_without_a_server_or_a_map(desk: Desk) -> None:
    assert desk.runs("month_usage.py 2026-01 --customers customers.csv").code == 2
    Path("customers.csv").write_text("customer;instance\nK-1;one\n", encoding="utf-8")
    for month in ("2026-01", "2026-13"):
        ended = desk.runs(f"month_usage.py {month} --customers customers.csv")
        assert ended.code == 2
        assert len(ended.err.splitlines()) == 1
    assert not list(Path("usage").iterdir())
