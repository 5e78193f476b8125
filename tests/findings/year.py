"""A year of an archive on an emulated server, in which something goes wrong every few weeks.

Each trouble has a day on which it begins and one on which it ends, and a report is collected every week. The
emulator's own timetable runs profiles and jobs; runs that are to be missing, or bad, are changed afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from mailstore_sdk.emulator import Behaviour, Emulator, ManualClock, Seed, User
from mailstore_sdk.emulator.state import Mail, State, WorkerRun
from mailstore_sdk.findings import Findings, Thresholds, findings
from mailstore_sdk.reports import Report, collect
from mailstore_sdk.reports.section import Section

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
BEGIN, END = datetime(2026, 6, 29, 12, tzinfo=UTC), datetime(2027, 6, 28, 12, tzinfo=UTC)
EXCHANGE, JOURNAL, MANUAL = 1, 2, 3
VERIFY, BACKUP = 1, 2
THRESHOLDS = Thresholds(
    time_zone="Europe/Berlin", unknown_addresses={"unknownAddresses": ["ignore"]}, store_messages=1_000_000
)


@dataclass
class Trouble:
    """Something that goes wrong.

    Attributes:
        key: Of the finding that it has to make.
        begin: In which week it begins; the report of that week has it.
        end: In which week it is over.
        seen: From which week on it has to be found, where that is not at once.
        do: Makes it so.
        undo: And puts it right.
        spoil: Changes the runs of a week in which it lasts.
        report: Changes the report, for what the emulator cannot do.
    """

    key: str
    begin: int
    end: int
    do: Callable[[Emulator], object] = lambda _: None
    undo: Callable[[Emulator], object] = lambda _: None
    spoil: Callable[[list[WorkerRun]], list[WorkerRun]] | None = None
    report: Callable[[Report], Report] = lambda report: report
    seen: int = 0

    @property
    def weeks(self) -> set[int]:
        """The weeks in which it lasts."""
        return set(range(self.begin, self.end))


@dataclass
class Week:
    """A report of that year, and what was found."""

    number: int
    now: datetime
    report: Report
    found: Findings = field(repr=False)

    @property
    def keys(self) -> set[str]:
        """The keys of the findings."""
        return {finding.key for finding in self.found.findings}


def setting(kind: str, key: int | str, name: str, value: Any, otherwise: Any) -> dict[str, Any]:
    """A trouble that is a field of a thing in the emulator's state."""

    def put(what: Any) -> Callable[[Emulator], object]:
        return lambda emulator: setattr(getattr(emulator.state, kind)[key], name, what)

    return {"do": put(value), "undo": put(otherwise)}


def detail(number: int, name: str, value: Any, otherwise: Any = None) -> dict[str, Any]:
    """A trouble that is a setting of a profile."""

    def put(what: Any) -> Callable[[Emulator], object]:
        return lambda emulator: emulator.state.profiles[number]["details"].update({name: what})

    return {"do": put(value), "undo": put(otherwise)}


def rights(archive: str) -> dict[str, Any]:
    """A user has a right on an archive."""
    return {
        "do": lambda emulator: emulator.state.users["jdoe"].privileges_on_folders.update({archive: ["read"]}),
        "undo": lambda emulator: emulator.state.users["jdoe"].privileges_on_folders.pop(archive),
    }


def without(number: int) -> Callable[[list[WorkerRun]], list[WorkerRun]]:
    """No runs of a profile."""
    return lambda rows: [row for row in rows if row.profile_id != number]


def late(number: int, hours: int) -> Callable[[list[WorkerRun]], list[WorkerRun]]:
    """No runs of a profile in the last hours of the week."""

    def spoil(rows: list[WorkerRun]) -> list[WorkerRun]:
        since = max(row.complete for row in rows) - hours * HOUR
        return [row for row in rows if row.profile_id != number or row.complete < since]

    return spoil


def ended(number: int, result: str, which: slice) -> Callable[[list[WorkerRun]], list[WorkerRun]]:
    """Some runs of a profile ended so."""

    def spoil(rows: list[WorkerRun]) -> list[WorkerRun]:
        for row in [row for row in rows if row.profile_id == number][which]:
            row.result, row.items_archived = result, 0
        return rows

    return spoil


def nothing_archived(rows: list[WorkerRun]) -> list[WorkerRun]:
    """Runs succeed, and take nothing in."""
    for row in rows:
        row.items_archived = 0
    return rows


def with_job(number: int, action: str) -> dict[str, Any]:
    """There is one more job."""

    def create(emulator: Emulator) -> None:
        with client(emulator) as caller:
            caller.create_job("More", action, "admin", "UTC", time="04:00:00")
        made = emulator.state.jobs.pop(max(emulator.state.jobs))
        made.id = number
        emulator.state.jobs[number] = made

    return {"do": create, "undo": lambda emulator: emulator.state.jobs.pop(number)}


