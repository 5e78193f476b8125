"""A report as tables: a section a table, whose columns are the fields of its entries, whatever the server told."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Literal, TypeAlias, get_args

from mailstore_sdk.errors import ArgumentError
from mailstore_sdk.models.base import camel_case
from mailstore_sdk.reports.entries import (
    Entry,
    FolderRight,
    Gap,
    JobRunEntry,
    MessageEntry,
    Part,
    RoleEntry,
    RunEntry,
    RunsOfJobs,
    RunsOfProfiles,
    ServiceStatusEntry,
    SettingsEntry,
)
from mailstore_sdk.reports.model import SECTIONS, Report, SectionName

Rows: TypeAlias = Iterator[list[Any]]
More = Literal["rights", "service_messages", "gaps", "sections"]
TableName = SectionName | More
TABLES: tuple[TableName, ...] = (*SECTIONS, *get_args(More))
"""The sections, then: who has which rights on which archive; what the Management Server says; which runs could not be
read; and which sections are there at all."""


def table(report: Report, name: TableName) -> tuple[list[str], Rows]:
    """The head of a table and its rows, with values as Python has them.

    Raises:
        ArgumentError: There is no such table.
    """
    if name not in TABLES:
        raise ArgumentError(f"there is no table {name!r}, but these: {', '.join(TABLES)}")
    if name == "sections":
        return ["section", "available", "key", "cause", "reason", "function"], _sections(report)
    if name == "gaps":
        return ["section", *_columns(Gap)], _gaps(report)
    section = getattr(report, {"rights": "users", "service_messages": "service_status"}.get(name, name))
    if section.data is None:
        return ["unavailable"], iter([[section.unavailable.reason]])
    if name == "rights":
        return ["userName", "archive", "privileges"], _rights(section.data)
    return _of(name, section.data)


def _of(name: str, data: Any) -> tuple[list[str], Rows]:
    if isinstance(data, SettingsEntry):
        return ["key", "value"], iter([[key, value] for key, value in data.settings.items()])
    if isinstance(data, RunsOfProfiles):
        return _table(RunEntry, data.runs)
    if isinstance(data, RunsOfJobs):
        return _table(JobRunEntry, data.runs)
    if isinstance(data, ServiceStatusEntry):
        messages = name == "service_messages"
        return _table(MessageEntry, data.messages) if messages else _table(RoleEntry, data.servers)
    if isinstance(data, list):
        return _table(_kind(Report.model_fields[name].annotation), data)
    return _table(type(data), [data])


def _table(kind: type[Part], entries: Sequence[Part]) -> tuple[list[str], Rows]:
    return _columns(kind), ([*_cells(kind, one)] for one in entries)


def _columns(kind: type[Part], before: str = "") -> list[str]:
    names: list[str] = []
    for name, field in kind.model_fields.items():
        inner = _inner(field.annotation)
        if name != "other":
            key = f"{before}{field.alias or name}"
            names += _columns(inner, f"{key}.") if inner else [key]
    return [*names, f"{before}other"] if issubclass(kind, Entry) else names


def _cells(kind: type[Part], entry: Part | None) -> Iterator[Any]:
    for name, field in kind.model_fields.items():
        inner = _inner(field.annotation)
        if name != "other":
            value = None if entry is None else getattr(entry, name)
            if inner:
                yield from _cells(inner, value)
            else:
                yield _joined(value)
    if issubclass(kind, Entry):
        other = getattr(entry, "other", None)
        yield json.dumps(other, ensure_ascii=False) if other else None


def _joined(value: Any) -> Any:
    """Lists as one text; rights on archives as `jdoe: read, write | boss: read`."""
    if not isinstance(value, list):
        return value
    if all(isinstance(one, str) for one in value):
        return ", ".join(value)
    return " | ".join(f"{one.folder}: {', '.join(one.privileges)}" for one in value if isinstance(one, FolderRight))


def _inner(annotation: Any) -> type[Entry] | None:
    """The class of a field that is an entry itself, and no list of some."""
    kinds = [annotation, *get_args(annotation)]
    return next((one for one in kinds if isinstance(one, type) and issubclass(one, Entry)), None)


def _kind(section: Any) -> type[Entry]:
    """The class of the entries in a section that is a list."""
    (data,) = section.__pydantic_generic_metadata__["args"]
    (kind,) = get_args(data)
    found: type[Entry] = kind
    return found


def _rights(users: Any) -> Rows:
    for user in users:
        for right in user.privileges_on_folders or ():
            yield [user.user_name, right.folder, ", ".join(right.privileges)]


def _gaps(report: Report) -> Rows:
    for name, section in (("runs", report.runs), ("jobRuns", report.job_runs)):
        for gap in section.data.gaps if section.data is not None else ():
            yield [name, gap.start, gap.end, gap.reason]


def _sections(report: Report) -> Rows:
    for name, section in report.sections():
        gone = section.unavailable
        cause = [None, None, None, None] if gone is None else [None, gone.cause, gone.reason, gone.function]
        yield [camel_case(name), gone is None, *cause]
        for problem in section.problems:
            yield [camel_case(name), True, problem.key, problem.cause, problem.reason, problem.function]
