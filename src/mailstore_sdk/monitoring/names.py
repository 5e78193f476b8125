"""What the services were called at the last look, in a file: with the server down, nobody else knows the profiles."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from mailstore_sdk.files import replace_file
from mailstore_sdk.monitoring.services import Facts, Name
from mailstore_sdk.reports.entries import Part


class _File(Part):
    version: Literal[1] = 1
    names: list[Name] = Field(default_factory=list)


def remember(facts: Facts, path: str | os.PathLike[str]) -> None:
    """Keep the names of the services for the time when the server is down. Facts of a failure change nothing.

    Args:
        facts: What was found.
        path: A file of its own for every archive; it is replaced.

    Raises:
        OSError: The file cannot be written.
    """
    file = Path(path)
    if facts.failure is None and recall(file) != facts.names:
        replace_file(file, (_File(names=facts.names).model_dump_json(by_alias=True, indent=2) + "\n").encode())


def recall(path: str | os.PathLike[str]) -> list[Name]:
    """The names that were kept; none if there are none. A file that cannot be read is only a cache that was lost.

    Args:
        path: The file.
    """
    with contextlib.suppress(OSError, ValidationError):
        return _File.model_validate_json(Path(path).read_bytes()).names
    return []
