"""What is acknowledged, in a small file of the user's."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import ClassVar, Literal

from pydantic import Field

from mailstore_sdk.documents import Document
from mailstore_sdk.errors import ArgumentError, ConfigurationError
from mailstore_sdk.files import replace_file, user_file
from mailstore_sdk.findings.model import Acknowledgement
from mailstore_sdk.reports.entries import Part
from mailstore_sdk.text import one_line
from mailstore_sdk.watch.verdict import checked

FILE = "acknowledged.json"
VARIABLE = "MAILSTORE_ACKNOWLEDGED"


class _File(Document, Part):
    _kind: ClassVar[str] = "a file of acknowledgements"

    version: Literal[1]
    acknowledged: list[Acknowledgement] = Field(default_factory=list)


def acknowledgements_file(environ: Mapping[str, str] | None = None) -> Path:
    """Where they are: MAILSTORE_ACKNOWLEDGED, or the folder in which the platform keeps settings of users.

    Args:
        environ: The environment's variables; when left out, those of this process.

    Returns:
        The file, which need not be there.

    Raises:
        ConfigurationError: Only platformdirs knows that folder, and it is not installed.
    """
    return user_file(os.environ if environ is None else environ, VARIABLE, FILE, "acknowledgements")


def acknowledgements(path: Path | None = None) -> list[Acknowledgement]:
    """Read all acknowledgements, those that hold no more included.

    Args:
        path: The file; when left out, `acknowledgements_file()`.

    Returns:
        By key and archive; none if there is no file.

    Raises:
        ConfigurationError: The file cannot be read, or is not one of acknowledgements.
    """
    where = acknowledgements_file() if path is None else path
    try:
        return _File.load(where).acknowledged
    except FileNotFoundError:
        return []
    except OSError as error:
        problem = f"it cannot be read ({error.strerror})"
    except ConfigurationError as error:
        problem = str(error)
    raise ConfigurationError(f"{where}: {problem}; mend it or move it away")


def acknowledge(
    key: str,
    until: date,
    why: str,
    *,
    scope: str | None = None,
    path: Path | None = None,
    now: datetime | None = None,
) -> Acknowledgement:
    """Keep a finding visible, but out of the exit code, until a day.

    One of the same key and archive is replaced. What holds no more stays in the file as a record.

    Args:
        key: The finding's key, as `profile-silent:3`; `RULE:*` for all of a rule.
        until: The last day on which it holds.
        why: Why, for those who read it later.
        scope: Of which archive, as `Findings.scope` names it; None: of any.
        path: The file; when left out, `acknowledgements_file()`.
        now: When it is acknowledged, with a time zone; when left out, now.

    Returns:
        What is in the file now.

    Raises:
        ArgumentError: The day is over, key or reason are empty, or `now` has no time zone.
        ConfigurationError: The file cannot be read or written, or is not one of acknowledgements; it stays as it is.
    """
    at = checked(datetime.now(UTC) if now is None else now)
    of, reason = _as_in_findings(key), one_line(why).strip()
    if not of or not reason:
        raise ArgumentError("an acknowledgement needs the key of a finding, and the reason why")
    if until < at.date():
        raise ArgumentError(f"the acknowledgement would hold until {until}, which is over")
    archive = None if scope is None else _as_in_findings(scope)
    made = Acknowledgement(key=of, until=until, why=reason, scope=archive, created=at)
    where = acknowledgements_file() if path is None else path
    kept = [one for one in acknowledgements(where) if (one.key, one.scope) != (made.key, made.scope)]
    _write(where, [*kept, made])
    return made


def forget(key: str, *, scope: str | None = None, path: Path | None = None) -> bool:
    """Take an acknowledgement back.

    Args:
        key: The finding's key.
        scope: Of which archive, as it was acknowledged.
        path: The file; when left out, `acknowledgements_file()`.

    Returns:
        Whether there was one.

    Raises:
        ConfigurationError: The file cannot be read or written, or is not one of acknowledgements; it stays as it is.
    """
    where = acknowledgements_file() if path is None else path
    every = acknowledgements(where)
    taken = _as_in_findings(key), None if scope is None else _as_in_findings(scope)
    kept = [one for one in every if (one.key, one.scope) != taken]
    if len(kept) < len(every):
        _write(where, kept)
    return len(kept) < len(every)


def _as_in_findings(text: str) -> str:
    """A key, or the name of an archive, as findings have it: on one line."""
    return one_line(text).strip()


def _write(path: Path, every: list[Acknowledgement]) -> None:
    ordered = sorted(every, key=lambda one: (one.key, one.scope or ""))
    text = _File(version=1, acknowledged=ordered).to_json()
    try:
        replace_file(path, text.encode())
    except OSError as error:
        problem = f"{path} cannot be written ({error.strerror})"
    else:
        return
    raise ConfigurationError(problem)
