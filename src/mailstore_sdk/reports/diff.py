"""What has changed between two reports, as data."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import Field

from mailstore_sdk.documents import Document
from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.models.base import Utc, camel_case
from mailstore_sdk.reports.change_kinds import kind_of
from mailstore_sdk.reports.change_sentences import sentence
from mailstore_sdk.reports.differences import Difference, Key, Size, compared
from mailstore_sdk.reports.entries.base import Part
from mailstore_sdk.reports.model import SECTIONS, Report
from mailstore_sdk.reports.section import Section

# Their rows are events, which come and go with the span that was asked for.
NOT_COMPARED = ("runs", "job_runs")
EXPECTED = ("notInThisEdition", "notAsked", "notSeen")


class Change(Part):
    """One change.

    Attributes:
        kind: What kind of change it is, as userAdded, administratorAdded, retentionChanged; docs/reports.md has them
            all. A later SDK may know more.
        section: The section, by its key in a report's JSON.
        key: What it is of, as the name of a user or the number of a store; None of a section that is one thing.
        path: Where in the report: section, key and fields with `/` between them; in each `~` is written `~0` and `/`
            `~1`, as in a JSON Pointer.
        before: As JSON; None where it was not there, or was null.
        after: Likewise.
        text: One English sentence.
    """

    kind: str
    section: str
    key: str | None = None
    path: str
    before: Any = None
    after: Any = None
    text: str


class Growth(Part):
    """What became more, or less: the difference of what the server told at the two moments.

    Attributes:
        section: The section, by its key in a report's JSON.
        key: What it is of.
        measure: The field, by its key in JSON.
        unit: What it is counted in: bytes, messages, megabytes (as the server gives them) or instances.
        before: The older figure.
        after: The newer one.
        difference: The newer one minus the older one.
    """

    section: str
    key: str
    measure: str
    unit: str
    before: int
    after: int
    difference: int


class NotCompared(Part):
    """What could not be compared, and why.

    Attributes:
        section: The section, by its key in a report's JSON.
        key: What in it; None: the whole section.
        report: In which of the two reports it is missing.
        reason: Why, as that report says.
    """

    section: str
    key: str | None = None
    report: Literal["older", "newer"]
    reason: str


class ReportDiff(Document, Part):
    """What has changed from one report to a later one of the same archive.

    Attributes:
        version: Version of this format.
        before: When the older report was made.
        after: When the newer one was made.
        changes: Each once, in the order of the report's sections and, in each, of keys.
        growth: Sizes and numbers that became more, or less; the same order.
        not_compared: What is missing in one of the reports; nothing of it is among the changes.
    """

    _kind: ClassVar[str] = "a comparison of reports"

    version: Literal[1] = 1
    before: Utc
    after: Utc
    changes: list[Change] = Field(default_factory=list)
    growth: list[Growth] = Field(default_factory=list)
    not_compared: list[NotCompared] = Field(default_factory=list)


def compare(older: Report, newer: Report) -> ReportDiff:
    """What has changed; the arguments are those of `Report.diff`, which see."""
    if (older.edition, older.instance_id) != (newer.edition, newer.instance_id):
        what = [f"{one.edition} {one.instance_id or ''}".strip() for one in (older, newer)]
        raise ConfigurationError(f"reports of {what[0]} and {what[1]} cannot be compared")
    if older.created > newer.created:
        raise ConfigurationError(
            f"the older report is of {older.created:%Y-%m-%d %H:%M:%S} UTC, after {newer.created:%Y-%m-%d %H:%M:%S}: "
            "compare the newer one with it"
        )
    version = _version(newer)
    same_version = version is not None and version == _version(older)
    diff = ReportDiff(version=1, before=older.created, after=newer.created)
    for name in SECTIONS:
        if name not in NOT_COMPARED:
            before: Section[Any] = getattr(older, name)
            after: Section[Any] = getattr(newer, name)
            diff.not_compared.extend(_missing(camel_case(name), before, after))
            if before.data is not None and after.data is not None:
                found = compared(before.data, after.data, same_version=same_version)
                diff.changes.extend(_change(name, difference) for difference in _ordered(found.differences))
                diff.growth.extend(_growth(name, size) for size in _ordered(found.sizes))
    return diff


def _version(report: Report) -> tuple[str, str] | None:
    """The versions of server and SDK; None if the server's is not known."""
    server = report.server.data
    return None if server is None or server.version is None else (server.version, report.sdk)


def _missing(section: str, older: Section[Any], newer: Section[Any]) -> list[NotCompared]:
    found = []
    reports: tuple[tuple[Literal["older", "newer"], Section[Any]], ...] = (("older", older), ("newer", newer))
    causes = [one.unavailable.cause for _, one in reports if one.unavailable is not None]
    if len(causes) == len(reports) and all(cause in EXPECTED for cause in causes):
        return []  # there was nothing to compare in the first place
    for which, one in reports:
        if one.unavailable is not None:
            found.append(NotCompared(section=section, report=which, reason=one.unavailable.reason))
        for problem in one.problems:
            found.append(NotCompared(section=section, key=problem.key, report=which, reason=problem.reason))
    return found


def _ordered(found: list[Any]) -> list[Any]:
    """By key, numbers as numbers; what belongs to one key stays as it was found, in the order of the fields."""
    return sorted(found, key=lambda one: _rank(one.key))


def _rank(key: Key) -> tuple[int, int, str]:
    if key is None:
        return (0, 0, "")
    return (1, int(key), key) if key.isdecimal() and key.isascii() and len(key) < 19 else (2, 0, key)


def _change(name: str, difference: Difference) -> Change:
    kind, section = kind_of(name, difference), camel_case(name)
    keys = [] if difference.key is None else [difference.key]
    return Change(
        kind=kind,
        section=section,
        key=difference.key,
        path="/".join(_escaped(part) for part in [section, *keys, *difference.path]),
        before=difference.before,
        after=difference.after,
        text=sentence(kind, name, difference),
    )


def _growth(name: str, size: Size) -> Growth:
    unit = "megabytes" if size.measure.endswith("_mb") else "bytes" if "size" in size.measure else "messages"
    return Growth(
        section=camel_case(name),
        key=size.key or "",
        measure=size.wire_name,
        unit="instances" if size.measure == "number_of_instances" else unit,
        before=size.before,
        after=size.after,
        difference=size.after - size.before,
    )


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")
