"""A report as one HTML file that works offline: findings first, charts, and every section as a table.

What makes it is loaded when it is first used; it needs Jinja2 and pygal, the extra `report`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from mailstore_sdk.errors import ArgumentError, ConfigurationError
from mailstore_sdk.language import LANGUAGES, Language

if TYPE_CHECKING:
    from mailstore_sdk.findings import Acknowledgement, Findings
    from mailstore_sdk.reports.model import Report

__all__ = ["to_html", "write_html"]


def to_html(
    report: Report,
    *,
    language: Language = "en",
    older: Iterable[Report] | str | os.PathLike[str] = (),
    findings: Findings | None = None,
    acks: Iterable[Acknowledgement] = (),
) -> str:
    """A report as a page of HTML that needs no other file and asks for none.

    The same report gives the same page. What the server did not tell is not on it; growth is drawn from at least two
    older reports.

    Args:
        report: The report.
        language: Of the page, `en` or `de`; what the server wrote stays as it is.
        older: Older reports of the same archive, or the folder in which their JSON files are. Those of other archives,
            and files that are no reports, are left out, and the page says so.
        findings: What is not as it should be; when left out, it is looked for by all rules, and what the newest older
            report did not have is marked as new.
        acks: What is acknowledged, where findings are looked for.

    Returns:
        The page.

    Raises:
        ArgumentError: There is no such language.
        ConfigurationError: The extra `report` is not installed, or `older` is no folder.
    """
    if language not in LANGUAGES:
        raise ArgumentError(f"there is no language {language!r}, but these: {', '.join(LANGUAGES)}")
    try:
        from mailstore_sdk.reports.writers.html import page
    except ModuleNotFoundError as error:
        lacking = error.name or ""
    else:
        return page.rendered(report, language, older, findings, acks)
    raise ConfigurationError(f"a report as HTML needs {lacking}: pip install 'mailstore-sdk[report]'")


def write_html(
    report: Report,
    path: str | os.PathLike[str],
    *,
    language: Language = "en",
    older: Iterable[Report] | str | os.PathLike[str] = (),
    findings: Findings | None = None,
    acks: Iterable[Acknowledgement] = (),
) -> Path:
    """Write a report as an HTML file in UTF-8; see `to_html`.

    Args:
        report: The report.
        path: The file, which is replaced.
        language: Of the page.
        older: Older reports of the same archive, or the folder in which they are.
        findings: What is not as it should be.
        acks: What is acknowledged.

    Returns:
        The file.

    Raises:
        ArgumentError: There is no such language.
        ConfigurationError: The extra `report` is not installed, or `older` is no folder.
        OSError: The file cannot be written.
    """
    file = Path(path)
    file.write_bytes(to_html(report, language=language, older=older, findings=findings, acks=acks).encode())
    return file