def with_mail(emulator: Emulator, archive: str, count: int) -> None:
    """Messages come into an archive."""
    state, held = emulator.state, len(emulator.state.mails)
    for folder in (archive, f"{archive}/Inbox"):
        if folder not in state.folders:
            state.folders.append(folder)
    for number in range(held, held + count):
        name = f"9:{number + 1}"
        state.mails[name] = Mail(
            id=name, folder=f"{archive}/Inbox", subject="Hello", sender="a@example.net", size=2_048
        )


def smtp(**settings: Any) -> Callable[[Emulator], object]:
    """How mail is sent."""
    return lambda emulator: emulator.state.settings.update(smtp={"password": None, **settings})


def retention(on: bool) -> Callable[[Emulator], object]:
    """Whether the retention policy is in force."""
    return lambda emulator: emulator.state.settings["retentionPolicies"][0].update(enabled=on)


def password(text: str) -> Callable[[Emulator], object]:
    """The administrator's password."""
    return lambda emulator: setattr(emulator.state.users["admin"], "password", text)


def in_report(name: str, change: Callable[[Report, Any], Any]) -> Callable[[Report], Report]:
    """Another section, for what the emulator cannot do: its stores are always well, and its jobs succeed."""

    def patch(report: Report) -> Report:
        section: Section[Any] = Section(data=change(report, getattr(report, name).data))
        return report.model_copy(update={name: section})

    return patch


def client(emulator: Emulator) -> Any:
    """As administrator, with whatever password there is."""
    return emulator.client(password=emulator.state.users["admin"].password, retries=0)


def server() -> Emulator:
    """A server with which nothing is wrong."""
    emulator = Emulator(
        Seed(users=0, profiles=0, jobs=0, years=1, stores=2, end=BEGIN - WEEK),
        version="25.3",
        clock=ManualClock(BEGIN - WEEK),
        behaviour=Behaviour(worker_results_limit=1_000),
    )
    state: State = emulator.state
    state.time_zone = "W. Europe Standard Time"
    state.licensed_users = 20
    state.stores[1].requested_state = "normal"
    state.users["admin"].password, state.users["admin"].mfa_status = "of its own", "Enabled"
    for name in ("jdoe", "asmith"):
        state.users[name] = User(
            user_name=name, email_addresses=[f"{name}@example.com"], privileges_on_folders={name: ["read"]}
        )
        with_mail(emulator, name, 2)
    smtp(protocol="SMTP-TLS")(emulator)
    hourly = {"automatic": True, "automaticPauseBetweenExecutions": 3_540}
    nights = {**hourly, "automaticMaintenanceWindows": "01:30-03:30"}
    own = {"host": "mail.example.com", "userName": "svc@example.com"}
    journal = {**own, "unknownAddresses": "archive"}
    kinds = ((EXCHANGE, "Exchange", hourly, own), (JOURNAL, "ExchangeJournal", nights, journal))
    for number, connector, execution, details in kinds:
        state.profiles[number] = {
            "id": number, "version": 1, "name": connector, "owner": "admin", "type": "I", "connector": connector,
            "details": dict(details), "serverSideExecution": dict(execution),
        }  # fmt: skip
    with client(emulator) as caller:
        caller.create_job("Verify", "VerifyStores", "admin", state.time_zone, time="02:30:00")
        caller.create_job(
            "Backup", "CreateBackup --path=E:\\Backup --excludeSearchIndexes=false", "admin", "UTC", time="03:00:00"
        )
    return emulator


def manual_profile(emulator: Emulator) -> None:
    emulator.state.profiles[MANUAL] = {
        "id": MANUAL, "version": 1, "name": "Old mail", "owner": "admin", "type": "I", "connector": "PST",
        "details": {}, "serverSideExecution": None,
    }  # fmt: skip


def passed(emulator: Emulator, troubles: list[Trouble], number: int) -> None:
    """A week goes by."""
    for trouble in troubles:
        if trouble.end == number:
            trouble.undo(emulator)
    for trouble in troubles:
        if trouble.begin == number:
            trouble.do(emulator)
    clock, before = emulator.clock, emulator.state.worker_runs.next_id()
    assert isinstance(clock, ManualClock)
    clock.advance(WEEK.total_seconds())
    emulator.run_due()
    runs = emulator.state.worker_runs
    kept, week = [run for run in runs if run.id < before], [run for run in runs if run.id >= before]
    for trouble in troubles:
        if number in trouble.weeks and trouble.spoil is not None:
            week = trouble.spoil(week)
    runs.clear()
    for run in (*kept[-2_000:], *week):  # no report looks further back
        runs.append(run)


def year(troubles: list[Trouble]) -> Iterator[Week]:
    """A report every week."""
    emulator = server()
    older: Report | None = None
    for number in range(int((END - BEGIN) / WEEK)):
        passed(emulator, troubles, number)
        now = datetime.fromtimestamp(emulator.clock.now(), UTC)
        with client(emulator) as caller:
            report = collect(caller, runs_since=14 * DAY, runs_until=now).model_copy(update={"created": now})
        for trouble in troubles:
            if number in trouble.weeks:
                report = trouble.report(report)
        yield Week(number, now, report, findings(report, older=older, thresholds=THRESHOLDS))
        older = report
