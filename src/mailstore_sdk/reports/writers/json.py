"""A report, or what has changed between two, as a file of JSON."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailstore_sdk.reports.diff import ReportDiff
    from mailstore_sdk.reports.model import Report


def write_json(what: Report | ReportDiff, path: str | os.PathLike[str]) -> Path:
    """Write JSON in UTF-8: keys always in the same order, so that two files can be compared line by line.

    Args:
        what: The report, or the differences.
        path: The file, which is replaced.

    Returns:
        The file.

    Raises:
        OSError: The file cannot be written.
    """
    file = Path(path)
    file.write_bytes(what.to_json().encode())
    return file
