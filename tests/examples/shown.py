"""The gallery, in its order: looking, changing, watching, building on it."""

from __future__ import annotations

import json
import os
import runpy
import warnings
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

from mailstore_sdk.emulator.server import EmulatorServer
from mailstore_sdk.reports import Report
from mailstore_sdk.reports.entries import ServerEntry, StoreEntry
from mailstore_sdk.reports.section import Section
from mailstore_sdk.reports.writers import write_json
from mailstore_sdk.workflows import ArchiveRight, read_access
from tests.examples import offices
from tests.examples.gallery import Group, Shown, transcript
from tests.examples.mailbox import Mailbox
from tests.examples.running import FOLDER, environment

GB = 1_000_000_000


def stored_reports(folder: Path, _: EmulatorServer) -> dict[str, str]:
    """Four months of an archive that grows."""
    (folder / "reports").mkdir()
    for month, size in enumerate((301, 312, 321, 333), 1):
        report = Report(
            created=datetime(2026, month, 1, tzinfo=UTC),
            server=Section(data=ServerEntry(version="25.3.1.23021", machine_name="ARCHIVE1")),
            stores=Section(data=[StoreEntry(id=1, name="2026", statistics_size=size * GB)]),
        )
        write_json(report, folder / "reports" / f"2026-{month:02}.json")
    return {}


def last_review(folder: Path, server: EmulatorServer) -> dict[str, str]:
    """The rights as they were, when one user had others."""
    with server.emulator.client(password=offices.PASSWORD) as client:
        access = read_access(client)
    server.emulator.requests.clear()
    john, *others = sorted(access.users, key=lambda user: user.user != "johndoe")
    john = john.model_copy(update={"rights": [*john.rights, ArchiveRight(archive="asmith", privileges=["read"])]})
    then = {"server": server.url, "created": datetime(2026, 1, 5, tzinfo=UTC), "users": [john, *others]}
    access = access.model_copy(update=then)
    (folder / "reviews").mkdir()
    (folder / "reviews" / "2026-01-05.json").write_text(access.to_json(), encoding="utf-8")
    return {}


def exported(folder: Path, _: EmulatorServer) -> dict[str, str]:
    """What a personnel system gives."""
    rows = [{"login": "ada", "name": "Ada Neu", "mail": ["ada@example.com"]}]
    (folder / "2026-03.json").write_text(json.dumps(rows), encoding="utf-8")
    return {}


def leaving(folder: Path, _: EmulatorServer) -> dict[str, str]:
    """One who can go, and one who cannot."""
    (folder / "leavers.csv").write_text("user;manager\nasmith;johndoe\nadmin;johndoe\n", encoding="utf-8")
    return {}


def customers(folder: Path, _: EmulatorServer) -> dict[str, str]:
    """Which customer has which instance; one is missing."""
    (folder / "customers.csv").write_text("customer;instance\nK-1001;customer1\nK-1002;customer2\n", encoding="utf-8")
    return {}


def profiles(folder: Path, server: EmulatorServer) -> dict[str, str]:
    """Three connection profiles; nobody is there under one of them."""
    file = folder / "config.toml"
    file.touch(mode=0o600)
    text = ""
    for name, port in {"customer-berlin": server.port, "customer-bern": 1, "customer-wien": server.port}.items():
        text += f'[{name}]\nhost = "{server.host}"\nport = {port}\nfingerprint = "{server.fingerprint}"\n'
        text += 'password_from = "environment"\nretries = 0\n\n'
    file.write_text(text, encoding="utf-8")
    return {"MAILSTORE_CONFIG": str(file)}


def mailed(shown: Shown, server: EmulatorServer, folder: Path) -> str:
    """The terminal, and the mail that came."""
    with Mailbox() as mailbox:
        variables = {
            "SMTP_HOST": "localhost",
            "SMTP_PORT": str(mailbox.port),
            "SMTP_USER": "archive",
            "SMTP_PASSWORD": f"{offices.MARK}of-the-mail-server",
            "SSL_CERT_FILE": str(mailbox.ca_file),
            "MAIL_FROM": "archive@example.com",
            "MAIL_TO": "admin@example.com",
        }
        terminal = transcript(replace(shown, files=lambda _folder, _server: variables), server, folder)
    (mail,) = mailbox.mails
    assert len(mailbox.logins) == 1
    assert offices.MARK not in mail
    told = [line for line in mail.splitlines() if not line.startswith(("MIME-", "Content-"))]
    return "\n".join([terminal, "", "# the mail", *told])


