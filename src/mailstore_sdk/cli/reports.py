"""`mailstore report` and `diff`: what an archive is, and what has changed."""

from __future__ import annotations

import os
import shlex
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from errno import EISDIR, ENOENT
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

import typer

from mailstore_sdk.cli.connection import Connection
from mailstore_sdk.cli.exit_codes import ExitCode
from mailstore_sdk.cli.output import Output, complain, print_json, say, shown, table
from mailstore_sdk.cli.progress import collecting
from mailstore_sdk.cli.spans import SPAN, span
from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.severity import SEVERITIES

if TYPE_CHECKING:
    from mailstore_sdk.client_kinds import AnyClient
    from mailstore_sdk.language import Language
    from mailstore_sdk.reports import Report, SectionName

Since = Annotated[
    str, typer.Option(metavar="WHEN", help="From when on runs are wanted: a length (24h, 7d), a day or a moment.")
]
File = Annotated[Path, typer.Argument(metavar="FILE", help="A report as JSON.")]
# What other commands take behind -o, and what makes no good name of a file.
FORMATS = frozenset({"json", "jsonl", "csv", "table", "text", "html"})


def report(
    connection: Connection,
    output: Output,
    files: Annotated[
        list[Path] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write the report: as a page if the name ends in .html, else as JSON; may be given again.",
        ),
    ] = None,
    csv: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write a CSV file a section, as German Excel opens it.")
    ] = None,
    section: Annotated[list[str] | None, typer.Option(help="Only this section; may be given again.")] = None,
    since: Since = SPAN,
    older: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Older reports as JSON, for growth and forecast on the page.")
    ] = None,
    language: Annotated[Literal["en", "de"], typer.Option(help="Of the page: English or German.")] = "en",
) -> None:
    """Collect a report of everything that a server, an installation or an instance tells of itself."""
    written = files or []
    for file in written:
        _refuse_unwritable(file)
    with connection.any() as client:
        made = collected(client, since, section)
    for file in written:
        _write(made, file, older, language)
    if csv is not None:
        from mailstore_sdk.reports.writers.csv import write_csv

        write_csv(made, csv)
    if output.for_programs:
        print_json(made, indent=None if output.as_lines else 2)
        return
    # What a Server never has is no news to who looks at one; an SPE's table tells whom else to ask.
    never = set() if section or made.edition != "server" else {"notInThisEdition"}
    rows = [
        (name, *_row(part))
        for name, part in made.sections()
        if part.unavailable is None or part.unavailable.cause not in never
    ]
    table(f"Report of {made.created:%Y-%m-%d %H:%M} UTC", ("Section", "Entries", "Why not"), rows)
    for path in (*written, *(() if csv is None else (csv,))):
        say(f"Written: {path}")
    if section is None:
        say(_verdict(made, [file for file in written if not _is_page(file)]))


def diff(
    old: File,
    new: File,
    output: Output,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="End with 6 if there are changes.")] = False,
) -> None:
    """Tell what has changed from one report to a later one."""
    from mailstore_sdk.reports import Report

    found = Report.load(new).diff(Report.load(old))
    if output.as_lines:
        output.items("", found.changes, {})
    elif output.as_json:
        print_json(found)
    else:
        for change in found.changes:
            say(change.text)
        if not found.changes:
            say("No change.")
        rows = [(each.key, each.measure, shown(each.before), shown(each.after), each.unit) for each in found.growth]
        if rows:
            table("Growth", ("Of", "Measure", "Before", "After", "Unit"), rows)
    for each in found.not_compared:
        complain(
            f"not compared: {each.section}{f' {each.key}' if each.key else ''}: {each.reason} ({each.report} report)"
        )
    if exit_code and found.changes:
        raise typer.Exit(ExitCode.WARNING)


def collected(client: AnyClient, since: str, sections: list[str] | None = None) -> Report:
    """A report, while a bar shows how far it has got."""
    from mailstore_sdk.reports import collect

    start, end = span(since, None, datetime.now(UTC))
    wanted = cast("list[SectionName] | None", sections)
    with collecting() as show:
        return collect(client, sections=wanted, runs_since=start, runs_until=end, on_progress=show)


def _refuse_unwritable(file: Path) -> None:
    """Refuse a file that cannot be written before minutes are spent on what is to be in it.

    Raises:
        ConfigurationError: It is the name of a format.
        OSError: There is no such folder, or the file is one.
    """
    if file.name.lower() in FORMATS:
        raise ConfigurationError(
            f"--output {file} would write a file called {file.name}: --json prints JSON, --csv FOLDER writes CSV files,"
            " and --output report.html writes a page"
        )
    if not file.parent.is_dir():
        raise FileNotFoundError(ENOENT, os.strerror(ENOENT), str(file))
    if file.is_dir():
        raise IsADirectoryError(EISDIR, os.strerror(EISDIR), str(file))


def _write(made: Report, file: Path, older: Path | None, language: Language) -> None:
    if not _is_page(file):
        file.write_text(made.to_json(), encoding="utf-8")
        return
    from mailstore_sdk.findings import acknowledgements

    made.write_html(file, language=language, older=older or (), acks=acknowledgements())


def _verdict(made: Report, stored: Sequence[Path]) -> str:
    """How many findings there are, and how to see them; from the stored report, so that nothing is asked twice."""
    from mailstore_sdk.findings import acknowledgements, findings

    try:
        found = findings(made, acks=acknowledgements())
    except ConfigurationError as error:  # the report is there all the same
        return f"Findings: {error}"
    counted = Counter(one.severity for one in found.findings if not one.acknowledged)
    if not counted:
        return "Findings: none" + (" that is not acknowledged" if found.findings else "")
    counts = ", ".join(f"{severity} {counted[severity]}" for severity in reversed(SEVERITIES) if counted[severity])
    source = f" --from {shlex.quote(str(stored[0]))}" if stored else ""
    return f"Findings: {counts}; what to do: mailstore findings{source}"


def _is_page(file: Path) -> bool:
    return file.suffix.lower() in (".html", ".htm")


def _row(part: Any) -> tuple[str, str]:
    if part.data is None:
        return "", _why(part.unavailable)
    several = getattr(part.data, "runs", part.data)
    missing = f"{len(part.problems)} missing: {_why(part.problems[0])}" if part.problems else ""
    return str(len(several)) if isinstance(several, list) else "1", missing


def _why(lack: Any) -> str:
    """In a table the server's own words about a function that it does not have say less than ours."""
    if lack.cause == "unknownFunction" and lack.function:
        return f"this server has no {lack.function}"
    return str(lack.reason)
