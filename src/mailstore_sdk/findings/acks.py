"""What is acknowledged, in a small file of the user's."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from mailstore_sdk.errors import ArgumentError, ConfigurationError
from mailstore_sdk.files import replace_file, user_file
from mailstore_sdk.findings.model import Acknowledgement
from mailstore_sdk.reports.entries import Part
from mailstore_sdk.text import one_line

FILE = "acknowledged.json"
VARIABLE = "MAILSTORE_ACKNOWLEDGED"


class _File(Part):
    version: Literal[1]
    acknowledged: list[Acknowledgement] = Field(default_factory=list)


def acknowledgements_file(environ: Mapping[str, str] | None = None) -> Path:
    """Where they are: MAILSTORE_ACKNOWLEDGED, or the folder in which the platform keeps settings of users.

    Args:
        environ: The environment's variables; when left out, those of this process.

    Raises:
        ConfigurationError: Only platformdirs knows that folder, and it is not installed.
    """
    return user_file(os.environ if environ is None else environ, VARIABLE, FILE, "acknowledgements")


def acknowledgements(path: Path | None = None) -> list[Acknowledgement]:
    """All of them, those that hold no more included; none if there is no file.

    Args:
        path: The file; when left out, `acknowledgements_file()`.

    Raises:
        ConfigurationError: The file cannot be read, or is not one of acknowledgements.
    """
    where = acknowledgements_file() if path is None else path
    try:
        content = where.read_bytes()
    except FileNotFoundError:
        return []
    except OSError as error:
        problem = f"it cannot be read ({error.strerror})"
    else:
        try:
            return _File.model_validate(json.loads(content)).acknowledged
        except ValidationError as error:
            first = error.errors()[0]
            problem = f"{'.'.join(map(str, first['loc'])) or 'it'}: {first['msg']}"
        except (ValueError, RecursionError):
            problem = "it is not JSON"
    raise ConfigurationError(f"{where} does not hold acknowledgements: {problem}; mend it or move it away")


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

    Raises:
        ArgumentError: The day is over, or key or reason are empty.
        ConfigurationError: The file cannot be read or written, or is not one of acknowledgements; it stays as it is.
    """
    at = datetime.now(UTC) if now is None else now
    reason = one_line(why).strip()
    if not key.strip() or not reason:
        raise ArgumentError("an acknowledgement needs the key of a finding, and the reason why")
    if until < at.astimezone(UTC).date():
        raise ArgumentError(f"the acknowledgement would hold until {until}, which is over")
    made = Acknowledgement(key=key.strip(), until=until, why=reason, scope=scope, created=at)
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
    kept = [one for one in every if (one.key, one.scope) != (key, scope)]
    if len(kept) < len(every):
        _write(where, kept)
    return len(kept) < len(every)


def _write(path: Path, every: list[Acknowledgement]) -> None:
    ordered = sorted(every, key=lambda one: (one.key, one.scope or ""))
    text = _File(version=1, acknowledged=ordered).model_dump_json(by_alias=True, indent=2) + "\n"
    try:
        replace_file(path, text.encode())
    except OSError as error:
        problem = f"{path} cannot be written ({error.strerror})"
    else:
        return
    raise ConfigurationError(problem)