def asked(shown: Shown, server: EmulatorServer, _: Path) -> str:
    """What a browser is answered."""
    with warnings.catch_warnings(action="ignore"):  # it would rather have httpx2, which most tests hide
        from starlette.testclient import TestClient
    lines = []
    with mock.patch.dict(os.environ, environment(server)):
        app = runpy.run_path(str(FOLDER / shown.script))["app"]
        with TestClient(app) as browser:
            for path in shown.commands:
                answer = browser.get(path)
                lines += [f"GET {path}", f"{answer.status_code} {answer.text}"]
    assert offices.MARK not in "".join(lines)
    return "\n".join(lines)


LOOKING = (
    Shown(
        script="licence_report.py",
        audience="whoever orders licences",
        commands=["licence_report.py"],
    ),
    Shown(
        script="access_review.py",
        audience="the auditor",
        commands=["access_review.py reviews"],
        ends=[1],
        files=last_review,
    ),
    Shown(
        script="compliance_sheet.py",
        audience="the auditor",
        commands=["compliance_sheet.py"],
    ),
    Shown(
        script="find_person.py",
        audience="the data protection officer",
        commands=["find_person.py johndoe"],
    ),
    Shown(
        script="mfa_overview.py",
        audience="whoever answers for security",
        commands=["mfa_overview.py"],
        ends=[1],
        emulated=offices.with_mfa,
    ),
    Shown(
        script="double_addresses.py",
        audience="administrators",
        commands=["double_addresses.py"],
        ends=[1],
        emulated=offices.with_a_double,
    ),
    Shown(
        script="ownerless_archives.py",
        audience="administrators, when somebody leaves",
        commands=["ownerless_archives.py"],
        ends=[1],
        emulated=offices.after_leavers,
    ),
    Shown(
        script="directory_sync_preview.py",
        audience="administrators with a directory",
        commands=["directory_sync_preview.py"],
        ends=[1],
        emulated=offices.with_a_directory,
        sends=["SyncUsersWithDirectoryServices"],
    ),
    Shown(
        script="version_upgrade.py",
        audience="administrators before an upgrade",
        commands=["version_upgrade.py before.json", "version_upgrade.py before.json"],
        ends=[1, 0],
        emulated=offices.before_an_upgrade,
    ),
    Shown(
        script="export_runs.py",
        audience="whoever keeps the monthly figures",
        commands=["export_runs.py --month 2026-01"],
    ),
    Shown(
        script="month_usage.py",
        audience="whoever writes a provider's bills",
        commands=[f"month_usage.py 2026-0{month} --customers customers.csv" for month in (1, 2)],
        ends=[1, 1],
        emulated=offices.provider,
        files=customers,
    ),
    Shown(
        script="explore.py",
        audience="the curious, in a notebook",
        commands=["explore.py"],
    ),
)
CHANGING = (
    Shown(
        script="new_colleagues.py",
        audience="administrators, with the personnel department",
        changes="users; a plan, which `--apply` carries out",
        commands=["new_colleagues.py 2026-03.json --apply", "new_colleagues.py 2026-03.json --apply"],
        ends=[0, 0],
        sends=["CreateUser", "SetUserEmailAddresses", "SetUserPrivilegesOnFolder"],
        files=exported,
    ),
    Shown(
        script="leavers.py",
        audience="administrators, with the personnel department",
        changes="users and rights; plans, which `--apply` carries out",
        commands=["leavers.py leavers.csv", "leavers.py leavers.csv --apply"],
        ends=[1, 1],
        sends=["SetUserPrivilegesOnFolder", "DeleteUser"],
        files=leaving,
    ),
    Shown(
        script="lock_out.py",
        audience="administrators, when somebody leaves",
        changes="ways to log in; only with `--apply`",
        commands=["lock_out.py johndoe", "lock_out.py johndoe --apply", "lock_out.py johndoe --apply"],
        ends=[0, 0, 0],
        sends=["SetUserLoginPrivileges"],
    ),
    Shown(
        script="domain_change.py",
        audience="administrators of a company with a new name",
        changes="addresses; a plan, which `--apply` carries out and `--undo` takes back",
        commands=[f"domain_change.py example.com example.net{option}" for option in ("", " --apply", " --undo")],
        ends=[0, 0, 0],
        sends=["SetUserEmailAddresses", "SetUserEmailAddresses"],
    ),
    Shown(
        script="store_rotation.py",
        audience="administrators, each January",
        changes="makes a store; a plan, which `--apply` carries out",
        commands=[
            r"store_rotation.py --folder 'D:\Mail' --year 2027",
            r"store_rotation.py --folder 'D:\Mail' --year 2027 --apply",
        ],
        ends=[0, 0],
        sends=["CreateStore"],
    ),
    Shown(
        script="repair_stores.py",
        audience="administrators",
        changes="stores; a plan, which `--apply` carries out",
        commands=["repair_stores.py", "repair_stores.py --apply"],
        ends=[1, 0],
        emulated=offices.before_an_upgrade,
        sends=["UpgradeStore", "VerifyStore"],
    ),
    Shown(
        script="maintenance_windows.py",
        audience="administrators",
        changes="when profiles run; a plan, which `--apply` carries out",
        commands=["maintenance_windows.py 22:00-04:00", "maintenance_windows.py 22:00-04:00 --apply"],
        ends=[0, 0],
        emulated=offices.by_itself,
        sends=["SetProfileServerSideExecution"],
    ),
    Shown(
        script="backup.py",
        audience="administrators",
        changes="makes a backup, in a folder of the server; has a dry run",
        commands=[r"backup.py 'E:\Backup\Monday' --dry-run", r"backup.py 'E:\Backup\Monday'"],
        ends=[0, 0],
        emulated=offices.at_work,
        sends=["CreateBackup"],
    ),
)
WATCHING = (
    Shown(
        script="nightly_verification.py",
        audience="administrators, every night",
        commands=["nightly_verification.py"],
        ends=[1],
        emulated=offices.verification_fails,
        sends=["VerifyStores"],
        show=mailed,
    ),
    Shown(
        script="weekly_report.py",
        audience="administrators, every Monday",
        commands=["weekly_report.py reports"],
        ends=[1],
    ),
    Shown(
        script="growth_forecast.py",
        audience="whoever buys disks",
        commands=["growth_forecast.py reports --limit-gb 400"],
        ends=[1],
        files=stored_reports,
    ),
    Shown(
        script="fleet_overview.py",
        audience="providers with many servers",
        commands=["fleet_overview.py 'customer-*'"],
        ends=[1],
        files=profiles,
    ),
    Shown(
        script="spe_health.py",
        audience="providers with a Service Provider Edition",
        commands=["spe_health.py"],
        ends=[1],
        emulated=offices.provider,
    ),
    Shown(
        script="metrics_file.py",
        audience="whoever has Prometheus",
        commands=["metrics_file.py mailstore.prom"],
    ),
)
BUILDING = (
    Shown(
        script="web_service.py",
        audience="developers of a service of their own",
        commands=["/archives/asmith", "/archives/nobody"],
        show=asked,
    ),
    Shown(
        script="patient_client.py",
        audience="developers on a bad network",
        commands=["patient_client.py"],
        emulated=offices.busy,
    ),
    Shown(
        script="test_lock_out.py",
        audience="developers",
        commands=["python -m pytest -q -p no:cacheprovider examples/test_lock_out.py"],
        beside=["lock_out.py"],
    ),
    Shown(
        script="fleet_celery.py",
        audience="developers, where more than one process works",
        told="../fleet.md#beyond-one-process",
    ),
)
GROUPS = (
    Group("Looking", "For a question that somebody asks: they only read.", LOOKING),
    Group("Changing", "For work on the archive: what each of them changes is in the table.", CHANGING),
    Group("Watching", "For the scheduler: they tell what is wrong by how they end.", WATCHING),
    Group("Building on it", "For programs of your own.", BUILDING),
)
GALLERY = tuple(shown for group in GROUPS for shown in group.examples)
