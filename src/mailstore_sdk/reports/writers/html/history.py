"""How much an archive held when older reports were made."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.findings import scope_of
from mailstore_sdk.language import Text
from mailstore_sdk.reports.model import Report
from mailstore_sdk.reports.writers.html.formats import Unit

OTHER_ARCHIVE = Text("a report of another archive", "ein Bericht über ein anderes Archiv")
NOT_OLDER = Text("not older than this report", "nicht älter als dieser Bericht")
NO_REPORT = Text("no report", "kein Bericht")
NO_SIZE = Text("tells not the size of everything", "nennt nicht die Größe von allem")


@dataclass(frozen=True, slots=True)
class Held:
    """What an archive held at a moment.

    Attributes:
        at: The moment, UTC.
        size: In the unit of the history.
        messages: Number of messages; None if the server does not tell it of every store.
    """

    at: datetime
    size: int
    messages: int | None


@dataclass(slots=True)
class History:
    """What older reports tell.

    Attributes:
        unit: Of the sizes: bytes; of a Service Provider Edition the server's megabytes, of which size they may be.
        held: By time, the report itself last.
        left_out: What told nothing, by its name, with the reason.
        newest: The newest of the older reports; None if there is none.
    """

    unit: Unit
    held: list[Held] = field(default_factory=list)
    left_out: list[tuple[str, Text]] = field(default_factory=list)
    newest: Report | None = None


def history(report: Report, older: Iterable[Report] | str | os.PathLike[str]) -> History:
    """What older reports tell of how the archive grew; one at a time is in memory where they come from a folder.

    Args:
        report: The report itself.
        older: The others, or the folder in which their JSON files are.

    Raises:
        ConfigurationError: There is no such folder.
    """
    found = History("MB" if report.edition == "spe" else "bytes")
    by_time: dict[datetime, Held] = {}
    for name, other in _files(older) if isinstance(older, str | os.PathLike) else _reports(older):
        if other is None:
            found.left_out.append((name, NO_REPORT))
        elif (other.edition, scope_of(other)) != (report.edition, scope_of(report)):
            found.left_out.append((name, OTHER_ARCHIVE))
        elif other.created >= report.created:
            if other.created > report.created:  # else it is most likely this report
                found.left_out.append((name, NOT_OLDER))
        else:
            if found.newest is None or found.newest.created < other.created:
                found.newest = other
            _note(other, name, by_time, found)
    _note(report, "", by_time, found)
    found.held = [by_time[at] for at in sorted(by_time)]
    return found


def _note(report: Report, name: str, by_time: dict[datetime, Held], found: History) -> None:
    held = _held(report)
    if held is not None:
        by_time[held.at] = held
    elif name:
        found.left_out.append((name, NO_SIZE))


def _held(report: Report) -> Held | None:
    """What it held; None if a size is missing, as a part would look like the whole."""
    if report.edition == "spe":
        told = [one.statistics for one in report.instances.data or ()]
        size = _total([one.total_size_mb if one else None for one in told])
        messages = _total([one.number_of_messages if one else None for one in told])
    else:
        stores = report.stores.data or ()
        size = _total([store.statistics_size for store in stores])
        messages = _total([store.statistics_count for store in stores])
    return None if size is None else Held(report.created, size, messages)


def _total(parts: Sequence[int | None]) -> int | None:
    known = [part for part in parts if part is not None]
    return sum(known) if parts and len(known) == len(parts) else None


def _reports(older: Iterable[Report]) -> Iterator[tuple[str, Report | None]]:
    for one in older:
        yield f"{one.created:%Y-%m-%d %H:%M} UTC", one


def _files(folder: str | os.PathLike[str]) -> Iterator[tuple[str, Report | None]]:
    where = Path(folder)
    if not where.is_dir():
        raise ConfigurationError(f"{where} is no folder with older reports")
    for file in sorted(where.glob("*.json")):
        try:
            yield file.name, Report.load(file)
        except (ConfigurationError, OSError):
            yield file.name, None
